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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.module_loading import import_string

from oauth1 import OAuth1Error, Token, TokenResponse
from oauth1.django import sessions
from oauth1.django.conf import Settings, settings
from oauth1.django.pending import user_key


class UnreadableTokenError(OAuth1Error):
    """A token is kept, and cannot be read: of a store that encrypts, the key is another."""

    kind = "unreadable_token"


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
        """Return the token that a user has at a provider; None if they have none.

        Raises:
            UnreadableTokenError: They have one, which cannot be read.

        """

    @abstractmethod
    def save(self, request: HttpRequest, provider: str, answer: TokenResponse) -> None:
        """Keep a token, in the place of one that is there."""

    @abstractmethod
    def mark_revoked(self, request: HttpRequest, provider: str, token: Token) -> None:
        """Note that the provider no longer takes a token, if it is still the one that is kept."""

    @abstractmethod
    def delete(self, request: HttpRequest, provider: str) -> None:
        """Forget a token, if there is one."""

    def check(self, settings: Settings) -> Iterable[CheckMessage]:
        """Return what `manage.py check` is to say of the store."""
        return ()


class SessionTokenStore(TokenStore):
    """Keeps tokens in the browser's session, each bound to the user who connected the account."""

    def get(self, request: HttpRequest, provider: str) -> StoredToken | None:
        """Return the token of this session."""
        entry = (request.session.get(sessions.TOKENS) or {}).get(provider)
        # what was connected before signing in is the user's who signs in
        if entry is None or entry["user"] not in {"", user_key(request)}:
            return None
        return StoredToken(Token(entry["key"], entry["secret"]), entry["revoked"])

    def save(self, request: HttpRequest, provider: str, answer: TokenResponse) -> None:
        """Keep a token in the session."""
        self._keep(request, provider, answer.token, revoked=False)

    def mark_revoked(self, request: HttpRequest, provider: str, token: Token) -> None:
        """Note in the session that a token is revoked."""
        stored = self.get(request, provider)
        if stored and stored.token == token:
            self._keep(request, provider, token, revoked=True)

    def delete(self, request: HttpRequest, provider: str) -> None:
        """Take a token out of the session."""
        if (request.session.get(sessions.TOKENS) or {}).get(provider):
            self._change(request, provider, {})

    def _keep(self, request: HttpRequest, provider: str, token: Token, *, revoked: bool) -> None:
        entry = {"key": token.key, "secret": token.secret, "revoked": revoked}
        self._change(request, provider, {provider: {**entry, "user": user_key(request)}})

    def _change(self, request: HttpRequest, provider: str, new: dict[str, Any]) -> None:
        def changed(stored: dict[str, Any] | None) -> dict[str, Any]:
            others = {name: each for name, each in (stored or {}).items() if name != provider}
            return {**others, **new}

        sessions.change(request.session, sessions.TOKENS, changed)


@lru_cache(maxsize=1)
def token_store() -> TokenStore:
    """Return the store of the settings.

    Raises:
        ImproperlyConfigured: The settings name none.

    """
    path = settings().token_store
    try:
        store = import_string(path)()
    except (ImportError, TypeError) as error:
        raise ImproperlyConfigured(f"OAUTH1['TOKEN_STORE']: {error}") from error
    if not isinstance(store, TokenStore):
        raise ImproperlyConfigured(f"OAUTH1['TOKEN_STORE']: {path} is no TokenStore")
    return store


@receiver(setting_changed)
def _forget(*, setting: str, **_: Any) -> None:
    if setting in {"OAUTH1", "INSTALLED_APPS"}:
        token_store.cache_clear()
