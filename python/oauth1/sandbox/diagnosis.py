"""Why a request was refused, worked out once oauthlib has refused it."""

from __future__ import annotations

from enum import Enum, auto
from http import HTTPStatus

from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import Problem, absent, advice, method_rejected, rejected
from oauth1.sandbox.profiles import USER_REFUSED
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import AccessToken, RequestToken, Store
from oauth1.sandbox.validator import RSA_METHODS, Validator, is_callback, is_well_formed

_ALWAYS_NEEDED = (
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
)
_TIMESTAMP_DIGITS = 10
_RETRY_AFTER = ("Retry-After", "60")


class Purpose(Enum):
    """What a request is for."""

    REQUEST_TOKEN = auto()
    ACCESS_TOKEN = auto()
    RENEWAL = auto()
    RESOURCE = auto()
    TWO_LEGGED = auto()


_NEEDED = {
    Purpose.REQUEST_TOKEN: (*_ALWAYS_NEEDED, "oauth_callback"),
    Purpose.ACCESS_TOKEN: (*_ALWAYS_NEEDED, "oauth_token"),
    Purpose.RENEWAL: (*_ALWAYS_NEEDED, "oauth_token"),
    Purpose.RESOURCE: (*_ALWAYS_NEEDED, "oauth_token"),
    Purpose.TWO_LEGGED: _ALWAYS_NEEDED,
}


class Diagnosis:
    """Finds the reason why oauthlib refused one request."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        validator: Validator,
        message: SignedMessage,
        purpose: Purpose,
    ) -> None:
        self._store = store
        self._policy = policy
        self._validator = validator
        self._message = message
        self._purpose = purpose
        self._protocol = message.protocol

    def problem(self) -> Problem:
        """Return the first thing that is wrong."""
        return (
            self._form()
            or self._method()
            or self._timestamp()
            or self._consumer()
            or self._nonce()
            or self._callback()
            or self._token()
            or self._signature()
        )

    def _form(self) -> Problem | None:
        missing = [name for name in _NEEDED[self._purpose] if not self._protocol.get(name)]
        if missing:
            return absent(*missing)
        places = self._message.places()
        if len(places) > 1:
            return rejected(*self._protocol, because=f"sent in {' and '.join(places)}")
        repeated = self._message.repeated()
        if repeated:
            return rejected(*repeated, because="sent more than once")
        if self._protocol.get("oauth_version", "1.0") != "1.0":
            return Problem(
                "version_rejected",
                HTTPStatus.BAD_REQUEST,
                (("oauth_acceptable_versions", "1.0-1.0"),),
            )
        ill_formed = [
            name
            for name in ("oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_verifier")
            if self._protocol.get(name) and not is_well_formed(self._protocol[name])
        ]
        return rejected(*ill_formed, because="not well-formed") if ill_formed else None

    def _method(self) -> Problem | None:
        method = self._protocol["oauth_signature_method"]
        if method not in self._validator.allowed_signature_methods:
            return method_rejected(", ".join(self._validator.allowed_signature_methods))
        consumer = self._store.consumer(self._protocol["oauth_consumer_key"])
        if consumer and (method in RSA_METHODS) != (consumer.rsa_public_key is not None):
            kind = "a secret" if consumer.rsa_public_key is None else "an RSA key"
            return method_rejected(f"a method that goes with {kind}: the consumer has {kind}")
        return None

    def _timestamp(self) -> Problem | None:
        timestamp = self._protocol["oauth_timestamp"]
        if not (timestamp.isascii() and timestamp.isdigit()):
            return rejected("oauth_timestamp", because="not a number of seconds")
        refused = self._validator.refused_timestamps
        if refused is None and len(timestamp) == _TIMESTAMP_DIGITS:
            return None
        earliest, latest = refused or self._policy.acceptable_timestamps()
        return Problem(
            "timestamp_refused", details=(("oauth_acceptable_timestamps", f"{earliest}-{latest}"),)
        )

    def _consumer(self) -> Problem | None:
        consumer = self._store.consumer(self._protocol["oauth_consumer_key"])
        if consumer is None:
            return Problem("consumer_key_unknown")
        if consumer.state == "refused":
            because = advice("not for the time being: try again later")
            return Problem("consumer_key_refused", details=(because,), headers=(_RETRY_AFTER,))
        if consumer.state == "rejected":
            return Problem("consumer_key_rejected", details=(advice("not any more"),))
        return None

    def _nonce(self) -> Problem | None:
        return Problem("nonce_used") if self._validator.nonce_was_used else None

    def _callback(self) -> Problem | None:
        if self._purpose is not Purpose.REQUEST_TOKEN:
            return None
        if is_callback(self._protocol["oauth_callback"]):
            return None
        return rejected("oauth_callback", because="neither an absolute URL nor oob")

    def _token(self) -> Problem | None:
        if self._purpose is Purpose.ACCESS_TOKEN:
            return self._request_token()
        if self._purpose in {Purpose.RESOURCE, Purpose.RENEWAL}:
            return self._access_token()
        return None

    def _request_token(self) -> Problem | None:
        token = self._store.request_token(self._protocol["oauth_token"])
        if token is None or token.consumer != self._protocol["oauth_consumer_key"]:
            return Problem("token_rejected")
        if token.state == "refused":
            denial = self._policy.profile.denial
            return Problem(USER_REFUSED if denial == "denied" else denial)
        if token.state == "used":
            return Problem("token_used")
        if token.expired:
            return Problem("token_expired")
        if token.state == "pending":
            return Problem("permission_unknown")
        return self._verifier(token)

    def _verifier(self, token: RequestToken) -> Problem | None:
        verifier = self._protocol.get("oauth_verifier")
        if not verifier:
            return absent("oauth_verifier")
        if verifier == token.verifier:
            return None
        return rejected(
            "oauth_verifier",
            because="not the verifier of this request token",
            status=HTTPStatus.UNAUTHORIZED,
        )

    def _access_token(self) -> Problem | None:
        key = self._protocol["oauth_token"]
        token = self._store.access_token(key)
        if token and token.consumer == self._protocol["oauth_consumer_key"]:
            if token.revoked:
                return Problem("token_revoked")
            if self._purpose is Purpose.RENEWAL:
                return self._session_handle(token)
            return Problem("token_expired") if token.expired else None
        if self._store.request_token(key):
            return Problem("token_rejected", details=(advice("this is a request token"),))
        return Problem("token_rejected")

    def _session_handle(self, token: AccessToken) -> Problem | None:
        if "oauth_session_handle" not in self._protocol:
            return None
        if not self._validator.is_session_handle(token):
            return rejected(
                "oauth_session_handle",
                because="not the session handle of this access token",
                status=HTTPStatus.UNAUTHORIZED,
            )
        if not token.authorized:
            because = "the authorization has expired: ask the user again"
            return Problem("token_rejected", details=(advice(because),))
        return None

    def _signature(self) -> Problem:
        if self._protocol["oauth_signature_method"] == "PLAINTEXT":
            return Problem("signature_invalid")
        return Problem("signature_invalid", details=(("debug_sbs", self._message.base_string),))
