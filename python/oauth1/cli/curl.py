"""curl commands: read, and written."""

from __future__ import annotations

import re
import shlex

from oauth1.cli.credentials import USER_AGENT
from oauth1.cli.exits import CommandError
from oauth1.cli.options import add_request
from oauth1.cli.parser import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from oauth1 import SignedRequest
    from oauth1.cli.draft import Draft

# what changes nothing about the request that is signed: with a value, and without one
_WITH_VALUE = (
    "-A --user-agent",
    "-b --cookie",
    "-c --cookie-jar",
    "--cacert",
    "--capath",
    "-E --cert",
    "--connect-timeout",
    "--connect-to",
    "-D --dump-header",
    "-e --referer",
    "--key",
    "--limit-rate",
    "-m --max-time",
    "--max-redirs",
    "--noproxy",
    "-o --output",
    "-x --proxy",
    "-r --range",
    "--resolve",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "--stderr",
    "--trace",
    "--trace-ascii",
    "-u --user",
    "-w --write-out",
)
_WITHOUT_VALUE = (
    "-f --fail",
    "--fail-with-body",
    "-g --globoff",
    "--http1.1",
    "--http1.0 -0",
    "--http2",
    "-i --include",
    "-k --insecure",
    "-N --no-buffer",
    "-O --remote-name",
    "-s --silent",
    "-v --verbose",
    "-# --progress-bar",
    "-4 --ipv4",
    "-6 --ipv6",
    "-J --remote-header-name",
    "--no-progress-meter",
)
_QUOTED = re.compile(r"\$'((?:[^'\\]|\\.)*)'")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "'": "'", '"': '"', "\\": "\\", "!": "!"}


def words_of(text: str) -> list[str]:
    """Return the words of a curl command as a shell reads it.

    It is as documentation and browsers give it: with a prompt before it, lines that are continued
    by a backslash or a caret, and strings in bash's own quotes.
    """
    joined = re.sub(r"[\\^]\r?\n", " ", text)
    joined = _QUOTED.sub(lambda found: shlex.quote(_unescaped(found[1])), joined)
    try:
        words = shlex.split(joined)
    except ValueError as error:
        raise CommandError(f"the curl command cannot be read: {error}") from error
    while words and words[0] in {"$", "%", "#", ">"}:
        words = words[1:]
    return words


def _unescaped(text: str) -> str:
    """Return what a string in bash's $'…' stands for."""

    def one(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if code[0] in "xu" else _ESCAPES.get(code, f"\\{code}")

    return re.sub(r"\\(x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|.)", one, text, flags=re.DOTALL)


def parse(words: list[str]) -> Namespace:
    """Return the options of a curl command, its URL among them."""
    parser = _CurlParser()
    parser.add_argument("urls", nargs="*")
    parser.add_argument("--url", action="append", default=[])
    add_request(parser)
    for names in _WITH_VALUE:
        parser.add_argument(*names.split())
    for names in _WITHOUT_VALUE:
        parser.add_argument(*names.split(), action="store_true")
    options, unknown = parser.parse_known_intermixed_args(words[1:])
    urls = [*options.url, *options.urls]
    flags = [word for word in unknown if word.startswith("-")]
    if flags:
        raise CommandError(
            f"the curl option {flags[0]} is not known here",
            "leave it out: only method, URL, headers and data are looked at",
        )
    if len(urls) != 1:
        raise CommandError(f"the curl command has {len(urls)} URLs, expected one")
    options.url = urls[0] if "://" in urls[0] else f"http://{urls[0]}"
    return options


class _CurlParser(Parser):
    def __init__(self) -> None:
        super().__init__("explain", "", "")

    def error(self, message: str) -> None:  # type: ignore[override]
        raise CommandError(f"the curl command cannot be read: {message}")


def curl_command(signed: SignedRequest, draft: Draft, options: Namespace) -> str:
    """Return the curl command that sends a signed request."""
    words = ["curl"]
    if signed.method == "HEAD":
        words.append("--head")
    elif signed.method != _curls_own(draft):
        words += ["--request", signed.method]
    for name, value in headers_to_send(signed):
        # curl makes a boundary of its own
        if not (draft.is_multipart and name.lower() == "content-type"):
            words += ["--header", f"{name}: {value}"]
    words += _body(signed, draft, options)
    words.append(signed.url)
    return _on_lines(words)


def headers_to_send(signed: SignedRequest) -> list[tuple[str, str]]:
    """Return the headers, without the User-Agent of this program: another sends."""
    return [each for each in signed.headers if each != ("User-Agent", USER_AGENT)]


def _curls_own(draft: Draft) -> str:
    """Return the method that curl takes by itself."""
    if draft.is_multipart or isinstance(draft.body, bytes):
        return "POST"
    return "GET" if draft.body is None else "PUT"


def _body(signed: SignedRequest, draft: Draft, options: Namespace) -> list[str]:
    if draft.is_multipart:
        return [word for part in options.form for word in ("--form", part)]
    if draft.body is not None and not isinstance(draft.body, bytes):
        return ["--upload-file", options.upload_file]
    if not signed.body:
        return []
    try:
        return ["--data-raw", signed.body.decode()]
    except UnicodeDecodeError as error:
        raise CommandError(
            "the body is no text, and has no place in a command", "-T FILE sends a file as it is"
        ) from error


def _on_lines(words: list[str]) -> str:
    """Return a command for a shell, each option on a line of its own."""
    lines = ["curl"]
    for word in words[1:]:
        quoted = shlex.quote(word)
        is_value = lines[-1].startswith("--") and " " not in lines[-1] and lines[-1] != "--head"
        if is_value:
            lines[-1] += f" {quoted}"
        else:
            lines.append(quoted)
    return " \\\n  ".join(lines)
