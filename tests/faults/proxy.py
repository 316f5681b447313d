"""The forward proxies: they pass requests on and open tunnels, or refuse to.

Whatever host they are asked for, they connect to this machine only, so that any name can be used.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Mapping

from exchange import Exchange, Headers, refuse_malformed
from records import Records
from wire import PIECE, Connection, MalformedError, Request

USER = "proxy-user"
PASSWORD = "proxy-pass word"

_CREDENTIALS = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
_CHALLENGE = [("Proxy-Authenticate", 'Basic realm="faults"')]
_HOST = r"(?:[^:/?#@\[\]]+|\[[0-9a-fA-F:.]+\])"
_TUNNELLED = re.compile(rf"{_HOST}:(?P<port>[0-9]{{1,5}})")
_FORWARDED = re.compile(
    rf"http://(?P<authority>{_HOST}(?::(?P<port>[0-9]{{1,5}}))?)(?P<rest>.*)", re.I
)


class Proxy:
    """A proxy. Its ports are those of the servers that stand for port 80 and for port 443."""

    def __init__(
        self,
        records: Records,
        ports: Mapping[int, int],
        *,
        authenticates: bool = False,
        refuses: bool = False,
    ) -> None:
        self._records = records
        self._ports = ports
        self._authenticates = authenticates
        self._refuses = refuses

    async def serve(self, connection: Connection) -> None:
        """Serve a connection, until one of its ends is gone."""
        upstream = _Upstream(connection, self._ports)
        try:
            while request := await connection.read_request():
                self._records.add_request(connection, request)
                exchange = Exchange(connection, request)
                if self._refuses:
                    await _refuse(exchange, 403)
                elif self._authenticates and not _is_authorized(request):
                    await _refuse(exchange, 407, _CHALLENGE)
                elif request.method == "CONNECT":
                    await _tunnel(exchange, upstream)
                else:
                    await _forward(exchange, upstream)
        except (MalformedError, asyncio.LimitOverrunError) as error:
            await refuse_malformed(connection, error)
        finally:
            upstream.close()


class _Upstream:
    """The connection to a server. What comes from there is passed on to the client as it comes."""

    def __init__(self, client: Connection, ports: Mapping[int, int]) -> None:
        self._client = client
        self._ports = ports
        self._authority = ""
        self._writer: asyncio.StreamWriter | None = None
        self._answers: asyncio.Task[None] | None = None

    async def connect(self, authority: str, port: int) -> bool:
        """Connect, unless the connection is to this authority already; tell whether it could."""
        if self._writer and self._authority == authority:
            return True
        self.close()
        try:
            reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._ports.get(port, port)
            )
        except (OSError, OverflowError):
            return False
        self._authority = authority
        self._answers = asyncio.create_task(self._pass_back(reader))
        return True

    async def send(self, data: bytes) -> None:
        """Send to the server."""
        assert self._writer
        self._writer.write(data)
        await self._writer.drain()

    def close(self) -> None:
        """Leave the server."""
        if self._answers and self._writer:
            self._answers.cancel()
            self._writer.close()
        self._answers = self._writer = None

    async def _pass_back(self, reader: asyncio.StreamReader) -> None:
        try:
            while data := await reader.read(PIECE):
                await self._client.send(data)
            await self._client.close()
        except OSError:
            self._client.reset()


async def _tunnel(exchange: Exchange, upstream: _Upstream) -> None:
    match = _TUNNELLED.fullmatch(exchange.request.target)
    if not match:
        await _refuse(exchange, 400)
        return
    if not await upstream.connect(match[0], int(match["port"])):
        await _refuse(exchange, 502)
        return
    await exchange.receive()
    await exchange.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
    while data := await exchange.connection.reader.read(PIECE):
        await upstream.send(data)


async def _forward(exchange: Exchange, upstream: _Upstream) -> None:
    request = exchange.request
    match = _FORWARDED.fullmatch(request.target)
    if not match:
        await _refuse(exchange, 400)
        return
    if not await upstream.connect(match["authority"], int(match["port"] or 80)):
        await _refuse(exchange, 502)
        return
    path = match["rest"] if match["rest"].startswith("/") else f"/{match['rest']}"
    kept = [header for header in request.headers if not header[0].lower().startswith("proxy-")]
    lines = [f"{request.method} {path} {request.version}"]
    lines += [f"{name}: {value}" for name, value in [*kept, ("Via", "1.1 faults")]]
    await upstream.send("".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1"))
    async for piece in request.body.pieces():
        framed = b"%x\r\n%b\r\n" % (len(piece), piece) if request.is_chunked else piece
        await upstream.send(framed)
    if request.is_chunked:
        await upstream.send(b"0\r\n\r\n")


def _is_authorized(request: Request) -> bool:
    scheme, _, credentials = request.header("Proxy-Authorization").partition(" ")
    return scheme.lower() == "basic" and credentials == _CREDENTIALS


async def _refuse(exchange: Exchange, status: int, headers: Headers = ()) -> None:
    await exchange.receive()
    await exchange.answer(b"Refused by the proxy\n", status, headers=headers)
    if exchange.request.is_last:
        await exchange.connection.close()
