"""What the servers have seen: which connections were made, and what was asked on them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from wire import Connection, Request

UNRECORDED = ("/stats", "/reset")


class Records:
    """What all servers of the process have seen since the last reset."""

    def __init__(self) -> None:
        self._connections: dict[str, set[int]] = {}
        self._requests: list[tuple[Connection, Request]] = []

    def add_server(self, name: str) -> None:
        """Have a server in the statistics even before it is reached."""
        self._connections[name] = set()

    def add_connection(self, server: str, number: int) -> None:
        """Count a connection, which need not get as far as a request."""
        self._connections[server].add(number)

    def add_request(self, connection: Connection, request: Request) -> None:
        """Note a request, unless it is one for these records or for their reset."""
        if request.path not in UNRECORDED:
            self._requests.append((connection, request))
        elif all(other is not connection for other, _ in self._requests):
            self._connections[connection.server].discard(connection.number)

    def reset(self) -> None:
        """Forget everything."""
        self._requests.clear()
        for numbers in self._connections.values():
            numbers.clear()

    def statistics(self) -> dict[str, Any]:
        """Return everything, as it is answered to /stats."""
        return {
            "paths": Counter(request.path for _, request in self._requests),
            "connections": {name: len(seen) for name, seen in self._connections.items()},
            "requests": [_described(*pair) for pair in self._requests],
        }


def _described(connection: Connection, request: Request) -> dict[str, Any]:
    return {
        "method": request.method,
        "target": request.target,
        "path": request.path,
        "query": request.query,
        "headers": request.headers,
        "body_length": request.body.length,
        "body_sha256": request.body.sha256,
        "complete": request.body.complete,
        "server": connection.server,
        "port": connection.port,
        "connection": connection.number,
    }
