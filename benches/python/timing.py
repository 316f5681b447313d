"""What the programs share: who signs, what is signed, and how long it takes.

A program that signs prints one line `NAME VALUE` for each way to sign that it measures, to be
checked; every program prints one line `NAME NANOSECONDS` for each figure.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import threading
import time
import timeit
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONSUMER_KEY = os.environ["BENCH_CONSUMER_KEY"]
CONSUMER_SECRET = os.environ["BENCH_CONSUMER_SECRET"]
TOKEN = os.environ["BENCH_TOKEN"]
TOKEN_SECRET = os.environ["BENCH_TOKEN_SECRET"]
SLICE = int(os.environ["BENCH_MILLISECONDS"]) / 1e3
BATCH = 1e-3


@dataclass(frozen=True)
class Input:
    """A request, as its file has it.

    The file has method and URL on the first line, then a parameter of the form on each.
    """

    method: str
    url: str
    form: list[tuple[str, str]]

    @classmethod
    def from_args(cls) -> Input:
        """The request of the file that the command names."""
        first, *pairs = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        method, url = first.split(" ")
        parts = (pair.partition("=") for pair in pairs)
        return cls(method, url, [(name, value) for name, _, value in parts])


def measure(name: str, call: str, variables: dict[str, Any]) -> None:
    """Print what a call gives, and how many nanoseconds it takes.

    That is the median of batches of about a millisecond each. The call is source text, so that it
    costs no more than it does in a program.
    """
    print(name, eval(call, variables))
    measure_call(name, call, variables)


def measure_call(name: str, call: str, variables: dict[str, Any]) -> None:
    """Do as `measure`, without showing what the call gives."""
    timer = timeit.Timer(call, globals=variables)
    calls = 1
    while timer.timeit(calls) < BATCH:
        calls *= 2
    batches: list[float] = []
    end = time.perf_counter() + SLICE
    while len(batches) < 3 or time.perf_counter() < end:
        batches.append(timer.timeit(calls) / calls)
    print(name, f"{statistics.median(batches) * 1e9:.1f}")


def measure_threads(name: str, calls: list[Callable[[], object]]) -> None:
    """Print the nanoseconds that pass for each call, where each thread makes one of these calls.

    With threads that do not hinder each other, they are fewer than one call takes.
    """
    ready = threading.Barrier(len(calls) + 1)
    stop = threading.Event()
    counts = [0] * len(calls)

    def call_until_stopped(index: int, call: Callable[[], object]) -> None:
        call()  # opens the connection
        ready.wait()
        while not counts[index] or not stop.is_set():
            call()
            counts[index] += 1

    threads = [
        threading.Thread(target=call_until_stopped, args=each, daemon=True)
        for each in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    time.sleep(SLICE)
    stop.set()
    for thread in threads:
        thread.join()
    print(name, f"{(time.perf_counter() - start) / sum(counts) * 1e9:.1f}")


async def measure_tasks(name: str, call: Callable[[], Awaitable[object]], tasks: int) -> None:
    """Print the nanoseconds that pass for each call, where so many tasks of a loop make them."""
    await asyncio.gather(*(call() for _ in range(tasks)))  # opens the connections
    start = time.perf_counter()
    count = 0

    async def call_until_over() -> None:
        nonlocal count
        while not count or time.perf_counter() - start < SLICE:
            await call()
            count += 1

    await asyncio.gather(*(call_until_over() for _ in range(tasks)))
    print(name, f"{(time.perf_counter() - start) / count * 1e9:.1f}")
