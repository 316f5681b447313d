"""Replay across processes: of all that are offered a nonce, one takes it (RFC 5849 §3.3)."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pymemcache
import pytest
import redis as redis_client
import redis.asyncio as async_redis
from redis.exceptions import ConnectionError as RedisConnectionError

from oauth1 import Client, Request, SignedRequest, VerificationError, Verifier
from oauth1.nonces import AsyncRedisNonces, MemcachedNonces, RedisNonces
from oauth1.verifier import AsyncVerifier
from replaying import SECRET, URL
from servers import HOST, Server, free_port

PROCESSES = 4
WORKER = Path(__file__).with_name("replaying.py")


def acceptances(store: str, server: Server, count: int) -> list[int]:
    """Offer each of so many nonces to each of four processes; how often each was accepted."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, str(WORKER), store, str(server.port), str(count), str(seed)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            for seed in range(PROCESSES)
        ]
        for worker in workers:
            stack.callback(worker.kill)
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(b"go\n")
            worker.stdin.flush()
        accepted = [worker.communicate()[0] for worker in workers]
        assert [worker.returncode for worker in workers] == [0] * PROCESSES
    assert [len(each) for each in accepted] == [count] * PROCESSES
    return [sum(each) for each in zip(*accepted, strict=True)]


@pytest.mark.parametrize(
    ("store", "count"),
    [
        ("redis", 100_000),
        ("memcached", 20_000),
        ("django-redis", 2_000),
        ("django-memcached", 2_000),
        ("django-postgresql", 500),
    ],
)
def test_four_processes_accept_each_nonce_once(
    request: pytest.FixtureRequest, store: str, count: int
) -> None:
    server: Server = request.getfixturevalue(store.removeprefix("django-"))
    if store == "django-postgresql":
        migrate = [sys.executable, str(WORKER), store, str(server.port), "migrate"]
        subprocess.run(migrate, check=True)
    assert acceptances(store, server, count) == [1] * count


def consumer(_: str) -> str:
    return SECRET


def no_token(*_: str) -> None:
    """Know none."""


def signed(timestamp: int | None = None) -> SignedRequest:
    clock = None if timestamp is None else lambda: timestamp
    return Client("consumer key", SECRET, clock=clock).session().sign(Request("POST", URL))


def refused(verifier: Verifier, request: SignedRequest) -> str:
    with pytest.raises(VerificationError) as caught:
        verifier.verify(request.method, request.url, headers=request.headers)
    return caught.value.reason


def test_redis_keeps_a_nonce_for_as_long_as_its_timestamp_is_taken(redis: Server) -> None:
    client = redis_client.Redis(host=HOST, port=redis.port)
    verifier = Verifier(
        consumer,
        no_token,
        nonces=RedisNonces(client, prefix="kept:"),
        clock=lambda: 1_800_000_000,
    )
    request = signed(1_800_000_100)
    verifier.verify(request.method, request.url, headers=request.headers)
    assert refused(verifier, request) == "nonce"
    (key,) = client.keys("kept:*")
    assert 390 < client.ttl(key) <= 401
    # verifiers with another prefix are other services
    other = Verifier(
        consumer,
        no_token,
        nonces=RedisNonces(client, prefix="other:"),
        clock=lambda: 1_800_000_000,
    )
    other.verify(request.method, request.url, headers=request.headers)
    client.close()


def test_redis_is_awaited_by_an_async_verifier(redis: Server) -> None:
    async def offers() -> list[str]:
        async with async_redis.Redis(host=HOST, port=redis.port) as client:
            verifier = AsyncVerifier(consumer, no_token, nonces=AsyncRedisNonces(client))
            request = signed()

            async def offer() -> str:
                try:
                    await verifier.verify(request.method, request.url, headers=request.headers)
                except VerificationError as error:
                    return error.reason
                return "accepted"

            return await asyncio.gather(*(offer() for _ in range(20)))

    assert sorted(asyncio.run(offers())) == ["accepted", *["nonce"] * 19]


def test_memcached_keeps_a_nonce_where_the_window_is_longer_than_a_month(
    memcached: Server,
) -> None:
    client = pymemcache.Client((HOST, memcached.port))
    for window in (1.0, 40 * 24 * 3600.0):
        verifier = Verifier(
            consumer, no_token, nonces=MemcachedNonces(client), timestamp_window=window
        )
        request = signed()
        verifier.verify(request.method, request.url, headers=request.headers)
        assert refused(verifier, request) == "nonce"
    client.close()


def redis_that_is_away() -> RedisNonces:
    return RedisNonces(redis_client.Redis(host=HOST, port=free_port()))


def memcached_that_is_away() -> MemcachedNonces:
    return MemcachedNonces(pymemcache.Client((HOST, free_port())))


@pytest.mark.parametrize(
    ("nonces", "error"),
    [
        (redis_that_is_away, RedisConnectionError),
        (memcached_that_is_away, ConnectionRefusedError),
    ],
)
def test_without_its_store_a_verifier_accepts_nothing(
    nonces: Callable[[], RedisNonces | MemcachedNonces], error: type[Exception]
) -> None:
    request = signed()
    verifier = Verifier(consumer, no_token, nonces=nonces())
    with pytest.raises(error):
        verifier.verify(request.method, request.url, headers=request.headers)
