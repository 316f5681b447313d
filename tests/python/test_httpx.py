"""`oauth1.httpx.Auth`: clients of both kinds sign alike."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest

import oauth1
from faults import Faults
from oauth1.httpx import Auth
from oauth1.sandbox import Sandbox, consent
from oauthlib_server import Sent, accepts
from seeds import CONSUMER_SECRET, TOKEN_SECRET

FORM = "application/x-www-form-urlencoded"
SITE = "http://site.example"


class Net(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Servers that redirect, by URL; they answer 401 to what is not signed for them, and 200."""

    def __init__(self, redirects: dict[str, tuple[int, str]] | None = None) -> None:
        self.redirects = redirects or {}
        self.got: list[Sent] = []

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        url = str(request.url)
        received = str(request.url.copy_with(netloc=request.headers["Host"].encode()))
        headers = [*request.headers.items()]
        sent = Sent(request.method, received, headers, body)
        self.got.append(sent)
        status, location = self.redirects.get(url.partition("?")[0], (0, ""))
        if location:
            return httpx.Response(status, headers={"Location": location})
        return httpx.Response(200 if judged(sent) else 401)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        return self._answer(request, b"".join(request.stream))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        return self._answer(request, b"".join([piece async for piece in request.stream]))


def signed(sent: Sent) -> bool:
    return "oauth_signature" in f"{sent.url}{sent.body!r}{sent.headers}"


def judged(sent: Sent) -> bool:
    return signed(sent) and "stale" not in sent.url and accepts(sent, CONSUMER_SECRET, TOKEN_SECRET)


def auth(**settings: Any) -> Auth:
    client = oauth1.Client("key", CONSUMER_SECRET, **settings)
    return Auth(client.session(oauth1.Token("token", TOKEN_SECRET)))


Send = Callable[..., httpx.Response]


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Send:
    """Send a request to servers, with a client of either kind."""

    def send(net: Net, by: Auth, method: str, url: str, **options: Any) -> httpx.Response:
        settings: dict[str, Any] = {"auth": by, "follow_redirects": True}
        with httpx.Client(transport=net, **settings) as client:
            return client.request(method, url, **options)

    async def later(net: Net, by: Auth, method: str, url: str, **options: Any) -> httpx.Response:
        settings: dict[str, Any] = {"auth": by, "follow_redirects": True}
        async with httpx.AsyncClient(transport=net, **settings) as client:
            return await client.request(method, url, **options)

    if request.param == "sync":
        return send
    return lambda *arguments, **options: asyncio.run(later(*arguments, **options))


REQUESTS: dict[str, dict[str, Any]] = {
    "a query": {"method": "GET", "params": {"a": "b + c", "☃": "~*'|"}},
    "a form": {"data": {"status": "Hello Ladies + Gentlemen, ☃", "a": ["2", "1"], "e": ""}},
    "a form by hand": {"content": b"a=%20b&c", "headers": {"Content-Type": FORM + "; charset=a"}},
    "JSON": {"json": {"a": "b"}},
    "a file": {"files": {"media": ("a.txt", b"hello")}, "data": {"a": "b"}},
    "bytes": {"content": b"\x00a=b"},
    "nothing": {"method": "DELETE"},
    "another Host": {"headers": {"Host": "api.example.com"}},
}


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("transmission", ["header", "query"])
def test_oauthlib_takes_the_signature(send: Send, name: str, transmission: str) -> None:
    net = Net()
    options = {"method": "POST", "url": f"{SITE}/a/%7eb?c=d%20e", **REQUESTS[name]}
    response = send(net, auth(transmission=transmission), **options)
    assert response.status_code == 200
    (sent,) = net.got
    assert ("Authorization" in response.request.headers) == (transmission == "header")
    assert ("oauth_signature=" in sent.url) == (transmission == "query")


@pytest.mark.parametrize("data", [{"status": "a + ☃"}, None])
def test_a_form_carries_the_signature(send: Send, data: Any) -> None:
    net = Net()
    assert send(net, auth(transmission="form"), "POST", SITE, data=data).status_code == 200
    (sent,) = net.got
    assert b"oauth_signature=" in (sent.body or b"")
    headers = dict(sent.headers)
    assert headers["content-length"] == str(len(sent.body or b""))
    assert headers["content-type"] == FORM


def test_a_form_is_read_and_any_other_stream_is_not() -> None:
    read: list[str] = []

    def pieces(name: str) -> Iterator[bytes]:
        read.append(name)
        yield b"a=b"

    headers = {"Content-Type": FORM}
    by = auth()
    form = httpx.Request("POST", SITE, content=pieces("form"), headers=headers)
    flow = by.sync_auth_flow(form)
    assert next(flow).content == b"a=b"
    other = httpx.Request("POST", SITE, content=pieces("other"))
    stream = other.stream
    assert next(by.sync_auth_flow(other)).stream is stream
    multipart = httpx.Request("POST", SITE, files={"a": b"b"})
    stream = multipart.stream
    assert next(by.sync_auth_flow(multipart)).stream is stream
    assert read == ["form"]


def test_an_async_form_is_read() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"a="
        yield b"b"

    async def run(net: Net) -> int:
        async with httpx.AsyncClient(transport=net, auth=auth()) as client:
            options: dict[str, Any] = {"content": pieces(), "headers": {"Content-Type": FORM}}
            return (await client.post(SITE, **options)).status_code

    net = Net()
    assert asyncio.run(run(net)) == 200
    assert net.got[0].body == b"a=b"


@pytest.mark.parametrize("content", [b"\x00a=b", b""])
def test_a_body_hash_is_that_of_the_body(send: Send, content: bytes) -> None:
    net = Net()
    assert send(net, auth(body_hash=True), "PUT", SITE, content=content).status_code == 200
    assert "oauth_body_hash=" in dict(net.got[0].headers)["authorization"]


def test_what_cannot_be_signed_is_not_sent(send: Send) -> None:
    net = Net()
    with pytest.raises(oauth1.InvalidSettingError, match="application/json"):
        send(net, auth(transmission="form"), "POST", SITE, json={})
    with pytest.raises(oauth1.InsecureTransportError):
        send(net, auth(signature_method="PLAINTEXT"), "GET", SITE)
    with pytest.raises(oauth1.InvalidURLError, match="user information"):
        send(net, auth(), "GET", "http://user:password@site.example/")
    assert net.got == []


def test_a_request_that_names_no_host_is_signed_for_that_of_its_url() -> None:
    request = httpx.Request("GET", f"{SITE}/a")
    del request.headers["Host"]
    sent = next(auth().sync_auth_flow(request))
    assert judged(Sent("GET", str(sent.url), [*sent.headers.items()], b""))


# --- redirects --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["/b/?c=d", f"{SITE}:80/b", "https://site.example/b"])
@pytest.mark.parametrize("transmission", ["header", "query"])
def test_within_the_origin_it_is_signed_anew(
    send: Send, code: int, target: str, transmission: str
) -> None:
    net = Net({f"{SITE}/a": (code, target)})
    by = auth(transmission=transmission)
    response = send(net, by, "POST", f"{SITE}/a", data={"e": "f"})
    assert response.status_code == 200
    assert [judged(each) for each in net.got] == [True, False, True]
    kept = code in {307, 308}
    assert net.got[-1].method == ("POST" if kept else "GET")
    assert net.got[-1].body == (b"e=f" if kept else b"")


def test_each_of_many_is_signed_anew(send: Send) -> None:
    net = Net({f"{SITE}/a": (302, "/b"), f"{SITE}/b": (302, "/c")})
    assert send(net, auth(), "GET", f"{SITE}/a").status_code == 200
    assert [each.url for each in net.got if judged(each)] == [f"{SITE}/a", f"{SITE}/c"]


def test_a_signature_that_the_server_repeats_is_not_sent_twice(send: Send) -> None:
    net = Net({f"{SITE}/a": (302, "/b?c=d&oauth_nonce=stale&oauth_signature=stale")})
    response = send(net, auth(transmission="query"), "GET", f"{SITE}/a")
    assert response.status_code == 200
    assert net.got[-1].url.startswith(f"{SITE}/b?c=d&oauth_consumer_key=key")


@pytest.mark.parametrize("query", ["oauth_token=t&oauth_verifier=v", "oauth_of_theirs=x"])
def test_a_redirect_that_cannot_be_signed_is_the_response(send: Send, query: str) -> None:
    net = Net({f"{SITE}/a": (302, f"/stale?{query}")})
    assert send(net, auth(), "GET", f"{SITE}/a").status_code == 401
    assert len(net.got) == 2


ELSEWHERE = [
    "http://other.example/b",
    "http://site.example:8080/b",
    "https://site.example:8443/b",
    "//other.example/b",
]


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize(
    ("transmission", "method"),
    [("header", "HMAC-SHA1"), ("header", "PLAINTEXT"), ("query", "HMAC-SHA1")],
)
def test_another_origin_gets_no_signature(
    send: Send, target: str, transmission: str, method: str
) -> None:
    net = Net({f"{SITE}/a": (307, target)})
    by = auth(transmission=transmission, signature_method=method, plaintext_over_http=True)
    assert send(net, by, "POST", f"{SITE}/a", data={"e": "f"}).status_code == 401
    assert [signed(each) for each in net.got] == [True, False]


def test_who_was_not_signed_for_is_not_later(send: Send) -> None:
    net = Net({f"{SITE}/a": (302, "http://other.example/b")})
    net.redirects["http://other.example/b"] = (302, f"{SITE}/c")
    assert send(net, auth(), "GET", f"{SITE}/a").status_code == 401
    assert [signed(each) for each in net.got] == [True, False, False]


@pytest.mark.parametrize("target", ["/b", "http://other.example/b"])
def test_a_body_that_carries_a_signature_is_sent_once(send: Send, target: str) -> None:
    net = Net({f"{SITE}/a": (307, target)})
    by = auth(transmission="form", signature_method="PLAINTEXT", plaintext_over_http=True)
    with pytest.raises(oauth1.InvalidBodyError, match="was redirected"):
        send(net, by, "POST", f"{SITE}/a", data={"e": "f"})
    assert len(net.got) == 1
    net.redirects[f"{SITE}/a"] = (303, target)
    assert send(net, by, "POST", f"{SITE}/a", data={"e": "f"}).status_code == 401
    assert [signed(each) for each in net.got[1:]] == [True, False]


def test_a_refusal_is_the_response(send: Send) -> None:
    client = oauth1.Client("key", "another secret")
    net = Net()
    response = send(net, Auth(client.session()), "GET", SITE)
    assert response.status_code == 401
    assert len(net.got) == 1


# --- over a network ---------------------------------------------------------------------------


@pytest.mark.both_judges
def test_a_user_publishes(sandbox: Sandbox) -> None:
    client = oauth1.Client(sandbox.consumer_key, sandbox.consumer_secret)
    token = client.request_token(sandbox.request_token_url).token
    pin = consent(client.authorization_url(sandbox.authorize_url, token))
    by = Auth(client.session(client.access_token(sandbox.access_token_url, token, pin).token))
    statuses = [f"Hello Ladies + Gentlemen, ☃ {number}" for number in range(8)]

    async def publish() -> list[Any]:
        async with httpx.AsyncClient(auth=by, trust_env=False) as each:
            posts = (each.post(sandbox.update_url, data={"status": text}) for text in statuses)
            return [response.json()["text"] for response in await asyncio.gather(*posts)]

    assert asyncio.run(publish()) == statuses
    with httpx.Client(auth=by, trust_env=False) as each:
        timeline = each.get(sandbox.home_timeline_url, params={"count": 8}).json()
    assert {each["text"] for each in timeline} == {*statuses}


def test_a_stream_is_sent_as_it_comes(faults: Faults) -> None:
    with httpx.Client(auth=auth(), trust_env=False) as client:
        content = (bytes([number]) * 1000 for number in range(100))
        seen = client.put(f"{faults.http}/ok", content=content).json()
    assert seen["body_length"] == 100_000
    headers = {name.lower(): value for name, value in seen["headers"]}
    assert headers["transfer-encoding"] == "chunked"
    assert headers["authorization"].startswith("OAuth ")


def test_what_cannot_sign_is_refused_at_once() -> None:
    waiting = oauth1.AsyncClient("key", CONSUMER_SECRET).session()
    for wrong in (waiting, oauth1.Client("key", CONSUMER_SECRET), None):
        with pytest.raises(TypeError) as caught:
            Auth(wrong)  # type: ignore[arg-type]
        assert str(caught.value) == (
            "Auth takes a Session, which oauth1.Client(...).session(token) makes, for clients of "
            f"both kinds, not {type(wrong).__name__}"
        )


def test_an_extra_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "oauth1.httpx")
    with pytest.raises(ImportError) as caught:
        importlib.import_module("oauth1.httpx")
    assert str(caught.value) == (
        "oauth1.httpx needs httpx, which is not installed: pip install 'oauth1[httpx]'"
    )
