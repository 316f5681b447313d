"""A part of what is measured: what a command `make bench-...` runs alone, and `make bench` too."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import BUILD, Figures, say
from building import left_out
from tables import Section
from versions import machine, versions


@dataclass(frozen=True)
class Part:
    """What is measured, how long by default, and how its figures are shown."""

    name: str
    title: str
    rounds: int
    milliseconds: int
    measure: Callable[[int, int], Figures]
    sections: Callable[[Figures], Sequence[Section]]

    def run(self, rounds: int | None = None, milliseconds: int | None = None) -> Figures:
        """Measure; BENCH_ROUNDS and BENCH_MILLISECONDS stand for what is not given."""
        rounds = rounds or int(os.environ.get("BENCH_ROUNDS") or self.rounds)
        milliseconds = milliseconds or int(
            os.environ.get("BENCH_MILLISECONDS") or self.milliseconds
        )
        length = f", {milliseconds} ms for each figure" if milliseconds else ""
        say(f"measuring {self.name}: {rounds} rounds{length}")
        BUILD.mkdir(parents=True, exist_ok=True)
        return self.measure(rounds, milliseconds)

    def main(self) -> None:
        """Measure this part alone, and print its tables."""
        parser = argparse.ArgumentParser(description=f"Measure {self.name}.")
        parser.add_argument("--rounds", type=int, help=f"how often each is run ({self.rounds})")
        parser.add_argument(
            "--milliseconds",
            type=int,
            help=f"how long each figure is measured for in a round ({self.milliseconds})",
        )
        arguments = parser.parse_args()
        before = os.getloadavg()[0]
        figures = self.run(arguments.rounds, arguments.milliseconds)
        print(self.markdown(figures))
        print("\n" + ", ".join(str(each) for each in machine().values()))
        print(", ".join(f"{name} {version}" for name, version in versions().items()))
        for name, why in left_out.items():
            print(f"Left out: {name}, which {why}.")
        print(f"The load before was {before:.1f}; what else the machine does shows in the ranges.")

    def markdown(self, figures: Figures) -> str:
        """The tables, under a heading."""
        sections = "\n\n".join(str(each) for each in self.sections(figures))
        return f"## {self.title}\n\n{sections}"
