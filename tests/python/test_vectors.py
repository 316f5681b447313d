"""The published vectors, from the file that the tests of every language read."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

import oauth
import oauth1
from seeds import CONSUMER_SECRET

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "published.json").read_text("utf-8"))


def vectors(group: str) -> pytest.MarkDecorator:
    """Parametrize a test by the vectors of a group."""
    return pytest.mark.parametrize(
        "vector", [pytest.param(each, id=each.get("id")) for each in VECTORS[group]]
    )


def rsa_key(vector: dict[str, Any]) -> bytes | None:
    name = vector.get("rsa_key")
    return name and base64.b64decode(VECTORS["rsa_keys"][name]["der_base64"])


def sign(vector: dict[str, Any]) -> oauth1.SignedRequest:
    given = vector["oauth_params"]
    client = oauth1.Client(
        given["oauth_consumer_key"],
        vector["client_secret"],
        signature_method=given["oauth_signature_method"],
        rsa_key=rsa_key(vector),
    )
    token = given.get("oauth_token")
    session = client.session(token and oauth1.Token(token, vector["token_secret"]))
    request = oauth1.Request(
        vector["method"],
        vector["url"],
        form=[tuple(pair) for pair in vector["form_params"]],
        oauth_params={
            name: given[name] for name in ("oauth_callback", "oauth_verifier") if name in given
        },
        nonce=given["oauth_nonce"],
        timestamp=int(given["oauth_timestamp"]),
        realm=vector["realm"],
        version="oauth_version" in given,
    )
    signed = session.sign(request)
    assert session.authorization(request) == signed.authorization
    return signed


@vectors("request")
def test_requests_sign_as_published(vector: dict[str, Any]) -> None:
    signed = sign(vector)
    assert signed.authorization is not None
    if vector["base_string"] is not None:
        assert signed.base_string == vector["base_string"]
    signature = oauth1.percent_encode(vector["signature"])
    assert signed.authorization.endswith(f'oauth_signature="{signature}"')
    if vector["realm"] is not None:
        assert signed.authorization.startswith(f'OAuth realm="{vector["realm"]}", ')


@vectors("request")
def test_the_original_helpers_build_what_is_published(vector: dict[str, Any]) -> None:
    if vector["base_string"] is None:
        pytest.skip("the method has no use for a base string")
    values = vector["oauth_params"] | dict(vector["form_params"])
    base_string = oauth._get_base_string(vector["url"], values, vector["method"])
    assert base_string == vector["base_string"]
    if vector["oauth_params"]["oauth_signature_method"] == "HMAC-SHA1":
        secrets = (vector["client_secret"], vector["token_secret"])
        key = "&".join(map(oauth.url_encode, secrets))
        assert oauth._get_signature(key, base_string) == vector["signature"]


@vectors("base_string")
def test_base_strings_are_built_as_published(vector: dict[str, Any]) -> None:
    header = vector["authorization"]
    given = {
        name: header.partition(f'{name}="')[2].partition('"')[0]
        for name in ("oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_timestamp")
    }
    client = oauth1.Client(given["oauth_consumer_key"], vector["client_secret"], version=False)
    session = client.session(oauth1.Token(given["oauth_token"], vector["token_secret"]))
    signed = session.sign(
        oauth1.Request(
            vector["method"],
            vector["url"],
            body=vector["form_body"],
            content_type="application/x-www-form-urlencoded",
            nonce=given["oauth_nonce"],
            timestamp=int(given["oauth_timestamp"]),
        )
    )
    assert signed.base_string == vector["base_string"]
    assert signed.authorization is not None
    assert oauth1.percent_encode(vector["signature"]) in signed.authorization


@vectors("encoding")
def test_encodings_are_as_published(vector: dict[str, Any]) -> None:
    encoded = oauth1.percent_encode(vector["input"])
    assert encoded == vector["expected"]
    assert oauth.url_encode(vector["input"]) == encoded
    assert oauth1.percent_decode(encoded).decode() == vector["input"]


@vectors("base_string_uri")
def test_base_string_uris_are_as_published(vector: dict[str, Any]) -> None:
    base_string = oauth._get_base_string(vector["url"], {})
    assert base_string.split("&")[1] == oauth1.percent_encode(vector["expected"])


@vectors("normalized_parameters")
def test_parameters_are_normalized_as_published(vector: dict[str, Any]) -> None:
    base_string = oauth._get_base_string(f"http://example.com/?{vector['query']}", {}, "GET")
    assert oauth1.percent_decode(base_string.split("&")[2]).decode() == vector["expected"]


@vectors("body_hash")
def test_the_body_hash_is_as_published(vector: dict[str, Any]) -> None:
    request = oauth1.Request(
        "PUT", "https://example.com/", body=vector["body"], content_type="application/xml"
    )
    session = oauth1.Client("key", CONSUMER_SECRET, body_hash=True).session()
    expected = f'oauth_body_hash="{oauth1.percent_encode(vector["expected"])}"'
    assert expected in session.authorization(request)
