"""The command line: `oauth1`, or `python -m oauth1`.

Each command is a module of its own, which is imported when it is called: it has `parser`, which
returns the parser of its options, and `run`, which returns the exit code.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import oauth1
from oauth1.cli.console import Console
from oauth1.cli.exits import CommandError, Exit, command_error
from oauth1.cli.parser import COMMANDS, main_parser

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import Any, Protocol

    from oauth1.cli.parser import Parser

    class Command(Protocol):
        """A module that is a command."""

        def parser(self) -> Parser:
            """Return the parser of the command's options."""
            ...

        def run(self, options: Namespace, console: Console) -> int:
            """Do it, and return the exit code."""
            ...


__all__ = ["command", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit code.

    Args:
        arguments: The words of the command line after the program's name; by default the process's.

    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    console = Console()
    try:
        try:
            code = _run(words, console)
        except SystemExit as ended:  # after --help and --version
            code = int(ended.code or Exit.OK)
        console.flush()
    except KeyboardInterrupt:
        console.end_line()
        return Exit.INTERRUPTED
    except BrokenPipeError:
        console.abandon()
        return Exit.BROKEN_PIPE
    except Exception as error:
        if os.environ.get("OAUTH1_DEBUG"):
            raise
        told = command_error(error)
        console.complain(told)
        return told.code
    return code


def _run(words: list[str], console: Console) -> int:
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    if not words or words[0] not in COMMANDS:
        return _without_command(words, console)
    name, rest = words[0], words[1:]
    if name == "sandbox":  # it has commands of its own
        return _sandbox(rest)
    module = command(name)
    options = module.parser().parse_words(rest)
    console.silent = bool(getattr(options, "silent", False))
    return module.run(options, console)


def _sandbox(words: list[str]) -> int:
    from oauth1.sandbox import ConsentError, cli  # noqa: PLC0415 - as for all commands
    from oauth1.sandbox.store import StoreError  # noqa: PLC0415

    try:
        return cli.run(words, "oauth1 sandbox")
    except (ConsentError, StoreError, ImportError, OverflowError, ValueError) as error:
        codes = {ConsentError: Exit.REFUSED, StoreError: Exit.FILE}
        raise CommandError(str(error), None, codes.get(type(error), Exit.USAGE)) from error
    except OSError as error:  # a file, or the port
        if error.filename:
            raise
        message = f"the address cannot be listened on: {error.strerror or error}"
        raise CommandError(message, "--port 0 takes a free port", Exit.NETWORK) from error


def command(name: str) -> Command:
    """Return the module of a command."""
    module: Any = import_module(f"oauth1.cli.{name}")
    own: Command = module
    return own


def _without_command(words: list[str], console: Console) -> int:
    parser = main_parser(oauth1.__version__)
    if words and words[0].startswith("-"):
        parser.parse_args(words[:1])  # which exits: --help, --version, what is no option
    elif words:
        from difflib import get_close_matches  # noqa: PLC0415 - seldom needed

        close = get_close_matches(words[0], COMMANDS, 1)
        raise CommandError(
            f"there is no command {words[0]!r}",
            f"did you mean `oauth1 {close[0]}`?" if close else "`oauth1 --help` lists the commands",
        )
    console.write(parser.format_help())
    return Exit.USAGE
