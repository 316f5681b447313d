"""The tutorial's four addresses in a site that has more; test_django_site.py goes through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from browser import Page
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
