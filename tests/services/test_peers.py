"""What the libraries of other languages send is accepted, and refused once it is changed.

Each sends to a server on loopback, by its own means. oauthlib judges each change as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from changes import CHANGES, SAME, substituted
from oauth1 import Consumer, Verifier
from oauthlib_server import Sent, accepts
from received import Wire
from seeds import KEYS, RSA_PUBLIC_KEY
from servers import BUILD, program

HERE = Path(__file__).with_name("peers")
KEY, SECRET = "dpf43f3p2l4k3l03", "kd94hf93k423kf44&+%"
TOKEN, TOKEN_SECRET = "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00 ~"
ENVIRONMENT = {
    "PEER_KEY": KEY,
    "PEER_SECRET": SECRET,
    "PEER_TOKEN": TOKEN,
    "PEER_TOKEN_SECRET": TOKEN_SECRET,
    "PEER_RSA_KEY_FILE": str(KEYS / "rsa2048.pkcs8.pem"),
}
METHODS = ["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1", "PLAINTEXT"]

PATH = "/a%2Fb/photos.json"
QUERY = "?file=vacation%20day.jpg&size=original&x=1%2B1&empty="
FIELDS = ["title=a day & more", "note=ü ☃ ~*+%20", "none="]
JSON = '{"title": "a day"}'


# --- the peers -----------------------------------------------------------------------------------


def run(command: list[str], folder: Path, **settings: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, **settings
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def has(command: list[str], what: str) -> None:
    """Skip where a command, which looks for a library, does not find it."""
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip(f"left out: there is no {what} here (.ci/install-services)")


@lru_cache
def liboauth() -> list[str]:
    pkg_config = program("pkg-config")
    has([pkg_config, "--exists", "oauth"], "liboauth")
    flags = subprocess.check_output([pkg_config, "--cflags", "--libs", "oauth"], text=True).split()
    # some of its functions are marked as deprecated, for the sake of libcurl's own
    options = ["-Wall", "-Wextra", "-Werror", "-Wno-deprecated-declarations"]
    run([program("cc"), *options, str(HERE / "peer.c"), "-o", "liboauth", *flags], BUILD)
    return [str(BUILD / "liboauth")]


@lru_cache
def oauth_1_0a() -> list[str]:
    node, npm = program("node"), program("npm")
    folder = BUILD / "node"
    shutil.copytree(HERE / "node", folder, dirs_exist_ok=True)
    run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
    return [node, str(folder / "peer.js")]


@lru_cache
def ruby() -> list[str]:
    binary = program("ruby")
    has([binary, "-e", 'require "oauth"'], "oauth for Ruby")
    return [binary, str(HERE / "peer.rb")]


@lru_cache
def php() -> list[str]:
    binary = program("php")
    has([binary, "-r", 'exit(class_exists("OAuth") ? 0 : 1);'], "OAuth for PHP")
    return [binary, str(HERE / "peer.php")]


@dataclass(frozen=True)
class Case:
    """A request that a peer makes rightly."""

    peer: Callable[[], list[str]]
    signature_method: str
    place: str
    method: str

    def __str__(self) -> str:
        return f"{self.peer.__name__}-{self.signature_method}-{self.place}-{self.method}"

    @property
    def target(self) -> str:
        # Ruby's repeats the query in the form, and has signed it once
        bare = self.peer is ruby and self.place == "form"
        return PATH if bare else PATH + QUERY

    @property
    def content(self) -> list[str]:
        if self.place == "hash":
            return [JSON]
        return FIELDS if self.method == "POST" else []


GETS = [("header", "GET"), ("query", "GET")]
POSTS = [("header", "POST"), ("form", "POST")]
QUERY_POST = ("query", "POST")
HASHED = ("hash", "POST")

CASES = [
    Case(peer, signature_method, place, method)
    for peer, signature_methods, requests in [
        # it sends what is signed in the query by GET alone
        (liboauth, ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"], [*GETS, *POSTS]),
        (oauth_1_0a, METHODS, [*GETS, *POSTS, QUERY_POST, HASHED]),
        # that of Debian knows no HMAC-SHA256
        (ruby, ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"], [*GETS, *POSTS, QUERY_POST, HASHED]),
        (php, METHODS, [*GETS, *POSTS, QUERY_POST]),
    ]
    for signature_method in signature_methods
    for place, method in requests
    # where nothing is signed, it hashes nothing
    if (peer, signature_method, place) != (ruby, "PLAINTEXT", "hash")
]


# --- what they send ------------------------------------------------------------------------------


class Recorder(ThreadingHTTPServer):
    """A server that remembers what it got, as it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Recording)
        self.got: list[Wire] = []
        self.origin = f"http://127.0.0.1:{self.server_port}"


class Recording(BaseHTTPRequestHandler):
    server: Recorder

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = self.server.origin + self.path
        self.server.got.append(Wire(self.command, url, tuple(self.headers.items()), body))
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"taken")

    do_POST = do_GET  # noqa: N815 - the name that the base class looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def sent_by(case: Case, recorder: Recorder) -> Wire:
    recorder.got.clear()
    arguments = [case.signature_method, case.place, case.method, recorder.origin + case.target]
    environment = {**os.environ, **ENVIRONMENT}
    run([*case.peer(), *arguments, *case.content], BUILD, env=environment)
    (wire,) = recorder.got
    return wire


# --- who judges ----------------------------------------------------------------------------------


def verifier(secret: str = SECRET, token_secret: str = TOKEN_SECRET) -> Verifier:
    """A verifier that knows one consumer, one token, and no nonce yet."""
    consumer = Consumer(secret, public_key=RSA_PUBLIC_KEY)
    return Verifier(
        {KEY: consumer}.get,
        lambda *of: {(KEY, TOKEN): token_secret}.get(of),
        signature_methods=METHODS,
        plaintext_over_http=True,
    )


def oauthlib_accepts(wire: Wire) -> bool:
    sent = Sent(wire.method, wire.url, wire.headers, wire.body)
    return accepts(sent, SECRET, TOKEN_SECRET, RSA_PUBLIC_KEY)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_peer_sends_is_accepted_as_it_is_and_refused_otherwise(
    case: Case, recorder: Recorder
) -> None:
    wire = sent_by(case, recorder)
    verified = wire.verify(verifier())
    assert (verified.consumer_key, verified.token) == (KEY, TOKEN)
    assert verified.signature_method == case.signature_method
    place = "header" if case.place == "hash" else case.place
    assert verified.transmission == place
    # of a key that is changed, nothing is left
    unknown = [wire.replaced(KEY, "other"), wire.replaced(TOKEN, "other")]
    assert [each.refused(verifier()).reason for each in unknown] == ["consumer", "token"]
    if not case.signature_method.startswith("RSA"):
        assert wire.refused(verifier(secret="other")).reason == "signature"
        assert wire.refused(verifier(token_secret="other")).reason == "signature"
    used = verifier()
    wire.verify(used)
    assert wire.refused(used).reason == "nonce"
    if case.signature_method == "PLAINTEXT":
        return  # which covers nothing else
    assert oauthlib_accepts(wire)
    tried = set()
    for name, change in CHANGES.items():
        changed = change(wire)
        if changed == wire:
            continue  # there is no such thing in this request
        tried.add(name)
        assert changed.refused(verifier()).reason == "signature", name
        assert not oauthlib_accepts(changed), name
    for name, change in SAME.items():
        changed = change(wire)
        if changed != wire:
            tried.add(name)
            changed.verify(verifier())
    always = {"method", "host", "port", "scheme", "path", "parameter-added", "timestamp", "nonce"}
    assert always < tried
    assert {"fragment", "host-case"} < tried


@pytest.mark.parametrize("case", [case for case in CASES if case.place == "hash"], ids=str)
def test_a_body_that_a_peer_hashed_cannot_be_changed(case: Case, recorder: Recorder) -> None:
    wire = sent_by(case, recorder)
    assert wire.verify(verifier()).covers_body
    other = replace(wire, body=wire.body.replace(b"a day", b"a night"))
    assert other.refused(verifier()).reason == "body_hash"
    without = substituted(wire, r'oauth_body_hash="[^"]*",? *', "")
    if case.signature_method != "PLAINTEXT":
        assert without.refused(verifier()).reason == "signature"
