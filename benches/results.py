"""The results of a run, in one file: `docs/performance/results.json`.

It has every figure of every round, in nanoseconds, or in bytes where its name ends so; all tables,
charts and figures of the documentation are made of it, and of nothing else.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from statistics import median
from typing import Any

import imports
import memory
import send
import sign
import verify
from bench import ROOT, Figures, output
from building import left_out
from part import Part
from versions import machine, versions

PARTS: tuple[Part, ...] = (sign.PART, verify.PART, send.PART, imports.PART, memory.PART)
FILE = ROOT / "docs" / "performance" / "results.json"


@dataclass(frozen=True)
class Results:
    """When and where which figures were measured, by the names of the parts."""

    date: str
    commit: str
    machine: dict[str, str | int]
    load_before: float
    versions: dict[str, str]
    left_out: dict[str, str]
    parts: dict[str, Figures]

    @classmethod
    def of_run(cls, parts: dict[str, Figures], load_before: float) -> Results:
        """Say when and where the figures were just measured."""
        commit = output("git", "rev-parse", "--short=12", "HEAD")
        sources = ("src", "bindings", "python", "benches", "Cargo.lock")
        if output("git", "status", "--porcelain", "--", *sources):
            commit += ", with changes"
        return cls(
            date=datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            commit=commit,
            machine=machine(),
            load_before=round(load_before, 2),
            versions=versions(),
            left_out=dict(left_out),
            parts=parts,
        )

    @classmethod
    def read(cls, file: Path = FILE) -> Results:
        """Read the results of the run that is committed."""
        given: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        parts = {
            name: Figures({each: figure["rounds"] for each, figure in figures.items()})
            for name, figures in given.pop("parts").items()
        }
        return cls(**given, parts=parts)

    def write(self, file: Path = FILE) -> None:
        """Write them."""
        file.parent.mkdir(parents=True, exist_ok=True)
        given = asdict(self)
        given["parts"] = {
            name: {
                each: {"median": round(median(rounds), 1), "rounds": rounds}
                for each, rounds in figures.rounds.items()
            }
            for name, figures in self.parts.items()
        }
        text = json.dumps(given, indent=1, ensure_ascii=False)
        # a figure's rounds on one line
        file.write_text(_one_line_each(text) + "\n", encoding="utf-8")

    def rounds(self, part: Part) -> int:
        """How many rounds there were."""
        return max((len(each) for each in self.parts[part.name].rounds.values()), default=0)


def _one_line_each(text: str) -> str:
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if inside:
            lines[-1] += line.strip() + (" " if line.endswith(",") else "")
            inside = not line.strip().startswith("]")
        else:
            lines.append(line)
            inside = line.endswith('"rounds": [')
    return "\n".join(lines)
