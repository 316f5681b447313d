"""Measures how long the Python packages take to import: `make bench-imports`.

Each import has a fresh interpreter to itself, whose own start is not counted; the files are in the
system's cache, and compiled.
"""

from __future__ import annotations

import argparse

from bench import HERE, Job, Row, Speed, compared, machine, measure, python_peer, python_with_peers

PEER = "requests_oauthlib"
ROWS = [
    Row("`import oauth1`", "oauth1.import", [Speed(f"{PEER}.import", PEER, at_least=20)]),
    Row("`import oauth`", "oauth.import", [Speed(f"{PEER}.import", PEER, at_least=8)]),
    Row(f"`import {PEER}`", f"{PEER}.import"),
]


def main() -> None:
    """Run the imports, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each is imported")
    rounds = parser.parse_args().rounds
    program = HERE / "python" / "import_one.py"
    python = python_with_peers()
    modules = ["oauth1", "oauth", PEER]
    jobs = [Job(module, [python, program, module], one_core=True) for module in modules]
    measure(jobs, 1, {})  # which compiles them
    table, _ = compared(ROWS, measure(jobs, rounds, {}))
    print(f"{machine()}, {python_peer('requests-oauthlib')}\n\n{table}")


if __name__ == "__main__":
    main()
