"""What the benchmarks share: building the programs, running them by rounds, showing the figures.

What is measured is in small programs of each language (`c/`, `peers/`, `python/`). Each is run once
in every round, one after the other, so that whatever else the machine does strikes all alike; a
figure is the median of the rounds.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "bench"
LIBRARY = ROOT / "build" / "cmake"

CARGO = shlex.split(os.environ.get("CARGO", "cargo"))
CC = shlex.split(os.environ.get("CC", "cc"))


def say(text: str) -> None:
    """Tell what goes on, apart from what is measured."""
    print(f"==> {text}", file=sys.stderr, flush=True)


def output(*command: str | Path) -> str:
    """What a command prints; empty where it fails or is not there."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


# --- building ---------------------------------------------------------------------------------


def rust_programs() -> Path:
    """Build the Rust programs, and give the folder that they are in."""
    target = BUILD / "target"
    manifest = HERE / "peers" / "Cargo.toml"
    build = [*CARGO, "build", "--quiet", "--release", "--locked"]
    places: list[str | Path] = ["--manifest-path", manifest, "--target-dir", target]
    if subprocess.run([*build, *places], check=False).returncode != 0:
        raise SystemExit(
            "the Rust benchmarks cannot be built; where it is for their Cargo.lock, mend that:\n"
            "    cargo update --workspace --manifest-path benches/peers/Cargo.toml"
        )
    return target / "release"


def c_program(name: str, *flags: str) -> Path | None:
    """Build a C program, optimised; None where what it links is missing."""
    program = BUILD / name
    source = HERE / "c" / f"{name}.c"
    command: list[str | Path] = [*CC, "-O2", "-Wall", "-Wextra", "-o", program, source, *flags]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        return None
    return program


def library_flags() -> list[str]:
    """What a C program needs that links this library."""
    lib = LIBRARY / "lib"
    return [f"-I{LIBRARY / 'include'}", f"-L{lib}", f"-Wl,-rpath,{lib}", "-loauth1"]


def debian_package(package: str) -> bool:
    """Install a package, where this is Debian and we are root; tell whether it is there."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say(f"installing {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", package]
    for arguments in (["update"], install):
        command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *arguments]
        if subprocess.run(command, check=False, capture_output=True, env=environment).returncode:
            return False
    return True


def c_program_with(package: str, name: str, *flags: str) -> Path | None:
    """Build a C program that links a library of Debian's, which is installed where it can be."""
    program = c_program(name, *flags)
    if program is None and debian_package(package):
        program = c_program(name, *flags)
    if program is None:
        say(f"{name} is left out: it needs what Debian's package {package} has")
    return program


def python_with_peers() -> Path:
    """Make an environment that has our wheel and the pinned peers, and give its Python."""
    environment = BUILD / "venv"
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = ["-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
    peers: list[str | Path] = ["-r", HERE / "python" / "requirements.txt"]
    ours = ["--force-reinstall", "--no-deps", *(ROOT / "build" / "wheel").glob("*.whl")]
    for packages in (peers, ours):
        subprocess.run([python, *pip, *packages], check=True)
    return python


# --- measuring --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """A program to run in every round. Its figures are called by its name and their own."""

    name: str
    command: Sequence[str | Path]
    one_core: bool = False


@dataclass
class Figures:
    """What the programs printed: times in nanoseconds, one for each round, and what was signed."""

    times: dict[str, list[float]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def median(self, name: str) -> float | None:
        """The median of the rounds; None for what was not measured."""
        times = self.times.get(name)
        return statistics.median(times) if times else None

    def read(self, job: Job, printed: str) -> None:
        """Take in what a program printed."""
        for line in printed.splitlines():
            name, _, value = line.partition(" ")
            if re.fullmatch(r"\d+\.\d+", value):
                self.times.setdefault(f"{job.name}.{name}", []).append(float(value))
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


def measure(jobs: Sequence[Job], rounds: int, settings: dict[str, str]) -> Figures:
    """Run all programs in every round."""
    figures = Figures()
    environment = {**os.environ, **settings}
    for turn in range(1, rounds + 1):
        say(f"round {turn} of {rounds}")
        for job in jobs:
            with on_one_core() if job.one_core else nullcontext():
                done = subprocess.run(
                    job.command, check=False, capture_output=True, text=True, env=environment
                )
            if done.returncode != 0:
                raise SystemExit(f"{job.name} failed:\n{done.stderr}")
            figures.read(job, done.stdout)
    return figures


# --- judging ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """How a figure stands to another, or to a limit; `met` is None where there is no target."""

    text: str
    met: bool | None = None


def verdict(text: str, met: bool, target: str) -> Verdict:
    """A verdict on a target."""
    return Verdict(f"{text} (target {target}: {'met' if met else 'not met'})", met)


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
        text = f"{ours / other:.2f}× {self.name}"
        if self.at_most is None:
            return Verdict(text)
        return verdict(text, ours / other <= self.at_most, f"≤ {self.at_most}×")


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
        factor = other / ours
        decimals = 2 if factor < 2 else 1 if factor < 10 else 0
        text = f"{factor:.{decimals}f}× as fast as {self.name}"
        if self.at_least is None:
            return Verdict(text)
        return verdict(text, factor >= self.at_least, f"≥ {self.at_least}×")


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
        return verdict(text, share <= self.at_most, f"≤ {self.at_most:g} %")


@dataclass(frozen=True)
class Within:
    """A target of so many nanoseconds at most."""

    at_most: float
    name: str = ""

    def judge(self, ours: float, _figures: Figures) -> Verdict:
        """Compare a figure."""
        text = f"{self.name} {duration(ours)}".lstrip()
        return verdict(text, ours <= self.at_most, f"≤ {duration(self.at_most)}")


@dataclass(frozen=True)
class Row:
    """One line of a table: whose figure it is, and what it is compared with."""

    label: str
    name: str
    comparisons: Sequence[Cost | Speed | Share | Within] = ()


# --- showing ----------------------------------------------------------------------------------


def duration(nanoseconds: float) -> str:
    """A time, for people."""
    if nanoseconds < 1e5:
        return f"{nanoseconds:,.0f} ns"
    return f"{nanoseconds / 1e3:,.0f} µs"


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, its columns aligned."""
    rows = [head, *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    padded = (
        [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        for row in [head, rule, *rows[1:]]
    )
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)


def compared(rows: Sequence[Row], figures: Figures) -> tuple[str, list[Verdict]]:
    """A table of medians, ranges and comparisons; and its verdicts."""
    lines = []
    verdicts = []
    for row in rows:
        ours = figures.median(row.name)
        if ours is None:
            lines.append((row.label, "not measured", "", ""))
            continue
        times = figures.times[row.name]
        judged = [comparison.judge(ours, figures) for comparison in row.comparisons]
        verdicts += judged
        text = "; ".join(each.text for each in judged)
        lines.append((row.label, duration(ours), spread(times), text))
    return table(("", "median", "range", "compared"), lines), verdicts


def spread(times: Sequence[float]) -> str:
    """How far apart the rounds are."""
    return f"{duration(min(times))} to {duration(max(times))}"


def machine() -> str:
    """The machine, for people."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", info.read_text()) if info.exists() else []
    model = names[0] if names else platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def toolchain(*peers: str) -> str:
    """What the programs were built with, and the peers that there are."""
    parts = [
        output("rustc", "--version"),
        output(*CC, "--version").partition("\n")[0],
        f"Python {platform.python_version()}",
        *peers,
    ]
    return ", ".join(part for part in parts if part)


def library_version(name: str, package: str) -> str:
    """A C library and its version; empty where it is not installed."""
    version = output("pkg-config", "--modversion", package)
    return f"{name} {version}" if version else ""


def python_peer(name: str) -> str:
    """A Python package and its version, as it is pinned."""
    pinned = (HERE / "python" / "requirements.txt").read_text(encoding="utf-8")
    version = re.search(rf"^{re.escape(name)}==(.*)$", pinned, re.MULTILINE)
    assert version is not None
    return f"{name} {version[1]}"
