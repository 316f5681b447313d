"""Clocks that are off."""

from __future__ import annotations

import time
from itertools import count

import pytest

import oauth1
from faults import Faults
from oauth1.sandbox import Sandbox

HOURS = 3600.0


@pytest.mark.both_judges
@pytest.mark.parametrize("offset", [-HOURS, HOURS, 86400 * 365.0])
def test_a_clock_that_is_off_is_made_up_for_once(judge: str, offset: float) -> None:
    with Sandbox(users=1, clock_offset=offset, judge=judge) as sandbox:
        token = sandbox.tokens[0]
        client = oauth1.Client(sandbox.consumer_key, sandbox.consumer_secret)
        session = client.session(
            oauth1.Token(str(token["oauth_token"]), str(token["oauth_token_secret"]))
        )
        assert session.get(sandbox.verify_credentials_url).status == 200
        # the handshake of the same client has learnt it too
        assert client.request_token(sandbox.request_token_url).token
        strict = oauth1.Client(
            sandbox.consumer_key, sandbox.consumer_secret, clock_correction=False
        )
        with pytest.raises(oauth1.RefusedError):
            strict.request_token(sandbox.request_token_url)


@pytest.mark.parametrize("parameters", ["", "&acceptable=1", "&acceptable=1&where=header"])
def test_the_time_is_learnt_from_whatever_tells_it(faults: Faults, parameters: str) -> None:
    session = faults.session()
    url = f"{faults.http}/skewed?offset=4000{parameters}"
    for _ in range(3):
        assert session.post(url, form={"a": "1"}).status == 200
    assert len(faults.requests("/skewed")) == 4  # the first was sent twice


def test_what_is_learnt_is_of_one_origin(faults: Faults) -> None:
    session = faults.session()
    assert session.get(f"{faults.http}/skewed?offset=4000").status == 200
    assert session.get(f"{faults.other}/skewed?offset=0").status == 200
    assert len(faults.requests("/skewed")) == 3


def test_a_refusal_that_stays_is_the_response(faults: Faults) -> None:
    assert faults.session().get(f"{faults.http}/skewed-always").status == 401
    assert len(faults.requests("/skewed-always")) == 2


def test_what_was_pinned_or_is_read_once_is_not_sent_twice(faults: Faults) -> None:
    url = f"{faults.http}/skewed?offset=4000"
    session = faults.session()
    assert session.get(url, timestamp=int(time.time())).status == 401
    assert session.get(url, nonce="n").status == 401
    once = {"body": iter([b"a"]), "content_type": "text/plain"}
    assert session.post(url, **once).status == 401  # type: ignore[arg-type]
    assert len(faults.requests("/skewed")) == 3


def test_a_clock_of_the_programs_own_is_corrected_too(faults: Faults) -> None:
    ticks = count(1_000_000)
    session = faults.session(clock=lambda: next(ticks))
    assert session.get(f"{faults.http}/skewed").status == 200
    assert session.get(f"{faults.http}/skewed").status == 200
    assert len(faults.requests("/skewed")) == 3


def test_the_correction_can_be_turned_off(faults: Faults) -> None:
    session = faults.session(clock_correction=False)
    assert session.get(f"{faults.http}/skewed?offset=4000").status == 401
    assert len(faults.requests("/skewed")) == 1
