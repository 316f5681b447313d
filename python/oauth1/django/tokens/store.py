"""The token store that is a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from oauth1 import Token, TokenResponse
from oauth1.django.conf import Settings
from oauth1.django.stores import StoredToken, TokenStore
from oauth1.django.tokens import encryption


class DatabaseTokenStore(TokenStore):
    """Keeps one token for each user and provider, in any database that Django has.

    It keeps none for somebody who is not signed in, and gives none that it cannot decrypt: that is
    an error, and never a visitor without a token.
    """

    def get(self, request: HttpRequest, provider: str) -> StoredToken | None:
        """Return a user's token, decrypted.

        Raises:
            UnreadableTokenError: None of the keys is the right one.

        """
        user = _user(request)
        if user is None:
            return None
        row = self._rows(user, provider).first()
        if row is None:
            return None
        token = encryption.decrypted(row.encrypted, encryption.owner(user.pk, provider))
        return StoredToken(token, row.revoked_at is not None)

    def save(self, request: HttpRequest, provider: str, answer: TokenResponse) -> None:
        """Encrypt a token, and keep it.

        Raises:
            ImproperlyConfigured: Nobody is signed in.

        """
        user = _user(request)
        if user is None:
            raise ImproperlyConfigured(
                "the database store keeps tokens of users who are signed in: set OAUTH1['LOGIN'] "
                'to "required" or "create"'
            )
        encrypted = encryption.encrypted(answer.token, encryption.owner(user.pk, provider))
        now = timezone.now()
        values = {"encrypted": encrypted, "verified_at": now, "revoked_at": None}
        _model().objects.update_or_create(user=user, provider=provider, defaults=values)

    def mark_revoked(self, request: HttpRequest, provider: str, token: Token) -> None:
        """Note when a token was found to be revoked."""
        user = _user(request)
        stored = self.get(request, provider)
        if stored and stored.token == token:
            self._rows(user, provider).update(revoked_at=timezone.now())

    def delete(self, request: HttpRequest, provider: str) -> None:
        """Delete a user's row."""
        user = _user(request)
        if user is not None:
            self._rows(user, provider).delete()

    def check(self, settings: Settings) -> Iterator[CheckMessage]:
        """Check that tokens can be encrypted, and kept, and whose they are."""
        if settings.login == "optional":
            yield Error(
                "the database store keeps tokens of users who are signed in, and "
                "OAUTH1['LOGIN'] is 'optional'",
                hint='Set OAUTH1["LOGIN"] to "required" or "create".',
                id="oauth1.E007",
            )
        if not apps.is_installed("oauth1.django.tokens"):
            yield Error(
                "the database store has no table",
                hint="Add oauth1.django.tokens to INSTALLED_APPS, and migrate.",
                id="oauth1.E002",
            )
        try:
            encryption.fernet()
        except ImproperlyConfigured as error:
            yield Error(str(error), id="oauth1.E004")

    def _rows(self, user: Any, provider: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = _model().objects.filter(user=user, provider=provider)
        return rows


def _user(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _model() -> Any:
    from oauth1.django.tokens.models import AccessToken  # noqa: PLC0415 - needs its app

    return AccessToken
