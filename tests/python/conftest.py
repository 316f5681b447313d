"""What the tests of several files need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from oauth1.sandbox import Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A provider on a free port, whose signatures are checked by oauthlib."""
    with Sandbox() as running:
        yield running
