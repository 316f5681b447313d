"""Parsers of options, with help that has examples, and errors of one line."""

from __future__ import annotations

import argparse
import sys

from oauth1.cli.exits import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from _typeshed import SupportsWrite

COMMANDS = {
    "authorize": "get an access token: ask the user, and save what the provider gives",
    "request": "sign a request and send it, as curl would",
    "sign": "sign a request, and print the header, URL, body or curl command",
    "explain": "say why a signature is not accepted",
    "profiles": "list, show, add, renew and delete saved credentials",
    "providers": "list and show the providers that are known by name",
    "sandbox": "run a provider on this machine, to develop against",
    "completion": "print what makes a shell complete these commands",
}
EXIT_CODES = """\
exit codes:
  0    done
  1    explain found what is wrong
  2    wrong usage
  3    credentials missing or not usable
  4    network: no connection, TLS, an answer that is none
  5    a time limit passed
  6    the provider refused (request: with --fail)
  7    the user did not allow access
  8    a file could not be read or written
  70   an error of oauth1 itself
  130  interrupted
  141  the reader of the output went away"""
_WIDTH = 28


class Parser(argparse.ArgumentParser):
    """A parser whose errors are raised, and whose help ends with examples."""

    def __init__(
        self,
        name: str,
        description: str,
        examples: str,
        *,
        usage: str | None = None,
    ) -> None:
        super().__init__(
            prog=f"oauth1 {name}".rstrip(),
            usage=usage,
            description=description,
            epilog=f"examples:\n{examples}",
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        # help in the words of all the rest
        self._optionals.title = "options"
        self._positionals.title = "arguments"

    def parse_words(self, words: list[str]) -> argparse.Namespace:
        """Return the options that the words of a command line say."""
        return self.parse_args(words)

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the options."""
        raise CommandError(message, f"`{self.prog} --help` tells what there is")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # argparse's own hides that nobody reads it
        (file or sys.stderr).write(message)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_WIDTH)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        # -X METHOD, --request METHOD: once is enough
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        value = self._format_args(action, action.dest.upper())
        return f"{', '.join(action.option_strings)} {value}"


def main_parser(version: str) -> Parser:
    """Return the parser of what comes before a command."""
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {help_}" for name, help_ in COMMANDS.items())
    parser = Parser(
        "",
        "OAuth 1.0a (RFC 5849) on the command line: get an access token, call an API, and learn\n"
        f"why a signature is not accepted.\n\ncommands:\n{commands}",
        "  oauth1 authorize x --consumer-key KEY         # asks for the secret, opens a browser\n"
        "  oauth1 request -p x https://api.x.com/1.1/account/verify_credentials.json\n"
        "  oauth1 request -p x -d 'status=Hello!' https://api.x.com/1.1/statuses/update.json\n"
        "  oauth1 explain curl -H 'Authorization: OAuth …' https://api.example.com/\n"
        "  oauth1 help request                           # each command has help of its own\n\n"
        f"{EXIT_CODES}",
        usage="oauth1 COMMAND [options]",
    )
    parser.add_argument("--version", action="version", version=f"oauth1 {version}")
    return parser
