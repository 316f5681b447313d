"""The tutorial's site, as its readers have it: nothing but its views between Django and `oauth`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.test import Client, override_settings

import oauth
from browser import Browser, Page
from oauth1.sandbox import Sandbox

SITE = "http://localhost:8000"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
OURS = "oauth1.django.middleware.OAuth1Middleware"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "tutorial_site" / "templates"],
    }
]
VARIABLES = (
    "consumerKey",
    "consumerSecret",
    "accessToken",
    "accessTokenSecret",
    "requestToken",
    "requestTokenSecret",
)


@pytest.fixture(
    scope="module", autouse=True, params=[(), (OURS,)], ids=["alone", "with-our-middleware"]
)
def _site(
    _django: None,
    request: pytest.FixtureRequest,
    sandbox: Sandbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Django, with the tutorial's settings; then with only the middleware added."""
    with override_settings(
        ALLOWED_HOSTS=["localhost"],
        INSTALLED_APPS=[],
        MIDDLEWARE=[*MIDDLEWARE, *request.param],
        PROVIDER=sandbox.base_url,
        ROOT_URLCONF="tutorial_site.urls",
        SESSION_ENGINE="django.contrib.sessions.backends.file",
        SESSION_FILE_PATH=str(tmp_path_factory.mktemp("sessions")),
        TEMPLATES=TEMPLATES,
    ):
        yield


@pytest.fixture(autouse=True)
def _module(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The module as it is after the import, with the consumer's credentials."""
    for name in VARIABLES:
        monkeypatch.setattr(oauth, name, "")
    oauth.setConsumerCreds(sandbox.consumer_key, sandbox.consumer_secret)


class ClientBrowser(Browser):
    """A browser that is Django's test client."""

    def __init__(self) -> None:
        super().__init__(SITE)
        self._client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost", SERVER_PORT="8000")

    def open(self, path: str, form: dict[str, str] | None = None) -> Page:
        send = self._client.get if form is None else self._client.post
        response = send(path, form)
        return Page(response.status_code, self.site + path, response.content.decode())


def author_and_text(page: Page) -> tuple[str, str]:
    assert page.status == 200
    return page.dump["user"]["screen_name"], page.dump["text"]


def test_a_user_authorizes_the_site_and_tweets() -> None:
    browser = ClientBrowser()
    assert "You have authorized this site." in browser.decide("alice").text
    form = browser.get("/tweet/").form
    assert form["access"]
    assert form["secret"]
    text = "Café & crème ~ 100 % <b>"
    assert author_and_text(browser.tweet(text)) == ("alice", text)


def test_a_pasted_token_tweets_in_a_session_that_has_none() -> None:
    authorized = ClientBrowser()
    authorized.decide("bob")
    token = authorized.get("/tweet/").form
    browser = ClientBrowser()
    form = browser.get("/tweet/").form
    assert form["access"] == form["secret"] == ""
    form.update(access=token["access"], secret=token["secret"], status="pasted")
    assert author_and_text(browser.post("/update/", form)) == ("bob", "pasted")


def test_a_form_from_elsewhere_is_refused() -> None:
    browser = ClientBrowser()
    browser.decide("alice")
    form = {**browser.get("/tweet/").form, "status": "forged"}
    del form["csrfmiddlewaretoken"]
    assert browser.post("/update/", form).status == 403


def test_users_on_two_threads_keep_to_their_own_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread waits for the other between setting its token and signing."""
    both = Barrier(2, timeout=30)
    set_access_token = oauth.set_access_token

    def set_and_wait(key: str, secret: str) -> None:
        set_access_token(key, secret)
        both.wait()

    def tweet(user: str) -> list[tuple[str, str]]:
        browser = ClientBrowser()
        both.wait()
        browser.decide(user)
        form = browser.get("/tweet/").form
        both.wait()
        return [
            author_and_text(browser.post("/update/", {**form, "status": f"{user} {number}"}))
            for number in range(10)
        ]

    monkeypatch.setattr(oauth, "set_access_token", set_and_wait)
    users = ("alice", "bob")
    with ThreadPoolExecutor(len(users)) as pool:
        for user, published in zip(users, pool.map(tweet, users), strict=True):
            assert published == [(user, f"{user} {number}") for number in range(10)]
