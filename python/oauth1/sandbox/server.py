"""The HTTP server: it reads requests, has the provider answer them, and writes the answers."""

from __future__ import annotations

import ipaddress
import re
import socket
import socketserver
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from oauth1.sandbox.clock import Clock
from oauth1.sandbox.connection import PIECE, Body, Head, TooLargeError, UnreadableError
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.provider import Provider, failure

LARGEST_BODY = 1024 * 1024

_DISCARDED_AT_MOST = 16 * LARGEST_BODY
_LARGEST_PORT = 65535
_HOST = re.compile(r"(?P<name>localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(?P<port>\d{1,5}))?", re.I)
_TARGET = re.compile(r"(?:http://(?P<host>[^/?#]*))?(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?")
_PHRASES = {status: f"HTTP/1.1 {status.value} {status.phrase}" for status in HTTPStatus}
_ALWAYS = """\
Server: oauth1-sandbox\r
Cache-Control: no-store\r
Referrer-Policy: no-referrer\r
X-Content-Type-Options: nosniff\r
X-Frame-Options: DENY\r
"""


class NotLoopbackError(ValueError):
    """The sandbox was to be reachable from elsewhere."""


class _Handler(socketserver.StreamRequestHandler):
    """One connection."""

    timeout = 30
    rbufsize = PIECE
    disable_nagle_algorithm = True
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def handle(self) -> None:
        """Answer one request after the other."""
        while self._answer():
            pass

    def _answer(self) -> bool:
        """Answer one request; false if it was the last."""
        head = None
        try:
            head = Head.read(self.rfile)
            if head is None:
                return False
            body = Body(self.rfile, head, self._say_continue)
            request = self._request(head)
            if self.server.provider.streams(request):
                request = replace(request, content=body)
            elif not body.ended:
                request = replace(request, body=_whole(body))
            response = self._respond(request)
            last = not body.discard(_DISCARDED_AT_MOST) or head.is_last
        except UnreadableError as error:
            response, last = error.response, True
        self._write(head, response, last)
        return not last

    def _request(self, head: Head) -> Request:
        target = _TARGET.fullmatch(head.target)
        if not target:
            raise UnreadableError(HTTPStatus.BAD_REQUEST, "The request target is malformed.")
        host = target["host"] or head.headers.get("host") or self.server.authority
        if host not in self.server.known_hosts:
            match = _HOST.fullmatch(host)
            if not match or not 0 < int(match["port"] or "80") <= _LARGEST_PORT:
                text = "The sandbox answers to loopback names only."
                raise UnreadableError(HTTPStatus.MISDIRECTED_REQUEST, text)
        return Request(
            head.method,
            f"http://{host}",
            target["path"],
            target["query"] or "",
            head.headers,
            fields=head.fields,
        )

    def _respond(self, request: Request) -> Response:
        try:
            return self.server.provider.respond(request)
        except (UnreadableError, OSError):
            raise
        except Exception as error:
            _say_where(error)
            return failure(request)

    def _say_continue(self) -> None:
        self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _write(self, head: Head | None, response: Response, last: bool) -> None:
        length = len(response.body) if response.content is None else response.length
        lines = [
            _PHRASES[response.status],
            f"Date: {self.server.clock.date()}",
            f"Content-Type: {response.content_type}",
            *[f"{name}: {value}" for name, value in response.headers],
        ]
        chunked = length is None and head is not None and head.minor_version > 0
        if length is not None:
            lines.append(f"Content-Length: {length}")
        elif chunked:
            lines.append("Transfer-Encoding: chunked")
        if last:
            lines.append("Connection: close")
        text = "\r\n".join(lines)
        start = f"{text}\r\n{_ALWAYS}\r\n".encode("latin-1")
        if head is not None and head.method == "HEAD":
            self.connection.sendall(start)
        elif response.content is None:
            self.connection.sendall(start + response.body)
        else:
            self.connection.sendall(start)
            self._write_content(response, chunked)
        if self.server.verbose and head is not None:
            path = head.target.partition("?")[0]
            print(head.method, path, response.status.value, file=sys.stderr, flush=True)

    def _write_content(self, response: Response, chunked: bool) -> None:
        for piece in response.content or ():
            if chunked:
                self.connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
            else:
                self.connection.sendall(piece)
        if chunked:
            self.connection.sendall(b"0\r\n\r\n")


def _say_where(error: BaseException) -> None:
    """Say where something went wrong, without the error's text, in which there may be secrets."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    print(f"{type(error).__name__}\n{frames}", end="", file=sys.stderr)


def _whole(body: Body) -> bytes:
    try:
        return body.read(LARGEST_BODY)
    except TooLargeError:
        with suppress(UnreadableError):
            body.discard(_DISCARDED_AT_MOST)
        raise


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Listens on a loopback address, with a thread for each connection."""

    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(
        self, host: str, port: int, provider: Provider, clock: Clock, *, verbose: bool
    ) -> None:
        address = loopback_address(host)
        name = str(address)
        if isinstance(address, ipaddress.IPv6Address):
            self.address_family = socket.AF_INET6
            name = f"[{address}]"
        self.provider = provider
        self.clock = clock
        self.verbose = verbose
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__((str(address), port), _Handler)
        self.authority = f"{name}:{self.server_address[1]}"
        self.known_hosts = frozenset({self.authority, f"localhost:{self.server_address[1]}"})

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for a connection."""
        with self._connections_lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong on a connection, unless the client just went away."""
        error = sys.exc_info()[1]
        if error and not isinstance(error, OSError):
            _say_where(error)

    def stop(self) -> None:
        """Stop listening, let requests that are being answered finish, and end all threads."""
        self.shutdown()
        with self._connections_lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
        self.server_close()


def loopback_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the address to listen on, or raise NotLoopbackError."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise NotLoopbackError(f"{host} is not a loopback address") from None
    if not address.is_loopback:
        raise NotLoopbackError(
            f"{host} is not a loopback address: the sandbox is for this machine alone"
        )
    return address
