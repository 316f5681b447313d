"""The servers, each started when a test first asks for it."""

from __future__ import annotations

from fixtures import memcached, postgresql, pytest_configure, redis

__all__ = ["memcached", "postgresql", "pytest_configure", "redis"]
