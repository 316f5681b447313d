"""Requests: what they take, what they make of it, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from oauth1 import (
    InvalidHeaderError,
    InvalidParameterError,
    InvalidSettingError,
    InvalidURLError,
    Request,
)
from oauth1.types import Params
from seeds import TOKEN_SECRET

URL = "http://example.com/statuses"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS"])
def test_parameters_go_to_the_query_where_the_method_has_no_form(method: str) -> None:
    request = Request(method, f"{URL}?a=1", params={"count": 5})
    assert request.url == f"{URL}?a=1&count=5"
    assert request.body == b""
    assert request.content_type is None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "post"])
def test_parameters_go_to_the_form_where_the_method_has_one(method: str) -> None:
    request = Request(method, URL, params={"status": "Hello!"})
    assert request.url == URL
    assert request.body == b"status=Hello%21"
    assert request.content_type == FORM


def test_parameters_go_to_the_query_beside_a_body_that_is_no_form() -> None:
    request = Request("POST", URL, params={"a": "1"}, body="{}", content_type="application/json")
    assert (request.url, request.body) == (f"{URL}?a=1", b"{}")


@pytest.mark.parametrize(
    ("params", "query"),
    [
        ({}, ""),
        ({"a": "1", "b": "2"}, "?a=1&b=2"),
        ([("b", "2"), ("a", "1"), ("b", "1")], "?b=2&a=1&b=1"),
        ([["a", "1"]], "?a=1"),
        ((pair for pair in [("a", "1")]), "?a=1"),
        ({"a": ["1", "2"]}, "?a=1&a=2"),
        ({"a": ("1", 2, b"3")}, "?a=1&a=2&a=3"),
        ({"a": []}, ""),
        ({b"\xff": b"\xfe\x00"}, "?%FF=%FE%00"),
        ({1: -2}, "?1=-2"),
        ({"ü ": "☃&="}, "?%C3%BC%20=%E2%98%83%26%3D"),
        ({"": ""}, "?="),
    ],
)
def test_parameters_are_mappings_and_pairs(params: Params, query: str) -> None:
    assert Request("GET", URL, params=params).url == f"{URL}{query}"


@pytest.mark.parametrize(
    "params",
    [
        "a=1",
        b"a=1",
        7,
        ["ab"],
        [("a",)],
        [("a", "b", "c")],
        {"a": None},
        {"a": 1.5},
        {"a": True},
        {"a": {"b": "c"}},
        {"a": [["b"]]},
        {None: "a"},
    ],
)
def test_what_is_no_parameter_is_a_type_error(params: Any) -> None:
    with pytest.raises(TypeError):
        Request("GET", URL, params=params)


@pytest.mark.parametrize("name", ["params", "headers", "files"])
def test_what_has_no_pairs_is_said_to_have_none(name: str) -> None:
    options: dict[str, Any] = {name: 5}
    with pytest.raises(TypeError, match="parameters must be a mapping or pairs, not int"):
        Request("POST", URL, **options)


def test_a_type_error_does_not_show_the_value() -> None:
    class Secret:
        def __repr__(self) -> str:
            return TOKEN_SECRET

    with pytest.raises(TypeError, match="not Secret") as caught:
        Request("GET", URL, params={"password": Secret()})  # type: ignore[arg-type]
    assert TOKEN_SECRET not in str(caught.value)


def test_an_error_of_an_iterable_is_its_own() -> None:
    def broken() -> Any:
        yield "a", "1"
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        Request("GET", URL, params=broken())


def test_query_and_form_say_where_a_parameter_goes() -> None:
    request = Request("POST", URL, query={"a": "1"}, form={"b": "2"}, params={"c": "3"})
    assert (request.url, request.body) == (f"{URL}?a=1", b"b=2&c=3")


def test_a_body_is_sent_as_it_is() -> None:
    body = bytes(range(256))
    request = Request("PUT", URL, body=body, content_type="image/png")
    assert (request.body, request.content_type) == (body, "image/png")
    assert Request("PUT", URL, body="ü", content_type="text/plain").body == "ü".encode()


def test_the_content_type_can_be_a_header() -> None:
    headers = {"content-type": "application/json", "Accept": "text/html"}
    request = Request("POST", URL, body=b"{}", headers=headers)
    assert request.content_type == "application/json"
    assert request.headers == (("Accept", "text/html"),)
    assert request.body == b"{}"


def test_the_content_type_can_stand_alone() -> None:
    request = Request("POST", URL, content_type=f"{FORM}; charset=UTF-8", params={"a": "1"})
    assert (request.content_type, request.body) == (f"{FORM}; charset=UTF-8", b"a=1")


def test_a_body_needs_its_type() -> None:
    with pytest.raises(TypeError, match="content_type"):
        Request("POST", URL, body=b"x")


@pytest.mark.parametrize(
    "url",
    ["", "/statuses", "ftp://example.com/", "http://", "http://u:p@example.com/", "http://a b"],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidURLError):
        Request("GET", url)


@pytest.mark.parametrize(
    "options",
    [
        {"params": {"oauth_nonce": "n"}},
        {"query": {"oauth_token": "t"}},
        {"form": {"oauth_signature": "s"}},
        {"body": "oauth_version=1.0", "content_type": FORM},
        {"oauth_params": {"verifier": "v"}},
        {"oauth_params": [("oauth_verifier", "1"), ("oauth_verifier", "2")]},
        {"nonce": ""},
    ],
)
def test_protocol_parameters_are_the_signers(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterError):
        Request("POST", URL, **options)


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"X": "a\r\nY: b"}},
        {"headers": {"X Y": "z"}},
        {"headers": {"Host": "example.com"}},
        {"headers": {"Content-Length": "1"}},
        {"content_type": "text/plain\n"},
        {"realm": 'a"\r\nX: y'},
        {"method": "GET /"},
        {"method": ""},
    ],
)
def test_what_no_header_may_hold_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidHeaderError):
        Request(**{"method": "GET", "url": URL, **options})


@pytest.mark.parametrize(
    "options", [{"transmission": "body"}, {"body_hash": "md5"}, {"body_hash": "SHA1"}]
)
def test_settings_that_are_none_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError):
        Request("GET", URL, **options)


def test_only_method_and_url_are_positional() -> None:
    with pytest.raises(TypeError):
        Request("GET", URL, {"a": "1"})  # type: ignore[call-arg]


def test_a_request_does_not_change() -> None:
    request = Request("GET", URL)
    with pytest.raises(AttributeError):
        request.url = "http://example.com/other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        request.other = 1  # type: ignore[attr-defined]


def test_repr_shows_no_query() -> None:
    assert repr(Request("GET", f"{URL}?token={TOKEN_SECRET}")) == f"<oauth1.Request GET {URL}?…>"
    assert repr(Request("GET", URL)) == f"<oauth1.Request GET {URL}>"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_whatever_holds_bytes_is_a_body(kind: Any) -> None:
    request = Request("PUT", URL, body=kind(b"\xff\x00"), content_type="image/png")
    assert request.body == b"\xff\x00"


def test_two_content_types_are_refused() -> None:
    with pytest.raises(TypeError, match="differ"):
        Request("PUT", URL, body=b"x", content_type=FORM, headers={"Content-Type": "text/plain"})
