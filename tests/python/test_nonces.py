"""What the stores of nonces ask of their servers; tests/services has the servers themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from oauth1 import NonceUse
from oauth1.nonces import LONGEST, AsyncRedisNonces, MemcachedNonces, RedisNonces
from test_verifier import signed, verifier

NOW = 1_800_000_000


def used(window: int = 300) -> NonceUse:
    """A use of a nonce, as a verifier tells of it."""
    uses: list[NonceUse] = []

    def note(use: NonceUse) -> bool:
        uses.append(use)
        return True

    by = verifier(nonces=note, clock=lambda: NOW, timestamp_window=window)
    signed(clock=lambda: NOW).verify(by)
    return uses[0]


class Once:
    """A server that takes each key once, and notes how long it is to be kept."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def set(self, name: str, value: bytes, *, ex: int, nx: bool) -> bool | None:
        assert nx
        return self.add(name, value, ex, noreply=False) or None

    def add(self, key: str, value: bytes, expire: int, noreply: bool) -> bool:
        assert value == b""
        assert not noreply
        is_new = key not in self.kept
        self.kept.setdefault(key, expire)
        return is_new


class AsyncOnce(Once):
    """The same, awaited."""

    async def set(self, *args: Any, **options: Any) -> bool | None:  # type: ignore[override]
        await asyncio.sleep(0)
        return super().set(*args, **options)


def awaited(redis: AsyncOnce, **options: Any) -> Callable[[NonceUse], bool]:
    store = AsyncRedisNonces(redis, **options)
    return lambda use: asyncio.run(store(use))


@pytest.mark.parametrize(
    ("server", "store", "more"),
    [(Once, RedisNonces, 0), (AsyncOnce, awaited, 0), (Once, MemcachedNonces, 1)],
)
def test_a_nonce_is_new_once_and_kept_as_long_as_its_timestamp_is_taken(
    server: type[Once], store: Any, more: int
) -> None:
    there = server()
    use = used()
    is_new = store(there, prefix="mine:")
    assert [is_new(use), is_new(use)] == [True, False]
    assert there.kept == {f"mine:{use.key}": use.seconds + more}


def test_memcached_is_given_a_point_in_time_where_a_number_of_seconds_would_be_taken_for_one() -> (
    None
):
    there = Once()
    use = used(window=LONGEST)
    assert MemcachedNonces(there)(use)
    assert list(there.kept.values()) == [NOW + use.seconds + 1]
