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
from typing import Any
from urllib.parse import unquote, unquote_plus, unquote_to_bytes
from urllib.request import parse_http_list

from oauthlib.oauth1.rfc5849 import signature

from oauth1.sandbox.messages import FORM, Request
from oauth1.sandbox.problems import RefusedError, rejected
from oauth1.sandbox.signed import Pairs, Signed

_OAUTHLIB: Any = signature  # whose stubs accept less than it does
_SCHEME = "oauth "
_ITEM = r'[A-Za-z0-9_.~%-]+="[^"\\]*"'
_PLAIN_HEADER = re.compile(rf"\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*")
_PLAIN_ITEM = re.compile(r'([A-Za-z0-9_.~%-]+)="([^"\\]*)"')
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_NEEDS_ENCODING = re.compile(rb"[^A-Za-z0-9_.\-=&;:%+~,*@!()/?'$]")


@dataclass(frozen=True)
class SignedMessage(Signed):
    """A request as oauthlib takes it, and the parameters as oauthlib reads them.

    `not_utf8` is where there is something that oauthlib cannot read.
    """

    uri: str
    body: str
    headers: Mapping[str, str]
    not_utf8: tuple[str, ...]

    @classmethod
    def read(cls, request: Request) -> SignedMessage:
        """Prepare a request, or raise RefusedError for one whose header nobody could read."""
        headers: dict[str, str] = {}
        sources: dict[str, Pairs] = {"header": [], "query": [], "form": []}
        realm = None
        authorization = request.headers.get("authorization", "")
        if authorization[: len(_SCHEME)].lower() == _SCHEME:
            header = _Header.read(authorization[len(_SCHEME) :])
            headers["Authorization"] = header.without_realm
            sources["header"] = header.pairs
            realm = header.realm
        uri = request.origin + request.path
        query = _respell(request.query.encode("latin-1"))
        if query:
            uri = f"{uri}?{query}"
            sources["query"] = _OAUTHLIB.collect_parameters(
                uri_query=query, exclude_oauth_signature=False
            )
        body = ""
        if request.is_form:
            headers["Content-Type"] = FORM
            body = _respell(request.body)
            sources["form"] = _OAUTHLIB.collect_parameters(body=body, exclude_oauth_signature=False)
        spelt = {"the query": query, "the form body": body}
        not_utf8 = tuple(where for where, text in spelt.items() if not _is_utf8(text))
        return cls(request, sources, realm, uri, body, headers, not_utf8)

    @property
    def base_string(self) -> str:
        """The signature base string, computed by oauthlib."""
        pairs = [
            pair
            for pairs in self.sources.values()
            for pair in pairs
            if pair[0] != "oauth_signature"
        ]
        text: str = _OAUTHLIB.signature_base_string(
            self.request.method,
            _OAUTHLIB.base_string_uri(self.uri),
            _OAUTHLIB.normalize_parameters(pairs),
        )
        return text


@dataclass(frozen=True)
class _Header:
    """The credentials of an Authorization header; the realm apart, which is never signed."""

    without_realm: str
    pairs: Pairs
    realm: str | None

    @classmethod
    def read(cls, credentials: str) -> _Header:
        if _PLAIN_HEADER.fullmatch(credentials):
            items = _PLAIN_ITEM.findall(credentials)
        else:
            items = _unusual_items(credentials)
        realm = next((value for name, value in items if name.lower() == "realm"), None)
        kept = [item for item in items if item[0].lower() != "realm"]
        if len({name for name, _ in kept}) < len(kept) or len(items) > len(kept) + 1:
            counts = Counter("realm" if name.lower() == "realm" else name for name, _ in items)
            twice = [name for name, count in counts.items() if count > 1]
            raise RefusedError(rejected(*twice, because="sent more than once"))
        text = ", ".join([f'{name}="{_escaped(value)}"' for name, value in kept])
        pairs = [
            (name, unquote(value) if name.startswith("oauth_") else value) for name, value in kept
        ]
        return cls(f"OAuth {text}", pairs, realm)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _unusual_items(credentials: str) -> Pairs:
    """Return the items of a header in which there are unquoted values, or escaped characters."""
    items = []
    for item in parse_http_list(credentials):
        name, _, value = item.partition("=")
        if item and not value and name.lower() != "realm":
            raise RefusedError(rejected("Authorization", because="the header is malformed"))
        if item:
            quoted = len(value) > 1 and value[0] == value[-1] == '"'
            items.append((name, value[1:-1] if quoted else value))
    return items


def _respell(encoded: bytes) -> str:
    """Return form-encoded data, spelt so that oauthlib reads it as what it says."""
    encoded = _STRAY_PERCENT.sub(b"%25", encoded)
    encoded = _NEEDS_ENCODING.sub(lambda match: b"%%%02X" % match[0][0], encoded)
    return "&".join([_respell_pair(pair) for pair in encoded.decode("ascii").split("&")])


def _is_utf8(encoded: str) -> bool:
    try:
        unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _respell_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if unquote_plus(name).startswith("oauth_"):
        value = value.replace("%25", "%2525")
    return name + equals + value
