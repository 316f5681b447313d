"""`oauth1 explain`: say why a signature is not accepted."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from oauth1 import CapturedRequest, explain_answer
from oauth1._signature_methods import SIGNATURE_METHODS
from oauth1.cli import capture, curl
from oauth1.cli.console import paint, printable
from oauth1.cli.credentials import Credentials, credentials, session
from oauth1.cli.draft import Drafter
from oauth1.cli.exits import CommandError, Exit
from oauth1.cli.options import add_credentials, add_request, add_signing
from oauth1.cli.parser import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from typing import Any

    from oauth1 import Explanation, Finding
    from oauth1.cli.console import Console, Style
    from oauth1.cli.draft import Draft

    Answer = tuple[int, list[tuple[str, str]], str]

_EXAMPLES = """\
  # a request that was signed elsewhere: the curl command itself, or from a file or stdin
  oauth1 explain -p x curl -X POST -H 'Authorization: OAuth …' -d 'status=Hello!' URL
  oauth1 explain -p x failing-request.txt        # a curl command, or HTTP: POST /path HTTP/1.1 …
  oauth1 explain -p x -X POST -H 'Authorization: OAuth …' URL

  # the base string that the provider prints, alone or beside the request that it is of
  oauth1 explain base-string.txt
  oauth1 explain -p x -d 'status=Hello!' URL --base-string 'POST&https%3A%2F%2F…'

  # what the provider answered, as curl -i shows it
  oauth1 explain --answer answer.txt

  # how a request would be signed
  oauth1 explain -p x URL

With the secrets, of a profile or the environment, the signature is checked, and known mistakes are
tried until one makes it. Without them all else is. No secret is ever printed.
The exit code is 1 where something wrong was found."""
# where the parts of an explanation's text begin
_BASE_STRING, _KEY, _ODD = "\n4. Base string\n", "\n5. Key\n", "\nOdd about it\n"
# what can only be said with the secrets
_OF_SECRETS = frozenset(
    {
        "key_as_secret",
        "secret_sent",
        "secrets",
        "secrets_encoded",
        "secrets_not_encoded",
        "secrets_swapped",
        "token_secret_missing",
        "white_space_in_secret",
    }
)


def parser() -> Parser:
    """Return the parser of its options."""
    own = _ExplainParser(
        "explain",
        "Say why a signature is not accepted: of a request that was signed elsewhere, or by a\n"
        "provider's base string, or by its answer.",
        _EXAMPLES,
        usage="oauth1 explain [options] [URL | FILE | -]\n       oauth1 explain [options] curl …",
    )
    own.add_argument(
        "source",
        metavar="URL | FILE | -",
        nargs="?",
        help="a URL, with method, headers and data by the options below; or a text with a curl "
        "command, an HTTP request or a base string (standard input)",
    )
    told = own.add_argument_group("what the provider says")
    told.add_argument(
        "--base-string", metavar="TEXT", help="its base string; @FILE, @- is standard input"
    )
    told.add_argument("--answer", metavar="FILE", help="its answer, with status and headers; or -")
    told.add_argument(
        "--scheme",
        choices=("https", "http"),
        default="https",
        help="that of an HTTP request, which does not say it (https)",
    )
    output = own.add_argument_group("output")
    output.add_argument("-v", "--verbose", action="store_true", help="always tell all steps")
    output.add_argument("-s", "--silent", action="store_true", help="no hints or warnings")
    add_request(own)
    add_credentials(own)
    add_signing(own)
    # what is signed is asked for as what is sent is
    own.set_defaults(user_agent=None)
    return own


class _ExplainParser(Parser):
    """Leaves the words of a curl command as they are."""

    def parse_words(self, words: list[str]) -> Namespace:
        """Return the options before a curl command, and the words of that."""
        cut = words.index("curl") if "curl" in words else len(words)
        options = self.parse_args(words[:cut])
        options.curl = words[cut:]
        if options.curl and options.source is not None:
            self.error(f"{options.source!r} before curl is no option")
        return options


@dataclass
class _Subject:
    """What is to be explained."""

    captured: CapturedRequest | None = None
    draft: Draft | None = None
    base_string: capture.BaseString | None = None
    protocol: dict[str, str] = field(default_factory=dict)


@dataclass
class _Verdict:
    text: str
    style: Style
    findings: list[Finding]
    explanation: Explanation | None = None
    is_fault: bool = False
    knows_secrets: bool = True


def run(options: Namespace, console: Console) -> int:
    """Explain, and return the exit code."""
    with ExitStack() as stack:
        drafter = Drafter(stack, None)
        subject = _subject(options, drafter)
        answer = None
        if options.answer is not None:
            answer = capture.answer_of(drafter.read(options.answer).decode("utf-8", "replace"))
        found = credentials(options, console)
        verdict = _verdict(subject, found, options, answer)
        _print(verdict, options, console)
    return Exit.FAULT if verdict.is_fault else Exit.OK


def _subject(options: Namespace, drafter: Drafter) -> _Subject:
    subject = _Subject()
    if options.base_string is not None:
        text = options.base_string
        if text.startswith("@"):
            text = drafter.read(text[1:]).decode("utf-8", "replace")
        subject.base_string = capture.base_string_of(text)
        subject.protocol = subject.base_string.protocol
    if options.curl:
        _set_draft(subject, _of_curl(options.curl, drafter))
    elif options.source is not None and "://" in options.source:
        _set_draft(subject, drafter.draft(options, options.source))
    elif options.source is not None or (options.base_string is None and options.answer is None):
        source = options.source or "-"
        if source != "-" and not Path(source).exists():
            raise CommandError(
                f"{source}: No such file", f"if it is a URL: https://{source}", Exit.FILE
            )
        _set_text(subject, _text(source, drafter), options, drafter)
    return subject


def _text(source: str, drafter: Drafter) -> str:
    if source == "-" and sys.stdin.isatty():
        sys.stderr.write("Paste a curl command, an HTTP request or a base string, then Ctrl-D:\n")
    return drafter.read(source).decode("utf-8", "replace")


def _of_curl(words: list[str], drafter: Drafter) -> Draft:
    options = curl.parse(words)
    return drafter.draft(options, options.url)


def _set_text(subject: _Subject, text: str, options: Namespace, drafter: Drafter) -> None:
    if not text.strip():
        raise CommandError(
            "there is nothing to explain: the text is empty", "`oauth1 explain --help` has examples"
        )
    kind = capture.kind_of(text)
    if kind == "curl":
        _set_draft(subject, _of_curl(curl.words_of(text), drafter))
    elif kind == "http":
        captured = CapturedRequest.from_http(options.scheme, text.lstrip())
        subject.captured = captured
        subject.protocol = capture.protocol_parameters(captured)
    elif kind == "base string" and subject.base_string is None:
        subject.base_string = capture.base_string_of(text)
        subject.protocol = subject.base_string.protocol
    else:
        raise CommandError(
            "that is neither a curl command, nor an HTTP request, nor a base string",
            "an Authorization header goes with its method and URL: "
            "oauth1 explain -X POST -H 'Authorization: OAuth …' URL",
        )


def _set_draft(subject: _Subject, draft: Draft) -> None:
    """Take a request: as one that was captured, where it is signed already."""
    captured = None
    if isinstance(draft.body, (bytes, type(None))) or _has_authorization(draft):
        captured = capture.captured_of(draft)
        protocol = capture.protocol_parameters(captured)
        if "oauth_signature" in protocol or _has_authorization(draft):
            subject.captured, subject.protocol = captured, protocol
            return
    subject.draft = draft


def _has_authorization(draft: Draft) -> bool:
    return any(name.lower() == "authorization" for name, _ in draft.headers)


def _verdict(
    subject: _Subject, found: Credentials, options: Namespace, answer: Answer | None
) -> _Verdict:
    found = _completed(found, subject)
    knows_secrets = _knows_secrets(found, subject)
    if subject.captured is not None:
        verdict = _of_captured(subject.captured, found, options, knows_secrets=knows_secrets)
    elif subject.draft is not None:
        verdict = _of_draft(subject, subject.draft, found, options)
        verdict.knows_secrets = knows_secrets
    elif subject.base_string is not None:
        return _of_base_string(subject.base_string, found, options)
    else:
        assert answer is not None  # noqa: S101 - else standard input was read
        return _of_answer(explain_answer(*answer, int(time.time())), None, answer)
    explanation = verdict.explanation
    if subject.base_string is not None and explanation is not None:
        verdict = _of_comparison(explanation, subject.base_string, knows_secrets=knows_secrets)
    if answer is not None and explanation is not None:
        return _of_answer(explanation.explain_answer(*answer), explanation, answer)
    return verdict


def _completed(found: Credentials, subject: _Subject) -> Credentials:
    """Fill in what the request itself tells."""
    protocol = subject.protocol
    settings = found.settings
    method = protocol.get("oauth_signature_method", "").upper()
    is_open = "signature_method" not in settings and "provider" not in settings
    can_sign = method in SIGNATURE_METHODS and ("rsa_key" in settings or not _is_rsa(method))
    if is_open and can_sign and subject.draft is None:
        settings = {**settings, "signature_method": method}
    return replace(
        found,
        settings=settings,
        consumer_key=found.consumer_key or protocol.get("oauth_consumer_key") or "unknown",
        token=found.token or protocol.get("oauth_token"),
    )


def _is_rsa(method: str) -> bool:
    return method.startswith("RSA")


def _knows_secrets(found: Credentials, subject: _Subject) -> bool:
    named = subject.protocol.get("oauth_signature_method", "").upper()
    if _is_rsa(named) or _is_rsa(found.settings.get("signature_method", "")):
        return "rsa_key" in found.settings
    is_whole = found.token is None or found.token_secret is not None
    return found.consumer_secret is not None and is_whole


def _of_captured(
    captured: CapturedRequest, found: Credentials, options: Namespace, *, knows_secrets: bool
) -> _Verdict:
    diagnosis = session(found, options).explain_captured(captured)
    findings = _kept(diagnosis.findings, knows_secrets=knows_secrets)
    if "signature_method" not in found.settings and "provider" not in found.settings:
        # nobody said which it should be
        findings = [each for each in findings if each.cause != "signature_method"]
    explanation = diagnosis.explanation
    style: Style
    if diagnosis.signature is None:
        text, style, is_wrong = "The request has no signature.", "red", True
    elif not knows_secrets:
        text = "The signature is not checked: the secrets are not known."
        style, is_wrong = "yellow", bool(findings)
    elif diagnosis.is_valid:
        text, style, is_wrong = "The signature is right.", "green", bool(findings)
    else:
        text, style, is_wrong = "The signature is wrong.", "red", True
    return _Verdict(text, style, findings, explanation, is_wrong, knows_secrets)


def _of_draft(subject: _Subject, draft: Draft, found: Credentials, options: Namespace) -> _Verdict:
    protocol = subject.protocol
    settings: dict[str, Any] = {"nonce": protocol.get("oauth_nonce")}
    if protocol.get("oauth_timestamp", "").isdigit():
        settings["timestamp"] = int(protocol["oauth_timestamp"])
    explanation = session(found, options).explain(draft.request(**settings))
    is_fault = any(finding.is_certain for finding in explanation.findings)
    return _Verdict("", "bold", [], explanation, is_fault)


def _of_comparison(
    explanation: Explanation, base_string: capture.BaseString, *, knows_secrets: bool
) -> _Verdict:
    findings = explanation.compare(base_string.text)
    if [each.cause for each in findings] == ["secrets"]:
        text, style = "The base strings are the same, so the secrets differ.", "yellow"
    else:
        text, style = "The provider has another base string.", "red"
    return _Verdict(text, style, findings, explanation, True, knows_secrets)  # type: ignore[arg-type]


def _of_base_string(
    base_string: capture.BaseString, found: Credentials, options: Namespace
) -> _Verdict:
    diagnosis = session(found, options).explain_captured(base_string.request())
    explanation = diagnosis.explanation
    findings = _kept(explanation.compare(base_string.text), knows_secrets=False)
    if findings:
        return _Verdict(
            "The base string is not made as RFC 5849 wants it.",
            "red",
            findings,
            explanation,
            is_fault=True,
            knows_secrets=False,
        )
    return _Verdict(
        "The base string is well formed.", "green", [], explanation, knows_secrets=False
    )


def _of_answer(
    findings: list[Finding], explanation: Explanation | None, answer: Answer
) -> _Verdict:
    if not findings:
        return _Verdict(f"The status {answer[0]} is no refusal.", "green", [], explanation)
    return _Verdict(
        f"The provider refused with the status {answer[0]}.",
        "red",
        findings,
        explanation,
        is_fault=True,
    )


def _kept(findings: Iterable[Finding], *, knows_secrets: bool) -> list[Finding]:
    return [each for each in findings if knows_secrets or each.cause not in _OF_SECRETS]


def _print(verdict: _Verdict, options: Namespace, console: Console) -> None:
    width = max(shutil.get_terminal_size().columns, 40)
    if verdict.text:
        console.write(f"{paint(verdict.text, verdict.style, sys.stdout)}\n")
    for finding in verdict.findings:
        likely = "" if finding.is_certain else " (likely)"
        console.write(f"\n{console.bold(finding.cause)}{likely}\n")
        for text in (finding.detail, finding.advice):
            console.write(f"{_wrapped(_sentence(text), width)}\n")
    if verdict.explanation is None:
        return
    steps = str(verdict.explanation).rstrip()
    if verdict.text:  # what is odd was told already
        steps = steps.partition(_ODD)[0].rstrip()
    if not verdict.knows_secrets:  # what follows would be made of no secrets
        steps = steps.partition(_KEY)[0].rstrip()
    if options.verbose or not verdict.findings:
        console.write(f"\n{steps}\n" if verdict.text else f"{steps}\n")
        return
    # as the steps have it, without passwords
    base_string = steps.partition(_BASE_STRING)[2].partition(_KEY)[0].strip()
    console.write(f"\n{console.bold('base string')}\n  {base_string}\n")
    console.hint("-v tells all steps")


def _sentence(text: str) -> str:
    text = " ".join(printable(text).split())
    is_word = text[:1].islower() and "_" not in text.partition(" ")[0]
    return f"{text[:1].upper()}{text[1:]}." if is_word else f"{text}."


def _wrapped(text: str, width: int) -> str:
    # a base string or a header is not broken, so that it can be copied
    return textwrap.fill(
        text,
        width,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
