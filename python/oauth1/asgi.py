"""The provider's side as ASGI middleware: what is not signed as it should be gets no further.

    verifier = AsyncVerifier(secret_of_consumer, secret_of_token)
    application = VerifyingMiddleware(application, verifier)

The application finds the `oauth1.Verified` in `scope["state"]["oauth1.verified"]`, and reads the
body as it would without the middleware. What is not HTTP, such as the life span of the server, goes
through; a WebSocket is refused, since its messages are signed by nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import quote

from oauth1 import VerificationError, Verifier
from oauth1.verifier import AsyncVerifier

__all__ = ["VerifyingMiddleware", "url_of"]

logger = logging.getLogger("oauth1")

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
    raw = scope.get("raw_path")
    path = raw.decode("latin-1") if raw else quote(scope["path"], safe="/;=,:@!$&'()*+~")
    query = scope["query_string"].decode("latin-1")
    # a server may leave the query in raw_path
    path = path.partition("?")[0] + (f"?{query}" if query else "")
    return f"{scope.get('scheme', 'http')}://{host}{path}"


class VerifyingMiddleware:
    """Lets the requests through that a verifier accepts.

    The others are answered with the status, the challenge and the message of the refusal, and the
    log `oauth1` is told why.

    Args:
        application: What the requests are for.
        verifier: What checks them: an `AsyncVerifier`, or a `Verifier` whose look-ups do not wait.
        max_body_size: How many bytes a body may have, which is read before it is known who sent it;
            a larger one is answered with 413.

    """

    def __init__(
        self,
        application: Application,
        verifier: AsyncVerifier | Verifier,
        *,
        max_body_size: int = 10 << 20,
    ) -> None:
        self.application = application
        self.verifier = verifier
        self.max_body_size = max_body_size

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
                await _answer(send, 413, "the body is too large", None)
                return
        try:
            given = self.verifier.verify(
                scope["method"], url_of(scope), headers=scope["headers"], body=bytes(body)
            )
            verified = await given if isinstance(given, Awaitable) else given
        except VerificationError as refused:
            logger.warning("refused a request: %s: %s", refused.reason, refused)
            await _answer(send, refused.status, refused.public_message, refused.www_authenticate)
            return
        state = {**scope.get("state", {}), "oauth1.verified": verified}
        await self.application({**scope, "state": state}, _again(bytes(body), receive), send)


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


async def _answer(send: Send, status: int, text: str, challenge: str | None) -> None:
    body = f"{text}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    if challenge is not None:
        headers.append((b"www-authenticate", challenge.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
