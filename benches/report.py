"""Writes what the documentation says of a run's results: `report.py`, or `report.py --check`.

That is `docs/performance/results.md` with all tables, the charts beside it, and what README.md
quotes between two marks. All is made of `results.json`. With `--check`, nothing is written, and
what is not as it would be written fails; so does a figure in README.md or CHANGELOG.md that no run
wrote.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import imports
import memory
import send
import sign
import verify
from bench import ROOT, Figures
from charts import Bar, Line, bars, lines
from part import Part
from results import PARTS, Results
from tables import Cost, Row, Speed, Verdict, markdown, shown

FOLDER = Path("docs/performance")
BEGIN, END = "<!-- written by make bench: begin -->", "<!-- written by make bench: end -->"
QUOTING = (Path("README.md"), Path("CHANGELOG.md"))
STRAY = re.compile(r"\d\s?×|\d\s?(?:ns|µs)\b|\d times (?:as|faster)")

# --- charts ---------------------------------------------------------------------------------------

Shown = Sequence[tuple[str, str, str]]  # what a bar is called, its figure, and its kind

SIGNING: Shown = [
    ("HMAC-SHA1 alone", "tweet.hash.raw", "limit"),
    ("Rust", "tweet.rust.prepared", "ours"),
    ("C", "tweet.c.prepared", "ours"),
    ("Python", "tweet.python.prepared", "ours"),
    ("Rust, request built anew", "tweet.rust.whole", "ours"),
    ("C, request built anew", "tweet.c.whole", "ours"),
    ("Python, request built anew", "tweet.python.whole", "ours"),
    ("oauth1-request (Rust)", "tweet.oauth1-request.whole", ""),
    ("reqwest-oauth1 (Rust)", "tweet.reqwest-oauth1.whole", ""),
    ("liboauth (C)", "tweet.liboauth.whole", ""),
    ("oauth-1.0a (Node)", "tweet.oauth-1.0a.whole", ""),
    ("Authlib (Python)", "tweet.authlib.whole", ""),
    ("oauthlib (Python)", "tweet.oauthlib.whole", ""),
    ("requests-oauthlib (Python)", "tweet.requests_oauthlib.auth", ""),
]
SENDING: Shown = [
    ("a socket, nothing else", "get.socket.one", "limit"),
    ("C", "get.c.one", "ours"),
    ("Rust", "get.rust.one", "ours"),
    ("Python", "get.python.one", "ours"),
    ("ureq, unsigned (Rust)", "get.ureq.one", ""),
    ("libcurl, unsigned (C)", "get.curl.one", ""),
    ("requests-oauthlib (Python)", "get.requests-oauthlib.one", ""),
    ("httpx with Authlib (Python)", "get.authlib.one", ""),
]
VERIFYING: Shown = [
    ("Rust", "tweet.rust.looked_up", "ours"),
    ("C", "tweet.c.verify", "ours"),
    ("Python", "tweet.python.verify", "ours"),
    ("oauthlib (Python)", "tweet.oauthlib.verify", ""),
]
IMPORTING: Shown = [
    ("import oauth1", "oauth1.import", "ours"),
    ("import oauth", "oauth.import", "ours"),
    ("import oauthlib.oauth1", "oauthlib.oauth1.import", ""),
    ("import authlib.oauth1", "authlib.oauth1.import", ""),
    ("import requests_oauthlib", "requests_oauthlib.import", ""),
]
SCALE = "shorter is faster; the scale is logarithmic"


def bar_chart(title: str, note: str, wanted: Shown, figures: Figures) -> str:
    """A chart of those figures that were measured."""
    medians = [(label, figures.median(name), kind) for label, name, kind in wanted]
    found = [Bar(label, time, kind) for label, time, kind in medians if time is not None]
    return bars(title, f"{note}; {SCALE}", found)


def growth_chart(figures: Figures) -> str:
    """How signing grows with the number of parameters."""
    found = []
    for label, name in sign.GROWING.items():
        medians = [(count, figures.median(f"{count}.{name}")) for count in sign.GROWTH]
        points = [(float(count), time) for count, time in medians if time is not None]
        if points:
            found.append(Line(label, points, "ours" if label[0] in "RP" else ""))
    note = "time of a signature, by the number of parameters; both scales are logarithmic"
    return lines("Signing a form of 1 to 10,000 parameters", note, found)


def charts(results: Results) -> dict[str, str]:
    """Each chart, by its name."""
    at = {name: results.parts[name] for name in results.parts}
    return {
        "signing": bar_chart(
            "One signature of the tutorial's tweet",
            "an Authorization value, with a fresh nonce",
            SIGNING,
            at[sign.PART.name],
        ),
        "growth": growth_chart(at[sign.PART.name]),
        "verifying": bar_chart(
            "Verifying the tutorial's tweet",
            "the store of nonces left out",
            VERIFYING,
            at[verify.PART.name],
        ),
        "sending": bar_chart(
            "A signed GET over loopback, and its answer",
            "client and server on one core",
            SENDING,
            at[send.PART.name],
        ),
        "importing": bar_chart(
            "Importing a Python package",
            "in a fresh interpreter",
            IMPORTING,
            at[imports.PART.name],
        ),
    }


CHARTS_OF = {
    sign.PART.name: ("signing", "growth"),
    verify.PART.name: ("verifying",),
    send.PART.name: ("sending",),
    imports.PART.name: ("importing",),
    memory.PART.name: (),
}


def told(chart: str) -> str:
    """What an image of the chart says to who does not see it: its own words."""
    found = re.search(r"<title[^>]*>(.*)</title>", chart)
    assert found is not None
    return found[1]


# --- the page -------------------------------------------------------------------------------------


def targets(results: Results) -> list[tuple[str, str, Verdict]]:
    """All targets: of which table and row, and whether they are met."""
    return [
        (section.title, label, verdict)
        for part in PARTS
        for section in part.sections(results.parts[part.name])
        for label, verdict in section.targets
    ]


def where_and_when(results: Results) -> str:
    """The machine and the day, in a sentence."""
    at = results.machine
    return (
        f"Measured on {results.date} at commit {results.commit}, on {at['cores']} cores of "
        f"{at['processor']}, with {at['system']} ({at['kernel']})"
    )


def page(results: Results) -> str:
    """`docs/performance/results.md`."""
    missing = [f"{name} was left out, as it {why}." for name, why in results.left_out.items()]
    judged = [
        (where, label, verdict.text, verdict.target, "met" if verdict.met else "**not met**")
        for where, label, verdict in targets(results)
    ]
    met = sum(1 for *_, verdict in targets(results) if verdict.met)
    drawn = charts(results)
    parts = [
        "<!-- `make bench` writes this file. -->",
        "# Results",
        "[How it is measured](../performance.md), and how to repeat it. Every figure of every "
        "round is in [results.json](results.json).",
        f"{where_and_when(results)}. The load before was {results.load_before}: what else the "
        "machine does shows in the ranges. Each figure is the median of the rounds "
        f"({', '.join(f'{part.name}: {results.rounds(part)}' for part in PARTS)}).",
        *missing,
        markdown(("what", "version"), results.versions.items()),
        f"## Targets\n\n{met} of {len(judged)} are met.",
        markdown(("table", "row", "figure", "target", ""), judged),
    ]
    for part in PARTS:
        parts.append(f"## {part.title}")
        parts += [f"![{told(drawn[name])}]({name}.svg)" for name in CHARTS_OF[part.name]]
        parts += [str(section) for section in part.sections(results.parts[part.name])]
    return "\n\n".join(parts) + "\n"


# --- what README.md quotes ------------------------------------------------------------------------

Key = tuple[Part, str, str, Sequence[Cost | Speed]]

KEY_FIGURES: Sequence[Key] = [
    (
        sign.PART,
        "a signature, in C",
        "tweet.c.prepared",
        [Cost("tweet.hash.raw", "the hash alone"), Speed("tweet.liboauth.whole", "liboauth")],
    ),
    (
        sign.PART,
        "a signature, in Rust",
        "tweet.rust.prepared",
        [
            Cost("tweet.hash.raw", "the hash alone"),
            Speed("tweet.oauth1-request.prepared", "oauth1-request"),
        ],
    ),
    (
        sign.PART,
        "a request built anew and signed, in Rust",
        "tweet.rust.whole",
        [
            Speed("tweet.oauth1-request.whole", "oauth1-request"),
            Speed("tweet.reqwest-oauth1.whole", "reqwest-oauth1"),
        ],
    ),
    (
        sign.PART,
        "a signature, in Python",
        "tweet.python.prepared",
        [Speed("tweet.oauthlib.whole", "oauthlib"), Speed("tweet.authlib.whole", "Authlib")],
    ),
    (verify.PART, "a request verified, in Rust", "tweet.rust.looked_up", []),
    (
        verify.PART,
        "a request verified, in Python",
        "tweet.python.verify",
        [Speed("tweet.oauthlib.verify", "oauthlib")],
    ),
    (send.PART, "a GET over loopback, in C", "get.c.one", [Speed("get.curl.one", "libcurl")]),
    (
        send.PART,
        "a GET over loopback, in Python",
        "get.python.one",
        [
            Speed("get.requests-oauthlib.one", "requests-oauthlib"),
            Speed("get.authlib.one", "httpx with Authlib"),
        ],
    ),
    (
        imports.PART,
        "`import oauth1`",
        "oauth1.import",
        [Speed("requests_oauthlib.import", "requests_oauthlib")],
    ),
]


def quoted(results: Results) -> str:
    """The key figures, and each target that is not met."""
    found = []
    for part, label, name, comparisons in KEY_FIGURES:
        figures = results.parts[part.name]
        time = figures.median(name)
        if time is not None:
            verdicts = Row(label, name, comparisons).judge(figures)
            found.append((label, shown(name, time), ", ".join(each.text for each in verdicts)))
    judged = targets(results)
    missed = [
        f"- {where}, {label}: {verdict.text}, where {verdict.target} is aimed at"
        for where, label, verdict in judged
        if not verdict.met
    ]
    met = f"{len(judged) - len(missed)} of {len(judged)} targets are met"
    return "\n\n".join(
        [
            BEGIN,
            f"![{told(charts(results)['signing'])}]({FOLDER.as_posix()}/signing.svg)",
            markdown(("", "median", "beside"), found),
            f"{where_and_when(results)}. {met}{'; these are not:' if missed else '.'}",
            *(["\n".join(missed)] if missed else []),
            END,
        ]
    )


# --- writing and checking -------------------------------------------------------------------------


def documents(results: Results, root: Path) -> dict[Path, str]:
    """What is to be in each file that tells of the results."""
    files = {FOLDER / "results.md": page(results)}
    files |= {FOLDER / f"{name}.svg": chart for name, chart in charts(results).items()}
    readme = Path("README.md")
    text = (root / readme).read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, behind = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"README.md has to have the lines {BEGIN} and {END}")
    return {**files, readme: before + quoted(results) + behind}


def faults(results: Results, root: Path = ROOT) -> list[str]:
    """What the documentation says that the results do not."""
    found = []
    for path, text in documents(results, root).items():
        file = root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            found.append(f"{path} is not what docs/performance/results.json says: run make report")
    for path in QUOTING:
        text = (root / path).read_text(encoding="utf-8")
        own = re.sub(f"{BEGIN}.*{END}", lambda block: "\n" * block[0].count("\n"), text, flags=re.S)
        for number, line in enumerate(own.splitlines(), 1):
            if STRAY.search(line):
                found.append(f"{path}:{number}: a figure that no run wrote: {line.strip()}")
    return found


def write(results: Results, root: Path = ROOT) -> list[Path]:
    """Write them, and tell which."""
    files = documents(results, root)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return [*files]


def tell(lines: Iterable[object]) -> None:
    """Print each on a line."""
    for line in lines:
        print(line)


def main() -> None:
    """Write, or check."""
    parser = argparse.ArgumentParser(description="Write what the results of a run say.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it differs")
    results = Results.read()
    if parser.parse_args().check:
        found = faults(results)
        tell(found)
        sys.exit(1 if found else 0)
    tell(write(results))


if __name__ == "__main__":
    main()
