"""The example site and the sandbox, as people see them in Chromium; pictures are kept."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chromium import Chromium, chromium
from oauth1.sandbox import Sandbox, consent
from test_django_site import RUNSERVER, running

LOST = "This is not an answer that your browser waits for"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as provider:
        yield provider


@pytest.fixture(scope="module")
def site(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    with running(RUNSERVER, sandbox.environment(), folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def started() -> Iterator[Chromium]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(started: Chromium, site: str, sandbox: Sandbox) -> Iterator[Chromium]:
    """A browser with one tab and no cookie, whose console has nothing to say afterwards."""
    driver = started.driver
    first, *others = driver.window_handles
    for tab in others:
        driver.switch_to.window(tab)
        driver.close()
    driver.switch_to.window(first)
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    started.complaints()
    yield started
    refusals = [each for each in started.complaints() if "status of 400" not in each]
    assert not refusals


def leave_for_the_provider(browser: Chromium, site: str, sandbox: Sandbox) -> None:
    browser.open(f"{site}/")
    browser.press("Connect Sandbox")
    browser.comes_to(sandbox.base_url)


def sign_in(browser: Chromium, user: str) -> None:
    browser.fill("user", user)
    browser.fill("password", f"{user}-password")
    browser.press("Sign in")


def connect(browser: Chromium, site: str, sandbox: Sandbox, user: str) -> None:
    leave_for_the_provider(browser, site, sandbox)
    sign_in(browser, user)
    browser.press("Allow")
    browser.comes_to(f"{site}/")


def callback_of(browser: Chromium, site: str, sandbox: Sandbox, user: str) -> str:
    """Where the provider sends a user back to who allows what this browser asks for."""
    leave_for_the_provider(browser, site, sandbox)
    found = re.search(r"oauth_token(?:=|%3D)(\w+)", browser.url)
    assert found is not None, browser.url
    return consent(f"{sandbox.base_url}/oauth/authorize?oauth_token={found[1]}", user)


def test_a_user_connects_allows_tweets_and_sees_it(
    browser: Chromium, site: str, sandbox: Sandbox
) -> None:
    browser.open(f"{site}/")
    browser.picture("site-1-start")
    browser.press("Connect Sandbox")
    browser.comes_to(sandbox.base_url)
    browser.picture("sandbox-1-sign-in")
    sign_in(browser, "alice")
    browser.sees("Allow")
    browser.picture("sandbox-2-decide")
    browser.press("Allow")
    browser.comes_to(f"{site}/")
    browser.sees("What is new?")
    browser.picture("site-2-connected")
    browser.fill("status", "Café & crème <b>bold</b>")
    browser.press("Publish")
    browser.sees("Your status is published.")
    browser.sees("Café & crème <b>bold</b>")
    assert "alice" in browser.text
    browser.picture("site-3-published")
    browser.press("Disconnect")
    browser.sees("Connect Sandbox")


def test_a_user_denies_and_changes_their_mind(
    browser: Chromium, site: str, sandbox: Sandbox
) -> None:
    leave_for_the_provider(browser, site, sandbox)
    sign_in(browser, "alice")
    browser.press("Deny")
    browser.sees("You did not allow this site to use your account")
    browser.picture("site-4-denied")
    browser.press("Try again")
    browser.comes_to(sandbox.base_url)
    browser.press("Allow")
    browser.sees("What is new?")


def test_an_answer_counts_once(browser: Chromium, site: str, sandbox: Sandbox) -> None:
    callback = callback_of(browser, site, sandbox, "alice")
    browser.open(callback)
    browser.sees("What is new?")
    browser.open(callback)
    browser.sees(LOST)
    browser.picture("site-5-replayed")
    browser.open(f"{site}/")
    browser.sees("What is new?")  # what was connected stays


def test_another_users_answer_connects_nothing(
    browser: Chromium, site: str, sandbox: Sandbox
) -> None:
    callback = callback_of(browser, site, sandbox, "bob")
    browser.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    leave_for_the_provider(browser, site, sandbox)  # somebody else, who waits as well
    browser.open(callback)
    browser.sees(LOST)
    browser.open(f"{site}/")
    browser.sees("Connect Sandbox")


def test_two_tabs_do_not_disturb_each_other(browser: Chromium, site: str, sandbox: Sandbox) -> None:
    driver = browser.driver
    first = driver.current_window_handle
    leave_for_the_provider(browser, site, sandbox)
    sign_in(browser, "alice")
    browser.sees("Allow")
    driver.switch_to.new_window("tab")
    leave_for_the_provider(browser, site, sandbox)
    browser.press("Allow")  # alice is signed in there
    browser.sees("What is new?")
    driver.switch_to.window(first)
    browser.press("Allow")
    browser.sees("What is new?")


def test_a_session_that_ended_in_between_connects_nothing(
    browser: Chromium, site: str, sandbox: Sandbox
) -> None:
    callback = callback_of(browser, site, sandbox, "alice")
    browser.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser.open(callback)
    browser.sees(LOST)
    browser.picture("site-6-session-ended")
    browser.press("Try again")
    browser.comes_to(sandbox.base_url)


def test_who_signs_out_at_the_provider_is_asked_again(
    browser: Chromium, site: str, sandbox: Sandbox
) -> None:
    leave_for_the_provider(browser, site, sandbox)
    sign_in(browser, "alice")
    browser.press("Sign out")
    browser.sees("Sign in")
    sign_in(browser, "bob")
    browser.press("Allow")
    browser.sees("What is new?")
    browser.fill("status", "by bob")
    browser.press("Publish")
    browser.sees("Your status is published.")
    assert re.search(r"bob\b.*\n?.*by bob", browser.text)


def test_a_permission_that_is_taken_back_leads_back_to_connecting(
    browser: Chromium, site: str, sandbox: Sandbox
) -> None:
    connect(browser, site, sandbox, "alice")
    browser.sees("What is new?")
    browser.open(f"{sandbox.base_url}/settings/applications")
    browser.picture("sandbox-3-applications")
    browser.press("Revoke")
    browser.sees("There are none.")
    browser.open(f"{site}/")
    browser.sees("no longer takes the access")
    browser.picture("site-7-revoked")
    browser.press("Continue to Sandbox")
    browser.comes_to(sandbox.base_url)
    browser.press("Allow")
    browser.sees("What is new?")


def test_the_tutorials_pages_work(browser: Chromium, site: str, sandbox: Sandbox) -> None:
    browser.open(f"{site}/auth/")
    browser.follow("Continue to the provider")
    browser.comes_to(sandbox.base_url)
    sign_in(browser, "alice")
    browser.press("Allow")
    browser.sees("You have authorized this site")
    browser.follow("Write a status")
    browser.picture("tutorial-1-tweet")
    browser.fill("status", "by the tutorial")
    browser.press("Tweet")
    browser.sees("by the tutorial")
    browser.picture("tutorial-2-published")


def test_a_request_token_that_expired_is_told(started: Chromium, tmp_path: Path) -> None:
    browser = started
    with (
        Sandbox(request_token_lifetime=0.5) as provider,
        running(RUNSERVER, provider.environment(), tmp_path) as (address, _),
    ):
        leave_for_the_provider(browser, address, provider)
        time.sleep(0.5)
        if "Sign in" in browser.text:
            sign_in(browser, "alice")
        browser.sees("expired")
        browser.picture("sandbox-4-expired")
