"""`oauth1 request`: curl's options, signed, judged by the sandbox's oauthlib; and bad networks."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from command_line import call, own_place, save, signed_in, token
from faults import Faults
from oauth1.cli.exits import Exit
from oauth1.cli.output import phrase
from oauth1.cli.pretty import pretty_json
from oauth1.cli.progress import Progress, Watched, size
from oauth1.sandbox import Sandbox
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

__all__ = ["own_place", "signed_in", "token"]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def to_faults(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials that the server of faults has no opinion on."""
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", "key")
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", CONSUMER_SECRET)


# --- what is sent -------------------------------------------------------------


def test_a_request_is_signed_for_the_user(sandbox: Sandbox, signed_in: dict[str, Any]) -> None:
    done = call("request", sandbox.verify_credentials_url)
    assert (done.code, done.err) == (0, "")
    assert done.json["screen_name"] == signed_in["user"]


def test_data_is_posted_and_signed(sandbox: Sandbox, signed_in: dict[str, Any]) -> None:
    done = call("request", "-d", "status=Hello!", sandbox.update_url)
    assert done.json["text"] == "Hello!"
    done = call("request", "--data-urlencode", "status=a b&c=d + é", sandbox.update_url)
    assert done.json["text"] == "a b&c=d + é"


def echoed(*words: str | Path, stdin: bytes = b"") -> Any:
    done = call("request", *words, stdin=stdin)
    assert done.code == 0, done.err
    return done.json


def header(echo: Any, name: str) -> list[str]:
    return [value for own, value in echo["headers"] if own.lower() == name]


@pytest.mark.parametrize(
    ("words", "body", "content_type"),
    [
        (["-d", "a=1", "--data", "b=2"], "a=1&b=2", FORM),
        (["-d", "@FILE"], "one=1two=2", FORM),
        (["--data-binary", "@FILE"], "one=1\ntwo=2\n", FORM),
        (["-d", "@-"], "from=stdin", FORM),
        (["--data-raw", "@FILE"], "@FILE", FORM),
        (["--data-urlencode", "=a b"], "a%20b", FORM),
        (["--data-urlencode", "a b"], "a%20b", FORM),
        (["--data-urlencode", "n=a=b"], "n=a%3Db", FORM),
        (["--data-urlencode", "n@FILE"], "n=one%3D1%0Atwo%3D2%0A", FORM),
        (["--data-urlencode", "@FILE"], "one%3D1%0Atwo%3D2%0A", FORM),
        (["--json", '{"a": 1}'], '{"a": 1}', "application/json"),
        (["--json", "@-"], "from=stdin", "application/json"),
        (["-d", "<a/>", "-H", "Content-Type: text/xml"], "<a/>", "text/xml"),
        (["-T", "FILE"], "one=1\ntwo=2\n", "application/octet-stream"),
        (["-T", "-"], "from=stdin", "application/octet-stream"),
        (["-T", "-", "-H", "content-type: text/plain"], "from=stdin", "text/plain"),
    ],
)
@pytest.mark.usefixtures("to_faults")
def test_bodies_are_those_of_curl(
    faults: Faults, tmp_path: Path, words: list[str], body: str, content_type: str
) -> None:
    file = tmp_path / "file.txt"
    file.write_text("one=1\ntwo=2\n")
    named = [word if "--data-raw" in words else word.replace("FILE", str(file)) for word in words]
    echo = echoed(*named, f"{faults.http}/ok", stdin=b"from=stdin")
    assert (echo["body"], header(echo, "content-type")) == (body, [content_type])
    assert echo["method"] == ("PUT" if "-T" in words else "POST")
    assert header(echo, "accept") == (["application/json"] if "--json" in words else ["*/*"])


def test_methods_headers_and_queries(faults: Faults, to_faults: None, tmp_path: Path) -> None:
    url = f"{faults.http}/ok"
    lines = tmp_path / "headers"
    lines.write_text("A: 1\n\nB:2\n")
    echo = echoed("-X", "DELETE", "-H", f"@{lines}", "-H", "C;", "-A", "mine/1", url)
    assert echo["method"] == "DELETE"
    assert [header(echo, name) for name in ("a", "b", "c")] == [["1"], ["2"], [""]]
    assert header(echo, "user-agent") == ["mine/1"]
    assert header(echoed(url), "user-agent")[0].startswith("oauth1/")
    echo = echoed("-G", "-d", "a=1", "--data-urlencode", "b=x y", f"{url}?z=1#end")
    assert (echo["method"], echo["query"]) == ("GET", "z=1&a=1&b=x%20y")
    assert echoed("-G", "-d", "a=1", url)["query"] == "a=1"
    assert echoed("-LsS", "--compressed", url)["ok"] is True


def test_forms_carry_fields_and_files(
    sandbox: Sandbox, signed_in: dict[str, Any], tmp_path: Path
) -> None:
    photo = tmp_path / "cat.png"
    photo.write_bytes(b"\x89PNG\0")
    text = tmp_path / "text"
    text.write_text("of a file")
    done = call(
        *("request", "-F", f"photo=@{photo}", "-F", "title=A cat; asleep", "-F", f"note=<{text}"),
        *("-F", f'more=@{text};type=text/x-own; filename="n.txt"', "-F", "stdin=@-"),
        sandbox.upload_url,
        stdin=b"piped",
    )
    assert {each["name"]: each["value"] for each in done.json["fields"]} == {
        "title": "A cat; asleep",
        "note": "of a file",
    }
    files = [
        (each["name"], each["filename"], each["content_type"], each["sha256"])
        for each in done.json["files"]
    ]
    expected = [
        ("photo", "cat.png", "image/png", photo.read_bytes()),
        ("more", "n.txt", "text/x-own", b"of a file"),
        ("stdin", "stdin", "application/octet-stream", b"piped"),
    ]
    assert files == [(*rest, hashlib.sha256(own).hexdigest()) for *rest, own in expected]


def test_the_head_alone(faults: Faults, to_faults: None) -> None:
    done = call("request", "-I", f"{faults.http}/head")
    assert done.out.startswith("HTTP/1.1 200 OK\r\n")
    assert "content-length: 1000\r\n" in done.out.lower()
    assert done.out.endswith("\r\n\r\n")
    assert faults.requests("/head")[0]["method"] == "HEAD"


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["-d", "a", "-F", "a=b"], Exit.USAGE, "--data and --form do not go together"),
        (["-F", "a=b", "-T", "x"], Exit.USAGE, "--form and --upload-file do not go together"),
        (["-d", "a", "--json", "{}"], Exit.USAGE, "--json and --data do not go together"),
        (["-H", "nothing"], Exit.USAGE, "the header 'nothing' has no colon"),
        (["-H", "A:"], Exit.USAGE, "the header 'A:' has no value"),
        (["-H", "Authorization: x"], Exit.USAGE, "the Authorization header is what the signature"),
        (["-F", "a"], Exit.USAGE, "-F 'a' is not NAME=VALUE"),
        (["-F", "a=@b;c=d"], Exit.USAGE, "-F: 'c=d' cannot follow a file"),
        (["-d", "@"], Exit.USAGE, "a file has no name"),
        (["-d", "@nowhere"], Exit.FILE, "nowhere: No such file or directory"),
        (["-d", "@."], Exit.FILE, ". is a folder"),
        (["-d", "@-", "-d", "@-"], Exit.USAGE, "standard input can be read once"),
        (["-G", "-d", "é"], Exit.USAGE, "--get: the data is not ASCII"),
        (["--cert", "x"], Exit.USAGE, "--cert and --key go together"),
        (["--cacert", "nowhere"], Exit.FILE, "nowhere"),
        (["-O"], Exit.USAGE, "-O: the URL has no file name"),
        (["--provider", "nope"], Exit.USAGE, "no provider is known by this name"),
        (["--provider", "jira"], Exit.USAGE, "Jira Data Center has sites, each with addresses"),
        (["--provider", "netsuite"], Exit.USAGE, "has accounts, each with addresses of its own"),
        (["--rsa-key", "nowhere", "--signature-method", "rsa-sha1"], Exit.FILE, "nowhere: No such"),
        (["--signature-method", "RSA-SHA1"], Exit.USAGE, "RSA"),
        (["--signature-method", "plaintext"], Exit.USAGE, "PLAINTEXT"),
        (["--proxy", "nope://x"], Exit.USAGE, "proxy"),
    ],
)
def test_what_cannot_be_sent_is_told_before_anything_is(
    faults: Faults, to_faults: None, words: list[str], code: Exit, complaint: str
) -> None:
    done = call("request", *words, f"{faults.http}/")
    assert done.code == code, done.err
    assert complaint in done.complaint
    assert done.out == ""
    assert faults.requests() == []


def test_plaintext_over_http_is_opted_into(faults: Faults, to_faults: None) -> None:
    words = ("request", "--signature-method", "plaintext", f"{faults.http}/ok")
    assert "--plaintext-over-http" in call(*words).err
    done = call(*words, "--plaintext-over-http", "-o", os.devnull, "-vv")
    assert done.code == 0
    assert 'oauth_signature="***"' in done.err
    sent = dict(faults.requests("/ok")[0]["headers"])
    assert CONSUMER_SECRET in sent["authorization"]


def test_provider_and_signature_options(faults: Faults, to_faults: None, tmp_path: Path) -> None:
    url = f"{faults.http}/ok"
    assert "oauth_signature=" in echoed("--provider", "flickr", url)["query"]
    key = tmp_path / "key.pem"
    key.write_text(RSA_KEY)
    done = echoed(
        *("--signature-method", "RSA-SHA256", "--rsa-key", str(key), "--realm", "Photos"),
        *("--no-version", "--body-hash", "auto", "--json", "{}", url),
    )
    sent = header(done, "authorization")[0]
    assert 'realm="Photos"' in sent
    assert "RSA-SHA256" in sent
    assert "oauth_version" not in sent
    assert "oauth_body_hash" in sent
    done = echoed("--provider", "magento", "--site", "https://shop.example", url)
    assert "HMAC-SHA256" in header(done, "authorization")[0]
    done = echoed("--provider", "netsuite", "--account", "1234567_SB1", url)
    assert 'realm="1234567_SB1"' in header(done, "authorization")[0]
    rsa = ("--signature-method", "RSA-SHA1", "--rsa-key", str(key))
    words = ("--token", "t", "--transmission", "query", *rsa)
    assert "oauth_token=t" in echoed(*words, url)["query"]


# --- what comes back ----------------------------------------------------------


def test_status_and_headers_are_included(faults: Faults, to_faults: None) -> None:
    done = call("request", "-i", f"{faults.http}/status?code=404&header=X-Own:1&body=gone")
    assert done.code == 0
    assert done.out.startswith("HTTP/1.1 404 Not Found\r\n")
    assert "x-own: 1\r\n" in done.out.lower()
    assert done.out.endswith("\r\n\r\ngone")
    assert (phrase(200), phrase(799)) == ("200 OK", "799")


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_fail_makes_a_refusal_a_failure(faults: Faults, to_faults: None, status: int) -> None:
    url = f"{faults.http}/status?code={status}&body=why"
    done = call("request", "--fail", url)
    assert (done.code, done.out) == (Exit.REFUSED, "")
    assert done.complaint.startswith(f"the provider answered {status} ")
    done = call("request", "--fail-with-body", url)
    assert (done.code, done.out) == (Exit.REFUSED, "why")
    assert call("request", "-f", f"{faults.http}/status?code=302").code == 0


def test_a_refusal_is_explained(
    monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox, signed_in: dict[str, Any]
) -> None:
    monkeypatch.setenv("OAUTH1_TOKEN_SECRET", TOKEN_SECRET)
    done = call("request", sandbox.verify_credentials_url)
    assert done.code == 0
    assert "signature_invalid" in done.out
    assert done.err.startswith("hint: the base strings are the same, so the secrets differ")
    assert call("request", "-s", sandbox.verify_credentials_url).err == ""
    done = call("request", "-T", "-", sandbox.echo_url, stdin=b"x")
    assert done.err.startswith("hint: ")


class Refuses(BaseHTTPRequestHandler):
    """Answers 401, at length."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.end_headers()
        self.wfile.write(b"signature_invalid " * 10_000)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_refusal_too_long_to_explain_is_shown(to_faults: None) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        done = call("request", f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
    assert (done.code, done.out, done.err) == (0, "signature_invalid " * 10_000, "")


def test_bodies_are_saved(
    faults: Faults, to_faults: None, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("request", "-o", "body", f"{faults.http}/download?size=100000")
    assert (done.code, done.out) == (0, "")
    assert done.err == "saved 100.0 kB to body\n"
    assert Path("body").stat().st_size == 100000
    call("request", "-s", "-i", "-O", f"{faults.http}/download?size=10")
    assert Path("download").read_bytes().startswith(b"HTTP/1.1 200 OK\r\n")
    assert call("request", "-o", "-", f"{faults.http}/download?size=99").raw == bytes(
        (i * 2654435761 & 0xFFFFFFFF) >> 24 for i in range(99)
    )
    done = call("request", "-o", "no/where", f"{faults.http}/ok")
    assert (done.code, done.complaint) == (Exit.FILE, "no/where: No such file or directory")


@pytest.mark.parametrize("path", ["/close-mid-body", "/reset-mid-body"])
def test_a_file_that_is_not_whole_is_told_of(
    faults: Faults, to_faults: None, tmp_path: Path, path: str
) -> None:
    file = tmp_path / "part"
    done = call("request", "-o", file, f"{faults.http}{path}")
    assert done.code == Exit.NETWORK
    assert f"{file} has the first 100 B only" in done.err or path == "/reset-mid-body"


def test_a_full_disk_is_told_of(faults: Faults, to_faults: None) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    done = call("request", "-o", "/dev/full", f"{faults.http}/download?size=1000000")
    assert (done.code, done.complaint) == (Exit.FILE, "/dev/full: No space left on device")


# --- networks -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "where", "code", "hint"),
    [
        ([], "refused /", Exit.NETWORK, ""),
        ([], "http /not-http", Exit.NETWORK, ""),
        ([], "http /redirect-loop", Exit.NETWORK, ""),
        ([], "https /ok", Exit.NETWORK, "--cacert FILE"),
        (["-m", "0.3"], "http /silent", Exit.TIMEOUT, "--max-time"),
        (["-m", "0.3"], "http /drip-body", Exit.TIMEOUT, "--max-time"),
        (["--max-filesize", "10"], "http /download?size=11", Exit.NETWORK, ""),
    ],
)
@pytest.mark.usefixtures("to_faults")
def test_networks_fail_with_codes_of_their_own(
    faults: Faults, words: list[str], where: str, code: Exit, hint: str
) -> None:
    server, path = where.split()
    done = call("request", *words, getattr(faults, server) + path)
    assert done.code == code, done.err
    assert done.complaint
    assert hint in done.err


def test_certificates_of_ones_own(faults: Faults, to_faults: None) -> None:
    assert echoed("--cacert", faults.ca, f"{faults.https}/ok")["ok"] is True
    ours = ("--cert", faults.client_cert, "--key", faults.client_key)
    assert echoed("--cacert", faults.ca, *ours, f"{faults.https_client_cert}/ok")["ok"] is True


def test_proxies(faults: Faults, to_faults: None) -> None:
    echoed("-x", faults.proxy, "--connect-timeout", "5", "http://api.example/ok")
    assert [each["server"] for each in faults.requests()] == ["proxy", "http"]
    faults.forget()
    echoed("-x", faults.proxy, "--noproxy", "127.0.0.1", f"{faults.http}/ok")
    assert [each["server"] for each in faults.requests()] == ["http"]


def test_retries_and_redirects(faults: Faults, to_faults: None) -> None:
    url = f"{faults.http}/unavailable?key=cli&retry_after=0"
    assert call("request", "-f", url).code == Exit.REFUSED
    url = f"{faults.http}/unavailable?key=cli-retry&retry_after=0"
    assert call("request", "-f", "--retry", "1", url).code == 0
    assert echoed(f"{faults.http}/redirect?to=/ok")["path"] == "/ok"
    done = call("request", "-i", "--no-redirects", f"{faults.http}/redirect?to=/ok")
    assert done.out.startswith("HTTP/1.1 302 Found")


def test_a_clock_that_is_off_is_made_up_for_in_verbose_too(faults: Faults, to_faults: None) -> None:
    done = call("request", "-v", f"{faults.http}/skewed?offset=7200")
    assert done.json["ok"] is True
    assert "\n< 200 OK\n" in done.err
    assert done.err.count("\n* ") > 1
    nonces = [
        re.findall('oauth_nonce="(.*?)"', dict(each["headers"])["authorization"])[0]
        for each in faults.requests("/skewed")
    ]
    assert re.findall('oauth_nonce="?([^",\n]*)', done.err) == nonces


def test_verbose_tells_what_is_sent_and_how_it_is_signed(faults: Faults, to_faults: None) -> None:
    done = call("request", "-vv", "-d", "a=b", f"{faults.http}/ok?c=d")
    sent = dict(faults.requests("/ok")[0]["headers"])
    assert f"> Authorization: {sent['authorization']}\n" in done.err
    assert f"> POST {faults.http}/ok?c=d\n" in done.err
    assert "* 4. Base string\n*    POST&http" in done.err
    assert "* POST" in done.err
    assert "\n< 200 OK\n" in done.err


# --- terminals ----------------------------------------------------------------


def test_json_is_for_people_at_a_terminal(faults: Faults, to_faults: None) -> None:
    body = '{"a":[1.10,{},[]],"b":"x y: \\"z\\""}'
    query = f"code=200&header=Content-Type:application/json&body={body}"
    url = f"{faults.http}/status?{query}".replace(" ", "%20").replace('"', "%22")
    pretty = '{\n  "a": [\n    1.10,\n    {},\n    []\n  ],\n  "b": "x y: \\"z\\""\n}\n'
    done = call("request", url, terminals="out")
    plain = done.out.replace("\x1b[0m", "")
    for code in ("34", "32", "36"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert "\x1b[34m" in done.out
    assert plain == pretty
    assert call("request", "--raw", url, terminals="out").out == f"{body}\n"
    assert call("request", url).out == body


def test_what_is_no_json_is_left_as_it_is() -> None:
    assert pretty_json("{", colours=False) is None
    assert pretty_json("[" * 100_000, colours=False) is None
    assert pretty_json(' [1 , 2,"a,b"] ', colours=False) == '[\n  1,\n  2,\n  "a,b"\n]'
    values: list[Any] = [{"a": [[], {}, [{}]], "b": None}, [], {}, "x", 1, [[[1]]], {"": ""}]
    for value in values:
        text = json.dumps(value)
        assert pretty_json(text, colours=False) == json.dumps(value, indent=2)


def test_a_body_that_only_says_that_it_is_json(faults: Faults, to_faults: None) -> None:
    url = f"{faults.http}/status?header=Content-Type:application/json&body="
    assert call("request", f"{url}nope", terminals="out").out == "nope\n"
    done = call("request", "-i", f"{url}nope", terminals="out")
    assert done.out.startswith("HTTP/1.1 200 OK\n")
    assert done.out.endswith("\n\nnope\n")
    big = f"{faults.http}/gzip?size=5000000"
    assert len(call("request", big, terminals="out").out) >= 5_000_000


def test_json_too_long_for_a_person_is_left_as_it_is(
    faults: Faults, to_faults: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oauth1.cli.output._LARGEST_PRETTY", 10)
    body = "[" + "1," * 20 + "1]"
    url = f"{faults.http}/status?header=Content-Type:application/json&body={body}"
    assert call("request", url, terminals="out").out == f"{body}\n"


def test_bytes_are_kept_from_the_terminal(faults: Faults, to_faults: None) -> None:
    url = f"{faults.http}/download?size=1000"
    done = call("request", url, terminals="out")
    assert (done.code, done.out) == (Exit.FILE, "")
    assert "-o FILE saves it" in done.err
    assert len(call("request", "-o", "-", url, terminals="out").raw) >= 1000


def test_a_long_download_has_a_bar(
    faults: Faults, to_faults: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oauth1.cli.progress._PATIENCE", 0.0)
    monkeypatch.setattr("oauth1.cli.progress._PAUSE", 0.0)
    url = f"{faults.http}/download?size=300000"
    for words in (("-o", str(tmp_path / "file")), ()):
        done = call("request", *words, url, terminals="err")
        assert "\rDownloading 100% ########################" in done.err
        assert "300.0 kB of 300.0 kB" in done.err
        assert "\x1b[?" not in done.err
    assert "Downloading" not in call("request", "-s", url, terminals="err").err
    assert "Downloading" not in call("request", url, terminals="in out").err


def test_a_long_upload_has_a_bar(
    faults: Faults, to_faults: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oauth1.cli.progress._PATIENCE", 0.0)
    monkeypatch.setattr("oauth1.cli.progress._PAUSE", 0.0)
    file = tmp_path / "file"
    file.write_bytes(b"x" * 300_000)
    done = call("request", "-T", file, f"{faults.http}/ok", "-o", os.devnull, terminals="err")
    assert "\rUploading 100% ########################" in done.err
    assert faults.requests("/ok")[0]["body_length"] == 300_000
    done = call(
        "request", "-F", f"a=@{file}", "-F", f"b=@{file}", f"{faults.http}/ok", terminals="err"
    )
    assert "of 600.0 kB" in done.err


def test_the_bar_tells_what_is_known() -> None:
    times = iter([0.0, 0.1, 2.0])
    bar = Progress("Uploading", 4000, lambda: next(times))
    bar.add(1000)
    assert bar.line(2.0) == (
        "Uploading  25% ######·················· 1.0 kB of 4.0 kB  500 B/s  0:06 left"
    )
    assert Progress("Up", None, lambda: 0.0).line(1.0) == "Up 0 B  0 B/s"
    assert Progress("Up", 10**9, lambda: 0.0).line(1.0).endswith("0 B of 1.0 GB  0 B/s  0:00 left")
    slow = Progress("Up", 10**10, lambda: 0.0)
    slow.add(10**6)
    assert slow.line(1.0).endswith("1.0 MB/s  2:46:39 left")
    assert [size(count) for count in (0, 999, 1000, 10**15, 10**18)] == [
        *("0 B", "999 B", "1.0 kB", "1000.0 TB", "1000000.0 TB")
    ]


def test_a_file_that_is_read_again_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    bar = Progress("Uploading", 10, lambda: 0.0)
    with file.open("rb") as opened:
        watched = Watched(opened, bar)
        assert watched.seekable()
        assert watched.read(4) == b"0123"
        assert (watched.tell(), watched.seek(0)) == (4, 0)
        assert watched.read() == b"0123456789"
    assert bar.line(1.0).startswith("Uploading 100%")


# --- credentials --------------------------------------------------------------


def authorization(faults: Faults, *words: str) -> str:
    echo = echoed("-s", *words, f"{faults.http}/ok")
    return str(header(echo, "authorization")[0])


def test_a_url_is_looked_at_before_credentials_are() -> None:
    done = call("request", "api.example.com/x")
    assert (done.code, done.err.splitlines()[1]) == (
        Exit.USAGE,
        "hint: did you mean https://api.example.com/x?",
    )
    assert call("request", "ftp://api.example.com/x").code == Exit.USAGE


def test_no_consumer_key() -> None:
    done = call("request", "http://127.0.0.1:9/")
    assert (done.code, done.complaint) == (Exit.CREDENTIALS, "no consumer key is given")
    assert "`oauth1 authorize`" in done.err


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--consumer-key", "k"], "consumer secret"),
        (["--consumer-key", "k", "--consumer-secret", "s", "--token", "t"], "token secret"),
    ],
)
def test_a_missing_secret_is_named(words: list[str], what: str) -> None:
    done = call("request", *words, "http://127.0.0.1:9/")
    assert (done.code, done.complaint) == (Exit.CREDENTIALS, f"no {what} is given")
    assert f"OAUTH1_{what.upper().replace(' ', '_')}" in done.err


def test_a_missing_secret_is_asked_for(faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "typed"

    monkeypatch.setattr("getpass.getpass", answer)
    done = call("request", "--consumer-key", "k", f"{faults.http}/ok", terminals="in err")
    assert done.code == 0
    assert asked == ["Consumer secret: "]
    monkeypatch.setattr("getpass.getpass", lambda _: "")
    done = call("request", "--consumer-key", "k", f"{faults.http}/ok", terminals="in err")
    assert done.code == Exit.CREDENTIALS


def test_secrets_in_the_command_line_are_warned_of(faults: Faults) -> None:
    words = ("--consumer-key", "k", "--consumer-secret", "s", "--token", "t", "--token-secret", "s")
    done = call("request", *words, f"{faults.http}/ok")
    warnings = [line for line in done.err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 2
    assert "--consumer-secret" in warnings[0]
    assert "OAUTH1_TOKEN_SECRET" in warnings[1]
    assert call("request", "-s", *words, f"{faults.http}/ok").err == ""


def test_a_profile_signs_as_it_says(faults: Faults, own_place: Path) -> None:
    save(
        own_place,
        consumer_key="saved",
        consumer_secret=CONSUMER_SECRET,
        token="their",
        token_secret="",
        signature_method="HMAC-SHA256",
        realm="Here",
    )
    sent = authorization(faults, "-p", "x")
    for part in ('realm="Here"', '"saved"', '"their"', "HMAC-SHA256"):
        assert part in sent
    assert "oauth_token=" not in authorization(faults, "-p", "x", "--no-token")
    assert "HMAC-SHA1" in authorization(faults, "-p", "x", "--signature-method", "hmac-sha1")


def test_options_go_before_a_named_profile_before_the_environment(
    faults: Faults, own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: dict[str, Any] = {
        "consumer_key": "saved",
        "consumer_secret": "s",
        "token": "t",
        "token_secret": "s",
    }
    path = save(own_place, **keys)
    monkeypatch.setenv("OAUTH1_CREDENTIALS", "")
    monkeypatch.setenv("OAUTH1_PROFILE", "x")
    assert '"saved"' in authorization(faults)
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", "env")
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", "env-secret")
    sent = authorization(faults)
    assert '"env"' in sent
    # the token is the other consumer's
    assert "oauth_token=" not in sent
    assert '"saved"' in authorization(faults, "-p", "x")
    monkeypatch.delenv("OAUTH1_PROFILE")
    assert '"saved"' in authorization(faults, "--credentials", str(path))
    sent = authorization(faults, "--consumer-key", "given", "--consumer-secret", "s", "-p", "x")
    assert '"given"' in sent
    assert "oauth_token=" not in sent
    # another token goes with the same consumer, but not with the secret of the first
    done = call("request", "-p", "x", "--token", "other", f"{faults.http}/ok")
    assert done.complaint == "no token secret is given"
    monkeypatch.delenv("OAUTH1_CONSUMER_KEY")
    monkeypatch.setenv("OAUTH1_CREDENTIALS", str(path))
    assert '"saved"' in authorization(faults)


def test_a_profile_called_default_is_the_last_resort(
    faults: Faults, own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(own_place, "default", consumer_key="default", consumer_secret=CONSUMER_SECRET)
    assert '"default"' in authorization(faults)
    assert '"default"' in call("sign", "https://a.example/").out
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", "env")
    done = call("request", f"{faults.http}/ok")
    assert done.complaint == "no consumer secret is given"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o601])
def test_a_file_that_others_can_read_or_change_is_refused(own_place: Path, mode: int) -> None:
    path = save(own_place, mode=mode, consumer_key="k", consumer_secret=CONSUMER_SECRET)
    for words in (("-p", "x"), ("--credentials", str(path))):
        done = call("request", *words, "http://127.0.0.1:9/")
        assert done.code == Exit.CREDENTIALS
        assert f"(mode {mode:04o})" in done.complaint
        assert f"chmod 600 {path}" in done.err
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_file_of_somebody_else_is_refused(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(own_place, consumer_key="k")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    if path.stat().st_uid == 0:  # whose files are everybody's to trust
        os.chown(path, 12345, -1)
    done = call("request", "-p", "x", "http://127.0.0.1:9/")
    assert done.code == Exit.CREDENTIALS
    assert "belongs to another user" in done.complaint


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("nope", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"token": 1}', "token is not a text"),
        (b"\xff\xfe", "is not JSON"),
    ],
)
def test_a_file_that_is_none_is_refused(
    own_place: Path, content: str | bytes, complaint: str
) -> None:
    path = save(own_place)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    done = call("request", "-p", "x", "http://127.0.0.1:9/")
    assert done.code == Exit.CREDENTIALS
    assert complaint in done.complaint


def test_a_file_that_is_not_there(own_place: Path) -> None:
    done = call("request", "-p", "x", "http://127.0.0.1:9/")
    assert (done.code, done.complaint) == (Exit.CREDENTIALS, "there is no profile 'x'")
    assert "`oauth1 authorize` saves one" in done.err
    save(own_place, "y")
    assert "the profiles are y" in call("request", "-p", "x", "http://127.0.0.1:9/").err
    done = call("request", "--credentials", own_place / "no", "http://127.0.0.1:9/")
    assert (done.code, "No such file" in done.complaint) == (Exit.CREDENTIALS, True)
    assert call("request", "-p", "../x", "http://127.0.0.1:9/").code == Exit.USAGE
