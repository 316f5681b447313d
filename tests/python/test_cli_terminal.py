"""The command line at a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from command_line import call, own_place, signed_in, token
from faults import Faults
from oauth1.cli.exits import Exit
from oauth1.sandbox import Sandbox, consent

__all__ = ["own_place", "signed_in", "token"]


class Terminal:
    """A command at a terminal of its own, as somebody sees it and types."""

    def __init__(self, *words: str) -> None:
        self.seen = ""
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            command = [sys.executable, "-W", "error", "-m", "oauth1", *words]
            os.execv(sys.executable, command)

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def wait(self, pattern: str) -> str:
        """Return what is seen once it has this pattern."""
        end = time.monotonic() + 20
        while not re.search(pattern, self.seen):
            ready, _, _ = select.select([self._terminal], [], [], max(end - time.monotonic(), 0))
            assert ready, self.seen
            self.seen += os.read(self._terminal, 65536).decode("utf-8", "replace")
        return self.seen

    def end(self) -> int:
        """Return the exit code."""
        while True:
            try:
                more = os.read(self._terminal, 65536)
            except OSError:  # how Linux says that nobody writes any more
                break
            if not more:
                break
            self.seen += more.decode("utf-8", "replace")
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def close(self) -> None:
        os.close(self._terminal)


@contextmanager
def at_terminal(*words: str) -> Iterator[Terminal]:
    terminal = Terminal(*words)
    try:
        yield terminal
    finally:
        terminal.close()


def test_a_secret_is_typed_unseen_and_a_pin_seen(
    sandbox: Sandbox, own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("authorize", "x", "--origin", sandbox.base_url, "--consumer-key", sandbox.consumer_key)
    with at_terminal(*words) as terminal:
        terminal.wait("Consumer secret: ")
        terminal.type(f"{sandbox.consumer_secret}\n")
        said = terminal.wait("PIN: ")
        assert "\x1b[1m  http://" in said
        terminal.type(consent(re.findall(r"http://[^\s\x1b]+", said)[0]) + "\n")
        assert terminal.end() == 0
    assert "Saved the access token of alice" in terminal.seen
    assert sandbox.consumer_secret not in terminal.seen
    done = call("request", "-p", "x", sandbox.verify_credentials_url)
    assert done.json["screen_name"] == "alice"


@pytest.mark.parametrize("way", [[], ["--listen"]])
def test_ctrl_c_ends_an_authorization(
    sandbox: Sandbox, own_place: Path, monkeypatch: pytest.MonkeyPatch, way: list[str]
) -> None:
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", sandbox.consumer_key)
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", sandbox.consumer_secret)
    with at_terminal("authorize", "x", "--origin", sandbox.base_url, *way) as terminal:
        terminal.wait("PIN: |come back")
        before = time.monotonic()
        terminal.type("\x03")
        assert terminal.end() == Exit.INTERRUPTED
        assert time.monotonic() - before < 2
    assert "Traceback" not in terminal.seen


def test_a_command_beside_the_sandbox_gets_ctrl_c_once() -> None:
    program = (
        "import signal, time; came = [];"
        "signal.signal(signal.SIGINT, lambda *_: came.append(1));"
        "print('ready', flush=True);"
        "[time.sleep(0.05) for _ in range(200) if not came]; time.sleep(0.3);"
        "print('came', len(came))"
    )
    with at_terminal("sandbox", "--port", "0", "--", sys.executable, "-c", program) as terminal:
        terminal.wait("ready")
        terminal.type("\x03")
        assert terminal.end() == 0
    assert "came 1\r\n" in terminal.seen


def test_json_is_coloured_unless_somebody_said_no(
    sandbox: Sandbox, signed_in: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_terminal("request", sandbox.verify_credentials_url) as terminal:
        assert terminal.end() == 0
    assert '{\r\n  \x1b[34m"id"\x1b[0m: \x1b[36m' in terminal.seen
    monkeypatch.setenv("NO_COLOR", "1")
    with at_terminal("request", sandbox.verify_credentials_url) as terminal:
        assert terminal.end() == 0
    assert '{\r\n  "id": ' in terminal.seen
    assert "\x1b" not in terminal.seen


def test_a_bar_moves_and_is_wiped(
    faults: Faults, own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", "key")
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", "secret")
    file = own_place / "file"
    url = f"{faults.http}/drip-body?size=20&ms=60"
    with at_terminal("request", "-o", str(file), url) as terminal:
        assert terminal.end() == 0
    steps = [int(step) for step in re.findall(r"\rDownloading +(\d+)% ", terminal.seen)]
    assert len(steps) > 1
    assert steps == sorted(steps)
    assert "\r" + " " * 79 + "\r" in terminal.seen
    assert terminal.seen.endswith(f"saved 20 B to {file}\r\n")
    # where the body is seen, no bar is in its way
    with at_terminal("request", url) as terminal:
        assert terminal.end() == 0
    assert "Downloading" not in terminal.seen
