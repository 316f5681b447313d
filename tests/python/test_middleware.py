"""WSGI and ASGI middleware: real requests through real servers, signed by requests-oauthlib."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import pytest
import requests
import requests_oauthlib

from oauth1 import Client, Request, Token, Verifier
from oauth1.asgi import VerifyingMiddleware as AsgiMiddleware
from oauth1.asgi import url_of
from oauth1.verifier import AsyncVerifier
from oauth1.wsgi import VerifyingMiddleware as WsgiMiddleware

KEY, SECRET, TOKEN, TOKEN_SECRET = "key", "secret", "token", "token secret"
FORM = {"title": "a day & more", "ü": "☃"}


def consumer(key: str) -> str | None:
    return {KEY: SECRET}.get(key)


def token(key: str, token: str) -> str | None:
    return {(KEY, TOKEN): TOKEN_SECRET}.get((key, token))


# --- WSGI ----------------------------------------------------------------------------------------


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    verified = environ["oauth1.verified"]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{verified.consumer_key} {verified.token} {len(body)}".encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(**settings: Any) -> Iterator[str]:
    middleware = WsgiMiddleware(application, Verifier(consumer, token, realm="Photos"), **settings)
    with make_server("127.0.0.1", 0, validator(middleware), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def signing(**changes: Any) -> requests_oauthlib.OAuth1:
    return requests_oauthlib.OAuth1(
        **{
            "client_key": KEY, "client_secret": SECRET, "resource_owner_key": TOKEN,
            "resource_owner_secret": TOKEN_SECRET, **changes,
        }
    )  # fmt: skip


@pytest.mark.parametrize("place", ["AUTH_HEADER", "QUERY", "BODY"])
@pytest.mark.parametrize("path", ["/", "/a%20b/ü;v=1?x=1%2B1&y=a+b&x=%C3%BC"])
def test_a_signed_request_reaches_the_wsgi_application(place: str, path: str) -> None:
    with served() as origin:
        answer = requests.post(origin + path, data=FORM, auth=signing(signature_type=place))
        assert (answer.status_code, answer.text.split()[:2]) == (200, [KEY, TOKEN]), answer.text
        assert int(answer.text.split()[2]) > 20
        answer = requests.get(origin + path, auth=signing())
        assert answer.text == f"{KEY} {TOKEN} 0"


def test_what_is_not_signed_as_it_should_be_is_answered_by_the_wsgi_middleware(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with served(max_body_size=1000) as origin:
        answer = requests.get(origin)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
            401,
            'OAuth realm="Photos"',
        )
        answer = requests.get(origin, auth=signing(client_secret="other"))
        assert answer.status_code == 401
        assert answer.text == "the credentials or the signature are not right\n"
        assert "signature_invalid" in answer.headers["WWW-Authenticate"]
        told = [record.getMessage() for record in caplog.records if record.name == "oauth1"]
        assert told[-1].endswith("signature: the signature is not that of the request")
        answer = requests.post(origin, data={"x": "y" * 2000}, auth=signing())
        assert answer.status_code == 413


def test_the_log_is_told_which_mistake_was_made_where_it_is_asked_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def told() -> str:
        last = [record.getMessage() for record in caplog.records if record.name == "oauth1"][-1]
        caplog.clear()
        return last

    wrong = {"resource_owner_secret": ""}
    with served(explain=True) as origin:
        assert requests.get(origin, auth=signing(**wrong)).status_code == 401
        assert "token_secret_missing" in told()
        assert requests.get(origin, auth=signing(client_key="other")).status_code == 401
        assert told().startswith("refused a request: consumer")
    methods = ["HMAC-SHA1"]
    for kind in (AsyncVerifier, Verifier):
        verifier = kind(consumer, token, signature_methods=methods)
        middleware, _ = asgi(verifier, explain=True)
        session = Client(KEY, SECRET).session(Token(TOKEN, ""))
        header = session.authorization(Request("POST", "https://a.example/"))
        scope = scope_of("/", [(b"host", b"a.example"), (b"authorization", header.encode())])
        assert asked(middleware, scope, b"")[0]["status"] == 401
        assert "token_secret_missing" in told()


def test_a_body_whose_end_the_server_knows_is_read_to_its_end() -> None:
    signed = (
        Client(KEY, SECRET)
        .session(Token(TOKEN, TOKEN_SECRET))
        .sign(Request("POST", "https://a.example/", form=FORM))
    )
    body = signed.body or b""
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "wsgi.url_scheme": "https",
        "HTTP_HOST": "a.example", "HTTP_TRANSFER_ENCODING": "chunked",
        "HTTP_AUTHORIZATION": signed.authorization, "wsgi.input_terminated": True,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }  # fmt: skip
    given: list[bytes] = []
    said: list[str] = []

    def reading(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        given.append(environ["wsgi.input"].read())
        return application(environ, start_response)

    for most in (len(body), len(body) - 1):
        middleware = WsgiMiddleware(reading, Verifier(consumer, token), max_body_size=most)
        wanted = {**environ, "wsgi.input": BytesIO(body)}
        middleware(wanted, lambda status, _: said.append(status))  # type: ignore[arg-type]
    assert [status[:3] for status in said] == ["200", "413"]
    assert given == [body]


# --- ASGI ----------------------------------------------------------------------------------------


def asgi(verifier: AsyncVerifier | Verifier, **settings: Any) -> tuple[AsgiMiddleware, list[Any]]:
    """The middleware before an application, and what that has got."""
    got: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            message = await receive()
            got.append((scope["state"]["oauth1.verified"].token, message["body"]))
            assert (await receive())["type"] == "http.disconnect"
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            got.append(scope["type"])

    return AsgiMiddleware(application, verifier, **settings), got


def asked(middleware: AsgiMiddleware, scope: dict[str, Any], *pieces: bytes) -> list[Any]:
    """What the middleware sends."""
    sent: list[Any] = []
    messages = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces) - 1}
        for number, piece in enumerate(pieces)
    ]

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(middleware(scope, receive, send))
    return sent


def scope_of(target: str, headers: list[tuple[bytes, bytes]], **more: Any) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "type": "http", "method": "POST", "scheme": "https", "path": path,
        "raw_path": path.encode(), "query_string": query.encode(), "headers": headers, **more,
    }  # fmt: skip


def signed_scope(target: str) -> tuple[dict[str, Any], bytes]:
    session = Client(KEY, SECRET).session(Token(TOKEN, TOKEN_SECRET))
    signed = session.sign(Request("POST", f"https://a.example{target}", form=FORM))
    headers = [(name.lower().encode(), value.encode()) for name, value in signed.headers]
    return scope_of(target, [(b"host", b"a.example"), *headers]), signed.body or b""


@pytest.mark.parametrize("kind", [AsyncVerifier, Verifier])
def test_a_signed_request_reaches_the_asgi_application_with_its_body(kind: Any) -> None:
    middleware, got = asgi(kind(consumer, token))
    scope, body = signed_scope("/a%2Fb;v=1?x=1%2B1&y=a+b")
    sent = asked(middleware, scope, body[:5], body[5:])
    assert sent[0]["status"] == 200
    assert got == [(TOKEN, body)]
    sent = asked(middleware, scope, body)
    assert sent[0]["status"] == 401
    assert dict(sent[0]["headers"])[b"www-authenticate"] == b'OAuth oauth_problem="nonce_used"'
    assert len(got) == 1


def test_what_is_not_signed_as_it_should_be_is_answered_by_the_asgi_middleware() -> None:
    middleware, got = asgi(AsyncVerifier(consumer, token), max_body_size=1000)
    scope, body = signed_scope("/")
    assert asked(middleware, scope, body + b"&x=y")[0]["status"] == 401
    assert asked(middleware, scope_of("/", [(b"host", b"a.example")]), b"")[0]["status"] == 401
    assert asked(middleware, scope, b"x" * 600, b"x" * 600)[0]["status"] == 413
    assert asked(middleware, scope) == []  # the client went away
    assert asked(middleware, {"type": "websocket"}) == [{"type": "websocket.close", "code": 1008}]
    assert not got
    asked(middleware, {"type": "lifespan"})
    assert got == ["lifespan"]


def test_a_url_is_put_together_of_what_a_server_tells() -> None:
    host = [(b"host", b"a.example:8443")]
    assert url_of(scope_of("/a%2Fb?x", host)) == "https://a.example:8443/a%2Fb?x"
    without = scope_of("/ü", [], server=("127.0.0.1", 80), raw_path=None)
    assert url_of(without) == "https://127.0.0.1:80/%C3%BC"
    assert url_of({**scope_of("/p?q", host), "raw_path": b"/p?q"}).endswith("/p?q")
