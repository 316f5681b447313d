"""A server that requires a client certificate, and says so by an alert where there is none.

It prints its URL and the file of its authority as a JSON object, and serves until its standard
input ends. The server of faults closes the connection without an alert, as asyncio does.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "faults"))

from certificates import Authority, serving


def serve(listener: socket.socket, folder: Path) -> None:
    """Answer each connection, until there are no more."""
    authority = Authority(folder, "ca")
    context = serving(authority.server("server"), clients=authority)
    url = f"https://127.0.0.1:{listener.getsockname()[1]}"
    sys.stdout.write(f"{json.dumps({'url': url, 'ca': str(authority.certificate)})}\n")
    sys.stdout.flush()
    while True:
        accepted, _ = listener.accept()
        with accepted, suppress(OSError), context.wrap_socket(accepted, server_side=True) as tls:
            tls.recv(65536)
            tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def main() -> None:
    """Serve until the standard input ends."""
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener, Path(folder)), daemon=True).start()
        sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
