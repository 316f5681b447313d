"""The connections of clients: requests are read from them, and any bytes are written to them."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs

LARGEST_HEAD = 1024 * 1024
PIECE = 64 * 1024

_ABSOLUTE = re.compile(r"(?:https?://[^/?#]*)?(?P<path>[^?#]*)(?:\?(?P<query>.*))?", re.I)
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")
_END_AT_ONCE = struct.pack("ii", 1, 0)


class MalformedError(Exception):
    """What a client sent is not HTTP, so that nothing more can be read of its connection."""


class Body:
    """The body of a request. It is read as it comes, and only its beginning is kept."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self.length = 0
        self.start = b""
        self.complete = False
        self._pieces = pieces
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The hash of what has been read so far."""
        return self._hash.hexdigest()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read what is left, piece by piece."""
        async for piece in self._pieces:
            self.length += len(piece)
            self.start += piece[: PIECE - len(self.start)]
            self._hash.update(piece)
            yield piece
        self.complete = True

    async def read(self) -> None:
        """Read to the end."""
        async for _ in self.pieces():
            pass


@dataclass(frozen=True)
class Request:
    """A request. Its head is decoded as Latin-1, so that each byte is one character."""

    method: str
    target: str
    version: str
    headers: list[tuple[str, str]]
    body: Body

    @property
    def path(self) -> str:
        """The path of the target, or all of it where it has none, as in a CONNECT."""
        return self._parts[0]

    @property
    def query(self) -> str:
        """What follows the target's question mark."""
        return self._parts[1]

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """The decoded values of the query, by name."""
        return parse_qs(self.query, keep_blank_values=True)

    def header(self, name: str) -> str:
        """Return the values of a header, joined by commas."""
        return _header(self.headers, name)

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return bool(self.header("Transfer-Encoding"))

    @property
    def is_last(self) -> bool:
        """Whether the client expects the connection to end after the answer."""
        options = self.header("Connection").lower()
        return "close" in options or (self.version == "HTTP/1.0" and "keep-alive" not in options)

    @cached_property
    def _parts(self) -> tuple[str, str]:
        match = _ABSOLUTE.fullmatch(self.target)
        if self.method == "CONNECT" or not match:
            return self.target, ""
        return match["path"] or "/", match["query"] or ""


class Connection:
    """An accepted connection: its number, and the name and port of the server it was made to."""

    def __init__(
        self,
        number: int,
        server: str,
        port: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.number = number
        self.server = server
        self.port = port
        self.reader = reader
        self._writer = writer
        # So that all is on its way once it has been sent, and a cut takes nothing back.
        writer.transport.set_write_buffer_limits(high=1, low=0)

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return self._writer.get_extra_info("ssl_object") is not None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be sent."""
        return self._writer.is_closing()

    async def read_request(self) -> Request | None:
        """Read the head of the next request, or return None where the client is gone."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError:
            raise MalformedError("The head of the request is too long.") from None
        first, *lines = head[:-4].decode("latin-1").split("\r\n")
        match first.split(" "):
            case [method, target, "HTTP/1.0" | "HTTP/1.1" as version]:
                headers = [_read_header(line) for line in lines]
                return Request(
                    method, target, version, headers, Body(_framed(self.reader, headers))
                )
        raise MalformedError(f"This is no request line: {first}")

    async def send(self, data: bytes) -> None:
        """Send, at the pace of the client."""
        self._writer.write(data)
        await self._writer.drain()
        # A client that reads as fast as this sends would let no other have a turn.
        await asyncio.sleep(0)

    async def wait_for_end(self) -> None:
        """Wait until the client is gone."""
        while await self.reader.read(PIECE):
            pass

    async def close(self) -> None:
        """End the connection as one does, with TLS's own farewell where it is spoken."""
        self._writer.close()
        try:
            await asyncio.wait_for(self._writer.wait_closed(), 1)
        except (OSError, asyncio.TimeoutError):
            self.cut()

    def cut(self) -> None:
        """End the connection of TCP, without a farewell of TLS."""
        self._writer.transport.abort()

    def reset(self) -> None:
        """End the connection by a TCP reset."""
        endpoint: socket.socket | None = self._writer.get_extra_info("socket")
        if endpoint:
            with suppress(OSError):  # it has ended already
                endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _END_AT_ONCE)
        self.cut()


def _header(headers: list[tuple[str, str]], name: str) -> str:
    return ", ".join(value for own, value in headers if own.lower() == name.lower())


def _read_header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name or name != name.strip():
        raise MalformedError(f"This is no header: {line}")
    return name, value.strip(" \t")


def _framed(reader: asyncio.StreamReader, headers: list[tuple[str, str]]) -> AsyncIterator[bytes]:
    encoding = _header(headers, "Transfer-Encoding")
    length = _header(headers, "Content-Length")
    if encoding:
        if encoding.lower() != "chunked" or length:
            raise MalformedError("The body's encoding is not chunked alone.")
        return _chunked(reader)
    if not _LENGTH.fullmatch(length or "0"):
        raise MalformedError("The Content-Length is no number.")
    return _sized(reader, int(length or "0"))


async def _sized(reader: asyncio.StreamReader, length: int) -> AsyncIterator[bytes]:
    while length:
        piece = await reader.read(min(length, PIECE))
        if not piece:
            raise asyncio.IncompleteReadError(b"", length)
        length -= len(piece)
        yield piece


async def _chunked(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while True:
        match = _CHUNK.fullmatch(await reader.readuntil(b"\r\n"))
        if not match:
            raise MalformedError("This is no chunk.")
        length = int(match[1], 16)
        if not length:
            break
        async for piece in _sized(reader, length):
            yield piece
        if await reader.readexactly(2) != b"\r\n":
            raise MalformedError("A chunk is longer than it says.")
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
