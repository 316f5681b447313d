"""Servers of the tests' site, in this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def threaded() -> Iterator[int]:
    """Django's threaded server of WSGI, in this process."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    class Handler(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadedWSGIServer):
        def _close_connections(self) -> None:  # Django's own leaves those of a test's thread open
            connections.close_all()

    server = Server(("127.0.0.1", 0), Handler, connections_override={})
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def asgi() -> Iterator[int]:
    """The same site on uvicorn."""
    from django.core.asgi import get_asgi_application

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            get_asgi_application(), lifespan="off", log_level="error", ws="none", loop="asyncio"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
