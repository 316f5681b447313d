"""Answers that are well formed, of every kind that a client should cope with."""

from __future__ import annotations

import asyncio
import gzip
from collections import Counter
from collections.abc import Iterator

from exchange import BadParameterError, Exchange, Headers, Paths, filler

BINARY = "application/octet-stream"

_SENTENCE = b"The quick brown fox jumps over the lazy dog.\n"
_FOREIGN = "Señor Müller: ¡olé!, 5 £, Fußgänger"
# A prime, so that nothing that is misplaced by a power of two goes unnoticed.
_DATA = bytes((i * 2654435761 & 0xFFFFFFFF) >> 24 for i in range(65521))
_CHUNK_SIZES = (1, 7, 4096, 16, 65536, 1000)

paths = Paths()
_times_unavailable: Counter[str] = Counter()


@paths.at("/ok")
async def ok(exchange: Exchange) -> None:
    await exchange.answer_json(exchange.seen)


@paths.at("/slow")
async def slow(exchange: Exchange) -> None:
    await asyncio.sleep(exchange.number("ms", 1000) / 1000)
    await ok(exchange)


@paths.at("/status")
async def status(exchange: Exchange) -> None:
    headers = [_header(line) for line in exchange.request.parameters.get("header", [])]
    body = exchange.parameter("body").encode()
    await exchange.answer(body, exchange.parameter("code", "200"), headers=headers)


@paths.at("/unavailable")
async def unavailable(exchange: Exchange) -> None:
    key = exchange.parameter("key")
    if _times_unavailable[key] >= exchange.number("times", 1):
        await ok(exchange)
        return
    _times_unavailable[key] += 1
    if exchange.parameter("drop"):
        await exchange.connection.close()
        return
    retry_after = exchange.parameter("retry_after")
    headers = [("Retry-After", retry_after)] if retry_after else []
    await exchange.answer(b"Unavailable\n", exchange.number("code", 503), headers=headers)


@paths.at("/duplicate-headers")
async def duplicate_headers(exchange: Exchange) -> None:
    headers = [
        ("Set-Cookie", "a=1; Path=/"),
        ("X-Twice", "first"),
        ("Set-Cookie", "b=2; Expires=Wed, 21 Oct 2099 07:28:00 GMT"),
        ("x-twice", "second"),
        ("Set-Cookie", "a=3"),
    ]
    await exchange.answer_json(exchange.seen, headers=headers)


@paths.at("/charset")
async def charset(exchange: Exchange) -> None:
    name = exchange.parameter("name", "latin-1")
    text = exchange.parameter("text", _FOREIGN)
    try:
        body = text.encode(name, errors="replace")
    except LookupError:
        body = text.encode()
    await exchange.answer(body, content_type=f"text/plain; charset={name}")


@paths.at("/no-content")
async def no_content(exchange: Exchange) -> None:
    await exchange.answer(status=204)


@paths.at("/head")
async def head(exchange: Exchange) -> None:
    await exchange.answer(_DATA[:1000], content_type=BINARY)


@paths.at("/continue-100")
async def continue_100(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    await exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
    await ok(exchange)


@paths.at("/keepalive-close")
async def keepalive_close(exchange: Exchange) -> None:
    await ok(exchange)
    await exchange.connection.close()


@paths.at("/download")
async def download(exchange: Exchange) -> None:
    size = exchange.number("size", 1000)
    await exchange.begin(200, _typed(BINARY, size))
    if exchange.request.method != "HEAD":
        for piece in filler(size, _DATA):
            await exchange.send(piece)


@paths.at("/chunked")
async def chunked(exchange: Exchange) -> None:
    await exchange.answer_in_chunks(_uneven(exchange.number("size", 1000)), BINARY)


@paths.at("/gzip")
async def gzipped(exchange: Exchange) -> None:
    text = b"".join(filler(exchange.number("size", 10_000), _SENTENCE))
    body = await asyncio.to_thread(gzip.compress, text)
    await exchange.answer(body, headers=[("Content-Encoding", "gzip")])


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise BadParameterError(f"This is no header: {line}")
    return name, value.strip()


def _typed(content_type: str, length: int) -> Headers:
    return [("Content-Type", content_type), ("Content-Length", str(length))]


def _uneven(size: int) -> Iterator[bytes]:
    """The first bytes of a download, in pieces of many sizes."""
    at = turn = 0
    thrice = _DATA * 3
    while at < size:
        start = at % len(_DATA)
        piece = thrice[start : start + min(size - at, _CHUNK_SIZES[turn % len(_CHUNK_SIZES)])]
        yield piece
        at += len(piece)
        turn += 1
