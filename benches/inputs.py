"""Who signs and what is signed: the requests, and what their signatures have to be."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

from bench import BUILD, HERE

# the tutorial's
SETTINGS = {
    "BENCH_CONSUMER_KEY": "xvz1evFS4wEEPTGEFPHBog",
    "BENCH_CONSUMER_SECRET": "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    "BENCH_TOKEN": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "BENCH_TOKEN_SECRET": "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
}


def settings(milliseconds: int) -> dict[str, str]:
    """What a program finds in its environment: who signs, and how long each figure takes."""
    return {**SETTINGS, "BENCH_MILLISECONDS": str(milliseconds)}


EXAMPLE = (
    ("oauth_consumer_key", SETTINGS["BENCH_CONSUMER_KEY"]),
    ("oauth_nonce", "0123456789ABCDEFGHIJKL"),
    ("oauth_signature_method", "HMAC-SHA1"),
    ("oauth_timestamp", "1318622958"),
    ("oauth_token", SETTINGS["BENCH_TOKEN"]),
    ("oauth_version", "1.0"),
)


@dataclass(frozen=True)
class Request:
    """A request in a file: method and URL on the first line, then a form parameter on each."""

    name: str
    path: Path

    def parts(self) -> tuple[str, str, list[tuple[str, str]]]:
        """Method, base string URI, and the parameters of query and form."""
        first, *lines = self.path.read_text(encoding="utf-8").splitlines()
        method, url = first.split(" ")
        uri, _, query = url.partition("?")
        form = (line.partition("=") for line in lines)
        return method, uri, [*parse_qsl(query), *((name, value) for name, _, value in form)]

    def base_string(self, oauth: Sequence[tuple[str, str]]) -> str:
        """The base string (RFC 5849 §3.4.1), written a second time so as to judge the first."""
        method, uri, params = self.parts()
        encoded = sorted((escape(name), escape(value)) for name, value in [*params, *oauth])
        pairs = "&".join(f"{name}={value}" for name, value in encoded)
        return "&".join((method, escape(uri), escape(pairs)))

    def example(self) -> str:
        """A base string as one of its signatures has it."""
        return self.base_string(EXAMPLE)

    def example_authorization(self) -> str:
        """An Authorization value, of the size that ours have."""
        signed = [*EXAMPLE, ("oauth_signature", signature(self.example()))]
        return "OAuth " + ", ".join(f'{name}="{escape(value)}"' for name, value in signed)

    def example_file(self) -> Path:
        """A file of that base string."""
        path = BUILD / f"{self.name}.base-string"
        path.write_text(self.example(), encoding="ascii")
        return path

    def check(self, who: str, authorization: str) -> None:
        """End the run where a signature is wrong: its time would mean nothing."""
        given = re.findall(r'(\w+)="([^"]*)"', authorization)
        oauth = {name: unquote(value) for name, value in given}
        made = oauth.pop("oauth_signature", None)
        if made != signature(self.base_string([*oauth.items()])):
            raise SystemExit(f"{who} does not sign as RFC 5849 has it: {authorization}")


def signature(base_string: str) -> str:
    """HMAC-SHA1, as Python's standard library makes it."""
    key = "&".join((SETTINGS["BENCH_CONSUMER_SECRET"], SETTINGS["BENCH_TOKEN_SECRET"]))
    return b64encode(hmac.digest(key.encode(), base_string.encode(), hashlib.sha1)).decode()


def escape(text: str) -> str:
    """Percent-encode (RFC 5849 §3.6)."""
    return quote(text, safe="~")


def many_parameters(count: int) -> Request:
    """A request of so many parameters, which do not come in the order that is signed."""
    path = BUILD / f"{count}.txt"
    numbers = [number * 7_919 % count for number in range(count)]
    lines = [f"parameter{number}=value {number}" for number in numbers]
    url = "https://api.example.com/v2/batch.json"
    path.write_text("\n".join([f"POST {url}", *lines, ""]), encoding="utf-8")
    return Request(str(count), path)


REQUESTS = tuple(Request(name, HERE / "requests" / f"{name}.txt") for name in ("tweet", "form"))
