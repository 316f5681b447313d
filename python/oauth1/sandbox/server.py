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
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.provider import METHODS, Provider, failure

LARGEST_BODY = 1024 * 1024

_DISCARDED_AT_MOST = 16 * LARGEST_BODY
_LARGEST_PORT = 65535
_LENGTH = re.compile(r"[0-9]{1,18}")
_HOST = re.compile(r"(?P<name>localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(?P<port>\d{1,5}))?", re.I)
_TARGET = re.compile(r"(?:http://(?P<host>[^/?#]*))?(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?")


class NotLoopbackError(ValueError):
    """The sandbox was to be reachable from elsewhere."""


class _UnreadableError(Exception):
    """A request cannot be read, and with it nothing that follows on its connection."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.response = Response(status, f"{text}\n".encode())


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(message)s\n"
    server: Server

    def answer(self) -> None:
        """Answer one request."""
        try:
            request = self._read()
        except _UnreadableError as error:
            self.close_connection = True
            self._write(error.response)
            return
        try:
            response = self.server.provider.respond(request)
        except Exception as error:
            # Without the error's text, in which there may be secrets.
            frames = "".join(traceback.format_tb(error.__traceback__))
            print(f"{type(error).__name__}\n{frames}", end="", file=sys.stderr)
            response = failure(request)
        self._write(response)

    def version_string(self) -> str:
        """Return the Server header."""
        return "oauth1-sandbox"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Log nothing: request lines can carry signatures."""

    def _read(self) -> Request:
        target = _TARGET.fullmatch(self.path)
        if not target:
            raise _UnreadableError(HTTPStatus.BAD_REQUEST, "The request target is malformed.")
        host = target["host"] or self.headers.get("Host") or self.server.authority
        match = _HOST.fullmatch(host)
        if not match or not 0 < int(match["port"] or "80") <= _LARGEST_PORT:
            raise _UnreadableError(
                HTTPStatus.MISDIRECTED_REQUEST, "The sandbox answers to loopback names only."
            )
        return Request(
            self.command,
            f"http://{host}",
            target["path"],
            target["query"] or "",
            {name.lower(): value for name, value in reversed(self.headers.items())},
            self._read_body(),
        )

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding"):
            raise _UnreadableError(HTTPStatus.LENGTH_REQUIRED, "Send a Content-Length.")
        header = self.headers.get("Content-Length", "0").strip()
        if not _LENGTH.fullmatch(header):
            raise _UnreadableError(HTTPStatus.BAD_REQUEST, "The Content-Length is malformed.")
        length = int(header)
        if length > LARGEST_BODY:
            # Read on for a while: clients that are still sending do not see the answer otherwise.
            rest = min(length, _DISCARDED_AT_MOST)
            while rest and (chunk := self.rfile.read(min(rest, 64 * 1024))):
                rest -= len(chunk)
            raise _UnreadableError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The limit is {LARGEST_BODY} bytes."
            )
        body = self.rfile.read(length)
        if len(body) < length:
            raise _UnreadableError(HTTPStatus.BAD_REQUEST, "The body ends too early.")
        return body

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        if self.server.verbose:
            path = self.path.partition("?")[0]
            print(self.command, path, response.status.value, file=sys.stderr, flush=True)


for _method in METHODS:
    setattr(_Handler, f"do_{_method}", _Handler.answer)


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Listens on a loopback address, with a thread for each connection."""

    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, host: str, port: int, provider: Provider, verbose: bool) -> None:
        address = loopback_address(host)
        name = str(address)
        if isinstance(address, ipaddress.IPv6Address):
            self.address_family = socket.AF_INET6
            name = f"[{address}]"
        self.provider = provider
        self.verbose = verbose
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__((str(address), port), _Handler)
        self.authority = f"{name}:{self.server_address[1]}"

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
        if not isinstance(error, OSError):
            super().handle_error(request, client_address)

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
