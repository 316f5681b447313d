"""Stores of used nonces that processes and machines share (RFC 5849 §3.3).

    verifier = Verifier(consumer, token, nonces=RedisNonces(redis.Redis.from_url(url)))

Each is for the `nonces` of a `Verifier`: it notes a nonce and tells whether it was new, in one step
of its server, so that of many processes that are offered the same nonce exactly one takes it. What
the client of a server raises is raised by `Verifier.verify`: a store that is out of reach accepts
nothing. For stores of Django see `oauth1.django.nonces`.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

from oauth1 import NonceUse

__all__ = ["AsyncRedisNonces", "MemcachedNonces", "RedisNonces"]

PREFIX = "oauth1:nonce:"
LONGEST = 30 * 24 * 3600  # seconds; to memcached, a greater number is a point in time


class Redis(Protocol):
    """What is asked of a `redis.Redis`."""

    def set(self, name: str, value: bytes, *, ex: int, nx: bool) -> Any:
        """Set a key that is not there; None where it is."""
        ...


class AsyncRedis(Protocol):
    """What is asked of a `redis.asyncio.Redis`."""

    def set(self, name: str, value: bytes, *, ex: int, nx: bool) -> Awaitable[Any]:
        """Set a key that is not there; None where it is."""
        ...


class Memcached(Protocol):
    """What is asked of a `pymemcache.Client`, or of one of its pools."""

    def add(self, key: str, value: bytes, expire: int, noreply: bool) -> Any:
        """Set a key that is not there; False where it is."""
        ...


class RedisNonces:
    """Nonces in Redis, each a key that expires with its timestamp.

    Redis has to keep what it is given: with `maxmemory-policy noeviction`, it refuses new nonces
    where memory is short; with any other it may forget used ones, which count as new then. The same
    goes for a replica that takes over before it was told.

    Args:
        redis: A `redis.Redis`.
        prefix: What the keys begin with. Verifiers that share it share nonces.

    """

    def __init__(self, redis: Redis, *, prefix: str = PREFIX) -> None:
        self._redis = redis
        self._prefix = prefix

    def __call__(self, use: NonceUse) -> bool:
        """Note a nonce; return whether it was new."""
        return bool(self._redis.set(self._prefix + use.key, b"", ex=use.seconds, nx=True))


class AsyncRedisNonces:
    """The same for `oauth1.verifier.AsyncVerifier`.

    Args:
        redis: A `redis.asyncio.Redis`.
        prefix: As for `RedisNonces`.

    """

    def __init__(self, redis: AsyncRedis, *, prefix: str = PREFIX) -> None:
        self._redis = redis
        self._prefix = prefix

    async def __call__(self, use: NonceUse) -> bool:
        """Note a nonce; return whether it was new."""
        return bool(await self._redis.set(self._prefix + use.key, b"", ex=use.seconds, nx=True))


class MemcachedNonces:
    """Nonces in memcached, each an item that expires with its timestamp.

    memcached drops items where its memory is short, and all when it restarts: nonces that it drops
    count as new. Give it room, or take Redis or a database.

    Args:
        memcached: A `pymemcache.Client`, or `PooledClient` where threads share it.
        prefix: As for `RedisNonces`.

    """

    def __init__(self, memcached: Memcached, *, prefix: str = PREFIX) -> None:
        self._memcached = memcached
        self._prefix = prefix

    def __call__(self, use: NonceUse) -> bool:
        """Note a nonce; return whether it was new."""
        # its clock ticks in seconds, so that an item may live for one less
        expire = use.seconds + 1
        if expire > LONGEST:
            expire += use.now
        return bool(self._memcached.add(self._prefix + use.key, b"", expire, noreply=False))
