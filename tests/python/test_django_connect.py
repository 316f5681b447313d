"""Connecting an account and disconnecting it, by the views for WSGI and those for ASGI."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import override_settings

from browser import Page
from django_settings import TEMPLATES, provider
from django_support import SESSION_STORE, AsyncVisitor, Visitor, configured, path_of
from oauth1.sandbox import Sandbox, consent

pytestmark = pytest.mark.usefixtures("_django", "_users")

CONNECT = "/accounts/sandbox/connect/"
CALLBACK = "/accounts/sandbox/callback/"
DISCONNECT = "/accounts/sandbox/disconnect/"


@pytest.fixture(params=["sync", "async"])
def visitors(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[type[Visitor]]:
    """The browsers of a site under WSGI, and of one under ASGI."""
    urls, kind = {
        "sync": ("django_urls", Visitor),
        "async": ("django_async_urls", AsyncVisitor),
    }[request.param]
    with configured(sandbox), override_settings(ROOT_URLCONF=urls):
        yield kind


def user(name: str = "ann") -> Any:
    from django.contrib.auth.models import User

    return User.objects.create_user(name)


def token_of(who: Any, provider_name: str = "sandbox") -> Any:
    """The row of a user's token."""
    from oauth1.django.tokens.models import AccessToken

    return AccessToken.objects.filter(user=who, provider=provider_name).first()


# --- the way there and back -----------------------------------------------------------------------


def test_a_user_connects_uses_and_disconnects(visitors: type[Visitor], sandbox: Sandbox) -> None:
    ann = user()
    browser = visitors(ann)
    page = browser.get(CONNECT)
    assert page.status_code == 200
    assert "Connect your account at The Sandbox" in page.content.decode()
    assert "no-store" in page["Cache-Control"]

    page = browser.post(CONNECT)
    assert page.status_code == 200
    html = page.content.decode()
    url = Page(200, CONNECT, html).onward
    assert url.startswith(f"{sandbox.authorize_url}?oauth_token=")
    assert f'<meta http-equiv="refresh" content="0; url={url}">' in html
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"

    response = browser.come_back(url)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert (
        browser.get(f"/credentials/?url={sandbox.verify_credentials_url}").json()["screen_name"]
        == "alice"
    )
    assert (
        browser.get(f"/acredentials/?url={sandbox.verify_credentials_url}").json()["screen_name"]
        == "alice"
    )
    assert "An account is connected" in browser.get(CONNECT).content.decode()

    response = browser.post(DISCONNECT, {"next": "/bye/"})
    assert (response.status_code, response["Location"]) == (302, "/bye/")
    assert token_of(ann) is None
    assert browser.post(DISCONNECT).status_code == 302


def test_it_begins_by_a_post_with_a_csrf_token(visitors: type[Visitor]) -> None:
    browser = visitors(user())
    for path in (CONNECT, DISCONNECT):
        assert browser._send(path, {}).status_code == 403
    browser.get(f"{CONNECT}?next=/a/")
    assert browser.entries() == []
    assert browser.get(DISCONNECT).status_code == 405


def test_the_callback_is_where_the_browser_found_the_site(sandbox: Sandbox) -> None:
    with configured(sandbox):
        ann = user()
        for host in ("localhost", "127.0.0.1"):
            browser = Visitor(ann, host)
            back = consent(browser.begin())
            assert back.startswith(f"http://{host}{CALLBACK}?")


def test_an_unknown_provider_is_not_found(visitors: type[Visitor]) -> None:
    browser = visitors(user())
    for step in ("connect", "callback", "disconnect"):
        assert browser.get(f"/accounts/nobody/{step}/").status_code == 404


def test_a_head_request_is_no_answer(visitors: type[Visitor]) -> None:
    browser = Visitor(user())
    back = path_of(consent(browser.begin()))
    assert browser.client.head(back).status_code == 405
    assert browser.get(back).status_code == 302


# --- where it leads -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/here/?a=b", "/here/?a=b"),
        ("http://localhost/there/", "http://localhost/there/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:evil.example", "/"),
        ("http://localhost:8001/", "/"),
        ("", "/"),
    ],
)
def test_next_leads_to_this_site_alone(sandbox: Sandbox, given: str, expected: str) -> None:
    with configured(sandbox):
        browser = Visitor(user())
        assert browser.connect(next=given)["Location"] == expected
        assert browser.post(DISCONNECT, {"next": given})["Location"] == expected


def test_next_of_the_settings_can_be_the_name_of_a_url(sandbox: Sandbox) -> None:
    with configured(sandbox, NEXT_URL="admin:index"):
        assert Visitor(user()).connect()["Location"] == "/admin/"


def test_whoever_is_not_signed_in_does_so_first(visitors: type[Visitor]) -> None:
    browser = visitors()
    for response in (browser.get(f"{CONNECT}?next=/x/"), browser.post(CONNECT, {"next": "/x/"})):
        assert response.status_code == 302
        where = urlsplit(response["Location"])
        assert where.path == "/login/"
        assert parse_qs(where.query)["next"] == [f"{CONNECT}?next=%2Fx%2F"]
    assert browser.post(DISCONNECT).status_code == 302
    assert browser.entries() == []


def test_a_policy_for_users_needs_the_middleware_of_users(sandbox: Sandbox) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from django_settings import MIDDLEWARE

    fewer = [each for each in MIDDLEWARE if "auth" not in each or "oauth1" in each]
    with (
        configured(sandbox),
        override_settings(MIDDLEWARE=fewer),
        pytest.raises(ImproperlyConfigured, match="AuthenticationMiddleware"),
    ):
        Visitor().get(CONNECT)


def test_anybody_connects_where_the_policy_says_so(
    visitors: type[Visitor], sandbox: Sandbox
) -> None:
    with configured(sandbox, LOGIN="optional", TOKEN_STORE=SESSION_STORE):
        browser = visitors()
        browser.connect("bob")
        path = f"/credentials/?url={sandbox.verify_credentials_url}"
        assert browser.get(path).json()["screen_name"] == "bob"


# --- what waits -----------------------------------------------------------------------------------


def lost(response: Any) -> bool:
    return (
        response.status_code == 400
        and "This is not an answer that your browser waits for" in response.content.decode()
    )


def test_an_answer_counts_once(visitors: type[Visitor]) -> None:
    ann = user()
    browser = visitors(ann)
    back = path_of(consent(browser.begin()))
    assert browser.get(back).status_code == 302
    row = token_of(ann)
    assert lost(browser.get(back))
    assert token_of(ann) == row
    assert token_of(ann).updated_at == row.updated_at


def test_an_answer_counts_in_its_own_session_only(visitors: type[Visitor]) -> None:
    """Not for another user, nor for the same one in another browser: and nothing is used up."""
    ann, eve = user("ann"), user("eve")
    browser = visitors(ann)
    back = path_of(consent(browser.begin()))
    for other in (visitors(eve), visitors(ann), visitors()):
        assert lost(other.get(back))
        if other is not None and other.client.session.session_key:
            assert "oauth1.pending" not in other.client.session
    assert token_of(eve) is None
    assert browser.get(back).status_code == 302


def test_an_answer_counts_for_the_user_who_began(sandbox: Sandbox) -> None:
    """Even where a session goes on with another user, as Django itself does not let it."""
    with configured(sandbox):
        ann, eve = user("ann"), user("eve")
        browser = Visitor(ann)
        back = path_of(consent(browser.begin()))
        session = browser.client.session
        session["_auth_user_id"] = str(eve.pk)
        session["_auth_user_hash"] = eve.get_session_auth_hash()
        session.save()
        assert lost(browser.get(back))
        assert token_of(eve) is None


def test_whoever_signs_out_in_between_begins_again(visitors: type[Visitor]) -> None:
    browser = visitors(user())
    back = path_of(consent(browser.begin()))
    browser.client.logout()
    assert lost(browser.get(back))


def test_an_answer_counts_for_its_provider(visitors: type[Visitor]) -> None:
    ann = user()
    browser = visitors(ann)
    back = path_of(consent(browser.begin()))
    assert lost(browser.get(back.replace("/sandbox/", "/other/")))
    assert token_of(ann, "other") is None


def test_two_tabs_work_in_any_order(visitors: type[Visitor]) -> None:
    ann = user()
    browser = visitors(ann)
    first = browser.begin(next="/first/")
    second = browser.begin("other", next="/second/")
    third = browser.begin(next="/third/")
    assert browser.come_back(second)["Location"] == "/second/"
    assert browser.come_back(first, "bob")["Location"] == "/first/"
    assert browser.come_back(third, "carol")["Location"] == "/third/"
    assert token_of(ann)
    assert token_of(ann, "other")


def test_tabs_that_come_back_at_once_keep_both_tokens(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes back while the first is at its exchange."""
    from oauth1.django.views import CallbackSteps

    with configured(sandbox, TOKEN_STORE=SESSION_STORE):
        browser = Visitor(user())
        first = path_of(consent(browser.begin()))
        second = path_of(consent(browser.begin("other")))
        browser.begin()
        connected = CallbackSteps.connected

        def meanwhile(self: CallbackSteps, answer: Any, next_url: str) -> Any:
            monkeypatch.setattr(CallbackSteps, "connected", connected)
            # the session's key stays, as that of a browser which has not got its new cookie yet
            with monkeypatch.context() as patch:
                patch.setattr(type(self.request.session), "cycle_key", lambda _session: None)
                assert browser.get(second).status_code == 302
            return connected(self, answer, next_url)

        monkeypatch.setattr(CallbackSteps, "connected", meanwhile)
        assert browser.get(first).status_code == 302
        assert set(browser.client.session["oauth1.tokens"]) == {"sandbox", "other"}
        assert len(browser.entries()) == 1


def test_whoever_signs_out_during_the_exchange_is_told(
    visitors: type[Visitor], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.sessions.models import Session

    from oauth1.django.views import CallbackSteps, ConnectSteps

    with configured(sandbox, TOKEN_STORE=SESSION_STORE):
        browser = visitors(user())
        back = path_of(consent(browser.begin()))
        connected, leave = CallbackSteps.connected, ConnectSteps._leave_for

        def signed_out(self: CallbackSteps, answer: Any, next_url: str) -> Any:
            Session.objects.all().delete()
            return connected(self, answer, next_url)

        def left(self: ConnectSteps, begun: Any) -> Any:
            Session.objects.all().delete()
            return leave(self, begun)

        monkeypatch.setattr(CallbackSteps, "connected", signed_out)
        assert lost(browser.get(back))
        browser = visitors(user("ben"))
        monkeypatch.setattr(ConnectSteps, "_leave_for", left)
        assert lost(browser.post(CONNECT))


def test_a_session_that_ends_while_its_answer_is_taken_has_none(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.sessions.models import Session

    from oauth1.django.views import CallbackSteps

    with configured(sandbox):
        browser = Visitor(user())
        back = path_of(consent(browser.begin()))
        take = CallbackSteps.take_waiting

        def ended(self: CallbackSteps) -> Any:
            assert self.request.session["oauth1.pending"]
            Session.objects.all().delete()
            return take(self)

        monkeypatch.setattr(CallbackSteps, "take_waiting", ended)
        assert lost(browser.get(back))


def test_it_is_gone_before_it_is_exchanged(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong at the exchange, even the process's end, leaves nothing to try again with."""
    from django.contrib.sessions.models import Session

    from oauth1.django.conf import settings

    with configured(sandbox):
        browser = Visitor(user())
        back = path_of(consent(browser.begin()))
        seen: list[Any] = []

        class Client:
            def complete(self, *_: Any) -> Any:
                seen.extend(each.get_decoded() for each in Session.objects.all())
                raise KeyboardInterrupt

        monkeypatch.setitem(settings().providers["sandbox"].__dict__, "client", Client())
        with pytest.raises(KeyboardInterrupt):
            browser.get(back)
        assert [each["oauth1.pending"] for each in seen] == [[]]
        monkeypatch.undo()
        assert lost(browser.get(back))


def test_what_waits_too_long_is_gone(
    visitors: type[Visitor], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    with configured(sandbox, PENDING_LIFETIME=60):
        browser = visitors(user())
        back = path_of(consent(browser.begin()))
        monkeypatch.setattr(time, "time", lambda: now + 61)
        assert lost(browser.get(back))
        assert browser.entries() == []


def test_of_too_many_the_oldest_give_way(sandbox: Sandbox) -> None:
    with configured(sandbox, PENDING_LIMIT=2):
        browser = Visitor(user())
        urls = [browser.begin() for _ in range(4)]
        assert len(browser.entries()) == 2
        assert lost(browser.come_back(urls[0]))
        assert lost(browser.come_back(urls[1]))
        assert browser.come_back(urls[2]).status_code == 302
        assert browser.come_back(urls[3]).status_code == 302


def test_the_session_has_another_key_afterwards(visitors: type[Visitor]) -> None:
    browser = visitors(user())
    back = path_of(consent(browser.begin()))
    before = browser.client.session.session_key
    browser.get(back)
    assert browser.client.session.session_key != before
    stolen = visitors()
    stolen.client.cookies["sessionid"] = before
    assert stolen.get(CONNECT).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["", "?oauth_token=", "?denied=", "?oauth_token=%FF%C3%BC", "?oauth_token=a&oauth_token=b"],
)
def test_an_answer_that_is_none(visitors: type[Visitor], query: str) -> None:
    browser = visitors(user())
    assert lost(browser.get(f"{CALLBACK}{query}"))
    browser.begin()
    assert lost(browser.get(f"{CALLBACK}{query}"))
    assert len(browser.entries()) == 1


# --- when it comes to nothing ---------------------------------------------------------------------


def test_a_user_who_denies_is_told(visitors: type[Visitor]) -> None:
    ann = user()
    browser = visitors(ann)
    response = browser.come_back(browser.begin(), allow=False)
    assert response.status_code == 200
    html = response.content.decode()
    assert "You did not allow this site to use your account" in html
    assert f'action="{CONNECT}"' in html
    assert token_of(ann) is None
    assert browser.entries() == []


@pytest.mark.parametrize("problem", ["user_refused", "permission_denied"])
def test_a_problem_that_the_provider_sends_back_is_told(
    visitors: type[Visitor], problem: str
) -> None:
    browser = visitors(user())
    token = parse_qs(urlsplit(browser.begin()).query)["oauth_token"][0]
    for query in ({"oauth_token": token, "oauth_problem": problem}, {"oauth_problem": problem}):
        response = browser.get(f"{CALLBACK}?{urlencode(query)}")
        assert response.status_code == 200, response.content
        assert "You did not allow this site" in response.content.decode()


def test_a_wrong_verifier_is_the_providers_refusal(visitors: type[Visitor]) -> None:
    browser = visitors(user())
    response = browser.get(path_of(consent(browser.begin())) + "x")
    assert response.status_code == 502
    html = response.content.decode()
    assert "Your account at The Sandbox could not be connected" in html
    assert "The Sandbox says:" in html
    assert "verifier" not in urlsplit(html).query


def test_a_wrong_consumer_secret_is_told_without_it(
    visitors: type[Visitor], sandbox: Sandbox
) -> None:
    wrong = provider(sandbox.base_url, consumer_secret="Quiet1")
    with configured(sandbox, PROVIDERS={"sandbox": wrong}):
        response = visitors(user()).post(CONNECT)
    assert response.status_code == 502
    assert "<code>signature_invalid</code>" in response.content.decode()
    assert "Quiet1" not in response.content.decode()


def test_a_provider_that_is_out_of_reach_is_told(visitors: type[Visitor], sandbox: Sandbox) -> None:
    with configured(sandbox, PROVIDERS={"sandbox": provider("http://127.0.0.1:1")}):
        response = visitors(user()).post(CONNECT)
    assert response.status_code == 502
    assert "trying again does no harm" in " ".join(response.content.decode().split())


def test_a_bare_refusal_is_told_by_its_status(visitors: type[Visitor], sandbox: Sandbox) -> None:
    nothing = provider(sandbox.base_url, request_token_url=f"{sandbox.base_url}/1/nothing")
    with configured(sandbox, PROVIDERS={"sandbox": nothing}):
        response = visitors(user()).post(CONNECT)
    assert response.status_code == 502
    assert "answered with the status 404" in response.content.decode()


# --- hooks, signals, templates --------------------------------------------------------------------


def test_signals_tell_what_came_of_it(visitors: type[Visitor]) -> None:
    from oauth1.django.signals import authorization_failed, authorized, disconnected

    heard: list[tuple[str, str, Any]] = []

    def hear(kind: str) -> Any:
        def receiver(sender: str, request: Any, signal: Any, **more: Any) -> None:
            assert request.user.username == "ann"
            heard.append((kind, sender, more.get("error") or more.get("answer")))

        return receiver

    signals = {"yes": authorized, "no": authorization_failed, "bye": disconnected}
    receivers = {kind: hear(kind) for kind in signals}
    for kind, signal in signals.items():
        signal.connect(receivers[kind])
    try:
        browser = visitors(user())
        browser.connect()
        browser.come_back(browser.begin(), allow=False)
        browser.post(DISCONNECT)
    finally:
        for kind, signal in signals.items():
            signal.disconnect(receivers[kind])
    assert [(kind, sender) for kind, sender, _ in heard] == [
        ("yes", "sandbox"),
        ("no", "sandbox"),
        ("bye", "sandbox"),
    ]
    assert heard[0][2].token.key
    assert heard[1][2].kind == "access_denied"


def test_each_step_can_be_another(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.urls import include, path

    import django_urls
    from oauth1.django.views import CallbackView, ConnectView, DisconnectView

    class Connect(ConnectView):
        def get_authorization_params(self) -> dict[str, str]:
            return {"perms": "write"}

        def get_request_token_params(self) -> dict[str, str]:
            return {"scope": "all"}

        def get_next_url(self) -> str:
            return "/always/"

    steps = [("connect", Connect), ("callback", CallbackView), ("disconnect", DisconnectView)]
    own = [path(f"<slug:provider>/{name}/", each.as_view(), name=name) for name, each in steps]
    monkeypatch.setattr(
        django_urls,
        "urlpatterns",
        [path("accounts/", include((own, "oauth1"))), *django_urls.views],
    )
    from django.urls import clear_url_caches

    clear_url_caches()
    try:
        with configured(sandbox):
            browser = Visitor(user())
            url = browser.begin(next="/elsewhere/")
            assert "perms=write" in url
            assert browser.come_back(url)["Location"] == "/always/"
    finally:
        monkeypatch.undo()
        clear_url_caches()


def test_pages_are_accessible_translated_and_load_nothing_but_a_style_sheet(
    visitors: type[Visitor],
) -> None:
    html = visitors(user()).get(CONNECT).content.decode()
    assert '<html lang="en-us">' in html
    assert '<meta name="viewport"' in html
    assert html.count("<h1>") == html.count("<main>") == html.count("<title>") == 1
    assert 'href="/static/oauth1/oauth1.css"' in html
    for never in ("<script", "<style", " style=", " onclick="):
        assert never not in html
    with override_settings(LANGUAGE_CODE="he"):
        assert '<html lang="he" dir="rtl">' in visitors(user("ben")).get(CONNECT).content.decode()


def test_a_template_of_the_sites_own_comes_first(sandbox: Sandbox, tmp_path: Any) -> None:
    (tmp_path / "oauth1").mkdir()
    (tmp_path / "oauth1" / "connect.html").write_text("Our own: {{ connection.title }}")
    own = [{**TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    with configured(sandbox), override_settings(TEMPLATES=own):
        assert Visitor(user()).get(CONNECT).content == b"Our own: The Sandbox"
