"""Tokens, and that secrets stay where they belong."""

from __future__ import annotations

import copy
import pickle

import pytest

from oauth1 import Client, Token


def test_a_token_is_a_value() -> None:
    token = Token("key", "secret")
    assert (token.key, token.secret) == ("key", "secret")
    assert token == Token("key", "secret")
    assert hash(token) == hash(Token("key", "secret"))
    assert token != Token("key", "other")
    assert token != ("key", "secret")
    assert copy.copy(token) is token
    assert copy.deepcopy([token]) == [token]


def test_a_token_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Token("key", "secret").secret = "other"  # type: ignore[misc]


def test_no_repr_shows_a_secret() -> None:
    token = Token("it's", "hunter2")
    client = Client("key", "hunter3")
    assert repr(token) == "Token(key=\"it's\", secret='***')"
    for text in map(repr, (token, client, client.session(token), client.session())):
        assert "hunter" not in text
    assert repr(client) == (
        "Client(consumer_key='key', consumer_secret='***', signature_method='HMAC-SHA1')"
    )


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_token_is_not_pickled(protocol: int) -> None:
    with pytest.raises(TypeError, match=r"keep token\.key and token\.secret"):
        pickle.dumps(Token("key", "secret"), protocol)


def test_what_holds_a_secret_is_not_pickled() -> None:
    client = Client("key", "secret")
    for each in (client, client.session()):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(each)
