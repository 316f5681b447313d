"""What the documentation shows of the Django drop-in, put together to a site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.http import HttpResponse, JsonResponse
from django.template import RequestContext, Template
from django.test import RequestFactory, override_settings
from django.urls import include, path

from blocks import blocks
from django_settings import INSTALLED_APPS, MIDDLEWARE
from django_support import AsyncVisitor, Visitor
from oauth1.sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("_django", "_users")

ALL = [each for each in blocks() if each.page in {"README.md", "docs/django.md"}]


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
        begins = ("# settings.py", "# views.py", "# urls.py", "AUTHENTICATION", "class Connect(")
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
