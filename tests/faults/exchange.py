"""A request and the answer to it, well formed or not; what answers which path."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

from wire import PIECE, Connection, Request

TEXT = "text/plain; charset=utf-8"
FORM = "application/x-www-form-urlencoded"

_WITHOUT_BODY = ("1", "204", "304")

Headers = Sequence[tuple[str, str]]


class BadParameterError(Exception):
    """The query asks for what cannot be."""


class Exchange:
    """A request, and the means to answer it."""

    def __init__(self, connection: Connection, request: Request) -> None:
        self.connection = connection
        self.request = request

    def parameter(self, name: str, default: str = "") -> str:
        """Return what the query says."""
        return self.request.parameters.get(name, [default])[0]

    def number(self, name: str, default: int) -> int:
        """Return the number that the query says."""
        text = self.parameter(name, str(default))
        try:
            return int(text)
        except ValueError:
            raise BadParameterError(f"{name} is no number: {text}") from None

    @property
    def origin(self) -> str:
        """The scheme and the authority by which the client reached this server."""
        scheme = "https" if self.connection.is_encrypted else "http"
        return f"{scheme}://{self.request.header('Host')}"

    @property
    def seen(self) -> dict[str, Any]:
        """The request, as an answer of JSON tells it."""
        body = self.request.body
        return {
            "ok": True,
            "method": self.request.method,
            "path": self.request.path,
            "query": self.request.query,
            "headers": self.request.headers,
            "body_length": body.length,
            "body_sha256": body.sha256,
            "body": body.start.decode(errors="replace"),
            "connection": self.connection.number,
        }

    async def receive(self) -> None:
        """Read the body, having said that it may come where the client waits for that."""
        if self.request.header("Expect").lower() == "100-continue":
            await self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        await self.request.body.read()

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        await self.connection.send(data)

    async def begin(self, status: int | str, headers: Headers) -> None:
        """Send the head of an answer."""
        lines = [f"HTTP/1.1 {status} {_reason(status)}"]
        names = {name.lower() for name, _ in headers}
        lines += [f"{name}: {value}" for name, value in headers]
        if "date" not in names:
            lines.append(f"Date: {formatdate(usegmt=True)}")
        if "connection" not in names and self.request.is_last:
            lines.append("Connection: close")
        await self.send("".join(f"{line}\r\n" for line in [*lines, ""]).encode())

    async def answer(
        self,
        body: bytes = b"",
        status: int | str = 200,
        content_type: str = TEXT,
        headers: Headers = (),
    ) -> None:
        """Answer. Headers that are given take the place of those that all answers have."""
        names = {name.lower() for name, _ in headers}
        own = []
        if has_body := not str(status).startswith(_WITHOUT_BODY):
            own = [("Content-Type", content_type), ("Content-Length", str(len(body)))]
        kept = [header for header in own if header[0].lower() not in names]
        await self.begin(status, [*kept, *headers])
        if has_body and self.request.method != "HEAD":
            await self.send(body)

    async def answer_json(self, value: Any, status: int = 200, headers: Headers = ()) -> None:
        """Answer with JSON."""
        body = json.dumps(value).encode()
        await self.answer(body, status, "application/json", headers)

    async def answer_in_chunks(
        self, pieces: Iterator[bytes], content_type: str, headers: Headers = ()
    ) -> None:
        """Answer with chunks, one for each piece."""
        framing = [("Content-Type", content_type), ("Transfer-Encoding", "chunked")]
        await self.begin(200, [*framing, *headers])
        if self.request.method == "HEAD":
            return
        for piece in pieces:
            await self.send(b"%x\r\n%b\r\n" % (len(piece), piece))
        await self.send(b"0\r\n\r\n")


Answer = Callable[[Exchange], Awaitable[None]]


class Paths(dict[str, Answer]):
    """The answers, by path."""

    def at(self, path: str) -> Callable[[Answer], Answer]:
        """Have a function answer a path."""

        def register(answer: Answer) -> Answer:
            self[path] = answer
            return answer

        return register


async def refuse_malformed(connection: Connection, error: Exception) -> None:
    """Say that a request cannot be read, and nothing that would follow it."""
    body = f"{error}\n".encode()
    head = f"HTTP/1.1 400 Bad Request\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    await connection.send(head.encode() + body)


def filler(size: int, piece: bytes = b"x" * PIECE) -> Iterator[bytes]:
    """Return so many bytes, in pieces."""
    while size > 0:
        yield piece[:size]
        size -= len(piece)


def _reason(status: int | str) -> str:
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return "Unnamed"
