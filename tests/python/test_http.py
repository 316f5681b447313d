"""What is sent and what comes back: bodies, headers, proxies, certificates, limits."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import oauth1
from faults import Faults
from oauth1 import Cancellation, HttpTransport, Request
from seeds import TOKEN_SECRET

BINARY = "application/octet-stream"
CHALLENGES = ("Basic", 'OAuth oauth_problem="token_used"')


# --- bodies -------------------------------------------------------------------


def sent(faults: Faults, method: str = "POST", **options: Any) -> dict[str, Any]:
    """What arrives of a request."""
    answer = faults.session().request(method, f"{faults.http}/ok", **options)
    assert answer.status == 200
    seen: dict[str, Any] = answer.json()
    seen["headers"] = {name.lower(): value for name, value in seen["headers"]}
    return seen


@pytest.mark.parametrize("value", [{"a": [1, None, "ü"]}, [], "", 0, False, 1.5])
def test_a_value_is_sent_as_json(faults: Faults, value: object) -> None:
    seen = sent(faults, json=value)
    assert json.loads(seen["body"]) == value
    assert seen["headers"]["content-type"] == "application/json"


def test_json_can_be_of_another_type() -> None:
    options: dict[str, Any] = {"json": {}, "content_type": "application/vnd.api+json"}
    request = Request("POST", "http://a.example/", **options)
    assert (request.content_type, request.body) == ("application/vnd.api+json", b"{}")
    request = Request("POST", "http://a.example/", json={}, params={"a": "1"})
    assert request.url == "http://a.example/?a=1"


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        Request("POST", "http://a.example/", json=float("nan"))
    with pytest.raises(TypeError):
        Request("POST", "http://a.example/", json=object())
    with pytest.raises(oauth1.InvalidParameterError):
        Request("POST", "http://a.example/", json={}, form={"a": "1"})


@pytest.mark.parametrize(
    "options", [{"body": "a", "json": 1}, {"json": 1, "files": {}}, {"body": "a", "files": {}}]
)
def test_a_request_has_one_body(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="one of body, json and files"):
        Request("POST", "http://a.example/", content_type=BINARY, **options)


class Unseekable(io.RawIOBase):
    """A file that can be read once, from its beginning to its end, as a pipe can."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._content.read(min(size, 1000))


class Minimal:
    """Nothing but a way to read."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int, /) -> bytes:
        return self._content.read(size)


CONTENT = os.urandom(300_000)


def bodies(folder: Path) -> Iterator[tuple[str, Any, bool]]:
    """Bodies of the content, and whether their length is known before they are read."""
    path = folder / "content"
    path.write_bytes(CONTENT)
    yield "bytes", CONTENT, True
    yield "a path", path, True
    yield "a file", path.open("rb"), True
    yield "a file without a buffer", path.open("rb", buffering=0), True
    yield "a file in memory", io.BytesIO(CONTENT), True
    yield "what is read once", Unseekable(CONTENT), False
    yield "what only reads", Minimal(CONTENT), False
    pieces = [CONTENT[at : at + 777] for at in range(0, len(CONTENT), 777)]
    yield "a generator", (piece for piece in [b"", *pieces]), False
    yield "a list", pieces, False
    yield "views", map(memoryview, pieces), False
    yield "large pieces", iter([CONTENT[:200_000], bytearray(CONTENT[200_000:])]), False


def test_a_body_is_sent_whole_whatever_it_is_read_from(faults: Faults, tmp_path: Path) -> None:
    for name, body, knows_length in bodies(tmp_path):
        seen = sent(faults, "PUT", body=body, content_type=BINARY)
        assert seen["body_length"] == len(CONTENT), name
        assert seen["body_sha256"] == hashlib.sha256(CONTENT).hexdigest(), name
        assert ("content-length" in seen["headers"]) == knows_length, name
        assert seen["headers"].get("transfer-encoding") == (None if knows_length else "chunked")
        if isinstance(body, io.IOBase):
            body.close()


def test_a_file_is_sent_from_where_it_is(faults: Faults) -> None:
    file = io.BytesIO(b"0123456789")
    file.seek(4)
    request = Request("POST", f"{faults.http}/ok", body=file, content_type=BINARY)
    assert file.tell() == 4
    assert request.body == b""
    for _ in range(2):  # it is wound back
        seen = faults.session().send(request).json()
        assert seen["body"] == "456789"


def test_what_can_be_read_once_is_sent_once(faults: Faults) -> None:
    body = iter([b"a", b"b"])
    request = Request("POST", f"{faults.http}/ok", body=body, content_type=BINARY)
    assert faults.session().send(request).json()["body"] == "ab"
    with pytest.raises(oauth1.InvalidBodyError, match="read"):
        faults.session().send(request)


def test_a_body_hash_reads_the_body_before(faults: Faults) -> None:
    for body in (io.BytesIO(b"Hello World!"), [b"Hello ", b"World!"]):
        seen = sent(faults, body=body, content_type="text/plain", body_hash=True)
        assert seen["body"] == "Hello World!"
        assert "oauth_body_hash=" in seen["headers"]["authorization"]
    with pytest.raises(oauth1.InvalidBodyError, match="twice"):
        sent(faults, body=iter([b"a"]), content_type="text/plain", body_hash=True)


def test_what_a_body_raises_is_raised(faults: Faults) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a" * 100_000
        raise LookupError("no more")

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise PermissionError(f"not {size}")

    session = faults.session()
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for body, error in ((broken(), LookupError), (Broken(b"abc"), PermissionError)):
        with pytest.raises(error):
            session.post(f"{faults.http}/ok", body=body, content_type=BINARY)
    assert session.get(f"{faults.http}/ok").status == 200
    if before:
        assert len(os.listdir("/proc/self/fd")) <= before + 1
    assert not any(each["complete"] for each in faults.requests("/ok") if each["method"] == "POST")


def test_a_body_that_gives_no_bytes_is_refused(faults: Faults, tmp_path: Path) -> None:
    class Asleep:
        def read(self, size: int) -> None:
            """Give what a file does that would have to wait."""

    body: Any
    for body in (iter(["text"]), iter([1]), Asleep()):
        with pytest.raises(TypeError, match="must give bytes"):
            sent(faults, body=body, content_type=BINARY)
    (tmp_path / "text").write_text("text")
    with (tmp_path / "text").open() as file, pytest.raises(TypeError, match="'rb'"):
        sent(faults, body=file, content_type=BINARY)
    for body in ({"a": "b"}, None.__class__, 1.5):
        with pytest.raises(TypeError):
            sent(faults, body=body, content_type=BINARY)


def test_a_file_that_changes_while_it_is_sent_is_told(faults: Faults, tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"abc")
    request = Request("POST", f"{faults.http}/ok", body=path, content_type=BINARY)
    path.write_bytes(b"a")
    with pytest.raises(oauth1.InvalidBodyError, match="ended 2 bytes before its length"):
        faults.session().send(request)
    with pytest.raises(oauth1.InvalidBodyError, match="nowhere"):
        Request("POST", f"{faults.http}/ok", body=tmp_path / "nowhere", content_type=BINARY)


def test_form_data_is_not_read_while_it_is_sent() -> None:
    with pytest.raises(oauth1.InvalidBodyError, match="signed"):
        Request(
            "POST",
            "http://a.example/",
            body=io.BytesIO(b"a=b"),
            content_type="application/x-www-form-urlencoded",
        )


def test_other_threads_run_while_a_body_is_read(faults: Faults) -> None:
    turns = 0

    def count() -> Iterator[bytes]:
        nonlocal turns
        for _ in range(20):
            time.sleep(0.01)
            turns += 1
            yield b"x" * 100

    done = threading.Event()
    seen = 0

    def watch() -> None:
        nonlocal seen
        while not done.wait(0.001):
            seen = max(seen, turns)

    thread = threading.Thread(target=watch)
    thread.start()
    assert sent(faults, body=count(), content_type=BINARY)["body_length"] == 2000
    done.set()
    thread.join()
    assert seen >= 15


def test_a_body_that_refers_to_its_request_is_collected() -> None:
    class Body(io.BytesIO):
        request: Request

    body = Body(b"a")
    body.request = Request("POST", "http://a.example/", body=body, content_type=BINARY)
    gone = weakref.ref(body)
    del body
    gc.collect()
    assert gone() is None


# --- responses ----------------------------------------------------------------


def test_headers_are_a_mapping_whatever_their_case(faults: Faults) -> None:
    response = faults.session().get(f"{faults.http}/duplicate-headers")
    headers = response.headers
    assert isinstance(headers, Mapping)
    assert headers["CONTENT-type"].startswith("application/json")
    assert headers.get("content-TYPE") == headers["Content-Type"]
    assert (headers.get("x-nothing"), headers.get("x-nothing", 7)) == (None, 7)
    assert "X-Twice" in headers
    assert "x-nothing" not in headers
    assert 7 not in headers  # type: ignore[comparison-overlap]
    with pytest.raises(KeyError):
        headers["x-nothing"]
    assert len(headers.get_all("set-cookie")) == 3
    assert headers.get_all("x-nothing") == ()
    assert headers["Set-Cookie"] == headers.get_all("set-cookie")[0]
    assert len(headers) == len(list(headers)) == len(dict(headers)) == len(headers.pairs) - 3
    assert list(headers.items()) == list(zip(headers.keys(), headers.values(), strict=True))
    assert headers == response.headers
    assert headers != faults.session().get(f"{faults.http}/no-content").headers
    assert repr(headers).startswith("<oauth1.Headers ")
    assert headers["x-twice"] not in repr(headers)


def test_headers_are_taken_with_their_duplicates(faults: Faults) -> None:
    session = faults.session()
    query: list[tuple[str, str]] = [("header", f"WWW-Authenticate:{each}") for each in CHALLENGES]
    response = session.get(f"{faults.http}/status", query=[("code", "401"), *query])
    for headers in (response.headers, response.headers.pairs):
        assert oauth1.Problem.parse(headers, b"") == response.problem
    assert response.problem


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1252", "utf-16"])
def test_text_is_in_the_charset_of_its_type(faults: Faults, charset: str) -> None:
    text = "Müller ¡olé! £"
    session = faults.session()
    response = session.get(f"{faults.http}/charset", query={"name": charset, "text": text})
    assert response.text == text
    assert response.body == text.encode(charset)


def test_gzip_is_undone(faults: Faults) -> None:
    response = faults.session().get(f"{faults.http}/gzip?size=100000")
    sentence = "The quick brown fox jumps over the lazy dog.\n"
    assert response.text == (sentence * 3000)[:100_000]


def test_a_body_is_the_same_object_each_time(faults: Faults) -> None:
    response = faults.session().get(f"{faults.http}/download?size=1000")
    assert response.body is response.body
    assert len(response.body) == 1000


def test_a_problem_is_read_whole(faults: Faults) -> None:
    query = {
        "name": "parameter_rejected",
        "advice": "Try again",
        "parameters_rejected": "a=1&oauth_token_secret=x",
        "parameters_absent": "oauth_nonce&b",
        "acceptable_versions": "1.0-1.1",
        "acceptable_timestamps": "1-9",
    }
    for where in ("form", "header"):
        response = faults.session().get(
            f"{faults.http}/token/problem", query={**query, "where": where}
        )
        problem = response.problem
        assert problem
        with pytest.raises(oauth1.RefusedError) as caught:
            response.raise_for_status()
        assert caught.value.problem == problem
        assert caught.value.oauth_problem == problem.name == "parameter_rejected"
        assert not caught.value.unsent
        assert problem.advice == "Try again"
        assert problem.acceptable_timestamps == (1, 9)
        assert problem.acceptable_versions == ("1.0", "1.1")
        assert problem.parameters_absent == ("oauth_nonce", "b")
        assert problem.parameters_rejected == (("a", "1"), ("oauth_token_secret", "***"))
        assert problem.what_to_do
        assert str(problem).startswith("parameter_rejected (absent: oauth_nonce, b; ")
    assert faults.session().get(f"{faults.http}/ok").problem is None


# --- proxies, certificates, connections ---------------------------------------


def is_refused(session: oauth1.Session, url: str) -> bool:
    """Whether the proxy refuses: with an answer, or to make the connection."""
    try:
        return session.get(url).status == 403
    except oauth1.ConnectionFailedError as error:
        return "403" in str(error)


@pytest.mark.parametrize("proxy", ["proxy", "https_proxy", "proxy_auth_url"])
def test_requests_go_through_a_proxy(faults: Faults, proxy: str) -> None:
    session = faults.session({"proxy": getattr(faults, proxy)})
    for url in ("http://api.example/ok", faults.http + "/ok", faults.https + "/ok"):
        assert session.get(url).json()["ok"]
    assert {each["server"] for each in faults.requests()} >= {proxy.removesuffix("_url")}


def test_hosts_can_be_excepted_from_the_proxy(faults: Faults) -> None:
    hosts: Any
    for hosts in ("a.example,127.0.0.1", ["a.example", "127.0.0.1"], "*"):
        session = faults.session({"proxy": faults.proxy_refuses, "no_proxy": hosts})
        assert session.get(f"{faults.http}/ok").status == 200
    assert is_refused(faults.session({"proxy": faults.proxy_refuses}), f"{faults.http}/ok")


def test_the_environment_names_a_proxy(faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", faults.proxy_refuses)
    assert is_refused(faults.session({"proxy": None}), f"{faults.http}/ok")
    assert faults.session({"proxy": False}).get(f"{faults.http}/ok").status == 200
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert faults.session({"proxy": None}).get(f"{faults.http}/ok").status == 200


def test_a_proxy_that_refuses_a_tunnel_is_told(faults: Faults) -> None:
    session = faults.session({"proxy": faults.proxy_refuses})
    with pytest.raises(oauth1.ConnectionFailedError, match="proxy") as caught:
        session.get(f"{faults.https}/ok")
    assert caught.value.unsent


@pytest.mark.parametrize("proxy", ["ftp://a.example", "a b", "", True, 7])
def test_what_is_no_proxy_is_refused(proxy: Any) -> None:
    with pytest.raises((oauth1.InvalidSettingError, TypeError)):
        HttpTransport(proxy=proxy)


def test_certificates_are_a_path_or_pem(faults: Faults) -> None:
    ca = Path(faults.ca)
    certificates: Any
    for certificates in (str(ca), ca, ca.read_bytes()):
        session = faults.session({"ca_certificates": certificates})
        assert session.get(f"{faults.https}/ok").status == 200
        assert session.get(f"{faults.https_localhost}/ok").status == 200
    with pytest.raises(oauth1.TLSFailedError):
        faults.session({"ca_certificates": None}).get(f"{faults.https}/ok")


def test_a_client_certificate_opens_what_asks_for_one(faults: Faults) -> None:
    own = Path(faults.client_cert), Path(faults.client_key).read_bytes()
    session = faults.session({"client_certificate": own})
    assert session.get(f"{faults.https_client_cert}/ok").status == 200
    with pytest.raises(oauth1.ConnectionFailedError):
        faults.session().get(f"{faults.https_client_cert}/ok")


def test_certificates_that_cannot_be_read_are_told(faults: Faults, tmp_path: Path) -> None:
    with pytest.raises(oauth1.InvalidSettingError, match="certificate"):
        HttpTransport(ca_certificates=b"nonsense")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        HttpTransport(ca_certificates=tmp_path / "nowhere")
    with pytest.raises(oauth1.InvalidKeyError):
        HttpTransport(client_certificate=(faults.client_cert, b"nonsense"))
    with pytest.raises(oauth1.InvalidKeyError):  # a key that is not the certificate's
        HttpTransport(client_certificate=(faults.ca, faults.client_key))
    wrong: Any
    for wrong in (7, bytearray(b"a")):
        with pytest.raises(TypeError):
            HttpTransport(ca_certificates=wrong)


@pytest.mark.parametrize(("pool_size", "connections"), [(32, 1), (0, 3)])
def test_connections_are_kept_in_a_pool(faults: Faults, pool_size: int, connections: int) -> None:
    session = faults.session({"pool_size": pool_size})
    numbers = {session.get(f"{faults.http}/ok").json()["connection"] for _ in range(3)}
    assert len(numbers) == connections


# --- limits -------------------------------------------------------------------


def test_a_request_has_a_time_limit_of_its_own(faults: Faults) -> None:
    started = time.monotonic()
    with pytest.raises(oauth1.TimedOutError):
        faults.session().get(f"{faults.http}/silent", timeout=0.2)
    with pytest.raises(oauth1.TimedOutError):
        faults.session({"first_byte_timeout": 0.2}).get(f"{faults.http}/silent")
    with pytest.raises(oauth1.TimedOutError, match="next piece of the response"):
        faults.session({"idle_timeout": 0.2}).get(f"{faults.http}/long-length")
    assert time.monotonic() - started < 2
    assert faults.session({"timeout": 0.2}).get(f"{faults.http}/slow?ms=400", timeout=5).is_success


def test_a_request_has_a_largest_response_of_its_own(faults: Faults) -> None:
    session = faults.session(max_response_size=1000)
    url = f"{faults.http}/download?size=2000"
    with pytest.raises(oauth1.ResponseTooLargeError):
        session.get(url)
    assert len(session.get(url, max_response_size=2000).body) == 2000
    with pytest.raises(oauth1.ResponseTooLargeError):
        faults.session({"max_header_size": 1024}).get(f"{faults.http}/big-header")


@pytest.mark.parametrize("path", ["/silent", "/drip?ms=10", "/drip-body?ms=10&size=9999"])
def test_a_cancellation_ends_a_request_of_another_thread(faults: Faults, path: str) -> None:
    cancellation = Cancellation()
    assert not cancellation.is_cancelled
    timer = threading.Timer(0.2, cancellation.cancel)
    timer.start()
    started = time.monotonic()
    session = faults.session()
    with pytest.raises(oauth1.RequestCancelledError):
        session.get(f"{faults.http}{path}", cancellation=cancellation)
    assert 0.1 < time.monotonic() - started < 1
    timer.join()
    assert cancellation.is_cancelled
    assert repr(cancellation) == "<oauth1.Cancellation, cancelled>"
    with pytest.raises(oauth1.RequestCancelledError) as caught:
        session.get(f"{faults.http}/ok", cancellation=cancellation)
    assert caught.value.unsent
    assert session.get(f"{faults.http}/ok").status == 200
    assert len(faults.requests("/ok")) == 1


def test_a_cancellation_ends_a_handshake_of_another_thread(faults: Faults) -> None:
    cancellation = Cancellation()
    client = faults.session().client
    copy = client.with_cancellation(cancellation)
    timer = threading.Timer(0.2, cancellation.cancel)
    timer.start()
    started = time.monotonic()
    with pytest.raises(oauth1.RequestCancelledError):
        copy.request_token(f"{faults.http}/silent")
    assert 0.1 < time.monotonic() - started < 1
    timer.join()
    with pytest.raises(oauth1.RequestCancelledError):
        copy.session().get(f"{faults.http}/ok")
    assert client.session().get(f"{faults.http}/ok").status == 200
    assert len(faults.requests("/ok")) == 1


# --- settings -----------------------------------------------------------------


def test_a_user_agent_is_sent_unless_the_request_has_one(faults: Faults) -> None:
    session = faults.session(user_agent="MyApp/1.0")
    for options, expected in (({}, "MyApp/1.0"), ({"headers": {"user-agent": "Other"}}, "Other")):
        seen = session.get(f"{faults.http}/ok", **options).json()  # type: ignore[arg-type]
        agents = [value for name, value in seen["headers"] if name.lower() == "user-agent"]
        assert agents == [expected]
    with pytest.raises(oauth1.InvalidHeaderError):
        faults.session(user_agent="a\nb")


def test_an_empty_token_is_a_setting() -> None:
    for setting, own, sent in (
        (True, None, True),
        (True, False, False),
        (False, True, True),
        (False, None, False),
    ):
        session = oauth1.Client("key", "secret", empty_token=setting).session()
        request = Request("GET", "http://a.example/", empty_token=own)
        assert ('oauth_token=""' in session.authorization(request)) == sent


def test_nothing_is_imported_for_a_request(
    faults: Faults, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session = faults.session()
    request = Request("GET", f"{faults.http}/ok")
    caplog.set_level("WARNING", "oauth1")
    session.send(request)
    imported: list[str] = []
    real = __import__

    def noting(name: str, *args: Any, **kwargs: Any) -> Any:
        imported.append(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr("builtins.__import__", noting)
    threads = threading.active_count()
    response = session.send(request)
    assert threading.active_count() == threads
    monkeypatch.undo()
    assert response.status == 200
    assert imported == []


def test_no_secret_is_in_a_url_that_is_told(faults: Faults) -> None:
    with pytest.raises(oauth1.ConnectionFailedError) as caught:
        faults.session().get(f"{faults.refused}/?password={TOKEN_SECRET}")
    assert TOKEN_SECRET not in str(caught.value)
    assert caught.value.unsent
