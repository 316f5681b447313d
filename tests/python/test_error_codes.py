"""The kinds of errors are the same in Rust, C, C++, Python and docs/errors.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

import oauth1
import oauth1.errors
import reading
from reading import ROOT

PREFIX = "OAUTH1_ERROR_"
# what only C can do wrong
ONLY_IN_C = range(60, 100)


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


HEADER = reading.read(text("include/oauth1.h"))
IN_C = {
    each.name.removeprefix(PREFIX): each for each in HEADER.numbers if each.name.startswith(PREFIX)
}


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the table below a heading of the page."""
    section = text("docs/errors.md").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    for line in section.splitlines():
        if re.match(r"\| \d", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def rust_kinds() -> dict[str, int]:
    """The kinds of the core, with their numbers."""
    body = re.search(r"pub enum ErrorKind \{(.*?)\n\}", text("src/error.rs"), re.DOTALL)
    assert body
    kinds = {name: int(number) for name, number in re.findall(r"^ +(\w+) = (\d+),", body[1], re.M)}
    assert len(kinds) == len(re.findall(r"^ +[A-Z]\w*\b", body[1], re.M))
    return kinds


def python_classes() -> dict[str, str]:
    """The exception of each kind, as the extension raises it."""
    source = text("bindings/python/src/error.rs")
    return dict(re.findall(r'ErrorKind::(\w+) => "(\w+)"', source))


def test_c_has_the_kinds_of_the_core() -> None:
    ours = {name.lower(): each.value for name, each in IN_C.items()}
    core = {snake_case(name): number for name, number in rust_kinds().items()}
    assert {name: number for name, number in ours.items() if number not in ONLY_IN_C} == core
    assert len(set(ours.values())) == len(ours)


def test_cpp_has_the_numbers_of_c() -> None:
    body = re.search(r"enum class status .*?\{(.*?)\};", text("bindings/cpp/oauth1.hpp"), re.DOTALL)
    assert body
    pairs = re.findall(rf"(\w+) = {PREFIX}(\w+),", body[1])
    assert pairs == [(name.lower(), name) for name in IN_C]


def test_python_has_an_exception_for_each_kind_of_the_core() -> None:
    classes = python_classes()
    assert classes.keys() == rust_kinds().keys()
    for kind, name in classes.items():
        error = getattr(oauth1, name)
        assert issubclass(error, oauth1.OAuth1Error)
        assert error.kind == snake_case(kind)
    all_of_them = {
        name
        for name, each in vars(oauth1.errors).items()
        if isinstance(each, type) and issubclass(each, oauth1.OAuth1Error)
    }
    # a verifier's refusals are no kind of the core's errors: they have reasons, see below
    assert all_of_them == {*classes.values(), "OAuth1Error", "VerificationError"}


def test_the_page_has_the_names() -> None:
    rust = {number: name for name, number in rust_kinds().items()}
    python = {rust_kinds()[kind]: name for kind, name in python_classes().items()}

    def shown(name: str | None) -> str:
        return f"`{name}`" if name else ""

    assert list(rows("Names")) == [
        [
            str(each.value),
            shown(rust.get(each.value)),
            shown(name),
            shown(name.lower()),
            shown(python.get(each.value)),
        ]
        for name, each in IN_C.items()
    ]


def test_the_page_says_what_they_mean_and_what_to_do() -> None:
    explained = list(rows("What they mean, and what to do"))
    assert [(int(number), meaning) for number, meaning, _ in explained] == [
        (each.value, each.comment) for each in IN_C.values()
    ]
    assert all(len(todo) > 20 for _, _, todo in explained)


def test_the_page_has_the_reasons_of_verifiers() -> None:
    reasons = re.findall(
        r'^    (\w+) = (\d+), "(\w+)", (\d+),\s*"([^"]*)";',
        text("src/verify/refusal.rs").split("\nreasons! {", 1)[1],
        re.MULTILINE,
    )
    assert reasons
    assert list(rows("What a verifier refuses")) == [
        [number, f"`{name}`", f"`{word.upper()}`", f"`{word}`", status, told]
        for name, number, word, status, told in reasons
    ]
    prefix = "OAUTH1_REASON_"
    in_c = {each.name: each.value for each in HEADER.numbers if each.name.startswith(prefix)}
    assert in_c == {prefix + word.upper(): int(number) for _, number, word, _, _ in reasons}
    in_cpp = re.search(
        r"enum class reason .*?\{(.*?)\};", text("bindings/cpp/oauth1.hpp"), re.DOTALL
    )
    assert in_cpp
    assert re.findall(rf"(\w+) = {prefix}(\w+),", in_cpp[1]) == [
        (word, word.upper()) for _, _, word, _, _ in reasons
    ]
    documented = oauth1.VerificationError.__doc__
    assert documented
    assert all(f'"{word}"' in documented for _, _, word, _, _ in reasons)
