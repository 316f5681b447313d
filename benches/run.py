"""Measures all parts in one run, and writes what the documentation says of it: `make bench`.

`docs/performance` is written anew, results, tables and charts, and what README.md quotes.
"""

from __future__ import annotations

import argparse
import os
import time

import report
from bench import ROOT, say
from results import FILE, PARTS, Results


def main() -> None:
    """Measure, write, show."""
    parser = argparse.ArgumentParser(description="Measure all, and write the documentation's part.")
    parser.add_argument("--rounds", type=int, help="how often each is run")
    parser.add_argument("--milliseconds", type=int, help="how long each figure takes in a round")
    arguments = parser.parse_args()
    load, start = os.getloadavg()[0], time.monotonic()
    figures = {}
    for number, part in enumerate(PARTS, 1):
        say(f"part {number} of {len(PARTS)}: {part.title}")
        figures[part.name] = part.run(arguments.rounds, arguments.milliseconds)
    results = Results.of_run(figures, load)
    results.write()
    written = report.write(Results.read())
    print(report.page(results))
    say(f"measured in {(time.monotonic() - start) / 60:.1f} minutes; written:")
    for path in (FILE.relative_to(ROOT), *written):
        say(f"    {path}")
    if results.load_before > 1:
        say(f"the machine was busy before ({results.load_before}): do not keep these figures")


if __name__ == "__main__":
    main()
