"""What the provider's flow asks of a request, whoever judges its signature.

It is what RFC 5849 §2 has of callback, verifier and tokens, and what the sandbox has besides: the
state of a consumer, and the renewal of tokens.
"""

from __future__ import annotations

import hmac
import re
import secrets
from http import HTTPStatus

from oauth1._signature_methods import RSA_METHODS
from oauth1.sandbox.case import Case, Purpose
from oauth1.sandbox.problems import Problem, absent, advice, method_rejected, rejected
from oauth1.sandbox.profiles import USER_REFUSED
from oauth1.sandbox.signed import Signed
from oauth1.sandbox.store import AccessToken, Consumer, RequestToken

HANDLE = "oauth_session_handle"
OUT_OF_BAND = "oob"
LONGEST_KEY = 3000

ALWAYS_NEEDED = (
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
)
NEEDED: dict[Purpose, tuple[str, ...]] = {
    Purpose.REQUEST_TOKEN: ("oauth_callback",),
    Purpose.ACCESS_TOKEN: ("oauth_token",),
    Purpose.RENEWAL: ("oauth_token",),
    Purpose.RESOURCE: ("oauth_token",),
    Purpose.TWO_LEGGED: (),
}

_CALLBACK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~%:\[\]-]+(?:[/?#][!-\[\]-~]*)?")
_FORBIDDEN_SCHEMES = frozenset({"javascript", "data", "vbscript", "file"})
_NOBODYS_HANDLE = secrets.token_urlsafe(32)
_RETRY_AFTER = ("Retry-After", "60")


def is_callback(callback: str) -> bool:
    """Whether a user may be sent to this address, or shown a PIN because it is `oob`."""
    if callback == OUT_OF_BAND:
        return True
    scheme = callback.partition(":")[0].lower()
    return bool(_CALLBACK.fullmatch(callback)) and scheme not in _FORBIDDEN_SCHEMES


def is_well_formed(value: str) -> bool:
    """Whether a key, a token, a nonce or a verifier looks like one."""
    return 0 < len(value) <= LONGEST_KEY and value.isprintable()


def is_session_handle(handle: str, token: AccessToken) -> bool:
    """Whether a handle is the one that renews an access token."""
    expected = token.session_handle or _NOBODYS_HANDLE
    return hmac.compare_digest(expected.encode(), handle.encode())


def form_problem(case: Case, message: Signed) -> Problem | None:
    """Return what the flow misses in a request, before anything is checked."""
    missing = [name for name in NEEDED[case.purpose] if not message.protocol.get(name)]
    return absent(*missing) if missing else None


def method_problem(consumer: Consumer | None, method: str) -> Problem | None:
    """Return what is wrong with the kind of signature that a consumer gives."""
    if consumer is None or (method in RSA_METHODS) == (consumer.rsa_public_key is not None):
        return None
    kind = "a secret" if consumer.rsa_public_key is None else "an RSA key"
    return method_rejected(f"a method that goes with {kind}: the consumer has {kind}")


def consumer_problem(consumer: Consumer | None) -> Problem | None:
    """Return why a consumer is not welcome."""
    if consumer is None:
        return Problem("consumer_key_unknown")
    if consumer.state == "refused":
        because = advice("not for the time being: try again later")
        return Problem("consumer_key_refused", details=(because,), headers=(_RETRY_AFTER,))
    if consumer.state == "rejected":
        return Problem("consumer_key_rejected", details=(advice("not any more"),))
    return None


def credentials_problem(case: Case, message: Signed) -> Problem | None:
    """Return what is wrong with callback, token or verifier."""
    if case.purpose is Purpose.REQUEST_TOKEN:
        if is_callback(message.protocol["oauth_callback"]):
            return None
        return rejected("oauth_callback", because="neither an absolute URL nor oob")
    if case.purpose is Purpose.ACCESS_TOKEN:
        return _request_token_problem(case, message)
    if case.purpose is Purpose.TWO_LEGGED:
        return None
    return _access_token_problem(case, message)


def _request_token_problem(case: Case, message: Signed) -> Problem | None:
    token = case.request_token(message.protocol["oauth_token"])
    if token is None or token.consumer != message.protocol["oauth_consumer_key"]:
        return Problem("token_rejected")
    if token.state == "refused":
        denial = case.policy.profile.denial
        return Problem(USER_REFUSED if denial == "denied" else denial)
    if token.state == "used":
        return Problem("token_used")
    if token.expired:
        return Problem("token_expired")
    if token.state == "pending":
        return Problem("permission_unknown")
    return _verifier_problem(token, message.protocol.get("oauth_verifier"))


def _verifier_problem(token: RequestToken, verifier: str | None) -> Problem | None:
    if not verifier:
        return absent("oauth_verifier")
    if hmac.compare_digest((token.verifier or "").encode(), verifier.encode()):
        return None
    return rejected(
        "oauth_verifier",
        because="not the verifier of this request token",
        status=HTTPStatus.UNAUTHORIZED,
    )


def _access_token_problem(case: Case, message: Signed) -> Problem | None:
    key = message.protocol["oauth_token"]
    token = case.access_token(key)
    if token and token.consumer == message.protocol["oauth_consumer_key"]:
        if token.revoked:
            return Problem("token_revoked")
        if case.purpose is Purpose.RENEWAL:
            return _session_handle_problem(token, message.protocol.get(HANDLE))
        return Problem("token_expired") if token.expired else None
    if case.request_token(key):
        return Problem("token_rejected", details=(advice("this is a request token"),))
    return Problem("token_rejected")


def _session_handle_problem(token: AccessToken, handle: str | None) -> Problem | None:
    if handle is None:
        return None
    if not is_session_handle(handle, token):
        return rejected(
            HANDLE,
            because="not the session handle of this access token",
            status=HTTPStatus.UNAUTHORIZED,
        )
    if not token.authorized:
        because = "the authorization has expired: ask the user again"
        return Problem("token_rejected", details=(advice(because),))
    return None
