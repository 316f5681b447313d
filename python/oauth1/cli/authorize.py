"""`oauth1 authorize`: the three-legged handshake, with a user at the terminal (RFC 5849 §2)."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from dataclasses import replace

from oauth1 import InvalidCallbackError
from oauth1.cli import store
from oauth1.cli.credentials import client, complete, credentials, network, provider
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.options import add_credentials, add_network, add_signing, seconds
from oauth1.cli.parser import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from oauth1 import Client, PendingAuthorization, TokenResponse
    from oauth1.cli.console import Console
    from oauth1.cli.credentials import Credentials

_EXAMPLES = """\
  oauth1 authorize x --consumer-key KEY                 # asks for the secret, then for the PIN
  oauth1 authorize flickr --listen --authorization-param perms=write
  oauth1 authorize jira --site https://jira.example --rsa-key jira.pem --consumer-key KEY
  oauth1 authorize --save photos --consumer-key KEY \\
      --request-token-url https://photos.example/initiate \\
      --authorization-url https://photos.example/authorize \\
      --access-token-url https://photos.example/token
  OAUTH1_CONSUMER_SECRET=… oauth1 authorize x --consumer-key KEY --no-browser --print

The token is saved with the consumer's credentials, in a profile that only you can read:
`oauth1 request -p PROFILE` uses it. With --print it is printed as JSON, and not saved."""
_PATIENCE = 300.0
_URLS = ("request_token_url", "authorization_url", "access_token_url")


def parser() -> Parser:
    """Return the parser of its options."""
    own = Parser(
        "authorize",
        "Get an access token: send the user to the provider, where they allow access, and take\n"
        "the PIN that they are shown, or wait for the browser to come back.",
        _EXAMPLES,
        usage="oauth1 authorize [options] [PROVIDER]",
    )
    own.add_argument(
        "provider",
        metavar="PROVIDER",
        nargs="?",
        help="one of `oauth1 providers`; without it give the three URLs",
    )
    place = own.add_argument_group("provider")
    for name in _URLS:
        place.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="URL",
            help=f"the {name[:-4].replace('_', ' ')} URL",
        )
    place.add_argument(
        "--origin", metavar="URL", help="take the provider's endpoints to be there: for tests"
    )
    for option, what in (
        ("--request-token-param", "a further parameter for the request token"),
        ("--authorization-param", "a further parameter for the authorization URL"),
    ):
        place.add_argument(option, metavar="NAME=VALUE", action="append", type=_pair, help=what)
    way = own.add_argument_group("way back")
    only = way.add_mutually_exclusive_group()
    only.add_argument("--pin", action="store_true", help="ask for a PIN (what is done by default)")
    only.add_argument(
        "--listen", action="store_true", help="listen on 127.0.0.1 for the browser to come back"
    )
    only.add_argument(
        "--callback",
        metavar="URL",
        help="the registered callback: listens there if it is http on this machine; otherwise asks "
        "for the address that the browser ends at",
    )
    way.add_argument(
        "--port", metavar="PORT", type=_port, help="where to listen, with --listen (a free one)"
    )
    way.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=_PATIENCE,
        help="how long to listen (300)",
    )
    way.add_argument("--no-browser", action="store_true", help="print the URL, and open nothing")
    result = own.add_argument_group("result")
    result.add_argument(
        "--save", metavar="PROFILE", help="the profile to save to (the provider's name, or default)"
    )
    result.add_argument("--print", action="store_true", help="print JSON, and save nothing")
    result.add_argument("-s", "--silent", action="store_true", help="no hints or warnings")
    add_credentials(own, token=False)
    add_signing(own, provider=False)
    add_network(own)
    return own


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        from argparse import ArgumentTypeError  # noqa: PLC0415 - its cost is argparse's

        raise ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 1 << 16:
        return int(text)
    from argparse import ArgumentTypeError  # noqa: PLC0415 - its cost is argparse's

    raise ArgumentTypeError(f"{text!r} is not a port, 0 to 65535")


def run(options: Namespace, console: Console) -> int:
    """Get the token, save or print it, and return the exit code."""
    # another application's profile is not to be taken by mistake
    found = credentials(options, console, profiles="none")
    _check_provider(found)
    name = options.save or options.profile or found.settings.get("provider", "default")
    store.path_of(name)
    found = complete(replace(found, token=None, token_secret=None), console, asks_key=True)
    own = client(found, options, **network(options))
    granted = _granted(own, options, console)
    values = _values(found, granted)
    if options.print:
        console.write(json.dumps(values, indent=2, ensure_ascii=False) + "\n")
        return Exit.OK
    try:
        path = store.write_profile(name, values)
    except OSError:
        # what the user allowed is not lost with it
        console.write(json.dumps(values, indent=2, ensure_ascii=False) + "\n")
        console.hint("the profile could not be saved: above is what it would have held")
        raise
    who = granted.get("screen_name") or granted.get("username") or granted.get("fullname")
    console.note(f"Saved the access token{f' of {who}' if who else ''} to {path}", "green")
    console.hint(f"`oauth1 request -p {name} URL` signs with it")
    return Exit.OK


def _check_provider(found: Credentials) -> None:
    settings = found.settings
    if "provider" not in settings and not all(name in settings for name in _URLS):
        missing = [f"--{name.replace('_', '-')}" for name in _URLS if name not in settings]
        raise CommandError(
            "no provider is given"
            if len(missing) == len(_URLS)
            else f"{' and '.join(missing)} is missing",
            "name one of `oauth1 providers`, or give its three URLs",
        )
    known = provider(settings)
    if known is not None and known.authorization_url is None:
        raise CommandError(
            f"{known.title} has no page where users allow access",
            "`oauth1 profiles add` saves the credentials that it gave you",
        )


def _granted(own: Client, options: Namespace, console: Console) -> TokenResponse:
    with ExitStack() as stack:
        listener = None
        callback = options.callback or "oob"
        if options.port is not None and not options.listen:
            raise CommandError("--port goes with --listen")
        if options.listen or options.callback:
            from oauth1.cli.callback import Listener, is_ours  # noqa: PLC0415 - slow to import

            if options.listen or is_ours(options.callback):
                listener = stack.enter_context(Listener(options.callback, options.port or 0))
                callback = listener.url
        pending = own.authorize(
            callback,
            request_token_params=options.request_token_param,
            authorization_params=options.authorization_param,
        )
        if listener is not None:
            listener.expect(lambda redirected_to: own.complete(pending, redirected_to))
        _send_user(pending, options, console)
        if listener is not None:
            console.note("Waiting for the browser to come back …")
            return listener.wait(options.timeout)
        return _answered(own, pending, options, console)


def _send_user(pending: PendingAuthorization, options: Namespace, console: Console) -> None:
    console.tell("To allow access, open this address in a browser:")
    console.tell("")
    console.tell(f"  {pending.url}", "bold")
    console.tell("")
    if not options.no_browser and _has_screen():
        import webbrowser  # noqa: PLC0415 - slow to import

        webbrowser.open(pending.url)


def _has_screen() -> bool:
    """Whether a browser would open beside the terminal, and not within it or nowhere."""
    if not sys.stderr.isatty():
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
    )


def _answered(
    own: Client, pending: PendingAuthorization, options: Namespace, console: Console
) -> TokenResponse:
    """Return what the provider grants for what the user typed: a PIN, or an address."""
    what = "The address that the browser ended at: " if options.callback else "PIN: "
    answer = console.ask(what)
    if not answer:
        raise CommandError(
            "no PIN was given" if not options.callback else "no address was given",
            "type it here, or send it to standard input",
        )
    if "oauth_verifier=" in answer or "oauth_token=" in answer or "denied" in answer:
        return own.complete(pending, answer)
    if options.callback:
        raise InvalidCallbackError("that is no address with oauth_token and oauth_verifier")
    return own.complete_with_verifier(pending, answer)


def _values(found: Credentials, granted: TokenResponse) -> dict[str, object]:
    values: dict[str, object] = {
        "consumer_key": found.consumer_key,
        "consumer_secret": found.consumer_secret,
        "token": granted.token.key,
        "token_secret": granted.token.secret,
        "session_handle": granted.session_handle,
        **found.settings,
    }
    if "rsa_key" in found.settings:
        values["rsa_key"] = os.path.abspath(found.settings["rsa_key"])
    kept = {name: values[name] for name in store.FIELDS if values.get(name) is not None}
    return {**kept, "extra": dict(granted.extra)} if granted.extra else kept
