"""The provider's side as WSGI middleware (PEP 3333): what is not signed rightly gets no further.

    application = VerifyingMiddleware(application, Verifier(secret_of_consumer, secret_of_token))

The application finds the `oauth1.Verified` in `environ["oauth1.verified"]`, and reads the body as
it would without the middleware.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from oauth1 import VerificationError, Verifier

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["VerifyingMiddleware", "request_of"]

logger = logging.getLogger("oauth1")

REASONS = {400: "Bad Request", 401: "Unauthorized", 413: "Content Too Large"}


class BodyTooLargeError(ValueError):
    """The body of a request has more bytes than are taken."""


def request_of(
    environ: WSGIEnvironment, max_body_size: int
) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """Read method, URL, headers and body of a request, as a verifier takes them.

    The body can be read again. The URL is that which the server was asked for where the server
    tells (`RAW_URI`, `REQUEST_URI`); otherwise it is put together as PEP 3333 has it, where a path
    that was encoded in an unusual way, such as with `%2F`, cannot be told from another.

    Args:
        environ: The request.
        max_body_size: How many bytes a body may have.

    Returns:
        Method, URL, headers, body.

    Raises:
        ValueError: The body has more bytes.

    """
    names = {"CONTENT_TYPE": "Content-Type"}
    headers = [
        (names.get(name, name.removeprefix("HTTP_").replace("_", "-")), value)
        for name, value in environ.items()
        if (name.startswith("HTTP_") or name in names) and isinstance(value, str)
    ]
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI") or _path(environ)
    if target.startswith("/"):
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        target = f"{environ['wsgi.url_scheme']}://{host}{target}"
    return environ["REQUEST_METHOD"], target, headers, _body(environ, max_body_size)


def _path(environ: WSGIEnvironment) -> str:
    """Path and query, as PEP 3333 puts them together."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    return quote(path.encode("latin-1"), safe="/;=,:@!$&'()*+~") + (f"?{query}" if query else "")


def _body(environ: WSGIEnvironment, most: int) -> bytes:
    """Read the body, which whoever comes after reads again."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        if int(length) > most:
            raise BodyTooLargeError
        body = environ["wsgi.input"].read(int(length))
    elif environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(most + 1)
    else:
        body = b""
    if len(body) > most:
        raise BodyTooLargeError
    environ["wsgi.input"] = BytesIO(body)
    return bytes(body)


class VerifyingMiddleware:
    """Lets the requests through that a verifier accepts.

    The others are answered with the status, the challenge and the message of the refusal, and the
    log `oauth1` is told why.

    Args:
        application: What the requests are for.
        verifier: What checks them.
        max_body_size: How many bytes a body may have, which is read before it is known who sent it;
            a larger one is answered with 413.

    """

    def __init__(
        self, application: WSGIApplication, verifier: Verifier, *, max_body_size: int = 10 << 20
    ) -> None:
        self.application = application
        self.verifier = verifier
        self.max_body_size = max_body_size

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Verify a request, and hand it on."""
        try:
            method, url, headers, body = request_of(environ, self.max_body_size)
        except BodyTooLargeError:
            return _answer(start_response, 413, "the body is too large", None)
        try:
            verified = self.verifier.verify(method, url, headers=headers, body=body)
        except VerificationError as refused:
            logger.warning("refused a request: %s: %s", refused.reason, refused)
            return _answer(
                start_response, refused.status, refused.public_message, refused.www_authenticate
            )
        environ["oauth1.verified"] = verified
        return self.application(environ, start_response)


def _answer(
    start_response: StartResponse, status: int, text: str, challenge: str | None
) -> Iterable[bytes]:
    body = f"{text}\n".encode()
    headers: list[tuple[str, Any]] = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]
    if challenge is not None:
        # PEP 3333 has headers in ISO 8859-1
        headers.append(("WWW-Authenticate", challenge.encode().decode("latin-1")))
    start_response(f"{status} {REASONS.get(status, 'Service Unavailable')}", headers)
    return [body]
