"""One of several processes that are offered the same requests.

`replaying.py STORE PORT COUNT SEED`

It writes a line when it is ready, reads one when all are, verifies each of so many requests, in an
order of its own, and writes a byte for each: 1 for one that it accepted, 0 for one that was used.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import django
import pymemcache
import redis
from django.conf import settings
from django.core.management import call_command

from oauth1 import Client, NonceUse, Request, VerificationError, Verifier
from oauth1.django.nonces.stores import CacheNonces, DatabaseNonces
from oauth1.nonces import MemcachedNonces, RedisNonces

NOW = 1_800_000_000
URL = "https://api.example.com/1.1/statuses/update.json?status=hello"
BLOCK = 100
SECRET = "consumer secret"


def redis_store(port: int) -> Callable[[NonceUse], bool]:
    return RedisNonces(redis.Redis(host="127.0.0.1", port=port))


def memcached_store(port: int) -> Callable[[NonceUse], bool]:
    return MemcachedNonces(pymemcache.Client(("127.0.0.1", port)))


def site(port: int, cache: str = "redis.RedisCache", scheme: str = "redis://") -> None:
    """Have Django, with a cache or a database at a port."""
    backend = f"django.core.cache.backends.{cache}"
    settings.configure(
        INSTALLED_APPS=["oauth1.django.nonces"],
        CACHES={"default": {"BACKEND": backend, "LOCATION": f"{scheme}127.0.0.1:{port}"}},
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "postgres",
                "USER": "oauth1",
                "HOST": "127.0.0.1",
                "PORT": port,
            }
        },
    )
    django.setup()


def django_redis(port: int) -> Callable[[NonceUse], bool]:
    site(port)
    return CacheNonces()


def django_memcached(port: int) -> Callable[[NonceUse], bool]:
    site(port, "memcached.PyMemcacheCache", "")
    return CacheNonces()


def django_database(port: int) -> Callable[[NonceUse], bool]:
    site(port)
    return DatabaseNonces()


STORES = {
    "redis": redis_store,
    "memcached": memcached_store,
    "django-redis": django_redis,
    "django-memcached": django_memcached,
    "django-postgresql": django_database,
}


def order(count: int, seed: int) -> list[int]:
    """The numbers, shuffled in blocks: all processes offer a block's at about the same time."""
    shuffle = random.Random(seed).shuffle
    numbers: list[int] = []
    for start in range(0, count, BLOCK):
        block = list(range(start, min(start + BLOCK, count)))
        shuffle(block)
        numbers += block
    return numbers


def main(store: str, port: str, count: str, seed: str) -> None:
    """Verify them all."""
    client = Client("consumer key", SECRET).session()
    nonces = STORES[store](int(port))
    verifier = Verifier(lambda _: SECRET, lambda *_: None, nonces=nonces, clock=lambda: NOW)
    accepted = bytearray(int(count))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in order(int(count), int(seed)):
        request = Request("POST", URL, nonce=f"nonce{number}", timestamp=NOW)
        signed = client.sign(request)
        try:
            verifier.verify(signed.method, signed.url, headers=signed.headers)
        except VerificationError as refused:
            if refused.reason != "nonce":
                raise
        else:
            accepted[number] = 1
    sys.stdout.buffer.write(accepted)


if __name__ == "__main__":
    if sys.argv[3:] == ["migrate"]:
        django_database(int(sys.argv[2]))
        call_command("migrate", verbosity=0)
    else:
        main(*sys.argv[1:])
