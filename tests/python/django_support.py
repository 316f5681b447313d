"""A Django site in the tests' process, and the browsers of its visitors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import django
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client, override_settings

import django_settings
from browser import Page
from oauth1.sandbox import Sandbox, consent

SESSION_STORE = "oauth1.django.stores.SessionTokenStore"


def set_up() -> None:
    """Have Django, with its tables."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "django_settings"
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # it is not for the processes that tests start
    from django.core.management import call_command
    from django.db import connection

    if "oauth1_tokens_accesstoken" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
        if connection.vendor == "sqlite":
            # readers do not wait for writers
            connection.cursor().execute("PRAGMA journal_mode=WAL")


def oauth1_settings(sandbox: Sandbox, **changes: Any) -> dict[str, Any]:
    """The setting OAUTH1 for a sandbox, which is two providers: "sandbox" and "other"."""
    here = django_settings.provider(
        sandbox.base_url,
        consumer_key=sandbox.consumer_key,
        consumer_secret=sandbox.consumer_secret,
    )
    return {
        **django_settings.OAUTH1,
        "PROVIDERS": {"sandbox": here, "other": {**here, "title": "Another"}},
        **changes,
    }


@contextmanager
def configured(sandbox: Sandbox, **changes: Any) -> Iterator[None]:
    """Have OAUTH1 be for a sandbox, with changes."""
    with override_settings(OAUTH1=oauth1_settings(sandbox, **changes)):
        yield


class Visitor:
    """A browser: Django's test client, which checks for CSRF."""

    def __init__(self, user: Any = None, host: str = "localhost") -> None:
        self.client = self._client(host)
        if user is not None:
            self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    def _client(self, host: str) -> Any:
        return Client(enforce_csrf_checks=True, SERVER_NAME=host)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def post(self, path: str, form: dict[str, str] | None = None) -> Any:
        """Send a form, as a page of the site has it."""
        if "csrftoken" not in self.client.cookies:
            self.get("/form/")
        token = self.client.cookies["csrftoken"].value
        return self._send(path, {**(form or {}), "csrfmiddlewaretoken": token})

    def _send(self, path: str, form: dict[str, str]) -> Any:
        return self.client.post(path, form)

    def begin(self, provider: str = "sandbox", **form: str) -> str:
        """Begin a handshake; return the address at the provider."""
        path = f"/accounts/{provider}/connect/"
        response = self.post(path, form)
        assert response.status_code == 200, response
        return Page(response.status_code, path, response.content.decode()).onward

    def come_back(self, url: str, user: str = "alice", *, allow: bool = True) -> Any:
        """Decide at the provider, and follow where it sends."""
        return self.get(path_of(consent(url, user, allow=allow)))

    def connect(self, user: str = "alice", provider: str = "sandbox", **form: str) -> Any:
        """Connect an account."""
        response = self.come_back(self.begin(provider, **form), user)
        assert response.status_code == 302, response.content.decode()
        return response

    def entries(self) -> list[Any]:
        """The handshakes that wait."""
        return list(self.client.session.get("oauth1.pending", []))


class AsyncVisitor(Visitor):
    """The same, through ASGI."""

    def _client(self, host: str) -> Any:
        return AsyncClient(enforce_csrf_checks=True)  # whose host is "testserver" always

    def get(self, path: str, **headers: str) -> Any:
        return async_to_sync(self.client.get)(path, headers=headers)

    def _send(self, path: str, form: dict[str, str]) -> Any:
        return async_to_sync(self.client.post)(path, form)


def path_of(url: str) -> str:
    """An address, without its site."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
