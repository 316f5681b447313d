"""multipart/form-data (RFC 7578), read piece by piece: of each part, its size and its hash."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

LONGEST_VALUE = 4096

_LONGEST_BOUNDARY = 70
_LONGEST_HEADER = 16 * 1024
_MOST_PARTS = 1000
_END_OF_HEADER = b"\r\n\r\n"
_BOUNDARY = re.compile(r'(?:^|;)\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))', re.IGNORECASE)
_PARAMETER = re.compile(r';\s*(name|filename)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.IGNORECASE)


class MultipartError(ValueError):
    """The body is not what its content type says."""


@dataclass
class Part:
    """A part: a field, or a file if it has a file name."""

    name: str
    filename: str | None
    content_type: str
    size: int = 0
    value: bytes = b""
    _digest: Any = field(default_factory=hashlib.sha256)

    def take(self, piece: bytes) -> None:
        """Take the next piece of the content, of which only the beginning is kept."""
        self.size += len(piece)
        self._digest.update(piece)
        if len(self.value) <= LONGEST_VALUE and self.filename is None:
            self.value += piece[: LONGEST_VALUE + 1]

    def description(self) -> dict[str, object]:
        """Return what there is to say about the part."""
        said: dict[str, object] = {"name": self.name}
        if self.filename is not None:
            said.update(filename=self.filename, content_type=self.content_type)
        elif len(self.value) <= LONGEST_VALUE:
            said["value"] = self.value.decode("utf-8", "replace")
        return {**said, "size": self.size, "sha256": self._digest.hexdigest()}


class MultipartReader:
    """Takes a body apart as it arrives, holding no more of it than one piece."""

    def __init__(self, content_type: str) -> None:
        found = _BOUNDARY.search(content_type)
        boundary = (found and (found[1] or found[2])) or ""
        if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
            raise MultipartError("the content type has no boundary, or not one that is allowed")
        self.parts: list[Part] = []
        self._delimiter = b"\r\n--" + boundary.encode("latin-1")
        self._buffer = b"\r\n"  # the first delimiter may be at the very beginning
        self._part: Part | None = None
        self._in_header = False
        self._ended = False

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        if self._ended:
            return
        self._buffer += piece
        while self._step():
            pass

    def close(self) -> list[Part]:
        """Return the parts, once the body has ended."""
        if not self._ended:
            raise MultipartError("the last boundary is missing")
        return self.parts

    def _step(self) -> bool:
        """Go as far as the buffer allows; false when there is to be more of it first."""
        return self._read_header() if self._in_header else self._read_content()

    def _read_content(self) -> bool:
        at = self._buffer.find(self._delimiter)
        if at < 0:
            keep = len(self._delimiter) - 1
            self._take(self._buffer[:-keep])
            self._buffer = self._buffer[-keep:]
            return False
        after = self._buffer[at + len(self._delimiter) :]
        if after.startswith(b"--"):
            self._take(self._buffer[:at])
            self._ended = True
            return False
        line, found, _ = after.partition(b"\r\n")
        if not found and len(after) > _LONGEST_HEADER:
            raise MultipartError("a boundary is not followed by the end of its line")
        if not found:
            return False
        if line.strip(b" \t"):
            raise MultipartError("a boundary is followed by something else on its line")
        self._take(self._buffer[:at])
        self._buffer = after[len(line) :]  # the line's end may be the end of an empty header too
        self._in_header = True
        return True

    def _read_header(self) -> bool:
        header, found, rest = self._buffer.partition(_END_OF_HEADER)
        if len(header) > _LONGEST_HEADER:
            raise MultipartError("the header of a part is too long")
        if not found:
            return False
        if len(self.parts) == _MOST_PARTS:
            raise MultipartError(f"there are more than {_MOST_PARTS} parts")
        self._part = _part(header)
        self.parts.append(self._part)
        self._buffer = rest
        self._in_header = False
        return True

    def _take(self, content: bytes) -> None:
        if self._part:
            self._part.take(content)


def _part(header: bytes) -> Part:
    fields = {}
    for line in header.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    disposition = fields.get("content-disposition", "")
    names = {
        kind.lower(): re.sub(r'\\([\\"])', r"\1", quoted) or plain.strip()
        for kind, quoted, plain in _PARAMETER.findall(disposition)
    }
    if not disposition.lower().startswith("form-data") or "name" not in names:
        raise MultipartError("a part has no name")
    return Part(names["name"], names.get("filename"), fields.get("content-type", "text/plain"))
