"""The site's settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent

# The provider, and who this site is to it: the sandbox, unless the environment says otherwise.


def _sandbox(name: str, default: str) -> str:
    return os.environ.get(f"OAUTH1_SANDBOX_{name}", default)


PROVIDER = "sandbox"
UPDATE_URL = _sandbox("UPDATE_URL", "http://127.0.0.1:8001/1/statuses/update.json")
HOME_TIMELINE_URL = _sandbox(
    "HOME_TIMELINE_URL", "http://127.0.0.1:8001/1/statuses/home_timeline.json"
)
OAUTH1 = {
    "PROVIDERS": {
        PROVIDER: {
            "title": "Sandbox",
            "request_token_url": _sandbox(
                "REQUEST_TOKEN_URL", "http://127.0.0.1:8001/oauth/request_token"
            ),
            "authorization_url": _sandbox("AUTHORIZE_URL", "http://127.0.0.1:8001/oauth/authorize"),
            "access_token_url": _sandbox(
                "ACCESS_TOKEN_URL", "http://127.0.0.1:8001/oauth/access_token"
            ),
            "consumer_key": _sandbox("CONSUMER_KEY", "sandbox-consumer-key"),
            "consumer_secret": _sandbox("CONSUMER_SECRET", "sandbox-consumer-secret"),
        },
    },
    # visitors have no account of this site: what they connect is kept in their session
    "LOGIN": "optional",
    "NEXT_URL": "home",
    "TUTORIAL": {
        "PROVIDER": PROVIDER,
        "UPDATE_URL": UPDATE_URL,
        "TIMELINE_URL": HOME_TIMELINE_URL,
    },
}

# Sessions are files in a folder of their own, which nobody else can list, made at each start as the
# secret key is: visitors connect their accounts again then. In the environment, so that a server
# that reloads goes on with both.

if "DJANGO_SESSION_FOLDER" not in os.environ:
    os.environ["DJANGO_SESSION_FOLDER"] = tempfile.mkdtemp(prefix="oauth1-site-")
    atexit.register(shutil.rmtree, os.environ["DJANGO_SESSION_FOLDER"], ignore_errors=True)

SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = os.environ["DJANGO_SESSION_FOLDER"]

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

USE_TZ = True
ROOT_URLCONF = "djangoproj.urls"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "oauth1.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "djangoproj.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oauth1.django.middleware.OAuth1Middleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],  # before those of oauth1, of which one is the site's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
