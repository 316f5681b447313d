"""Signing in by an account at a provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from django_support import AsyncVisitor, Visitor, configured, path_of
from oauth1.sandbox import Sandbox, consent

pytestmark = pytest.mark.usefixtures("_django", "_users")

BACKENDS = ["django.contrib.auth.backends.ModelBackend", "oauth1.django.backends.OAuth1Backend"]


@pytest.fixture(params=[Visitor, AsyncVisitor])
def visitors(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[type[Visitor]]:
    urls = {Visitor: "django_urls", AsyncVisitor: "django_async_urls"}[request.param]
    account = {"sandbox": sandbox.verify_credentials_url}
    with (
        configured(sandbox, LOGIN="create", ACCOUNT_URLS=account),
        override_settings(ROOT_URLCONF=urls, AUTHENTICATION_BACKENDS=BACKENDS),
    ):
        yield request.param


def users() -> Any:
    from django.contrib.auth.models import User

    return User.objects


def signed_in(browser: Visitor) -> Any:
    key = browser.client.session.get("_auth_user_id")
    return key and users().get(pk=key)


def test_whoever_connects_is_signed_in_and_known_again(visitors: type[Visitor]) -> None:
    browser = visitors()
    browser.connect("alice")
    alice = signed_in(browser)
    assert alice.get_username().startswith("sandbox:")
    assert not alice.has_usable_password()
    again = visitors()
    again.connect("alice")
    assert signed_in(again) == alice
    other = visitors()
    other.connect("bob")
    assert signed_in(other) != alice
    assert users().count() == 2


def test_whoever_is_signed_in_stays_who_they_are(visitors: type[Visitor]) -> None:
    ann = users().create_user("ann")
    browser = visitors(ann)
    browser.connect()
    assert signed_in(browser) == ann
    assert users().count() == 1


def test_a_user_who_was_shut_out_stays_out(visitors: type[Visitor], sandbox: Sandbox) -> None:
    browser = visitors()
    browser.connect()
    users().update(is_active=False)
    path = f"/credentials/?url={sandbox.verify_credentials_url}"
    assert browser.get(path).status_code == 302
    other = visitors()
    response = other.come_back(other.begin())
    assert response.status_code == 502
    assert signed_in(other) is None


def test_the_session_of_before_signing_in_has_another_key(visitors: type[Visitor]) -> None:
    browser = visitors()
    back = path_of(consent(browser.begin()))
    before = browser.client.session.session_key
    browser.get(back)
    assert browser.client.session.session_key != before


@pytest.mark.parametrize("page", ["/1/nothing", "/echo"])
def test_an_account_that_is_not_told_signs_nobody_in(
    visitors: type[Visitor], sandbox: Sandbox, page: str
) -> None:
    url = sandbox.echo_url if page == "/echo" else f"{sandbox.base_url}{page}"
    with configured(sandbox, LOGIN="create", ACCOUNT_URLS={"sandbox": url}):
        browser = visitors()
        response = browser.come_back(browser.begin())
    assert response.status_code == 502
    assert signed_in(browser) is None
    assert not users().exists()


class Account:
    """What a provider says of an account."""

    def __init__(self, said: Any) -> None:
        self._said = said

    def json(self) -> Any:
        if isinstance(self._said, Exception):
            raise self._said
        return self._said


@pytest.mark.parametrize("said", [{}, [], "text", None, ValueError("no JSON"), {"name": "x"}])
def test_an_account_without_an_identity_is_nobodys(said: Any) -> None:
    from oauth1.django.backends import OAuth1Backend

    account: Any = Account(said)
    assert OAuth1Backend().authenticate(None, "sandbox", account) is None
    assert not users().exists()


def test_the_backend_leaves_other_ways_to_sign_in_alone() -> None:
    from django.contrib.auth import authenticate

    users().create_user("ann", password="password")
    with override_settings(AUTHENTICATION_BACKENDS=BACKENDS):
        assert authenticate(None, username="ann", password="password")
        assert authenticate(None, username="ann", password="wrong") is None


def test_the_number_of_an_account_tells_providers_apart() -> None:
    from oauth1.django.backends import OAuth1Backend

    account: Any = Account({"id": 7})
    backend = OAuth1Backend()
    first = backend.authenticate(None, "one", account)
    second = backend.authenticate(None, "two", account)
    assert first
    assert second
    assert [each.get_username() for each in (first, second)] == ["one:7", "two:7"]
    assert backend.get_user(first.pk) == first
    assert backend.get_user(-1) is None


def test_a_user_model_of_ones_own_has_its_say() -> None:
    from oauth1.django.backends import OAuth1Backend

    class Own(OAuth1Backend):
        def user_for(self, provider: str, identity: str, account: Any) -> Any:
            return users().create_user(account["name"], email=f"{identity}@{provider}.example")

    account: Any = Account({"id_str": "8", "id": 9, "name": "ann"})
    user: Any = Own().authenticate(None, "sandbox", account)
    assert (user.username, user.email) == ("ann", "8@sandbox.example")
