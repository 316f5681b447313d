"""What becomes of what a server answers, and of silence, in both packages."""

from __future__ import annotations

import logging
import socket
import threading
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import oauth
import oauth1
from seeds import CONSUMER_SECRET, TOKEN_SECRET

TOKEN = "oauth_token=t&oauth_token_secret=s%26s&oauth_callback_confirmed=true"


@dataclass
class Server:
    """An HTTP server that answers every request alike, and remembers the last one."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    method: str = ""
    path: str = ""
    sent_headers: Message = field(default_factory=Message)
    sent_body: bytes = b""
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline()
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            server.method, server.path = self.command, self.path
            server.sent_headers = self.headers
            server.sent_body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(server.status)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(server.body)))
            self.end_headers()
            self.wfile.write(server.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.05,))
        thread.start()
        server.url = f"http://127.0.0.1:{http.server_port}/"
        yield server
        http.shutdown()
        thread.join()


@pytest.fixture
def session() -> oauth1.Session:
    return oauth1.Client("key", CONSUMER_SECRET).session(oauth1.Token("token", TOKEN_SECRET))


@pytest.fixture(autouse=True)
def scope() -> Iterator[None]:
    with oauth.scope(sealed=True):
        oauth.setConsumerCreds("key", CONSUMER_SECRET)
        oauth.set_access_token("token", TOKEN_SECRET)
        yield


@contextmanager
def silence() -> Iterator[str]:
    """Give the URL of something that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.parametrize("status", [200, 301, 404, 500])
def test_any_status_is_a_response(server: Server, session: oauth1.Session, status: int) -> None:
    server.status, server.body = status, b"caf\xc3\xa9 \xff"
    server.headers = {"X-Answer": "1", "Location": "http://elsewhere.example/"}
    response = session.get(server.url)
    assert (response.status, response.is_success) == (status, status == 200)
    assert (response.body, response.text) == (server.body, "café \ufffd")
    assert (response.header("x-ANSWER"), response.header("x-other")) == ("1", None)
    assert response.headers["X-Answer"] == "1"
    assert repr(response) == f"<oauth1.Response {status}, 7 bytes>"
    with pytest.raises(ValueError, match=r"JSON|utf-8"):
        response.json()


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_each_method_is_sent_as_such(server: Server, session: oauth1.Session, method: str) -> None:
    assert getattr(session, method)(server.url, query={"a": "1"}).status == 200
    assert (server.method, server.path) == (method.upper(), "/?a=1")
    assert server.sent_headers["Authorization"].startswith("OAuth oauth_consumer_key=")


def test_a_refusal_has_the_providers_words(server: Server, session: oauth1.Session) -> None:
    server.status, server.body = 403, b"oauth_problem=token_revoked&" + b"x" * 1000
    with pytest.raises(oauth1.RefusedError, match="oauth_problem=token_revoked") as caught:
        session.get(server.url).raise_for_status()
    assert caught.value.body_excerpt == server.body.decode()[:512]


def test_a_token_response_is_read_from_any_response(
    server: Server, session: oauth1.Session
) -> None:
    server.body = TOKEN.encode() + b"&user=7"
    answer = oauth1.TokenResponse.from_response(session.post(server.url))
    assert answer.token == oauth1.Token("t", "s&s")
    assert answer.extra == (("oauth_callback_confirmed", "true"), ("user", "7"))


def test_a_token_response_without_its_parts_is_told(server: Server) -> None:
    client = oauth1.Client("key", CONSUMER_SECRET)
    for body, missing in (("", "oauth_token"), ("oauth_token=t", "oauth_token_secret")):
        server.body = body.encode()
        with pytest.raises(oauth1.InvalidTokenResponseError, match=f"no {missing}:"):
            client.request_token(server.url)
        with pytest.raises(oauth1.InvalidTokenResponseError, match=f"no {missing}:"):
            oauth.get_access_token(server.url, "token", TOKEN_SECRET, "verifier")


def test_an_unconfirmed_callback_is_an_error_or_a_warning(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.body = f"oauth_token=t&oauth_token_secret={TOKEN_SECRET}".encode()
    with pytest.raises(oauth1.CallbackNotConfirmedError):
        oauth1.Client("key", CONSUMER_SECRET).request_token(server.url)
    lenient = oauth1.Client("key", CONSUMER_SECRET, callback_confirmation=False)
    assert not lenient.request_token(server.url).callback_confirmed

    url = oauth.get_authorization_url(server.url, "http://a.example/authorize", "oob")
    assert url == "http://a.example/authorize?oauth_token=t"
    assert oauth.requestTokenSecret == TOKEN_SECRET
    told = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert [(each.name, each.levelno) for each in told] == [("oauth", logging.WARNING)]


def test_the_original_module_gives_the_whole_of_an_http_error(server: Server) -> None:
    server.status, server.body = 418, b"short and stout " * 100
    server.headers = {"X-Answer": "1"}
    told = oauth.get_authorization_url(server.url, "http://a.example/authorize", "oob")
    assert told == f"Response: {server.body.decode()}"
    with pytest.raises(urllib.error.HTTPError) as caught:
        oauth.get_api_response(server.url)
    with caught.value as error:
        assert (error.code, error.status) == (418, 418)
        assert (error.url, error.headers["X-Answer"]) == (server.url, "1")
        assert error.read() == server.body
        assert isinstance(error, oauth1.RefusedError)
        assert isinstance(error, urllib.error.URLError)
        assert error.kind == "refused"
        assert error.body_excerpt == server.body.decode()[:512]


def test_a_status_that_nobody_knows_has_no_reason(server: Server) -> None:
    server.status = 299 + 300
    with pytest.raises(urllib.error.HTTPError, match="HTTP Error 599") as caught:
        oauth.get_api_response(server.url)
    caught.value.close()


def test_the_original_module_sends_what_it_signs(server: Server) -> None:
    for method in ("GET", "HEAD", "DELETE", "OPTIONS"):
        oauth.get_api_response(f"{server.url}?z=1", method, {"a": "b c"})
        assert (server.method, server.path, server.sent_body) == (method, "/?z=1&a=b%20c", b"")
    for method in ("POST", "PUT"):
        oauth.get_api_response(f"{server.url}?z=1", method, {"a": "b c"})
        assert (server.method, server.path, server.sent_body) == (method, "/?z=1", b"a=b%20c")
    server.body = TOKEN.encode()
    oauth.get_authorization_url(server.url, "http://a.example/", "oob")
    assert (server.method, server.sent_headers["Content-Length"]) == ("POST", "0")


def test_the_original_module_sends_protocol_parameters_in_the_header(server: Server) -> None:
    parameters: dict[str, object] = {
        "oauth_verifier": b"v v",
        "oauth_nonce": "overwritten",
        "oauth_signature": "overwritten",
        "not_oauth_this": 7,
        "list": ["1", b"2", 3],
        "none": None,
    }
    before = dict(parameters)
    server.body = b"body"
    assert oauth.get_api_response(server.url, parameters=parameters) == "body"
    assert parameters == before
    assert server.sent_body == b"not_oauth_this=7&list=1&list=2&list=3&none=None"
    assert 'oauth_verifier="v%20v"' in server.sent_headers["Authorization"]
    assert "overwritten" not in server.sent_headers["Authorization"]
    oauth.get_api_response(server.url)
    assert "oauth_verifier" not in server.sent_headers["Authorization"]
    assert server.sent_body == b""


def test_patched_nonce_and_timestamp_are_sent_and_other_patches_are_not(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth, "_get_nonce", lambda: 999999999)
    monkeypatch.setattr(oauth, "_get_timestamp", lambda: "1318622958")
    for name in ("_get_base_string", "_get_signature", "_build_oauth_headers", "url_encode"):
        monkeypatch.setattr(oauth, name, lambda *_: "patched")
    oauth.get_api_response(server.url)
    sent = server.sent_headers["Authorization"]
    assert 'oauth_nonce="999999999"' in sent
    assert 'oauth_timestamp="1318622958"' in sent
    assert "patched" not in sent
    parameters: dict[str, str] = {}
    oauth._add_oauth_parameters(parameters)
    assert (parameters["oauth_nonce"], parameters["oauth_timestamp"]) == (
        "999999999",
        "1318622958",
    )


def test_the_signature_method_is_a_setting(server: Server) -> None:
    oauth.signatureMethod = "HMAC-SHA256"
    oauth.get_api_response(server.url)
    assert 'oauth_signature_method="HMAC-SHA256"' in server.sent_headers["Authorization"]


def test_an_unreachable_host_is_told(session: oauth1.Session) -> None:
    url = closed_port()
    with pytest.raises(oauth1.ConnectionFailedError) as caught:
        session.get(url)
    assert isinstance(caught.value, ConnectionError)
    assert str(caught.value).startswith(url.rstrip("/"))
    with pytest.raises(urllib.error.URLError) as told:
        oauth.get_api_response(url)
    assert isinstance(told.value, oauth1.OAuth1Error)
    assert isinstance(told.value.reason, oauth1.ConnectionFailedError)
    assert told.value.kind == "connection_failed"
    with pytest.raises(urllib.error.URLError):
        oauth.get_authorization_url(url, "http://a.example/", "oob")
    with pytest.raises(urllib.error.URLError):
        oauth.get_access_token(url, "token", TOKEN_SECRET, "verifier")


def test_a_host_that_is_not_found_is_told(session: oauth1.Session) -> None:
    with pytest.raises(oauth1.HostNotFoundError, match=r"http://nowhere\.invalid: "):
        session.get("http://nowhere.invalid/")


def test_what_is_no_http_is_told(session: oauth1.Session) -> None:
    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"220 mail.example ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises((oauth1.InvalidResponseError, oauth1.ConnectionFailedError)):
            session.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()


def test_a_time_limit_ends_a_request() -> None:
    transport = oauth1.HttpTransport(timeout=0.2)
    session = oauth1.Client("key", CONSUMER_SECRET, transport=transport).session()
    with silence() as url, pytest.raises(oauth1.TimedOutError) as caught:
        session.get(url)
    assert isinstance(caught.value, TimeoutError)


def test_a_response_is_no_larger_than_the_limit(server: Server) -> None:
    server.body = b"x" * 1001
    session = oauth1.Client("key", CONSUMER_SECRET, max_response_size=1000).session()
    with pytest.raises(oauth1.ResponseTooLargeError):
        session.get(server.url)
    server.body = b"x" * 1000
    assert len(session.get(server.url).body) == 1000


def test_a_request_on_another_thread_is_sent_as_well(
    server: Server, session: oauth1.Session
) -> None:
    responses: list[oauth1.Response] = []
    thread = threading.Thread(target=lambda: responses.append(session.get(server.url)))
    thread.start()
    thread.join()
    assert [response.status for response in responses] == [200]


def test_other_threads_run_while_a_request_waits() -> None:
    transport = oauth1.HttpTransport(timeout=0.5)
    session = oauth1.Client("key", CONSUMER_SECRET, transport=transport).session()
    with silence() as url:

        def wait() -> None:
            with pytest.raises(oauth1.TimedOutError):
                session.get(url)

        threads = [threading.Thread(target=wait) for _ in range(8)]
        for thread in threads:
            thread.start()
        turns = 0
        while any(thread.is_alive() for thread in threads):
            turns += 1
        assert turns > 1000


@pytest.mark.parametrize("hook", ["nonce", "clock"])
def test_nothing_is_sent_where_a_hook_raises(server: Server, hook: str) -> None:
    def broken() -> str:
        raise LookupError("nothing there")

    client = oauth1.Client("key", CONSUMER_SECRET, **{hook: broken})  # type: ignore[arg-type]
    for call in (
        lambda: client.session().get(server.url),
        lambda: client.request_token(server.url),
        lambda: client.access_token(server.url, oauth1.Token("t", "s"), "v"),
    ):
        with pytest.raises(LookupError, match="nothing there"):
            call()
    assert server.method == ""


def test_no_error_shows_a_secret(server: Server, session: oauth1.Session) -> None:
    server.status, server.body = 400, f"oauth_token_secret={TOKEN_SECRET}".encode()
    errors: list[BaseException] = []
    for call in (
        lambda: session.get(f"{closed_port()}?password={TOKEN_SECRET}"),
        lambda: session.get(server.url).raise_for_status(),
        lambda: session.post(server.url, params={"oauth_token": TOKEN_SECRET}),
        lambda: oauth.get_access_token(server.url, "token", TOKEN_SECRET, TOKEN_SECRET),
    ):
        with pytest.raises(oauth1.OAuth1Error) as caught:
            call()
        errors.append(caught.value)
    for error in errors:
        shown = f"{error} {error!r} {error.args} {vars(error)}"
        assert TOKEN_SECRET not in shown
        assert CONSUMER_SECRET not in shown
        if isinstance(error, urllib.error.HTTPError):
            error.close()
