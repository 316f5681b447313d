"""OAuth 1.0a (RFC 5849): sign, run the three-legged handshake, send, and verify requests.

    from oauth1 import Client

    client = Client("consumer key", "consumer secret")
    request_token = client.request_token("https://api.twitter.com/oauth/request_token").token
    print(client.authorization_url("https://api.twitter.com/oauth/authorize", request_token))
    access_token = client.access_token(
        "https://api.twitter.com/oauth/access_token", request_token, verifier=input("PIN: ")
    ).token

    session = client.session(access_token)
    response = session.post(
        "https://api.twitter.com/1/statuses/update.json", params={"status": "Hello!"}
    )
    print(response.status, response.json())

A client that is made for a provider knows its endpoints, and a handshake goes to bytes and back, to
be kept in a web session while the user is away:

    client = Client("consumer key", "consumer secret", provider="x")
    pending = client.authorize("https://example.com/callback")
    ...  # keep pending.to_bytes(), and send the user to pending.url
    token = client.complete(PendingAuthorization.from_bytes(kept), request_url).token

Programs on asyncio or trio await the same, from an `AsyncClient`.

Files are sent with `session.post(url, files={"media": pathlib.Path("holiday.jpg")})`, and what is
too large to hold is read with `session.stream`. What is sent is logged to the logger "oauth1".

`session.explain(request)` tells what is signed and why, and, given a provider's own base string or
its answer, why it was refused:

    explanation = session.explain(Request("POST", url, params={"status": "Hello!"}))
    print(explanation)
    for finding in explanation.compare("POST&https%3A%2F%2F..."):
        print(finding)

A provider verifies what others signed with a `Verifier`:

    verifier = Verifier(consumer=secret_of_consumer, token=secret_of_token)
    try:
        verified = verifier.verify(method, url, headers=headers, body=body)
    except VerificationError as refused:
        ...  # answer with refused.status, and refused.www_authenticate

The words are those of the wire: consumer, request token, access token. RFC 5849 calls them client,
temporary credentials and token credentials.
"""

from __future__ import annotations

try:
    from oauth1._native import (
        Cancellation,
        CapturedRequest,
        Claim,
        Client,
        Consumer,
        CustomSignature,
        Diagnosis,
        Explanation,
        Finding,
        Headers,
        HttpTransport,
        MaskedKey,
        MemoryNonces,
        NonceUse,
        PendingAuthorization,
        Problem,
        Provider,
        Request,
        Response,
        ResponseStream,
        Retries,
        Session,
        SignedParameter,
        SignedRequest,
        Token,
        TokenResponse,
        UrlChange,
        Verified,
        Verifier,
        __version__,
        explain_answer,
        percent_decode,
        percent_encode,
    )
except ImportError as error:
    raise ImportError(
        f"the compiled part of oauth1 cannot be loaded ({error}). Either {__file__} was never "
        "built, or another distribution of that name has overwritten it. To mend it: "
        "pip install --force-reinstall oauth1",
        name=error.name,
        path=error.path,
    ) from error
from oauth1 import _values
from oauth1.errors import (
    AccessDeniedError,
    CallbackNotConfirmedError,
    ConnectionFailedError,
    HostNotFoundError,
    InsecureTransportError,
    InvalidBodyError,
    InvalidCallbackError,
    InvalidHeaderError,
    InvalidKeyError,
    InvalidParameterError,
    InvalidPendingAuthorizationError,
    InvalidResponseError,
    InvalidSettingError,
    InvalidTokenResponseError,
    InvalidURLError,
    NotSavedError,
    OAuth1Error,
    RefusedError,
    RequestCancelledError,
    ResponseTooLargeError,
    SigningFailedError,
    TimedOutError,
    TLSFailedError,
    TooManyRedirectsError,
    VerificationError,
)

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from oauth1.aio import AsyncClient, AsyncResponseStream, AsyncSession

__all__ = [
    "AccessDeniedError",
    "AsyncClient",
    "AsyncResponseStream",
    "AsyncSession",
    "CallbackNotConfirmedError",
    "Cancellation",
    "CapturedRequest",
    "Claim",
    "Client",
    "ConnectionFailedError",
    "Consumer",
    "CustomSignature",
    "Diagnosis",
    "Explanation",
    "Finding",
    "Headers",
    "HostNotFoundError",
    "HttpTransport",
    "InsecureTransportError",
    "InvalidBodyError",
    "InvalidCallbackError",
    "InvalidHeaderError",
    "InvalidKeyError",
    "InvalidParameterError",
    "InvalidPendingAuthorizationError",
    "InvalidResponseError",
    "InvalidSettingError",
    "InvalidTokenResponseError",
    "InvalidURLError",
    "MaskedKey",
    "MemoryNonces",
    "NonceUse",
    "NotSavedError",
    "OAuth1Error",
    "PendingAuthorization",
    "Problem",
    "Provider",
    "RefusedError",
    "Request",
    "RequestCancelledError",
    "Response",
    "ResponseStream",
    "ResponseTooLargeError",
    "Retries",
    "Session",
    "SignedParameter",
    "SignedRequest",
    "SigningFailedError",
    "TLSFailedError",
    "TimedOutError",
    "Token",
    "TokenResponse",
    "TooManyRedirectsError",
    "UrlChange",
    "VerificationError",
    "Verified",
    "Verifier",
    "__version__",
    "explain_answer",
    "percent_decode",
    "percent_encode",
]

_values.define()

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import what is awaited when it is asked for: most programs await nothing."""
        if name not in {"AsyncClient", "AsyncResponseStream", "AsyncSession"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from oauth1 import aio  # noqa: PLC0415

        return getattr(aio, name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
