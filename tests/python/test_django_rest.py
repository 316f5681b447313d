"""Django REST framework: whom a request was signed for, by requests-oauthlib and by a server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from django_servers import threaded
from test_django_verifying import prepared, send, signing, without_token

pytestmark = pytest.mark.usefixtures("_django")


@pytest.fixture(autouse=True)
def user(_users: None) -> Iterator[Any]:
    """Who has the token."""
    from django.contrib.auth.models import User
    from django.core.cache import cache

    from django_guarded import TOKEN, VERIFIERS

    cache.clear()
    with override_settings(OAUTH1={"VERIFIERS": VERIFIERS}, ROOT_URLCONF="django_guarded"):
        yield User.objects.create_user(TOKEN)


def client() -> Any:
    from rest_framework.test import APIClient

    return APIClient(enforce_csrf_checks=True)


def get(path: str, **changes: Any) -> Any:
    request = prepared("GET", f"http://testserver{path}", signing(**changes))
    return client().get(path, headers={"Authorization": request.headers["Authorization"]})


def test_a_request_is_from_whom_it_was_signed_for_on_a_server() -> None:
    from django_guarded import KEY, TOKEN

    with threaded() as port:
        url = f"http://127.0.0.1:{port}/api/"
        request = prepared("GET", url, signing())
        assert send(request).json() == {"user": TOKEN, "consumer": KEY}
        answer = send(request)
        assert answer.status_code == 401
        assert answer.json() == {"detail": "the nonce was used before"}
        challenge = answer.headers["WWW-Authenticate"]
        assert challenge == 'OAuth realm="Photos", oauth_problem="nonce_used"'
        for place in ("AUTH_HEADER", "BODY", "QUERY"):
            form = prepared("POST", url, signing(signature_type=place), data={"title": "a day"})
            answer = send(form)
            assert answer.status_code == 200, answer.text
            assert answer.json()["data"]["title"] == "a day"
        answer = send(prepared("POST", url, signing(), json={"title": "a day"}))
        assert answer.json()["data"] == {"title": "a day"}
        file = {"photo": ("a.jpg", b"x" * 3_000_000)}
        answer = send(prepared("POST", url, signing(), data={"title": "ü"}, files=file))
        assert answer.json()["data"]["title"] == "ü"


def test_what_is_not_signed_is_left_to_others_and_told_how_to_authenticate(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = client().get("/api/open/")
    assert (answer.status_code, answer.data) == (200, {"user": "AnonymousUser"})
    answer = client().get("/api/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'OAuth realm="Photos"',
    )
    levels = {each.levelname for each in caplog.records if each.name == "oauth1"}
    assert levels <= {"INFO"}  # it is nobody's fault


def test_what_is_signed_wrongly_is_refused_even_where_anybody_may_come(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "oauth1")
    for changes in (
        {"client_secret": "other"},
        {"resource_owner_secret": "other"},
        {"client_key": "other"},
        {"resource_owner_key": "other"},
    ):
        answer = get("/api/open/", **changes)
        assert answer.status_code == 401, changes
        assert answer.data["detail"] == "the credentials or the signature are not right"
        assert answer.headers["WWW-Authenticate"].endswith('oauth_problem="signature_invalid"')
    reasons = [each.getMessage().split(": ")[1] for each in caplog.records if each.name == "oauth1"]
    assert reasons == ["signature", "signature", "consumer", "token"]


def test_what_is_malformed_is_answered_with_400_and_the_challenge() -> None:
    answer = get("/api/", signature_method="PLAINTEXT")
    assert answer.status_code == 400
    assert 'oauth_problem="signature_method_rejected"' in answer.headers["WWW-Authenticate"]
    request = prepared("GET", "http://testserver/api/", without_token())
    answer = client().get("/api/", headers={"Authorization": request.headers["Authorization"]})
    assert (answer.status_code, answer.data["detail"]) == (
        400,
        "a required OAuth parameter is missing",
    )


def test_a_body_that_is_too_large_is_answered_with_413() -> None:
    request = prepared("POST", "http://testserver/api/", signing(), data={"x": "y" * 200})
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = client().post(
            "/api/",
            request.body,
            content_type=request.headers["Content-Type"],
            headers={"Authorization": request.headers["Authorization"]},
        )
    assert answer.status_code == 413
    assert "WWW-Authenticate" not in answer.headers


def test_a_token_without_a_user_or_with_one_who_is_not_active_is_refused(user: Any) -> None:
    assert get("/api/").status_code == 200
    user.is_active = False
    user.save()
    answer = get("/api/")
    assert (answer.status_code, str(answer.data["detail"])) == (
        401,
        "there is no user that the request could be from",
    )
    user.delete()
    assert get("/api/").status_code == 401


def test_throttles_and_permissions_go_by_the_user() -> None:
    assert [get("/api/throttled/").status_code for _ in range(3)] == [200, 200, 429]


def test_a_subclass_says_whose_a_request_is_and_which_verifier_checks_it() -> None:
    request = prepared("GET", "http://testserver/api/consumers/", without_token())
    header = {"Authorization": request.headers["Authorization"]}
    answer = client().get("/api/consumers/", headers=header)
    assert answer.data["user"] == "consumer dpf43f3p2l4k3l03"
    assert client().get("/api/consumers/").headers["WWW-Authenticate"] == 'OAuth realm="Consumers"'
    with pytest.raises(ImproperlyConfigured, match=r"Unfinished .* override get_user"):
        get("/api/unfinished/")


def test_hooks_may_be_awaited() -> None:
    assert get("/api/awaited/").data == {"user": "nnch734d00sl2jdk"}
    assert get("/api/awaited/", client_secret="other").status_code == 401


def test_a_user_has_to_be_looked_up() -> None:
    from django_guarded import VERIFIERS

    verifiers = {"default": {**VERIFIERS["default"], "user": None}}
    with (
        override_settings(OAUTH1={"VERIFIERS": verifiers}),
        pytest.raises(ImproperlyConfigured, match="has no 'user'"),
    ):
        get("/api/")


def test_the_challenge_is_there_before_anything_was_refused() -> None:
    from django.test import RequestFactory
    from rest_framework.request import Request

    from oauth1.django.rest import OAuth1Authentication

    request = Request(RequestFactory().get("/"))
    assert OAuth1Authentication().authenticate_header(request) == "OAuth"
