"""The settings of a Django site for the tests of `oauth1.django`: what a real one has, and no more.

In the tests' process `django_support.site` says where the provider is; a process of its own is told
by the environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

SECRET_KEY = "known to everybody who reads the tests, and long enough for the checks of Django"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # which is quick
USE_TZ = True
STATIC_URL = "/static/"
ROOT_URLCONF = "django_urls"
LOGIN_URL = "/login/"

FOLDER = os.environ.get("OAUTH1_TEST_FOLDER", "")
if not FOLDER:
    FOLDER = tempfile.mkdtemp(prefix="oauth1-tests-")
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(FOLDER) / "db.sqlite3"),
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            # the tests kill processes, and no machines
            "init_command": "PRAGMA synchronous=OFF",
        },
    }
}
POSTGRESQL = os.environ.get("OAUTH1_TEST_POSTGRESQL")  # the port of one that is ours
if POSTGRESQL:
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "oauth1",
        "USER": "oauth1",
        "HOST": "127.0.0.1",
        "PORT": POSTGRESQL,
    }
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "oauth1.django",
    "oauth1.django.nonces",
    "oauth1.django.tokens",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oauth1.django.middleware.OAuth1Middleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ENCRYPTION_KEY = "YSBrZXkgb2YgdGhlIHRlc3RzLCBvZiAzMiBieXRlcy4="
_PROVIDER = os.environ.get("OAUTH1_TEST_PROVIDER", "http://127.0.0.1:1")


def provider(url: str, **changes: Any) -> dict[str, Any]:
    """The settings of a sandbox."""
    return {
        "title": "The Sandbox",
        "request_token_url": f"{url}/oauth/request_token",
        "authorization_url": f"{url}/oauth/authorize",
        "access_token_url": f"{url}/oauth/access_token",
        "consumer_key": "sandbox-consumer-key",
        "consumer_secret": "sandbox-consumer-secret",
        **changes,
    }


OAUTH1: dict[str, Any] = {
    "PROVIDERS": {
        "sandbox": provider(_PROVIDER),
        "slow": provider(
            _PROVIDER,
            access_token_url=os.environ.get("OAUTH1_TEST_SLOW", "http://127.0.0.1:1/"),
        ),
    },
    "TOKEN_STORE": "oauth1.django.tokens.store.DatabaseTokenStore",
    "ENCRYPTION_KEYS": [ENCRYPTION_KEY],
}
