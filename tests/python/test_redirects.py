"""Redirects: which are followed."""

from __future__ import annotations

import io
from typing import Any

import pytest

import oauth1
from faults import Faults
from oauth1 import Request


def tokens(faults: Faults, path: str) -> list[str]:
    return [
        value
        for each in faults.requests(path)
        for name, value in each["headers"]
        if name.lower() == "authorization"
    ]


@pytest.mark.parametrize("path", ["/redirect", "/redirect-relative", "/redirect-chain?n=5"])
def test_a_redirect_within_the_origin_is_followed_and_signed_anew(
    faults: Faults, path: str
) -> None:
    answer = faults.session().get(f"{faults.http}{path}")
    assert answer.json()["path"] == "/ok"
    signatures = tokens(faults, "")
    assert len(set(signatures)) == len(signatures) > 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_post_becomes_what_browsers_make_of_it(faults: Faults, code: int) -> None:
    keeps = code in {307, 308}
    for body in (b"a", io.BytesIO(b"a")):
        options: dict[str, Any] = {"body": body, "content_type": "text/plain"}
        seen = faults.session().post(f"{faults.http}/redirect?code={code}", **options).json()
        assert (seen["method"], seen["body"]) == (("POST", "a") if keeps else ("GET", ""))


@pytest.mark.parametrize("target", ["other", "localhost", "https"])
def test_a_redirect_to_another_origin_is_the_response(faults: Faults, target: str) -> None:
    elsewhere = f"{getattr(faults, target)}/ok"
    answer = faults.session().get(f"{faults.http}/redirect", query={"to": elsewhere})
    assert (answer.status, answer.headers["Location"]) == (302, elsewhere)
    assert faults.requests("/ok") == []
    with pytest.raises(oauth1.RefusedError, match="another origin"):
        answer.raise_for_status()


@pytest.mark.parametrize("path", ["/redirect-nowhere", "/redirect-garbage"])
def test_a_redirect_to_nowhere_is_the_response(faults: Faults, path: str) -> None:
    assert faults.session().get(f"{faults.http}{path}").status == 302


@pytest.mark.parametrize("path", ["/redirect-loop", "/redirect-chain?n=6"])
def test_redirects_come_to_an_end(faults: Faults, path: str) -> None:
    with pytest.raises(oauth1.TooManyRedirectsError) as caught:
        faults.session().get(f"{faults.http}{path}")
    assert caught.value.kind == "too_many_redirects"
    assert len(faults.requests()) == 6


def test_redirects_can_be_left_to_the_program(faults: Faults) -> None:
    session = faults.session(redirects=False)
    assert session.get(f"{faults.http}/redirect").status == 302
    with session.stream(Request("GET", f"{faults.http}/redirect")) as response:
        assert response.status == 302
    assert faults.requests("/ok") == []


def test_what_can_be_read_once_is_not_sent_on(faults: Faults) -> None:
    options: dict[str, Any] = {"body": iter([b"a"]), "content_type": "text/plain"}
    assert faults.session().post(f"{faults.http}/redirect?code=307", **options).status == 307
