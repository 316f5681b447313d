"""`oauth1.requests`: a redirect is signed for where it goes, and never for anybody else."""

from __future__ import annotations

import hashlib
import io
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests

from net import Net
from oauth1.requests import OAuth1, OAuth1Session
from oauthlib_server import Sent, accepts
from seeds import CONSUMER_SECRET, TOKEN_SECRET

KEYS = ("key", CONSUMER_SECRET, "token", TOKEN_SECRET)
SITE = "http://site.example"


def judged(sent: Sent) -> bool:
    return accepts(sent, CONSUMER_SECRET, TOKEN_SECRET)


def signed(sent: Sent) -> bool:
    return "oauth_signature" in f"{sent.url}{sent.body!r}{sent.headers}"


@pytest.fixture(params=["OAuth1Session", "OAuth1"])
def session(request: pytest.FixtureRequest) -> Iterator[requests.Session]:
    """Both ways to sign: by the session, and by an auth of a session of requests' own."""
    if request.param == "OAuth1Session":
        with OAuth1Session(*KEYS) as own:
            yield own
    else:
        with requests.Session() as plain:
            plain.trust_env = False
            plain.auth = OAuth1(*KEYS)
            yield plain


def net(session: requests.Session, **redirects: Any) -> Net:
    servers = Net({f"{SITE}/{path}": target for path, target in redirects.items()})
    for scheme in ("http://", "https://"):
        session.mount(scheme, servers)
    return servers


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["/b/?c=d", f"{SITE}/b/", "//site.example:80/b", "b c"])
def test_within_the_origin_it_is_signed_anew(
    session: requests.Session, code: int, target: str
) -> None:
    servers = net(session, a=(code, target))
    response = session.post(f"{SITE}/a", data={"e": "f"})
    assert [each.status_code for each in response.history] == [code]
    assert [judged(each) for each in servers.got] == [True, True]
    kept = code in {307, 308}
    assert (servers.got[1].method, servers.got[1].body) == (
        ("POST", b"e=f") if kept else ("GET", None)
    )
    first, second = (dict(each.headers)["Authorization"] for each in servers.got)
    assert first != second
    # what was sent is on record
    assert response.history[0].request.headers["Authorization"] == first
    assert response.request.headers["Authorization"] == second


def test_each_of_many_is_signed_anew(session: requests.Session) -> None:
    servers = net(session, a=(307, "/b"), b=(302, "/c"), c=(308, "d"))
    session.put(f"{SITE}/a", data=b"\x00")
    assert [each.url for each in servers.got] == [f"{SITE}/{path}" for path in "abcd"]
    assert all(map(judged, servers.got))


def test_https_on_the_same_host_is_signed_for(session: requests.Session) -> None:
    servers = net(session, a=(307, "https://site.example/a"))
    session.post(f"{SITE}/a", data={"e": "f"})
    assert [judged(each) for each in servers.got] == [True, True]
    assert servers.got[1].url == "https://site.example/a"


ELSEWHERE = [
    "http://other.example/b",
    "http://site.example:8080/b",
    "https://site.example:8443/b",
    "http://site.example.other.example/b",
    "//other.example/b",
]


@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "QUERY", "BODY"])
@pytest.mark.parametrize("method", ["HMAC-SHA1", "PLAINTEXT"])
@pytest.mark.parametrize("target", ELSEWHERE)
def test_another_origin_gets_no_signature(
    session: requests.Session, signature_type: str, method: str, target: str
) -> None:
    session.auth = OAuth1(*KEYS, signature_type=signature_type, signature_method=method)
    servers = net(session, a=(307, target))
    response = session.post(f"{SITE}/a", data={"e": "f"})
    first, second = servers.got
    assert judged(first)
    assert not signed(second)
    assert second.body == b"e=f"
    assert dict(second.headers)["Content-Length"] == "3"
    assert response.ok


def test_http_gets_no_signature_from_https(session: requests.Session) -> None:
    servers = net(session)
    servers.redirects["https://site.example/a"] = (307, f"{SITE}/a")
    session.get("https://site.example/a")
    assert [signed(each) for each in servers.got] == [True, False]


def test_who_was_not_signed_for_is_not_later(session: requests.Session) -> None:
    servers = net(session, a=(302, "http://other.example/b"))
    servers.redirects["http://other.example/b"] = (302, "/c")
    servers.redirects["http://other.example/c"] = (302, f"{SITE}/d")
    session.get(f"{SITE}/a")
    assert [signed(each) for each in servers.got] == [True, False, False, False]


def test_a_session_signs_anew_in_the_query() -> None:
    with OAuth1Session(*KEYS, signature_type="QUERY") as session:
        servers = net(session, a=(302, "/b?c=d&oauth_nonce=stale&oauth_signature=stale"))
        session.get(f"{SITE}/a?c=d")
    assert [judged(each) for each in servers.got] == [True, True]
    assert "stale" not in servers.got[1].url
    assert servers.got[1].url.startswith(f"{SITE}/b?c=d&oauth_consumer_key=key&")


def test_a_signature_in_the_body_is_made_anew(session: requests.Session) -> None:
    session.auth = OAuth1(*KEYS, signature_type="BODY")
    servers = net(session, a=(308, "/b"), c=(303, "/b"))
    session.post(f"{SITE}/a", data={"e": "f"})
    assert [judged(each) for each in servers.got] == [True, True]
    for each in servers.got:
        assert (each.body or b"").count(b"oauth_signature=") == 1
        assert dict(each.headers)["Content-Length"] == str(len(each.body or b""))
    # a GET has no body for it
    session.post(f"{SITE}/c", data={"e": "f"})
    assert [signed(each) for each in servers.got[2:]] == [True, False]


def test_a_file_is_hashed_and_sent_again(session: requests.Session) -> None:
    session.auth = OAuth1(*KEYS, force_include_body=True)
    servers = net(session, a=(307, "/b"))
    session.put(f"{SITE}/a", data=io.BytesIO(b"\x00body"))
    first, second = servers.got
    assert first.body == second.body == b"\x00body"
    hashes = {
        part
        for each in servers.got
        for part in dict(each.headers)["Authorization"].split(", ")
        if part.startswith("oauth_body_hash=")
    }
    digest = b64encode(hashlib.sha1(b"\x00body").digest()).decode()
    assert hashes == {f'oauth_body_hash="{quote(digest, "")}"'}


def test_the_next_request_is_signed_where_redirects_are_not_followed(
    session: requests.Session,
) -> None:
    servers = net(session, a=(302, "/b"))
    response = session.get(f"{SITE}/a", allow_redirects=False)
    assert response.status_code == 302
    assert response.next is not None
    session.send(response.next)
    assert [judged(each) for each in servers.got] == [True, True]


@pytest.mark.parametrize("follow", [False, True])
def test_what_cannot_be_signed_goes_as_it_is(session: requests.Session, follow: bool) -> None:
    servers = net(session, a=(302, "/b?oauth_token=t&oauth_verifier=v"))
    response = session.get(f"{SITE}/a", allow_redirects=follow)
    assert response.status_code == (200 if follow else 302)
    assert [signed(each) for each in servers.got] == [True, False][: 1 + follow]


def test_another_auth_of_a_session_is_treated_as_requests_does() -> None:
    with OAuth1Session(*KEYS) as session:
        session.trust_env = False
        servers = net(session, a=(302, "/b"), b=(302, "http://other.example/c"))
        session.get(f"{SITE}/a", auth=("user", "password"))
    sent = [dict(each.headers).get("Authorization") for each in servers.got]
    assert sent == ["Basic dXNlcjpwYXNzd29yZA=="] * 2 + [None]
