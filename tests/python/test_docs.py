"""The code blocks of the documentation do what their pages say.

Every block of every page (README.md, docs/, examples/, and the chapters of the headers) is covered
by its language alone:

- python: the blocks of a page are one program, in their order: each goes on with what those before
  it have made. It is run, and fails by an exception. A block can await. The pages of the site that
  go through a handshake with a provider are run by test_site_pages.py, in the same way.
- c, cpp: a program is compiled and run; what has no `main` is compiled.
- rust: run, as the body of a function that can fail.
- sh, console: nothing is run; what the commands name (goals of make, options of cmake, scripts
  and their options, extras of pip) has to be there.
- text, and what else is no code: nothing.

Quoted names and addresses that pages use ("consumer key", see `source`) become those of a sandbox,
which runs for the test. Where that is not enough, a block has a place in `PLACES`, by its page and
its first line: what it prints, what to put before or behind it, what to replace; or why it cannot
be run. In another language than these a block needs such a place.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from blocks import ROOT, Block, blocks
from oauth1.cli.parser import COMMANDS
from oauth1.sandbox import Sandbox
from test_site_pages import PAGES as SITE_PAGES

BUILT = ROOT / "build" / "cmake"
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror"]


@dataclass(frozen=True)
class Program:
    """How a block is run: what it prints matches `prints`."""

    prints: str = ""
    before: str = ""
    behind: str = ""
    replaced: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NotRun:
    """Why a block cannot be run."""

    why: str


# what all programs that post a status print
POSTED = r'200 \{.*"text": ?"Hello'

PLACES: dict[tuple[str, str], Program | NotRun] = {
    ("include/oauth1.h", "#include <oauth1.h>"): Program(POSTED),
    ("bindings/cpp/oauth1.hpp", "#include <oauth1.hpp>"): Program(POSTED),
    ("README.md", "import oauth"): Program(
        r"\{.*Hello!",
        before="from urllib.parse import parse_qs, urlsplit\n",
        replaced={
            "# The user follows": "oauth_verifier = "
            'parse_qs(urlsplit(consent(url)).query)["oauth_verifier"][0]\n# The user follows'
        },
    ),
    ("README.md", "from oauth1 import Client"): Program(
        r"200 \{.*Hello!",
        before="from oauth1.sandbox import consent\n",
        replaced={
            "print(client.authorization_url(": "print(url := client.authorization_url(",
            'input("PIN: ")': "consent(url)",
        },
    ),
    ("README.md", "#include <oauth1.h>"): Program(
        POSTED, behind='int main(void) { return post("Hello!", "token key", "token secret"); }\n'
    ),
    ("README.md", "#include <iostream>"): Program(
        POSTED,
        behind='int main() { post({"consumer key", "consumer secret"}, '
        '{"token key", "token secret"}, "Hello!"); }\n',
    ),
    ("README.md", "use oauth1::{Client, Request, Token};"): Program(POSTED),
    ("docs/providers.md", "use oauth1::Provider;"): Program(
        r'"trello".*OAuthAuthorizeToken', behind='println!("{:?}", trello);'
    ),
    (
        "docs/providers.md",
        'let shop = Provider::named("magento").expect("it is a preset")'
        '.site("https://shop.example")?;',
    ): Program(
        r"https://shop\.example.*1234567",
        before="use oauth1::Provider;\n",
        behind='println!("{:?} {:?}", shop, netsuite);',
    ),
    ("docs/providers.md", 'let photos = Provider::new("photos")'): Program(
        r"https://photos\.example/token",
        before="use oauth1::Provider;\n",
        behind='photos.check()?;\nprintln!("{:?}", photos);',
    ),
    (
        "docs/python-async.md",
        'async with session.stream(Request("GET", url)) as response:',
    ): Program(
        before="from oauth1 import Request\n"
        'url = "https://api.twitter.com/1/statuses/home_timeline.json"\n'
        'client = AsyncClient("consumer key", "consumer secret")\n'
        'session = client.session(Token("access token", "access token secret"))\n',
        behind="print(response.status)\nawait client.aclose()\n",
    ),
    **dict.fromkeys(
        [
            (
                "README.md",
                'INSTALLED_APPS = [..., "oauth1.django"]  # pip install "oauth1[django]"',
            ),
            ("docs/django.md", "# settings.py"),
            (
                "docs/django.md",
                "# urls.py: `oauth1.django.async_urls` has the same by views that "
                "are awaited, for ASGI",
            ),
            ("docs/django.md", "# views.py"),
            ("docs/django.md", "AUTHENTICATION_BACKENDS = ["),
            ("docs/django.md", "class Connect(ConnectView):"),
            ("docs/django.md", "# settings.py of a provider"),
            ("docs/django.md", "# photos/oauth.py: each may be a coroutine function"),
            ("docs/django.md", "# views.py of a provider"),
            ("docs/django.md", "# api.py"),
            ("docs/how-to/lti-django.md", "# settings.py of a tool"),
            ("docs/how-to/lti-django.md", "# views.py of a tool"),
            ("docs/how-to/lti-django.md", "from oauth1 import Client"),
            (
                "docs/django.md",
                "<form method=\"post\" action=\"{% url 'oauth1:connect' 'twitter' %}\">",
            ),
        ],
        NotRun("parts of a site; test_django_docs.py runs them in one"),
    ),
    ("docs/migrating/liboauth.md", "#include <oauth1.h>"): Program(
        r"^Authorization: OAuth .*oauth_signature="
    ),
    ("docs/abi.md", '#[deprecated(note = "call oauth1_token_copy()")]'): NotRun(
        "an attribute alone; tests/c/header has what the header makes of it"
    ),
    ("docs/c-library.md", "include(FetchContent)"): NotRun(
        "it fetches from where the project is published; tests/c/consumer does it with this tree"
    ),
}

PROGRAMS = ("python", "c", "cpp", "rust")
SHELLS = ("sh", "console")
NO_CODE = {
    "text": "what a program prints, or a format",
    "json": "an answer",
    "http": "a request or an answer",
    "toml": "settings",
}

ALL = list(blocks())


def place(block: Block) -> Program | NotRun:
    """How a block is run, where its language is one of programs."""
    return PLACES.get(block.key, Program())


def programs(*languages: str) -> list[Block]:
    """The blocks in one of the languages that are run."""
    return [each for each in ALL if each.language in languages and isinstance(place(each), Program)]


# --- each has its place -----------------------------------------------------------------------


def test_each_block_is_covered() -> None:
    assert list((ROOT / "docs").rglob("*.rst")) == [], "blocks of Markdown alone are found"
    for block in ALL:
        covered = (*PROGRAMS, *SHELLS, *NO_CODE)
        assert block.language in covered or isinstance(PLACES.get(block.key), NotRun), (
            f"{block}: how is {block.language} run? See the head of {Path(__file__).name}"
        )


def test_each_place_is_that_of_one_block() -> None:
    keys = [each.key for each in ALL]
    assert {key: keys.count(key) for key in PLACES} == dict.fromkeys(PLACES, 1)


# --- programs ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def provider() -> Iterator[Sandbox]:
    """A sandbox with a user who has allowed an application to act for them."""
    with Sandbox(users=1) as sandbox:
        yield sandbox


def source(block: Block, sandbox: Sandbox) -> str:
    """The program that a block is, for a sandbox."""
    how = place(block)
    assert isinstance(how, Program)
    code = block.code
    for before, after in how.replaced.items():
        assert before in code, f"{block} does not have {before!r}"
        code = code.replace(before, after)
    code = how.before + code + how.behind
    (token,) = sandbox.tokens
    values = {
        "consumer key": sandbox.consumer_key,
        "consumer secret": sandbox.consumer_secret,
        "token key": str(token["oauth_token"]),
        "token secret": str(token["oauth_token_secret"]),
        "access token": str(token["oauth_token"]),
        "access token secret": str(token["oauth_token_secret"]),
        "https://api.twitter.com/oauth/request_token": sandbox.request_token_url,
        "https://api.twitter.com/oauth/authorize": sandbox.authorize_url,
        "https://api.twitter.com/oauth/access_token": sandbox.access_token_url,
        "https://api.twitter.com/1/statuses/update.json": sandbox.update_url,
        "https://api.twitter.com/1/statuses/home_timeline.json": sandbox.home_timeline_url,
        "https://api.twitter.com/1/account/verify_credentials.json": sandbox.verify_credentials_url,
        "https://api.example.com/update.json": sandbox.update_url,
    }
    for name, value in values.items():
        code = code.replace(f'"{name}"', f'"{value}"')
    assert "api.twitter.com" not in code, f"{block} asks for what the sandbox does not have"
    return code


def run(command: list[str], environment: dict[str, str]) -> str:
    """What a program prints."""
    result = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert "Exception ignored" not in result.stderr, result.stderr
    return result.stdout


def check_output(block: Block, printed: str) -> None:
    """Compares what a block has printed with what it should."""
    how = place(block)
    assert isinstance(how, Program)
    assert re.search(how.prints, printed), f"{block} has printed: {printed}"


# Runs blocks one after the other, each with what those before it have made.
RUNNER = """
import ast, asyncio, json, pathlib, sys
names = {"__name__": "__main__"}
for page, line, code in json.loads(pathlib.Path(sys.argv[1]).read_bytes()):
    compiled = compile("\\n" * line + code, page, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    waiting = eval(compiled, names)
    if waiting:
        asyncio.run(waiting)
    print(end="\\x1e", flush=True)
"""


# the pages in Python that are not for test_site_pages.py
OWN_PAGES = {each.page for each in programs("python")} - SITE_PAGES.keys()


@pytest.mark.parametrize("page", sorted(OWN_PAGES))
def test_a_page_in_python_runs(page: str, provider: Sandbox, tmp_path: Path) -> None:
    own = [each for each in programs("python") if each.page == page]
    path = tmp_path / "blocks.json"
    sources = [(page, each.line, source(each, provider)) for each in own]
    path.write_text(json.dumps(sources), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-X", "utf8", "-c", RUNNER, str(path)]
    printed = run(command, dict(os.environ)).split("\x1e")
    for block, each in zip(own, printed[:-1], strict=True):
        check_output(block, each)


LIBRARY = {
    **os.environ,
    "LD_LIBRARY_PATH": str(BUILT / "lib"),
    "DYLD_LIBRARY_PATH": str(BUILT / "lib"),
}


def compiled(code: str, language: str, work: Path) -> Path | None:
    """Compiles C or C++; gives the program, where it is one."""
    compiler, standard = {"c": ("cc", "c99"), "cpp": ("c++", "c++17")}[language]
    if shutil.which(compiler) is None or not (BUILT / "lib").is_dir():
        pytest.skip(f"there is no {compiler}, or `make lib` did not build the library")
    path, program = work / f"program.{language}", work / "program"
    path.write_text(code, encoding="utf-8")
    options = [f"-std={standard}", *WARNINGS]
    options += [f"-I{each}" for each in (BUILT / "include", ROOT / "bindings" / "cpp")]
    if "int main(" not in code:
        subprocess.run([compiler, *options, "-fsyntax-only", str(path)], check=True)
        return None
    linked = [f"-L{BUILT / 'lib'}", "-loauth1", "-o", str(program)]
    subprocess.run([compiler, *options, str(path), *linked], check=True)
    return program


@pytest.mark.parametrize("block", programs("c", "cpp"), ids=str)
def test_a_block_in_c_or_cpp_compiles_and_runs(
    block: Block, provider: Sandbox, tmp_path: Path
) -> None:
    program = compiled(source(block, provider), block.language, tmp_path)
    if program:
        check_output(block, run([str(program)], LIBRARY))


def test_the_program_of_the_c_header_tells_what_went_wrong(
    provider: Sandbox, tmp_path: Path
) -> None:
    (block,) = (each for each in programs("c") if each.page == "include/oauth1.h")
    code = source(block, provider)
    program = compiled(code.replace(provider.consumer_secret, "wrong"), "c", tmp_path)
    assert program
    assert run([str(program)], LIBRARY).startswith("401 ")

    program = compiled(code.replace(provider.update_url, "no URL"), "c", tmp_path)
    assert program
    result = subprocess.run(
        [str(program)], env=LIBRARY, capture_output=True, check=False, encoding="utf-8"
    )
    assert result.returncode == 1
    assert "URL" in result.stderr
    assert result.stdout == ""


@pytest.fixture(scope="module")
def rust_program(provider: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One program of all blocks in Rust, for linking takes time: its argument is the block."""
    cargo, rustc = os.environ.get("CARGO", "cargo"), os.environ.get("RUSTC", "rustc")
    if shutil.which(cargo) is None or shutil.which(rustc) is None:
        pytest.skip("there is no cargo or no rustc")
    # the library as the tests have it, so that `make test` has built it already
    built = subprocess.run(
        [cargo, "test", "--no-run", "--quiet", "--locked", "--all-features", "--test", "vectors",
         "--message-format=json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )  # fmt: skip
    messages = [json.loads(line) for line in built.stdout.splitlines()]
    (library,) = (
        Path(name)
        for message in messages
        if message.get("target", {}).get("name") == "oauth1"
        for name in message["filenames"]
        if name.endswith(".rlib")
    )
    cases = "".join(
        f'if which == "{block}" {{\n{source(block, provider)}\n}}\n' for block in programs("rust")
    )
    work = tmp_path_factory.mktemp("rust")
    (work / "program.rs").write_text(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {\n"
        f"let which = std::env::args().nth(1).unwrap();\n{cases}Ok(())\n}}\n",
        encoding="utf-8",
    )
    options = [f"-Ldependency={each}" for each in (library.parent, library.parent / "deps")]
    options += ["--edition=2024", "-D", "warnings", "--extern", f"oauth1={library}"]
    subprocess.run([rustc, *options, "program.rs"], cwd=work, check=True)
    return work / "program"


@pytest.mark.parametrize("block", programs("rust"), ids=str)
def test_a_block_in_rust_runs(block: Block, rust_program: Path) -> None:
    check_output(block, run([str(rust_program), str(block)], dict(os.environ)))


# --- commands ---------------------------------------------------------------------------------

# what commands begin with that is not of the project
TOOLS = {
    "cargo",
    "cc",
    "cd",
    "cmake",
    "cpack",
    "export",
    "git",
    "make",
    "oauth1",
    "pbpaste",
    "pip",
    "python",
}


def commands(block: Block) -> Iterator[list[str]]:
    """The words of each command of a block."""
    for line in block.code.splitlines():
        command: list[str] = []
        for word in (*shlex.split(line.removeprefix("$ "), comments=True), "&&"):
            if word not in {"&&", "|"}:
                command.append(word)
            elif command:
                yield command
                command = []


@pytest.mark.parametrize("block", [each for each in ALL if each.language in SHELLS], ids=str)
def test_what_commands_name_is_there(block: Block) -> None:
    goals = set(re.findall(r"^([a-z][a-z-]*):.* ## ", read("Makefile"), re.MULTILINE))
    extras = set(re.findall(r"^(\w+) = \[", read("pyproject.toml"), re.MULTILINE))
    for first, *rest in commands(block):
        if first.startswith("build/venv/bin/"):
            assert first.rpartition("/")[2] in {"python", "ctest"}
        elif first.startswith(".ci/"):
            assert (ROOT / first).is_file()
        else:
            assert first in TOOLS, f"{block}: what is {first}?"
        if first == "make":
            assert {each for each in rest if "=" not in each} <= goals
        elif first == "pip":
            named = [name for each in rest for name in re.findall(r"\[(.*)\]", each)]
            assert {one for each in named for one in each.split(",")} <= extras
        elif first == "oauth1":  # test_cli.py parses its options
            assert rest[0] in COMMANDS
        elif first == "cmake":
            options = {name for each in rest for name in re.findall(r"-D(OAUTH1_\w+)", each)}
            assert all(f"option({each} " in read("CMakeLists.txt") for each in options)
        elif first.endswith("python") and rest[0] == "-m":
            assert importlib.util.find_spec(rest[1])
        elif first.endswith("python"):
            script = read(rest[0])
            assert all(f'"{each}"' in script for each in rest if each.startswith("--"))


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


# --- what pages name --------------------------------------------------------------------------


def test_each_test_that_the_security_page_names_is_there() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    # names this long are those of tests alone
    named = set(re.findall(r"`([a-z0-9_]{24,})`", page))
    sources = [
        each.read_text(encoding="utf-8")
        for folder, suffix in (("src", "rs"), ("tests", "rs"), ("tests/python", "py"))
        for each in (ROOT / folder).rglob(f"*.{suffix}")
    ]
    there = set(re.findall(r"^\s*(?:fn|def|async def) (\w+)\(", "\n".join(sources), re.MULTILINE))
    assert len(named) > 50
    assert sorted(named - there) == []


def test_each_file_that_the_architecture_names_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|include|bindings|python|tests)/[\w./-]*)`", page))
    assert len(named) > 20
    assert sorted(each for each in named if not (ROOT / each).exists()) == []
