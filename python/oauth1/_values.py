"""What the compiled classes are as values of Python's: how they are copied, pickled and hashed.

None of them ever changes, but for a cancellation, which is a handle; so a copy is the same object,
and what can be compared can be hashed. Pickled is what holds no secret and can be made again of
what it shows; all else says why it is not, and what to keep in its place.
"""

from __future__ import annotations

from oauth1 import _native

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, TypeVar

    _T = TypeVar("_T")

_NOT_PICKLED = {
    _native.Client: "its secret is nowhere by accident: make one where it is used",
    _native.Session: "its secrets are nowhere by accident: make one where it is used",
    _native.HttpTransport: "its keys and passwords are nowhere by accident: make one where it is "
    "used",
    _native.CustomSignature: "its keys are nowhere by accident: make one where it is used",
    _native.Request: "what it sends is nowhere by accident: keep what it was made of",
    _native.CapturedRequest: "what it sent is nowhere by accident: keep what it was made of",
    _native.SignedRequest: "its signature is nowhere by accident: keep its method, url, headers "
    "and body",
    _native.Response: "a secret in it is nowhere by accident: keep its status, headers.pairs and "
    "body",
    _native.TokenResponse: "its secret is nowhere by accident: keep token.key, token.secret and "
    "extra",
    _native.Headers: "a secret in them is nowhere by accident: keep their pairs",
    _native.Explanation: "the client that it knows is nowhere by accident: keep its text, str()",
    _native.Diagnosis: "the client that it knows is nowhere by accident: keep its text, str()",
    _native.SignedParameter: "a secret in it is nowhere by accident: keep its name and value",
    _native.MaskedKey: "it means nothing elsewhere: keep its text",
    _native.UrlChange: "it means nothing elsewhere: keep its kind, given and sent",
    _native.Finding: "it means nothing elsewhere: keep its text, str()",
    _native.Claim: "nothing unverified is kept by accident: make it again of its request",
    _native.Consumer: "its secret is nowhere by accident: make one where it is used",
    _native.NonceUse: "it means nothing elsewhere: keep its key and seconds",
    _native.Verified: "what was sent is nowhere by accident: keep what of it is needed",
    _native.Verifier: "no secret is asked for by accident: make one where it is used",
    _native.Cancellation: "it calls off requests of this process: make one where they are sent",
}

# by what those are hashed that can be compared
_HASHED = {
    _native.Finding: ("cause", "detail"),
    _native.MaskedKey: ("text",),
    _native.PendingAuthorization: ("url", "provider"),
    _native.Problem: ("name", "advice"),
    _native.Retries: ("attempts", "first_pause", "longest_pause", "longest_wait"),
    _native.SignedParameter: ("name", "value"),
    _native.UrlChange: ("kind", "given", "sent"),
}

PROVIDER_SETTINGS = (
    "title",
    "source",
    "request_token_url",
    "authorization_url",
    "access_token_url",
    "renewal_url",
    "handshake_method",
    "signature_method",
    "other_signature_methods",
    "transmission",
    "handshake_transmission",
    "realm",
    "body_hash",
    "version",
    "callback",
    "callback_confirmation",
    "empty_token",
    "user_agent_required",
    "authorization_token_param",
    "authorization_key_param",
    "request_token_params",
    "authorization_params",
    "authorization_param_names",
    "required_authorization_params",
    "access_token_params",
    "oauth_params",
)
"""What can be set of a provider beside its name, in the order in which people are shown it."""


def define() -> None:
    """Give the classes the methods of values."""
    for each, why in _NOT_PICKLED.items():
        never_pickled(each, why)
    for each, reduced in ((_native.Provider, _provider), (_native.Retries, _retries)):
        _set(each, __copy__=_copy, __deepcopy__=_deepcopy, __reduce__=reduced)
    _set(_native.Problem, __copy__=_copy, __deepcopy__=_deepcopy)
    for each, names in _HASHED.items():
        _set(each, __hash__=_hash_by(names))


def never_pickled(owner: type, why: str) -> None:
    """Have the copies of a class that never changes be the same object, and pickle told why not."""
    _set(owner, __copy__=_copy, __deepcopy__=_deepcopy, __reduce__=_refusal(owner, why))


def _set(owner: type, **methods: object) -> None:
    for name, method in methods.items():
        setattr(owner, name, method)


def _copy(self: _T) -> _T:
    return self


def _deepcopy(self: _T, _memo: object) -> _T:
    return self


def _refusal(owner: type, why: str) -> Callable[[object], NoReturn]:
    def __reduce__(_self: object) -> NoReturn:  # noqa: N807
        raise TypeError(f"{owner.__name__} is not pickled, so that {why}")

    return __reduce__


def _hash_by(names: tuple[str, ...]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807
        return hash(tuple(getattr(self, name) for name in names))

    return __hash__


def _provider(self: _native.Provider) -> tuple[Callable[[], _native.Provider], tuple[()]]:
    from functools import partial  # noqa: PLC0415 - it is slow to import, and rarely needed

    settings = {name: getattr(self, name) for name in PROVIDER_SETTINGS}
    given = {name: value for name, value in settings.items() if value is not None}
    return partial(_native.Provider, self.name, **given), ()


def _retries(self: _native.Retries) -> tuple[Callable[[], _native.Retries], tuple[()]]:
    from functools import partial  # noqa: PLC0415 - as above

    pauses = {name: getattr(self, name) for name in _HASHED[_native.Retries][1:]}
    return partial(_native.Retries, self.attempts, **pauses), ()
