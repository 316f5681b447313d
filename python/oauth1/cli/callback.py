"""A listener on this machine, to which the user's browser is sent back (RFC 5849 §2.2)."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import AbstractContextManager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import urlsplit

from oauth1 import AccessDeniedError, InvalidCallbackError, OAuth1Error
from oauth1.cli.exits import CommandError, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from oauth1 import TokenResponse

PATH = "/callback"
_HOST = "127.0.0.1"
_HOSTS = frozenset({_HOST, "localhost"})
_SLOWEST = 10.0  # seconds that a browser may take to ask
_CLOSE = "You can close this window, and go back to the terminal."
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<style>body {{ font: 1.1em/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 32em; \
padding: 0 1em; color: #222; background: #fff }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ddd; background: #1c1c1c }} }}</style>
<h1>{title}</h1>
<p>{text}</p>
"""


class Listener(AbstractContextManager["Listener"]):
    """Listens on loopback for the answer to one authorization.

    Args:
        url: The callback URL that is registered with the provider, on 127.0.0.1 or localhost; None
            for a free port and a path of its own.
        port: The port, where there is no URL; 0 is a free one.

    """

    def __init__(self, url: str | None = None, port: int = 0) -> None:
        parts = urlsplit(url or f"http://{_HOST}{PATH}")
        if not is_ours(url or f"http://{_HOST}"):
            raise CommandError(f"{url} is not on this machine by http")
        listens_on = (parts.port or 80) if url is not None else port
        try:
            self._server = _Server((_HOST, listens_on), _Handler)
        except OSError as error:
            raise CommandError(
                f"port {listens_on} cannot be listened on: {error.strerror}",
                "--port 0 takes a free one" if url is None else None,
                Exit.NETWORK,
            ) from error
        self._server.path = parts.path or "/"
        self.url = url or f"http://{_HOST}:{self._server.server_port}{PATH}"

    def __enter__(self) -> Listener:
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="oauth1-callback", daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def expect(self, complete: Callable[[str], TokenResponse]) -> None:
        """End the authorization by this function, which takes where the browser was sent to."""
        self._server.complete = complete

    def wait(self, limit: float) -> TokenResponse:
        """Return what the provider grants.

        Args:
            limit: How many seconds to wait for the browser.

        Raises:
            OAuth1Error: The user said no, or the provider gave no token.
            CommandError: Nobody came.

        """
        end = time.monotonic() + limit
        while (left := end - time.monotonic()) > 0:
            try:
                # in short turns: a signal is not seen on Windows while this waits
                outcome = self._server.outcomes.get(timeout=min(left, 0.5))
            except queue.Empty:
                continue
            if isinstance(outcome, OAuth1Error):
                raise outcome
            return outcome
        raise CommandError(
            f"nobody came back from the provider within {limit:g} seconds",
            "--timeout SECONDS waits longer; --pin needs no way back",
            Exit.TIMEOUT,
        )


def is_ours(url: str) -> bool:
    """Whether this machine can listen there itself: it has no certificate for https."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and parts.hostname in _HOSTS and parts.port != 0
    except ValueError:
        return False


class _Server(ThreadingHTTPServer):
    """Each browser connection has a thread, as browsers open some that they never use."""

    daemon_threads = True
    block_on_close = False
    path = PATH
    complete: Callable[[str], TokenResponse] | None = None

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.outcomes: queue.Queue[TokenResponse | OAuth1Error] = queue.Queue()
        self.one_at_a_time = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SLOWEST

    def do_GET(self) -> None:
        """Take the answer, if it is one, and show what became of it."""
        server = cast("_Server", self.server)
        complete = server.complete
        if urlsplit(self.path).path != server.path or complete is None:
            self._show(404, "There is nothing here", "The answer of the provider goes elsewhere.")
            return
        with server.one_at_a_time:
            try:
                outcome: TokenResponse | OAuth1Error = complete(self.path)
            except InvalidCallbackError as error:
                # somebody else's, or an old one: the right one may come yet
                self._show(400, "That is not the answer", _sentence(error))
                return
            except AccessDeniedError as error:
                outcome = error
                self._show(200, "Access was denied", f"{_sentence(error)} {_CLOSE}")
            except OAuth1Error as error:
                outcome = error
                self._show(502, "That did not work", f"{_sentence(error)} {_CLOSE}")
            else:
                self._show(200, "Done", _CLOSE)
            server.outcomes.put(outcome)

    def _show(self, status: int, title: str, text: str) -> None:
        page = _PAGE.format(title=escape(title), text=escape(text)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: the address has the verifier."""

    def version_string(self) -> str:
        """Tell no versions."""
        return "oauth1"


def _sentence(error: OAuth1Error) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
