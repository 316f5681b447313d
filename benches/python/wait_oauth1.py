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


async def longest_gap() -> tuple[float, float]:
    """Return the longest gap of the loop, and the most that the loop itself worked in one.

    Both are in seconds. The rest of a gap is what other work of the machine takes.
    """
    gap = work = 0.0

    async def tick() -> None:
        nonlocal gap, work
        last, last_work = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now, now_work = time.perf_counter(), time.thread_time()
            gap, work = max(gap, now - last), max(work, now_work - last_work)
            last, last_work = now, now_work

    async with AsyncClient(CONSUMER_KEY, CONSUMER_SECRET, threads=AT_ONCE) as client:
        awaited = client.session(token)
        ticking = asyncio.create_task(tick())
        for _ in range(5):
            await asyncio.gather(*(awaited.send(request) for _ in range(AT_ONCE)))
        ticking.cancel()
    return gap, work


measure_threads("one", [send])
measure_threads("threads", [send] * THREADS)
for name, seconds in zip(("gap", "work"), asyncio.run(longest_gap()), strict=True):
    print(name, f"{seconds * 1e9:.1f}")
