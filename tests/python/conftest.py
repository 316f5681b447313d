"""What the tests of several files need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leaks import (
    listen,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_warning_recorded,
)
from oauth1.sandbox import Sandbox

__all__ = [
    "listen",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_warning_recorded",
]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A provider on a free port, whose signatures are checked by oauthlib."""
    with Sandbox() as running:
        yield running
