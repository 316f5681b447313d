"""Charts as SVG, of text and shapes alone: legible on light and on dark, and to screen readers.

The scales are logarithmic, as what is compared differs by factors of a hundred; each bar has its
figure written beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

STYLE = """\
text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.small { font-size: 12px; fill: #59636e }
.end { text-anchor: end }
.middle { text-anchor: middle }
.ours { font-weight: 600 }
.back { fill: #ffffff }
.grid { stroke: #d1d9e0; stroke-width: 1 }
.bar { fill: #848d97 }
.bar.ours { fill: #0969da }
.bar.limit { fill: #b7bec5 }
.line { fill: none; stroke-width: 2 }
.s0 { stroke: #b7bec5 } .s1 { stroke: #0969da } .s2 { stroke: #1a7f37 } .s3 { stroke: #bc4c00 }
.s4 { stroke: #8250df } .s5 { stroke: #cf222e } .s6 { stroke: #6e5494 } .s7 { stroke: #9a6700 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .small { fill: #9198a1 }
  .back { fill: #0d1117 }
  .grid { stroke: #3d444d }
  .bar { fill: #7d8590 }
  .bar.ours { fill: #4493f8 }
  .bar.limit { fill: #59636e }
  .s0 { stroke: #7d8590 } .s1 { stroke: #4493f8 } .s2 { stroke: #3fb950 } .s3 { stroke: #db6d28 }
  .s4 { stroke: #ab7df8 } .s5 { stroke: #f85149 } .s6 { stroke: #d2a8ff } .s7 { stroke: #d29922 }
}"""

WIDTH = 760
CHARACTER = 7.4  # the width of one, about, by which room is left for text


@dataclass(frozen=True)
class Bar:
    """One line of a chart: `kind` is `ours`, `limit`, or nothing for a peer."""

    label: str
    nanoseconds: float
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a chart of growth, by its points."""

    label: str
    points: Sequence[tuple[float, float]]
    kind: str = ""


def time(nanoseconds: float) -> str:
    """A time, in three digits."""
    for unit, each in (("ns", 1), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)):
        value = nanoseconds / each
        if value < 999.5 or unit == "s":
            break
    decimals = 0 if value >= 99.5 or unit == "ns" else 1 if value >= 9.95 else 2
    text = f"{value:.{decimals}f}"
    return f"{text} {unit}"


def bars(title: str, note: str, shown: Iterable[Bar]) -> str:
    """A chart of horizontal bars, on a logarithmic scale."""
    shown = list(shown)
    left = 36 + CHARACTER * max(len(bar.label) for bar in shown)
    right, top, step = 84, 62, 26
    bottom = top + step * len(shown)
    scale = Scale.over([bar.nanoseconds for bar in shown], left, WIDTH - right, room=0.35)
    parts = []
    for tick in scale.ticks():
        x = scale.at(tick)
        parts += [
            f'<line class="grid" x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{bottom}"/>',
            f'<text class="small middle" x="{x:.1f}" y="{bottom + 18}">{_tick(tick)}</text>',
        ]
    for number, bar in enumerate(shown):
        y = top + step * number
        end = scale.at(bar.nanoseconds)
        ours = " ours" if bar.kind == "ours" else ""
        parts += [
            f'<text class="end{ours}" x="{left - 10:.1f}" y="{y + 14}">{escape(bar.label)}</text>',
            f'<rect class="{f"bar {bar.kind}".strip()}" x="{left:.1f}" y="{y + 1}" '
            f'width="{max(end - left, 1):.1f}" height="17" rx="2"/>',
            f'<text class="{ours.strip() or "small"}" x="{end + 7:.1f}" y="{y + 14}">'
            f"{time(bar.nanoseconds)}</text>",
        ]
    told = "; ".join(f"{bar.label}: {time(bar.nanoseconds)}" for bar in shown)
    return _svg(title, note, told, bottom + 30, parts)


def lines(title: str, note: str, shown: Iterable[Line]) -> str:
    """A chart of lines, both of whose scales are logarithmic; each is named at its end."""
    shown = list(shown)
    left, top, bottom = 70, 62, 420
    right = 34 + CHARACTER * max(len(line.label) for line in shown)
    across = Scale.over([x for line in shown for x, _ in line.points], left, WIDTH - right)
    up = Scale.over([y for line in shown for _, y in line.points], bottom, top)
    parts = []
    for tick in across.ticks():
        x = across.at(tick)
        parts += [
            f'<line class="grid" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}"/>',
            f'<text class="small middle" x="{x:.1f}" y="{bottom + 18}">{tick:,.0f}</text>',
        ]
    for tick in up.ticks():
        y = up.at(tick)
        parts += [
            f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{WIDTH - right:.1f}" y2="{y:.1f}"/>',
            f'<text class="small end" x="{left - 8}" y="{y + 4:.1f}">{_tick(tick)}</text>',
        ]
    for number, line in enumerate(shown):
        points = " ".join(f"{across.at(x):.1f},{up.at(y):.1f}" for x, y in line.points)
        parts.append(f'<polyline class="line s{number % 8}" points="{points}"/>')
    ends = _apart([up.at(line.points[-1][1]) for line in shown], 16)
    for number, (line, y) in enumerate(zip(shown, ends, strict=True)):
        ours = "ours" if line.kind == "ours" else "small"
        x, real = across.at(line.points[-1][0]), up.at(line.points[-1][1])
        parts += [
            f'<line class="line s{number % 8}" x1="{x:.1f}" y1="{real:.1f}" '
            f'x2="{x + 14:.1f}" y2="{y:.1f}"/>',
            f'<text class="{ours}" x="{x + 18:.1f}" y="{y + 4:.1f}">{escape(line.label)}</text>',
        ]
    told = "; ".join(
        f"{line.label}: "
        + ", ".join(f"{time(y)} with {x:,.0f}" for x, y in (line.points[0], line.points[-1]))
        for line in shown
    )
    return _svg(title, note, told, bottom + 34, parts)


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale: the powers of ten that it is between, and where these are drawn."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float, *, room: float = 0) -> Scale:
        """A scale for these values, whose smallest is that much of a power above its start."""
        low = math.floor(math.log10(min(values)) - room)
        return cls(low, max(math.ceil(math.log10(max(values))), low + 1), start, end)

    def at(self, value: float) -> float:
        """Where a value is drawn."""
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(int(self.low), int(self.high) + 1)]


def _tick(nanoseconds: float) -> str:
    """A power of ten as a time."""
    number, unit = time(nanoseconds).split(" ")
    return f"{float(number):.0f} {unit}"


def _apart(places: Sequence[float], distance: float) -> list[float]:
    """The places, moved as far apart as their texts need, in the same order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, index in pairwise(order):
        moved[index] = max(moved[index], moved[before] + distance)
    return moved


def _svg(title: str, note: str, told: str, height: float, parts: Sequence[str]) -> str:
    """A whole file: the title and what it tells are read to those who do not see it."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
            f'width="{WIDTH}" height="{height:.0f}" role="img" aria-labelledby="title told">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="told">{escape(f"{note}. {told}")}.</desc>',
            f"<style>\n{STYLE}\n</style>",
            f'<rect class="back" width="{WIDTH}" height="{height:.0f}" rx="6"/>',
            f'<text class="title" x="12" y="24">{escape(title)}</text>',
            f'<text class="small" x="12" y="44">{escape(note)}</text>',
            *parts,
            "</svg>",
            "",
        ]
    )
