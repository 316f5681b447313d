"""Every way to get it wrong, told by `manage.py check`.

E001 the settings cannot be read; E002 the token store cannot be had; E003 sessions are in cookies
that everybody can read, and hold secrets; E004 no keys, or bad ones, for the database store; E005
the session's cookie does not come back with the user; E006 there are no sessions, no middleware of
ours, or not in their order; E007 the login policy lacks what it needs; E008 a verifier cannot be
had; W001 a provider is spoken to over plain http; W002 session files that others can list.

A site with verifiers and without providers connects no accounts, and needs nothing for that.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from oauth1.django.conf import SESSION_STORE, Reader, Settings
from oauth1.django.stores import token_store

MIDDLEWARE = "oauth1.django.middleware.OAuth1Middleware"
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@register(Tags.security)
def check_settings(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check all settings that the app depends on."""
    reader = Reader()
    settings = reader.settings()
    problems: list[CheckMessage] = [Error(each, id="oauth1.E001") for each in reader.problems]
    if not problems:
        problems += _verifiers(settings)
    if settings.verifiers and not settings.providers:
        return problems
    if not problems:
        problems += _store(settings)
        problems += _login(settings)
    problems += _middleware()
    problems += _session_files()
    problems += _cookies(settings)
    problems += _endpoints(settings)
    return problems


def _verifiers(settings: Settings) -> Iterator[CheckMessage]:
    for each in settings.verifiers.values():
        try:
            each.check()
        except ImproperlyConfigured as error:
            yield Error(str(error), id="oauth1.E008")


def _store(settings: Settings) -> Iterator[CheckMessage]:
    try:
        yield from token_store().check(settings)
    except ImproperlyConfigured as error:
        yield Error(str(error), id="oauth1.E002")


def _middleware() -> Iterator[CheckMessage]:
    """Check that the middleware is there, behind what it needs: subclasses count."""
    places = [_place(each) for each in (SESSIONS, AUTHENTICATION, MIDDLEWARE)]
    needed = [(SESSIONS, "sessions", places[0]), (MIDDLEWARE, "request.oauth1", places[2])]
    for path, what, place in needed:
        if place is None:
            yield Error(f"there is no {what}", hint=f"Add {path} to MIDDLEWARE.", id="oauth1.E006")
    found = [each for each in places if each is not None]
    if found != sorted(found):
        yield Error(
            "the middleware is in the wrong order: it needs sessions and users",
            hint=f"Put {MIDDLEWARE} behind {SESSIONS} and {AUTHENTICATION}.",
            id="oauth1.E006",
        )


def _place(path: str) -> int | None:
    if path == AUTHENTICATION and not apps.is_installed("django.contrib.auth"):
        return None  # it has models, which cannot be imported then
    wanted = import_string(path)
    for place, each in enumerate(django_settings.MIDDLEWARE):
        found = import_string(each)
        if isinstance(found, type) and issubclass(found, wanted):
            return place
    return None


def _login(settings: Settings) -> Iterator[CheckMessage]:
    """Check that who connects an account can be a user, where they have to be."""
    if settings.login == "optional":
        return
    where = f"OAUTH1['LOGIN'] is {settings.login!r}"
    if not apps.is_installed("django.contrib.auth") or _place(AUTHENTICATION) is None:
        yield Error(
            f"{where}, and there are no users",
            hint=f"Add django.contrib.auth to INSTALLED_APPS, and {AUTHENTICATION} to MIDDLEWARE.",
            id="oauth1.E007",
        )
        return
    if settings.login == "create":
        yield from _backend(where)
        for name in settings.providers:
            if name not in settings.account_urls:
                yield Error(
                    f"{where}, and nothing tells whose account at {name!r} it is",
                    hint=f"Give OAUTH1['ACCOUNT_URLS'] a URL for {name!r}.",
                    id="oauth1.E007",
                )


def _backend(where: str) -> Iterator[CheckMessage]:
    from oauth1.django.backends import OAuth1Backend  # noqa: PLC0415 - its app may be missing

    backends = map(import_string, django_settings.AUTHENTICATION_BACKENDS)
    if not any(issubclass(each, OAuth1Backend) for each in backends):
        yield Error(
            f"{where}, and no backend signs in by an account",
            hint="Add oauth1.django.backends.OAuth1Backend to AUTHENTICATION_BACKENDS.",
            id="oauth1.E007",
        )


def _session_files() -> Iterator[CheckMessage]:
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
            where = urlsplit(url)
            if where.scheme == "http" and where.hostname not in LOOPBACK:
                yield CheckWarning(
                    f"the provider {each.name!r} is spoken to over plain http: {url}",
                    hint="Use https: over http, anybody on the way reads tokens.",
                    id="oauth1.W001",
                )
                break
