"""When requests are sent again."""

from __future__ import annotations

import threading
import time
from itertools import count
from typing import Any

import pytest

import oauth1
from faults import Faults
from oauth1 import Client, InvalidSettingError, Retries

KEYS = count()
QUICK = Retries(3, first_pause=0.01)


def url(faults: Faults, parameters: str = "") -> str:
    """What is unavailable once."""
    return f"{faults.http}/unavailable?key=retries-{next(KEYS)}{parameters}"


def test_retries_are_a_value() -> None:
    retries = Retries(3, first_pause=1, longest_pause=2, longest_wait=0)
    assert (retries.attempts, retries.first_pause) == (3, 1.0)
    assert (retries.longest_pause, retries.longest_wait) == (2.0, 0.0)
    assert retries == Retries(3, first_pause=1.0, longest_pause=2, longest_wait=0)
    assert retries != Retries(3)
    assert repr(retries) == "Retries(3, first_pause=1.0, longest_pause=2.0, longest_wait=0.0)"
    assert eval(repr(retries), {"Retries": Retries}) == retries


@pytest.mark.parametrize("name", ["first_pause", "longest_pause", "longest_wait"])
@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_times_that_are_none_are_refused(name: str, seconds: float) -> None:
    with pytest.raises(InvalidSettingError, match=name):
        Retries(1, **{name: seconds})


def test_there_is_at_least_one_attempt() -> None:
    retries: Any
    for retries in (0, Retries(0)):
        with pytest.raises(InvalidSettingError, match="attempts"):
            Client("key", "secret", retries=retries)
    for retries in (-1, "3", 1.5):
        with pytest.raises((TypeError, OverflowError)):
            Client("key", "secret", retries=retries)


def test_by_default_nothing_is_sent_again(faults: Faults) -> None:
    for retries in (None, 1):
        assert faults.session(retries=retries).get(url(faults)).status == 503
    assert len(faults.requests("/unavailable")) == 2


@pytest.mark.parametrize("parameters", ["", "&code=429", "&code=502", "&code=504", "&drop=1"])
def test_what_may_be_repeated_is_sent_again_and_signed_anew(
    faults: Faults, parameters: str
) -> None:
    session = faults.session(retries=QUICK)
    assert session.get(url(faults, f"&times=2{parameters}")).status == 200
    signatures = {
        value
        for each in faults.requests("/unavailable")
        for name, value in each["headers"]
        if name.lower() == "authorization"
    }
    assert len(signatures) == 3


def test_a_number_is_that_of_attempts(faults: Faults) -> None:
    assert faults.session(retries=2).get(url(faults)).status == 200
    assert faults.session(retries=2).get(url(faults, "&times=2&retry_after=0")).status == 503


def test_post_is_sent_again_where_the_caller_says_so(faults: Faults) -> None:
    session = faults.session(retries=QUICK)
    assert session.post(url(faults), form={"a": "1"}).status == 503
    assert session.post(url(faults), form={"a": "1"}, repeatable=True).status == 200
    with pytest.raises(oauth1.ConnectionFailedError):
        session.post(url(faults, "&drop=1"))
    assert session.put(url(faults)).status == 200


def test_what_was_never_sent_is_sent_again(faults: Faults) -> None:
    session = faults.session(retries=Retries(3, first_pause=0.1))
    started = time.monotonic()
    with pytest.raises(oauth1.ConnectionFailedError) as caught:
        session.post(f"{faults.refused}/")
    assert caught.value.unsent
    assert time.monotonic() - started >= 0.15


def test_retry_after_is_waited_for(faults: Faults) -> None:
    session = faults.session(retries=QUICK)
    started = time.monotonic()
    assert session.get(url(faults, "&retry_after=1")).status == 200
    assert time.monotonic() - started >= 1
    started = time.monotonic()
    assert session.get(url(faults, "&retry_after=100")).status == 503
    impatient = faults.session(retries=Retries(3, longest_wait=0))
    assert impatient.get(url(faults, "&retry_after=1")).status == 503
    assert time.monotonic() - started < 1


def test_what_cannot_be_repeated_is_not(faults: Faults) -> None:
    session = faults.session(retries=QUICK)
    assert session.get(url(faults), nonce="once").status == 503
    assert session.get(url(faults), timestamp=1).status == 503
    body = iter([b"once"])
    assert session.put(url(faults), body=body, content_type="text/plain").status == 503


def test_a_stream_is_retried_too(faults: Faults) -> None:
    session = faults.session(retries=QUICK)
    with session.stream(oauth1.Request("GET", url(faults))) as response:
        assert response.status == 200


def test_a_pause_can_be_called_off(faults: Faults) -> None:
    cancellation = oauth1.Cancellation()
    session = faults.session(retries=Retries(2, first_pause=20))
    timer = threading.Timer(0.2, cancellation.cancel)
    timer.start()
    started = time.monotonic()
    with pytest.raises(oauth1.RequestCancelledError):
        session.get(url(faults), cancellation=cancellation)
    assert time.monotonic() - started < 2
    timer.join()
