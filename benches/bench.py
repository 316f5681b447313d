"""How the benchmarks are run: programs by rounds, and what they print.

What is measured is in small programs of each language (`c/`, `node/`, `peers/`, `python/`). Each is
run once in every round, one after the other, so that whatever else the machine does strikes all
alike; a figure is the median of the rounds.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "bench"


def say(text: str) -> None:
    """Tell what goes on, apart from what is measured."""
    print(f"==> {text}", file=sys.stderr, flush=True)


def output(*command: str | Path) -> str:
    """What a command prints; empty where it fails or is not there."""
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


@dataclass(frozen=True)
class Job:
    """A program to run in every round. Its figures are called by its name and their own."""

    name: str
    command: Sequence[str | Path]
    one_core: bool = False


@dataclass
class Figures:
    """What the programs printed: a figure for each round, and what was signed.

    A figure whose name ends in `bytes` is of bytes, any other of nanoseconds.
    """

    rounds: dict[str, list[float]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def median(self, name: str) -> float | None:
        """The median of the rounds; None for what was not measured."""
        rounds = self.rounds.get(name)
        return statistics.median(rounds) if rounds else None

    def read(self, job: Job, printed: str) -> None:
        """Take in what a program printed."""
        for line in printed.splitlines():
            name, _, value = line.partition(" ")
            if re.fullmatch(r"-?\d+\.\d+", value):
                self.rounds.setdefault(f"{job.name}.{name}", []).append(float(value))
            else:
                self.shown[f"{job.name}.{name}"] = value


@contextmanager
def on_one_core() -> Iterator[None]:
    """Have programs that are started meanwhile share one core, where the system can do so."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


@contextmanager
def serving(*server: str | Path) -> Iterator[int]:
    """A server, in a process of its own; gives its port."""
    with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def measure(jobs: Sequence[Job], rounds: int, settings: dict[str, str]) -> Figures:
    """Run all programs in every round."""
    figures = Figures()
    environment = {**os.environ, **settings}
    for turn in range(1, rounds + 1):
        say(f"round {turn} of {rounds}: {len(jobs)} programs")
        for job in jobs:
            with on_one_core() if job.one_core else nullcontext():
                done = subprocess.run(
                    job.command, check=False, capture_output=True, text=True, env=environment
                )
            if done.returncode != 0:
                raise SystemExit(f"{job.name} failed:\n{done.stderr}")
            figures.read(job, done.stdout)
    return figures
