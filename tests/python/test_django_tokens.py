"""Token stores, and what is done with the tokens that they keep."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

import oauth1
from browser import Page
from django_settings import ENCRYPTION_KEY
from django_support import SESSION_STORE, AsyncVisitor, Visitor, configured
from oauth1 import Token, TokenResponse
from oauth1.sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("_django", "_users")


@pytest.fixture(autouse=True)
def _settings(sandbox: Sandbox) -> Iterator[None]:
    with configured(sandbox, ACCOUNT_URLS={"sandbox": sandbox.verify_credentials_url}):
        yield


def user(name: str = "ann", **more: Any) -> Any:
    from django.contrib.auth.models import User

    return User.objects.create_user(name, **more)


def rows() -> Any:
    from oauth1.django.tokens.models import AccessToken

    return AccessToken.objects.order_by("pk")


def store() -> Any:
    from oauth1.django.stores import token_store

    return token_store()


def command(name: str, *arguments: str) -> str:
    from django.core.management import call_command

    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def request_of(who: Any) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = who
    return request


def answer(key: str = "key", secret: str = "secret") -> TokenResponse:
    class Answer:
        token = Token(key, secret)

    made: Any = Answer()
    return made  # type: ignore[no-any-return]


# --- the database ---------------------------------------------------------------------------------


def test_a_token_is_kept_encrypted_once_for_each_user_and_provider() -> None:
    from django.db import IntegrityError

    ann, ben = user("ann"), user("ben")
    store().save(request_of(ann), "sandbox", answer("first", "Quiet1"))
    store().save(request_of(ann), "sandbox", answer("second", "Quiet2"))
    store().save(request_of(ann), "other", answer("third", "Quiet3"))
    store().save(request_of(ben), "sandbox", answer("fourth", "Quiet4"))
    assert rows().count() == 3
    for row in rows():
        for plain in ("Quiet", "second", "third", "fourth"):
            assert plain not in row.encrypted + repr(row)
    assert store().get(request_of(ann), "sandbox").token == Token("second", "Quiet2")
    assert store().get(request_of(ben), "sandbox").token == Token("fourth", "Quiet4")
    assert store().get(request_of(ben), "other") is None
    with pytest.raises(IntegrityError):
        rows().create(user=ann, provider="sandbox", encrypted="x")
    store().delete(request_of(ann), "sandbox")
    assert store().get(request_of(ann), "sandbox") is None
    assert store().get(request_of(ben), "sandbox")
    ben.delete()
    assert rows().count() == 1


def test_nothing_is_kept_or_found_for_nobody() -> None:
    from django.contrib.auth.models import AnonymousUser

    nobody = request_of(AnonymousUser())
    assert store().get(nobody, "sandbox") is None
    assert store().delete(nobody, "sandbox") is None
    with pytest.raises(ImproperlyConfigured, match="users who are signed in"):
        store().save(nobody, "sandbox", answer())
    assert not rows().exists()


def test_without_keys_nothing_is_kept() -> None:
    ann = user()
    changed = {"TOKEN_STORE": "oauth1.django.tokens.store.DatabaseTokenStore", "PROVIDERS": {}}
    with override_settings(OAUTH1=changed), pytest.raises(ImproperlyConfigured, match="is empty"):
        store().save(request_of(ann), "sandbox", answer())
    assert not rows().exists()


def test_a_token_of_another_key_is_an_error_and_can_be_connected_anew(sandbox: Sandbox) -> None:
    from oauth1.django.stores import UnreadableTokenError

    ann = user()
    browser = Visitor(ann)
    browser.connect()
    other = Fernet.generate_key().decode()
    with configured(sandbox, ENCRYPTION_KEYS=[other]):
        with pytest.raises(UnreadableTokenError, match="none of OAUTH1"):
            browser.get(f"/credentials/?url={sandbox.verify_credentials_url}")
        page = browser.get("/accounts/sandbox/connect/").content.decode()
        assert "An account is connected" not in page
        assert "no longer takes" not in page
        browser.connect("bob")
        response = browser.get(f"/credentials/?url={sandbox.verify_credentials_url}")
        assert response.json()["screen_name"] == "bob"


def test_a_token_that_was_moved_to_another_row_is_not_taken() -> None:
    from oauth1.django.stores import UnreadableTokenError

    ann, eve = user("ann"), user("eve")
    store().save(request_of(ann), "sandbox", answer())
    stolen = rows().get().encrypted
    rows().create(user=eve, provider="sandbox", encrypted=stolen)
    rows().create(user=ann, provider="other", encrypted=stolen)
    for who, provider in ((eve, "sandbox"), (ann, "other")):
        with pytest.raises(UnreadableTokenError, match="another user or provider"):
            store().get(request_of(who), provider)
    rows().filter(user=ann, provider="sandbox").update(encrypted=stolen[:-6] + "AAAAAA")
    with pytest.raises(UnreadableTokenError, match="was changed"):
        store().get(request_of(ann), "sandbox")


# --- keys -----------------------------------------------------------------------------------------


def test_keys_are_changed_without_losing_a_token(sandbox: Sandbox) -> None:
    from django.core.management import CommandError

    ann = user()
    store().save(request_of(ann), "sandbox", answer())
    store().save(request_of(user("ben")), "sandbox", answer("other"))
    before = list(rows().values_list("encrypted", flat=True))
    new = Fernet.generate_key().decode()
    with configured(sandbox, ENCRYPTION_KEYS=[new, ENCRYPTION_KEY]):
        assert store().get(request_of(ann), "sandbox").token == Token("key", "secret")
        assert command("oauth1_rotate_keys") == "2 encrypted anew\n"
    with configured(sandbox, ENCRYPTION_KEYS=[new]):
        assert store().get(request_of(ann), "sandbox").token == Token("key", "secret")
        kept = rows().first()
        rows().filter(pk=kept.pk).update(encrypted=before[0])
        with pytest.raises(CommandError, match="1 could not be decrypted"):
            command("oauth1_rotate_keys")
    assert rows().get(pk=kept.pk).encrypted == before[0]


def test_changing_keys_leaves_alone_what_was_connected_meanwhile(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oauth1.django.tokens import encryption

    ann = user()
    store().save(request_of(ann), "sandbox", answer("old"))
    rotated = encryption.rotated

    def meanwhile(text: str) -> str:
        store().save(request_of(ann), "sandbox", answer("new"))
        return rotated(text)

    monkeypatch.setattr(encryption, "rotated", meanwhile)
    assert command("oauth1_rotate_keys") == "0 encrypted anew\n"
    assert store().get(request_of(ann), "sandbox").token.key == "new"


# --- the session ----------------------------------------------------------------------------------


def test_a_session_keeps_a_token_until_its_user_signs_out(sandbox: Sandbox) -> None:
    with configured(sandbox, TOKEN_STORE=SESSION_STORE):
        ann = user()
        browser = Visitor(ann)
        browser.connect()
        browser.connect("bob", "other")
        path = f"/credentials/?url={sandbox.verify_credentials_url}"
        assert browser.get(path).json()["screen_name"] == "alice"
        assert Visitor(ann).get(path).status_code == 302
        browser.post("/accounts/sandbox/disconnect/")
        assert set(browser.client.session["oauth1.tokens"]) == {"other"}
        assert browser.get(path).status_code == 302
        browser.connect()
        browser.client.logout()
        assert Visitor().get(path).status_code == 302
    assert not rows().exists()


def test_a_session_that_goes_on_with_another_user_has_no_token_for_them(sandbox: Sandbox) -> None:
    with configured(sandbox, TOKEN_STORE=SESSION_STORE):
        ann, eve = user("ann"), user("eve")
        browser = Visitor(ann)
        browser.connect()
        session = browser.client.session
        session["_auth_user_id"] = str(eve.pk)
        session["_auth_user_hash"] = eve.get_session_auth_hash()
        session.save()
        response = browser.get(f"/credentials/?url={sandbox.verify_credentials_url}")
        assert response.status_code == 302


def test_what_was_connected_before_signing_in_is_there_afterwards(sandbox: Sandbox) -> None:
    with configured(sandbox, TOKEN_STORE=SESSION_STORE, LOGIN="optional"):
        browser = Visitor()
        browser.connect()
        browser.client.force_login(user(), "django.contrib.auth.backends.ModelBackend")
        response = browser.get(f"/credentials/?url={sandbox.verify_credentials_url}")
        assert response.json()["screen_name"] == "alice"


# --- a store of one's own -------------------------------------------------------------------------

OWN: dict[tuple[str, str], Any] = {}


def __getattr__(name: str) -> Any:
    if name != "OwnStore":
        raise AttributeError(name)
    from oauth1.django.stores import StoredToken, TokenStore

    class OwnStore(TokenStore):
        def get(self, request: HttpRequest, provider: str) -> StoredToken | None:
            return OWN.get((request.user.get_username(), provider))

        def save(self, request: HttpRequest, provider: str, answer: TokenResponse) -> None:
            OWN[request.user.get_username(), provider] = StoredToken(answer.token)

        def mark_revoked(self, request: HttpRequest, provider: str, token: Token) -> None:
            OWN[request.user.get_username(), provider] = StoredToken(token, revoked=True)

        def delete(self, request: HttpRequest, provider: str) -> None:
            OWN.pop((request.user.get_username(), provider), None)

    return OwnStore


def test_a_store_of_ones_own_is_named_by_its_path(sandbox: Sandbox) -> None:
    from oauth1.django.checks import check_settings

    with configured(sandbox, TOKEN_STORE=f"{__name__}.OwnStore"):
        assert check_settings(None) == []
        browser = Visitor(user())
        browser.connect()
        assert list(OWN) == [("ann", "sandbox")]
        response = browser.get(f"/credentials/?url={sandbox.verify_credentials_url}")
        assert response.json()["screen_name"] == "alice"
        browser.post("/accounts/sandbox/disconnect/")
        assert not OWN


# --- what a provider has revoked ------------------------------------------------------------------


@pytest.mark.parametrize("kept", ["database", "session"])
@pytest.mark.parametrize(
    ("kind", "view"), [(Visitor, "credentials"), (AsyncVisitor, "acredentials")]
)
def test_a_revoked_token_is_marked_and_leads_back_to_connecting(
    kind: type[Visitor], view: str, kept: str, tmp_path: Any
) -> None:
    from oauth1.django.signals import token_revoked

    heard: list[str] = []

    def hear(sender: str, **_: Any) -> None:
        heard.append(sender)

    token_revoked.connect(hear)
    changed = {"TOKEN_STORE": SESSION_STORE} if kept == "session" else {}
    with Sandbox(users=1) as first, configured(first, **changed):
        browser = kind(user())
        browser.connect()
    with Sandbox() as second, configured(second, **changed):
        path = f"/{view}/?url={second.verify_credentials_url}"
        response = browser.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/sandbox/connect/?next=%2F")
        assert heard == ["sandbox"]
        page = browser.get(response["Location"]).content.decode()
        assert "no longer takes the access" in page
        form = Page(200, "", page).form
        assert form["next"] == path
        # known to be revoked, it is not sent again
        assert browser.get(path).status_code == 302
        assert heard == ["sandbox"]
        if kept == "database":
            assert rows().get().revoked_at
        assert browser.connect(next=form["next"])["Location"] == path
        assert browser.get(path).json()["screen_name"] == "alice"
    token_revoked.disconnect(hear)


def test_what_is_posted_without_an_account_begins_from_the_start() -> None:
    browser = Visitor(user())
    response = browser.post("/credentials/?url=x")
    assert (response.status_code, response["Location"]) == (302, "/accounts/sandbox/connect/")


def test_a_token_that_was_connected_meanwhile_is_not_marked() -> None:
    ann = user()
    store().save(request_of(ann), "sandbox", answer("new"))
    store().mark_revoked(request_of(ann), "sandbox", Token("old", "secret"))
    assert store().get(request_of(ann), "sandbox").revoked is False


class Answered:
    """A response, as far as it tells whether a token is revoked."""

    def __init__(self, status: int, body: Any = None, problem: str | None = None) -> None:
        self.status = status
        self._body = body
        text = f"oauth_problem={problem}"
        self.problem = problem and oauth1.Problem.parse([], text)

    def json(self) -> Any:
        if isinstance(self._body, Exception):
            raise self._body
        return self._body


@pytest.mark.parametrize(
    ("answered", "revoked"),
    [
        (Answered(401, problem="token_revoked"), True),
        (Answered(401, problem="token_expired"), True),
        (Answered(400, problem="token_rejected"), True),
        (Answered(401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}), True),
        (Answered(403, {"errors": [{"code": 326, "message": "locked"}]}), False),
        (Answered(401, problem="signature_invalid", body={}), False),
        (Answered(401, problem="timestamp_refused", body={}), False),
        (Answered(401, ValueError("no JSON")), False),
        (Answered(401, []), False),
        (Answered(404, {"errors": [{"code": 89}]}), False),
        (Answered(200, problem="token_revoked"), False),
    ],
)
def test_what_tells_that_a_token_is_revoked(answered: Any, revoked: bool) -> None:
    from oauth1.django.connections import is_revocation

    assert is_revocation(answered) is revoked


# --- what views have ------------------------------------------------------------------------------


def test_an_unknown_provider_is_a_key_error_that_says_which_are_known() -> None:
    from oauth1.django.connections import Connections

    with pytest.raises(KeyError, match="providers of OAUTH1 are sandbox, other"):
        Connections(request_of(user()))["twitter"]
    names = [(each.name, each.title) for each in Connections(request_of(user("ben")))]
    assert names == [("sandbox", "The Sandbox"), ("other", "Another")]


async def _with_all_methods(account: Any, url: str) -> list[str]:
    sent = [await getattr(account, f"a{name}")(url) for name in METHODS]
    return [each.json()["method"] for each in sent]


METHODS = ("get", "post", "put", "patch", "delete")


def test_each_method_is_there_sync_and_async(sandbox: Sandbox) -> None:
    from asgiref.sync import async_to_sync

    from oauth1.django.connections import Connections

    ann = user()
    Visitor(ann).connect()
    account = Connections(request_of(ann))["sandbox"]
    wanted = [name.upper() for name in METHODS]
    sent = [getattr(account, name)(sandbox.echo_url).json()["method"] for name in METHODS]
    assert sent == wanted
    assert async_to_sync(_with_all_methods)(account, sandbox.echo_url) == wanted
    assert account.is_connected
    assert async_to_sync(account.ais_connected)()
    assert not account.is_revoked
    assert not async_to_sync(account.ais_revoked)()
    assert account.stored
    assert account.session().token == account.stored.token


# --- the admin ------------------------------------------------------------------------------------


def test_the_admin_shows_no_token(sandbox: Sandbox) -> None:
    boss = user("boss", is_staff=True, is_superuser=True)
    browser = Visitor(boss)
    browser.connect()
    row = rows().get()
    token = store().get(request_of(boss), "sandbox").token
    base = "/admin/oauth1_tokens/accesstoken/"
    for path in (base, f"{base}{row.pk}/change/", f"{base}{row.pk}/delete/", f"{base}?q=x"):
        response = browser.client.get(path, follow=True)
        assert response.status_code == 200, path
        html = response.content.decode()
        assert "sandbox" in html or "?" in path
        for secret in (row.encrypted, token.key, token.secret):
            assert secret not in html
    assert browser.get(f"{base}add/").status_code == 403
    response = browser.client.post(f"{base}{row.pk}/change/", {"provider": "x"})
    assert response.status_code == 403
    assert str(row) == "sandbox, boss"


# --- commands -------------------------------------------------------------------------------------


def test_tokens_are_verified(sandbox: Sandbox) -> None:
    from django.core.management import CommandError

    ann, ben, eve, dan = (user(name) for name in ("ann", "ben", "eve", "dan"))
    Visitor(ann).connect()
    good = rows().get()
    rows().update(verified_at=None)
    store().save(request_of(ben), "sandbox", answer("nobody", "knows"))
    rows().create(user=eve, provider="sandbox", encrypted="nothing")
    store().save(request_of(dan), "other", answer())
    out = command("oauth1_verify")
    assert "sandbox, ben: revoked" in out
    assert "sandbox, eve: unknown" in out
    assert "cannot be decrypted" in out
    assert out.endswith("1 good, 1 revoked, 1 unknown\n")
    assert rows().get(pk=good.pk).verified_at
    assert rows().get(user=ben).revoked_at
    assert rows().get(user=eve).revoked_at is None
    assert command("oauth1_verify", "sandbox").endswith("1 good, 0 revoked, 1 unknown\n")
    with pytest.raises(CommandError, match="no provider 'other' with a URL in ACCOUNT_URLS"):
        command("oauth1_verify", "other")
    with configured(sandbox, ACCOUNT_URLS={"sandbox": f"{sandbox.base_url}/1/nothing"}):
        assert command("oauth1_verify").endswith("0 good, 0 revoked, 2 unknown\n")


@pytest.mark.parametrize("engine", ["db", "cached_db"])
def test_what_nobody_came_back_to_is_cleared(
    engine: str, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    import time

    from django.contrib.sessions.models import Session

    with override_settings(SESSION_ENGINE=f"django.contrib.sessions.backends.{engine}"):
        waiting, other = Visitor(user("ann")), Visitor(user("ben"))
        waiting.begin()
        other.get("/form/")
        assert command("oauth1_clear_pending") == "0 sessions cleared\n"
        now = time.time()
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: now + 601)
            ends = Session.objects.get(pk=waiting.client.session.session_key).expire_date
            assert command("oauth1_clear_pending") == "1 sessions cleared\n"
        assert waiting.entries() == []
        row = Session.objects.get(pk=waiting.client.session.session_key)
        assert row.expire_date == ends
        assert row.get_decoded()["oauth1.pending"] == []
        assert waiting.get("/accounts/sandbox/connect/").status_code == 200


def test_sessions_that_cannot_be_listed_are_not_cleared() -> None:
    from django.core.management import CommandError

    engine = "django.contrib.sessions.backends.signed_cookies"
    with (
        override_settings(SESSION_ENGINE=engine),
        pytest.raises(CommandError, match="cannot be listed"),
    ):
        command("oauth1_clear_pending")
