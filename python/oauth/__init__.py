"""The module of the OAuth Python Tutorial (2012), by its own names.

    import oauth

    oauth.setConsumerCreds("consumer key", "consumer secret")
    url = oauth.get_authorization_url(
        "https://api.twitter.com/oauth/request_token",
        "https://api.twitter.com/oauth/authorize",
        "http://localhost:8000/verify/",
    )
    ...  # the user goes to the URL, and comes back to the callback with oauth_verifier
    oauth.get_access_token(
        "https://api.twitter.com/oauth/access_token",
        oauth.requestToken, oauth.requestTokenSecret, oauth_verifier,
    )
    oauth.get_api_response(
        "https://api.twitter.com/1/statuses/update.json", "POST", {"status": "Hello!"}
    )

Requests are signed and sent by `oauth1`, the modern package, so the mistakes of the original are
not in here: see RFC 5849 for what is signed. The variables can be read and written as
`oauth.consumerKey` and so on, and what is written there signs next. They are safe under threads:
see `oauth.scope`. Two of them are new:

    oauth.signatureMethod = "RSA-SHA1"  # or any that oauth1.Client takes; at first HMAC-SHA1
    oauth.rsaKey = pathlib.Path("private.pem").read_text()  # for the RSA methods, and only for them

Errors are those of urllib and of oauth1 at once: `urllib.error.HTTPError` for a refusal,
`urllib.error.URLError` where no answer came, and `oauth1.OAuth1Error` for both.
"""

from __future__ import annotations

import sys
import time

import oauth1

if not hasattr(oauth1, "OAuth1Error"):
    raise ImportError(
        f"{oauth1.__file__} is not of the distribution oauth1, which oauth belongs to: another one "
        "of the same import name has overwritten it. To mend it, uninstall the other, and: "
        "pip install --force-reinstall oauth1",
        name="oauth",
    )

from oauth import _state
from oauth._state import TYPE_CHECKING, ScopeEndedError, scope
from oauth1 import (
    Client,
    ConnectionFailedError,
    HttpTransport,
    InvalidResponseError,
    RefusedError,
    Request,
    Response,
    ResponseTooLargeError,
    Session,
    TimedOutError,
    Token,
    TokenResponse,
    TooManyRedirectsError,
    _native,
    percent_encode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

__all__ = [
    "ScopeEndedError",
    "accessToken",
    "accessTokenSecret",
    "consumerKey",
    "consumerSecret",
    "get_access_token",
    "get_api_response",
    "get_authorization_url",
    "requestToken",
    "requestTokenSecret",
    "rsaKey",
    "scope",
    "setConsumerCreds",
    "set_access_token",
    "signatureMethod",
    "url_encode",
]

consumerKey: str
consumerSecret: str
accessToken: str
accessTokenSecret: str
requestToken: str
requestTokenSecret: str
signatureMethod: str
rsaKey: str

sys.modules[__name__].__class__ = _state.Variables

_transport = HttpTransport()

# what a signature brings along: where a caller's parameters have one, it is overwritten
_SIGNERS_OWN = {
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_version",
}


def setConsumerCreds(ckey: str, csecret: str) -> None:
    """Set `consumerKey` and `consumerSecret`.

    Args:
        ckey: The key that the provider gave to the application.
        csecret: Its secret.

    """
    _state.write(consumerKey=ckey, consumerSecret=csecret)


def set_access_token(key: str, secret: str) -> None:
    """Set `accessToken` and `accessTokenSecret`.

    Args:
        key: The access token of the user to act for.
        secret: Its secret.

    """
    _state.write(accessToken=key, accessTokenSecret=secret)


def get_authorization_url(resourceUrl: str, endpointUrl: str, callbackUrl: str) -> str:
    """Get a request token, and the URL to send the user to (RFC 5849 §2.1, §2.2).

    Sets `requestToken` and `requestTokenSecret`.

    Args:
        resourceUrl: The provider's request token URL.
        endpointUrl: The provider's authorization URL.
        callbackUrl: Where the provider sends the user back to, with `oauth_verifier`; "oob" for a
            PIN instead.

    Returns:
        The URL; or, where the provider answered with an HTTP error, "Response: " and its answer.

    Raises:
        urllib.error.URLError: No answer came.
        oauth1.InvalidTokenResponseError: The answer has no token.
        oauth1.OAuth1Error: The request cannot be made, for a URL that is none and the like.

    """
    request = Request("POST", resourceUrl, oauth_params={"oauth_callback": callbackUrl})
    response = _send(_client(_state.Snapshot()).session(), request)
    if not response.is_success:
        return f"Response: {response.text}"
    granted = TokenResponse.from_response(response)
    if not granted.callback_confirmed:
        _warn("the provider did not confirm the callback (RFC 5849 §2.1); oauth1.Client insists")
    _state.write(requestToken=granted.token.key, requestTokenSecret=granted.token.secret)
    return Client.authorization_url(endpointUrl, granted.token)


def get_access_token(
    resourceUrl: str, requestTok: str, requestTokSecret: str, oauth_verifier: str
) -> None:
    """Exchange a request token that the user has authorized for an access token (RFC 5849 §2.3).

    Sets `requestToken` and `requestTokenSecret` to what is given, then `accessToken` and
    `accessTokenSecret`.

    Args:
        resourceUrl: The provider's access token URL.
        requestTok: The request token.
        requestTokSecret: Its secret.
        oauth_verifier: What came back with the user.

    Raises:
        urllib.error.HTTPError: The provider refused.
        urllib.error.URLError: No answer came.
        oauth1.InvalidTokenResponseError: The answer has no token.
        oauth1.OAuth1Error: The request cannot be made, for a URL that is none and the like.

    """
    _state.write(requestToken=requestTok, requestTokenSecret=requestTokSecret)
    session = _client(_state.Snapshot()).session(Token(requestTok, requestTokSecret))
    request = Request("POST", resourceUrl, oauth_params={"oauth_verifier": oauth_verifier})
    token = TokenResponse.from_response(_send_successfully(session, request)).token
    _state.write(accessToken=token.key, accessTokenSecret=token.secret)


def get_api_response(
    resourceUrl: str, method: str = "POST", parameters: Mapping[str, object] | None = None
) -> str:
    """Send a request on behalf of the user whose access token is set.

    Args:
        resourceUrl: The URL. The parameters of its query are signed.
        method: The HTTP method.
        parameters: What to send: in the query for GET, HEAD, DELETE and OPTIONS, otherwise in the
            body. Values are str or bytes, or become str; a list is one parameter for each item. A
            name that begins with `oauth_` goes into the Authorization header.

    Returns:
        The body of the response.

    Raises:
        urllib.error.HTTPError: The status is none of success.
        urllib.error.URLError: No answer came.
        oauth1.OAuth1Error: The request cannot be made, for a URL that is none and the like.

    """
    state = _state.Snapshot()
    session = _client(state).session(Token(state["accessToken"], state["accessTokenSecret"]))
    params, oauth_params = [], []
    for name, value in _pairs(parameters or {}):
        if not name.startswith("oauth_"):
            params.append((name, value))
        elif name not in _SIGNERS_OWN:
            oauth_params.append((name, value.decode() if isinstance(value, bytes) else value))
    request = Request(method, resourceUrl, params=params, oauth_params=oauth_params)
    return _send_successfully(session, request).text


def url_encode(data: str | bytes) -> str:
    """Percent-encode (RFC 5849 §3.6).

    Args:
        data: str, encoded as UTF-8, or bytes.

    Returns:
        The encoded data: all but letters, digits, "-", ".", "_" and "~" as %XX.

    """
    return percent_encode(data)


def _get_base_string(resourceUrl: str, values: Mapping[str, object], method: str = "POST") -> str:
    """Return the signature base string of these parameters (RFC 5849 §3.4.1)."""
    return _native.base_string(method, resourceUrl, _pairs(values))


def _add_oauth_parameters(
    parameters: MutableMapping[str, str], addAccessToken: bool = True
) -> None:
    """Add the parameters of RFC 5849 §3.1, but for the signature."""
    state = _state.Snapshot()
    parameters["oauth_consumer_key"] = state["consumerKey"]
    if addAccessToken:
        parameters["oauth_token"] = state["accessToken"]
    parameters["oauth_version"] = "1.0"
    parameters["oauth_nonce"] = str(_get_nonce())
    parameters["oauth_timestamp"] = str(_get_timestamp())
    parameters["oauth_signature_method"] = state["signatureMethod"]


def _get_nonce() -> str | int:
    """Return a fresh nonce: 22 letters and digits from a cryptographic generator."""
    return _native.nonce()


def _get_timestamp() -> str | int:
    """Return the seconds since 1970-01-01 00:00:00 GMT."""
    return int(time.time())


def _get_signature(signingKey: str, stringToHash: str) -> str:
    """Sign a text by `signatureMethod` with a key as it is given, or with `rsaKey` (§3.4)."""
    state = _state.Snapshot()
    return _native.signature(
        state["signatureMethod"], signingKey, stringToHash, state["rsaKey"] or None
    )


def _build_oauth_headers(parameters: Mapping[str, object]) -> str:
    """Return the value of an Authorization header of these parameters (RFC 5849 §3.5.1)."""
    pairs = sorted((url_encode(name), url_encode(value)) for name, value in _pairs(parameters))
    return "OAuth " + ",".join(f'{name}="{value}"' for name, value in pairs)


def _pairs(parameters: Mapping[str, object]) -> Iterator[tuple[str, str | bytes]]:
    """Return parameters as pairs: what is no text becomes text, lists become duplicates."""
    for name, values in parameters.items():
        for value in values if isinstance(values, (list, tuple)) else [values]:
            yield name, value if isinstance(value, (str, bytes)) else str(value)


def _client(state: _state.Snapshot) -> Client:
    return Client(
        state["consumerKey"],
        state["consumerSecret"],
        signature_method=state["signatureMethod"],
        rsa_key=state["rsaKey"] or None,
        nonce=lambda: str(_get_nonce()),
        clock=lambda: int(_get_timestamp()),
        transport=_transport,
    )


def _send(session: Session, request: Request) -> Response:
    """Send a request and return the response, whatever its status."""
    try:
        return session.send(request)
    except (
        ConnectionFailedError,
        InvalidResponseError,
        ResponseTooLargeError,
        TimedOutError,
        TooManyRedirectsError,
    ) as error:
        from oauth.errors import URLError  # noqa: PLC0415 - urllib is slow to import

        raise URLError(error) from error


def _send_successfully(session: Session, request: Request) -> Response:
    """Send a request and return the response, whose status is one of success."""
    response = _send(session, request)
    try:
        response.raise_for_status()
    except RefusedError as refusal:
        from oauth.errors import HTTPError  # noqa: PLC0415 - urllib is slow to import

        raise HTTPError(request.url, response, refusal) from None
    return response


def _warn(message: str) -> None:
    import logging  # noqa: PLC0415 - it is slow to import, and rarely needed

    logging.getLogger(__name__).warning(message)
