"""LTI 1.1 launches of Django views, which oauthlib signs, through servers as they are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client, override_settings

from django_servers import asgi, threaded
from test_lti import FORM, PARAMS, by_oauthlib, changed

pytestmark = pytest.mark.usefixtures("_django", "_users")

VIEWS = ["launch", "alaunch"]


@pytest.fixture(autouse=True)
def _guarded() -> Iterator[None]:
    from django_guarded import VERIFIERS

    with override_settings(OAUTH1={"VERIFIERS": VERIFIERS}, ROOT_URLCONF="django_guarded"):
        yield


def signed(url: str, params: Any = PARAMS, **changes: Any) -> bytes:
    from django_guarded import KEY, SECRET

    return by_oauthlib(params, url, **{"key": KEY, "secret": SECRET, **changes})[1]


def launch(view: str, params: Any = PARAMS, **changes: Any) -> Any:
    body = signed(f"http://testserver/{view}/", params, **changes)
    return Client(enforce_csrf_checks=True).post(f"/{view}/", body, content_type=FORM)


@pytest.mark.parametrize("serve", [threaded, asgi], ids=["wsgi", "asgi"])
def test_a_launch_reaches_a_view_once_and_may_be_shown_in_a_frame(serve: Callable[[], Any]) -> None:
    from django_guarded import KEY

    with serve() as port:
        for view in VIEWS:
            url = f"http://127.0.0.1:{port}/{view}/?chapter=7"
            body, headers = signed(url), {"Content-Type": FORM}
            answer = requests.post(url, body, headers=headers)
            assert answer.status_code == 200, answer.text
            assert answer.json() == {"user": PARAMS["user_id"], "consumer": KEY}
            assert "X-Frame-Options" not in answer.headers
            answer = requests.post(url, body, headers=headers)
            assert (answer.status_code, answer.text) == (401, "the nonce was used before\n")
            answer = requests.post(url, signed(url) + b"&roles=x", headers=headers)
            assert answer.status_code == 401
            assert "signature_invalid" in answer.headers["WWW-Authenticate"]
            assert requests.get(url).status_code == 405


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_no_launch_is_sent_back_with_the_reason_or_answered_with_it(
    view: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "oauth1")
    answer = launch(view, changed(resource_link_id=None))
    assert answer.status_code == 302
    back = urlsplit(answer["Location"])
    assert back.netloc == "lms.school.example"
    (told,) = parse_qs(back.query)["lti_errormsg"]
    assert told == "resource_link_id is missing: expected the id of the link"
    answer = launch(
        view, changed(launch_presentation_return_url=None, lti_message_type="basic-lti-launch")
    )
    assert answer.status_code == 400
    assert answer.content.startswith(b"lti_message_type is 'basic-lti-launch': expected")
    (first, _) = [each.getMessage() for each in caplog.records if each.name == "oauth1"]
    assert first == f"refused a launch of 'dpf43f3p2l4k3l03': {told}"


def test_nobody_is_sent_anywhere_by_what_is_not_signed_as_it_should_be() -> None:
    params = changed(
        resource_link_id=None, launch_presentation_return_url="https://elsewhere.example/"
    )
    for changes in ({"secret": "other"}, {"key": "other"}):
        answer = launch("launch", params, **changes)
        assert (answer.status_code, "Location" in answer) == (401, False)


@pytest.mark.parametrize(
    ("policy", "status"),
    [
        ({}, 401),
        ({"public_url": "https://tool.example"}, 200),
        ({"proxies": 1}, 200),
    ],
)
def test_a_launch_behind_a_proxy_that_ends_tls_needs_its_policy(
    policy: dict[str, Any], status: int
) -> None:
    from django_guarded import VERIFIERS

    body = signed("https://tool.example/launch/")
    with override_settings(OAUTH1={"VERIFIERS": {"default": {**VERIFIERS["default"], **policy}}}):
        answer = Client().post(
            "/launch/",
            body,
            content_type=FORM,
            headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tool.example"},
        )
    assert answer.status_code == status
