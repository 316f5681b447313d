"""Prints random requests as a JSON array, each with the signature that oauthlib gives it.

random_requests.py COUNT [SEED]
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

from oauthlib.oauth1 import Client

FORM = "application/x-www-form-urlencoded"
ALPHABET = "abcXYZ019-._~ !*'();:@&=+$,/?#[]%\"<>\\^`{|}\n\t" + "äß中☃😀\u0301"
HOSTS = [
    "a.example",
    "API.Example.COM",
    "a.example:8080",
    "a.example:80",
    "127.0.0.1",
    "[2001:DB8::1]",
]
METHODS = ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"]
RSA_METHODS = ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"]
RSA_SHARE = 0.03  # oauthlib takes 37 ms for each
RSA_KEY = (Path(__file__).parents[1] / "keys" / "rsa2048.pkcs8.pem").read_text(encoding="ascii")
PATHS = ["", "/", "/a/b.json", "/a%20b", "/%C3%BC/x;v=1", "/~user/a+b", "/a//b/"]


def main() -> None:
    count = int(sys.argv[1])
    seed = sys.argv[2] if len(sys.argv) > 2 else str(random.getrandbits(64))
    sys.stderr.write(f"seed: {seed}\n")
    source = random.Random(seed)
    json.dump([signed(source) for _ in range(count)], sys.stdout)


def signed(source: random.Random) -> dict[str, object]:
    """A random request, with its signature, percent-encoded."""
    method = source.choice(["GET", "POST", "PUT", "PATCH", "DELETE"])
    request: dict[str, object] = {
        "method": method,
        "url": url(source),
        "form": pairs(source) if method in {"POST", "PUT", "PATCH"} else [],
        "consumer_key": text(source, 1),
        "consumer_secret": text(source),
        "nonce": text(source, 1),
        "timestamp": str(source.randrange(1, 2**33)),
        "signature_method": source.choice(METHODS if source.random() > RSA_SHARE else RSA_METHODS),
    }
    if source.random() < 0.8:
        request |= {"token": text(source, 1), "token_secret": text(source)}
    return request | {"signature": oauthlib_signature(request)}


def url(source: random.Random) -> str:
    """A URL, with a query encoded in one of the ways that are about."""
    encode = source.choice([quote, quote_plus, lambda part: quote(part).lower()])
    query = "&".join(
        encode(name) + "=" + encode(value) if value or source.random() < 0.5 else encode(name)
        for name, value in pairs(source)
    )
    scheme = source.choice(["http", "https", "HTTPS"])
    return f"{scheme}://{source.choice(HOSTS)}{source.choice(PATHS)}" + (
        f"?{query}" if query else ""
    )


def pairs(source: random.Random) -> list[tuple[str, str]]:
    """Parameters, some of them more than once."""
    names = [text(source, 1) for _ in range(source.randrange(4))]
    return [(source.choice(names), text(source)) for name in names for _ in range(2)]


def text(source: random.Random, shortest: int = 0) -> str:
    return "".join(source.choices(ALPHABET, k=source.randrange(shortest, 12)))


def oauthlib_signature(request: dict[str, object]) -> str:
    client = Client(
        request["consumer_key"],
        client_secret=request["consumer_secret"],
        resource_owner_key=request.get("token"),
        resource_owner_secret=request.get("token_secret"),
        signature_method=request["signature_method"],
        rsa_key=RSA_KEY,
        nonce=request["nonce"],
        timestamp=request["timestamp"],
    )
    form = request["form"]
    _, headers, _ = client.sign(
        request["url"],
        http_method=request["method"],
        body=urlencode(form) if form else None,  # of a list, oauthlib loses duplicates
        headers={"Content-Type": FORM} if form else None,
    )
    found = re.search('oauth_signature="([^"]*)"', headers["Authorization"])
    assert found, headers
    return found[1]


if __name__ == "__main__":
    main()
