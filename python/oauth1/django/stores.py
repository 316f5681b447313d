"""Where access tokens are kept.

The setting `TOKEN_STORE` names one of:

`oauth1.django.stores.SessionTokenStore`
    The browser's session: nothing to set up, and gone when the user signs out.
`oauth1.django.tokens.store.DatabaseTokenStore`
    The database, encrypted, one token for each user and provider.

or a subclass of `TokenStore` of one's own, by its dotted path.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.module_loading import import_string

from oauth1 import Token, TokenResponse
from oauth1.django.conf import settings


@dataclass(frozen=True)
class StoredToken:
    """A token that is kept, and whether its provider has revoked it since."""

    token: Token
    revoked: bool = False


class TokenStore(ABC):
    """Keeps the access tokens of users, one for each provider.

    What belongs to whom is told by the request. The methods are called in a thread, never in an
    event loop.
    """

    @abstractmethod
    def get(self, request: HttpRequest, provider: str) -> StoredToken | None:
        """Return the token that a user has at a provider; None if they have none."""

    @abstractmethod
    def save(self, request: HttpRequest, provider: str, answer: TokenResponse) -> None:
        """Keep a token, in the place of one that is there."""

    @abstractmethod
    def mark_revoked(self, request: HttpRequest, provider: str, token: Token) -> None:
        """Note that the provider no longer takes a token, if it is still the one that is kept."""

    @abstractmethod
    def delete(self, request: HttpRequest, provider: str) -> None:
        """Forget a token, if there is one."""


class SessionTokenStore(TokenStore):
    """Keeps tokens in the browser's session."""

    _KEY = "oauth1.tokens"

    def get(self, request: HttpRequest, provider: str) -> StoredToken | None:
        """Return the token of this session."""
        entry = request.session.get(self._KEY, {}).get(provider)
        if entry is None:
            return None
        return StoredToken(Token(entry["key"], entry["secret"]), entry["revoked"])

    def save(self, request: HttpRequest, provider: str, answer: TokenResponse) -> None:
        """Keep a token in the session."""
        token = answer.token
        self._change(
            request, provider, {"key": token.key, "secret": token.secret, "revoked": False}
        )

    def mark_revoked(self, request: HttpRequest, provider: str, token: Token) -> None:
        """Note in the session that a token is revoked."""
        stored = self.get(request, provider)
        if stored and stored.token == token:
            entry = {"key": token.key, "secret": token.secret, "revoked": True}
            self._change(request, provider, entry)

    def delete(self, request: HttpRequest, provider: str) -> None:
        """Take a token out of the session."""
        self._change(request, provider, None)

    def _change(self, request: HttpRequest, provider: str, entry: dict[str, Any] | None) -> None:
        entries = {**request.session.get(self._KEY, {}), provider: entry}
        request.session[self._KEY] = {name: each for name, each in entries.items() if each}


@lru_cache(maxsize=1)
def token_store() -> TokenStore:
    """Return the store of the settings.

    Raises:
        ImproperlyConfigured: The settings name none.

    """
    path = settings().token_store
    try:
        store = import_string(path)()
    except ImportError as error:
        raise ImproperlyConfigured(f"OAUTH1['TOKEN_STORE']: {error}") from error
    if not isinstance(store, TokenStore):
        raise ImproperlyConfigured(f"OAUTH1['TOKEN_STORE']: {path} is no TokenStore")
    return store


@receiver(setting_changed)
def _forget(*, setting: str, **_: Any) -> None:
    if setting == "OAUTH1":
        token_store.cache_clear()
