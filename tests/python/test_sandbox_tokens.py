"""How the sandbox gives out access tokens otherwise: by password, by renewal, and to order."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from oauth1.sandbox import Sandbox, consent
from oauth1.sandbox.store import Credentials, Store
from test_sandbox import (
    Answer,
    access_token,
    authorization_url,
    client,
    exchange,
    request_token,
    rsa_key_pair,
    running,
    send,
    signed,
)

XAUTH = {
    "x_auth_username": "alice",
    "x_auth_password": "alice-password",
    "x_auth_mode": "client_auth",
}
ADMIN_KEY = "operator"


def whose(sandbox: Sandbox, token: dict[str, Any]) -> Answer:
    return signed(client(sandbox, token), sandbox.verify_credentials_url, "GET")


# Passwords


@pytest.mark.both_judges
@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "BODY"])
def test_xauth(sandbox: Sandbox, signature_type: str) -> None:
    caller = client(sandbox, signature_type=signature_type)
    answer = signed(caller, sandbox.access_token_url, parameters=XAUTH)
    assert answer.status == 200, answer.text
    token = answer.form
    assert (token["screen_name"], token["x_auth_expires"]) == ("alice", "0")
    assert whose(sandbox, token).json["screen_name"] == "alice"


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("changes", "status", "names"),
    [
        ({"x_auth_password": "guess"}, 401, "x_auth_username&x_auth_password"),
        ({"x_auth_username": "nobody"}, 401, "x_auth_username&x_auth_password"),
        ({"x_auth_mode": "reverse_auth"}, 400, "x_auth_mode"),
        ({"x_auth_mode": None}, 400, "x_auth_mode"),
        ({"x_auth_username": "", "x_auth_password": None}, 400, "x_auth_username&x_auth_password"),
    ],
)
def test_xauth_is_refused(
    sandbox: Sandbox, changes: dict[str, str | None], status: int, names: str
) -> None:
    sent = {k: v for k, v in {**XAUTH, **changes}.items() if v is not None}
    answer = signed(client(sandbox), sandbox.access_token_url, parameters=sent)
    assert answer.status == status
    missing = any(not sent.get(name) for name in XAUTH)
    kind = "absent" if missing else "rejected"
    assert answer.form["oauth_problem"] == answer.problem == f"parameter_{kind}"
    assert answer.form[f"oauth_parameters_{kind}"] == names
    assert "guess" not in answer.text


@pytest.mark.both_judges
def test_xauth_is_signed_and_in_the_form(sandbox: Sandbox) -> None:
    url = sandbox.access_token_url
    wrong = signed(client(sandbox, client_secret="wrong"), url, parameters=XAUTH)
    assert wrong.problem == "signature_invalid"
    in_query = f"{url}?x_auth_mode=client_auth&x_auth_username=alice&x_auth_password=x"
    answer = signed(client(sandbox), in_query)
    assert "form body" in answer.form["oauth_problem_advice"]
    with_token = signed(client(sandbox, request_token(sandbox)), url, parameters=XAUTH)
    assert with_token.status in {400, 401}
    with_token = signed(client(sandbox, access_token(sandbox)), url, parameters=XAUTH)
    assert with_token.form["oauth_problem_advice"] == "xAuth has no request token"


def test_xauth_where_there_is_none() -> None:
    with Sandbox(profile="discogs", insist=["user-agent=.*"]) as discogs:
        answer = signed(client(discogs), discogs.access_token_url, parameters=XAUTH)
        assert answer.form["oauth_problem_advice"] == "Discogs has no xAuth"


# Renewal


def renew(sandbox: Sandbox, token: dict[str, Any], handle: str | None = None) -> Answer:
    extra = (("oauth_session_handle", handle or token["oauth_session_handle"]),)
    return signed(client(sandbox, token, extra=extra), sandbox.access_token_url)


@pytest.mark.both_judges
def test_renewal_by_session_handle(judge: str) -> None:
    with Sandbox(session_handles=True, token_lifetime=100, judge=judge) as sandbox:
        first = access_token(sandbox, "bob")
        assert first["oauth_expires_in"] == "100"
        assert first["oauth_authorization_expires_in"] == str(100 + 30 * 24 * 60 * 60)
        second = renew(sandbox, first).form
        assert second["screen_name"] == "bob"
        for name in ("oauth_token", "oauth_token_secret", "oauth_session_handle"):
            assert second[name] != first[name]
        left = int(second["oauth_authorization_expires_in"])
        assert left <= int(first["oauth_authorization_expires_in"])
        assert whose(sandbox, second).json["screen_name"] == "bob"
        assert whose(sandbox, first).problem == "token_revoked"
        assert renew(sandbox, first).problem == "token_revoked"
        wrong = renew(sandbox, second, "a guess")
        assert wrong.status == 401
        assert wrong.form["oauth_parameters_rejected"] == "oauth_session_handle"
        wrong = renew(sandbox, {**second, "oauth_token_secret": "x"})
        assert wrong.problem == "signature_invalid"
        assert renew(sandbox, second).status == 200


def test_session_handles_last_an_hour_by_default() -> None:
    with Sandbox(session_handles=True) as sandbox:
        assert access_token(sandbox)["oauth_expires_in"] == "3600"


@pytest.mark.both_judges
def test_tokens_expire_and_are_renewed(judge: str) -> None:
    with Sandbox(session_handles=True, admin_key=ADMIN_KEY, judge=judge) as sandbox:
        token = access_token(sandbox)
        assert whose(sandbox, token).status == 200
        wish = {"oauth_token": token["oauth_token"], "state": "expired"}
        assert ask(sandbox, "tokens", wish).status == 200
        expired = whose(sandbox, token)
        assert (expired.status, expired.problem) == (401, "token_expired")
        assert whose(sandbox, renew(sandbox, token).form).status == 200


@pytest.mark.both_judges
def test_tokens_expire_without_session_handles(judge: str) -> None:
    with Sandbox(token_lifetime=0, judge=judge) as sandbox:
        token = access_token(sandbox)
        assert "oauth_session_handle" not in token
        assert whose(sandbox, token).problem == "token_expired"
        no_handle = renew(sandbox, token, "any")
        assert no_handle.form["oauth_parameters_rejected"] == "oauth_session_handle"


@pytest.mark.both_judges
def test_renewal_ends_with_the_authorization(judge: str) -> None:
    with Sandbox(session_handles=True, token_lifetime=-40 * 24 * 60 * 60, judge=judge) as sandbox:
        refused = renew(sandbox, access_token(sandbox))
        assert (refused.status, refused.problem) == (401, "token_rejected")
        assert "ask the user again" in refused.form["oauth_problem_advice"]


@pytest.mark.both_judges
def test_a_token_is_renewed_once(judge: str) -> None:
    with Sandbox(session_handles=True, judge=judge) as sandbox:
        token = access_token(sandbox)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: renew(sandbox, token), range(8)))
        assert sorted(answer.status for answer in answers) == [200] + [401] * 7
        assert {a.problem for a in answers if a.status == 401} == {"token_revoked"}


@pytest.mark.both_judges
def test_a_token_that_was_revoked_meanwhile_is_not_renewed(
    judge: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Sandbox(session_handles=True, judge=judge) as sandbox:
        token = access_token(sandbox)
        renewed = Store.renew

        def after_revocation(store: Store, key: str, given: Credentials) -> bool:
            store.invalidate(key)
            return renewed(store, key, given)

        monkeypatch.setattr(Store, "renew", after_revocation)
        refused = renew(sandbox, token)
        assert (refused.status, refused.problem) == (401, "token_revoked")


# Reading and writing


@pytest.mark.both_judges
def test_read_only_tokens(sandbox: Sandbox) -> None:
    for access, status in (("read", 403), ("write", 200)):
        pending = signed(
            client(sandbox, callback_uri="oob"),
            sandbox.request_token_url,
            parameters={"x_auth_access_type": access},
        ).form
        pin = consent(authorization_url(sandbox, pending))
        caller = client(sandbox, exchange(sandbox, pending, pin).form)
        answer = signed(caller, sandbox.update_url, parameters={"status": "Hello"})
        assert answer.status == status
        if status == 403:
            assert answer.problem == "additional_authorization_required"
            problem = answer.json["errors"][0]["oauth_problem"]
            assert problem == "additional_authorization_required"
        assert signed(caller, sandbox.home_timeline_url, "GET").status == 200
    unknown = signed(
        client(sandbox, callback_uri="oob"),
        sandbox.request_token_url,
        parameters={"x_auth_access_type": "everything"},
    )
    assert unknown.form["oauth_parameters_rejected"] == "x_auth_access_type"


# Users by the dozen


def test_users_to_order() -> None:
    with Sandbox(users=3) as sandbox:
        assert [token["user"] for token in sandbox.tokens] == ["user1", "user2", "user3"]
        for token in (*sandbox.tokens, *sandbox.add_users(1)):
            me = whose(sandbox, token).json
            assert (me["screen_name"], me["id"]) == (token["user"], token["user_id"])
        assert access_token(sandbox, "user4")["screen_name"] == "user4"
        described = sandbox.describe()
        assert described["tokens"] == sandbox.tokens


def test_users_on_the_command_line() -> None:
    with running("--port", "0", "--json", "--users", "2", "--admin-key", "k") as process:
        assert process.stdout
        described = json.loads(process.stdout.readline())
        assert len({token["oauth_token"] for token in described["tokens"]}) == 2
        assert described["admin_url"] == f"{described['base_url']}/admin"
        process.terminate()
    with running("--port", "0", "--users", "1", "--exit-with-stdin") as process:
        said, _ = process.communicate("what is typed does not matter\n", timeout=30)
        assert "access tokens, with their secrets" in said


@pytest.mark.both_judges
def test_many_clients_each_with_their_own_token(judge: str) -> None:
    with Sandbox(users=8, judge=judge) as sandbox:

        def call(token: dict[str, object]) -> set[str]:
            return {whose(sandbox, token).json["screen_name"] for _ in range(25)}

        with ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(call, sandbox.tokens))
        assert seen == [{token["user"]} for token in sandbox.tokens]


# The operator


def ask(sandbox: Sandbox, path: str, wish: object, key: str = ADMIN_KEY) -> Answer:
    headers = {"Authorization": f"Bearer {key}"}
    return send(f"{sandbox.base_url}/admin/{path}", "POST", headers, json.dumps(wish))


def test_operator_makes_users() -> None:
    with Sandbox(admin_key=ADMIN_KEY, session_handles=True) as sandbox:
        made = ask(sandbox, "users", {"count": 2, "access": "read"})
        assert made.status == 200, made.text
        users = made.json["users"]
        assert [user["user"] for user in users] == ["user1", "user2"]
        for user in users:
            assert whose(sandbox, user).json["screen_name"] == user["user"]
            answer = signed(client(sandbox, user), sandbox.update_url, parameters={"status": "x"})
            assert answer.problem == "additional_authorization_required"
            assert renew(sandbox, user).status == 200


def test_operator_changes_tokens() -> None:
    with Sandbox(admin_key=ADMIN_KEY, users=1) as sandbox:
        token = sandbox.tokens[0]
        refused = ask(sandbox, "tokens", {"oauth_token": token["oauth_token"], "state": "tired"})
        assert refused.status == 400
        assert refused.json["errors"][0]["message"] == "the state is expired or revoked"
        for state in ("expired", "revoked"):
            wish = {"oauth_token": token["oauth_token"], "state": state}
            assert ask(sandbox, "tokens", wish).status == 200
            assert whose(sandbox, token).problem == f"token_{state}"


def test_operator_changes_consumers() -> None:
    with Sandbox(admin_key=ADMIN_KEY, users=1) as sandbox:
        token = sandbox.tokens[0]
        for state, problem in (
            ("refused", "consumer_key_refused"),
            ("rejected", "consumer_key_rejected"),
            ("accepted", None),
        ):
            wish = {"consumer_key": sandbox.consumer_key, "state": state}
            assert ask(sandbox, "consumers", wish).status == 200
            answer = whose(sandbox, token)
            assert answer.problem == problem
            assert ("Retry-After" in answer.headers) is (state == "refused")
        assert ask(sandbox, "consumers", {"consumer_key": "c", "consumer_secret": "s"}).json == {
            "consumer_key": "c",
            "name": "c",
            "state": "accepted",
        }
        options = {"client_key": "c", "client_secret": "s"}
        assert access_token(sandbox, **options)["screen_name"] == "alice"
        given = ask(sandbox, "users", {"count": 1, "consumer_key": "c"}).json["users"][0]
        mine = signed(client(sandbox, given, **options), sandbox.verify_credentials_url, "GET")
        assert mine.json["screen_name"] == given["user"]
        pem = rsa_key_pair()[1]
        assert ask(sandbox, "consumers", {"consumer_key": "r", "rsa_public_key": pem}).status == 200


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        ("users", []),
        ("users", {}),
        ("users", {"count": "2"}),
        ("users", {"count": True}),
        ("users", {"count": -1}),
        ("users", {"count": 10_001}),
        ("users", {"count": 1, "access": "all"}),
        ("users", {"count": 1, "consumer_key": "nobody"}),
        ("users", {"count": 1, "colour": "red"}),
        ("tokens", {"oauth_token": "unknown", "state": "expired"}),
        ("consumers", {"consumer_key": "new"}),
        ("consumers", {"consumer_key": "a\nb", "consumer_secret": "s"}),
        ("consumers", {"consumer_key": "new", "consumer_secret": "s", "state": "tired"}),
        ("clock", {"offset": "late"}),
    ],
)
def test_operator_asks_for_what_cannot_be(path: str, wish: object) -> None:
    with Sandbox(admin_key=ADMIN_KEY) as sandbox:
        answer = ask(sandbox, path, wish)
        assert answer.status == 400
        assert answer.json["errors"][0]["message"]


def test_only_the_operator_is_let_in(sandbox: Sandbox) -> None:
    assert ask(sandbox, "users", {"count": 1}).status == 404
    with Sandbox(admin_key=ADMIN_KEY) as guarded:
        assert ask(guarded, "users", {"count": 1}, "guess").status == 403
        assert send(f"{guarded.admin_url}/users", "POST", {}, '{"count": 1}').status == 403
        assert send(f"{guarded.admin_url}/users").status == 405
        not_json = {"Authorization": f"Bearer {ADMIN_KEY}"}
        assert send(f"{guarded.admin_url}/users", "POST", not_json, "count=1").status == 400
        assert "admin" not in send(guarded.base_url).text
