"""The options that several commands have."""

from __future__ import annotations

import argparse

from oauth1._signature_methods import SIGNATURE_METHODS
from oauth1.cli.parser import Parser


def add_credentials(parser: Parser, *, token: bool = True) -> None:
    """Add who signs; without a token, for which application one is asked for."""
    group = parser.add_argument_group(
        "credentials",
        "From these options, a profile, or the environment: OAUTH1_CONSUMER_KEY,\n"
        + (
            "OAUTH1_CONSUMER_SECRET, OAUTH1_TOKEN, OAUTH1_TOKEN_SECRET, OAUTH1_PROFILE.\n"
            if token
            else "OAUTH1_CONSUMER_SECRET, OAUTH1_RSA_KEY.\n"
        )
        + "Other users of the machine can see secrets that are given as options.",
    )
    group.add_argument("-p", "--profile", metavar="PROFILE", help="a saved profile")
    group.add_argument(
        "--credentials", metavar="FILE", help="a JSON file that only you can read (mode 600)"
    )
    group.add_argument("--consumer-key", metavar="KEY", help="the application's key")
    group.add_argument(
        "--consumer-secret", metavar="SECRET", help="its secret; asked for where it is missing"
    )
    if token:
        group.add_argument("--token", metavar="TOKEN", help="the access token")
        group.add_argument("--token-secret", metavar="SECRET", help="its secret")
        group.add_argument("--no-token", action="store_true", help="sign for the application alone")
    group.add_argument(
        "--rsa-key", metavar="FILE", help="the private key in PEM, for the RSA methods"
    )


def add_signing(parser: Parser, *, provider: bool = True) -> None:
    """Add how to sign."""
    group = parser.add_argument_group("signature")
    if provider:
        group.add_argument(
            "--provider", metavar="PROVIDER", help="sign as this one wants it: `oauth1 providers`"
        )
    group.add_argument("--site", metavar="URL", help="the site, of a provider that has many")
    group.add_argument("--account", metavar="ID", help="the account, of a provider that has many")
    group.add_argument(
        "--signature-method",
        metavar="METHOD",
        type=str.upper,
        choices=SIGNATURE_METHODS,
        help=f"{', '.join(SIGNATURE_METHODS[:-1])} or {SIGNATURE_METHODS[-1]} (HMAC-SHA1)",
    )
    group.add_argument(
        "--transmission",
        choices=("header", "query", "form"),
        help="where the oauth_ parameters travel (header)",
    )
    group.add_argument("--realm", metavar="TEXT", help="the realm of the Authorization header")
    group.add_argument(
        "--body-hash",
        choices=("auto", "sha1", "sha256", "sha512"),
        help="send oauth_body_hash; auto is the hash of the signature method",
    )
    group.add_argument("--no-version", action="store_true", help="leave oauth_version=1.0 out")
    group.add_argument(
        "--plaintext-over-http",
        action="store_true",
        help="allow PLAINTEXT over http, where anyone on the way can read the secrets",
    )


def add_network(parser: Parser) -> None:
    """Add how to send."""
    group = parser.add_argument_group("network")
    group.add_argument(
        "-m", "--max-time", metavar="SECONDS", type=seconds, help="a limit for all of it (none)"
    )
    group.add_argument(
        "--connect-timeout", metavar="SECONDS", type=seconds, help="to be connected (10)"
    )
    group.add_argument(
        "--retry",
        metavar="COUNT",
        type=count,
        help="try again so often, where that does no harm (0)",
    )
    group.add_argument("--no-redirects", action="store_true", help="follow no redirect")
    group.add_argument(
        "-x", "--proxy", metavar="URL", help="a proxy; by default that of the environment"
    )
    group.add_argument(
        "--noproxy", metavar="HOSTS", help="hosts to reach without it, with commas; * is all"
    )
    group.add_argument("--cacert", metavar="FILE", help="trust these authorities, in PEM")
    group.add_argument("-E", "--cert", metavar="FILE", help="the client's certificate, in PEM")
    group.add_argument("--key", metavar="FILE", help="its private key, in PEM")
    group.add_argument("-A", "--user-agent", metavar="TEXT", help="the User-Agent to send")
    group.add_argument("-k", "--insecure", action=_Insecure, nargs=0, help=argparse.SUPPRESS)


def add_request(parser: Parser) -> None:
    """Add what to ask for: as curl has it."""
    group = parser.add_argument_group("request")
    group.add_argument(
        "-X", "--request", metavar="METHOD", help="the method (GET; POST with data; PUT with -T)"
    )
    group.add_argument("-H", "--header", metavar="LINE", action="append", help="such as 'A: b'")
    _add_data(group, ("-d", "--data", "--data-ascii"), "data", "form data; @FILE, @- is stdin")
    _add_data(group, ("--data-raw",), "raw", "the same, where @ is only a sign")
    _add_data(group, ("--data-binary",), "binary", "the same, with the line ends of a file")
    _add_data(
        group, ("--data-urlencode",), "urlencode", "NAME=TEXT or NAME@FILE, to be percent-encoded"
    )
    _add_data(group, ("--json",), "json", "JSON; @FILE, @- is stdin", metavar="JSON")
    group.add_argument("-G", "--get", action="store_true", help="put the data into the query")
    group.add_argument("-I", "--head", action="store_true", help="ask for the headers alone")
    group.add_argument(
        "-F",
        "--form",
        metavar="NAME=VALUE",
        action="append",
        help="a part of a multipart form; NAME=@FILE sends a file, NAME=<FILE its text; "
        ";type= and ;filename= may follow a file",
    )
    group.add_argument("-T", "--upload-file", metavar="FILE", help="the body, as it is; - is stdin")
    # what curl has to be told, and what is so here anyhow
    for names in (("-L", "--location"), ("-S", "--show-error"), ("--compressed",)):
        group.add_argument(*names, action="store_true", help=argparse.SUPPRESS)


def _add_data(
    group: argparse._ArgumentGroup,
    names: tuple[str, ...],
    kind: str,
    help_: str,
    metavar: str = "DATA",
) -> None:
    group.add_argument(
        *names,
        metavar=metavar,
        dest="data",
        action="append",
        type=lambda text: (kind, text),
        help=help_,
    )


class _Insecure(argparse.Action):
    """Says why there is no such switch."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        parser.error(
            f"{option_string}: certificates are always verified; --cacert FILE trusts an authority "
            "of your own"
        )


def seconds(text: str) -> float:
    """Return a time limit."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def count(text: str) -> int:
    """Return a number of times."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return int(text)
