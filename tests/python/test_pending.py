"""Handshakes between their legs, renewal, and xAuth."""

from __future__ import annotations

import copy
import hashlib
import pickle
import time
from collections.abc import Iterator

import pytest

import oauth1
from faults import Faults
from oauth1 import Client, PendingAuthorization, Provider, Request, Token
from oauth1.sandbox import Sandbox, consent
from seeds import CONSUMER_SECRET, TOKEN_SECRET

CALLBACK = "http://localhost:8000/verify/"


@pytest.fixture(scope="module")
def own(judge: str) -> Iterator[Sandbox]:
    with Sandbox(session_handles=True, judge=judge) as sandbox:
        yield sandbox


@pytest.fixture
def provider(own: Sandbox) -> Provider:
    return Provider(
        "sandbox",
        request_token_url=own.request_token_url,
        authorization_url=own.authorize_url,
        access_token_url=own.access_token_url,
    )


@pytest.fixture
def client(own: Sandbox, provider: Provider) -> Client:
    return Client(own.consumer_key, own.consumer_secret, provider=provider)


@pytest.mark.both_judges
def test_a_user_is_sent_away_and_comes_back(client: Client, own: Sandbox) -> None:
    pending = client.authorize(CALLBACK, authorization_params={"force_login": "true"})
    assert pending.url.startswith(f"{own.authorize_url}?oauth_token={pending.request_token.key}")
    assert pending.url.endswith("&force_login=true")
    kept = pending.to_bytes()
    assert kept.isascii()

    restored = PendingAuthorization.from_bytes(kept)
    assert restored == pending
    back = consent(restored.url, "bob")
    for form in (back, back.removeprefix("http://localhost:8000"), back.split("?")[1]):
        assert restored.verifier(form)
    answer = client.complete(restored, back)
    assert answer.get("screen_name") == "bob"
    seen = client.session(answer.token).get(own.verify_credentials_url).json()
    assert seen["screen_name"] == "bob"


def test_a_pin_completes_the_handshake(client: Client) -> None:
    pending = client.authorize()
    pin = consent(pending.url)
    assert client.complete_with_verifier(pending, f" {pin}\n").token.secret


def test_a_denial_is_told(client: Client) -> None:
    pending = client.authorize(CALLBACK)
    back = consent(pending.url, allow=False)
    with pytest.raises(oauth1.AccessDeniedError) as caught:
        client.complete(pending, back)
    assert caught.value.kind == "access_denied"
    with pytest.raises(oauth1.AccessDeniedError) as caught:
        pending.verifier("?oauth_problem=user_refused")
    assert caught.value.problem
    assert caught.value.problem.name == caught.value.oauth_problem == "user_refused"


@pytest.mark.parametrize(
    "query", ["", "oauth_verifier=v", "oauth_token=other&oauth_verifier=v", "oauth_token=key"]
)
def test_what_is_no_answer_is_told(query: str) -> None:
    pending = PendingAuthorization(Token("key", TOKEN_SECRET), "http://a.example/")
    assert pending.verifier("/back?oauth_token=key&oauth_verifier=v#top") == "v"
    with pytest.raises(oauth1.InvalidCallbackError):
        pending.verifier(f"/back?{query}")


def test_a_pending_authorization_is_of_its_provider(own: Sandbox, client: Client) -> None:
    pending = client.authorize()
    other = Provider("other", access_token_url=own.access_token_url)
    with pytest.raises(oauth1.InvalidSettingError, match="sandbox"):
        Client("key", "secret", provider=other).complete_with_verifier(pending, "1")
    with pytest.raises(oauth1.InvalidSettingError, match="no endpoints"):
        Client("key", "secret").authorize()
    elsewhere = PendingAuthorization(pending.request_token, pending.url)
    assert elsewhere.provider == ""
    assert client.complete_with_verifier(elsewhere, consent(elsewhere.url)).token


def test_no_pending_authorization_shows_its_secret() -> None:
    token = Token("key", TOKEN_SECRET)
    pending = PendingAuthorization(token, "http://a.example/")
    assert pending.request_token == token
    assert repr(pending) == f"<oauth1.PendingAuthorization of {token!r}>"
    assert TOKEN_SECRET not in repr(pending) + str(pending)
    with pytest.raises(TypeError, match="to_bytes"):
        pickle.dumps(pending)
    assert copy.copy(pending) is copy.deepcopy(pending) is pending
    assert TOKEN_SECRET.encode() in pending.to_bytes()
    assert pending != PendingAuthorization(Token("key", "other"), "http://a.example/")


@pytest.mark.parametrize("data", [b"", b"\xff", b"version=2", b"version=1&oauth_token=t"])
def test_what_is_no_pending_authorization_is_told(data: bytes) -> None:
    with pytest.raises(oauth1.InvalidPendingAuthorizationError):
        PendingAuthorization.from_bytes(data)


def test_a_step_can_be_a_request(client: Client, own: Sandbox) -> None:
    endpoint = Request("POST", own.request_token_url, params={"x": "y"}, headers={"X-Own": "1"})
    token = client.request_token(endpoint).token
    verifier = consent(client.authorization_url(own.authorize_url, token))
    answer = client.access_token(Request("POST", own.access_token_url, timeout=5), token, verifier)
    assert answer.session_handle
    assert answer.expires_in
    assert repr(answer.session_handle) not in repr(answer)

    renewed = client.renew(own.access_token_url, answer.token, answer.session_handle)
    assert renewed.token != answer.token
    seen = client.session(renewed.token).get(own.verify_credentials_url)
    assert seen.status == 200
    assert client.session(answer.token).get(own.verify_credentials_url).status == 401
    again = client.renew_token(renewed.token, renewed.session_handle or "")
    assert client.session(again.token).get(own.verify_credentials_url).status == 200
    with pytest.raises(oauth1.RefusedError):
        client.renew(own.access_token_url, answer.token, "nonsense")
    with pytest.raises(oauth1.InvalidParameterError):
        client.request_token(Request("POST", "http://a/", oauth_params={"oauth_callback": "oob"}))


@pytest.mark.both_judges
def test_a_token_is_renewed_where_its_provider_says(client: Client, own: Sandbox) -> None:
    pending = client.authorize()
    answer = client.complete_with_verifier(pending, consent(pending.url))
    assert answer.session_handle
    renewed = client.renew_token(answer.token, answer.session_handle)
    assert client.session(renewed.token).get(own.verify_credentials_url).status == 200
    with pytest.raises(oauth1.RefusedError):
        client.renew_token(renewed.token)
    with pytest.raises(oauth1.InvalidSettingError, match="no endpoints"):
        Client("key", "secret").renew_token(answer.token)


def test_fields_of_the_session_extension_are_read(faults: Faults) -> None:
    body = "oauth_token=t&oauth_token_secret=s&oauth_expires_in=60&oauth_session_handle=h"
    session = faults.session()
    url = f"{faults.http}/status"
    answer = oauth1.TokenResponse.from_response(session.get(url, query={"body": body}))
    assert (answer.session_handle, answer.expires_in) == ("h", 60)
    assert answer.authorization_expires_in is None
    body += "&oauth_authorization_expires_in=90"
    answer = oauth1.TokenResponse.from_response(session.get(url, query={"body": body}))
    assert answer.authorization_expires_in == 90


def test_a_password_is_exchanged_for_a_token(faults: Faults) -> None:
    client = faults.session().client
    with pytest.raises(oauth1.InsecureTransportError):
        client.xauth(f"{faults.http}/token/ok", "alice", TOKEN_SECRET)
    assert client.xauth(f"{faults.https}/token/ok", "alice", TOKEN_SECRET).token.key
    (seen,) = faults.requests("/token/ok")
    body = f"x_auth_username=alice&x_auth_password={TOKEN_SECRET}&x_auth_mode=client_auth"
    assert seen["body_sha256"] == hashlib.sha256(body.encode()).hexdigest()


@pytest.mark.parametrize(
    "path",
    [
        "no-secret",
        "no-token",
        "empty",
        "duplicate",
        "garbage",
        "binary",
        "html",
        "json-wrong?kind=list",
        "json-wrong?kind=token-null",
    ],
)
def test_a_token_response_that_is_none_is_told(faults: Faults, path: str) -> None:
    client = faults.session().client
    with pytest.raises(oauth1.InvalidTokenResponseError):
        client.request_token(f"{faults.http}/token/{path}")


def test_a_token_response_is_form_data_or_json(faults: Faults) -> None:
    client = faults.session().client
    of = [client.request_token(f"{faults.http}/token/{path}") for path in ("ok", "ok-1", "json")]
    assert len({each.token.key for each in of}) == 1
    assert all(each.callback_confirmed for each in of)
    with pytest.raises(oauth1.CallbackNotConfirmedError):
        client.request_token(f"{faults.http}/token/unconfirmed")
    lenient = faults.session(callback_confirmation=False).client
    assert not lenient.request_token(f"{faults.http}/token/unconfirmed?absent=1").callback_confirmed
    started = time.monotonic()
    with pytest.raises(oauth1.ResponseTooLargeError):
        client.request_token(f"{faults.http}/token/huge")
    assert time.monotonic() - started < 2


def test_no_secret_of_a_refused_step_is_told(faults: Faults) -> None:
    client = faults.session().client
    with pytest.raises(oauth1.RefusedError) as caught:
        client.access_token(
            f"{faults.http}/token/problem?name=token_expired", Token("t", TOKEN_SECRET), "verifier"
        )
    assert caught.value.problem
    assert "session handle" in str(caught.value.problem.what_to_do)
    assert TOKEN_SECRET not in str(caught.value)
    assert CONSUMER_SECRET not in str(caught.value)
