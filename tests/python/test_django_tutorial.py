"""The tutorial's four addresses in a site that has more; test_django_site.py goes through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from browser import Page
from django_settings import provider
from django_support import Visitor, configured, path_of
from oauth1.sandbox import Sandbox, consent

pytestmark = pytest.mark.usefixtures("_django", "_users")


@pytest.fixture(autouse=True)
def _settings(sandbox: Sandbox) -> Iterator[None]:
    with configured(sandbox, TUTORIAL=urls(sandbox)):
        yield


def urls(sandbox: Sandbox, **changes: str) -> dict[str, str]:
    return {
        "PROVIDER": "sandbox",
        "UPDATE_URL": sandbox.update_url,
        "TIMELINE_URL": sandbox.home_timeline_url,
        **changes,
    }


def shown(response: Any) -> Page:
    return Page(response.status_code, "", response.content.decode())


def begin(browser: Visitor) -> str:
    return path_of(consent(shown(browser.get("/tutorial/auth/")).onward))


def tweet(browser: Visitor, status: str) -> Any:
    form = shown(browser.get("/tutorial/tweet/")).form
    return browser.client.post("/tutorial/update/", {**form, "status": status})


def test_two_tabs_work_and_an_answer_counts_once() -> None:
    browser = Visitor()
    first, second = begin(browser), begin(browser)
    for back in (second, first):
        before = browser.client.session.session_key
        assert shown(browser.get(back)).heading == "You have authorized this site"
        assert browser.client.session.session_key != before
        assert browser.get(back).status_code == 400
    page = shown(tweet(browser, "Hello!"))
    assert page.dump["text"] == "Hello!"
    assert "Your timeline" in page.text


def test_its_handshakes_are_none_of_the_other_views() -> None:
    from django.contrib.auth.models import User

    browser = Visitor(User.objects.create_user("ann"))
    back = begin(browser)
    assert browser.get(back.replace("/tutorial/verify/", "/accounts/sandbox/callback/")).status_code
    assert browser.get(back).status_code == 400
    other = path_of(consent(browser.begin()))
    assert browser.get(
        other.replace("/accounts/sandbox/callback/", "/tutorial/verify/")
    ).status_code
    assert browser.get(other).status_code == 400


def test_without_a_timeline_it_shows_none(sandbox: Sandbox) -> None:
    without = {key: value for key, value in urls(sandbox).items() if key != "TIMELINE_URL"}
    with configured(sandbox, TUTORIAL=without):
        browser = Visitor()
        browser.get(begin(browser))
        page = shown(tweet(browser, "Hello!"))
    assert page.dump["text"] == "Hello!"
    assert "Your timeline" not in page.text


def test_a_setting_that_is_missing_is_named(sandbox: Sandbox) -> None:
    with (
        configured(sandbox, TUTORIAL={}),
        pytest.raises(ImproperlyConfigured, match=r"\['PROVIDER'\] is '', which PROVIDERS"),
    ):
        Visitor().get("/tutorial/auth/")
    with configured(sandbox, TUTORIAL={"PROVIDER": "sandbox"}):
        browser = Visitor()
        browser.get(begin(browser))
        with pytest.raises(ImproperlyConfigured, match="has no UPDATE_URL"):
            tweet(browser, "Hello!")


def test_a_user_who_denies_is_told() -> None:
    browser = Visitor()
    url = shown(browser.get("/tutorial/auth/")).onward
    page = shown(browser.get(path_of(consent(url, allow=False))))
    assert (page.status, page.heading) == (200, "You did not allow this site to use your account")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"consumer_secret": "Quiet1"}, "oauth_problem=signature_invalid"),
        ({"request_token_url": "http://127.0.0.1:1/"}, "The provider is out of reach."),
    ],
)
def test_without_a_request_token_the_reason_is_told(
    sandbox: Sandbox, changed: dict[str, str], said: str
) -> None:
    wrong = {"sandbox": provider(sandbox.base_url, **changed)}
    with configured(sandbox, TUTORIAL=urls(sandbox), PROVIDERS=wrong):
        page = shown(Visitor().get("/tutorial/auth/"))
    assert (page.status, page.heading) == (502, "The provider gave no request token")
    assert said in page.text
    assert "Quiet1" not in page.text


def test_without_an_access_token_the_reason_is_told() -> None:
    browser = Visitor()
    page = shown(browser.get(begin(browser) + "x"))
    assert (page.status, page.heading) == (502, "The provider gave no access token")
    assert "The provider answered 401 Unauthorized." in page.text


def test_a_status_that_is_not_published_stays_in_the_form(sandbox: Sandbox) -> None:
    browser = Visitor()
    assert browser.get("/tutorial/update/").status_code == 302
    browser.get("/tutorial/tweet/")
    form = shown(browser.get("/tutorial/tweet/")).form
    assert browser.client.post("/tutorial/update/", form).status_code == 400
    form = {**form, "access": "x", "secret": "y", "status": "Kept & safe"}
    page = shown(browser.client.post("/tutorial/update/", form))
    assert page.status == 502
    assert "Your status was not published The provider answered 401 Unauthorized." in page.text
    assert "Kept &amp; safe</textarea>" in page.html


def test_an_answer_that_is_no_token_or_no_timeline_does_no_harm(sandbox: Sandbox) -> None:
    wrong = {"sandbox": provider(sandbox.base_url, request_token_url=sandbox.echo_url)}
    with configured(sandbox, TUTORIAL=urls(sandbox), PROVIDERS=wrong):
        page = shown(Visitor().get("/tutorial/auth/"))
    assert "The provider and this site do not understand each other." in page.text
    nothing = urls(sandbox, TIMELINE_URL=f"{sandbox.base_url}/1/nothing")
    with configured(sandbox, TUTORIAL=nothing):
        browser = Visitor()
        browser.get(begin(browser))
        page = shown(tweet(browser, "Hello!"))
    assert page.dump["text"] == "Hello!"
    assert "Your timeline" not in page.text
