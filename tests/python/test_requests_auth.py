"""`oauth1.requests.OAuth1`: what is signed, and what is left as it is."""

from __future__ import annotations

import copy
import hashlib
import importlib
import io
import json
import pickle
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import oauthlib.oauth1
import pytest
import requests
import requests_oauthlib
from hypothesis import given, settings
from hypothesis import strategies as st

import oauth1
from oauth1 import requests as adaptor
from oauth1.requests import OAuth1
from oauthlib_server import Sent, accepts
from seeds import CONSUMER_SECRET, RSA_KEY, RSA_PUBLIC_KEY, TOKEN_SECRET

FORM = "application/x-www-form-urlencoded"
URL = "http://photos.example.net/photos?size=original&a=b%20c"
# not those of the other tests: oauthlib logs what it likes
KEYS = ("key", "a secret & more", "token", "token's secret")
FIXED: dict[str, Any] = {"nonce": "kllo9940pd9333jh", "timestamp": "1191242096"}


def prepared(auth: Any, method: str = "POST", url: str = URL, **options: Any) -> Any:
    return requests.Request(method, url, auth=auth, **options).prepare()


def mine(**settings: Any) -> OAuth1:
    return OAuth1("key", CONSUMER_SECRET, "token", TOKEN_SECRET, **settings)


def judged(request: requests.PreparedRequest, rsa: str = "", **secrets: str) -> bool:
    """Whether oauthlib takes the signature, as a server."""
    url, body = request.url, request.body
    assert url is not None
    sent = Sent(
        str(request.method),
        url,
        list(request.headers.items()),
        body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else None,
    )
    usual = {"consumer_secret": CONSUMER_SECRET, "token_secret": TOKEN_SECRET}
    return accepts(sent, **{**usual, **secrets}, rsa_public_key=rsa)


def params(request: requests.PreparedRequest) -> dict[str, str]:
    """The parameters of the Authorization header."""
    scheme, _, value = request.headers["Authorization"].partition(" ")
    assert scheme == "OAuth"
    pairs = (part.partition("=") for part in value.split(", "))
    return {name: unquote(value[1:-1]) for name, _, value in pairs}


REQUESTS: dict[str, dict[str, Any]] = {
    "a query": {"method": "GET"},
    "nothing": {"method": "DELETE", "url": "http://photos.example.net"},
    "a form": {"data": {"status": "Hello Ladies + Gentlemen, ☃", "a": ["2", "1"], "e": ""}},
    "a form by hand": {"data": "this=really&is=&+form=encoded", "headers": {"Content-Type": FORM}},
    "text that looks like a form": {"data": "this=really&is=&+form=encoded"},
    "a word": {"data": "a"},
    "bytes": {"data": b"a=%20b&c"},
    "text that is no form": {"data": "this really is not form encoded"},
    "bytes that are no form": {"data": b"\x89PNG=\xff"},
    "JSON": {"json": {"a": "b"}},
    "a file": {"files": {"media": ("a.txt", b"hello")}, "data": {"a": "b"}},
    "upper case": {"method": "get", "url": "HTTP://Photos.Example.NET:80/~a/%7eb?C=d"},
    "a host with a port": {"url": "https://photos.example.net:8443/?a=%E2%98%83&a"},
    "another Host": {"headers": {"Host": "api.example.com"}},
    "a fragment": {"method": "GET", "url": "http://photos.example.net/?a=b#c"},
}


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"])
def test_the_header_is_that_of_requests_oauthlib(name: str, method: str) -> None:
    settings: dict[str, Any] = {**FIXED, "signature_method": method, "realm": "Photos"}
    ours = prepared(OAuth1(*KEYS, **settings), **REQUESTS[name])
    theirs = prepared(requests_oauthlib.OAuth1(*KEYS, **settings), **REQUESTS[name])
    assert ours.headers["Authorization"] == theirs.headers["Authorization"].decode()
    assert ours.url == theirs.url
    assert type(ours.body) is type(theirs.body)
    if name != "a file":
        assert ours.body == theirs.body
    content_type = theirs.headers.get("Content-Type", b"").decode()
    assert ours.headers.get("Content-Type", "")[:20] == content_type[:20]
    assert all(isinstance(value, str) for value in ours.headers.values())


@settings(deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    path=st.text(max_size=10),
    query=st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=4),
    form=st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=4),
)
def test_any_request_has_the_header_that_requests_oauthlib_gives_it(
    method: str, path: str, query: list[tuple[str, str]], form: list[tuple[str, str]]
) -> None:
    options = {"params": query, "data": form if method in {"POST", "PUT", "PATCH"} else None}
    url = f"https://photos.example.net/{quote(path)}"
    ours = prepared(OAuth1(*KEYS, **FIXED), method, url, **options)
    theirs = prepared(requests_oauthlib.OAuth1(*KEYS, **FIXED), method, url, **options)
    assert ours.headers["Authorization"] == theirs.headers["Authorization"].decode()


@pytest.mark.parametrize(
    "url",
    [
        "https://photos.example.net/a/./b//c/../d",
        "https://photos.example.net/%2e%2E/a",
        "https://photos.example.net/a;b=c?d;e=f",
        "https://photos.example.net/?&&a&=b&a=1&a=0&A=2",
        "https://photos.example.net/?a=+%2B%20%zz",
        "https://photos.example.net/ü b?é=ï",
        "https://bücher.example:443/",
        "http://[::1]:8080/?a#b?c",
    ],
)
def test_a_url_is_read_as_requests_oauthlib_reads_it(url: str) -> None:
    ours = prepared(OAuth1(*KEYS, **FIXED), url=url)
    theirs = prepared(requests_oauthlib.OAuth1(*KEYS, **FIXED), url=url)
    assert ours.headers["Authorization"] == theirs.headers["Authorization"].decode()
    assert ours.url == theirs.url


@pytest.mark.parametrize("signature_type", ["auth_header", "QUERY", "BODY"])
@pytest.mark.parametrize("data", [{"status": "a + ☃"}, "x=1&x=1", None])
def test_every_place_of_the_signature_is_understood(signature_type: str, data: Any) -> None:
    request = prepared(mine(signature_type=signature_type), data=data)
    assert judged(request)
    assert not judged(request, token_secret="other")
    places = [
        "Authorization" in request.headers,
        "oauth_signature=" in request.url,
        b"oauth_signature=" in (request.body or b""),
    ]
    assert places == [signature_type == kind for kind in ("auth_header", "QUERY", "BODY")]
    if request.body:
        assert request.headers["Content-Length"] == str(len(request.body))
        assert request.headers["Content-Type"] == FORM


@pytest.mark.parametrize("method", ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"])
def test_rsa_signs_by_the_key(method: str) -> None:
    auth = OAuth1("key", signature_method=method, rsa_key=RSA_KEY, resource_owner_key="token")
    assert judged(prepared(auth, data={"a": "b"}), rsa=RSA_PUBLIC_KEY)


def test_a_key_that_the_method_has_no_use_for_is_left_alone() -> None:
    assert judged(prepared(mine(rsa_key=RSA_KEY)))


def test_each_signature_has_a_nonce_and_a_time_of_its_own() -> None:
    auth = mine()
    nonces = {params(prepared(auth))["oauth_nonce"] for _ in range(100)}
    assert len(nonces) == 100
    assert params(prepared(mine(**FIXED)))["oauth_timestamp"] == FIXED["timestamp"]


def test_the_steps_of_the_handshake_are_signed_along() -> None:
    request = prepared(mine(callback_uri="http://a.example/?b=c", verifier="473f82d3"))
    assert params(request)["oauth_callback"] == "http://a.example/?b=c"
    assert params(request)["oauth_verifier"] == "473f82d3"
    assert judged(request)


def test_a_content_type_is_text_and_keeps_its_charset() -> None:
    for given_type in (f"{FORM}; charset=utf-8", f"{FORM}; charset=utf-8".encode()):
        request = prepared(mine(), data="a=b", headers={"Content-Type": given_type})
        assert request.headers["Content-Type"] == f"{FORM}; charset=utf-8"
        assert judged(request)
    request = prepared(mine(), data="a=b")
    assert request.headers["Content-Type"] == FORM


def test_a_form_that_is_none_is_signed_as_it_is() -> None:
    request = prepared(mine(), data="a b=%zz&☃".encode(), headers={"Content-Type": FORM})
    assert request.body == "a b=%zz&☃".encode()
    assert params(request)["oauth_signature"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_get_of_a_form_content_type_is_signed(method: str) -> None:
    request = prepared(mine(), method, headers={"Content-Type": FORM})
    assert judged(request)


def test_a_request_can_be_signed_again() -> None:
    auth = mine()
    request = prepared(auth, data={"a": "b"})
    nonce = params(request)["oauth_nonce"]
    assert judged(auth(request))
    assert params(request)["oauth_nonce"] != nonce
    assert len(request.hooks["response"]) == 1
    assert judged(OAuth1("key", CONSUMER_SECRET)(request), token_secret="")
    assert len(request.hooks["response"]) == 1


def test_an_existing_authorization_is_replaced() -> None:
    request = prepared(mine(), headers={"authorization": "Basic YTpi"})
    assert request.headers["Authorization"].startswith("OAuth ")
    assert judged(request)


def test_a_user_in_the_url_is_not_signed() -> None:
    request = prepared(mine(), url="http://user:password@photos.example.net/a")
    expected = prepared(mine(**FIXED), url="http://photos.example.net/a")
    again = prepared(mine(**FIXED), url="http://user:password@photos.example.net/a")
    assert again.headers["Authorization"] == expected.headers["Authorization"]
    assert request.url == "http://user:password@photos.example.net/a"


def test_a_query_that_carries_the_signature_goes_to_the_same_server() -> None:
    headers = {"Host": "api.example.com"}
    request = prepared(mine(signature_type="query"), "GET", headers=headers)
    assert urlsplit(request.url)[:3] == ("http", "photos.example.net", "/photos")
    assert dict(parse_qsl(urlsplit(request.url).query))["oauth_signature"]
    request.url = request.url.replace("photos.example.net", "api.example.com")
    assert judged(request)


def test_a_realm_is_quoted_and_ends_no_header() -> None:
    request = prepared(mine(realm='a "b", oauth_nonce="c'))
    assert request.headers["Authorization"].startswith(
        r'OAuth realm="a \"b\", oauth_nonce=\"c", oauth_nonce="'
    )
    assert judged(request)
    for realm in ("", "a", 'a\\"', '", oauth_signature="', "☃ü"):
        assert judged(prepared(mine(realm=realm)))
    with pytest.raises(oauth1.InvalidHeaderError):
        prepared(mine(realm="a\r\nb"))


def test_bytes_are_taken_for_text() -> None:
    auth = OAuth1(
        b"key",
        CONSUMER_SECRET.encode(),
        b"token",
        TOKEN_SECRET.encode(),
        signature_method=b"HMAC-SHA256",
    )
    assert judged(prepared(auth, data={"a": "b"}))
    auth = OAuth1("Schlüssel".encode("latin-1"), CONSUMER_SECRET, encoding="latin-1")
    assert params(prepared(auth))["oauth_consumer_key"] == "Schlüssel"
    request = prepared(auth, data="ä=b".encode("latin-1"), headers={"Content-Type": FORM})
    assert request.body == "ä=b".encode()
    assert judged(request, token_secret="")


def test_a_form_is_decoded_as_it_is_asked_for() -> None:
    for kind in ("AUTH_HEADER", "BODY"):
        assert isinstance(prepared(mine(signature_type=kind), data="a=b").body, bytes)
        auth = mine(signature_type=kind, decoding=None)
        request = prepared(auth, data=b"a=b", headers={"Content-Type": FORM})
        assert isinstance(request.body, str)
        assert judged(request)


# --- bodies that are no form -----------------------------------------------------------------


def pieces() -> Iterator[bytes]:
    yield b"a=b"


@pytest.mark.parametrize("source", [lambda: io.BytesIO(b"a=b"), pieces])
def test_a_streamed_body_is_not_touched(source: Callable[[], Any]) -> None:
    body = source()
    request = prepared(mine(), data=body)
    assert request.body is body
    assert next(iter(request.body)) == b"a=b"
    assert "Content-Type" not in request.headers
    request.body = None
    assert judged(request)


def test_a_streamed_form_is_refused() -> None:
    with pytest.raises(oauth1.InvalidBodyError, match="form data is signed"):
        prepared(mine(), data=io.BytesIO(b"a=b"), headers={"Content-Type": FORM})


def test_a_multipart_body_is_not_touched() -> None:
    files = {"media": ("a.bin", bytes(range(256)))}
    request = prepared(mine(), files=files, data={"a": "b"})
    unsigned: Any = requests.Request("POST", URL, files=files, data={"a": "b"}).prepare()
    boundary = request.headers["Content-Type"].partition("boundary=")[2].encode()
    theirs = unsigned.headers["Content-Type"].partition("boundary=")[2].encode()
    assert request.body == unsigned.body.replace(theirs, boundary)
    assert judged(request)


def test_a_body_that_is_to_be_included_is_hashed_as_oauthlib_does() -> None:
    options: dict[str, Any] = {"json": {"a": "b c"}}
    settings: dict[str, Any] = {"force_include_body": True, **FIXED}
    ours = prepared(OAuth1(*KEYS, **settings), **options)
    body = json.dumps({"a": "b c"})
    settings["client_class"] = oauthlib.oauth1.Client
    theirs = prepared(
        requests_oauthlib.OAuth1(*KEYS, **settings),
        data=body,
        headers={"Content-Type": "application/json"},
    )
    assert ours.body == body.encode()
    assert ours.headers["Authorization"] == theirs.headers["Authorization"].decode()


def test_a_form_or_nothing_has_no_body_hash() -> None:
    auth = mine(force_include_body=True)
    for request in (prepared(auth, data={"a": "b"}), prepared(auth, "GET")):
        assert "oauth_body_hash" not in params(request)
        assert judged(request)


@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256"])
def test_a_file_is_hashed_and_is_then_where_it_was(method: str) -> None:
    file = io.BytesIO(b"skipped\x00body")
    file.seek(len("skipped"))
    auth = mine(force_include_body=True, signature_method=method)
    request = prepared(auth, data=file)
    digest = hashlib.sha1(b"\x00body").digest()
    assert params(request)["oauth_body_hash"] == b64encode(digest).decode()
    assert request.body.read() == b"\x00body"
    assert "Content-Type" not in request.headers


def test_what_can_be_read_once_is_not_hashed() -> None:
    with pytest.raises(oauth1.InvalidBodyError, match="read twice"):
        prepared(mine(force_include_body=True), data=pieces())


# --- the client -------------------------------------------------------------------------------


def test_attributes_of_the_client_can_be_set() -> None:
    auth = OAuth1("key", CONSUMER_SECRET)
    client = auth.client
    assert (client.resource_owner_key, client.verifier, client.realm) == (None, None, None)
    assert judged(prepared(auth), token_secret="")
    client.resource_owner_key, client.resource_owner_secret = "token", TOKEN_SECRET
    client.realm = "Photos"
    client.signature_method = adaptor.SIGNATURE_HMAC_SHA512
    request = prepared(auth)
    assert judged(request)
    assert params(request)["realm"] == "Photos"
    client.verifier = "v"
    del client.verifier
    assert client.verifier is None
    assert "oauth_verifier" not in params(prepared(auth))
    assert isinstance(adaptor.Client.client_key, object)


def test_a_client_signs_by_itself_as_oauthlibs_does() -> None:
    settings: dict[str, Any] = {"signature_type": "BODY", "decoding": "utf-8", **FIXED}
    ours = adaptor.Client(*KEYS, **settings).sign(URL, "POST", "a=b")
    theirs = oauthlib.oauth1.Client(*KEYS, **settings).sign(
        URL, "POST", "a=b", {"Content-Type": FORM}
    )
    assert (ours[0], ours[1]["Content-Type"]) == (URL, FORM)
    assert sorted(ours[2].split(b"&")) == sorted(theirs[2].split(b"&"))
    ours = adaptor.Client(*KEYS, **FIXED).sign(URL, headers={"X-A": "b"}, realm="Photos")
    theirs = oauthlib.oauth1.Client(*KEYS, **FIXED).sign(URL, headers={"X-A": "b"}, realm="Photos")
    assert (ours[0], dict(ours[1]), ours[2]) == theirs


def test_threads_sign_with_key_and_secret_of_one_user() -> None:
    users = {f"token{i}": f"secret of {i}" for i in range(2)}
    auth = OAuth1("key", CONSUMER_SECRET, "token0", users["token0"])
    stop = threading.Event()

    def switch() -> None:
        while not stop.is_set():
            for key, secret in users.items():
                auth.client.change(resource_owner_key=key, resource_owner_secret=secret)

    wrong: list[str] = []

    def sign() -> None:
        for _ in range(60):
            request = prepared(auth, data={"a": "b"})
            key = params(request)["oauth_token"]
            if not judged(request, token_secret=users[key]):
                wrong.append(key)

    switcher = threading.Thread(target=switch)
    switcher.start()
    signers = [threading.Thread(target=sign) for _ in range(4)]
    for thread in signers:
        thread.start()
    for thread in signers:
        thread.join()
    stop.set()
    switcher.join()
    assert wrong == []


def test_no_repr_or_pickle_shows_a_secret() -> None:
    for auth in (mine(), OAuth1("key", CONSUMER_SECRET)):
        assert CONSUMER_SECRET not in repr(auth.client) + repr(auth.client.settings)
        assert TOKEN_SECRET not in repr(auth.client) + repr(auth.client.settings)
        for each in (auth, auth.client):
            with pytest.raises(TypeError, match="not pickled"):
                pickle.dumps(each)
    assert repr(mine().client).startswith("<Client client_key='key', client_secret='***', ")
    assert "resource_owner_key='token'" in repr(mine().client)


def test_a_copy_changes_by_itself() -> None:
    auth = mine()
    for other in (copy.copy(auth.client), copy.deepcopy(auth).client):
        other.resource_owner_key = "other"
        assert auth.client.resource_owner_key == "token"
        assert other.client_secret == CONSUMER_SECRET


def test_a_client_of_oauthlibs_signs_in_its_own_way() -> None:
    class Client(oauthlib.oauth1.Client):
        def sign(self, *args: Any, **options: Any) -> Any:
            url, headers, body = super().sign(*args, **options)
            return url, {**headers, b"X-Signed": b"yes"}, body

    settings: dict[str, Any] = {"client_class": Client, **FIXED}
    ours = prepared(OAuth1(*KEYS, **settings), data={"a": "b"})
    assert ours.headers["X-Signed"] == "yes"
    own = prepared(OAuth1(*KEYS, **FIXED), data={"a": "b"})
    assert ours.headers["Authorization"] == own.headers["Authorization"]
    headers = {"Content-Type": f"{FORM}; charset=utf-8"}
    ours = prepared(OAuth1(*KEYS, **settings), data="a=b", headers=headers)
    assert ours.headers["Content-Type"] == headers["Content-Type"]
    assert ours.body == b"a=b"


def test_the_class_of_the_client_can_be_another() -> None:
    class Client(adaptor.Client):
        pass

    class Auth(OAuth1):
        client_class = Client

    assert OAuth1.client_class is adaptor.Client
    assert type(Auth("key").client) is Client
    assert type(Auth("key", client_class=adaptor.Client).client) is adaptor.Client
    assert type(copy.copy(Auth("key").client)) is Client


def test_a_method_of_ones_own_signs() -> None:
    class Client(adaptor.Client):
        pass

    def reverse(base_string: str, client: Any) -> str:
        assert base_string.startswith("POST&http%3A%2F%2Fphotos.example.net%2Fphotos&")
        return f"{client.client_secret}{client.resource_owner_secret}"[::-1]

    Client.register_signature_method("REVERSE", reverse)
    request = prepared(mine(signature_method="REVERSE", client_class=Client))
    assert params(request)["oauth_signature"] == (CONSUMER_SECRET + TOKEN_SECRET)[::-1]
    auth = mine(client_class=Client)
    auth.client.signature_method = "REVERSE"
    assert params(prepared(auth))["oauth_signature_method"] == "REVERSE"
    with pytest.raises(oauth1.InvalidSettingError):
        prepared(mine(signature_method="REVERSE"))


@pytest.mark.parametrize(
    ("settings", "options", "told"),
    [
        ({"signature_type": "cookie"}, {}, "the signature type 'COOKIE' is none"),
        ({"signature_method": "HMAC-MD5"}, {}, "HMAC-MD5"),
        ({"signature_method": "RSA-SHA1"}, {}, "key"),
        ({"timestamp": "noon"}, {}, "the timestamp 'noon' is none"),
        ({"resource_owner_key": ""}, {}, "without its resource_owner_key"),
        ({"signature_type": "BODY"}, {"method": "GET"}, "GET request has no form body"),
        ({"signature_type": "BODY"}, {"json": {}}, "application/json"),
        ({"signature_method": "PLAINTEXT", "strict": True}, {}, "use https"),
        ({}, {"url": "http://a.example/?oauth_token=t"}, "oauth_token"),
        ({}, {"data": {"oauth_verifier": "v"}}, "oauth_verifier is in the form body"),
    ],
)
def test_what_cannot_work_is_told(
    settings: dict[str, Any], options: dict[str, Any], told: str
) -> None:
    usual: dict[str, Any] = {
        "resource_owner_key": "token",
        "resource_owner_secret": TOKEN_SECRET,
    }
    auth = OAuth1("key", CONSUMER_SECRET, **{**usual, **settings})
    with pytest.raises(ValueError, match=told) as caught:
        prepared(auth, **options)
    assert isinstance(caught.value, oauth1.OAuth1Error)


def test_an_extra_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    monkeypatch.delitem(sys.modules, "oauth1.requests")
    with pytest.raises(ImportError) as caught:
        importlib.import_module("oauth1.requests")
    assert str(caught.value) == (
        "oauth1.requests needs requests, which is not installed: pip install 'oauth1[requests]'"
    )
