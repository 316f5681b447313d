"""Measures what a signature costs: `make bench-sign`.

Two requests are signed, the tutorial's tweet and a form of 20 parameters and 2 KB, with a fresh
nonce and timestamp each time; what comes of it is the Authorization value. The limit is the hash of
the same base string; the peers are what each language has. Then RSA, and how the time grows with
the number of parameters. Nothing is asserted: a target that is not met is told, not failed.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import parse_qsl, quote, unquote

from bench import (
    BUILD,
    HERE,
    ROOT,
    Cost,
    Figures,
    Job,
    Row,
    Speed,
    Verdict,
    Within,
    c_program,
    c_program_with,
    compared,
    duration,
    library_flags,
    library_version,
    machine,
    measure,
    python_peer,
    python_with_peers,
    rust_programs,
    say,
    table,
    toolchain,
)

# the tutorial's
SETTINGS = {
    "BENCH_CONSUMER_KEY": "xvz1evFS4wEEPTGEFPHBog",
    "BENCH_CONSUMER_SECRET": "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    "BENCH_TOKEN": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "BENCH_TOKEN_SECRET": "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
}
EXAMPLE = (
    ("oauth_consumer_key", SETTINGS["BENCH_CONSUMER_KEY"]),
    ("oauth_nonce", "0123456789ABCDEFGHIJKL"),
    ("oauth_signature_method", "HMAC-SHA1"),
    ("oauth_timestamp", "1318622958"),
    ("oauth_token", SETTINGS["BENCH_TOKEN"]),
    ("oauth_version", "1.0"),
)
GROWTH = (1, 10, 100, 1_000, 10_000)
MOST_FOR_10_000 = 1.5e6
RSA_KEY = ROOT / "tests" / "keys" / "rsa2048.pkcs8.pem"


# --- the requests, and what is signed of them ----------------------------------------------------


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


# --- what is run ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Programs:
    """The programs; None for one whose library cannot be had."""

    rust: Path
    c: Path
    liboauth: Path | None
    openssl: Path | None
    python: Path

    @classmethod
    def build(cls) -> Programs:
        """Build them all."""
        BUILD.mkdir(parents=True, exist_ok=True)
        say("building the benchmarks (the first time takes a few minutes)")
        c = c_program("oauth1", *library_flags())
        if c is None:
            raise SystemExit("the C benchmark cannot be built: run make lib")
        return cls(
            rust=rust_programs(),
            c=c,
            liboauth=c_program_with("liboauth-dev", "liboauth", "-loauth"),
            openssl=c_program_with("libssl-dev", "openssl", "-lcrypto"),
            python=python_with_peers(),
        )

    def hash_job(self, request: Request) -> Job:
        """The hash alone."""
        return Job(f"{request.name}.hash", (self.rust / "raw", request.example_file()))

    def jobs(self, requests: Sequence[Request], growing: Sequence[Request]) -> list[Job]:
        """What is run in each round."""
        jobs = []
        for request in requests:
            jobs.append(self.hash_job(request))

            def add(name: str, *command: str | Path, request: Request = request) -> None:
                jobs.append(Job(f"{request.name}.{name}", command))

            add("rust", self.rust / "oauth1", request.path)
            add("oauth1-request", self.rust / "oauth1-request", request.path)
            add("c", self.c, request.path)
            if self.liboauth:
                add("liboauth", self.liboauth, request.path)
            add("python", self.python, HERE / "python" / "sign_oauth1.py", request.path)
            add("oauthlib", self.python, HERE / "python" / "sign_oauthlib.py", request.path)
            for name in ("oauth1", "requests_oauthlib"):
                add(name, self.python, HERE / "python" / f"auth_{name}.py", request.path)
        tweet = requests[0]
        if self.openssl:
            jobs.append(Job("rsa.openssl", (self.openssl, tweet.example_file(), RSA_KEY)))
        jobs.append(Job("rsa.rust", (self.rust / "rsa", tweet.path, RSA_KEY)))
        for request in growing:
            jobs.append(self.hash_job(request))
            jobs.append(Job(f"{request.name}.rust", (self.rust / "oauth1", request.path)))
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
    library = against("liboauth.whole", "liboauth", liboauth)
    python = [Within(1_000)] if is_tweet else []
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
            [cost, against(f"{crate}.whole", crate)],
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
            [*python, against("oauthlib.whole", "oauthlib", 200 if is_tweet else None)],
        ),
        Row(
            "Python: request built and signed",
            f"{request}.python.whole",
            [against("oauthlib.whole", "oauthlib")],
        ),
        Row(
            "Python: `OAuth1` on a prepared request of requests",
            f"{request}.oauth1.auth",
            [against("requests_oauthlib.auth", "requests-oauthlib", 20)],
        ),
        Row("oauth1-request: parameters listed before", f"{request}.{crate}.prepared", [cost]),
        Row("oauth1-request: listed and signed", f"{request}.{crate}.whole", [cost]),
        Row("liboauth: header as in its example", f"{request}.liboauth.whole", [cost]),
        Row("oauthlib: `Client.sign`", f"{request}.oauthlib.whole", [cost]),
        Row("requests-oauthlib: `OAuth1`", f"{request}.requests_oauthlib.auth", [cost]),
    ]


RSA_ROWS = [
    Row("OpenSSL: `EVP_DigestSign`", "rsa.openssl.raw"),
    Row("Rust: `authorization`", "rsa.rust.prepared", [Cost("rsa.openssl.raw", "OpenSSL", 1.5)]),
]


def growth_table(figures: Figures) -> tuple[str, list[Verdict]]:
    """How the time grows with the number of parameters."""
    lines = []
    verdicts = []
    for count in GROWTH:
        line = [f"{count:,}"]
        targets = []
        for name in ("hash.raw", "rust.prepared", "rust.whole"):
            time = figures.times[f"{count}.{name}"]
            line += [duration(median(time)), f"{median(time) / count:,.0f} ns"]
        if count == GROWTH[-1]:
            for name, label in (("prepared", "prepared"), ("whole", "built and signed")):
                time = figures.times[f"{count}.rust.{name}"]
                judged = Within(MOST_FOR_10_000, label).judge(median(time), figures)
                verdicts.append(judged)
                targets.append(judged.text)
        lines.append([*line, "; ".join(targets)])
    each = "for each"
    head = ("parameters", "the hash", each, "prepared", each, "built and signed", each, "compared")
    return table(head, lines), verdicts


def versions(programs: Programs) -> str:
    """What was measured, and what it was built with."""
    lock = (HERE / "peers" / "Cargo.lock").read_text(encoding="utf-8")
    crate = re.search(r'name = "oauth1-request"\nversion = "(.*)"', lock)
    assert crate is not None
    return toolchain(
        f"oauth1-request {crate[1]}",
        library_version("liboauth", "oauth") if programs.liboauth else "",
        library_version("OpenSSL", "libcrypto") if programs.openssl else "",
        python_peer("oauthlib"),
        python_peer("requests-oauthlib"),
    )


def report(programs: Programs, requests: Sequence[Request], figures: Figures) -> str:
    """All tables, and how many targets are met."""
    tweet, form = requests
    signatures, verdicts = [], []
    for request, title, liboauth in (
        (tweet, "The tutorial's tweet", 35),
        (form, "A form of 20 parameters and 2 KB", 60),
    ):
        rows = signature_rows(request.name, liboauth=liboauth, is_tweet=request is tweet)
        text, judged = compared(rows, figures)
        signatures.append(f"{title}: a base string of {len(request.example()):,} bytes\n\n{text}")
        verdicts += judged
    rsa, rsa_verdicts = compared(RSA_ROWS, figures)
    growth, growth_verdicts = growth_table(figures)
    targets = [each for each in verdicts + rsa_verdicts + growth_verdicts if each.met is not None]
    met = sum(1 for each in targets if each.met)
    return "\n\n".join(
        [
            f"{machine()}\n{versions(programs)}",
            *signatures,
            f"The tweet with RSA-SHA256, 2048 bits\n\n{rsa}",
            f"Growth: a form of so many parameters, Rust\n\n{growth}",
            f"{met} of the {len(targets)} targets that were measured are met.",
        ]
    )


def main() -> None:
    """Build, measure, show."""
    parser = argparse.ArgumentParser(description="Measure what a signature costs.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run (7)")
    parser.add_argument(
        "--milliseconds", type=int, default=50, help="how long each is run for in a round (50)"
    )
    arguments = parser.parse_args()

    programs = Programs.build()
    requests = [Request(name, HERE / "requests" / f"{name}.txt") for name in ("tweet", "form")]
    growing = [many_parameters(count) for count in GROWTH]
    jobs = programs.jobs(requests, growing)
    settings = {**SETTINGS, "BENCH_MILLISECONDS": str(arguments.milliseconds)}
    before = os.getloadavg()[0]
    figures = measure(jobs, arguments.rounds, settings)
    for name, signed in figures.shown.items():
        by_name = {request.name: request for request in [*requests, *growing]}
        by_name[name.partition(".")[0]].check(name, signed)

    (BUILD / "sign.json").write_text(json.dumps(figures.times, indent=1), encoding="utf-8")
    print(report(programs, requests, figures))
    print(
        f"\nLoad before the {arguments.rounds} rounds: {before:.1f}. More than the benchmark's own"
    )
    print("work on the machine makes the figures noisy: see the ranges.")


if __name__ == "__main__":
    main()
