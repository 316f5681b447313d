"""The tutorial's site, as its readers have it: nothing but its views between Django and `oauth`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Barrier
from typing import Any

import django
import pytest
from django.conf import settings
from django.test import Client, override_settings

import oauth
from oauth1.sandbox import Sandbox, consent

CALLBACK = "http://localhost:8000/verify/"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
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


@pytest.fixture(scope="module", autouse=True)
def _site(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Django, with the tutorial's settings."""
    if not settings.configured:
        settings.configure(SECRET_KEY="known to everybody")
        django.setup()
    with override_settings(
        ALLOWED_HOSTS=["localhost"],
        MIDDLEWARE=MIDDLEWARE,
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


class Browser:
    """A user's browser: it keeps cookies, follows links, and sends forms."""

    def __init__(self) -> None:
        self._client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost", SERVER_PORT="8000")

    def get(self, url: str) -> str:
        response = self._client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    def authorize(self, user: str) -> None:
        """Go from /auth/ to the provider, allow the site, and come back to /verify/."""
        link = re.search('href="([^"]+)"', self.get("/auth/"))
        assert link is not None
        callback = consent(unescape(link[1]), user)
        assert callback.startswith(f"{CALLBACK}?")
        assert "You have authorized this site." in self.get(callback)

    def form(self) -> dict[str, str]:
        """Return the fields of /tweet/, as they are filled in."""
        fields = re.findall('name="([^"]+)" value="([^"]*)"', self.get("/tweet/"))
        return {name: unescape(value) for name, value in fields}

    def update(self, form: dict[str, str]) -> Any:
        """Send the form, and return the provider's answer, which the page shows."""
        response = self._client.post("/update/", form)
        assert response.status_code == 200
        dump = re.fullmatch("<pre>(.*)</pre>\n", response.content.decode(), re.DOTALL)
        assert dump is not None
        return json.loads(unescape(dump[1]))

    def status_of_update(self, form: dict[str, str]) -> int:
        """Send the form, and return the HTTP status."""
        return self._client.post("/update/", form).status_code


def author_and_text(answer: Any) -> tuple[str, str]:
    return answer["user"]["screen_name"], answer["text"]


def test_a_user_authorizes_the_site_and_tweets() -> None:
    browser = Browser()
    browser.authorize("alice")
    form = browser.form()
    assert form["access"]
    assert form["secret"]
    text = "Café & crème ~ 100 % <b>"
    assert author_and_text(browser.update({**form, "status": text})) == ("alice", text)


def test_a_pasted_token_tweets_in_a_session_that_has_none() -> None:
    authorized = Browser()
    authorized.authorize("bob")
    token = authorized.form()
    browser = Browser()
    form = browser.form()
    assert form["access"] == form["secret"] == ""
    form.update(access=token["access"], secret=token["secret"], status="pasted")
    assert author_and_text(browser.update(form)) == ("bob", "pasted")


def test_a_form_from_elsewhere_is_refused() -> None:
    browser = Browser()
    browser.authorize("alice")
    form = {**browser.form(), "status": "forged"}
    del form["csrfmiddlewaretoken"]
    assert browser.status_of_update(form) == 403


def test_users_on_two_threads_keep_to_their_own_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread waits for the other between setting its token and signing."""
    both = Barrier(2, timeout=30)
    set_access_token = oauth.set_access_token

    def set_and_wait(key: str, secret: str) -> None:
        set_access_token(key, secret)
        both.wait()

    def tweet(user: str) -> list[tuple[str, str]]:
        browser = Browser()
        both.wait()
        browser.authorize(user)
        form = browser.form()
        both.wait()
        return [
            author_and_text(browser.update({**form, "status": f"{user} {number}"}))
            for number in range(10)
        ]

    monkeypatch.setattr(oauth, "set_access_token", set_and_wait)
    users = ("alice", "bob")
    with ThreadPoolExecutor(len(users)) as pool:
        for user, published in zip(users, pool.map(tweet, users), strict=True):
            assert published == [(user, f"{user} {number}") for number in range(10)]
