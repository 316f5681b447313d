"""Errors: what they are besides, and what they carry."""

from __future__ import annotations

import pickle
import urllib.error

import pytest

import oauth1
import oauth1.errors
from oauth.errors import HTTPError, URLError

ERRORS = [
    each
    for each in vars(oauth1.errors).values()
    if isinstance(each, type) and issubclass(each, oauth1.OAuth1Error)
]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_public_and_has_a_kind_of_its_own(error: type[oauth1.OAuth1Error]) -> None:
    assert getattr(oauth1, error.__name__) is error
    assert [each for each in ERRORS if each.kind == error.kind] == [error]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_pickled_whole(error: type[oauth1.OAuth1Error]) -> None:
    problem = oauth1.Problem.parse({}, "oauth_problem=token_used")
    before = error("message", status=401, problem=problem, body_excerpt="body", unsent=True)
    after = pickle.loads(pickle.dumps(before))
    assert type(after) is error
    assert str(after) == str(before) == "message"
    assert vars(after) == vars(before)
    assert after.oauth_problem == "token_used"


def test_standard_exceptions_catch_ours() -> None:
    assert issubclass(oauth1.InvalidSettingError, ValueError)
    assert issubclass(oauth1.InvalidURLError, ValueError)
    assert issubclass(oauth1.InvalidParameterError, ValueError)
    assert issubclass(oauth1.InvalidHeaderError, ValueError)
    assert issubclass(oauth1.InvalidKeyError, ValueError)
    assert issubclass(oauth1.InsecureTransportError, ValueError)
    assert issubclass(oauth1.InvalidBodyError, ValueError)
    assert issubclass(oauth1.InvalidCallbackError, ValueError)
    assert issubclass(oauth1.InvalidPendingAuthorizationError, ValueError)
    assert issubclass(oauth1.ConnectionFailedError, ConnectionError)
    assert issubclass(oauth1.HostNotFoundError, oauth1.ConnectionFailedError)
    assert issubclass(oauth1.TLSFailedError, oauth1.ConnectionFailedError)
    assert issubclass(oauth1.TimedOutError, TimeoutError)
    assert issubclass(oauth1.NotSavedError, OSError)
    assert issubclass(HTTPError, (urllib.error.HTTPError, oauth1.RefusedError))
    assert issubclass(URLError, (urllib.error.URLError, oauth1.OAuth1Error))
