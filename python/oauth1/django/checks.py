"""Every way to get it wrong, told by `manage.py check`.

E001 the settings cannot be read; E002 the token store cannot be had; E003 sessions are in cookies
that everybody can read, and hold secrets; E004 no keys, or bad ones, for the database store; E005
the session's cookie does not come back with the user; E006 there are no sessions, or no middleware
of ours; W001 a provider is spoken to over plain http; W002 session files that others can read.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured

from oauth1.django.conf import SESSION_STORE, Reader, Settings
from oauth1.django.stores import token_store

MIDDLEWARE = "oauth1.django.middleware.OAuth1Middleware"
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"


@register(Tags.security)
def check_settings(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check all settings that the app depends on."""
    reader = Reader()
    settings = reader.settings()
    problems: list[CheckMessage] = [Error(each, id="oauth1.E001") for each in reader.problems]
    if not problems:
        problems += _store(settings)
    problems += _sessions()
    problems += _cookies(settings)
    problems += _endpoints(settings)
    return problems


def _store(settings: Settings) -> Iterator[CheckMessage]:
    try:
        store = token_store()
        check = getattr(store, "check", None)
        if check:
            yield from check(settings)
    except ImproperlyConfigured as error:
        yield Error(str(error), id="oauth1.E002")


def _sessions() -> Iterator[CheckMessage]:
    for path, what in ((SESSIONS, "sessions"), (MIDDLEWARE, "request.oauth1")):
        if path not in django_settings.MIDDLEWARE:
            yield Error(f"there are no {what}", hint=f"Add {path} to MIDDLEWARE.", id="oauth1.E006")
    if not django_settings.SESSION_ENGINE.endswith(".file"):
        return
    folder = getattr(django_settings, "SESSION_FILE_PATH", None) or tempfile.gettempdir()
    try:
        mode = os.stat(folder).st_mode
    except OSError:
        return
    if mode & stat.S_IROTH:  # names of session files are session keys
        yield CheckWarning(
            f"sessions are files in {folder}, which everybody on this machine can list",
            hint="Give SESSION_FILE_PATH a folder that only the site can read: chmod 700.",
            id="oauth1.W002",
        )


def _cookies(settings: Settings) -> Iterator[CheckMessage]:
    if django_settings.SESSION_COOKIE_SAMESITE == "Strict":
        yield Error(
            "the session's cookie is SameSite=Strict, so that it does not come along when a "
            "provider sends the user back: every callback would be refused",
            hint='Set SESSION_COOKIE_SAMESITE = "Lax".',
            id="oauth1.E005",
        )
    if django_settings.SESSION_ENGINE.endswith(".signed_cookies"):
        kept = "request token secrets"
        if settings.token_store == SESSION_STORE:
            kept += " and access tokens"
        yield Error(
            f"sessions are in cookies, which are signed but not encrypted, and hold {kept}",
            hint="Choose another SESSION_ENGINE, such as django.contrib.sessions.backends.db.",
            id="oauth1.E003",
        )


def _endpoints(settings: Settings) -> Iterator[CheckMessage]:
    if django_settings.DEBUG:
        return
    for each in settings.providers.values():
        for url in each.endpoints:
            if url.startswith("http://"):
                yield CheckWarning(
                    f"the provider {each.name!r} is spoken to over plain http: {url}",
                    hint="Use https, but for a provider on this machine.",
                    id="oauth1.W001",
                )
                break
