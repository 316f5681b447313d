"""A long run: processes of eight threads each, with whatever can go wrong: `make soak`.

Two are of Python (worker.py), and one is of C (worker.c). Every thread is a user of the sandbox,
whose answers have to be theirs; in between, the server of tests/faults does to it what servers do
wrong. What the run fails by: an answer for somebody else, another outcome than there should be, a
nonce that comes twice, a signature that is refused or accepted twice, and memory, descriptors or
threads that grow once all is warm.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "python"))

from faults import SERVER  # noqa: E402 - it stands in the directory that was added
from oauth1.sandbox import Sandbox  # noqa: E402

THREADS = 8
# What has to have been done, or the run shows little.
ACTIONS = {
    *("who_am_i", "post", "echo", "stream_a_part", "retry", "redirect", "refusal"),
    *("give_up", "fault", "unreachable", "verify", "awaited"),
}
# How much more than in the first half, once all is warm, is still flat: memory in KiB (a thread of
# the allocator's keeps some megabytes of its own), descriptors (connections that are idle), threads
# (timers, and the resolver of a request).
SLACK = {"memory": 6144, "descriptors": 24, "threads": 8}


def growth(samples: list[list[int]]) -> dict[str, tuple[float, float]]:
    """The medians of the second and of the last quarter, of what a process takes."""
    quarter = max(len(samples) // 4, 1)
    early, late = samples[quarter : 2 * quarter] or samples, samples[-quarter:]
    return {
        name: (median(each[at] for each in early), median(each[at] for each in late))
        for at, name in enumerate(SLACK)
    }


def run(
    seconds: float, faults: dict[str, str], nonces: Path, workers: dict[str, list[str]]
) -> dict[str, dict[str, Any]]:
    """Run the processes; give what each has seen."""
    with Sandbox(users=len(workers) * THREADS) as sandbox:
        tokens = [dict(token) for token in sandbox.tokens]
        running = []
        for number, command in enumerate(workers.values()):
            config = {
                "seconds": seconds,
                "faults": faults,
                "nonces": str(nonces / str(number)),
                "tokens": tokens[number :: len(workers)],
                "sandbox": {
                    "key": sandbox.consumer_key,
                    "secret": sandbox.consumer_secret,
                    "verify": sandbox.verify_credentials_url,
                    "update": sandbox.update_url,
                },
            }
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdin
            process.stdin.write(json.dumps(config))
            process.stdin.close()
            process.stdin = None
            running.append(process)
        while any(process.poll() is None for process in running):
            # what it was asked, it keeps until it is told to forget it
            urlopen(f"{faults['http']}/reset", data=b"", timeout=60).close()
            time.sleep(2)
        seen = {}
        for name, process in zip(workers, running, strict=True):
            output, _ = process.communicate()
            if process.returncode:
                failed = {"wrong": [f"{name} ended with {process.returncode}"]}
                seen[name] = {"counts": {}, "samples": [], "slowest": 0.0, **failed}
            else:
                seen[name] = json.loads(output)
        return seen


def main() -> int:
    """Run for so long, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long (30)")
    parser.add_argument("--c", metavar="PROGRAM", required=True, help="worker.c, compiled")
    options = parser.parse_args()
    seconds = options.minutes * 60
    python = [sys.executable, str(HERE / "worker.py")]
    workers = {"Python 1": python, "Python 2": python, "C": [options.c]}
    with (
        tempfile.TemporaryDirectory() as nonces,
        subprocess.Popen(
            [sys.executable, str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        assert server.stdout
        faults = json.loads(server.stdout.readline())
        try:
            seen = run(seconds, faults, Path(nonces), workers)
        finally:
            server.communicate(timeout=60)  # the end of its standard input ends it
        drawn = Counter(
            nonce
            for file in Path(nonces).iterdir()
            for nonce in file.read_text(encoding="ascii").split()
        )

    wrong = [text for each in seen.values() for text in each["wrong"]]
    wrong += [
        f"the nonce {nonce} came {times} times" for nonce, times in drawn.items() if times > 1
    ]
    counts: Counter[str] = Counter()
    for process, each in seen.items():
        counts.update(each["counts"])
        actions = sum(each["counts"].values())
        print(f"{process}: {actions} actions, the slowest took {each['slowest']:.1f} s")
        samples = each["samples"] or [[0] * len(SLACK)]
        for name, (early, late) in growth(samples).items():
            print(f"{process}: {name} {early:.0f}, at the end {late:.0f}")
            if late > early + SLACK[name]:
                wrong.append(f"{process}: {name} grew from {early:.0f} to {late:.0f}")
    total = sum(counts.values())
    print(f"{total} actions, {len(drawn)} nonces looked at: ", dict(counts.most_common()))
    for text in wrong:
        print(f"WRONG: {text}", file=sys.stderr)
    idle = ACTIONS - {name for name, times in counts.items() if times}
    if idle:
        print(f"WRONG: never done: {', '.join(sorted(idle))}", file=sys.stderr)
    return 1 if wrong or idle else 0


if __name__ == "__main__":
    sys.exit(main())
