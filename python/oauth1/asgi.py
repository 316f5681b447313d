"""The provider's side as ASGI middleware: what is not signed as it should be gets no further.

    verifier = AsyncVerifier(secret_of_consumer, secret_of_token)
    application = VerifyingMiddleware(application, verifier)

The application finds the `oauth1.Verified` in `scope["state"]["oauth1.verified"]`, and reads the
body as it would without the middleware. What is not HTTP, such as the life span of the server, goes
through; a WebSocket is refused, since its messages are signed by nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from oauth1 import VerificationError, Verifier
from oauth1._received import (
    Answer,
    BodyTooLargeError,
    Received,
    encoded_path,
    refusal,
    verify_async,
)
from oauth1.verifier import AsyncVerifier

__all__ = ["VerifyingMiddleware", "url_of"]

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


def url_of(scope: Scope) -> str:
    """Put together the URL of a request, as a verifier takes it: path and query as they came.

    Args:
        scope: The request.

    Returns:
        The URL.

    """
    host = next(
        (value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), ""
    )
    if not host:
        name, port = scope.get("server") or ("localhost", None)
        host = name if port is None else f"{name}:{port}"
    query = scope["query_string"].decode("latin-1")
    target = path_of(scope) + (f"?{query}" if query else "")
    return f"{scope.get('scheme', 'http')}://{host}{target}"


def path_of(scope: Scope) -> str:
    """Return the path of a request, as it came where the server tells."""
    raw: bytes | None = scope.get("raw_path")
    # a server may leave the query in raw_path
    return raw.decode("latin-1").partition("?")[0] if raw else encoded_path(scope["path"])


class VerifyingMiddleware:
    """Lets the requests through that a verifier accepts.

    The others are answered with the status, the challenge and the message of the refusal, and the
    log `oauth1` is told why.

    Args:
        application: What the requests are for.
        verifier: What checks them: an `AsyncVerifier`, or a `Verifier` whose look-ups do not wait.
        max_body_size: How many bytes a body may have, which is read before it is known who sent it;
            a larger one is answered with 413.
        explain: Whether the log is told as well what makes a signature wrong. It takes far longer
            than verifying: for finding out, and not for good.

    """

    def __init__(
        self,
        application: Application,
        verifier: AsyncVerifier | Verifier,
        *,
        max_body_size: int = 10 << 20,
        explain: bool = False,
    ) -> None:
        self.application = application
        self.verifier = verifier
        self.max_body_size = max_body_size
        self.explain = explain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Verify a request, and hand it on."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self.application(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self.max_body_size:
                await _send(send, refusal(BodyTooLargeError()))
                return
        request = Received(scope["method"], url_of(scope), scope["headers"], bytes(body))
        try:
            verified = await verify_async(self.verifier, request, explain=self.explain)
        except VerificationError as refused:
            await _send(send, refusal(refused))
            return
        state = {**scope.get("state", {}), "oauth1.verified": verified}
        await self.application({**scope, "state": state}, _again(request.body, receive), send)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give the body once more, and then what else comes."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


async def _send(send: Send, answer: Answer) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
