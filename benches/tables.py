"""What the figures say: how they stand to each other and to targets, as tables in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench import Figures

# --- judging --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """How a figure stands to another, or to a limit; without a target, `met` is None."""

    text: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        if self.met is None:
            return self.text
        return f"{self.text} (target {self.target}: {'met' if self.met else 'not met'})"


@dataclass(frozen=True)
class Cost:
    """How many times what another takes; at most so many, if that is a target."""

    other: str
    name: str
    at_most: float | None = None

    def judge(self, ours: float, figures: Figures) -> Verdict:
        """Compare a figure."""
        other = figures.median(self.other)
        if other is None:
            return Verdict(f"{self.name}: not measured")
        text = f"{ours / other:.{2 if ours / other < 10 else 0}f}× {self.name}"
        if self.at_most is None:
            return Verdict(text)
        return Verdict(text, f"≤ {self.at_most}×", ours / other <= self.at_most)


@dataclass(frozen=True)
class Speed:
    """How many times as fast as another; at least so many, if that is a target."""

    other: str
    name: str
    at_least: float | None = None

    def judge(self, ours: float, figures: Figures) -> Verdict:
        """Compare a figure."""
        other = figures.median(self.other)
        if other is None:
            return Verdict(f"{self.name}: not measured")
        text = f"{factor(other / ours)}× as fast as {self.name}"
        if self.at_least is None:
            return Verdict(text)
        return Verdict(text, f"≥ {self.at_least}×", other / ours >= self.at_least)


@dataclass(frozen=True)
class Share:
    """How much of it is something else; at most so many per cent, if that is a target."""

    part: str
    name: str
    at_most: float | None = None

    def judge(self, ours: float, figures: Figures) -> Verdict:
        """Compare a figure."""
        part = figures.median(self.part)
        if part is None:
            return Verdict(f"{self.name}: not measured")
        share = part / ours * 100
        text = f"{self.name} {share:.1f} %"
        if self.at_most is None:
            return Verdict(text)
        return Verdict(text, f"≤ {self.at_most:g} %", share <= self.at_most)


@dataclass(frozen=True)
class Within:
    """A target of so many nanoseconds at most."""

    at_most: float

    def judge(self, ours: float, _figures: Figures) -> Verdict:
        """Compare a figure."""
        return Verdict(duration(ours), f"≤ {duration(self.at_most)}", ours <= self.at_most)


Comparison = Cost | Speed | Share | Within


@dataclass(frozen=True)
class Row:
    """One line of a table: whose figure it is, and what it is compared with."""

    label: str
    name: str
    comparisons: Sequence[Comparison] = ()

    def judge(self, figures: Figures) -> list[Verdict]:
        """Make the comparisons; none where nothing was measured."""
        ours = figures.median(self.name)
        return [] if ours is None else [each.judge(ours, figures) for each in self.comparisons]


# --- showing --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """A table with its heading, and the verdicts that have a target, each with its row's label."""

    title: str
    table: str
    targets: Sequence[tuple[str, Verdict]]
    note: str = ""

    def __str__(self) -> str:
        return "\n\n".join(each for each in (f"### {self.title}", self.note, self.table) if each)


def duration(nanoseconds: float) -> str:
    """A time, for people."""
    if nanoseconds < 1e5:
        return f"{nanoseconds:,.0f} ns"
    if nanoseconds < 1e7:
        return f"{nanoseconds / 1e3:,.0f} µs"
    return f"{nanoseconds / 1e6:,.1f} ms"


def size(number: float) -> str:
    """A number of bytes, for people."""
    if abs(number) < 1e3:
        return f"{number:,.{0 if float(number).is_integer() else 1}f} B"
    if abs(number) < 1e6:
        return f"{number / 1e3:,.1f} kB"
    return f"{number / 1e6:,.1f} MB"


def shown(name: str, value: float) -> str:
    """A figure of that name, for people."""
    return size(value) if name.endswith("bytes") else duration(value)


def factor(times: float) -> str:
    """How many times, for people; rounded down, so that what is just below a target shows so."""
    digits = 2 if times < 2 else 1 if times < 10 else 0
    return f"{math.floor(times * 10**digits) / 10**digits:,.{digits}f}"


def markdown(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, its columns aligned."""
    rows = [head, *lines]
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    padded = (
        [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        for row in [head, rule, *rows[1:]]
    )
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)


def compared(title: str, rows: Sequence[Row], figures: Figures, note: str = "") -> Section:
    """A table of medians, ranges and comparisons."""
    lines = []
    targets = []
    for row in rows:
        ours = figures.median(row.name)
        if ours is None:
            lines.append((row.label, "not measured", "", ""))
            continue
        rounds = figures.rounds[row.name]
        spread = f"{shown(row.name, min(rounds))} to {shown(row.name, max(rounds))}"
        verdicts = row.judge(figures)
        targets += [(row.label, each) for each in verdicts if each.met is not None]
        text = "; ".join(str(each) for each in verdicts)
        lines.append((row.label, shown(row.name, ours), spread, text))
    table = markdown(("", "median", "range", "compared"), lines)
    return Section(title, table, targets, note)
