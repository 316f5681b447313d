"""What goes wrong in other libraries, and does not in this one."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from oauth1 import (
    Client,
    InvalidHeaderError,
    InvalidParameterError,
    InvalidSettingError,
    InvalidURLError,
    Request,
    SignedRequest,
    Token,
    percent_decode,
)
from oauth1.types import BodyHash, Transmission
from oauthlib_server import accepts
from seeds import CONSUMER_SECRET, TOKEN_SECRET

URL = "https://a.example"
FORM = "application/x-www-form-urlencoded"
CLIENT = Client("key", CONSUMER_SECRET)
SESSION = CLIENT.session(Token("token", TOKEN_SECRET))


def sign(method: str = "GET", url: str = f"{URL}/", **options: Any) -> SignedRequest:
    """Sign, and see to it that oauthlib accepts the signature."""
    signed = SESSION.sign(Request(method, url, **options))
    assert accepts(signed, CONSUMER_SECRET, TOKEN_SECRET)
    return signed


def uri(signed: SignedRequest) -> str:
    """Return the base string URI."""
    return percent_decode(signed.base_string.split("&")[1]).decode()


def parameters(signed: SignedRequest) -> str:
    """Return the parameters as they were sorted and joined, but for the signer's own."""
    pairs = percent_decode(signed.base_string.split("&")[2]).decode().split("&")
    return "&".join(pair for pair in pairs if not pair.startswith("oauth_"))


def header(signed: SignedRequest) -> dict[str, str]:
    """Return the parameters of the Authorization header, decoded."""
    pairs = re.findall(r'(oauth_\w+)="([^"]*)"', signed.authorization or "")
    return {name: percent_decode(value).decode() for name, value in pairs}


def hashed(algorithm: str, body: bytes) -> str:
    return base64.b64encode(hashlib.new(algorithm, body).digest()).decode()


# --- the URL ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (f"{URL}/ü", f"{URL}/%C3%BC"),
        (f"{URL}/%C3%BC", f"{URL}/%C3%BC"),
        (f"{URL}/%c3%bc%2F", f"{URL}/%c3%bc%2F"),
        (f"{URL}/a b", f"{URL}/a%20b"),
        (f"{URL}/x;v=1,2/y;w", f"{URL}/x;v=1,2/y;w"),
        (f"{URL}/a/../b//", f"{URL}/a/../b//"),
        (URL, f"{URL}/"),
        (f"{URL}/p#top", f"{URL}/p"),
        ("HTTPS://API.Example.COM/Path", "https://api.example.com/Path"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a.example:443/", "https://a.example/"),
        ("https://a.example:80/", "https://a.example:80/"),
        ("http://a.example:80/", "http://a.example/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_the_url_that_is_signed_is_the_one_that_is_sent(given: str, sent: str) -> None:
    signed = sign(url=given)
    assert signed.url == sent
    assert uri(signed) == sent


@pytest.mark.parametrize(
    ("query", "sent", "normalized"),
    [
        ("a=b=c", "a=b=c", "a=b%3Dc"),
        ("realm=r", "realm=r", "realm=r"),
        ("b&a=&=v", "b&a=&=v", "=v&a=&b="),
        ("a=2&a=10&a=1&a=1", "a=2&a=10&a=1&a=1", "a=1&a=1&a=10&a=2"),
        ("a-b=1&a=2&a%2Fb=3", "a-b=1&a=2&a%2Fb=3", "a=2&a%2Fb=3&a-b=1"),
        ("a=1+2&b=1%2B2", "a=1+2&b=1%2B2", "a=1%202&b=1%2B2"),
        ("a=%c3%bc", "a=%c3%bc", "a=%C3%BC"),
        ("a[]=1&b={}", "a%5B%5D=1&b=%7B%7D", "a%5B%5D=1&b=%7B%7D"),
        ("a=1 2&b=ü", "a=1%202&b=%C3%BC", "a=1%202&b=%C3%BC"),
        ("a=100%&b=%zz", "a=100%25&b=%25zz", "a=100%25&b=%25zz"),
        ("a=?/:@!$'()*,;", "a=?/:@!$'()*,;", "a=%3F%2F%3A%40%21%24%27%28%29%2A%2C%3B"),
        ("&&a=1&", "&&a=1&", "a=1"),
    ],
)
def test_the_query_is_signed_as_it_is_sent(query: str, sent: str, normalized: str) -> None:
    signed = sign(url=f"{URL}/?{query}")
    assert signed.url == f"{URL}/?{sent}"
    assert parameters(signed) == normalized


@pytest.mark.parametrize("control", ["\0", "\t", "\n", "\r\n", "\x7f"])
def test_control_characters_are_refused(control: str) -> None:
    for url in (f"{URL}/{control}", f"{URL}/?a={control}", f"https://a{control}.example/"):
        with pytest.raises(InvalidURLError):
            Request("GET", url)
    if control != "\t":  # which a header may hold
        with pytest.raises(InvalidHeaderError):
            Request("GET", URL, headers={"X": f"a{control}b"})
    with pytest.raises(InvalidHeaderError):
        Request("GET", URL, realm=f"a{control}b")


# --- parameters ---------------------------------------------------------------


def test_bytes_are_signed_in_names_and_values() -> None:
    signed = SESSION.sign(Request("GET", URL, params={b"\xff\x00": b"\xfe"}))
    assert signed.url == f"{URL}/?%FF%00=%FE"
    assert parameters(signed) == "%FF%00=%FE"
    assert parameters(sign(params={b"a": "ü".encode()})) == "a=%C3%BC"


def test_empty_names_and_values_are_signed() -> None:
    assert parameters(sign("POST", form=[("", ""), ("b", ""), ("", "a")])) == "=&=a&b="


@pytest.mark.parametrize(
    "options",
    [
        {"url": f"{URL}/?oauth_token=t"},
        {"url": f"{URL}/?oauth%5Fnonce=n"},
        {"query": {"oauth_signature": "s"}},
        {"form": {"oauth_timestamp": "1"}},
        {"body": "a=b&oauth_version=1.0", "content_type": FORM},
        {"oauth_params": {"oauth_consumer_key": "k"}},
        {"oauth_params": {"oauth_verifier": "v"}, "form": {"oauth_verifier": "w"}},
    ],
)
def test_no_protocol_parameter_is_sent_twice(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterError):
        Request(**{"method": "POST", "url": URL, **options})


def test_a_token_of_3000_bytes_is_sent_and_signed_whole() -> None:
    token, secret = "t" * 3000, "s" * 3000
    for transmission in ("header", "query", "form"):
        request = Request("POST", URL, transmission=transmission)
        signed = CLIENT.session(Token(token, secret)).sign(request)
        assert accepts(signed, CONSUMER_SECRET, secret)
        assert f"oauth_token%3D{token}%26" in signed.base_string


@pytest.mark.parametrize("transmission", ["header", "query", "form"])
def test_a_percent_sequence_in_an_oauth_value_is_encoded_once(transmission: Transmission) -> None:
    callback = "https://b.example/?x=%25&y=%C3%BC"
    signed = sign("POST", oauth_params={"oauth_callback": callback}, transmission=transmission)
    sent = {
        "header": header(signed),
        "query": dict(parse_qsl(urlsplit(signed.url).query)),
        "form": dict(parse_qsl((signed.body or b"").decode())),
    }
    assert sent[transmission]["oauth_callback"] == callback
    assert [name for name, values in sent.items() if values] == [transmission]


def test_further_oauth_parameters_are_signed_and_sent() -> None:
    extra = {"oauth_session_handle": "h&h", "oauth_xoauth_requestor": "ü", "oauth_verifier": ""}
    signed = sign("POST", oauth_params=extra)
    assert extra.items() <= header(signed).items()
    assert "oauth_session_handle%3Dh%2526h%26oauth_signature_method" in signed.base_string


# --- bodies -------------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type", [f"{FORM}; charset=UTF-8", f"{FORM};charset=utf-8", FORM.title(), f" {FORM} "]
)
def test_a_form_is_one_whatever_its_charset_and_case(content_type: str) -> None:
    signed = sign("POST", body="b=2+3&a=%c3%bc", content_type=content_type)
    assert parameters(signed) == "a=%C3%BC&b=2%203"
    assert signed.body == b"b=2+3&a=%c3%bc"
    assert ("Content-Type", content_type) in signed.headers


@pytest.mark.parametrize("body_hash", [False, True])
def test_a_body_that_is_not_utf_8_is_signed(body_hash: bool) -> None:
    body = bytes(range(256))
    signed = sign("PUT", body=body, content_type="image/png", body_hash=body_hash)
    assert signed.body == body
    assert header(signed).get("oauth_body_hash") == (hashed("sha1", body) if body_hash else None)


@pytest.mark.parametrize("body_hash", [False, True])
def test_a_form_that_is_not_utf_8_is_signed(body_hash: bool) -> None:
    request = Request("POST", URL, body=b"x=\xff%fe", content_type=FORM, body_hash=body_hash)
    signed = SESSION.sign(request)
    assert parameters(signed) == "x=%FF%FE"
    assert signed.body == b"x=\xff%fe"
    assert "oauth_body_hash" not in header(signed)


def test_get_with_a_form_content_type_is_signed() -> None:
    signed = sign("GET", f"{URL}/?x=1", content_type=FORM)
    assert signed.body is None
    assert parameters(signed) == "x=1"


def test_an_empty_post_becomes_the_form_that_carries_the_parameters() -> None:
    signed = sign("POST", transmission="form")
    assert signed.body is not None
    assert signed.body.startswith(b"oauth_consumer_key=key&")
    assert dict(signed.headers) == {"Content-Type": FORM}


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("GET", {}),
        ("HEAD", {}),
        ("POST", {"body": "{}", "content_type": "application/json"}),
        ("PUT", {"body": b"", "content_type": "image/png"}),
    ],
)
def test_parameters_do_not_travel_in_a_body_that_is_no_form(
    method: str, options: dict[str, Any]
) -> None:
    request = Request(method, URL, transmission="form", **options)
    with pytest.raises(InvalidSettingError):
        SESSION.sign(request)


@pytest.mark.parametrize(
    ("signature_method", "body_hash", "by"),
    [
        ("HMAC-SHA1", True, "sha1"),
        ("HMAC-SHA256", True, "sha256"),
        ("HMAC-SHA512", True, "sha512"),
        ("PLAINTEXT", True, "sha1"),
        ("HMAC-SHA1", "sha256", "sha256"),
        ("HMAC-SHA256", "sha1", "sha1"),
        ("HMAC-SHA1", "sha512", "sha512"),
    ],
)
def test_the_body_hash_follows_the_method_unless_it_is_given(
    signature_method: str, body_hash: BodyHash, by: str
) -> None:
    client = Client("key", CONSUMER_SECRET, signature_method=signature_method, body_hash=body_hash)
    for body in (b"Hello World!", b""):
        request = Request("PUT", URL, body=body, content_type="text/plain")
        signed = client.session().sign(request)
        assert header(signed)["oauth_body_hash"] == hashed(by, body)
        assert accepts(signed, CONSUMER_SECRET)
    without = Request("PUT", URL, body="x", content_type="text/plain", body_hash=False)
    assert "oauth_body_hash" not in header(client.session().sign(without))


@pytest.mark.parametrize("body_hash", [True, "sha256"])
def test_no_form_has_a_body_hash(body_hash: BodyHash) -> None:
    for options in ({"form": {"a": "b"}}, {"transmission": "form"}, {"content_type": FORM}):
        assert "oauth_body_hash" not in sign("POST", body_hash=body_hash, **options).base_string


# --- what else is in the header -----------------------------------------------


def test_a_realm_is_quoted_and_not_signed() -> None:
    signed = sign("GET", f"{URL}/?realm=x", realm=r'a "quoted\" realm, or=two')
    assert signed.authorization is not None
    assert signed.authorization.startswith(r'OAuth realm="a \"quoted\\\" realm, or=two", oauth_')
    assert parameters(signed) == "realm=x"


def test_the_version_can_be_left_out() -> None:
    assert header(sign(version=True))["oauth_version"] == "1.0"
    assert "oauth_version" not in header(sign(version=False))


def test_an_empty_token_can_be_sent() -> None:
    for empty_token, expected in ((True, ""), (False, None)):
        signed = CLIENT.session().sign(Request("GET", URL, empty_token=empty_token))
        assert accepts(signed, CONSUMER_SECRET)
        assert header(signed).get("oauth_token") == expected
