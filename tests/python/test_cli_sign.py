"""`oauth1 sign`: what other programs send is accepted by the sandbox's oauthlib."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from oauthlib.oauth1 import Client

from command_line import call, own_place, signed_in, token
from oauth1.cli.exits import Exit
from oauth1.sandbox import Sandbox
from seeds import CONSUMER_SECRET, TOKEN_SECRET

__all__ = ["own_place", "signed_in", "token"]
URL = "https://api.example.com/1/update.json?q=a%20b"


def fetch(url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, body, headers or {}), timeout=10) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


@pytest.fixture
def known(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials that oauthlib is given too."""
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", "key")
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", CONSUMER_SECRET)
    monkeypatch.setenv("OAUTH1_TOKEN", "token")
    monkeypatch.setenv("OAUTH1_TOKEN_SECRET", TOKEN_SECRET)


def test_the_header_is_that_of_oauthlib(known: None) -> None:
    done = call("sign", "--nonce", "abc", "--timestamp", "1318622958", "-d", "status=a b", URL)
    judge = Client(
        "key", CONSUMER_SECRET, "token", TOKEN_SECRET, nonce="abc", timestamp="1318622958"
    )
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    _, headers, _ = judge.sign(URL, "POST", {"status": "a b"}, form)
    ours = done.out.removeprefix("Authorization: OAuth ").strip()
    theirs = headers["Authorization"].removeprefix("OAuth ")
    assert set(ours.split(", ")) == set(theirs.split(", "))


def test_each_kind_is_accepted(sandbox: Sandbox, signed_in: dict[str, Any]) -> None:
    url = sandbox.verify_credentials_url
    name, _, value = call("sign", url).out.strip().partition(": ")
    assert fetch(url, {name: value}) == 200
    assert fetch(call("sign", "--as", "url", url).out.strip()) == 200
    assert fetch(call("sign", "--transmission", "query", url).out.strip()) == 200
    body = call("sign", "--as", "body", "-d", "status=a", sandbox.update_url).out.strip()
    assert fetch(sandbox.update_url, None, body.encode()) == 200
    told = call("sign", "--as", "json", "-d", "status=b", sandbox.update_url).json
    headers = dict(told["headers"])
    assert headers["Authorization"] == told["authorization"]
    assert told["base_string"].startswith("POST&")
    assert fetch(told["url"], headers, told["body"].encode()) == 200
    assert call("sign", "--as", "json", url).json["body"] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], []),
        (["-d", "a=it's"], ["--data-raw", "a=it's"]),
        (["-X", "PUT", "-d", "a=b"], ["--request", "PUT", "--data-raw", "a=b"]),
        (["-X", "POST"], ["--request", "POST"]),
        (["-I"], ["--head"]),
        (["-T", "FILE"], ["--upload-file", "FILE"]),
        (["-F", "a=@FILE", "-F", "b=c"], ["--form", "a=@FILE", "--form", "b=c"]),
        (["-H", "A: b"], ["--header", "A: b"]),
    ],
)
def test_a_curl_command_has_all_of_it(
    known: None, own_place: Path, words: list[str], expected: list[str]
) -> None:
    file = own_place / "file"
    file.write_text("x")
    words, expected = (
        [word.replace("FILE", str(file)) for word in each] for each in (words, expected)
    )
    done = call("sign", "--as", "curl", *words, URL)
    told = shlex.split(done.out)
    assert (told[0], told[-1]) == ("curl", URL)
    assert any(word.startswith("Authorization: OAuth ") for word in told)
    assert not any(word.startswith("User-Agent") for word in told)
    place = 0
    for word in expected:
        place = told.index(word, place) + 1
    assert ("boundary" in done.out) is False


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize(
    "words", [["-d", 'status=it\'s "50%" & more'], ["-F", "a=@FILE", "-F", "b=c"], ["-T", "FILE"]]
)
def test_curl_sends_its_command(
    sandbox: Sandbox, signed_in: dict[str, Any], own_place: Path, words: list[str]
) -> None:
    file = own_place / "file"
    file.write_text("x")
    url = sandbox.update_url if words[0] == "-d" else sandbox.echo_url
    named = [word.replace("FILE", str(file)) for word in words]
    command = call("sign", "--as", "curl", *named, url).out.replace("curl", "curl -qsf", 1)
    subprocess.run(["sh", "-c", command], capture_output=True, timeout=20, check=True)


def test_verbose_tells_how_the_same_was_signed(known: None) -> None:
    done = call("sign", "-v", URL)
    assert "4. Base string\n   GET&https%3A%2F%2Fapi.example.com" in done.err
    assert done.out.removeprefix("Authorization: ").strip() in done.err
    assert "***&***" in done.err


def test_plaintext_is_warned_of(known: None) -> None:
    done = call("sign", "--signature-method", "PLAINTEXT", URL, secrets=True)
    assert CONSUMER_SECRET in done.out
    assert done.err == "warning: a PLAINTEXT signature is the secrets themselves: do not share it\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--as", "url", "--transmission", "header"], "--as url and --transmission header do not"),
        (["--as", "body"], "a GET request has no form body"),
        (["--as", "nope"], "invalid choice: 'nope'"),
        (["-H", "authorization: x"], "the Authorization header is what the signature makes"),
        (["--as", "curl", "--data-binary", "@FILE"], "the body is no text"),
        (["--timestamp", "now"], "'now' is not a number"),
    ],
)
def test_what_cannot_be_signed(
    known: None, own_place: Path, words: list[str], complaint: str
) -> None:
    file = own_place / "file"
    file.write_bytes(b"\xff")
    done = call("sign", *(word.replace("FILE", str(file)) for word in words), URL)
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert complaint in done.complaint
