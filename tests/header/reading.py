"""Reads oauth1.h: its functions, types and numbers, each with the comment above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = ROOT / "include" / "oauth1.h"

SINCE = re.compile(r"\bSince\s+(\d+\.\d+\.\d+)\b")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function."""

    type: str
    name: str

    @property
    def is_pointer(self) -> bool:
        return self.type.endswith("*")

    @property
    def is_callback(self) -> bool:
        return self.type.endswith("_fn")


@dataclass(frozen=True)
class Function:
    """A function: `type` is what it returns."""

    name: str
    type: str
    parameters: tuple[Parameter, ...]
    comment: str
    declaration: str
    line: int

    @property
    def since(self) -> str | None:
        """The version in which it appeared, where its comment says so."""
        found = SINCE.search(self.comment)
        return found[1] if found else None


@dataclass(frozen=True)
class Type:
    """A handle, a callback or a number."""

    name: str
    comment: str
    declaration: str
    line: int

    @property
    def is_callback(self) -> bool:
        return self.name.endswith("_fn")


_CALLBACK = re.compile(r"typedef (?P<type>.*?)\(\*\w+\)\((?P<parameters>.*)\)")


def call_of(callback: Type) -> Function:
    """A callback's type, as the function that a program writes."""
    parts = _CALLBACK.fullmatch(callback.declaration)
    assert parts, callback.declaration
    return Function(
        callback.name,
        parts["type"].strip(),
        _parameters(parts["parameters"]),
        callback.comment,
        callback.declaration,
        callback.line,
    )


@dataclass(frozen=True)
class Number:
    """A number that is defined, such as OAUTH1_ERROR_TIMED_OUT."""

    name: str
    value: int
    comment: str
    line: int


@dataclass(frozen=True)
class Header:
    """All that the header declares."""

    functions: tuple[Function, ...]
    types: tuple[Type, ...]
    numbers: tuple[Number, ...]


# a comment of Doxygen's, and what stands right below it
_DECLARATION = re.compile(
    r"""(?:^/\*\*(?P<comment>(?:(?!\*/).)*)\*/\n)?
        ^(?:(?P<define>\#define\ +(?P<macro>\w+)(?P<body>(?:\\\n|[^\n])*)$)
        |(?P<declaration>(?:typedef\b|const\b|OAUTH1_|oauth1_|void\b|bool\b|size_t\b|u?int\d+_t\b|char\b)[^;{}]*);$)""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_FUNCTION = re.compile(r"(?P<type>.*?[\s*])(?P<name>oauth1_\w+)\((?P<parameters>.*)\)", re.DOTALL)
_TYPE = re.compile(r"typedef\b.*?(?:\(\*(\w+)\)|(\w+)$)", re.DOTALL)


def read(text: str) -> Header:
    """The declarations of a header's text."""
    functions, types, numbers = [], [], []
    for found in _DECLARATION.finditer(text):
        comment = _comment(found["comment"] or "")
        start = found.start("define") if found["define"] else found.start("declaration")
        line = text.count("\n", 0, start) + 1
        if found["define"]:
            if re.fullmatch(r" -?\d+", found["body"]):
                numbers.append(Number(found["macro"], int(found["body"]), comment, line))
            continue
        declaration = " ".join(found["declaration"].split())
        if declaration.startswith("typedef"):
            names = _TYPE.search(declaration)
            assert names, declaration
            types.append(Type(names[1] or names[2], comment, declaration, line))
            continue
        # what marks a function as deprecated is no part of its type
        declaration = re.sub(r'^OAUTH1_DEPRECATED\("(?:[^"\\]|\\.)*"\) ', "", declaration)
        parts = _FUNCTION.fullmatch(declaration)
        assert parts, f"line {line} is not understood: {declaration}"
        functions.append(
            Function(
                parts["name"],
                parts["type"].strip(),
                _parameters(parts["parameters"]),
                comment,
                declaration,
                line,
            )
        )
    return Header(tuple(functions), tuple(types), tuple(numbers))


def _comment(text: str) -> str:
    """A comment's text, without the stars."""
    return "\n".join(re.sub(r"^ \* ?", "", line) for line in text.splitlines()).strip()


def _parameters(text: str) -> tuple[Parameter, ...]:
    if text == "void":
        return ()
    parameters = []
    for each in text.split(","):
        found = re.fullmatch(r"\s*(.*?[\s*])(\w+)\s*", each)
        assert found, each
        parameters.append(Parameter(found[1].strip(), found[2]))
    return tuple(parameters)
