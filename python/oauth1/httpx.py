"""OAuth 1.0a for httpx: `Auth`, for clients of both kinds.

    import httpx, oauth1
    from oauth1.httpx import Auth

    session = oauth1.Client("key", "secret").session(oauth1.Token("token", "token secret"))
    with httpx.Client(auth=Auth(session)) as client:  # or httpx.AsyncClient
        client.post("https://api.twitter.com/1/statuses/update.json", data={"status": "Hello!"})

It is installed with the extra `oauth1[httpx]`, and signs in Rust.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from urllib.parse import urlsplit

try:
    import httpx
except ImportError as error:
    raise ImportError(
        "oauth1.httpx needs httpx, which is not installed: pip install 'oauth1[httpx]'",
        name=error.name,
        path=error.path,
    ) from error

import oauth1
from oauth1._http import BINARY, FORM, is_any_protocol, is_form_type, without_signature

__all__ = ["Auth"]


class Auth(httpx.Auth):
    """Signs requests by OAuth 1.0a (RFC 5849), for `httpx.Client` and `httpx.AsyncClient`.

    It never changes, and is safe to share between threads and tasks. A form body is read, since it
    is signed; any other is sent as it is, and never read here, unless the client sends a body hash.

    A client that follows redirects (`follow_redirects=True`) sends the signature along within an
    origin, where it does not hold, and never to another. Where that is refused with 401, the
    request is signed for the URL that it was redirected to and sent there once more, if that is of
    the same scheme, host and port, or https on the same host. A body that carries a signature is
    sent once.

    Args:
        session: What signs: for the user whose token it is bound to, by the settings of its client.
            An `httpx.AsyncClient` takes it too: to sign waits for nothing.

    Raises:
        TypeError: `session` is another thing, such as an `AsyncSession` or a `Client`.

    """

    def __init__(self, session: oauth1.Session) -> None:
        if not isinstance(session, oauth1.Session):
            raise TypeError(
                "Auth takes a Session, which oauth1.Client(...).session(token) makes, "
                f"for clients of both kinds, not {type(session).__name__}"
            )
        self.session = session

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request, and sign it anew where it was redirected."""
        if self._reads(request):
            request.read()
        signed = self._signed(request)
        while True:
            response = yield signed
            following = self._redirected(signed, response)
            if following is None:
                return
            if self._reads(following):
                following.read()
            signed = self._signed(following)

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign a request, and sign it anew where it was redirected."""
        if self._reads(request):
            await request.aread()
        signed = self._signed(request)
        while True:
            response = yield signed
            following = self._redirected(signed, response)
            if following is None:
                return
            if self._reads(following):
                await following.aread()
            signed = self._signed(following)

    def _reads(self, request: httpx.Request) -> bool:
        """Whether the body is signed."""
        content_type = request.headers.get("Content-Type", "")
        return self.session.client.body_hash is not False or is_form_type(content_type)

    def _signed(self, request: httpx.Request) -> httpx.Request:
        content_type = request.headers.get("Content-Type")
        body = (request.content if self._reads(request) else None) or None
        signed = self.session.sign(
            oauth1.Request(
                request.method,
                _url_as_received(request),
                body=body,
                content_type=content_type or (BINARY if body else None),
            )
        )
        transmission = self.session.client.transmission
        if transmission == "header":
            request.headers["Authorization"] = str(signed.authorization)
        elif transmission == "query":
            query = urlsplit(signed.url).query
            request.url = request.url.copy_with(query=query.encode("ascii"))
        else:
            return _with_body(request, signed.body or b"")
        return request

    def _redirected(self, sent: httpx.Request, response: httpx.Response) -> httpx.Request | None:
        """Return what is to be signed anew, or None."""
        last = response.request
        if last is sent or response.status_code != httpx.codes.UNAUTHORIZED:
            return None
        urls = [*(each.request.url for each in response.history), last.url]
        if not all(map(_goes_on, urls, urls[1:])):
            return None
        transmission = self.session.client.transmission
        query = last.url.query.decode("ascii")
        if transmission == "query":
            query = without_signature(query)
        elif transmission == "form" or is_any_protocol(query):
            return None  # there is no place for the signature
        return httpx.Request(
            last.method,
            last.url.copy_with(query=query.encode("ascii") or None),
            headers=last.headers,
            stream=last.stream,
            extensions=last.extensions,
        )


class _Once(httpx.ByteStream):
    """A body that is sent once: it carries a signature, which is for one URL."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self._left: bytes | None = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._take()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._take()

    def _take(self) -> bytes:
        body, self._left = self._left, None
        if body is None:
            raise oauth1.InvalidBodyError(
                "the request was redirected, and its body carries a signature for the URL before: "
                "send another to where it was redirected, or have the signature in the header"
            )
        return body


def _with_body(request: httpx.Request, body: bytes) -> httpx.Request:
    headers = request.headers.copy()
    headers.pop("Transfer-Encoding", None)
    headers.setdefault("Content-Type", FORM)
    headers["Content-Length"] = str(len(body))
    signed = httpx.Request(
        request.method,
        request.url,
        headers=headers,
        content=body,  # for whoever looks at it before it is sent
        extensions=request.extensions,
    )
    signed.stream = _Once(body)
    return signed


def _url_as_received(request: httpx.Request) -> str:
    """Return the URL that a provider will see: of the host that it is told."""
    url, host = request.url, request.headers.get("Host", "").encode("ascii")
    return str(url.copy_with(netloc=host) if host and host != url.netloc else url)


def _goes_on(url: httpx.URL, following: httpx.URL) -> bool:
    """Whether a redirect may be signed for: to the same origin, or to https on the same host."""
    kept = (url.scheme, url.host, url.port) == (following.scheme, following.host, following.port)
    upgraded = (url.scheme, following.scheme) == ("http", "https") and url.host == following.host
    return kept or (upgraded and url.port is None and following.port is None)
