"""The server of faults, tests/faults/server.py, as a test sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import oauth1
from seeds import CONSUMER_SECRET, TOKEN_SECRET

SERVER = Path(__file__).parents[1] / "faults" / "server.py"


class Faults:
    """Where the servers are, by the names that tests/faults/server.py lists."""

    def __init__(self, description: dict[str, str]) -> None:
        self._description = description

    def __getattr__(self, name: str) -> str:
        return self._description[name]

    def session(
        self, transport: dict[str, Any] | None = None, /, **settings: Any
    ) -> oauth1.Session:
        """A session whose transport trusts the servers, and waits for them no longer than 5 s."""
        http = self._transport(transport or {})
        client = oauth1.Client("key", CONSUMER_SECRET, transport=http, **settings)
        return client.session(oauth1.Token("token", TOKEN_SECRET))

    def async_session(
        self, transport: dict[str, Any] | None = None, /, **settings: Any
    ) -> oauth1.AsyncSession:
        """The same, to be awaited."""
        http = self._transport(transport or {})
        client = oauth1.AsyncClient("key", CONSUMER_SECRET, transport=http, **settings)
        return client.session(oauth1.Token("token", TOKEN_SECRET))

    def _transport(self, settings: dict[str, Any]) -> oauth1.HttpTransport:
        usual: dict[str, Any] = {"timeout": 5, "ca_certificates": self.ca, "proxy": False}
        return oauth1.HttpTransport(**{**usual, **settings})

    def forget(self) -> None:
        """Have the servers forget what they were asked."""
        self.session().post(f"{self.http}/reset")

    def requests(self, path: str = "") -> list[dict[str, Any]]:
        """What the servers were asked since, but for other paths than this."""
        requests = self.session().get(f"{self.http}/stats").json()["requests"]
        return [each for each in requests if not path or each["path"] == path]


@contextmanager
def running() -> Iterator[Faults]:
    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield Faults(json.loads(process.stdout.readline()))
        # the end of its standard input ends it
        process.communicate(timeout=20)
