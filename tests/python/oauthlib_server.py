"""oauthlib's server side, as the judge of a signed request.

The sandbox's code puts the request to oauthlib as RFC 5849 reads it, where oauthlib would not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from oauthlib.common import Request as OAuthRequest
from oauthlib.oauth1 import RequestValidator, SignatureOnlyEndpoint

from oauth1.sandbox.messages import Request
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.validator import ALLOWED_METHODS


class Signed(Protocol):
    """A request that was signed, by whatever means."""

    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> Iterable[tuple[str, str]]: ...
    @property
    def body(self) -> bytes | None: ...


@dataclass(frozen=True)
class Sent:
    """A request as another library sends it."""

    method: str
    url: str
    headers: Iterable[tuple[str, str]]
    body: bytes | None


def accepts(
    signed: Signed,
    consumer_secret: str = "",
    token_secret: str = "",
    rsa_public_key: str = "",
) -> bool:
    """Whether oauthlib finds the signature to be that of these secrets, or of this key."""
    message = SignedMessage.read(_as_received(signed))
    assert len(message.places()) == 1
    assert not message.repeated()
    endpoint = SignatureOnlyEndpoint(_Secrets(consumer_secret, token_secret, rsa_public_key))
    valid, _ = endpoint.validate_request(
        message.uri, signed.method, message.body, dict(message.headers)
    )
    return bool(valid)


def _as_received(signed: Signed) -> Request:
    url = urlsplit(signed.url)
    return Request(
        signed.method,
        f"{url.scheme}://{url.netloc}",
        url.path,
        url.query,
        {name.lower(): value for name, value in signed.headers},
        signed.body or b"",
    )


@dataclass
class _Secrets(RequestValidator):
    """Knows one consumer with one token, whatever they are called, at any time."""

    consumer_secret: str
    token_secret: str
    rsa_public_key: str

    allowed_signature_methods = ALLOWED_METHODS
    timestamp_lifetime = 10**10
    enforce_ssl = False
    dummy_client = ""

    def check_client_key(self, client_key: str) -> bool:
        return True

    def check_access_token(self, request_token: str) -> bool:
        return True

    def check_nonce(self, nonce: str) -> bool:
        return True

    def validate_client_key(self, client_key: str, request: OAuthRequest) -> bool:
        return True

    def validate_timestamp_and_nonce(  # noqa: PLR0917 - oauthlib's signature
        self,
        client_key: str,
        timestamp: str,
        nonce: str,
        request: OAuthRequest,
        request_token: str | None = None,
        access_token: str | None = None,
    ) -> bool:
        return True

    def get_client_secret(self, client_key: str, request: OAuthRequest) -> str:
        return self.consumer_secret

    def get_access_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        return self.token_secret

    def get_rsa_key(self, client_key: str, request: OAuthRequest) -> str:
        return self.rsa_public_key
