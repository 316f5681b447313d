"""Signs what requests sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from requests import PreparedRequest, Response
from requests.auth import AuthBase
from requests.sessions import SessionRedirectMixin
from requests.utils import requote_uri, rewind_body

from oauth1 import OAuth1Error
from oauth1._http import FORM, is_form_type, without_signature
from oauth1.requests.client import (
    SIGNATURE_HMAC,
    SIGNATURE_TYPE_AUTH_HEADER,
    SIGNATURE_TYPE_BODY,
    SIGNATURE_TYPE_QUERY,
    Client,
    text,
)

# what text without a content type is taken for a form by: oauthlib's characters
_FORM = re.compile(r"(?:[A-Za-z0-9_.\-~=&;:+,*@!()/?'$]|%[0-9A-Fa-f]{2})+")
_redirects = SessionRedirectMixin()


class OAuth1(AuthBase):
    """Signs requests by OAuth 1.0a (RFC 5849): `requests.get(url, auth=OAuth1(...))`.

    It is safe to share between threads. Streamed and multipart bodies are left as they are.

    Args:
        client_key: The application's key.
        client_secret: Its secret, which the RSA methods have no use for.
        resource_owner_key: The key of the request token or the access token.
        resource_owner_secret: Its secret.
        callback_uri: Where the user is sent back to, when a request token is asked for.
        signature_method: SIGNATURE_HMAC_SHA1, or another of its kind.
        signature_type: Where the `oauth_` parameters travel, in any case:
            SIGNATURE_TYPE_AUTH_HEADER, SIGNATURE_TYPE_QUERY or SIGNATURE_TYPE_BODY.
        rsa_key: The private key of the RSA methods, PEM.
        verifier: The verifier, when an access token is asked for.
        decoding: What form bodies are encoded in when they are sent; None leaves them str.
        client_class: What holds the credentials and signs, instead of the class's `client_class`:
            a subclass of `Client`, or of oauthlib's.
        force_include_body: Whether to sign bodies that are no form as well, by their SHA-1
            (`oauth_body_hash`).
        **kwargs: Further arguments of the client class: `realm`, `encoding`, `nonce`, `timestamp`,
            `strict`.

    Attributes:
        client: The client.
        force_include_body: As above.

    """

    client_class: Callable[..., Any] = Client

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
        decoding: str | None = "utf-8",
        client_class: Callable[..., Any] | None = None,
        force_include_body: bool = False,
        **kwargs: Any,
    ) -> None:
        self.force_include_body = force_include_body
        self.client: Any = (client_class or type(self).client_class)(
            client_key,
            client_secret,
            resource_owner_key,
            resource_owner_secret,
            callback_uri,
            signature_method,
            signature_type.upper(),
            rsa_key,
            verifier,
            decoding=decoding,
            **kwargs,
        )

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Sign a request that is otherwise prepared.

        Raises:
            OAuth1Error: As `Client.sign` does.

        """
        content_type = text(r.headers.get("Content-Type", ""))
        if not content_type and (
            self.client.signature_type == SIGNATURE_TYPE_BODY or _looks_like_a_form(r.body)
        ):
            content_type = FORM
        if content_type and r.headers.get("Content-Type") != content_type:
            r.headers["Content-Type"] = content_type
        is_form = is_form_type(content_type)
        is_signed = is_form or self.force_include_body
        body = (r.body or "") if is_signed else None
        if type(self.client).sign is Client.sign:
            host = text(r.headers.get("Host", ""))
            parts = (str(r.url), str(r.method), body, content_type, host)
            r.url, authorization, _, body = self.client.sign_parts(*parts)
            if authorization is not None:
                r.headers["Authorization"] = authorization
        else:
            body = self._sign_by_client(r, body, is_form)
        if is_signed:
            r.body = body
        if signer_of(r) is not self:
            _have_redirects_signed(r, self)
        return r

    def _sign_by_client(self, r: PreparedRequest, body: Any, is_form: bool) -> Any:
        """Sign a request by a client that does so in its own way; its body, as that has it."""
        headers = r.headers.copy()
        if is_form:
            headers["Content-Type"] = FORM  # oauthlib takes no charset
        url, signed, body = self.client.sign(str(r.url), str(r.method), body, headers)
        r.url = text(url)
        for name, value in signed.items():
            if text(name) not in {"Content-Type", "Content-Length"}:
                r.headers[text(name)] = text(value)
        return body

    def sign_redirect(self, request: PreparedRequest, redirected_from: str) -> None:
        """Sign a request that follows from a redirect, if it goes where the first one went.

        That is the same scheme, host and port, or https from http on the same host. Anywhere else
        it goes without a signature; so it does where it cannot be signed.

        Args:
            request: The request, which may have the signature of the one before.
            redirected_from: The URL of the one before.

        """
        url = str(request.url)
        kind = self.client.signature_type
        request.headers.pop("Authorization", None)
        if kind == SIGNATURE_TYPE_BODY and request.body:
            request.body = without_signature(text(request.body)).encode()
            request.prepare_content_length(request.body)
        if _redirects.should_strip_auth(redirected_from, url):  # type: ignore[no-untyped-call]
            _have_redirects_signed(request, None)
            return
        if kind == SIGNATURE_TYPE_QUERY:
            parts = urlsplit(url)
            request.url = parts._replace(query=without_signature(parts.query)).geturl()
        if self.force_include_body and getattr(request, "_body_position", None) is not None:
            rewind_body(request)  # its hash is that of the whole
        if kind != SIGNATURE_TYPE_BODY or request.body is not None:
            with suppress(OAuth1Error, ValueError):  # what cannot be signed goes as it is
                request.prepare_auth(self)


@dataclass
class _RedirectHook:
    """Has a request that requests redirects be signed for where it goes.

    requests makes a copy of the request that was redirected, and gives that another URL. Pickled
    with a response, it is without the secrets, and does nothing.
    """

    auth: OAuth1 | None = None

    def __call__(self, response: Response, **_options: Any) -> None:
        target = _redirects.get_redirect_target(response)
        if self.auth is None or target is None:
            return
        sent = response.request
        following = PreparedRequest.copy(sent)
        following.url = urljoin(str(response.url), requote_uri(target))
        _redirects.rebuild_method(following, response)
        if response.status_code not in {307, 308}:
            following.body = None
            following.headers.pop("Content-Type", None)
        self.auth.sign_redirect(following, str(sent.url))
        sent.copy = following.copy  # type: ignore[method-assign]

    def __reduce__(self) -> tuple[type[_RedirectHook], tuple[()]]:
        return _RedirectHook, ()


def signer_of(request: PreparedRequest) -> OAuth1 | None:
    """Return what signed a request, if anything did."""
    for hook in request.hooks["response"]:
        if isinstance(hook, _RedirectHook):
            return hook.auth
    return None


def _have_redirects_signed(request: PreparedRequest, auth: OAuth1 | None) -> None:
    """Have the request's redirects be signed by this and nothing else; its copies' stay as is."""
    hooks = [hook for hook in request.hooks["response"] if not isinstance(hook, _RedirectHook)]
    if auth is not None:
        hooks.append(_RedirectHook(auth))
    request.hooks = {**request.hooks, "response": hooks}


def _looks_like_a_form(body: Any) -> bool:
    return isinstance(body, str) and _FORM.fullmatch(body) is not None
