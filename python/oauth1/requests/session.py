"""A session of requests that signs, and runs the handshake."""

from __future__ import annotations

import copy
import hmac
import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import requests

from oauth1.errors import CallbackNotConfirmedError, InvalidCallbackError, ResponseTooLargeError
from oauth1.requests.auth import OAuth1, signer_of
from oauth1.requests.client import SIGNATURE_HMAC, SIGNATURE_TYPE_AUTH_HEADER, Client
from oauth1.requests.errors import TokenMissing, TokenRequestDenied, VerifierMissing

MAX_TOKEN_RESPONSE = 65536
LONGEST_EXCERPT = 512

_SETTINGS = {
    "oauth_token": "resource_owner_key",
    "oauth_token_secret": "resource_owner_secret",
    "oauth_verifier": "verifier",
}

log = logging.getLogger("oauth1.requests")


class OAuth1Session(requests.Session):
    """A session of requests whose requests are signed by OAuth 1.0a, and that runs the handshake.

        session = OAuth1Session("key", "secret", callback_uri="https://example.com/callback")
        session.fetch_request_token("https://api.twitter.com/oauth/request_token")
        print(session.authorization_url("https://api.twitter.com/oauth/authorize"))
        session.parse_authorization_response(input("Where were you sent? "))
        session.fetch_access_token("https://api.twitter.com/oauth/access_token")
        session.post("https://api.twitter.com/1/statuses/update.json", data={"status": "Hello!"})

    Args:
        client_key: The application's key.
        client_secret: Its secret, which the RSA methods have no use for.
        resource_owner_key: The key of the request token or the access token.
        resource_owner_secret: Its secret.
        callback_uri: Where the user is sent back to, when a request token is asked for.
        signature_method: SIGNATURE_HMAC_SHA1, or another of its kind.
        signature_type: Where the `oauth_` parameters travel: SIGNATURE_TYPE_AUTH_HEADER,
            SIGNATURE_TYPE_QUERY or SIGNATURE_TYPE_BODY.
        rsa_key: The private key of the RSA methods, PEM.
        verifier: The verifier, when an access token is asked for.
        client_class: What holds the credentials and signs, as for `OAuth1`.
        force_include_body: Whether to sign bodies that are no form as well, as for `OAuth1`.
        strict: Whether to insist on what RFC 5849 does: that token responses have a secret and
            confirm the callback (§2.1), that PLAINTEXT goes over https (§3.4.4).
        **kwargs: Further arguments of `OAuth1`.

    """

    __attrs__ = [*requests.Session.__attrs__, "_client", "strict"]  # noqa: RUF012 - requests has it so

    def __init__(  # noqa: PLR0917 - requests-oauthlib's signature
        self,
        client_key: str | bytes,
        client_secret: str | bytes | None = None,
        resource_owner_key: str | bytes | None = None,
        resource_owner_secret: str | bytes | None = None,
        callback_uri: str | bytes | None = None,
        signature_method: str | bytes = SIGNATURE_HMAC,
        signature_type: str = SIGNATURE_TYPE_AUTH_HEADER,
        rsa_key: str | bytes | None = None,
        verifier: str | bytes | None = None,
        client_class: Callable[..., Any] | None = None,
        force_include_body: bool = False,
        *,
        strict: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.strict = strict
        if strict:
            kwargs["strict"] = True
        self._client = OAuth1(
            client_key,
            client_secret,
            resource_owner_key,
            resource_owner_secret,
            callback_uri,
            signature_method,
            signature_type,
            rsa_key,
            verifier,
            client_class=client_class,
            force_include_body=force_include_body,
            **kwargs,
        )
        self.auth = self._client

    @property
    def token(self) -> dict[str, str]:
        """The token that requests are signed with, and the verifier, as a token response has them.

        Raises:
            TokenMissing: Where it is set to what has no `oauth_token`.

        """
        client = self._client.client
        settings = client.settings if isinstance(client, Client) else client
        held = {name: getattr(settings, setting) for name, setting in _SETTINGS.items()}
        return {name: value for name, value in held.items() if value}

    @token.setter
    def token(self, value: Mapping[str, str]) -> None:
        self._take(value)

    @property
    def authorized(self) -> bool:
        """Whether there is all that a request for a user is signed with."""
        client = self._client.client
        if client.signature_method.startswith("RSA-"):
            return bool(client.resource_owner_key)
        return bool(client.client_secret) and {"oauth_token", "oauth_token_secret"} <= {*self.token}

    def fetch_request_token(
        self, url: str, realm: Iterable[str] | str | None = None, **request_kwargs: Any
    ) -> dict[str, Any]:
        """Ask for a request token: the first step of the handshake (RFC 5849 §2.1).

        The session signs with it from then on, and the `callback_uri` is forgotten.

        Args:
            url: The provider's request token URL, which is posted to.
            realm: The realms to ask access to; for this request, instead of the client's.
            **request_kwargs: Further arguments of `post`, such as `timeout`.

        Returns:
            The parameters of the answer.

        Raises:
            TokenRequestDenied: The provider answered with a status of 400 or more.
            TokenMissing: The answer has no token; or no secret, and the session is strict.
            ValueError: The answer cannot be read.
            ResponseTooLargeError: It is over 64 KiB.
            CallbackNotConfirmedError: The session is strict, and the callback is not confirmed.

        """
        if realm is not None and not isinstance(realm, str):
            realm = " ".join(realm)
        token = self._fetch_token(url, {"realm": realm} if realm else {}, request_kwargs)
        if self.strict and token.get("oauth_callback_confirmed") not in ("true", "1", True):
            raise CallbackNotConfirmedError(
                "the provider did not confirm the callback: expected oauth_callback_confirmed=true"
            )
        self._take(token, callback_uri=None)
        return token

    def authorization_url(self, url: str, request_token: str | None = None, **kwargs: Any) -> str:
        """Return the URL to send the user to: the second step (RFC 5849 §2.2).

        Args:
            url: The provider's authorization URL. A query that it has stays.
            request_token: The key of the request token, instead of the session's.
            **kwargs: Further parameters of the query.

        Returns:
            The URL.

        Raises:
            TokenMissing: There is no request token.

        """
        key = request_token or self._client.client.resource_owner_key
        if not key:
            raise TokenMissing(
                "there is no request token to authorize: call fetch_request_token before", {}
            )
        parts = urlsplit(url)
        added = urlencode({**kwargs, "oauth_token": key})
        return parts._replace(query="&".join(filter(None, [parts.query, added]))).geturl()

    def parse_authorization_response(self, url: str) -> dict[str, str]:
        """Take what the user came back with, the verifier above all.

        Args:
            url: The URL at which the user arrived.

        Returns:
            The parameters of its query.

        Raises:
            TokenMissing: It has no `oauth_token`: as a rule, because the user said no.
            InvalidCallbackError: It has another `oauth_token` than the request token, and is
                somebody else's answer (the session fixation of 2009).

        """
        token = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        expected = self.token
        if expected.get("oauth_token") and token.get("oauth_token"):
            if not _same(token["oauth_token"], expected["oauth_token"]):
                raise InvalidCallbackError(
                    "the callback's oauth_token is not that of the request token: it is not the "
                    "answer to this authorization"
                )
            # whoever makes up a URL is not to choose the secret
            self._take({**token, "oauth_token_secret": expected.get("oauth_token_secret", "")})
        else:
            self._take(token)
        return token

    def fetch_access_token(
        self, url: str, verifier: str | None = None, **request_kwargs: Any
    ) -> dict[str, Any]:
        """Exchange the request token for an access token: the last step (RFC 5849 §2.3).

        The session signs with it from then on, and the verifier is forgotten.

        Args:
            url: The provider's access token URL, which is posted to.
            verifier: What came back with the user, or the PIN, instead of the session's.
            **request_kwargs: Further arguments of `post`, such as `timeout`.

        Returns:
            The parameters of the answer.

        Raises:
            VerifierMissing: There is no verifier.
            TokenRequestDenied: The provider answered with a status of 400 or more.
            TokenMissing: The answer has no token; or no secret, and the session is strict.
            ValueError: The answer cannot be read.
            ResponseTooLargeError: It is over 64 KiB.

        """
        verifier = verifier or getattr(self._client.client, "verifier", None)
        if not verifier:
            raise VerifierMissing("No client verifier has been set.")
        token = self._fetch_token(url, {"verifier": verifier}, request_kwargs)
        self._take(token, verifier=None)
        return token

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Sign a request that follows from a redirect anew, if it goes where the first one went."""
        signer = signer_of(prepared_request)
        if signer is None:
            super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]
        else:
            signer.sign_redirect(prepared_request, str(response.request.url))

    def _fetch_token(
        self, url: str, step: dict[str, str], request_kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        """Ask for a token with settings that hold for this request alone."""
        log.debug("Asking for a token at %s", url.partition("?")[0])
        auth = copy.copy(self._client)
        auth.client = _with(auth.client, step)
        response = self.post(url, **{"auth": auth, **request_kwargs, "stream": True})
        _read(response)
        if response.status_code >= requests.codes.bad_request:
            excerpt = self._masked(response.text)[:LONGEST_EXCERPT]
            raise TokenRequestDenied(
                f"Token request failed with code {response.status_code}, response was '{excerpt}'.",
                response,
            )
        token = _decoded(response.text.strip())
        if self.strict and not token.get("oauth_token_secret"):
            raise TokenMissing(_lacks("token secret", token), token)
        log.debug("Obtained a token")
        return token

    def _take(self, token: Mapping[str, Any], **changes: None) -> None:
        """Sign with a token from now on."""
        if not token.get("oauth_token"):
            raise TokenMissing(_lacks("token", token), token)
        settings = {}
        for name, setting in _SETTINGS.items():
            if name in token:
                if not isinstance(token[name], str):
                    raise TokenMissing(f"{name} is not text in the response", token)
                settings[setting] = token[name]
        _change(self._client.client, {**settings, **changes})

    def _masked(self, text: str) -> str:
        """Return what a provider says without the secrets, should it show them."""
        client = self._client.client
        for secret in filter(None, (client.client_secret, client.resource_owner_secret)):
            for form in (secret, quote(secret, safe="~")):
                text = text.replace(form, "***")
        return text


def _change(client: Any, settings: Mapping[str, Any]) -> None:
    """Set several attributes of a client, together where it is ours."""
    if isinstance(client, Client):
        client.change(**settings)
        return
    for name, value in settings.items():
        setattr(client, name, value)


def _with(client: Any, settings: Mapping[str, Any]) -> Any:
    """Return the same client but for some settings."""
    client = copy.copy(client)
    _change(client, settings)
    return client


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _read(response: requests.Response) -> None:
    """Read a token response, if it is no larger than any should be."""
    content = bytearray()
    for piece in response.iter_content(8192):
        content += piece
        if len(content) > MAX_TOKEN_RESPONSE:
            response.close()
            raise ResponseTooLargeError(
                f"the token response is larger than {MAX_TOKEN_RESPONSE} bytes",
                status=response.status_code,
            )
    response._content = bytes(content)


def _decoded(text: str) -> dict[str, Any]:
    """Return the parameters of a token response, form-encoded or JSON."""
    if text.startswith("{"):
        try:
            return dict(json.loads(text))
        except ValueError as error:
            reason = str(error)
    elif "=" in text:
        return dict(parse_qsl(text, keep_blank_values=True))
    else:
        reason = "there is no name=value in it"
    raise ValueError(
        "Unable to decode token from token response. This is commonly caused by an unsuccessful "
        "request where a non urlencoded error message is returned. The decoding error was "
        f"{reason}"
    )


def _lacks(part: str, token: Mapping[str, Any]) -> str:
    """Say what is missing, and the names of what is there: a value may be a secret."""
    names = [name for name in token if re.fullmatch(r"[\w.-]{1,64}", name)]
    problem = str(token.get("oauth_problem", ""))
    said = f", oauth_problem={problem}" if re.fullmatch(r"\w{1,64}", problem) else ""
    return f"Response does not contain a {part}: it has {', '.join(names) or 'nothing'}{said}"
