"""This library, waiting: threads, and an event loop, whose server takes its time."""

from __future__ import annotations

import asyncio
import sys
import time

from oauth1 import AsyncClient, Client, Request, Token
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, measure_threads

THREADS = 8
AT_ONCE = 100

token = Token(TOKEN, TOKEN_SECRET)
session = Client(CONSUMER_KEY, CONSUMER_SECRET).session(token)
request = Request("GET", sys.argv[1])


def send() -> None:
    """One request."""
    assert session.send(request).status == 200


async def longest_gap() -> float:
    """Return the longest time in which the loop did nothing else, in seconds."""
    gap = 0.0

    async def tick() -> None:
        nonlocal gap
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            gap = max(gap, now - last)
            last = now

    async with AsyncClient(CONSUMER_KEY, CONSUMER_SECRET, threads=AT_ONCE) as client:
        awaited = client.session(token)
        ticking = asyncio.create_task(tick())
        for _ in range(5):
            await asyncio.gather(*(awaited.send(request) for _ in range(AT_ONCE)))
        ticking.cancel()
    return gap


measure_threads("one", [send])
measure_threads("threads", [send] * THREADS)
print("gap", f"{asyncio.run(longest_gap()) * 1e9:.1f}")
