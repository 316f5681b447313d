"""OAuth 1.0a (RFC 5849): sign requests, run the three-legged handshake, send requests.

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

The words are those of the wire: consumer, request token, access token. RFC 5849 calls them client,
temporary credentials and token credentials.
"""

from __future__ import annotations

try:
    from oauth1._native import (
        Client,
        CustomSignature,
        HttpTransport,
        Request,
        Response,
        Session,
        SignedRequest,
        Token,
        TokenResponse,
        __version__,
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
from oauth1.errors import (
    CallbackNotConfirmedError,
    ConnectionFailedError,
    HostNotFoundError,
    InsecureTransportError,
    InvalidHeaderError,
    InvalidKeyError,
    InvalidParameterError,
    InvalidResponseError,
    InvalidSettingError,
    InvalidTokenResponseError,
    InvalidURLError,
    OAuth1Error,
    RefusedError,
    ResponseTooLargeError,
    SigningFailedError,
    TimedOutError,
    TLSFailedError,
)

__all__ = [
    "CallbackNotConfirmedError",
    "Client",
    "ConnectionFailedError",
    "CustomSignature",
    "HostNotFoundError",
    "HttpTransport",
    "InsecureTransportError",
    "InvalidHeaderError",
    "InvalidKeyError",
    "InvalidParameterError",
    "InvalidResponseError",
    "InvalidSettingError",
    "InvalidTokenResponseError",
    "InvalidURLError",
    "OAuth1Error",
    "RefusedError",
    "Request",
    "Response",
    "ResponseTooLargeError",
    "Session",
    "SignedRequest",
    "SigningFailedError",
    "TLSFailedError",
    "TimedOutError",
    "Token",
    "TokenResponse",
    "__version__",
    "percent_decode",
    "percent_encode",
]
