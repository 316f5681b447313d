"""The example site, on Django's threaded server, as browsers see it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from browser import Browser, Page
from leaks import LISTENER
from oauth1.sandbox import Sandbox, consent

SITE = Path(__file__).parents[2] / "examples" / "django_site"
RUNSERVER = [str(SITE / "manage.py"), "runserver", "--noreload", "localhost:0"]


@contextmanager
def running(
    arguments: list[str], environment: dict[str, str], folder: Path
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a command that starts the site, and give the address that it then has.

    The log, the sessions, and whatever else is temporary go to the folder.
    """
    environment = {**os.environ, **environment, "PYTHONUNBUFFERED": "1", "TMPDIR": str(folder)}
    command = [sys.executable, "-W", "error", *arguments]
    with (
        (folder / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := re.search(r"http://localhost:\d+", line):
                    yield found[0], process
                    return
            log.seek(0)
            pytest.fail(f"the site did not start: {log.read()}")
        finally:
            process.terminate()
            process.wait(30)
            log.seek(0)
            LISTENER.hear("the log of the site", log.read())


@pytest.fixture(scope="module")
def site(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, started as its README says, beside the tests' sandbox."""
    folder = tmp_path_factory.mktemp("site")
    with running(RUNSERVER, sandbox.environment(), folder) as (address, _):
        yield address


class HttpBrowser(Browser):
    """A browser on the network."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def open(self, path: str, form: dict[str, str] | None = None) -> Page:
        body = None if form is None else urlencode(form).encode()
        try:
            response = self._opener.open(self.site + path, body, timeout=30)
        except HTTPError as error:
            response = error
        with response:
            html = response.read().decode()
            return Page(response.status, response.url, html, response.headers)


@pytest.fixture
def browser(site: str) -> Browser:
    return HttpBrowser(site)


def test_a_user_authorizes_the_site_and_tweets(browser: Browser) -> None:
    assert 'href="/auth/"' in browser.get("/").html
    assert browser.decide("alice").heading == "You have authorized this site"
    form = browser.get("/tweet/").form
    assert form["access"]
    assert form["secret"]
    page = browser.tweet("Café & crème ~ 100 % <b>")
    assert page.status == 200
    assert page.dump["text"] == "Café & crème ~ 100 % <b>"
    assert page.dump["user"]["screen_name"] == "alice"
    assert "Your timeline alice Café & crème ~ 100 % <b>" in page.text


def test_a_pasted_token_tweets_in_a_session_that_has_none(browser: Browser) -> None:
    browser.decide("bob")
    token = browser.get("/tweet/").form
    other = HttpBrowser(browser.site)
    form = other.get("/tweet/").form
    assert form["access"] == form["secret"] == ""
    form.update(access=token["access"], secret=token["secret"], status="pasted")
    assert other.post("/update/", form).dump["user"]["screen_name"] == "bob"


def test_a_form_with_nothing_in_it_is_shown_again(browser: Browser) -> None:
    page = browser.tweet(" ")
    assert page.status == 400
    assert page.html.count("This field is required.") == 3


def test_a_form_without_its_csrf_token_is_refused(browser: Browser) -> None:
    browser.decide("alice")
    form = {**browser.get("/tweet/").form, "status": "forged"}
    del form["csrfmiddlewaretoken"]
    page = browser.post("/update/", form)
    assert page.status == 403
    assert page.heading == "This form was not accepted"


def test_whoever_comes_to_update_without_a_form_gets_it(browser: Browser) -> None:
    assert browser.get("/update/").url == f"{browser.site}/tweet/"


def test_a_user_denies(browser: Browser) -> None:
    page = browser.decide("alice", allow=False)
    assert page.status == 200
    assert page.heading == "You did not allow this site to use your account"
    assert page.onward == "/auth/"
    assert browser.get("/tweet/").form["access"] == ""
    assert browser.decide("alice").heading == "You have authorized this site"


def test_an_answer_counts_once(browser: Browser) -> None:
    page = browser.decide("alice")
    again = browser.get(page.url.removeprefix(browser.site))
    assert again.status == 400
    assert again.heading == "This is not the answer that your session waits for"
    assert browser.tweet("still authorized").status == 200


def test_an_answer_counts_in_its_own_session(browser: Browser) -> None:
    """Whether the other session is new, has expired, or waits for an answer of its own."""
    callback = consent(browser.get("/auth/").onward).removeprefix(browser.site)
    other = HttpBrowser(browser.site)
    assert other.get(callback).status == 400
    other.get("/auth/")
    assert other.get(callback).status == 400
    assert other.get("/tweet/").form["access"] == ""
    assert browser.get(callback).status == 200


@pytest.mark.parametrize("query", ["", "?oauth_token=", "?denied=", "?oauth_token=%C3%BC&denied="])
def test_an_answer_that_is_none(browser: Browser, query: str) -> None:
    assert browser.get(f"/verify/{query}").status == 400
    browser.get("/auth/")
    assert browser.get(f"/verify/{query}").status == 400


def test_a_wrong_verifier_is_refused(browser: Browser) -> None:
    callback = urlsplit(consent(browser.get("/auth/").onward))
    page = browser.get(f"/verify/?{callback.query}x")
    assert page.status == 502
    assert page.heading == "The provider gave no access token"
    assert "The provider answered 401 Unauthorized." in page.text


def test_a_token_that_is_refused_costs_no_status(browser: Browser) -> None:
    form = {**browser.get("/tweet/").form, "access": "x", "secret": "y", "status": "Kept & safe"}
    page = browser.post("/update/", form)
    assert page.status == 502
    assert "Your status was not published The provider answered 401 Unauthorized." in page.text
    assert "Kept &amp; safe</textarea>" in page.html
    assert page.form["access"] == "x"


def test_a_wrong_consumer_secret_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    environment = {**sandbox.environment(), "OAUTH1_SANDBOX_CONSUMER_SECRET": "wrong"}
    with running(RUNSERVER, environment, tmp_path) as (address, _):
        page = HttpBrowser(address).get("/auth/")
    assert page.status == 502
    assert page.heading == "The provider gave no request token"
    assert "oauth_problem=signature_invalid" in page.text


def test_a_provider_that_is_out_of_reach(sandbox: Sandbox, tmp_path: Path) -> None:
    nowhere = {
        name: value.replace(sandbox.base_url, "http://127.0.0.1:1")
        for name, value in sandbox.environment().items()
    }
    with running(RUNSERVER, nowhere, tmp_path) as (address, _):
        browser = HttpBrowser(address)
        page = browser.get("/auth/")
        assert page.status == 502
        assert "The provider is out of reach." in page.text
        form = {**browser.get("/tweet/").form, "access": "x", "secret": "y", "status": "z"}
        assert "The provider is out of reach." in browser.post("/update/", form).text


def test_an_answer_that_is_no_token(sandbox: Sandbox, tmp_path: Path) -> None:
    environment = {
        **sandbox.environment(),
        "OAUTH1_SANDBOX_REQUEST_TOKEN_URL": sandbox.echo_url,
    }
    with running(RUNSERVER, environment, tmp_path) as (address, _):
        page = HttpBrowser(address).get("/auth/")
    assert page.status == 502
    assert "The provider and this site do not understand each other." in page.text


def test_a_status_is_published_though_the_timeline_is_not_there(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    environment = {
        **sandbox.environment(),
        "OAUTH1_SANDBOX_HOME_TIMELINE_URL": f"{sandbox.base_url}/1/nothing",
    }
    with running(RUNSERVER, environment, tmp_path) as (address, _):
        browser = HttpBrowser(address)
        browser.decide("alice")
        page = browser.tweet("by itself")
    assert page.dump["text"] == "by itself"
    assert "Your timeline" not in page.text


def connect(browser: Browser, user: str, *, allow: bool = True) -> Page:
    """Go from the site's first page to the provider, decide there, and come back."""
    page = browser.post("/accounts/sandbox/connect/", browser.get("/").form)
    callback = consent(page.onward, user, allow=allow)
    assert callback.startswith(f"{browser.site}/accounts/sandbox/callback/?")
    return browser.get(callback.removeprefix(browser.site))


def publish(browser: Browser, status: str) -> Page:
    return browser.post("/publish/", {**browser.get("/").form, "status": status})


def test_a_visitor_connects_publishes_reads_and_disconnects(browser: Browser) -> None:
    assert "Connect Sandbox" in browser.get("/").text
    page = connect(browser, "alice")
    assert page.url == f"{browser.site}/"
    assert page.heading == "What is new?"
    page = publish(browser, "Café & crème ~ 100 % <i>")
    assert "Your status is published." in page.text
    assert "alice" in page.text
    assert "Café & crème ~ 100 % <i>" in page.text
    assert "There is nothing to publish yet" in publish(browser, " ").text
    page = browser.post("/accounts/sandbox/disconnect/", browser.get("/").form)
    assert "Connect Sandbox" in page.text


def test_a_visitor_who_denies_is_told(browser: Browser) -> None:
    page = connect(browser, "alice", allow=False)
    assert page.heading == "You did not allow this site to use your account"
    assert "Connect Sandbox" in browser.get("/").text


def test_whoever_publishes_without_an_account_connects_one_first(browser: Browser) -> None:
    page = publish(browser, "by nobody")
    assert page.heading == "Connect your account at Sandbox"


def test_the_connecting_form_is_answered_by_no_redirect_to_the_provider(browser: Browser) -> None:
    """Chromium stops such a redirect where the policy has form-action 'self'."""
    page = browser.post("/accounts/sandbox/connect/", browser.get("/").form)
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert page.status == 200
    assert page.url.startswith(browser.site)
    assert f'content="0; url={page.onward}"' in page.html


def test_a_token_that_is_not_known_any_more_leads_to_connecting(tmp_path: Path) -> None:
    with Sandbox() as first:
        environment = first.environment()
        port = urlsplit(first.base_url).port or 0
        with running(RUNSERVER, environment, tmp_path) as (address, _):
            browser = HttpBrowser(address)
            connect(browser, "alice")
            first.close()
            assert "did not give it" in browser.get("/").text
            assert "Your status was not published" in publish(browser, "to nobody").text
            with Sandbox(port=port):
                page = browser.get("/")
                assert page.heading == "Connect your account at Sandbox"
                assert "no longer takes the access" in page.text
                page = browser.post("/accounts/sandbox/connect/", page.form)
                callback = consent(page.onward).removeprefix(address)
                assert browser.get(callback).heading == "What is new?"


def test_pages_load_nothing_from_elsewhere_and_are_not_kept(browser: Browser) -> None:
    page = browser.get("/tweet/")
    assert "no-store" in page.headers["Cache-Control"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<style" not in page.html
    assert " style=" not in page.html
    assert "<script" not in page.html
    for path in ("/static/style.css", "/static/icon.svg", "/static/oauth1/oauth1.css"):
        assert path in page.html
        assert browser.get(path).status == 200


def test_users_at_once_keep_to_their_own_tokens(site: str) -> None:
    def use(number: int) -> list[str]:
        user = ("alice", "bob", "carol")[number % 3]
        authors = []
        for turn in range(25):
            if turn % 5 == 0:
                browser = HttpBrowser(site)
                browser.decide(user)
            authors.append(browser.tweet(f"{user} {number} {turn}").dump["user"]["screen_name"])
        return authors

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(use, range(4))) == [
            [user] * 25 for user in ("alice", "bob", "carol", "alice")
        ]


def test_one_command_starts_sandbox_and_site_and_stops_both(tmp_path: Path) -> None:
    command = [str(SITE / "run.py"), "--port", "0", "--sandbox-port", "0"]
    with running(command, {}, tmp_path) as (address, process):
        browser = HttpBrowser(address)
        provider = browser.get("/auth/").onward
        assert browser.decide("alice").heading == "You have authorized this site"
        process.terminate()
        process.wait(30)
    for url in (address, provider):
        with pytest.raises(URLError):
            build_opener(ProxyHandler({})).open(url, timeout=30)
