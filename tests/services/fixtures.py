"""The fixtures of these tests, which conftest.py imports; a server starts when it is asked for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

import servers
from servers import Server


def pytest_configure() -> None:
    """Have the tests reach loopback, whatever proxies the machine has, and stop what they start."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as on Ctrl-C, fixtures are ended
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)


@pytest.fixture(scope="session")
def redis() -> Iterator[Server]:
    """A Redis of our own."""
    with servers.redis() as server:
        yield server


@pytest.fixture(scope="session")
def memcached() -> Iterator[Server]:
    """A memcached of our own."""
    with servers.memcached() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL of our own."""
    with servers.postgresql() as server:
        yield server
