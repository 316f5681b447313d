"""`oauth1 profiles`: credentials that were saved."""

from __future__ import annotations

import json
import os

from oauth1 import Token
from oauth1.cli import store
from oauth1.cli.credentials import client, complete, credentials, network
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.options import add_credentials, add_network, add_signing
from oauth1.cli.parser import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from oauth1.cli.console import Console

_EXAMPLES = """\
  oauth1 profiles                              # list them
  oauth1 profiles show x                       # secrets are not shown
  oauth1 profiles add x --provider x --consumer-key KEY --token TOKEN   # asks for the secrets
  oauth1 profiles renew etrade                 # where its provider lets tokens be renewed
  oauth1 profiles delete x

Profiles are in $XDG_CONFIG_HOME/oauth1/profiles, or else ~/.config/oauth1/profiles: one JSON file
each, which only you can read."""
_ACTIONS = ("list", "show", "add", "renew", "delete")


def parser() -> Parser:
    """Return the parser of its options."""
    own = Parser(
        "profiles",
        "List, show, add, renew and delete saved credentials.",
        _EXAMPLES,
        usage="oauth1 profiles [options] [{list,show,add,renew,delete}] [PROFILE]",
    )
    own.add_argument(
        "action", nargs="?", choices=_ACTIONS, default="list", help="what to do (list)"
    )
    own.add_argument("name", metavar="PROFILE", nargs="?", help="which one; for all but list")
    own.add_argument("--names", action="store_true", help="list the names alone")
    own.add_argument("--json", action="store_true", help="list or show as JSON, without secrets")
    own.add_argument("-s", "--silent", action="store_true", help="no hints or warnings")
    add_credentials(own)
    add_signing(own)
    add_network(own)
    return own


def run(options: Namespace, console: Console) -> int:
    """Do it, and return the exit code."""
    if options.action == "list":
        _list(options, console)
        return Exit.OK
    if options.name is None:
        raise CommandError(
            f"{options.action}: no profile is named", f"oauth1 profiles {options.action} PROFILE"
        )
    if options.action == "show":
        _show(options, console)
    elif options.action == "delete":
        store.delete_profile(options.name)
        console.note(f"deleted the profile {options.name}; the provider still knows its token")
    elif options.action == "renew":
        _renew(options, console)
    else:
        _add(options, console)
    return Exit.OK


def _list(options: Namespace, console: Console) -> None:
    names = store.names()
    if options.names:
        console.write("".join(f"{name}\n" for name in names))
        return
    told = [_told(name, console) for name in names]
    if options.json:
        console.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        return
    if not names:
        console.note(f"there are no profiles in {store.folder()}")
        console.hint("`oauth1 authorize` saves one, and `oauth1 profiles add`")
    width = max(map(len, names), default=0)
    for each in told:
        provider = each.get("provider") or each.get("request_token_url") or ""
        name = console.bold(str(each["name"]).ljust(width))
        console.write(f"{name}  {_who(each):16}  {provider}".rstrip() + "\n")


def _told(name: str, console: Console) -> dict[str, object]:
    try:
        return {"name": name, **_masked(store.read_profile(name))}
    except CommandError as error:
        console.warn(error.message)
        return {"name": name}


def _masked(values: dict[str, object]) -> dict[str, object]:
    """Return what a profile says, with secrets by their length alone."""
    shown: dict[str, object] = {}
    for name in store.FIELDS:
        value = values.get(name)
        if isinstance(value, str):
            shown[name] = f"*** ({len(value)} characters)" if name in store.SECRETS else value
    if isinstance(values.get("extra"), dict):
        shown["extra"] = values["extra"]
    return shown


def _who(values: dict[str, object]) -> str:
    extra = values.get("extra")
    names = extra if isinstance(extra, dict) else {}
    for name in ("screen_name", "username", "fullname"):
        if isinstance(names.get(name), str):
            return str(names[name])
    return "a token" if values.get("token") else "no token"


def _show(options: Namespace, console: Console) -> None:
    values = _masked(store.read_profile(options.name))
    if options.json:
        console.write(json.dumps(values, indent=2, ensure_ascii=False) + "\n")
        return
    extra = values.pop("extra", {})
    rows = {**values, **(extra if isinstance(extra, dict) else {})}
    width = max(map(len, rows), default=0)
    console.write(f"{console.bold(options.name)}  {store.path_of(options.name)}\n")
    for name, value in rows.items():
        console.write(f"  {name.replace('_', ' '):{width}}  {value}\n")


def _add(options: Namespace, console: Console) -> None:
    path = store.path_of(options.name)
    found = credentials(options, console, profiles="none")
    found = complete(found, console, asks_key=True)
    client(found, options)  # which looks at all of it
    values: dict[str, object] = {
        "consumer_key": found.consumer_key,
        "consumer_secret": found.consumer_secret,
        "token": found.token,
        "token_secret": found.token_secret,
        **found.settings,
    }
    if "rsa_key" in found.settings:
        values["rsa_key"] = os.path.abspath(found.settings["rsa_key"])
    kept = {name: values[name] for name in store.FIELDS if values.get(name) is not None}
    store.write_profile(options.name, kept)
    console.note(f"saved {path}", "green")


def _renew(options: Namespace, console: Console) -> None:
    """Exchange the token for a new one, or have it hold for longer, as the provider does it."""
    values = store.read_profile(options.name)
    options.profile = options.name
    found = complete(credentials(options, console, profiles="none"), console)
    if found.token is None:
        raise CommandError(f"the profile {options.name!r} has no token", None, Exit.CREDENTIALS)
    handle = values.get("session_handle")
    granted = client(found, options, **network(options)).renew_token(
        Token(found.token, found.token_secret or ""), handle if isinstance(handle, str) else ""
    )
    values |= {"token": granted.token.key, "token_secret": granted.token.secret}
    if granted.session_handle is not None:
        values["session_handle"] = granted.session_handle
    console.note(f"renewed {store.write_profile(options.name, values)}", "green")
