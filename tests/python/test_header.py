"""The header's checks find what they are for: each is given a header that somebody got wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import abi
import contracts
import reading

HEADER = reading.HEADER.read_text(encoding="utf-8")


def changed(before: str, after: str, count: int = 1) -> str:
    """The header with other words in one place."""
    assert HEADER.count(before) == count, before
    return HEADER.replace(before, after)


def in_comment_of(name: str, before: str, after: str) -> str:
    """The header with other words in the comment of a function."""
    start, end = comment_of(name)
    comment = HEADER[start:end]
    assert before in comment, comment
    return HEADER[:start] + comment.replace(before, after) + HEADER[end:]


def comment_of(name: str) -> tuple[int, int]:
    end = HEADER.index(f"oauth1_status {name}(")
    return HEADER.rindex("/**", 0, end), end


def test_all_functions_are_read() -> None:
    header = reading.read(HEADER)
    code = re.sub(r"/\*.*?\*/", "", HEADER, flags=re.DOTALL)
    assert {each.name for each in header.functions} == set(re.findall(r"oauth1_\w+(?=\()", code))
    assert len(header.numbers) > 100


def test_the_header_says_all_that_it_has_to() -> None:
    assert list(contracts.problems(HEADER)) == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("@param out    receives", "@param aus    receives", "the parameters are"),
        (" * @param error  receives the error, or NULL\n", "", "the parameters are"),
        ("not NULL\n", "good\n", "value: it does not say what NULL does"),
        ("@return OAUTH1_OK,", "It gives OAUTH1_OK,", "it does not say what it returns"),
        (
            "@return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or",
            "@return OAUTH1_OK,",
            "_NULL_ARGUMENT",
        ),
        ("NUL-terminated", "text", "value: it does not say that it is NUL-terminated"),
        ("to be freed with oauth1_string_free()", "a copy", "it does not say what frees it"),
        ("Safe in any thread. ", "", "it does not say which threads may call it"),
        (" Since 0.1.0.", "", "it does not end with since when it is there"),
        ("Since 0.1.0.", "Since 99.0.0.", "since 99.0.0, but this is"),
        ("@param error  ", "@param error   ", "do not stand below each other"),
    ],
)
def test_what_a_function_lacks_is_found(before: str, after: str, problem: str) -> None:
    text = in_comment_of("oauth1_percent_encode", before, after)
    found = list(contracts.problems(text))
    assert found
    assert all("oauth1_percent_encode" in each for each in found)
    assert any(problem in each for each in found)


def test_a_line_that_is_too_wide_and_an_empty_one_too_many_are_found() -> None:
    text = changed("#ifndef OAUTH1_H\n", f"\n\n#ifndef OAUTH1_H /* {'x' * 90} */\n")
    first, second = contracts.problems(text)
    assert "columns wide" in first
    assert "two empty lines" in second


def test_a_callback_has_its_contract_too() -> None:
    text = changed(
        " * @param sending   what is to be sent, and", " * @param other     what is sent, and"
    )
    (problem,) = contracts.problems(text)
    assert "oauth1_send_fn: the parameters are" in problem
    text = changed("Called by each thread that sends, several at once. Since", "Since", 2)
    assert [
        each for each in contracts.problems(text) if "oauth1_send_fn: it does not say which" in each
    ]


def test_a_type_and_a_number_need_their_words() -> None:
    text = changed("/** The host's name could not be resolved. */\n", "")
    assert [each for each in contracts.problems(text) if "OAUTH1_ERROR_HOST_NOT_FOUND" in each]
    text = changed("/** A hash: one of the OAUTH1_HASH_ numbers. Since 0.1.0. */", "/** A hash. */")
    assert [each for each in contracts.problems(text) if "oauth1_hash: it does not end" in each]


def test_the_list_of_symbols_is_held_against_library_and_header() -> None:
    header = reading.read(HEADER)
    names = {each.name for each in header.functions}
    listed = abi.listed()
    assert abi.list_problems(header, names, listed) == []
    assert abi.list_problems(header, names - {"oauth1_version"}, listed) == [
        "oauth1_version is in oauth1.h, but not exported"
    ]
    assert abi.list_problems(header, names | {"rust_eh_personality"}, listed) == [
        "rust_eh_personality is exported, but not in oauth1.h"
    ]
    assert abi.list_problems(header, names, {**listed, "oauth1_gone": "0.1.0"}) == [
        "oauth1_gone is in symbols.txt since 0.1.0, but is gone"
    ]
    assert abi.list_problems(header, names, {**listed, "oauth1_version": "0.0.9"}) == [
        "oauth1_version is there since 0.0.9, but oauth1.h says since 0.1.0"
    ]
    del listed["oauth1_version"]
    assert abi.list_problems(header, names, listed) == [
        "oauth1_version is not in symbols.txt: run make abi"
    ]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What abidw says of the header as it is."""
    if not abi.has_tools() or shutil.which("cc") is None:
        pytest.skip("there is no abidw, abidiff or cc")
    out = tmp_path_factory.mktemp("baseline") / "oauth1.xml"
    abi.describe("cc", reading.HEADER, out)
    return out


def differences(text: str, baseline: Path, work: Path) -> str:
    """What abidiff says of a header that was changed."""
    header = work / "oauth1.h"
    header.write_text(text, encoding="utf-8")
    return abi.differences("cc", header, baseline)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#define OAUTH1_ERROR_TIMED_OUT 23\n", "#define OAUTH1_ERROR_TIMED_OUT 29\n"),
        ("typedef int32_t oauth1_status;", "typedef int64_t oauth1_status;"),
        ("bool oauth1_error_is_unsent(const", "int oauth1_error_is_unsent(const"),
        ("_status_text(oauth1_status status);", "_status_text(oauth1_status status, int more);"),
        ("const char *oauth1_version(void);\n", "\n"),
        ("(*oauth1_interrupt_fn)(", "(*oauth1_interrupt_fn)(int more, "),
    ],
)  # fmt: skip
def test_what_breaks_compiled_programs_is_found(
    before: str, after: str, baseline: Path, tmp_path: Path
) -> None:
    assert differences(changed(before, after), baseline, tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("const char *oauth1_version(void);\n",
         "const char *oauth1_version(void);\nvoid oauth1_new(void);\n"),
        ("#define OAUTH1_ERROR_TIMED_OUT 23\n",
         "#define OAUTH1_ERROR_TIMED_OUT 23\n#define OAUTH1_ERROR_NEW 99\n"),
        ("const char *oauth1_version(void);\n",
         'OAUTH1_DEPRECATED("there is a better way") const char *oauth1_version(void);\n'),
    ],
)  # fmt: skip
def test_what_is_added_or_deprecated_breaks_nothing(
    before: str, after: str, baseline: Path, tmp_path: Path
) -> None:
    assert differences(changed(before, after), baseline, tmp_path) == ""


def test_what_a_release_has_is_not_renewed(baseline: Path, tmp_path: Path) -> None:
    functions = abi.declared(reading.read(HEADER))
    assert abi.broken(functions, functions) == []
    assert abi.broken(functions, {"oauth1_gone": "0.1.0"}) == ["oauth1_gone"]
    assert abi.broken(functions, {"oauth1_version": "0.0.9"}) == ["oauth1_version"]
    header = tmp_path / "oauth1.h"
    text = changed("const char *oauth1_version(void);", "int oauth1_version(void);")
    header.write_text(text, encoding="utf-8")
    assert abi.differences("cc", header, baseline, {"oauth1_percent_encode"})
    assert abi.differences("cc", header, baseline, {"oauth1_version"}) == ""
