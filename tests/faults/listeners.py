"""Ports on loopback, and what serves the connections that are made to them."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import sys
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count

from records import Records
from wire import LARGEST_HEAD, Connection

_BACKLOG = 1024
_ATTEMPTS = 20
_FULL_HOUSE = 0.05  # how long to wait, in seconds, when no more files can be open

Serve = Callable[[Connection], Awaitable[None]]


class Listeners:
    """Accepts connections, and serves them side by side."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, name: str, serve: Serve, tls: ssl.SSLContext | None = None) -> int:
        """Serve a free port from now on, by TLS where there is a context for it; return it."""
        self._records.add_server(name)
        listeners = bound()
        for listener in listeners:
            listener.listen(_BACKLOG)
            listener.setblocking(False)
            self._start(self._accept(listener, name, serve, tls))
        return port_of(listeners)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(
        self, listener: socket.socket, name: str, serve: Serve, tls: ssl.SSLContext | None
    ) -> None:
        loop = asyncio.get_running_loop()
        with listener:
            while True:
                try:
                    accepted, _ = await loop.sock_accept(listener)
                except OSError:
                    await asyncio.sleep(_FULL_HOUSE)
                    continue
                number = next(self._numbers)
                self._records.add_connection(name, number)
                self._start(_converse(accepted, number, name, serve, tls))


def bound() -> list[socket.socket]:
    """Take a port of 127.0.0.1 and, where this machine has it, of ::1, without listening."""
    for _ in range(_ATTEMPTS):
        first = socket.socket(socket.AF_INET)
        first.bind(("127.0.0.1", 0))
        second = None
        try:
            second = socket.socket(socket.AF_INET6)
            second.bind(("::1", first.getsockname()[1]))
        except OSError as error:
            if second:
                second.close()
            if error.errno != errno.EADDRINUSE:  # there is no IPv6 here
                return [first]
            first.close()
        else:
            return [first, second]
    raise OSError(errno.EADDRINUSE, "no port is free on both 127.0.0.1 and ::1")


def port_of(listeners: list[socket.socket]) -> int:
    """Return the port that was taken."""
    port: int = listeners[0].getsockname()[1]
    return port


async def _converse(
    accepted: socket.socket, number: int, name: str, serve: Serve, tls: ssl.SSLContext | None
) -> None:
    loop = asyncio.get_running_loop()
    port = accepted.getsockname()[1]
    reader = asyncio.StreamReader(LARGEST_HEAD, loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    try:
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport, _ = await loop.connect_accepted_socket(lambda: protocol, accepted, ssl=tls)
    except OSError:  # the handshake failed, as some are meant to
        accepted.close()
        return
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    connection = Connection(number, name, port, reader, writer)
    try:
        await serve(connection)
        await connection.close()
    except (OSError, asyncio.IncompleteReadError):
        pass  # the client is gone
    except Exception:
        traceback.print_exc(file=sys.stderr)
    finally:
        connection.cut()
