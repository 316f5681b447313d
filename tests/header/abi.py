"""What programs that are compiled already rely on.

abi.py symbols NM LIBRARY: the library exports the functions of oauth1.h, and nothing else;
docs/abi/symbols.txt has each of them with the version in which it appeared, as the header says.

abi.py compare CC: no function that docs/abi/oauth1.xml has changed its type, no number its value.
What is added breaks nothing. It ends with 77 where abidw and abidiff (Debian: abigail-tools) are
missing.

abi.py renew [CC]: writes both files in docs/abi anew, after a change that breaks nothing, or one of
what no release has.

What is compared is not the library: its debugging information tells of Rust's types, which are
those of one rustc. It is one that is made of oauth1.h alone, with empty functions, and so knows the
types as C sees them, on any compiler. That the header is what the library has is for
`.ci/header check`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from reading import HEADER, ROOT, Header, read

LIST = ROOT / "docs" / "abi" / "symbols.txt"
BASELINE = ROOT / "docs" / "abi" / "oauth1.xml"
SKIPPED = 77

_LIST_HEAD = """\
# The functions that liboauth1.so exports, each with the version in which it appeared.
# Renewed by `make abi`; what it means is told in docs/abi.md.
"""


def version(text: str) -> str:
    """The version of a header's text."""
    found = re.search(r'^#define OAUTH1_VERSION "(.*)"$', text, re.MULTILINE)
    assert found, "there is no OAUTH1_VERSION"
    return found[1]


# --- the list ---------------------------------------------------------------------------------


def listed() -> dict[str, str]:
    """The functions in the list, with their versions."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


def declared(header: Header) -> dict[str, str]:
    """The functions of a header, with their versions."""
    return {each.name: each.since or "?" for each in header.functions}


def exported(nm: str, library: str) -> set[str]:
    """The functions that a library exports."""
    answer = subprocess.run(
        [nm, "-D", "--defined-only", library], check=True, capture_output=True, text=True
    )
    return {line.split()[-1].split("@")[0] for line in answer.stdout.splitlines()}


def list_problems(header: Header, names: set[str], functions: dict[str, str]) -> list[str]:
    """Where a header, what is exported and a list differ."""
    known = declared(header)
    return [
        *(f"{name} is exported, but not in oauth1.h" for name in sorted(names - known.keys())),
        *(f"{name} is in oauth1.h, but not exported" for name in sorted(known.keys() - names)),
        *(
            f"{name} is not in {LIST.name}: run make abi"
            for name in sorted(known.keys() - functions.keys())
        ),
        *(
            f"{name} is in {LIST.name} since {functions[name]}, but is gone"
            for name in sorted(functions.keys() - known.keys())
        ),
        *(
            f"{name} is there since {functions[name]}, but oauth1.h says since {since}"
            for name, since in sorted(known.items())
            if functions.get(name, since) != since
        ),
    ]


def check_symbols(nm: str, library: str) -> int:
    header = read(HEADER.read_text(encoding="utf-8"))
    problems = list_problems(header, exported(nm, library), listed())
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(header.functions)} functions")
    return bool(problems)


# --- the types --------------------------------------------------------------------------------


def model(header: Header) -> str:
    """A library in C that has the functions of a header, and its numbers as an enumeration."""
    numbers = [each.name for each in header.numbers if not each.name.startswith("OAUTH1_VERSION_")]
    lines = [
        "#include <oauth1.h>",
        "enum oauth1_numbers {",
        *(f"    number_{name} = {name}," for name in numbers),
        "};",
        "void oauth1_numbers(enum oauth1_numbers number);",
        "void oauth1_numbers(enum oauth1_numbers number) { (void)number; }",
    ]
    for each in header.functions:
        parameters = ", ".join(f"{one.type} {one.name}" for one in each.parameters) or "void"
        unused = " ".join(f"(void){one.name};" for one in each.parameters)
        result = "" if each.type == "void" else f" return ({each.type})0;"
        lines.append(f"{each.type} {each.name}({parameters}) {{ {unused}{result} }}")
    return "\n".join(lines) + "\n"


def describe(compiler: str, header: Path, out: Path) -> None:
    """Writes what abidw says of a header."""
    work = out.parent
    (work / "model.c").write_text(model(read(header.read_text(encoding="utf-8"))), encoding="utf-8")
    library = work / "model.so"
    subprocess.run(
        [compiler, "-std=c99", "-Wno-deprecated-declarations", "-g", "-shared", "-fPIC",
         "-I", str(header.parent), "model.c", "-o", str(library)],
        cwd=work,
        check=True,
    )  # fmt: skip
    subprocess.run(
        ["abidw", "--no-architecture", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs",
         "--no-elf-needed", "--no-parameter-names", "--type-id-style", "hash",
         "--out-file", str(out), str(library)],
        check=True,
    )  # fmt: skip


def differences(compiler: str, header: Path, baseline: Path, ignored: Collection[str] = ()) -> str:
    """What abidiff says is not as in a baseline; nothing of what was only added, or is ignored."""
    with tempfile.TemporaryDirectory() as work:
        current, suppressed = Path(work) / "current.xml", Path(work) / "suppressed"
        describe(compiler, header, current)
        rules = [f"[suppress_function]\nsymbol_name = {name}\n" for name in ignored]
        suppressed.write_text("".join(rules), encoding="utf-8")
        answer = subprocess.run(
            ["abidiff", "--no-added-syms", "--no-show-locs", "--suppressions", str(suppressed),
             str(baseline), str(current)],
            check=False,
            capture_output=True,
            text=True,
        )  # fmt: skip
    return answer.stdout + answer.stderr if answer.returncode else ""


def has_tools() -> bool:
    """Whether abidw and abidiff are there; says so where they are not."""
    missing = [name for name in ("abidw", "abidiff") if shutil.which(name) is None]
    if missing:
        print(f"{' and '.join(missing)} not found (Debian: abigail-tools)", file=sys.stderr)
    return not missing


def compare(compiler: str) -> int:
    absent = [name for name in listed() if f"name='{name}'" not in BASELINE.read_text("utf-8")]
    if absent:
        print(f"{absent[0]} is not in {BASELINE.name}: run make abi", file=sys.stderr)
        return 1
    if not has_tools():
        print("types and numbers are not compared", file=sys.stderr)
        return SKIPPED
    found = differences(compiler, HEADER, BASELINE)
    if found:
        print(found, file=sys.stderr)
        print("this breaks programs that are compiled already: see docs/abi.md", file=sys.stderr)
    return bool(found)


def broken(functions: dict[str, str], released: dict[str, str]) -> list[str]:
    """The functions of a release that are gone, or said to be of another version."""
    return [name for name, since in released.items() if functions.get(name) != since]


def renew(compiler: str) -> int:
    if not has_tools():
        return 1
    text = HEADER.read_text(encoding="utf-8")
    functions = declared(read(text))
    before = listed() if LIST.exists() else {}
    # what the version under work brings is in no release yet
    released = {name: since for name, since in before.items() if since != version(text)}
    gone = broken(functions, released)
    found = ""
    if released and not gone:
        found = differences(compiler, HEADER, BASELINE, before.keys() - released.keys())
    if gone or found:
        print(f"{', '.join(gone)}{found}: a release has it otherwise, and it stays so until the "
              "soname is another: see docs/abi.md", file=sys.stderr)  # fmt: skip
        return 1
    lines = [f"{name} {since}\n" for name, since in sorted(functions.items())]
    LIST.parent.mkdir(exist_ok=True)
    LIST.write_text(_LIST_HEAD + "".join(lines), encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        current = Path(work) / "current.xml"
        describe(compiler, HEADER, current)
        shutil.copyfile(current, BASELINE)
    return 0


def main() -> int:
    """Do what the first argument says."""
    what, *rest = sys.argv[1:] or [""]
    if what == "symbols" and len(rest) == 2:
        return check_symbols(*rest)
    if what == "compare" and len(rest) == 1:
        return compare(*rest)
    if what == "renew" and len(rest) <= 1:
        return renew(*rest or ["cc"])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
