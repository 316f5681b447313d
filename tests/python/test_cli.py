"""The command line as a whole: help, usage, exit codes, terminals, interruptions."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Any

import pytest

import oauth1
from command_line import VARIABLES, call, own_place, signed_in, streams, token
from faults import Faults
from oauth1 import cli, errors
from oauth1.cli import store
from oauth1.cli.console import Console, printable
from oauth1.cli.exits import CommandError, Exit, command_error
from oauth1.cli.parser import COMMANDS
from oauth1.sandbox import Sandbox
from oauth1.sandbox.cli import sandbox_parser

__all__ = ["own_place", "signed_in", "token"]


def environment(**values: str) -> dict[str, str]:
    usual = {"OAUTH1_CONSUMER_KEY": "key", "OAUTH1_CONSUMER_SECRET": "secret"}
    return {**os.environ, **usual, **values}


def started(*words: str, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "oauth1", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **{"env": environment(), **options},
    )


# --- help ---------------------------------------------------------------------


def test_help_lists_the_commands_and_the_exit_codes() -> None:
    done = call("--help")
    assert (done.code, done.err) == (0, "")
    for name, help_ in COMMANDS.items():
        assert f"{name}  " in done.out
        assert help_ in done.out
    for code in Exit:
        assert f"\n  {code.value} " in done.out
    assert call("help").out == done.out
    assert call().out == done.out
    assert call().code == Exit.USAGE


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_examples(name: str) -> None:
    done = call(name, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: oauth1 {name}")
    assert "\nexamples:\n" in done.out
    assert f"oauth1 {name}" in done.out.partition("\nexamples:\n")[2]
    assert call("help", name).out == done.out
    assert max(map(len, done.out.splitlines())) <= 110
    assert "\x1b" not in done.out


def test_an_output_in_ascii_is_no_reason_to_fail() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "oauth1", "help", "explain"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"oauth1 explain [options] curl \\u2026\n" in done.stdout


def test_version() -> None:
    assert call("--version").out == f"oauth1 {oauth1.__version__}\n"


def test_the_console_script_and_the_module_are_the_same() -> None:
    script = Path(sysconfig.get_path("scripts")) / "oauth1"
    for command in ([str(script)], [sys.executable, "-W", "error", "-m", "oauth1"]):
        done = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
        assert done.stdout == f"oauth1 {oauth1.__version__}\n"


def test_help_imports_no_more_than_it_needs() -> None:
    code = (
        "import sys; before = {*sys.modules}\n"
        "from oauth1.cli import main; main(['--help'])\n"
        "print(*{*sys.modules} - before, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stderr.split())
    assert "oauth1.cli.parser" in modules
    for name in ("json", "http.client", "logging", "email", "ssl", "typing", "oauth1.cli.request"):
        assert name not in modules


# --- usage --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "complaint", "hint"),
    [
        (["requst"], "there is no command 'requst'", "did you mean `oauth1 request`?"),
        (["zzz"], "there is no command 'zzz'", "`oauth1 --help` lists the commands"),
        (["--nope"], "unrecognized arguments: --nope", "`oauth1 --help`"),
        (["request", "--nope", "u"], "unrecognized arguments: --nope", "`oauth1 request --help`"),
        (["request"], "the following arguments are required: URL", "`oauth1 request --help`"),
        (["request", "-m", "0", "u"], "'0' is not a number of seconds above 0", "--help"),
        (["request", "-m", "x", "u"], "'x' is not a number of seconds above 0", "--help"),
        (["request", "--retry", "-1", "u"], "'-1' is not a number", "--help"),
        (["request", "--retry", "x", "u"], "'x' is not a number", "--help"),
        (["request", "-k", "u"], "certificates are always verified; --cacert", "--help"),
        (["sandbox", "--prot"], "unrecognized arguments: --prot", "`oauth1 sandbox --help`"),
        (["sandbox", "--"], "there is no command after --", "`oauth1 sandbox --help`"),
        (["completion", "csh"], "invalid choice: 'csh'", "--help"),
    ],
)
def test_wrong_usage_is_told_in_one_line_with_a_hint(
    words: list[str], complaint: str, hint: str
) -> None:
    done = call(*words)
    assert done.code == Exit.USAGE
    assert complaint in done.complaint
    assert done.out == ""
    assert done.err.splitlines()[1].startswith("hint: ")
    assert hint in done.err


# --- documentation ------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def commands_in(text: str) -> list[list[str]]:
    """Return the commands of a text's lines, some of which are continued."""
    lines = text.replace("\\\n", " ").splitlines()
    found = [re.search(r"(?:^|\| |\$\()oauth1 (.*?)(?:\)\".*)?$", line.strip()) for line in lines]
    ended = [re.split(r" [|>] ", each[1])[0] for each in found if each]
    return [shlex.split(each, comments=True) for each in ended]


def parse(words: list[str]) -> None:
    """Parse the options of a command that is not run."""
    if words[0] == "help":
        assert words[1] in COMMANDS
    elif words[0] == "sandbox" and words[1:2] not in (["consent"], ["profiles"]):
        own = words[1 : words.index("--") if "--" in words else None]
        sandbox_parser().parse_args(own)
    elif words[0] != "sandbox":
        cli.command(words[0]).parser().parse_words(words[1:])


def test_examples_are_commands(own_place: Path) -> None:
    texts = [page.read_text() for page in (PAGE, PAGE.parents[1] / "README.md")]
    blocks = [block for text in texts for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]
    helps = [call(name, "--help").out.partition("\nexamples:\n")[2] for name in COMMANDS]
    examples = [words for text in (*blocks, *helps, call().out) for words in commands_in(text)]
    assert len(examples) > 60
    assert {words[0] for words in examples} == {*COMMANDS, "help"}
    for words in examples:
        parse(words)


def test_the_page_has_all_commands_codes_and_variables() -> None:
    page = PAGE.read_text()
    for name in COMMANDS:
        assert f"\n## {name}\n" in page
    codes = re.findall(r"^\| (\d+) \|", page, re.MULTILINE)
    assert codes == [str(code.value) for code in Exit]
    for name in VARIABLES:
        assert f"`OAUTH1_{name}`" in page
    for name in store.FIELDS:
        assert name in page


# --- errors -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InvalidURLError("x"), Exit.USAGE),
        (errors.InsecureTransportError("x"), Exit.USAGE),
        (errors.InvalidKeyError("x"), Exit.CREDENTIALS),
        (errors.SigningFailedError("x"), Exit.CREDENTIALS),
        (errors.TimedOutError("x"), Exit.TIMEOUT),
        (errors.TLSFailedError("x"), Exit.NETWORK),
        (errors.HostNotFoundError("x"), Exit.NETWORK),
        (errors.ConnectionFailedError("x"), Exit.NETWORK),
        (errors.InvalidResponseError("x"), Exit.NETWORK),
        (errors.ResponseTooLargeError("x"), Exit.NETWORK),
        (errors.TooManyRedirectsError("x"), Exit.NETWORK),
        (errors.RefusedError("x"), Exit.REFUSED),
        (errors.InvalidTokenResponseError("x"), Exit.REFUSED),
        (errors.CallbackNotConfirmedError("x"), Exit.REFUSED),
        (errors.AccessDeniedError("x"), Exit.DENIED),
        (errors.NotSavedError("x"), Exit.FILE),
        (FileNotFoundError(errno.ENOENT, "gone", "x"), Exit.FILE),
        (ZeroDivisionError("x"), Exit.INTERNAL),
        (CommandError("x", None, Exit.DENIED), Exit.DENIED),
    ],
)
def test_each_error_has_its_exit_code(error: Exception, code: Exit) -> None:
    assert command_error(error).code == code
    assert "x" in command_error(error).message


def test_errors_of_the_system_are_told_by_file_and_reason() -> None:
    assert command_error(FileNotFoundError(errno.ENOENT, "gone", "x")).message == "x: gone"
    assert command_error(OSError(errno.EADDRINUSE, "in use")).message == "in use"
    assert command_error(OSError("odd")).message == "odd"


def test_an_error_of_its_own_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(name: str) -> Any:
        raise LookupError("so it is")

    monkeypatch.setattr(cli, "command", broken)
    done = call("providers")
    assert done.code == Exit.INTERNAL
    assert done.complaint == "internal error: LookupError: so it is"
    monkeypatch.setenv("OAUTH1_DEBUG", "1")
    with pytest.raises(LookupError):
        call("providers")


def test_an_error_with_many_lines_is_one_line() -> None:
    with streams(b"", "") as (_, err):
        Console().complain(CommandError("one\n  two", "three"))
    assert err.text == "oauth1: one two\nhint: three\n"


def test_what_came_from_elsewhere_does_not_command_the_terminal() -> None:
    assert printable("a\x1b[31mé\tb\n\x07") == "a\\x1b[31mé\tb\n\\x07"


@pytest.mark.parametrize(
    ("variables", "terminals", "has_colours"),
    [
        ({}, "err", True),
        ({}, "out", False),
        ({"NO_COLOR": "1"}, "err", False),
        ({"NO_COLOR": ""}, "err", True),
        ({"TERM": "dumb"}, "err", False),
    ],
)
def test_colours_are_for_terminals(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminals: str, has_colours: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[31moauth1:\x1b[0m" in call("requst", terminals=terminals).err) is has_colours


# --- interruptions ------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise there")
@pytest.mark.parametrize("path", ["/silent", "/drip-body?ms=60000"])
def test_ctrl_c_ends_a_request_at_once(all_faults: Faults, path: str) -> None:
    with started("request", "-v", f"{all_faults.http}{path}") as process:
        assert process.stderr
        for line in process.stderr:
            if line.strip() == b">":  # it is about to be sent
                break
        time.sleep(0.4)
        assert process.poll() is None
        before = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
        assert time.monotonic() - before < 3  # with what Python itself does at the exit
    assert process.returncode == Exit.INTERRUPTED
    assert b"Traceback" not in told


def test_an_interruption_leaves_the_line_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(name: str) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "command", interrupted)
    assert call("providers").code == Exit.INTERRUPTED
    assert call("providers", terminals="err").err == "\n"


def test_a_reader_that_goes_away_is_no_error(all_faults: Faults) -> None:
    with started("request", f"{all_faults.http}/endless") as process:
        assert process.stdout
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr
        told = process.stderr.read()
        assert process.wait(20) == Exit.BROKEN_PIPE
    assert told == b""


def test_a_reader_of_the_help_that_is_gone_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for words in (["--help"], ["providers"]):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "oauth1", *words],
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=30,
            check=False,
        )
        assert (done.returncode, done.stderr) == (Exit.BROKEN_PIPE, b"")
    os.close(writer)


# --- sandbox ------------------------------------------------------------------


def test_the_sandbox_is_a_command() -> None:
    with started("sandbox", "--port", "0", "--json", "--exit-with-stdin", stdin=-1) as process:
        assert process.stdout
        described = json.loads(process.stdout.readline())
        assert described["base_url"].startswith("http://127.0.0.1:")
        process.communicate(timeout=20)
    assert process.returncode == 0
    assert "flickr: Flickr" in call("sandbox", "profiles").out


def test_the_sandbox_has_the_manners_of_the_others(sandbox: Sandbox, tmp_path: Path) -> None:
    port = sandbox.base_url.rpartition(":")[2]
    for words, code, complaint in (
        (("--port", port), Exit.NETWORK, "in use"),
        (("--host", "0.0.0.0"), Exit.USAGE, "0.0.0.0 is not a loopback address"),
        (("--port", "99999"), Exit.USAGE, "0-65535"),
        (("--database", str(tmp_path)), Exit.FILE, "database"),
        (("--rsa-public-key", str(tmp_path / "no.pem")), Exit.FILE, "no.pem: No such file"),
        (("consent", "http://127.0.0.1:9/"), Exit.REFUSED, "out of reach"),
        (("profiles", "y"), Exit.USAGE, "there is no profile y"),
    ):
        done = call("sandbox", *words)
        assert (done.code, complaint in done.complaint) == (code, True), done.err
