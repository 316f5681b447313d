"""Requests as people paste them: curl commands, HTTP messages, base strings."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from oauth1 import CapturedRequest, percent_decode, percent_encode
from oauth1.cli.draft import FORM
from oauth1.cli.exits import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from oauth1.cli.draft import Draft

_HTTP = re.compile(r"[A-Z]+ \S+ HTTP/1\.[01]\r?\n")
_BASE_STRING = re.compile(r"[A-Za-z]+(&|&amp;|%26)https?(%3A|%253A)", re.IGNORECASE)
_CURL = re.compile(r"([$%#>]\s*)?curl(\s|$)")
_STATUS = re.compile(r"HTTP/[0-9.]+ (\d{3})\b.*\n?")
_PROTOCOL = (
    "oauth_consumer_key",
    "oauth_token",
    "oauth_nonce",
    "oauth_timestamp",
    "oauth_signature_method",
)
_PARTS = 3


def kind_of(text: str) -> str:
    """Return what a text is: "curl", "http", "base string" or "unknown"."""
    text = text.lstrip()
    for kind, pattern in (("curl", _CURL), ("http", _HTTP), ("base string", _BASE_STRING)):
        if pattern.match(text):
            return kind
    return "unknown"


def captured_of(draft: Draft) -> CapturedRequest:
    """Return a request that was signed elsewhere, as it is on the wire."""
    headers = list(draft.headers)
    if draft.content_type is not None:
        headers.append(("Content-Type", draft.content_type))
    if draft.is_multipart:
        headers.append(("Content-Type", "multipart/form-data"))
    body = draft.body if isinstance(draft.body, (bytes, type(None))) else draft.body.read(-1)
    return CapturedRequest(draft.method, draft.url, headers=headers, body=body)


def protocol_parameters(captured: CapturedRequest) -> dict[str, str]:
    """Return the oauth_ parameters of a request, wherever they travel; none if it is not signed."""
    pairs = parse_qsl(urlsplit(captured.url).query, keep_blank_values=True)
    for name, value in captured.headers:
        if name.lower() == "authorization" and value.lower().startswith("oauth"):
            pairs += [
                (key, percent_decode(quoted).decode("utf-8", "replace"))
                for key, quoted in re.findall(r'([A-Za-z_]+)="([^"]*)"', value)
            ]
        if name.lower() == "content-type" and value.lower().startswith(FORM):
            pairs += parse_qsl(captured.body.decode("latin-1"), keep_blank_values=True)
    return {name: value for name, value in pairs if name.startswith("oauth_")}


@dataclass(frozen=True)
class BaseString:
    """A provider's base string, taken apart (RFC 5849 §3.4.1)."""

    text: str
    method: str
    uri: str
    pairs: tuple[tuple[bytes, bytes], ...]

    @property
    def protocol(self) -> dict[str, str]:
        """The oauth_ parameters that say which request it is."""
        found = {name.decode("latin-1"): value.decode("latin-1") for name, value in self.pairs}
        return {name: found[name] for name in _PROTOCOL if name in found}

    def request(self) -> CapturedRequest:
        """Return a request that has this base string, if it is one that can be."""
        protocol = [pair for pair in self.pairs if pair[0].startswith(b"oauth_")]
        others = [pair for pair in self.pairs if not pair[0].startswith(b"oauth_")]
        header = ", ".join(
            f'{percent_encode(name)}="{percent_encode(value)}"' for name, value in protocol
        )
        query = "&".join(
            f"{percent_encode(name)}={percent_encode(value)}" for name, value in others
        )
        return CapturedRequest(
            self.method,
            f"{self.uri}?{query}" if query else self.uri,
            headers={"Authorization": f"OAuth {header}"},
        )


def base_string_of(text: str) -> BaseString:
    """Take a base string apart: it may be escaped for HTML, or percent-encoded once more."""
    text = text.strip()
    plain = html.unescape(text)
    if "&" not in plain:
        plain = percent_decode(plain).decode("utf-8", "replace")
    parts = plain.split("&")
    if len(parts) != _PARTS or not _BASE_STRING.match(plain):
        raise CommandError(
            "that is no base string: expected METHOD&URI&PARAMETERS, each percent-encoded "
            "(RFC 5849 §3.4.1)"
        )
    method, uri, parameters = (percent_decode(part) for part in parts)
    pairs = [pair.partition(b"=") for pair in parameters.split(b"&") if pair]
    decoded = tuple((percent_decode(name), percent_decode(value)) for name, _, value in pairs)
    return BaseString(text, method.decode("latin-1"), uri.decode("utf-8", "replace"), decoded)


def answer_of(text: str) -> tuple[int, list[tuple[str, str]], str]:
    """Return status, headers and body of a provider's answer, as `curl -i` shows it."""
    head, _, body = text.replace("\r\n", "\n").lstrip().partition("\n\n")
    found = _STATUS.match(head)
    if found is None:
        raise CommandError(
            "that is no answer of HTTP: its first line is not such as HTTP/1.1 401 Unauthorized",
            "`curl -i` shows one",
        )
    lines = [line.partition(":") for line in head[found.end() :].splitlines()]
    return int(found[1]), [(name.strip(), value.strip()) for name, _, value in lines], body
