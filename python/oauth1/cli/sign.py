"""`oauth1 sign`: sign a request, for another program to send."""

from __future__ import annotations

import json
from contextlib import ExitStack

from oauth1.cli.credentials import complete, credentials, session
from oauth1.cli.curl import curl_command, headers_to_send
from oauth1.cli.draft import Drafter, check
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.options import add_credentials, add_request, add_signing, count
from oauth1.cli.parser import Parser
from oauth1.cli.request import refuse_own_authorization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from oauth1 import SignedRequest
    from oauth1.cli.console import Console
    from oauth1.cli.draft import Draft

_EXAMPLES = """\
  curl -H "$(oauth1 sign -p x "$URL")" "$URL"
  oauth1 sign -p flickr --as url 'https://api.flickr.com/services/rest?method=flickr.test.login'
  oauth1 sign -p x -d 'status=Hello!' --as curl https://api.x.com/1.1/statuses/update.json
  oauth1 sign -v -p x --nonce abc --timestamp 1318622958 https://api.x.com/1.1/account/settings.json

A signature is good for one request, made soon: its nonce and its time are signed."""
_KINDS = ("header", "url", "body", "curl", "json")
_TRANSMISSIONS = {"header": "header", "url": "query", "body": "form"}


def parser() -> Parser:
    """Return the parser of its options."""
    own = Parser(
        "sign",
        "Sign a request, and print what another program needs to send it.",
        _EXAMPLES,
        usage="oauth1 sign [options] URL",
    )
    own.add_argument("url", metavar="URL", help="http or https; its query is signed as well")
    output = own.add_argument_group("output")
    output.add_argument(
        "--as",
        dest="kind",
        choices=_KINDS,
        help="the Authorization header, the signed URL, the form body, a curl command, or all in "
        "JSON (by default what the transmission makes, so the header)",
    )
    output.add_argument(
        "-v", "--verbose", action="store_true", help="tell step by step how, the base string too"
    )
    output.add_argument("-s", "--silent", action="store_true", help="no hints or warnings")
    output.add_argument("--nonce", metavar="TEXT", help="the nonce (a fresh one)")
    output.add_argument(
        "--timestamp", metavar="SECONDS", type=count, help="the time, since 1970 (now)"
    )
    add_request(own)
    add_credentials(own)
    add_signing(own)
    return own


def run(options: Namespace, console: Console) -> int:
    """Sign, print, and return the exit code."""
    with ExitStack() as stack:
        draft = Drafter(stack, None).draft(options, options.url)
        refuse_own_authorization(draft)
        check(draft)
        wanted = _TRANSMISSIONS.get(options.kind)
        if wanted is not None:
            if options.transmission not in {None, wanted}:
                raise CommandError(
                    f"--as {options.kind} and --transmission {options.transmission} do not go "
                    "together"
                )
            options.transmission = wanted
        found = complete(credentials(options, console, profiles="default"), console)
        own = session(found, options)
        settings: dict[str, Any] = {"nonce": options.nonce, "timestamp": options.timestamp}
        if options.verbose:
            explanation = own.explain(draft.request(**settings))
            # the rest is signed as it was explained
            said = {each.name: each.value.decode() for each in explanation.parameters}
            settings = {
                "nonce": said[b"oauth_nonce"],
                "timestamp": int(said[b"oauth_timestamp"]),
            }
            console.tell(str(explanation))
        signed = own.sign(draft.request(**settings))
        if own.client.signature_method == "PLAINTEXT":
            console.warn("a PLAINTEXT signature is the secrets themselves: do not share it")
        console.write(f"{_text(signed, draft, options)}\n")
    return Exit.OK


def _text(signed: SignedRequest, draft: Draft, options: Namespace) -> str:
    if options.kind == "curl":
        return curl_command(signed, draft, options)
    if options.kind == "json":
        return json.dumps(_json(signed), indent=2, ensure_ascii=False)
    if signed.authorization is not None:
        return f"Authorization: {signed.authorization}"
    if signed.body is not None and b"oauth_signature=" in signed.body:
        return signed.body.decode()
    return signed.url


def _json(signed: SignedRequest) -> dict[str, object]:
    body = signed.body
    return {
        "method": signed.method,
        "url": signed.url,
        "authorization": signed.authorization,
        "headers": headers_to_send(signed),
        "body": None if body is None else body.decode("utf-8", "replace"),
        "base_string": signed.base_string,
    }
