"""The stores, for the `nonces` of a `Verifier` (RFC 5849 §3.3).

What cache or database raise is raised by `Verifier.verify`: without its store a verifier accepts
nothing.
"""

from __future__ import annotations

import time

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction

from oauth1 import NonceUse

__all__ = ["CacheNonces", "DatabaseNonces"]


class CacheNonces:
    """Nonces in one of Django's caches, by `add`.

    A cache in memory is that of one process. What a cache drops before its time, for want of
    memory, counts as new again: give nonces a cache that has room.

    Args:
        cache: What `CACHES` calls it.

    Raises:
        ImproperlyConfigured: That cache keeps nothing, or two processes may add the same key.

    """

    def __init__(self, cache: str = DEFAULT_CACHE_ALIAS) -> None:
        found = caches[cache]
        if isinstance(found, DummyCache):
            raise ImproperlyConfigured(f"CACHES[{cache!r}] keeps nothing, and so no nonce")
        if isinstance(found, FileBasedCache):
            raise ImproperlyConfigured(
                f"CACHES[{cache!r}] is in files, where two processes may add the same nonce: take "
                "Redis, memcached or a database"
            )
        self._cache = cache

    def __call__(self, use: NonceUse) -> bool:
        """Note a nonce; return whether it was new."""
        # clocks of caches tick in seconds, so that an entry may live for one less
        return caches[self._cache].add(f"oauth1:nonce:{use.key}", 1, use.seconds + 1)


class DatabaseNonces:
    """Nonces in the database, held to be unique.

    Within a transaction, a nonce is used once that is committed: until then, whoever offers it
    as well waits; and it is new again if all that the request did is undone.

    Args:
        using: What `DATABASES` calls it.

    """

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        self._using = using

    def __call__(self, use: NonceUse) -> bool:
        """Note a nonce; return whether it was new."""
        from oauth1.django.nonces.models import UsedNonce  # noqa: PLC0415 - needs its app

        row = UsedNonce(key=use.key, expires=use.expires)
        try:
            with transaction.atomic(using=self._using):
                row.save(force_insert=True, using=self._using)
        except IntegrityError:
            return False
        return True

    def clear(self) -> int:
        """Forget the nonces whose timestamps are no longer taken; return how many they were."""
        from oauth1.django.nonces.models import UsedNonce  # noqa: PLC0415 - needs its app

        expired = UsedNonce._default_manager.using(self._using).filter(expires__lt=time.time())
        return expired.delete()[0]
