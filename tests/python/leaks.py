"""Fails a run of tests in which an exception, a warning or a log record showed a secret.

What makes a pytest plugin of it, conftest.py imports.
"""

from __future__ import annotations

import logging
import os
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import oauth1
from seeds import SECRETS


class Listener(logging.Handler):
    """Hears all that is said, and remembers who showed a secret."""

    def __init__(self) -> None:
        super().__init__()
        self.leaks: list[str] = []

    def hear(self, speaker: str, *texts: object, test: str = "") -> None:
        said = " ".join(map(str, texts))
        if any(secret in said for secret in SECRETS):
            self.leaks.append(f"{speaker} showed a secret in {test or _current_test()}")

    def hear_exception(self, error: BaseException | None) -> None:
        """Hear an exception, and what it was raised from or during."""
        while error is not None:
            lines = traceback.format_exception_only(type(error), error)
            self.hear(f"the exception {type(error).__name__}", *lines, repr(error), vars(error))
            error = error.__cause__ or error.__context__

    def emit(self, record: logging.LogRecord) -> None:
        self.hear(f"the logger {record.name}", self.format(record), vars(record))


LISTENER = Listener()


def _current_test() -> str:
    """Return the test that pytest runs, without its phase."""
    return os.environ.get("PYTEST_CURRENT_TEST", "no test").rpartition(" (")[0] or "no test"


def pytest_warning_recorded(warning_message: warnings.WarningMessage, nodeid: str) -> None:
    speaker = f"the warning {warning_message.category.__name__}"
    LISTENER.hear(speaker, warning_message.message, test=nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if LISTENER.leaks:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for leak in LISTENER.leaks:
        terminalreporter.write_line(f"LEAK {leak}", red=True)


@pytest.fixture(scope="session", autouse=True)
def listen() -> Iterator[None]:
    """Listen to exceptions, and to loggers at the finest level."""
    root = logging.getLogger()
    level = root.level
    root.addHandler(LISTENER)
    root.setLevel(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pytest, "raises", _heard_when_caught(pytest.raises))
        patch.setattr(oauth1.OAuth1Error, "__init__", _heard_when_made(oauth1.OAuth1Error.__init__))
        yield
    root.setLevel(level)
    root.removeHandler(LISTENER)


def _heard_when_caught(raises: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def heard(*args: Any, **kwargs: Any) -> Iterator[Any]:
        with raises(*args, **kwargs) as caught:
            try:
                yield caught
            except BaseException as error:
                LISTENER.hear_exception(error)
                raise

    return heard


def _heard_when_made(init: Callable[..., None]) -> Callable[..., None]:
    def heard(self: oauth1.OAuth1Error, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        LISTENER.hear_exception(self)

    return heard
