"""The site's settings: those of the tutorial, and what Django has come to want since."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent

# The provider, and who this site is to it: the sandbox, unless the environment says otherwise.


def _sandbox(name: str, default: str) -> str:
    return os.environ.get(f"OAUTH1_SANDBOX_{name}", default)


REQUEST_TOKEN_URL = _sandbox("REQUEST_TOKEN_URL", "http://127.0.0.1:8001/oauth/request_token")
AUTHORIZE_URL = _sandbox("AUTHORIZE_URL", "http://127.0.0.1:8001/oauth/authorize")
ACCESS_TOKEN_URL = _sandbox("ACCESS_TOKEN_URL", "http://127.0.0.1:8001/oauth/access_token")
UPDATE_URL = _sandbox("UPDATE_URL", "http://127.0.0.1:8001/1/statuses/update.json")
HOME_TIMELINE_URL = _sandbox(
    "HOME_TIMELINE_URL", "http://127.0.0.1:8001/1/statuses/home_timeline.json"
)
CONSUMER_KEY = _sandbox("CONSUMER_KEY", "sandbox-consumer-key")
CONSUMER_SECRET = _sandbox("CONSUMER_SECRET", "sandbox-consumer-secret")

# Sessions in files, in the directory for temporary ones. They are signed with the secret key:
# without a key of its own, the site makes one at each start, and visitors authorize it again.

SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = None

SECRET_KEY = os.environ.setdefault("DJANGO_SECRET_KEY", get_random_secret_key())

# Lax, which is the default, lets the cookie come along as the provider sends the browser back.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

# The site is for this machine. What goes wrong is logged: debug pages would show secrets.

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO"}},
}

USE_TZ = True  # the default since Django 5.0
ROOT_URLCONF = "djangoproj.urls"
STATIC_URL = "/static/"
INSTALLED_APPS = ["django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "djangoproj.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "djangoproj.middleware.oauth_scope",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
    }
]
