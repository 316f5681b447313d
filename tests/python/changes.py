"""Changes to a request as it was sent: those of its meaning, and those that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from received import Wire


def mapped(wire: Wire, change: Callable[[str], str]) -> Wire:
    """The request with a change of its text, wherever it is."""
    headers = tuple(
        (name, change(value) if name.lower() == "authorization" else value)
        for name, value in wire.headers
    )
    body = change(wire.body.decode()).encode()
    return replace(wire, url=change(wire.url), headers=headers, body=body)


def substituted(
    wire: Wire, pattern: str, replacement: str | Callable[[re.Match[str]], str]
) -> Wire:
    return mapped(wire, lambda text: re.sub(pattern, replacement, text))


def reversed_order(wire: Wire) -> Wire:
    """The parameters of the query and of the form in the opposite order."""
    base, _, query = wire.url.partition("?")
    url = f"{base}?{'&'.join(query.split('&')[::-1])}" if query else base
    is_form = b"title=" in wire.body
    body = b"&".join(wire.body.split(b"&")[::-1]) if is_form else wire.body
    return replace(wire, url=url, body=body)


SCHEMES = re.compile("^https?")


def other_scheme(found: re.Match[str]) -> str:
    return "http" if found[0] == "https" else "https"


def upper(found: re.Match[str]) -> str:
    return found[0].upper()


CHANGES: dict[str, Callable[[Wire], Wire]] = {
    "method": lambda wire: replace(wire, method="PUT"),
    "host": lambda wire: replace(wire, url=re.sub("//[^/:]+", "//other.example", wire.url)),
    "port": lambda wire: replace(wire, url=re.sub(r"(//[^/:]+)(:\d+)?/", r"\1:1/", wire.url)),
    "scheme": lambda wire: replace(wire, url=SCHEMES.sub(other_scheme, wire.url)),
    "path": lambda wire: replace(wire, url=wire.url.replace("/a%2Fb", "/a/b")),
    "parameter": lambda wire: substituted(wire, "size=original", "size=large"),
    "parameter-gone": lambda wire: substituted(wire, "&size=(?=&)|&empty=", ""),
    "parameter-added": lambda wire: replace(
        wire, url=wire.url + ("&" if "?" in wire.url else "?") + "admin=1"
    ),
    "field": lambda wire: substituted(wire, "title=a", "title=b"),
    "field-gone": lambda wire: substituted(wire, "&none=|none=&|&title=out[^&]*", ""),
    "timestamp": lambda wire: substituted(
        wire,
        r'(oauth_timestamp="?\d{9})(\d)',
        lambda found: found[1] + str((int(found[2]) + 1) % 10),
    ),
    "nonce": lambda wire: substituted(wire, r'(oauth_nonce="?)', r"\g<1>x"),
    "version": lambda wire: substituted(wire, '&?oauth_version=1.0|oauth_version="1.0", *', ""),
}
SAME: dict[str, Callable[[Wire], Wire]] = {
    "host-case": lambda wire: replace(wire, url=re.sub("^[^/]+//[^/]+", upper, wire.url)),
    "escapes": lambda wire: replace(wire, url=wire.url.replace("1%2B1", "1%2b1")),
    "needless-escapes": lambda wire: replace(wire, url=wire.url.replace("day.jpg", "da%79.jpg")),
    "plus": lambda wire: replace(wire, url=wire.url.replace("vacation%20day", "vacation+day")),
    "fragment": lambda wire: replace(wire, url=wire.url + "#top"),
    "order": reversed_order,
}
