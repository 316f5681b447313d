"""A pytest plugin that takes the state of `oauth` for what it was in the original: plain globals.

The tests of the state have to notice: see test_naive_globals.py.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import pytest

import oauth
from oauth import _state


class NaiveSnapshot:
    """The variables as whoever wrote last left them."""

    def __getitem__(self, name: str) -> str:
        value = _state._defaults[name]
        if value is None:
            raise AttributeError(name)
        return value


def naive_write(**values: str | None) -> None:
    _state._defaults = {**_state._defaults, **values}


def naive_scope(*, sealed: bool = False) -> AbstractContextManager[None]:
    return nullcontext()


@pytest.fixture(scope="session", autouse=True)
def naive_globals() -> None:
    """Swap them in, for the whole run."""
    vars(_state).update(Snapshot=NaiveSnapshot, write=naive_write)
    vars(oauth).update(scope=naive_scope)
