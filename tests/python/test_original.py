"""The original module's names: its variables and helpers. What it sends is tested elsewhere."""

from __future__ import annotations

import importlib
import inspect
import re
import time
from collections.abc import Iterator

import pytest

import oauth
import oauth1
from seeds import CONSUMER_SECRET, TOKEN_SECRET

VARIABLES = (
    "consumerKey",
    "consumerSecret",
    "accessToken",
    "accessTokenSecret",
    "requestToken",
    "requestTokenSecret",
)


@pytest.fixture(autouse=True)
def scope() -> Iterator[None]:
    with oauth.scope(sealed=True):
        yield


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("setConsumerCreds", "(ckey, csecret)"),
        ("set_access_token", "(key, secret)"),
        ("get_authorization_url", "(resourceUrl, endpointUrl, callbackUrl)"),
        ("get_access_token", "(resourceUrl, requestTok, requestTokSecret, oauth_verifier)"),
        ("get_api_response", "(resourceUrl, method='POST', parameters=None)"),
        ("url_encode", "(data)"),
        ("_get_base_string", "(resourceUrl, values, method='POST')"),
        ("_add_oauth_parameters", "(parameters, addAccessToken=True)"),
        ("_get_nonce", "()"),
        ("_get_timestamp", "()"),
        ("_get_signature", "(signingKey, stringToHash)"),
        ("_build_oauth_headers", "(parameters)"),
    ],
)
def test_every_function_has_its_name_and_parameters(name: str, parameters: str) -> None:
    signature = inspect.signature(getattr(oauth, name))
    bare = [
        each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()
    ]
    assert str(inspect.Signature(bare)) == parameters


def test_every_variable_is_empty_at_first_and_keeps_what_is_written() -> None:
    oauth.setConsumerCreds("", "")
    for name in VARIABLES:
        assert getattr(oauth, name) == ""
        setattr(oauth, name, f"my {name}")
    for name in VARIABLES:
        assert getattr(oauth, name) == f"my {name}"
    assert oauth.signatureMethod == "HMAC-SHA1"


def test_the_setters_set_the_variables() -> None:
    oauth.setConsumerCreds("a", "b")
    oauth.set_access_token("c", "d")
    assert (oauth.consumerKey, oauth.consumerSecret) == ("a", "b")
    assert (oauth.accessToken, oauth.accessTokenSecret) == ("c", "d")


def test_a_star_import_gives_the_public_names() -> None:
    oauth.set_access_token("token", TOKEN_SECRET)
    names: dict[str, object] = {}
    exec("from oauth import *", names)
    assert {*VARIABLES, "get_api_response", "url_encode", "scope"} <= set(names)
    assert not [name for name in names if name.startswith("_") and name != "__builtins__"]
    assert names["accessToken"] == "token"


def test_dir_lists_the_variables() -> None:
    assert {*VARIABLES, "_get_nonce"} <= set(dir(oauth))


def test_reload_keeps_the_variables_variables() -> None:
    oauth.set_access_token("token", TOKEN_SECRET)
    assert importlib.reload(oauth) is oauth
    assert oauth.accessToken == "token"
    oauth.accessToken = "other"
    assert oauth.accessToken == "other"
    assert "accessToken" not in vars(oauth)


def test_url_encode_leaves_what_rfc_5849_leaves() -> None:
    assert oauth.url_encode("a-b._~ /&é") == "a-b._~%20%2F%26%C3%A9"
    assert oauth.url_encode(b"\xff") == "%FF"


def test_a_base_string_encodes_names_and_values_twice_and_reads_the_query() -> None:
    values = {"b&": "1 2", "a": ["y", 3], "oauth_signature": "left out"}
    assert oauth._get_base_string("HTTP://Example.com:80/p?z=%C3%BC", values, "get") == (
        "GET&http%3A%2F%2Fexample.com%2Fp&a%3D3%26a%3Dy%26b%2526%3D1%25202%26z%3D%25C3%25BC"
    )
    assert oauth._get_base_string("http://example.com", {}) == "POST&http%3A%2F%2Fexample.com%2F&"


def test_oauth_parameters_are_added_in_place() -> None:
    oauth.setConsumerCreds("key", CONSUMER_SECRET)
    oauth.set_access_token("token", TOKEN_SECRET)
    parameters = {"status": "Hello!"}
    result = oauth._add_oauth_parameters(parameters)  # type: ignore[func-returns-value]
    assert result is None
    assert re.fullmatch("[0-9A-Za-z]{22}", parameters.pop("oauth_nonce"))
    assert abs(int(parameters.pop("oauth_timestamp")) - time.time()) < 5
    assert parameters == {
        "status": "Hello!",
        "oauth_consumer_key": "key",
        "oauth_token": "token",
        "oauth_version": "1.0",
        "oauth_signature_method": "HMAC-SHA1",
    }
    without: dict[str, str] = {}
    oauth._add_oauth_parameters(without, False)
    assert "oauth_token" not in without


def test_nonces_do_not_repeat_and_time_is_a_whole_number() -> None:
    assert len({oauth._get_nonce() for _ in range(1000)}) == 1000
    assert isinstance(oauth._get_timestamp(), int)


def test_a_signature_takes_the_key_as_it_is_given() -> None:
    # RFC 2202 and RFC 4231, test case 2
    text = "what do ya want for nothing?"
    assert oauth._get_signature("Jefe", text) == "7/zfauXrL6LSdBbV8YTfnCWafHk="
    oauth.signatureMethod = "HMAC-SHA256"
    signature = oauth._get_signature("Jefe", text)
    assert signature == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="
    oauth.signatureMethod = "PLAINTEXT"
    assert oauth._get_signature("a%26&b", text) == "a%26&b"
    oauth.signatureMethod = "none"
    with pytest.raises(oauth1.InvalidSettingError):
        oauth._get_signature("key", text)


def test_a_header_is_made_of_all_that_is_given() -> None:
    header = oauth._build_oauth_headers({"oauth_b": "x y", "oauth_a": 7, "c": "é"})
    assert header == 'OAuth c="%C3%A9",oauth_a="7",oauth_b="x%20y"'


def test_an_empty_consumer_key_is_told_before_anything_is_sent() -> None:
    oauth.setConsumerCreds("", "")
    with pytest.raises(oauth1.InvalidSettingError, match="consumer key is empty"):
        oauth.get_api_response("http://nowhere.invalid/")


def test_what_is_no_url_is_a_value_error() -> None:
    oauth.setConsumerCreds("key", CONSUMER_SECRET)
    with pytest.raises(ValueError, match="not absolute") as caught:
        oauth.get_api_response("/statuses")
    assert isinstance(caught.value, oauth1.InvalidURLError)
