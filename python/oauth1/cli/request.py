"""`oauth1 request`: sign a request and send it, as curl would."""

from __future__ import annotations

import logging
import os
import re
import time
from contextlib import ExitStack
from dataclasses import dataclass

from oauth1 import OAuth1Error, explain_answer
from oauth1._native import nonce
from oauth1.cli.credentials import complete, credentials, network, session
from oauth1.cli.draft import Draft, Drafter, check
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.options import add_credentials, add_network, add_request, add_signing, count
from oauth1.cli.output import file_of, phrase, write_body
from oauth1.cli.parser import Parser
from oauth1.cli.progress import Progress, Watched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from typing import Any, BinaryIO

    from oauth1 import Finding, ResponseStream, Session
    from oauth1.cli.console import Console, Style
    from oauth1.types import BinaryFile

_EXAMPLES = """\
  oauth1 request -p x https://api.x.com/1.1/account/verify_credentials.json
  oauth1 request -p x -d 'status=Hello!' https://api.x.com/1.1/statuses/update.json
  oauth1 request -p flickr -F 'photo=@cat.jpg;type=image/jpeg' -F title=Cat \\
      https://up.flickr.com/services/upload/
  echo '{"a": 1}' | oauth1 request -p jira --json @- https://jira.example/rest/api/2/issue
  oauth1 request -p x --fail -o home.json --max-time 30 https://api.x.com/1.1/statuses/home_timeline.json

A refusal by the provider is explained on standard error. The exit code is 0 whatever the status,
unless --fail is given."""
_REFUSALS = frozenset({400, 401, 403})
_FIRST_ERROR = 400
_MOST_EXPLAINED = 64 * 1024  # bytes, which is what explain_answer takes
_SIGNATURE = re.compile(r'(oauth_signature="?)[^",&]*')


def parser() -> Parser:
    """Return the parser of its options."""
    own = Parser(
        "request",
        "Sign a request and send it, as curl would.",
        _EXAMPLES,
        usage="oauth1 request [options] URL",
    )
    own.add_argument("url", metavar="URL", help="http or https; its query is signed as well")
    add_request(own)
    output = own.add_argument_group("output")
    output.add_argument(
        "-o", "--output", metavar="FILE", help="save the body; - is standard output"
    )
    output.add_argument(
        "-O", "--remote-name", action="store_true", help="save it by the name in the URL"
    )
    output.add_argument("-i", "--include", action="store_true", help="write status and headers too")
    output.add_argument(
        "-f", "--fail", action="store_true", help="exit with 6, and no body, from status 400 on"
    )
    output.add_argument("--fail-with-body", action="store_true", help="the same, with the body")
    output.add_argument("--raw", action="store_true", help="leave JSON as it is on a terminal too")
    output.add_argument(
        "-v", "--verbose", action="count", default=0, help="tell what is sent; -vv how it is signed"
    )
    output.add_argument(
        "-s", "--silent", action="store_true", help="no progress, hints or warnings"
    )
    output.add_argument(
        "--max-filesize", metavar="BYTES", type=count, help="the largest body to take (no limit)"
    )
    add_credentials(own)
    add_signing(own)
    add_network(own)
    return own


class _Signatures:
    """Nonces and a clock whose first values are known beforehand, to tell what will be sent."""

    def __init__(self, log: Callable[[str], None]) -> None:
        self.first: dict[str, Any] = {"nonce": nonce(), "timestamp": int(time.time())}
        self.nonces = 0
        self._clocks = 0
        self._log = log

    @property
    def hooks(self) -> dict[str, Any]:
        """Return the client's settings."""
        return {"nonce": self._nonce, "clock": self._clock}

    def _nonce(self) -> str:
        self.nonces += 1
        if self.nonces == 1:
            return str(self.first["nonce"])
        fresh = nonce()  # where it is sent again, or to where it was redirected
        self._log(f"* signed anew, with oauth_nonce={fresh}")
        return fresh

    def _clock(self) -> float:
        self._clocks += 1
        return float(self.first["timestamp"]) if self._clocks == 1 else time.time()


def run(options: Namespace, console: Console) -> int:
    """Send the request, and return the exit code."""
    file_of(options)
    with ExitStack() as stack:
        upload = Progress("Uploading", None)
        stack.callback(upload.wipe)
        watch = _watching(upload) if console.shows_progress else None
        draft = Drafter(stack, watch).draft(options, options.url)
        refuse_own_authorization(draft)
        check(draft)
        found = complete(credentials(options, console, profiles="default"), console)
        signatures = _Signatures(
            (lambda line: console.tell(line, "dim")) if options.verbose else lambda _: None
        )
        own = session(found, options, **network(options), **signatures.hooks)
        exchange = _Exchange(own, draft, signatures, options, console)
        if options.verbose:
            stack.enter_context(_log(console))
            exchange.tell_request()
        request = draft.request(max_response_size=options.max_filesize)
        with own.stream(request) as response:
            upload.wipe()
            if options.verbose:
                exchange.tell_response(response)
            return exchange.receive(response)


def refuse_own_authorization(draft: Draft) -> None:
    """Insist that the Authorization header is left to the signature."""
    if any(name.lower() == "authorization" for name, _ in draft.headers):
        raise CommandError(
            "the Authorization header is what the signature makes",
            "`oauth1 explain` looks at one that was made elsewhere",
        )


def _watching(progress: Progress) -> Any:
    def watch(file: BinaryIO) -> BinaryFile:
        # of a pipe it is 0
        progress.total = (progress.total or 0) + os.fstat(file.fileno()).st_size
        return Watched(file, progress)

    return watch


class _log:  # noqa: N801 - a context, as closing is
    """Tells what the library logs: attempts, redirects, a clock that was put right."""

    def __init__(self, console: Console) -> None:
        self._logger = logging.getLogger("oauth1")
        self._handler = _Telling(console)

    def __enter__(self) -> None:
        self._level = self._logger.level
        self._logger.addHandler(self._handler)
        self._logger.setLevel(logging.DEBUG)

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(self._level)


class _Telling(logging.Handler):
    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one line."""
        self._console.tell(f"* {record.getMessage()}", "dim")


@dataclass(frozen=True)
class _Exchange:
    """One request, and what is told of it."""

    session: Session
    draft: Draft
    signatures: _Signatures
    options: Namespace
    console: Console

    def tell_request(self) -> None:
        """Tell what will be sent, and how it is signed."""
        request = self.draft.request(**self.signatures.first)
        if self.options.verbose > 1:
            for line in str(self.session.explain(request)).splitlines():
                self.console.tell(f"* {line}".rstrip(), "dim")
        signed = self.session.sign(request)
        is_secret = self.session.client.signature_method == "PLAINTEXT"
        lines = [f"{signed.method} {signed.url}"]
        lines += [f"{name}: {value}" for name, value in signed.headers]
        for line in lines:
            shown = _SIGNATURE.sub(r"\1***", line) if is_secret else line
            self.console.tell(f"> {shown}", "cyan")
        self.console.tell(">", "cyan")

    def tell_response(self, response: ResponseStream) -> None:
        """Tell status and headers."""
        style: Style = "green" if response.is_success else "red"
        self.console.tell(f"< {phrase(response.status)}", style)
        for name, value in response.headers.pairs:
            self.console.tell(f"< {name}: {value}", "cyan")
        self.console.tell("<", "cyan")

    def receive(self, response: ResponseStream) -> int:
        """Write the response, say why it is a refusal if it is one, and return the exit code."""
        options, is_error = self.options, response.status >= _FIRST_ERROR
        is_failure = is_error and (options.fail or options.fail_with_body)
        beginning = response.read(_MOST_EXPLAINED) if response.status in _REFUSALS else b""
        if not is_failure or options.fail_with_body:
            write_body(response, beginning, options, self.console)
            self.console.flush()
        if is_failure:
            message = f"the provider answered {phrase(response.status)}"
            self.console.complain(CommandError(message))
        for finding in self._findings(response, beginning)[:1]:  # the first says most
            self.console.hint(" ".join(f"{finding.detail}. {finding.advice}.".split()))
        return Exit.REFUSED if is_failure else Exit.OK

    def _findings(self, response: ResponseStream, body: bytes) -> list[Finding]:
        """Return why the provider refused, as far as its answer tells."""
        if response.status not in _REFUSALS:
            return []
        status, headers = response.status, response.headers.pairs
        try:
            if self.signatures.nonces == 1 and isinstance(self.draft.body, (bytes, type(None))):
                # what was sent is known, so that a base string in the answer can be compared
                explanation = self.session.explain(self.draft.request(**self.signatures.first))
                found = explanation.explain_answer(status, headers, body)
            else:
                found = explain_answer(status, headers, body, int(time.time()))
        except OAuth1Error:  # too long to be one that explains anything
            return []
        return [finding for finding in found if finding.cause != "unknown"]
