"""The provider's side as WSGI middleware (PEP 3333): what is not signed rightly gets no further.

    application = VerifyingMiddleware(application, Verifier(secret_of_consumer, secret_of_token))

The application finds the `oauth1.Verified` in `environ["oauth1.verified"]`, and reads the body as
it would without the middleware.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from oauth1 import VerificationError, Verifier
from oauth1._received import Answer, BodyTooLargeError, Received, encoded_path, refusal, verify

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["VerifyingMiddleware", "request_of"]

REASONS = {400: "Bad Request", 401: "Unauthorized", 413: "Content Too Large"}


def request_of(environ: WSGIEnvironment, max_body_size: int) -> Received:
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
    url = environ.get("RAW_URI") or environ.get("REQUEST_URI") or _path(environ)
    if url.startswith("/"):
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        url = f"{environ['wsgi.url_scheme']}://{host}{url}"
    return Received(
        environ["REQUEST_METHOD"], url, headers_of(environ), _body(environ, max_body_size)
    )


def headers_of(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """Return the headers of a request, by the names that HTTP has for them."""
    names = {"CONTENT_TYPE": "Content-Type"}
    return [
        (names.get(name, name.removeprefix("HTTP_").replace("_", "-")), value)
        for name, value in environ.items()
        if (name.startswith("HTTP_") or name in names) and isinstance(value, str)
    ]


def _path(environ: WSGIEnvironment) -> str:
    """Path and query, as PEP 3333 puts them together."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    return encoded_path(path.encode("latin-1")) + (f"?{query}" if query else "")


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
        explain: Whether the log is told as well what makes a signature wrong. It takes far longer
            than verifying: for finding out, and not for good.

    """

    def __init__(
        self,
        application: WSGIApplication,
        verifier: Verifier,
        *,
        max_body_size: int = 10 << 20,
        explain: bool = False,
    ) -> None:
        self.application = application
        self.verifier = verifier
        self.max_body_size = max_body_size
        self.explain = explain

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Verify a request, and hand it on."""
        try:
            request = request_of(environ, self.max_body_size)
            verified = verify(self.verifier, request, explain=self.explain)
        except (BodyTooLargeError, VerificationError) as refused:
            return _send(start_response, refusal(refused))
        environ["oauth1.verified"] = verified
        return self.application(environ, start_response)


def _send(start_response: StartResponse, answer: Answer) -> Iterable[bytes]:
    reason = REASONS.get(answer.status, "Service Unavailable")
    start_response(f"{answer.status} {reason}", answer.headers)
    return [answer.body]
