"""The code blocks of the documentation."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=indent)(?P=fence) *$",
    re.MULTILINE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"\{code-block\} *(\w+)")
_DOXYGEN = re.compile(r"^ \* @code\{\.(\w+)\}\n(.*?)^ \* @endcode$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A code block: `page` is its file, as the project names it."""

    page: str
    line: int
    language: str
    code: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by: the page, and its first line."""
        return self.page, self.code.strip().split("\n", 1)[0].strip()

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """The files that have code blocks for people to copy."""
    return sorted(
        [
            *ROOT.glob("*.md"),
            *(ROOT / "docs").rglob("*.md"),
            *(ROOT / "examples").rglob("*.md"),
            ROOT / "include" / "oauth1.h",
            ROOT / "bindings" / "cpp" / "oauth1.hpp",
        ]
    )


def blocks() -> Iterator[Block]:
    """All code blocks of all pages."""
    for path in pages():
        page, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            yield from _of_markdown(page, text)
        else:
            yield from _of_header(page, text)


def _of_markdown(page: str, text: str) -> Iterator[Block]:
    for found in _FENCE.finditer(text):
        info = found["info"].strip()
        directive = _DIRECTIVE.match(info)
        if info.startswith("{") and not directive:
            continue  # what Sphinx makes something else of
        language = directive[1] if directive else (re.split(r"[ ,]", info)[0] or "text")
        yield Block(page, _line(text, found.start()), language, textwrap.dedent(found["code"]))


def _of_header(page: str, text: str) -> Iterator[Block]:
    for found in _DOXYGEN.finditer(text):
        code = re.sub(r"^ \* ?", "", found[2], flags=re.MULTILINE)
        yield Block(page, _line(text, found.start()), found[1], code)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
