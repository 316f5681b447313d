"""The sandbox's command line."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from oauth1.cli.exits import CommandError
from oauth1.cli.parser import Parser
from oauth1.sandbox.accounts import DEFAULT_PORT
from oauth1.sandbox.browser import ConsentError, consent
from oauth1.sandbox.insist import KEYS
from oauth1.sandbox.judge import PREFIXES
from oauth1.sandbox.profiles import PROFILES, profile_named
from oauth1.sandbox.store import StoreError

if TYPE_CHECKING:
    from oauth1.sandbox.service import Sandbox

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_SETTINGS = (
    "admin_key",
    "clock_offset",
    "consumer_key",
    "consumer_secret",
    "insist",
    "judge",
    "profile",
    "request_token_lifetime",
    "session_handles",
    "timestamp_window",
    "token_lifetime",
    "users",
)
_PROG = "python -m oauth1.sandbox"
FAILURES = (ConsentError, ImportError, OSError, OverflowError, StoreError, ValueError)
_NOT_EXECUTABLE = 126
_NOT_FOUND = 127
_KILLED = 128


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `python -m oauth1.sandbox`, and return the exit status."""
    try:
        return run(sys.argv[1:] if arguments is None else arguments)
    except CommandError as error:
        print(f"oauth1.sandbox: {error.message}", file=sys.stderr)
        return error.code
    except FAILURES as error:
        print(f"oauth1.sandbox: {error}", file=sys.stderr)
        return 1


def run(words: Sequence[str], prog: str = _PROG) -> int:
    """Run the sandbox, or play its user, and return the exit status.

    Args:
        words: The command line after the program's name.
        prog: The program's name, for the help.

    Raises:
        CommandError: The options are wrong.
        Exception: One of `FAILURES`: what was asked for cannot be done.

    """
    if words[:1] == ["consent"]:
        return _consent(words[1:], prog)
    if words[:1] == ["profiles"]:
        return _list_profiles(words[1:], prog)
    words, command = list(words), []
    if "--" in words:
        cut = words.index("--")
        words, command = words[:cut], words[cut + 1 :]
        if not command:
            raise CommandError("there is no command after --", f"`{prog} --help` has examples")
    parser = sandbox_parser(prog)
    options = parser.parse_args(words)
    if command and (options.json or options.exit_with_stdin):
        parser.error("--json and --exit-with-stdin do not go with a command")
    sandbox = _sandbox(options)
    with sandbox:
        return _run(sandbox, command) if command else _serve(sandbox, options)


def sandbox_parser(prog: str = _PROG) -> Parser:
    """Return the parser of the options of a sandbox."""
    parser = Parser(
        "sandbox",
        "An OAuth 1.0a provider on this machine, to develop against. With a COMMAND, run it with\n"
        "OAUTH1_SANDBOX_... variables that say where the sandbox is, then stop and exit with its\n"
        "status. With `consent`, play the user who decides on a request token. With `profiles`,\n"
        "list the providers that the sandbox can stand for.",
        f"  {prog} --port 0 --profile flickr\n"
        f"  {prog} --insist signature-method=HMAC-SHA256 --clock-offset 3600\n"
        f"  {prog} --port 0 -- python my_tests.py\n"
        f"  {prog} consent --user bob 'http://127.0.0.1:8001/oauth/authorize?oauth_token=…'\n\n"
        f"The keys of --insist are {', '.join(KEYS[: len(KEYS) // 2])},\n"
        f"{', '.join(KEYS[len(KEYS) // 2 :])}.\n"
        "Those that are about requests apply to all, or to those for tokens as handshake.KEY, and\n"
        "to all others as resources.KEY.",
        usage="%(prog)s [options] [-- COMMAND ...]\n"
        "       %(prog)s consent [options] URL\n"
        "       %(prog)s profiles [NAME ...]",
    )
    parser.prog = prog
    _add_options_of_place(parser.add_argument_group("where it is, and what it says"))
    _add_options_of_people(parser.add_argument_group("who may use it"))
    _add_options_of_rules(parser.add_argument_group("what it insists on"))
    _add_options_of_time(parser.add_argument_group("what time it is, and how long things last"))
    return parser


def _add_options_of_place(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="0 picks a free one (%(default)s)"
    )
    group.add_argument("--host", default="127.0.0.1", help="a loopback address (%(default)s)")
    group.add_argument("--database", metavar="FILE", help="an SQLite file (the memory)")
    group.add_argument("--json", action="store_true", help="say where it is in one line of JSON")
    group.add_argument(
        "--exit-with-stdin", action="store_true", help="stop when standard input ends"
    )
    group.add_argument(
        "--verbose", action="store_true", help="log method, path and status to standard error"
    )


def _add_options_of_people(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--consumer-key", metavar="KEY", help="the consumer's key")
    group.add_argument("--consumer-secret", metavar="SECRET", help="the consumer's secret")
    group.add_argument(
        "--rsa-public-key",
        metavar="FILE",
        help="a public key in PEM; adds a consumer that signs with RSA",
    )
    group.add_argument(
        "--users",
        type=int,
        metavar="COUNT",
        help="make so many users more, each with an access token, which --json tells; a COMMAND "
        "is told the first",
    )
    group.add_argument(
        "--admin-key",
        metavar="KEY",
        help="open /admin/users, /admin/tokens, /admin/consumers and /admin/clock to whoever "
        "sends this key as a bearer token",
    )


def _add_options_of_rules(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--judge",
        choices=tuple(PREFIXES),
        help="who checks signatures at the addresses that are told: oauthlib, or verifier, which "
        "is this library's; both are there, the verifier's below /verifier (oauthlib)",
    )
    group.add_argument(
        "--profile", metavar="NAME", help=f"stand for a provider: {', '.join(PROFILES)}"
    )
    group.add_argument(
        "--insist",
        metavar="KEY=VALUE",
        action="append",
        help="change the profile in one thing, such as signature-method=HMAC-SHA256, "
        "transmission=header, realm=PATTERN or handshake.http-method=GET; may be repeated",
    )
    group.add_argument(
        "--timestamp-window",
        type=int,
        metavar="SECONDS",
        help="how far a timestamp may be off the provider's clock (300)",
    )


def _add_options_of_time(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--clock-offset",
        type=float,
        metavar="SECONDS",
        help="how much the provider's clock is ahead, or behind if negative (0)",
    )
    group.add_argument(
        "--request-token-lifetime",
        type=float,
        metavar="SECONDS",
        help="until a request token expires (600)",
    )
    group.add_argument(
        "--token-lifetime",
        type=float,
        metavar="SECONDS",
        help="until an access token expires (never; with session handles, 3600)",
    )
    group.add_argument(
        "--session-handles",
        action="store_true",
        default=None,
        help="give access tokens a session handle that renews them",
    )


def _sandbox(options: argparse.Namespace) -> Sandbox:
    from oauth1.sandbox import Sandbox  # noqa: PLC0415 - it needs oauthlib

    given = {
        name: getattr(options, name) for name in _SETTINGS if getattr(options, name) is not None
    }
    if options.rsa_public_key is not None:
        given["rsa_public_key"] = Path(options.rsa_public_key).read_text("ascii")
    return Sandbox(
        options.port,
        host=options.host,
        database=options.database,
        verbose=options.verbose,
        **given,
    )


def _serve(sandbox: Sandbox, options: argparse.Namespace) -> int:
    """Serve until a signal comes, or standard input ends."""
    stop = threading.Event()
    for number in _SIGNALS:
        signal.signal(number, lambda *_: stop.set())
    if options.exit_with_stdin:
        threading.Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
    print(json.dumps(sandbox.describe()) if options.json else _announcement(sandbox), flush=True)
    stop.wait()
    return 0


def _wait_for_end_of_input(stop: threading.Event) -> None:
    try:
        while os.read(0, 4096):
            pass
    finally:
        stop.set()


def _announcement(sandbox: Sandbox) -> str:
    lines = ["OAuth 1.0a sandbox, for this machine alone. Stop it with Ctrl-C.", ""]
    for name, value in sandbox.describe().items():
        if isinstance(value, str):
            lines.append(f"  {name.replace('_', ' '):22} {value}")
    (other,) = (name for name in PREFIXES if name != sandbox.judge)
    lines += ["", f"  the same, judged by {other}, is below {sandbox.base_url}{PREFIXES[other]}/"]
    lines += ["", "  users, with their passwords:"]
    lines += [f"    {name:16} {password}" for name, password in sandbox.users.items()]
    if sandbox.tokens:
        lines += ["", "  access tokens, with their secrets:"]
    for token in sandbox.tokens:
        lines.append(f"    {token['user']:16} {token['oauth_token']} {token['oauth_token_secret']}")
    return "\n".join(lines)


def _run(sandbox: Sandbox, command: Sequence[str]) -> int:
    """Run a command beside the sandbox, pass signals on to it, and return its exit status."""
    early: list[int] = []
    child: subprocess.Popen[bytes] | None = None

    def forward(number: int, _: FrameType | None) -> None:
        if child is None:
            early.append(number)
        elif not (number == signal.SIGINT and _terminal_is_ours()):
            child.send_signal(number)

    for number in _SIGNALS:
        signal.signal(number, forward)
    try:
        child = subprocess.Popen(  # noqa: S603 - the user's command
            command, env={**os.environ, **sandbox.environment()}
        )
    except OSError as error:
        print(f"oauth1.sandbox: cannot run {command[0]}: {error.strerror}", file=sys.stderr)
        return _NOT_FOUND if isinstance(error, FileNotFoundError) else _NOT_EXECUTABLE
    for number in early:
        child.send_signal(number)
    with child:
        status = child.wait()
    return status if status >= 0 else _KILLED - status


def _terminal_is_ours() -> bool:
    """Whether Ctrl-C reaches the command by itself, as the terminal sends it to both of us."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except (AttributeError, OSError):
        return False


def _consent(words: Sequence[str], prog: str) -> int:
    parser = Parser(
        "sandbox consent",
        "Play the user who decides on a request token, and print the PIN, or the address of the\n"
        "application that the browser would be sent to.",
        f"  {prog} consent 'http://127.0.0.1:8001/oauth/authorize?oauth_token=…'\n"
        f"  {prog} consent --user bob --deny 'http://127.0.0.1:8001/oauth/authorize?oauth_token=…'",
    )
    parser.prog = f"{prog} consent"
    parser.add_argument("url", metavar="URL", help="the authorization URL")
    parser.add_argument("--user", default="alice", help="who signs in (%(default)s)")
    parser.add_argument("--password", help="their password, if it is not the sandbox's own")
    parser.add_argument("--deny", action="store_true", help="deny instead of allowing")
    options = parser.parse_args(words)
    print(consent(options.url, options.user, options.password, allow=not options.deny))
    return 0


def _list_profiles(words: Sequence[str], prog: str) -> int:
    parser = Parser(
        "sandbox profiles",
        "Say what the providers insist on that --profile makes the sandbox stand for.",
        f"  {prog} profiles\n  {prog} profiles flickr trello",
    )
    parser.prog = f"{prog} profiles"
    parser.add_argument("names", metavar="NAME", nargs="*", help="all of them by default")
    options = parser.parse_args(words)
    profiles = [profile_named(name) for name in options.names] or list(PROFILES.values())
    for profile in profiles:
        print(f"{profile.name}: {profile.title}")
        for line in profile.description():
            print(f"  {line}")
    return 0
