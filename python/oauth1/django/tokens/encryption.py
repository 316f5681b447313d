"""How tokens are encrypted: by `cryptography`'s MultiFernet, AES-128-CBC with HMAC-SHA256."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

from oauth1 import Token
from oauth1.django.conf import settings
from oauth1.django.stores import UnreadableTokenError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def fernet() -> MultiFernet:
    """Return what encrypts by the first key of the settings, and decrypts by all.

    Raises:
        ImproperlyConfigured: There is no key, or one that is none.

    """
    try:
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImproperlyConfigured(
            'the database store needs cryptography: pip install "oauth1[django]"'
        ) from error
    keys = settings().encryption_keys
    if not keys:
        raise ImproperlyConfigured(
            "OAUTH1['ENCRYPTION_KEYS'] is empty: the database store keeps no token unencrypted"
        )
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except (ValueError, TypeError):
        raise ImproperlyConfigured(
            "OAUTH1['ENCRYPTION_KEYS'] has a key that is not one of Fernet.generate_key(): "
            "32 bytes in URL-safe base64"
        ) from None


def owner(user_id: object, provider: str) -> str:
    """Return what a token is encrypted for."""
    return f"{user_id} {provider}"


def encrypted(token: Token, whose: str) -> str:
    """Encrypt a token for its owner: what is copied to another's row is not taken there."""
    plain = json.dumps([whose, token.key, token.secret])
    return fernet().encrypt(plain.encode()).decode("ascii")


def decrypted(text: str, whose: str) -> Token:
    """Decrypt a token.

    Raises:
        UnreadableTokenError: None of the keys decrypts it, or it is another owner's.

    """
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - an extra

    try:
        found, key, secret = json.loads(fernet().decrypt(text))
    except InvalidToken:
        raise UnreadableTokenError(
            "a token cannot be decrypted: none of OAUTH1['ENCRYPTION_KEYS'] is the one that "
            "encrypted it, or it was changed"
        ) from None
    if found != whose:
        raise UnreadableTokenError("a token was encrypted for another user or provider")
    return Token(key, secret)


def rotated(text: str) -> str:
    """Encrypt anew, by the first key, what any of the keys decrypts.

    Raises:
        UnreadableTokenError: None of the keys decrypts it.

    """
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - an extra

    try:
        return fernet().rotate(text).decode("ascii")
    except InvalidToken:
        raise UnreadableTokenError("none of OAUTH1['ENCRYPTION_KEYS'] decrypts it") from None
