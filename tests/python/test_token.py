"""Tokens, and that secrets stay where they belong."""

from __future__ import annotations

import copy
import pickle

import pytest

from oauth1 import Client, Token
from seeds import CONSUMER_SECRET, TOKEN_SECRET


def test_a_token_is_a_value() -> None:
    token = Token("key", TOKEN_SECRET)
    assert (token.key, token.secret) == ("key", TOKEN_SECRET)
    assert token == Token("key", TOKEN_SECRET)
    assert hash(token) == hash(Token("key", TOKEN_SECRET))
    assert token != Token("key", "other")
    assert token != ("key", TOKEN_SECRET)
    assert copy.copy(token) is token
    assert copy.deepcopy([token]) == [token]


def test_a_token_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Token("key", TOKEN_SECRET).secret = "other"  # type: ignore[misc]


def test_no_repr_shows_a_secret() -> None:
    token = Token("it's", TOKEN_SECRET)
    client = Client("key", CONSUMER_SECRET)
    assert repr(token) == "Token(key=\"it's\", secret='***')"
    for text in map(repr, (token, client, client.session(token), client.session())):
        assert TOKEN_SECRET not in text
        assert CONSUMER_SECRET not in text
    assert repr(client) == (
        "Client(consumer_key='key', consumer_secret='***', signature_method='HMAC-SHA1')"
    )


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_token_is_not_pickled(protocol: int) -> None:
    with pytest.raises(TypeError, match=r"keep token\.key and token\.secret"):
        pickle.dumps(Token("key", TOKEN_SECRET), protocol)


def test_what_holds_a_secret_is_not_pickled() -> None:
    client = Client("key", CONSUMER_SECRET)
    for each in (client, client.session()):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(each)
