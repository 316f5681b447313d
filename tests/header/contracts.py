"""contracts.py [HEADER]: what comments have to say, and what the header looks like.

Of a function: what it does; each parameter, in order; for a pointer what NULL does; who frees what
comes out; what it returns, and which errors; which threads may call it; since which version it is
there. Of a type: what it is, and since when. Of a number: what it means. Prints what is missing,
and fails then.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from reading import HEADER, SINCE, Function, Header, Parameter, Type, call_of, read

WIDTH = 100

# How it is said which threads may call a function; the opening chapter has the rules behind it.
THREADS = re.compile(
    r"Safe in any thread\b|One thread at a time for one |"
    r"For the thread that was called, during the call\."
)
# and which threads call a callback
CALLED = re.compile(r"Called by ")
_CODE = r"OAUTH1_ERROR_\w+"
_LIKE_ANOTHER = r"(?:what|as) oauth1_\w+\(\)"


def problems(text: str) -> Iterator[str]:
    """What is missing in a header, one line for each."""
    header = read(text)
    yield from _layout(text)
    version = re.search(r'^#define OAUTH1_VERSION "(.*)"$', text, re.MULTILINE)
    assert version, "there is no OAUTH1_VERSION"
    for function in header.functions:
        for problem in (*_function(function, THREADS), *_returned(function)):
            yield f"{function.line}: {function.name}(): {problem}"
    for declared in header.types:
        for problem in _type(declared):
            yield f"{declared.line}: {declared.name}: {problem}"
    for number in header.numbers:
        if not number.comment:
            yield f"{number.line}: {number.name}: it does not say what it means"
    yield from _versions(header, version[1])


def _layout(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > WIDTH:
            yield f"{number}: the line is {len(line)} columns wide, more than {WIDTH}"
        if line != line.rstrip() or "\t" in line:
            yield f"{number}: the line has a tab, or white space at its end"
    for found in re.finditer(r"\n\n\n", text):
        yield f"{text.count(chr(10), 0, found.start()) + 2}: there are two empty lines"


def _versions(header: Header, version: str) -> Iterator[str]:
    """Nothing is younger than the header."""
    dated: tuple[Function | Type, ...] = (*header.functions, *header.types)
    for each in dated:
        for since in SINCE.findall(each.comment):
            if _numbers(since) > _numbers(version):
                yield f"{each.line}: {each.name}: since {since}, but this is {version}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _type(declared: Type) -> Iterator[str]:
    if not declared.comment:
        yield "it is not documented"
    if not re.search(rf"(?:^|\s){SINCE.pattern}\.$", declared.comment):
        yield "it does not end with since when it is there (“Since 0.1.0.”)"
    if declared.is_callback:
        yield from _function(call_of(declared), CALLED)


def _function(function: Function, threads: re.Pattern[str]) -> Iterator[str]:
    text, tags = _split(function.comment)
    if not re.match(r"[A-Z].*[.]", text, re.DOTALL):
        yield "it does not say what it does"
    named = [name for tag, name, _ in tags if tag == "param"]
    expected = [parameter.name for parameter in function.parameters]
    if named != expected:
        yield f"the parameters are {expected}, but {named} are documented"
        return
    described = {name: description for tag, name, description in tags if tag == "param"}
    for parameter, following in zip_longest(function.parameters, function.parameters[1:]):
        for problem in _parameter(parameter, following, described[parameter.name]):
            yield f"{parameter.name}: {problem}"
    returns = any(tag == "return" for tag, _, _ in tags)
    if returns and function.type == "void":
        yield "it says what it returns, but it returns nothing"
    if not returns and function.type != "void":
        yield "it does not say what it returns"
    yield from _aligned(function.comment)
    last = function.comment.split("\n\n")[-1].replace("\n", " ")
    if not threads.match(last):
        yield "it does not say which threads may call it"
    if not re.search(rf"{SINCE.pattern}\.$", last):
        yield "it does not end with since when it is there (“Since 0.1.0.”)"


def _split(comment: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The text before the tags, and the tags: kind, name and description."""
    before, *_ = re.split(r"^@", comment, maxsplit=1, flags=re.MULTILINE)
    tags = []
    for found in re.finditer(
        r"^@(?:(param)\s+(\w+)\s|(return)\s)(.*?)(?=^@|^\s*$|\Z)", comment, re.MULTILINE | re.DOTALL
    ):
        description = " ".join(found[4].split())
        tags.append((found[1] or found[3], found[2] or "", description))
    return before.strip(), tags


def _parameter(parameter: Parameter, following: Parameter | None, text: str) -> Iterator[str]:
    if not text:
        yield "there is nothing about it"
    if (parameter.is_pointer or parameter.is_callback) and "NULL" not in text:
        yield "it does not say what NULL does"
    gives = parameter.type.endswith("**") and not parameter.type.startswith("const")
    if gives and parameter.name != "error" and "freed with oauth1_" not in text:
        yield "it does not say what frees it"
    has_length = following is not None and following.name.endswith(("length", "capacity"))
    if parameter.type == "const char *" and not has_length and "NUL-terminated" not in text:
        yield "it does not say that it is NUL-terminated"


def _returned(function: Function) -> Iterator[str]:
    """What a function that the library has gives back: errors, and what comes of NULL."""
    tags = _split(function.comment)[1]
    described = {name: text for tag, name, text in tags if tag == "param"}
    text = next((text for tag, _, text in tags if tag == "return"), None)
    if text is None:
        return
    if any(each.type == "oauth1_error **" for each in function.parameters):
        if not re.match(rf"OAUTH1_OK\b|{_LIKE_ANOTHER}", text):
            yield "what it returns does not begin with OAUTH1_OK"
        if not re.search(rf"{_CODE}|{_LIKE_ANOTHER}", text):
            yield "it does not say with which errors it fails"
        needs = [name for name, each in described.items() if "not NULL" in each]
        if needs and not re.search(rf"OAUTH1_ERROR_NULL_ARGUMENT|{_LIKE_ANOTHER}", text):
            yield f"it does not say that NULL for {needs[0]} is OAUTH1_ERROR_NULL_ARGUMENT"
        return
    handle = function.parameters[0].is_pointer if function.parameters else False
    if handle and "NULL" not in text:
        yield "it does not say what it returns for NULL"
    if function.type.endswith("*") and not re.search(r"\b(?:alive|lent|static)\b", text):
        yield "it does not say how long what it returns lives"


def _aligned(comment: str) -> Iterator[str]:
    """The parameters' descriptions stand below each other, two columns from the longest name."""
    lines = comment.splitlines()
    columns = {}
    for line in lines:
        found = re.match(r"@param (\w+) +", line)
        if found:
            columns[found[1]] = found.end()
    if columns and set(columns.values()) != {len("@param ") + max(map(len, columns)) + 2}:
        yield "the descriptions of its parameters do not stand below each other"
    indented = 0
    for line in lines:
        if line.startswith("@"):
            found = re.match(r"@param \w+ +|@return ", line)
            indented = found.end() if found else 0
        elif not line.strip():
            indented = 0
        elif indented and len(line) - len(line.lstrip()) != indented:
            yield f"this line does not stand below the one before: {line.strip()}"


def main() -> int:
    """Check the header that is named, or the project's."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HEADER
    text = path.read_text(encoding="utf-8")
    found = list(problems(text))
    for problem in found:
        print(f"{path.name}:{problem}", file=sys.stderr)
    print(f"{len(read(text).functions)} functions")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
