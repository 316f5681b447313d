"""Answers that break HTTP, that end too early, that do not end, or that do not come at all."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterable
from functools import cache

from exchange import TEXT, Exchange, Paths, filler
from wire import PIECE

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_GZIPPED = [("Content-Encoding", "gzip")]
_BOMB = 1024  # MiB
_PAUSE = 0.1  # in which a client reads what came before the end

paths = Paths()


# --- which do not come, or slowly ---------------------------------------------


@paths.at("/silent")
async def silent(exchange: Exchange) -> None:
    await exchange.connection.wait_for_end()


@paths.at("/drip")
async def drip(exchange: Exchange) -> None:
    await _drip(exchange, _OK + b"Content-Length: 10\r\n\r\ndrip drop\n")


@paths.at("/drip-body")
async def drip_body(exchange: Exchange) -> None:
    size = exchange.number("size", 60)
    await exchange.send(_OK + b"Content-Length: %d\r\n\r\n" % size)
    await _drip(exchange, b"x" * size)


# --- which end too early ------------------------------------------------------


@paths.at("/close-before")
async def close_before(exchange: Exchange) -> None:
    await exchange.connection.close()


@paths.at("/close-mid-header")
async def close_mid_header(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    exchange.connection.cut()


@paths.at("/close-mid-body")
async def close_mid_body(exchange: Exchange) -> None:
    await exchange.send(_sized(1000, 100))
    exchange.connection.cut()


@paths.at("/close-mid-chunk")
async def close_mid_chunk(exchange: Exchange) -> None:
    await exchange.send(_CHUNKED + b"3e8\r\n" + b"x" * 100)
    exchange.connection.cut()


@paths.at("/reset-mid-body")
async def reset_mid_body(exchange: Exchange) -> None:
    await exchange.send(_sized(1000, 100))
    await asyncio.sleep(_PAUSE)
    exchange.connection.reset()


@paths.at("/gzip-cut")
async def gzip_cut(exchange: Exchange) -> None:
    whole = gzip.compress(b"%d\n" * 1000 % tuple(range(1000)))
    await exchange.answer(whole[: len(whole) // 2], headers=_GZIPPED)


# --- whose length is wrong ----------------------------------------------------


@paths.at("/long-length")
async def long_length(exchange: Exchange) -> None:
    await exchange.send(_sized(1000, 100))
    await exchange.connection.wait_for_end()


@paths.at("/short-length")
async def short_length(exchange: Exchange) -> None:
    rest = _OK + b"X-Left-Over: yes\r\nContent-Length: 9\r\n\r\nleft over"
    await exchange.send(_OK + b"Content-Length: 5\r\n\r\nshort" + rest)


@paths.at("/negative-length")
async def negative_length(exchange: Exchange) -> None:
    await exchange.send(_sized(-5, 100))
    exchange.connection.cut()


@paths.at("/two-lengths")
async def two_lengths(exchange: Exchange) -> None:
    await exchange.send(_OK + b"Content-Length: 10\r\n" + b"Content-Length: 20\r\n\r\n" + b"x" * 20)
    exchange.connection.cut()


@paths.at("/bad-chunk")
async def bad_chunk(exchange: Exchange) -> None:
    await exchange.send(_CHUNKED + b"4\r\ngood\r\nzz\r\nbad\r\n0\r\n\r\n")
    exchange.connection.cut()


# --- which are too large ------------------------------------------------------


@paths.at("/endless")
async def endless(exchange: Exchange) -> None:
    await exchange.send(_CHUNKED)
    while True:
        await exchange.send(b"%x\r\n%b\r\n" % (PIECE, b"x" * PIECE))


@paths.at("/endless-identity")
async def endless_identity(exchange: Exchange) -> None:
    await exchange.send(_OK + b"Connection: close\r\n\r\n")
    while True:
        await exchange.send(b"x" * PIECE)


@paths.at("/gzip-bomb")
async def gzip_bomb(exchange: Exchange) -> None:
    head, block, tail = await asyncio.to_thread(_bomb)
    length = len(head) + _BOMB * len(block) + len(tail)
    await exchange.begin(200, [("Content-Type", TEXT), ("Content-Length", str(length)), *_GZIPPED])
    await _send_all(exchange, [head, *[block * 64] * (_BOMB // 64), tail])


@paths.at("/big-header")
async def big_header(exchange: Exchange) -> None:
    await exchange.send(_OK + b"X-Big: ")
    await _send_all(exchange, filler(100_000_000))
    await exchange.send(b"\r\nContent-Length: 4\r\n\r\nbig\n")


@paths.at("/many-headers")
async def many_headers(exchange: Exchange) -> None:
    await exchange.send(_OK)
    for start in range(0, 100_000, 1000):
        lines = (b"X-Many-%d: %d\r\n" % (i, i) for i in range(start, start + 1000))
        await exchange.send(b"".join(lines))
    await exchange.send(b"Content-Length: 5\r\n\r\nmany\n")


# --- which are no HTTP, or no gzip --------------------------------------------


@paths.at("/bad-status")
async def bad_status(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 fine OK\r\nContent-Length: 4\r\n\r\nbad\n")
    exchange.connection.cut()


@paths.at("/not-http")
async def not_http(exchange: Exchange) -> None:
    await exchange.send(b"220 mail.example ESMTP ready\r\n502 Command not implemented\r\n")
    exchange.connection.cut()


@paths.at("/http09")
async def http09(exchange: Exchange) -> None:
    await exchange.send(b"<html><body>This is HTTP/0.9.</body></html>\n")
    exchange.connection.cut()


@paths.at("/gzip-garbage")
async def gzip_garbage(exchange: Exchange) -> None:
    await exchange.answer(b"This is not gzip.\n", headers=_GZIPPED)


def _sized(length: int, sent: int) -> bytes:
    return _OK + b"Content-Length: %d\r\n\r\n" % length + b"x" * sent


async def _drip(exchange: Exchange, data: bytes) -> None:
    pause = exchange.number("ms", 1000) / 1000
    for i in range(len(data)):
        await exchange.send(data[i : i + 1])
        await asyncio.sleep(pause)


async def _send_all(exchange: Exchange, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        await exchange.send(piece)


@cache
def _bomb() -> tuple[bytes, bytes, bytes]:
    """Zeros in gzip: what comes first, what stands for each MiB, and what comes last."""
    zeros = bytes(1024 * 1024)
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A full flush makes the blocks independent of each other, and so all alike.
    block = compressor.compress(zeros) + compressor.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(_BOMB):
        checksum = zlib.crc32(zeros, checksum)
    sums = checksum.to_bytes(4, "little") + (_BOMB * len(zeros)).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff", block, compressor.flush() + sums
