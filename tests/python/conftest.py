"""What the tests of several files need."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from faults import Faults, running
from leaks import (
    listen,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_warning_recorded,
)
from oauth1.sandbox import Sandbox
from oauth1.sandbox.judge import OAUTHLIB, PREFIXES

__all__ = [
    "listen",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_warning_recorded",
]


def pytest_configure() -> None:
    """Have the tests reach loopback and be interrupted, whatever the machine and shell say."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)
    # what a script runs in the background ignores Ctrl-C, and so would what the tests start
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_judges` against each set of the sandbox's endpoints."""
    if metafunc.definition.get_closest_marker("both_judges") and "judge" in metafunc.fixturenames:
        ids = [f"judged_by_{judge}" for judge in PREFIXES]
        metafunc.parametrize("judge", list(PREFIXES), ids=ids, indirect=True, scope="session")


@pytest.fixture(scope="session")
def judge(request: pytest.FixtureRequest) -> str:
    """Who checks signatures: oauthlib, where a test is not for both judges."""
    return getattr(request, "param", OAUTHLIB)


@pytest.fixture(scope="session")
def sandbox(judge: str) -> Iterator[Sandbox]:
    """A provider on a free port."""
    with Sandbox(judge=judge) as running:
        yield running


@pytest.fixture(scope="session")
def all_faults() -> Iterator[Faults]:
    """The server of faults."""
    with running() as faults:
        yield faults


@pytest.fixture
def faults(all_faults: Faults) -> Faults:
    """The server of faults, which was not asked for anything yet."""
    all_faults.forget()
    return all_faults


@pytest.fixture(scope="session")
def _django() -> Iterator[None]:
    """Django, with the settings of `django_settings` and its tables."""
    from django_support import set_up

    set_up()
    yield
    from django.db import connections

    connections.close_all()


@pytest.fixture
def _users(_django: None) -> None:
    """A site without users and sessions, whatever the test before has made."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.models import Session

    get_user_model().objects.all().delete()
    Session.objects.all().delete()
