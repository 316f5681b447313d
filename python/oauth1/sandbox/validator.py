"""What oauthlib asks of a provider while it judges a request."""

from __future__ import annotations

import hmac
import re
import secrets
from importlib.util import find_spec
from typing import Any

from oauthlib.common import Request as OAuthRequest
from oauthlib.oauth1 import RequestValidator
from oauthlib.oauth1.rfc5849.errors import InvalidClientError

from oauth1.sandbox.policy import Policy
from oauth1.sandbox.store import (
    WRITE,
    AccessToken,
    Consumer,
    Credentials,
    Nonce,
    RequestToken,
    Store,
    Terms,
    User,
)

OUT_OF_BAND = "oob"
LONGEST_KEY = 3000

RSA_METHODS = ("RSA-SHA1", "RSA-SHA256", "RSA-SHA512")
RSA_AVAILABLE = find_spec("jwt") is not None and find_spec("cryptography") is not None
SIGNATURE_METHODS = (
    "HMAC-SHA1",
    "HMAC-SHA256",
    "HMAC-SHA512",
    *(RSA_METHODS if RSA_AVAILABLE else ()),
    "PLAINTEXT",
)

_CALLBACK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~%:\[\]-]+(?:[/?#][!-\[\]-~]*)?")
_FORBIDDEN_SCHEMES = frozenset({"javascript", "data", "vbscript", "file"})
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


def is_callback(callback: str) -> bool:
    """Whether a user may be sent to this address, or shown a PIN because it is `oob`."""
    if callback == OUT_OF_BAND:
        return True
    scheme = callback.partition(":")[0].lower()
    return bool(_CALLBACK.fullmatch(callback)) and scheme not in _FORBIDDEN_SCHEMES


def is_well_formed(value: str) -> bool:
    """Whether a key, a token, a nonce or a verifier looks like one."""
    return 0 < len(value) <= LONGEST_KEY and value.isprintable()


class Validator(RequestValidator):
    """Answers oauthlib from the database.

    Each request has a validator of its own, which looks each key up once.

    Args:
        store: The database.
        policy: The provider's rules.
        user: Who is signed in, where somebody is.
        access: What that user allows, to read or to write.
        terms: What a new access token is given out on.
        accepts_expired: Whether an expired access token will do, because it is to be renewed.
        session_handle: The handle that goes with an access token, where that is asked for.

    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        *,
        user: User | None = None,
        access: str = WRITE,
        terms: Terms = Terms(),  # noqa: B008 - a value that does not change
        accepts_expired: bool = False,
        session_handle: str | None = None,
    ) -> None:
        super().__init__()
        self.nonce_was_used = False
        self.refused_timestamps: tuple[int, int] | None = None
        self._store = store
        self._policy = policy
        self._user = user
        self._access = access
        self._terms = terms
        self._accepts_expired = accepts_expired
        self._session_handle = session_handle
        self._nonce: Nonce | None = None
        self._consumers: dict[str, Consumer | None] = {}
        self._request_tokens: dict[str, RequestToken | None] = {}
        self._access_tokens: dict[str, AccessToken | None] = {}

    def release_nonce(self) -> None:
        """Give back the nonce that was taken for this request, if one was."""
        if self._nonce:
            self._store.release_nonce(self._nonce)
            self._nonce = None

    # What there is

    def consumer(self, key: str) -> Consumer | None:
        """Return a consumer by its key."""
        if key not in self._consumers:
            self._consumers[key] = self._store.consumer(key)
        return self._consumers[key]

    def request_token(self, key: str) -> RequestToken | None:
        """Return a request token by its key."""
        if key not in self._request_tokens:
            self._request_tokens[key] = self._store.request_token(key)
        return self._request_tokens[key]

    def access_token(self, key: str) -> AccessToken | None:
        """Return an access token by its key."""
        if key not in self._access_tokens:
            self._access_tokens[key] = self._store.access_token(key)
        return self._access_tokens[key]

    # What is acceptable

    @property
    def allowed_signature_methods(self) -> tuple[str, ...]:
        """All signature methods that can be checked here."""
        return SIGNATURE_METHODS

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
        consumer = self.consumer(client_key)
        return _NOBODYS_SECRET if consumer is None or consumer.secret is None else consumer.secret

    def get_rsa_key(self, client_key: str, request: OAuthRequest) -> str:
        """Return a consumer's public key."""
        consumer = self.consumer(client_key)
        return (consumer and consumer.rsa_public_key) or _NOBODYS_RSA_KEY

    def get_request_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        """Return a request token's secret."""
        found = self.request_token(token)
        return found.secret if found else _NOBODYS_SECRET

    def get_access_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        """Return an access token's secret."""
        found = self.access_token(token)
        return found.secret if found else _NOBODYS_SECRET

    # Facts

    def get_default_realms(self, client_key: str, request: OAuthRequest) -> list[str]:
        """Return no realms: there is only one."""
        return []

    def get_realms(self, token: str, request: OAuthRequest) -> list[str]:
        """Return no realms: there is only one."""
        return []

    def get_redirect_uri(self, token: str, request: OAuthRequest) -> str:
        """Return where the user is sent to after the decision."""
        found = self.request_token(token)
        return found.callback if found else OUT_OF_BAND

    def validate_client_key(self, client_key: str, request: OAuthRequest) -> bool:
        """Whether a consumer is known, and welcome."""
        consumer = self.consumer(client_key)
        return consumer is not None and consumer.state == "accepted"

    def validate_request_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        """Whether a request token is this consumer's, allowed by its user, and not used up."""
        found = self.request_token(token)
        return (
            found is not None
            and found.consumer == client_key
            and found.state == "authorized"
            and not found.expired
        )

    def validate_access_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        """Whether an access token is this consumer's, and still good."""
        found = self.access_token(token)
        if found is None or found.consumer != client_key or found.revoked:
            return False
        if self._session_handle is not None:
            return found.authorized and self.is_session_handle(found)
        return self._accepts_expired or not found.expired

    def is_session_handle(self, token: AccessToken) -> bool:
        """Whether the handle that was sent is the one that renews an access token."""
        expected = token.session_handle or _NOBODYS_SECRET
        return hmac.compare_digest(expected.encode(), (self._session_handle or "").encode())

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
        earliest, latest = self._policy.acceptable_timestamps()
        if not earliest <= seconds <= latest:
            self.refused_timestamps = (earliest, latest)
            return False
        if self.consumer(client_key) is None:
            return True
        self._store.forget_nonces(before=earliest)
        taken = (seconds, nonce, client_key, request_token or access_token or "")
        if not self._store.use_nonce(taken):
            self.nonce_was_used = True
            return False
        self._nonce = taken
        return True

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
        found = self.request_token(token)
        expected = (found and found.verifier) or _NOBODYS_SECRET
        return hmac.compare_digest(expected.encode(), verifier.encode())

    def verify_request_token(self, token: str, request: OAuthRequest) -> bool:
        """Whether a request token waits for its user's decision."""
        found = self.request_token(token)
        return found is not None and found.state == "pending" and not found.expired

    # Changes

    def invalidate_request_token(
        self, client_key: str, request_token: str, request: OAuthRequest
    ) -> None:
        """Do nothing: a request token is used up as its access token is saved."""

    # oauthlib hands over dictionaries here, where its stubs say strings, and requests that are
    # complete, where its stubs say that parts may be missing.

    def save_request_token(self, token: Any, request: Any) -> None:
        """Keep a new request token."""
        self._store.add_request_token(
            token["oauth_token"],
            token["oauth_token_secret"],
            request.client_key,
            request.redirect_uri,
            self._access,
        )

    def save_verifier(self, token: str, verifier: Any, request: Any) -> None:
        """Keep the decision of a user who allowed a request token."""
        allowed = self._user and self._store.authorize(
            token, self._user, verifier["oauth_verifier"], self._access
        )
        if not allowed:
            raise InvalidClientError("The request token is not pending any more.")

    def save_access_token(self, token: Any, request: Any) -> None:
        """Keep a new access token, and use up the request token that it is for."""
        given = Credentials(token["oauth_token"], token["oauth_token_secret"], self._terms)
        if not self._store.exchange(request.resource_owner_key, given):
            raise InvalidClientError("The request token was used before.")
