"""The command line as a test calls it: in this process, its streams held, at a terminal or not."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oauth1.cli import main
from oauth1.sandbox import Sandbox
from seeds import SECRETS

VARIABLES = (
    "CONSUMER_KEY",
    "CONSUMER_SECRET",
    "TOKEN",
    "TOKEN_SECRET",
    "PROFILE",
    "CREDENTIALS",
    "RSA_KEY",
    "DEBUG",
)


class Stream(io.TextIOWrapper):
    """A stream that remembers, and is a terminal if it is told to be."""

    def __init__(self, content: bytes = b"", *, is_terminal: bool = False) -> None:
        self.bytes = io.BytesIO(content)
        self.is_terminal = is_terminal
        super().__init__(self.bytes, encoding="utf-8", newline="\n", write_through=True)

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def text(self) -> str:
        return self.bytes.getvalue().decode("utf-8", "replace")


@dataclass
class Done:
    """What became of a command."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The error: one line, perhaps with warnings before it."""
        lines = [line for line in self.err.splitlines() if line.startswith("oauth1: ")]
        assert len(lines) == 1, self.err
        return lines[0].removeprefix("oauth1: ")


@contextmanager
def streams(stdin: bytes, terminals: str) -> Iterator[tuple[Stream, Stream]]:
    out, err = (Stream(is_terminal=name in terminals) for name in ("out", "err"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Stream(stdin, is_terminal="in" in terminals))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        yield out, err


def call(
    *words: str | Path, stdin: bytes = b"", terminals: str = "", secrets: bool = False
) -> Done:
    """Run a command, which must not show a secret of the tests unless it is asked to.

    Args:
        words: The command line.
        stdin: What standard input gives.
        terminals: Which streams are terminals, of "in out err".
        secrets: Whether the output is to have secrets.

    """
    with streams(stdin, terminals) as (out, err):
        code = main([str(word) for word in words])
        done = Done(int(code), out.text, err.text, out.bytes.getvalue())
    assert "Traceback" not in done.err
    for secret in SECRETS:
        assert secret not in done.err
        assert secrets or secret not in done.out
    return done


@pytest.fixture(autouse=True)
def own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home with nothing in it, and no variables that say something."""
    for name in VARIABLES:
        monkeypatch.delenv(f"OAUTH1_{name}", raising=False)
    for name in ("NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture(scope="session")
def token(sandbox: Sandbox) -> dict[str, Any]:
    """An access token of a user of the sandbox."""
    return sandbox.add_users(1)[0]


@pytest.fixture
def signed_in(
    own_place: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox, token: dict[str, Any]
) -> dict[str, Any]:
    """The environment of a user of the sandbox."""
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", sandbox.consumer_key)
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", sandbox.consumer_secret)
    monkeypatch.setenv("OAUTH1_TOKEN", token["oauth_token"])
    monkeypatch.setenv("OAUTH1_TOKEN_SECRET", token["oauth_token_secret"])
    return token


def save(place: Path, name: str = "x", mode: int = 0o600, **values: Any) -> Path:
    """Write a profile by other means than the command line's own."""
    path = place / "config" / "oauth1" / "profiles" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))
    path.chmod(mode)
    return path
