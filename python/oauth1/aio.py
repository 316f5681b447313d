"""Requests that are awaited, by asyncio or by trio: `AsyncClient`, and what it makes.

A request runs on a thread of Rust's, and the task that sent it waits. What a client's hooks, a
body and log handlers do in Python is done on that thread too, in the context (`contextvars`) of the
task, but for asynchronous bodies: the task reads those itself.
"""

from __future__ import annotations

from contextvars import copy_context
from functools import partial

from oauth1 import _trio
from oauth1._native import Client, Request, Threads
from oauth1._values import never_pickled

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from os import PathLike
    from types import TracebackType
    from typing import Any, TypeVar

    from typing_extensions import Self, Unpack

    from oauth1._native import (
        Cancellation,
        CapturedRequest,
        Diagnosis,
        Explanation,
        Headers,
        PendingAuthorization,
        Provider,
        Response,
        ResponseStream,
        Session,
        SignedRequest,
        Token,
        TokenResponse,
    )
    from oauth1.types import (
        BodyHash,
        ClientOptions,
        Endpoint,
        RequestOptions,
        TextPairs,
        Transmission,
    )

    _T = TypeVar("_T")

_PIECE = 64 << 10


class AsyncClient:
    """As `Client`, with steps of the handshake that are awaited.

    It works with asyncio and with trio, and serves any number of event loops at once.

        async with AsyncClient("consumer key", "consumer secret") as client:
            session = client.session(token)
            response = await session.post(url, params={"status": "Hello!"})

    A task that is cancelled, or whose time limit passes, stops waiting at once, and its request is
    called off: the thread that sends it ends that within a tenth of a second.

    Args:
        consumer_key: The key that the provider gave to the application.
        consumer_secret: Its secret, which the RSA methods have no use for.
        threads: How many requests run at once at most, each on a thread of its own; further ones
            wait for their turn, and the time that they wait is not counted by their time limits.
            Threads are started when they are needed, and end when they had nothing to do for five
            seconds.
        **options: Further settings, as for `Client`.

    Raises:
        InvalidSettingError: `threads` is 0.
        OAuth1Error: As `Client` does.

    """

    __slots__ = ("_client", "_threads")

    def __init__(
        self,
        consumer_key: str,
        consumer_secret: str,
        *,
        threads: int = 32,
        **options: Unpack[ClientOptions],
    ) -> None:
        self._client = Client(consumer_key, consumer_secret, **options)
        self._threads = Threads(threads)

    @property
    def consumer_key(self) -> str:
        """The consumer key."""
        return self._client.consumer_key

    @property
    def signature_method(self) -> str:
        """The name of the signature method."""
        return self._client.signature_method

    @property
    def transmission(self) -> Transmission:
        """Where the `oauth_` parameters travel, unless a request says otherwise."""
        return self._client.transmission

    @property
    def body_hash(self) -> BodyHash:
        """Whether `oauth_body_hash` is sent, or by which hash, unless a request says otherwise."""
        return self._client.body_hash

    @property
    def provider(self) -> Provider | None:
        """The provider that the client was made for, or None."""
        return self._client.provider

    def session(self, token: Token | None = None) -> AsyncSession:
        """Return a session that signs for the user whose token this is, or for none."""
        return AsyncSession(self, self._client.session(token))

    def with_cancellation(self, cancellation: Cancellation) -> AsyncClient:
        """Return the same client for requests that can be called off; as the method of `Client`.

        The two have their threads in common, so that the end of one calls off what both send.
        """
        same = object.__new__(AsyncClient)
        same._client = self._client.with_cancellation(cancellation)
        same._threads = self._threads
        return same

    async def request_token(self, endpoint: Endpoint, callback: str = "oob") -> TokenResponse:
        """Ask for a request token; as `Client.request_token`."""
        return await self._run(self._client.request_token, endpoint, callback)

    authorization_url = staticmethod(Client.authorization_url)

    async def access_token(
        self, endpoint: Endpoint, request_token: Token, verifier: str
    ) -> TokenResponse:
        """Exchange a request token for an access token; as `Client.access_token`."""
        return await self._run(self._client.access_token, endpoint, request_token, verifier)

    async def renew(
        self, endpoint: Endpoint, access_token: Token, session_handle: str = ""
    ) -> TokenResponse:
        """Exchange an access token for a new one; as `Client.renew`."""
        return await self._run(self._client.renew, endpoint, access_token, session_handle)

    async def renew_token(self, access_token: Token, session_handle: str = "") -> TokenResponse:
        """Renew an access token with the client's provider; as `Client.renew_token`."""
        return await self._run(self._client.renew_token, access_token, session_handle)

    async def xauth(self, endpoint: Endpoint, username: str, password: str) -> TokenResponse:
        """Exchange a user's name and password for an access token; as `Client.xauth`."""
        return await self._run(self._client.xauth, endpoint, username, password)

    async def authorize(
        self,
        callback: str = "oob",
        *,
        request_token_params: TextPairs | None = None,
        authorization_params: TextPairs | None = None,
    ) -> PendingAuthorization:
        """Begin the handshake with the client's provider; as `Client.authorize`."""
        authorize = partial(
            self._client.authorize,
            callback,
            request_token_params=request_token_params,
            authorization_params=authorization_params,
        )
        return await self._run(authorize)

    async def complete(self, pending: PendingAuthorization, redirected_to: str) -> TokenResponse:
        """End the handshake when the user is back; as `Client.complete`."""
        return await self._run(self._client.complete, pending, redirected_to)

    async def complete_with_verifier(
        self, pending: PendingAuthorization, verifier: str
    ) -> TokenResponse:
        """End the handshake with the PIN that the user was shown; as the method of `Client`."""
        return await self._run(self._client.complete_with_verifier, pending, verifier)

    async def aclose(self) -> None:
        """Call off what is under way, which ends with `RequestCancelledError`, and send no more.

        The end of an `async with` does this.
        """
        self._threads.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _run(self, function: Callable[..., _T], *args: object) -> _T:
        """Return what a function does on another thread, for which this task waits."""
        wake, woken = _alarm()
        call = self._threads.start(copy_context().run, (function, *args), wake)
        try:
            await woken()
            while reader := call.wanted():
                call.give(await reader.piece())
                await woken()
            result: _T = call.result()
            return result
        except BaseException:
            call.call_off()
            raise

    def __repr__(self) -> str:
        return f"Async{self._client!r}"


class AsyncSession:
    """As `Session`, with requests that are awaited. `AsyncClient.session` makes one."""

    __slots__ = ("_client", "_session")

    def __init__(self, client: AsyncClient, session: Session, /) -> None:
        self._client = client
        self._session = session

    @property
    def client(self) -> AsyncClient:
        """The client that this session is bound to."""
        return self._client

    @property
    def token(self) -> Token | None:
        """The token that this session is bound to, or None."""
        return self._session.token

    def authorization(self, request: Request) -> str:
        """Sign a request, and return its Authorization header; as `Session.authorization`."""
        return self._session.authorization(request)

    def sign(self, request: Request) -> SignedRequest:
        """Sign a request; as `Session.sign`."""
        return self._session.sign(request)

    def explain(self, request: Request) -> Explanation:
        """Sign a request, and tell how; as `Session.explain`."""
        return self._session.explain(request)

    async def explain_captured(self, captured: CapturedRequest) -> Diagnosis:
        """Look at a request as it was on the wire; as `Session.explain_captured`."""
        return await self._client._run(self._session.explain_captured, captured)

    async def send(self, request: Request) -> Response:
        """Sign a request and send it; as `Session.send`.

        A body may be asynchronous: an iterable for `async for`, or a file whose `read` is awaited.
        """
        return await self._client._run(self._session.send, request)

    def stream(self, request: Request) -> _Opening:
        """Sign a request and send it, and return the response as soon as its headers are there.

        As `Session.stream`: the body is read piece by piece, and is of any size unless the request
        limits it. To be used in an async with statement, or awaited:

            async with session.stream(Request("GET", url)) as response:
                async for piece in response:
                    ...

        Args:
            request: The request.

        Returns:
            An `AsyncResponseStream`, when it is awaited or entered.

        Raises:
            OAuth1Error: As `Session.stream` does, when it is awaited or entered.

        """
        return _Opening(self, request)

    async def request(self, method: str, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Sign and send a request of any method; as `Session.request`."""
        return await self.send(Request(method, url, **options))

    async def get(self, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Sign and send a GET request; as `request`."""
        return await self.request("GET", url, **options)

    async def post(self, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Sign and send a POST request; as `request`."""
        return await self.request("POST", url, **options)

    async def put(self, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Sign and send a PUT request; as `request`."""
        return await self.request("PUT", url, **options)

    async def patch(self, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Sign and send a PATCH request; as `request`."""
        return await self.request("PATCH", url, **options)

    async def delete(self, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Sign and send a DELETE request; as `request`."""
        return await self.request("DELETE", url, **options)

    async def _open(self, request: Request) -> AsyncResponseStream:
        stream = await self._client._run(self._session.stream, request)
        return AsyncResponseStream(self._client, stream)

    def __repr__(self) -> str:
        of = "" if self.token is None else f" and {self.token!r}"
        return f"<oauth1.AsyncSession of {self._client!r}{of}>"


class AsyncResponseStream:
    """As `ResponseStream`, with a body that is awaited. `AsyncSession.stream` makes one.

    A task that is cancelled while it reads leaves it closed: nobody knows how much was read.
    """

    __slots__ = ("_client", "_stream")

    def __init__(self, client: AsyncClient, stream: ResponseStream, /) -> None:
        self._client = client
        self._stream = stream

    @property
    def status(self) -> int:
        """The status (RFC 9110 §15)."""
        return self._stream.status

    @property
    def is_success(self) -> bool:
        """Whether the status is one of success, 200 to 299."""
        return self._stream.is_success

    @property
    def headers(self) -> Headers:
        """The headers: a mapping in which names are found whatever their case."""
        return self._stream.headers

    def header(self, name: str) -> str | None:
        """Return the first header of this name, whatever its case, or None."""
        return self._stream.header(name)

    @property
    def content_length(self) -> int | None:
        """How many bytes the body has, where the response says so."""
        return self._stream.content_length

    async def read(self, size: int = -1, /) -> bytes:
        """Read from the body; as `ResponseStream.read`."""
        return await self._run(self._stream.read, size)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece of the body, as it comes, of 64 KiB at most."""
        piece: bytes | None = await self._run(next, self._stream, None)
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def save(self, path: str | PathLike[str]) -> int:
        """Read what is left of the body into a file; as `ResponseStream.save`."""
        return await self._run(self._stream.save, path)

    async def raise_for_status(self) -> None:
        """Insist on success; as `ResponseStream.raise_for_status`."""
        await self._run(self._stream.raise_for_status)

    async def aclose(self) -> None:
        """Let go of the connection. What is left of the body is lost."""
        self._stream.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._stream.closed

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _run(self, function: Callable[..., _T], *args: object) -> _T:
        try:
            return await self._client._run(function, *args)
        except Exception:
            raise
        except BaseException:
            self._stream.close()
            raise

    def __repr__(self) -> str:
        return f"<oauth1.AsyncResponseStream {self.status}>"


never_pickled(AsyncClient, "its secret is nowhere by accident: make one where it is used")
never_pickled(AsyncSession, "its secrets are nowhere by accident: make one where it is used")


class BodyReader:
    """Reads an asynchronous body piece by piece, in the task that sends it."""

    __slots__ = ("_pieces", "_source")

    def __init__(self, source: Any) -> None:
        self._source = source
        self._pieces: Any = None

    async def piece(self) -> object:
        """Return the next piece; None at the end."""
        if hasattr(self._source, "read"):
            return await self._source.read(_PIECE) or None
        if self._pieces is None:
            self._pieces = aiter(self._source)
        return await anext(self._pieces, None)


class _Opening:
    """A response that is yet to come: to be awaited, or entered."""

    __slots__ = ("_request", "_session", "_stream")

    def __init__(self, session: AsyncSession, request: Request) -> None:
        self._session = session
        self._request = request
        self._stream: AsyncResponseStream | None = None

    def __await__(self) -> Generator[Any, None, AsyncResponseStream]:
        return self._session._open(self._request).__await__()

    async def __aenter__(self) -> AsyncResponseStream:
        self._stream = await self
        return self._stream

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._stream:
            await self._stream.aclose()


def _alarm() -> tuple[Callable[[], object], Callable[[], Awaitable[object]]]:
    """Return what wakes this task, from any thread, and what it waits by."""
    trio = _trio.running()
    if trio:
        turns = trio.Semaphore(0)
        token = trio.lowlevel.current_trio_token()
        return lambda: token.run_sync_soon(turns.release), turns.acquire
    import asyncio  # noqa: PLC0415 - it is slow to import, and here where it is used

    loop = asyncio.get_running_loop()
    signals = asyncio.Semaphore(0)
    return lambda: loop.call_soon_threadsafe(signals.release), signals.acquire
