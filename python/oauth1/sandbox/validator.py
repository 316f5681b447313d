"""What oauthlib asks of a provider while it judges a request."""

from __future__ import annotations

import hmac
import secrets
from importlib.util import find_spec

from oauthlib.common import Request as OAuthRequest
from oauthlib.oauth1 import RequestValidator

from oauth1._signature_methods import RSA_METHODS, SIGNATURE_METHODS
from oauth1.sandbox.case import Case, Purpose
from oauth1.sandbox.rules import HANDLE, is_callback, is_session_handle, is_well_formed

RSA_AVAILABLE = find_spec("jwt") is not None and find_spec("cryptography") is not None
ALLOWED_METHODS = tuple(
    method for method in SIGNATURE_METHODS if RSA_AVAILABLE or method not in RSA_METHODS
)

_FOREVER = 10**10
_NOBODY = "nobody"
_NOBODYS_SECRET = secrets.token_urlsafe(32)
_NOBODYS_RSA_KEY = """\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlW6s9N5WJbnTprk9auHm
6ByFk74bW01XPmAl2bbjoAL7ogFVus9d4IJRSuVIvOfJu4g0Z8GkoneXWN1+kCU4
+3gfqzuxRsVn+9FGtgfh+2e1yI/wbZ5Z1K2+jWty1ydD6XnjGpSRsnPOOtyjbyxF
hJBdOWkWRYI+9W8bODriYbUpRwCH63PzhqlzlRR7EpTgue3w6qbfrHpJ62jcnUO8
sXHVwTj+MNoou+HJRSWzSUr0pBsx/KWwGOAmq++RffjGkptAJpt+1yV8sLgOqGVZ
uvqgDBY7zVj+EZb06WYXnv1+5w9WXKF0X7ZLXkwpkgdLrvLVrSGYBZ/31LYHThbZ
ywIDAQAB
-----END PUBLIC KEY-----
"""


class Validator(RequestValidator):
    """Answers oauthlib about one case."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.nonce_was_used = False
        self.refused_timestamps: tuple[int, int] | None = None
        self._case = case

    # What is acceptable

    @property
    def allowed_signature_methods(self) -> tuple[str, ...]:
        """All signature methods that can be checked here."""
        return ALLOWED_METHODS

    @property
    def timestamp_lifetime(self) -> int:
        """How far a timestamp may be from this machine's clock: the provider's has the say."""
        return _FOREVER

    @property
    def enforce_ssl(self) -> bool:
        """Whether https is insisted on: not on loopback."""
        return False

    def check_client_key(self, client_key: str) -> bool:
        """Whether a consumer key looks like one."""
        return is_well_formed(client_key)

    def check_request_token(self, request_token: str) -> bool:
        """Whether a request token looks like one."""
        return is_well_formed(request_token)

    def check_access_token(self, request_token: str) -> bool:
        """Whether an access token looks like one."""
        return is_well_formed(request_token)

    def check_nonce(self, nonce: str) -> bool:
        """Whether a nonce looks like one."""
        return is_well_formed(nonce)

    def check_verifier(self, verifier: str) -> bool:
        """Whether a verifier looks like one."""
        return is_well_formed(verifier)

    def check_realms(self, realms: list[str]) -> bool:
        """Accept any realm: there is only one."""
        return True

    # Stand-ins, so that the checks take the same time for unknown keys

    @property
    def dummy_client(self) -> str:
        """A consumer key that nobody has."""
        return _NOBODY

    @property
    def dummy_request_token(self) -> str:
        """A request token that nobody has."""
        return _NOBODY

    @property
    def dummy_access_token(self) -> str:
        """An access token that nobody has."""
        return _NOBODY

    # Secrets

    def get_client_secret(self, client_key: str, request: OAuthRequest) -> str:
        """Return a consumer's secret."""
        consumer = self._case.consumer(client_key)
        return _NOBODYS_SECRET if consumer is None or consumer.secret is None else consumer.secret

    def get_rsa_key(self, client_key: str, request: OAuthRequest) -> str:
        """Return a consumer's public key."""
        consumer = self._case.consumer(client_key)
        return (consumer and consumer.rsa_public_key) or _NOBODYS_RSA_KEY

    def get_request_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        """Return a request token's secret."""
        found = self._case.request_token(token)
        return found.secret if found else _NOBODYS_SECRET

    def get_access_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        """Return an access token's secret."""
        found = self._case.access_token(token)
        return found.secret if found else _NOBODYS_SECRET

    # Facts

    def get_default_realms(self, client_key: str, request: OAuthRequest) -> list[str]:
        """Return no realms: there is only one."""
        return []

    def validate_client_key(self, client_key: str, request: OAuthRequest) -> bool:
        """Whether a consumer is known, and welcome."""
        consumer = self._case.consumer(client_key)
        return consumer is not None and consumer.state == "accepted"

    def validate_request_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        """Whether a request token is this consumer's, allowed by its user, and not used up."""
        found = self._case.request_token(token)
        return (
            found is not None
            and found.consumer == client_key
            and found.state == "authorized"
            and not found.expired
        )

    def validate_access_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        """Whether an access token is this consumer's, and still good."""
        found = self._case.access_token(token)
        if found is None or found.consumer != client_key or found.revoked:
            return False
        if self._case.purpose is not Purpose.RENEWAL:
            return not found.expired
        handle = self._case.message.protocol.get(HANDLE)
        return handle is None or (found.authorized and is_session_handle(handle, found))

    def validate_timestamp_and_nonce(  # noqa: PLR0917 - oauthlib's signature
        self,
        client_key: str,
        timestamp: str,
        nonce: str,
        request: OAuthRequest,
        request_token: str | None = None,
        access_token: str | None = None,
    ) -> bool:
        """Whether the provider's clock allows a timestamp, and whether its nonce is new.

        From here on it no longer is. Nonces of unknown consumers are not kept: their requests fail
        whatever the nonce.
        """
        seconds = int(timestamp)
        earliest, latest = self._case.policy.acceptable_timestamps()
        if not earliest <= seconds <= latest:
            self.refused_timestamps = (earliest, latest)
            return False
        if self._case.consumer(client_key) is None:
            return True
        taken = (seconds, nonce, client_key, request_token or access_token or "")
        self.nonce_was_used = not self._case.use_nonce(taken)
        return not self.nonce_was_used

    def validate_redirect_uri(
        self, client_key: str, redirect_uri: str, request: OAuthRequest
    ) -> bool:
        """Whether a callback can be sent to."""
        return is_callback(redirect_uri)

    def validate_requested_realms(
        self, client_key: str, realms: list[str], request: OAuthRequest
    ) -> bool:
        """Accept any realm: there is only one."""
        return True

    def validate_realms(
        self,
        client_key: str,
        token: str,
        request: OAuthRequest,
        uri: str | None = None,
        realms: list[str] | None = None,
    ) -> bool:
        """Accept any realm: there is only one."""
        return True

    def validate_verifier(
        self, client_key: str, token: str, verifier: str, request: OAuthRequest
    ) -> bool:
        """Whether a verifier is the one that was given out with this request token."""
        found = self._case.request_token(token)
        expected = (found and found.verifier) or _NOBODYS_SECRET
        return hmac.compare_digest(expected.encode(), verifier.encode())

    def invalidate_request_token(
        self, client_key: str, request_token: str, request: OAuthRequest
    ) -> None:
        """Do nothing: a request token is used up as its access token is given out."""
