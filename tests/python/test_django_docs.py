"""What the documentation shows of the Django drop-in, put together to a site."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import requests
import requests_oauthlib
from cryptography.fernet import Fernet
from django.http import HttpResponse, JsonResponse
from django.template import RequestContext, Template
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from blocks import blocks
from django_settings import INSTALLED_APPS, MIDDLEWARE
from django_support import AsyncVisitor, Visitor
from oauth1.sandbox import Sandbox
from test_lti import ENVELOPE, FORM, PARAMS, SECRET, Gradebook, by_oauthlib, gradebook

__all__ = ["gradebook"]

pytestmark = pytest.mark.usefixtures("_django", "_users")

LTI = "docs/how-to/lti-django.md"
ALL = [each for each in blocks() if each.page in {"README.md", "docs/django.md", LTI}]


def block(page: str, begins: str) -> str:
    (found,) = (each.code for each in ALL if each.page == page and each.code.startswith(begins))
    return found


@pytest.fixture(params=["README.md", "docs/django.md"])
def site(
    request: pytest.FixtureRequest, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """The names that a page has made: its settings hold, and its views are there."""
    from oauth1.django.views import ConnectView

    code = block("README.md", "INSTALLED_APPS")
    if request.param == "docs/django.md":
        begins = (
            "# settings.py\n",
            "# views.py\n",
            "# urls.py",
            "AUTHENTICATION",
            "class Connect(",
        )
        code = "\n".join(block("docs/django.md", each) for each in begins)
    for given, here in {
        "https://api.x.com/1.1/statuses/update.json": sandbox.update_url,
        "https://api.x.com/1.1/statuses/home_timeline.json": sandbox.home_timeline_url,
        "https://api.x.com/1.1/account/verify_credentials.json": sandbox.verify_credentials_url,
        '"consumer_key": "..."': f'"consumer_key": "{sandbox.consumer_key}"',
        '"consumer_secret": "..."': f'"consumer_secret": "{sandbox.consumer_secret}"',
        '"preset": "x"': f'"preset": "x", "origin": "{sandbox.base_url}", '
        '"plaintext_over_http": True',
    }.items():
        code = code.replace(given, here)
    os = ModuleType("os")
    monkeypatch.setattr(os, "environ", {"OAUTH1_KEY": Fernet.generate_key()}, raising=False)
    names: dict[str, Any] = {
        "__name__": "site",
        "os": os,
        "path": path,
        "include": include,
        "others": [],
    }
    names |= {"HttpResponse": HttpResponse, "JsonResponse": JsonResponse}
    names["ConnectView"] = ConnectView
    exec(compile(code, request.param, "exec"), names)
    urls: Any = ModuleType("urls")
    urls.urlpatterns = [
        *names.get("urlpatterns", [path("accounts/", include("oauth1.django.urls"))]),
        path("tweet/", names["tweet"]),
        path("timeline/", names.get("timeline", names["tweet"])),
        path("form/", form),
    ]
    changed = {name: names[name] for name in ("AUTHENTICATION_BACKENDS",) if name in names}
    with override_settings(OAUTH1=names["OAUTH1"], ROOT_URLCONF=urls, **changed):
        yield names


def form(request: Any) -> HttpResponse:
    """The form of the page."""
    html = block("docs/django.md", "<form")
    return HttpResponse(Template(html).render(RequestContext(request, {"request": request})))


def test_the_pages_make_a_site_that_works(site: dict[str, Any]) -> None:
    from django.contrib.auth.models import User

    from oauth1.django.checks import check_settings

    assert check_settings(None) == []
    assert {each for each in site["INSTALLED_APPS"] if each is not ...} <= {*INSTALLED_APPS}
    assert site["MIDDLEWARE"][-1] == MIDDLEWARE[-1]
    user = User.objects.create_user("ann")
    for kind in (Visitor, AsyncVisitor):
        browser = kind(user)
        assert browser.get("/tweet/").status_code in {200, 302}
        assert "Connect X (Twitter)" in browser.get("/form/").content.decode()
        browser.connect(provider="twitter")
        assert json.loads(browser.get("/tweet/").content)["text"] == "Hello!"
        assert browser.get("/timeline/").status_code == 200


def test_a_step_of_ones_own_is_the_hook_that_it_says(site: dict[str, Any]) -> None:
    if "Connect" in site:
        request = RequestFactory().get("/")
        view = site["Connect"]()
        view.request = request
        assert view.get_authorization_params() == {"perms": "write"}


# --- the provider's side --------------------------------------------------------------------------


def run(names: dict[str, Any], page: str, begins: str) -> None:
    exec(compile(block(page, begins), page, "exec"), names)


def test_the_page_makes_a_provider_whose_views_and_api_others_sign_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth.models import User

    User.objects.create_user("ann")
    secrets, tokens = {"key": "secret"}, {("key", "token"): "token secret"}
    hooks: Any = ModuleType("photos.oauth")
    vars(hooks).update(SECRETS=secrets, TOKEN_SECRETS=tokens, OWNERS={"token": "ann"}, User=User)
    run(vars(hooks), "docs/django.md", "# photos/oauth.py")
    monkeypatch.setitem(sys.modules, "photos", ModuleType("photos"))
    monkeypatch.setitem(sys.modules, "photos.oauth", hooks)
    names: dict[str, Any] = {"HttpResponse": HttpResponse, "__name__": "site"}
    run(names, "docs/django.md", "# settings.py of a provider")
    assert {each for each in names["INSTALLED_APPS"] if each is not ...} <= {*INSTALLED_APPS}
    run(names, "docs/django.md", "# views.py of a provider")
    urls: Any = ModuleType("urls")
    urls.urlpatterns = [
        path("photos/", names["photos"]),
        path("report/", names["report"]),
        path("albums/", names["Albums"].as_view()),
    ]
    run(names, "docs/django.md", "# api.py")
    urls.urlpatterns.append(path("api/", names["Photos"].as_view()))

    def ask(method: str, place: str, token: str = "token", **content: Any) -> Any:
        auth = requests_oauthlib.OAuth1("key", "secret", token, token and "token secret")
        url = f"http://testserver/{place}/"
        made = requests.Request(method, url, auth=auth, **content).prepare()
        given = made.headers.get("Authorization", b"")
        header = given if isinstance(given, str) else given.decode()
        return Client().generic(
            method,
            f"/{place}/",
            made.body or b"",
            content_type="application/x-www-form-urlencoded",
            headers={"Authorization": header} if header else {},
        )

    with override_settings(OAUTH1=names["OAUTH1"], ROOT_URLCONF=urls):
        assert ask("GET", "photos").content == b"the photos of token"
        assert ask("GET", "photos", "").status_code == 400
        assert ask("GET", "report", "").content == b"the report for key"
        assert ask("POST", "albums", data={"title": "a day"}).content == b"a day"
        assert json.loads(ask("GET", "api").content) == {"owner": "ann", "by": "key"}
        secrets.clear()
        assert ask("GET", "photos").status_code == 401


def test_the_page_makes_a_tool_that_is_launched_and_sends_a_result(
    monkeypatch: pytest.MonkeyPatch, gradebook: Gradebook
) -> None:
    os = ModuleType("os")
    monkeypatch.setattr(os, "environ", {"SCHOOL_SECRET": SECRET}, raising=False)
    names: dict[str, Any] = {"HttpResponse": HttpResponse, "__name__": "site", "os": os}
    run(names, LTI, "# settings.py of a tool")
    run(names, LTI, "# views.py of a tool")
    urls: Any = ModuleType("urls")
    urls.urlpatterns = [path("launch/", names["chapter"])]
    url = "https://tool.example/launch/"

    def launch(**changes: str) -> str:
        _, body = by_oauthlib({**PARAMS, **changes}, url, key="consumer key")
        return Client().post("/launch/", body, content_type=FORM).content.decode()

    settings = {name: value for name, value in names.items() if name.startswith("SESSION_")}
    with override_settings(OAUTH1=names["OAUTH1"], ROOT_URLCONF=urls, **settings):
        assert launch() == "The results of Design of Personal Environments"
        assert launch(roles="Learner") == "Chapter 7, Jäne"
    run(names, LTI, "from oauth1 import Client")
    gradebook.answer = (200, ENVELOPE.format(code="success", text="", body="").encode())
    names["grade"](gradebook.url, "somebody", 0.5)
    assert b"<textString>0.5</textString>" in (gradebook.got[-1].body or b"")
