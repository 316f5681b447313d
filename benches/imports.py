"""Measures what importing the Python packages takes, in time and memory: `make bench-imports`.

Each import has a fresh interpreter to itself, whose own start is not counted; the files are in the
system's cache, and compiled.
"""

from __future__ import annotations

from bench import HERE, Figures, Job, measure
from building import python_with_peers
from part import Part
from tables import Cost, Row, Section, Speed, compared

PEER = "requests_oauthlib"
MODULES = ("oauth1", "oauth", PEER, "oauthlib.oauth1", "authlib.oauth1")
TARGETS = {"oauth1": 20, "oauth": 8}


def measured(rounds: int, _milliseconds: int) -> Figures:
    """Run the imports."""
    program = HERE / "python" / "import_one.py"
    python = python_with_peers()
    jobs = [Job(module, [python, program, module], one_core=True) for module in MODULES]
    measure(jobs, 1, {})  # which compiles them
    return measure(jobs, rounds, {})


def sections(figures: Figures) -> list[Section]:
    """All tables."""

    def against(module: str) -> list[Speed]:
        if module == PEER:
            return []
        return [Speed(f"{PEER}.import", PEER, TARGETS.get(module))]

    times = [Row(f"`import {name}`", f"{name}.import", against(name)) for name in MODULES]
    sizes = [
        Row(f"`import {name}`", f"{name}.bytes", [Cost(f"{PEER}.bytes", PEER)] * (name != PEER))
        for name in MODULES
    ]
    return [
        compared("Time of an import", times, figures),
        compared("Resident memory that an import adds", sizes, figures),
    ]


PART = Part("imports", "Importing", 15, 0, measured, sections)

if __name__ == "__main__":
    PART.main()
