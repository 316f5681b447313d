"""The servers, each started when a test first asks for it."""

from __future__ import annotations

from fixtures import memcached, postgresql, pytest_configure, redis
from leaks import (
    listen,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_warning_recorded,
)

__all__ = [
    "listen",
    "memcached",
    "postgresql",
    "pytest_configure",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_warning_recorded",
    "redis",
]
