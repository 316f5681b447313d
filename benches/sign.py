"""Measures what a signature costs: `make bench-sign`.

Two requests are signed, the tutorial's tweet and a form of 20 parameters and 2 KB, with a fresh
nonce and timestamp each time; what comes of it is the Authorization value. The limit is the hash of
the same base string; the peers are what each language has. Then RSA, and how the time grows with
the number of parameters. Nothing is asserted: a target that is not met is told, not failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench import HERE, ROOT, Figures, Job, measure
from building import (
    c_program,
    c_program_with,
    library_flags,
    node_program,
    python_with_peers,
    rust_programs,
)
from inputs import REQUESTS, Request, many_parameters, settings
from part import Part
from tables import Cost, Row, Section, Speed, Within, compared, duration, markdown

GROWTH = (1, 10, 100, 1_000, 10_000)
MOST_FOR_10_000 = 1.5e6
RSA_KEY = ROOT / "tests" / "keys" / "rsa2048.pkcs8.pem"


# --- what is run ---------------------------------------------------------------------------------


def measured(rounds: int, milliseconds: int) -> Figures:
    """Build and run all programs, and check what they signed."""
    growing = [many_parameters(count) for count in GROWTH]
    figures = measure(jobs(growing), rounds, settings(milliseconds))
    requests = {request.name: request for request in [*REQUESTS, *growing]}
    for name, signed in figures.shown.items():
        requests[name.partition(".")[0]].check(name, signed)
    return figures


def jobs(growing: Sequence[Request]) -> list[Job]:
    """What is run in each round."""
    rust, python = rust_programs(), python_with_peers()
    c = c_program("oauth1", *library_flags())
    liboauth = c_program_with("liboauth", "liboauth-dev", "liboauth", "-loauth")
    openssl = c_program_with("OpenSSL", "libssl-dev", "openssl", "-lcrypto")
    node = node_program("sign")
    jobs = []

    def add(request: Request, name: str, *command: str | Path | None) -> None:
        if None not in command:
            given = [each for each in command if each is not None]
            jobs.append(Job(f"{request.name}.{name}", [*given, request.path]))

    def limit(request: Request) -> None:
        jobs.append(Job(f"{request.name}.hash", (rust / "raw", request.example_file())))

    for request in REQUESTS:
        limit(request)
        add(request, "rust", rust / "oauth1")
        add(request, "oauth1-request", rust / "oauth1-request")
        add(request, "reqwest-oauth1", rust / "reqwest-oauth1")
        add(request, "c", c)
        add(request, "liboauth", liboauth)
        add(request, "oauth-1.0a", "node", node)
        add(request, "python", python, HERE / "python" / "sign_oauth1.py")
        for name in ("oauthlib", "authlib"):
            add(request, name, python, HERE / "python" / f"sign_{name}.py")
        for name in ("oauth1", "requests_oauthlib"):
            add(request, name, python, HERE / "python" / f"auth_{name}.py")
    tweet = REQUESTS[0]
    if openssl:
        jobs.append(Job("rsa.openssl", (openssl, tweet.example_file(), RSA_KEY)))
    jobs.append(Job("rsa.rust", (rust / "rsa", tweet.path, RSA_KEY)))
    for request in growing:
        limit(request)
        add(request, "rust", rust / "oauth1")
        add(request, "oauth1-request", rust / "oauth1-request")
        add(request, "liboauth", liboauth)
        add(request, "oauth-1.0a", "node", node)
        add(request, "python", python, HERE / "python" / "sign_oauth1.py")
        add(request, "oauthlib", python, HERE / "python" / "sign_oauthlib.py")
    return jobs


# --- what is shown -------------------------------------------------------------------------------


def signature_rows(request: str, *, liboauth: float, is_tweet: bool) -> list[Row]:
    """The rows of one request. Some targets are for the tweet alone."""
    raw = f"{request}.hash.raw"
    cost = Cost(raw, "the hash")
    least_cost = Cost(raw, "the hash", at_most=1.8)

    def against(peer: str, name: str, at_least: float | None = None) -> Speed:
        return Speed(f"{request}.{peer}", name, at_least)

    crate = "oauth1-request"
    reqwest = against("reqwest-oauth1.whole", "reqwest-oauth1")
    library = against("liboauth.whole", "liboauth", liboauth)
    authlib = against("authlib.whole", "Authlib")
    return [
        Row("raw HMAC-SHA1, key at hand", raw),
        Row(
            "Rust: `authorization`",
            f"{request}.rust.prepared",
            [cost, against(f"{crate}.prepared", crate, 2.2 if is_tweet else None)],
        ),
        Row(
            "Rust: `authorization_into`",
            f"{request}.rust.into",
            [cost, against(f"{crate}.prepared", crate)],
        ),
        Row(
            "Rust: request built and signed",
            f"{request}.rust.whole",
            [cost, against(f"{crate}.whole", crate), reqwest],
        ),
        Row(
            "C: `oauth1_session_authorization`",
            f"{request}.c.prepared",
            [least_cost, library],
        ),
        Row(
            "C: `oauth1_session_authorization_into`",
            f"{request}.c.into",
            [least_cost, library],
        ),
        Row(
            "C: request built and signed",
            f"{request}.c.whole",
            [cost, against("liboauth.whole", "liboauth")],
        ),
        Row(
            "Python: `session.authorization`",
            f"{request}.python.prepared",
            [
                *([Within(1_000)] if is_tweet else [cost]),
                against("oauthlib.whole", "oauthlib", 200 if is_tweet else None),
                authlib,
            ],
        ),
        Row(
            "Python: request built and signed",
            f"{request}.python.whole",
            [
                cost,
                against("oauthlib.whole", "oauthlib"),
                authlib,
                against("oauth-1.0a.whole", "oauth-1.0a"),
            ],
        ),
        Row(
            "Python: `OAuth1` on a prepared request of requests",
            f"{request}.oauth1.auth",
            [against("requests_oauthlib.auth", "requests-oauthlib", 20)],
        ),
        Row("oauth1-request: parameters listed before", f"{request}.{crate}.prepared", [cost]),
        Row("oauth1-request: listed and signed", f"{request}.{crate}.whole", [cost]),
        Row("reqwest-oauth1: `generate_signature`", f"{request}.reqwest-oauth1.whole", [cost]),
        Row("liboauth: header as in its example", f"{request}.liboauth.whole", [cost]),
        Row("Node, oauth-1.0a: `authorize` and `toHeader`", f"{request}.oauth-1.0a.whole", [cost]),
        Row("oauthlib: `Client.sign`", f"{request}.oauthlib.whole", [cost]),
        Row("Authlib: `ClientAuth.sign`", f"{request}.authlib.whole", [cost]),
        Row("requests-oauthlib: `OAuth1`", f"{request}.requests_oauthlib.auth", [cost]),
    ]


RSA_ROWS = [
    Row("OpenSSL: `EVP_DigestSign`", "rsa.openssl.raw"),
    Row("Rust: `authorization`", "rsa.rust.prepared", [Cost("rsa.openssl.raw", "OpenSSL", 1.5)]),
]

# who signs forms that grow, and in which figure
GROWING = {
    "the hash": "hash.raw",
    "Rust, prepared": "rust.prepared",
    "Rust, built and signed": "rust.whole",
    "Python, built and signed": "python.whole",
    "oauth1-request": "oauth1-request.whole",
    "liboauth": "liboauth.whole",
    "oauth-1.0a": "oauth-1.0a.whole",
    "oauthlib": "oauthlib.whole",
}


def growth(figures: Figures) -> Section:
    """How the time grows with the number of parameters."""
    lines = []
    for count in GROWTH:
        times = [figures.median(f"{count}.{name}") for name in GROWING.values()]
        cells = ["not measured" if time is None else duration(time) for time in times]
        lines.append([f"{count:,}", *cells])
    targets = []
    for name in ("Rust, prepared", "Rust, built and signed"):
        row = Row(f"10,000 parameters, {name}", f"10000.{GROWING[name]}", [Within(MOST_FOR_10_000)])
        targets += [(row.label, verdict) for verdict in row.judge(figures)]
    told = "\n".join(f"- {label}: {verdict}" for label, verdict in targets)
    table = markdown(("parameters", *GROWING), lines)
    return Section("Signing a form that grows", f"{table}\n\n{told}", targets)


def sections(figures: Figures) -> list[Section]:
    """All tables."""
    tweet, form = REQUESTS
    return [
        compared(
            "Signing the tutorial's tweet",
            signature_rows(tweet.name, liboauth=35, is_tweet=True),
            figures,
            f"The base string has {len(tweet.example()):,} bytes.",
        ),
        compared(
            "Signing a form of 20 parameters",
            signature_rows(form.name, liboauth=60, is_tweet=False),
            figures,
            f"The base string has {len(form.example()):,} bytes.",
        ),
        compared("Signing the tweet by RSA-SHA256, 2048 bits", RSA_ROWS, figures),
        growth(figures),
    ]


PART = Part("signatures", "Signing", 7, 50, measured, sections)

if __name__ == "__main__":
    PART.main()
