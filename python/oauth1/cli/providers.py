"""`oauth1 providers`: what is known by name."""

from __future__ import annotations

import json

from oauth1 import InvalidSettingError, Provider
from oauth1._values import PROVIDER_SETTINGS
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.parser import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from oauth1.cli.console import Console

_EXAMPLES = """\
  oauth1 providers
  oauth1 providers flickr
  oauth1 providers --json | jq -r '.[].name'"""
# the name and the title are told before
_FIELDS = tuple(name for name in PROVIDER_SETTINGS if name != "title")
_ALWAYS = frozenset({"handshake_method", "signature_method", "transmission"})
_PAIRS = frozenset(name for name in _FIELDS if name.endswith("_params")) - {
    "required_authorization_params"
}


def parser() -> Parser:
    """Return the parser of its options."""
    own = Parser(
        "providers",
        "List the providers that are known by name, or show what is known of some.",
        _EXAMPLES,
        usage="oauth1 providers [--json] [PROVIDER ...]",
    )
    own.add_argument("names", metavar="PROVIDER", nargs="*", help="whom to show")
    own.add_argument("--json", action="store_true", help="as JSON")
    return own


def run(options: Namespace, console: Console) -> int:
    """List or show them, and return the exit code."""
    chosen = [_named(name) for name in options.names]
    if options.json:
        every = chosen or [Provider.named(name) for name in Provider.names()]
        told = [_described(each) for each in every]
        console.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    elif chosen:
        console.write("\n".join(_shown(each, console) for each in chosen))
    else:
        _list(console)
    return Exit.OK


def _named(name: str) -> Provider:
    try:
        return Provider.named(name)
    except InvalidSettingError as error:
        from difflib import get_close_matches  # noqa: PLC0415 - seldom needed

        close = get_close_matches(name.lower(), Provider.names(), 1)
        raise CommandError(
            f"no provider is known by the name {name!r}",
            f"did you mean {close[0]}?" if close else "`oauth1 providers` lists them",
        ) from error


def _list(console: Console) -> None:
    rows = (
        [("NAME", "PROVIDER", "SIGNATURE", "PARAMETERS IN")] if console.output_is_terminal else []
    )
    for name in Provider.names():
        each = Provider.named(name)
        where = (
            each.transmission if each.request_token_url else f"{each.transmission}, no handshake"
        )
        rows.append((name, each.title, each.signature_method or "", where))
    first, second, third = (max(len(row[column]) for row in rows) for column in range(3))
    for name, title, method, where in rows:
        bold = console.bold(name.ljust(first))
        console.write(f"{bold}  {title:{second}}  {method:{third}}  {where}\n")


def _described(provider: Provider) -> dict[str, object]:
    described: dict[str, object] = {"name": provider.name, "title": provider.title}
    for name in _FIELDS:
        value = getattr(provider, name)
        described[name] = dict(value) if name in _PAIRS else value
    return described


def _shown(provider: Provider, console: Console) -> str:
    """Return what is known, without what is so for most."""
    lines = [f"{console.bold(provider.name)}  {provider.title}"]
    most = Provider("most")
    for name in _FIELDS:
        value = getattr(provider, name)
        if value != getattr(most, name) or name in _ALWAYS:
            lines.append(f"  {name.replace('_', ' '):29}  {_text(name, value)}")
    return "\n".join([*lines, ""])


def _text(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{own[0]}={own[1]}" if name in _PAIRS else own for own in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or '""')
