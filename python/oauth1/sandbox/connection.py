"""HTTP/1.1 requests, read from a connection (RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import BufferedIOBase

from oauth1.sandbox.messages import TEXT, Response
from oauth1.sandbox.routes import METHODS

PIECE = 64 * 1024

_LONGEST_LINE = 64 * 1024
_MOST_FIELDS = 100
_LONGEST_SIZE_LINE = 1024
_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^ ]+) HTTP/(\d)\.(\d)")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\r\0]*)")
_LENGTH = re.compile(r"[0-9]{1,18}")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


class UnreadableError(Exception):
    """A request cannot be read, and with it nothing that follows on its connection."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.response = Response(status, f"{text}\n".encode(), TEXT)


class TooLargeError(UnreadableError):
    """A body is longer than it may be."""

    def __init__(self, limit: int) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The limit is {limit} bytes.")


@dataclass(frozen=True)
class Head:
    """All of a request that comes before its body."""

    method: str
    target: str
    minor_version: int
    fields: tuple[tuple[str, str], ...]
    headers: dict[str, str]

    @classmethod
    def read(cls, stream: BufferedIOBase) -> Head | None:
        """Read the next request's head; there is none once the client has closed its side."""
        line = _line(stream, HTTPStatus.REQUEST_URI_TOO_LONG)
        if line == "":
            line = _line(stream, HTTPStatus.REQUEST_URI_TOO_LONG)  # some clients send an empty one
        if line is None:
            return None
        match = _REQUEST_LINE.fullmatch(line)
        if not match:
            raise UnreadableError(HTTPStatus.BAD_REQUEST, "The request line is malformed.")
        method, target, major, minor = match.groups()
        if major != "1":
            text = "The sandbox speaks HTTP/1.1."
            raise UnreadableError(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, text)
        if method not in METHODS:
            raise UnreadableError(HTTPStatus.NOT_IMPLEMENTED, f"There is no method {method} here.")
        fields = tuple(_fields(stream))
        headers = {name.lower(): value for name, value in reversed(fields)}
        return cls(method, target, int(minor), fields, headers)

    @property
    def is_last(self) -> bool:
        """Whether the client wants the connection closed after the answer."""
        wishes = self.headers.get("connection", "").lower()
        return self.minor_version == 0 or "close" in wishes

    def all_of(self, name: str) -> list[str]:
        """Return all values of a header field."""
        return [value for each, value in self.fields if each.lower() == name]


class Body:
    """A request's body, read from its connection as it is asked for."""

    def __init__(
        self, stream: BufferedIOBase, head: Head, say_continue: Callable[[], object]
    ) -> None:
        self._stream = stream
        self._chunked = False
        self._left = 0
        self._ended = False
        expects = head.headers.get("expect", "").lower() == "100-continue"
        self._say_continue = say_continue if expects else None
        coding = head.headers.get("transfer-encoding")
        if coding is not None:
            self._be_chunked(head, coding)
        elif "content-length" in head.headers:
            lengths = set(head.all_of("content-length"))
            length = lengths.pop()
            if lengths or not _LENGTH.fullmatch(length):
                text = "The Content-Length is malformed."
                raise UnreadableError(HTTPStatus.BAD_REQUEST, text)
            self._left = int(length)
        self._ended = not self._chunked and self._left == 0

    @property
    def ended(self) -> bool:
        """Whether all of it was read."""
        return self._ended

    def __iter__(self) -> Iterator[bytes]:
        """Return the rest of the body, piece by piece."""
        while piece := self._piece():
            yield piece

    def read(self, limit: int) -> bytes:
        """Return the whole body, or raise TooLargeError if there is more of it."""
        pieces = []
        size = 0
        if self._left <= limit:
            for piece in self:
                size += len(piece)
                if size > limit:
                    break
                pieces.append(piece)
        if not self._ended:
            raise TooLargeError(limit)
        return b"".join(pieces)

    def discard(self, limit: int) -> bool:
        """Read on and forget it: clients that are still sending do not see the answer otherwise.

        Whoever waits to be asked for the body does see it. Return whether the end was reached.
        """
        while not self._ended and self._say_continue is None and limit > 0:
            limit -= len(self._piece())
        return self._ended

    def _be_chunked(self, head: Head, coding: str) -> None:
        if "content-length" in head.headers or head.minor_version == 0:
            text = "The body's length is told in two ways."
            raise UnreadableError(HTTPStatus.BAD_REQUEST, text)
        if coding.strip().lower() != "chunked" or len(head.all_of("transfer-encoding")) > 1:
            text = "The only transfer coding here is chunked."
            raise UnreadableError(HTTPStatus.NOT_IMPLEMENTED, text)
        self._chunked = True

    def _piece(self) -> bytes:
        if self._ended:
            return b""
        if self._say_continue:
            self._say_continue()
            self._say_continue = None
        if self._chunked and self._left == 0:
            self._left = self._chunk_size()
            if self._left == 0:
                self._read_trailers()
                self._ended = True
                return b""
        piece = self._stream.read1(min(self._left, PIECE))
        if not piece:
            raise UnreadableError(HTTPStatus.BAD_REQUEST, "The body ends too early.")
        self._left -= len(piece)
        if self._left == 0:
            self._finish_piece()
        return piece

    def _finish_piece(self) -> None:
        if not self._chunked:
            self._ended = True
        elif self._stream.readline(3) not in {b"\r\n", b"\n"}:
            raise UnreadableError(HTTPStatus.BAD_REQUEST, "A chunk is malformed.")

    def _chunk_size(self) -> int:
        match = _SIZE.fullmatch(self._stream.readline(_LONGEST_SIZE_LINE))
        if not match:
            raise UnreadableError(HTTPStatus.BAD_REQUEST, "The size of a chunk is malformed.")
        return int(match[1], 16)

    def _read_trailers(self) -> None:
        for _ in _fields(self._stream):
            pass


def _fields(stream: BufferedIOBase) -> Iterator[tuple[str, str]]:
    """Return header fields, up to the empty line."""
    for _ in range(_MOST_FIELDS):
        line = _line(stream, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if not line:
            if line is None:
                raise UnreadableError(HTTPStatus.BAD_REQUEST, "The header ends too early.")
            return
        match = _FIELD.fullmatch(line)
        if not match:
            raise UnreadableError(HTTPStatus.BAD_REQUEST, "A header field is malformed.")
        yield match[1], match[2].strip(" \t")
    text = f"There are more than {_MOST_FIELDS} header fields."
    raise UnreadableError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, text)


def _line(stream: BufferedIOBase, too_long: HTTPStatus) -> str | None:
    """Return a line without its end; there is none at the end of the stream."""
    line = stream.readline(_LONGEST_LINE + 2)
    if not line:
        return None
    if len(line) > _LONGEST_LINE:
        raise UnreadableError(too_long, f"The limit is {_LONGEST_LINE} bytes a line.")
    if not line.endswith(b"\n"):
        raise UnreadableError(HTTPStatus.BAD_REQUEST, "The request ends too early.")
    return line.rstrip(b"\r\n").decode("latin-1")
