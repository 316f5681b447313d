"""Uploads and downloads of any size, of which no more than a piece is ever held."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import parse_qsl

from oauth1.sandbox.gate import Gate
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.multipart import MultipartError, MultipartReader, Part
from oauth1.sandbox.users import user_json

_MULTIPART = "multipart/form-data"
_DOWNLOAD = "application/octet-stream"
_SIZE = re.compile(r"[0-9]{1,12}")
_PIECE = 64 * 1024
_PERIOD = 251
_PATTERN = bytes(range(_PERIOD)) * (_PIECE // _PERIOD + 2)


class Transfers:
    """The endpoints that take and give bytes.

    Args:
        gate: What lets requests in.
        streams: Whether it does so before their bodies have arrived.

    """

    def __init__(self, gate: Gate, *, streams: bool) -> None:
        self.streams = streams
        self._gate = gate

    def upload(self, request: Request) -> Response:
        """Say what was uploaded: how much, its hash, and the same of each part of a form."""
        access = self._gate.access(request, two_legged=True)
        whole = hashlib.sha256()
        size = 0
        reader = None
        try:
            if request.content_type == _MULTIPART:
                reader = MultipartReader(request.headers["content-type"])
            for piece in request.content or (request.body,):
                size += len(piece)
                whole.update(piece)
                access.body_hash.update(piece)
                if reader:
                    reader.feed(piece)
            parts = reader.close() if reader else _fields(request)
        except MultipartError as error:
            return Response.json(
                {"errors": [{"code": HTTPStatus.BAD_REQUEST.value, "message": str(error)}]},
                HTTPStatus.BAD_REQUEST,
            )
        if request.content:
            access.body_hash.finish()
        return Response.json(
            {
                "method": request.method,
                "content_type": request.headers.get("content-type"),
                "size": size,
                "sha256": whole.hexdigest(),
                "fields": [part.description() for part in parts if part.filename is None],
                "files": [part.description() for part in parts if part.filename is not None],
                "consumer_key": access.consumer,
                "user": access.user and user_json(access.user),
            }
        )

    def download(self, request: Request) -> Response:
        """Give as many bytes as are asked for; the one at N is N modulo 251."""
        access = self._gate.access(request, two_legged=True)
        wanted = dict(access.parameters).get("size", "")
        if not _SIZE.fullmatch(wanted):
            message = "Say how many bytes: size=1000000."
            return Response.json(
                {"errors": [{"code": HTTPStatus.BAD_REQUEST.value, "message": message}]},
                HTTPStatus.BAD_REQUEST,
            )
        return Response(
            HTTPStatus.OK,
            content_type=_DOWNLOAD,
            content=_bytes(int(wanted)),
            length=int(wanted),
        )


def _fields(request: Request) -> list[Part]:
    """Return the parameters of form data as parts, and of all else none."""
    if not request.is_form:
        return []
    parts = []
    for name, value in parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True):
        part = Part(name, None, "")
        part.take(value.encode())
        parts.append(part)
    return parts


def _bytes(size: int) -> Iterator[bytes]:
    at = 0
    while at < size:
        start = at % _PERIOD
        piece = _PATTERN[start : start + min(_PIECE, size - at)]
        yield piece
        at += len(piece)
