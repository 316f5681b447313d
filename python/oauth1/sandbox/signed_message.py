"""A signed request, prepared for oauthlib to judge.

oauthlib reads parameters more narrowly than RFC 5849 lets clients write them: it refuses reserved
characters that a client left unencoded, decodes the protocol parameters of a query or a form twice,
and drops every parameter named `realm` once the header has one. What it is given is therefore the
same request in the one spelling that it reads as the RFC says. Nothing here judges a signature.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus, unquote_to_bytes
from urllib.request import parse_http_list

from oauthlib.oauth1.rfc5849.signature import collect_parameters

from oauth1.sandbox.messages import FORM, Request
from oauth1.sandbox.problems import RefusedError, rejected

_SCHEME = "oauth "
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_NEEDS_ENCODING = re.compile(rb"[^A-Za-z0-9_.\-=&;:%+~,*@!()/?'$]")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class SignedMessage:
    """A request as oauthlib takes it, and the parameters as oauthlib reads them."""

    uri: str
    method: str
    body: str
    headers: Mapping[str, str]
    sources: Mapping[str, Pairs]

    @classmethod
    def read(cls, request: Request) -> SignedMessage:
        """Prepare a request, or raise RefusedError for one that nobody could read."""
        headers = {}
        authorization = request.headers.get("authorization", "")
        if authorization.lower().startswith(_SCHEME):
            headers["Authorization"] = _respell_header(authorization[len(_SCHEME) :])
        query = _respell(request.query.encode("latin-1"), "the query")
        body = ""
        if request.is_form:
            headers["Content-Type"] = FORM
            body = _respell(request.body, "the form body")
        sources = {
            "header": collect_parameters(headers=headers, exclude_oauth_signature=False),
            "query": collect_parameters(uri_query=query, exclude_oauth_signature=False),
            "form": collect_parameters(body=body, exclude_oauth_signature=False),
        }
        uri = request.origin + request.path + (f"?{query}" if query else "")
        return cls(uri, request.method, body, headers, sources)

    @property
    def protocol(self) -> dict[str, str]:
        """The oauth_ parameters; of one that is repeated, the first."""
        values: dict[str, str] = {}
        for name, value in self._protocol_pairs():
            values.setdefault(name, value)
        return values

    @property
    def parameters(self) -> Pairs:
        """All other parameters, in the order in which they were sent."""
        return [
            pair
            for pairs in self.sources.values()
            for pair in pairs
            if not pair[0].startswith("oauth_")
        ]

    def repeated(self) -> list[str]:
        """Return the names of oauth_ parameters that were sent more than once."""
        counts = Counter(name for name, _ in self._protocol_pairs())
        return [name for name, count in counts.items() if count > 1]

    def places(self) -> list[str]:
        """Return where oauth_ parameters were found, of which there may be one place only."""
        return [
            source
            for source, pairs in self.sources.items()
            if any(name.startswith("oauth_") for name, _ in pairs)
        ]

    def _protocol_pairs(self) -> Pairs:
        return [
            pair
            for pairs in self.sources.values()
            for pair in pairs
            if pair[0].startswith("oauth_")
        ]


def _respell_header(credentials: str) -> str:
    """Return an Authorization value without its realm, which is never signed."""
    items = parse_http_list(credentials)
    kept = [item for item in items if item and item.partition("=")[0].lower() != "realm"]
    if not all(item.partition("=")[2] for item in kept):
        raise RefusedError(rejected("Authorization", because="the header is malformed"))
    counts = Counter(item.partition("=")[0] for item in kept)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise RefusedError(rejected(*twice, because="sent more than once"))
    return "OAuth " + ", ".join(kept)


def _respell(encoded: bytes, where: str) -> str:
    """Return form-encoded data, spelt so that oauthlib reads it as what it says."""
    encoded = _STRAY_PERCENT.sub(b"%25", encoded)
    encoded = _NEEDS_ENCODING.sub(lambda match: b"%%%02X" % match[0][0], encoded)
    try:
        unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{where} is not UTF-8, and oauthlib, which checks here, reads nothing else"
        raise RefusedError(rejected(where, because=message)) from error
    return "&".join(_respell_pair(pair) for pair in encoded.decode("ascii").split("&"))


def _respell_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if unquote_plus(name).startswith("oauth_"):
        value = value.replace("%25", "%2525")
    return name + equals + value
