"""`oauth1.requests.OAuth1Session`: the handshake."""

from __future__ import annotations

import copy
import logging
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import oauthlib.oauth1
import pytest
import requests

import oauth1
from faults import Faults
from net import Net
from oauth1.requests import (
    SIGNATURE_RSA_SHA256,
    OAuth1,
    OAuth1Session,
    TokenMissing,
    TokenRequestDenied,
    VerifierMissing,
)
from oauth1.sandbox import Sandbox, consent
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

CALLBACK = "http://localhost:8000/verify/"
TOKEN = {"oauth_token": "token", "oauth_token_secret": TOKEN_SECRET}


def consumer(sandbox: Sandbox, **settings: Any) -> OAuth1Session:
    return OAuth1Session(sandbox.consumer_key, sandbox.consumer_secret, **settings)


@pytest.fixture
def session() -> Iterator[OAuth1Session]:
    with OAuth1Session("key", CONSUMER_SECRET) as session:
        yield session


@pytest.mark.both_judges
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "query", "body"])
def test_a_user_allows_access_and_publishes(
    sandbox: Sandbox, signature_type: str, strict: bool
) -> None:
    with consumer(
        sandbox, callback_uri=CALLBACK, signature_type=signature_type, strict=strict
    ) as session:
        granted = session.fetch_request_token(sandbox.request_token_url, timeout=20)
        assert granted["oauth_callback_confirmed"] == "true"
        assert session.token == {name: granted[name] for name in TOKEN}
        url = session.authorization_url(sandbox.authorize_url)
        assert url == f"{sandbox.authorize_url}?oauth_token={granted['oauth_token']}"

        back = session.parse_authorization_response(consent(url))
        assert back["oauth_token"] == granted["oauth_token"]
        assert session.token["oauth_verifier"] == back["oauth_verifier"]
        answer = session.fetch_access_token(sandbox.access_token_url, headers={"X-A": "b"})
        assert answer["screen_name"] == "alice"
        assert session.token == {name: answer[name] for name in TOKEN}
        assert session.authorized

        status = {"status": "Hello Ladies + Gentlemen, ☃ & a=b~"}
        assert session.post(sandbox.update_url, data=status).json()["text"] == status["status"]
        if signature_type != "body":
            timeline = session.get(sandbox.home_timeline_url, params={"count": 1})
            assert timeline.json()[0]["text"] == status["status"]


@pytest.mark.both_judges
def test_a_pin_is_a_verifier(sandbox: Sandbox) -> None:
    with consumer(sandbox, callback_uri="oob") as session:
        session.fetch_request_token(sandbox.request_token_url)
        pin = consent(session.authorization_url(sandbox.authorize_url), "bob")
        assert session.fetch_access_token(sandbox.access_token_url, pin)["screen_name"] == "bob"


@pytest.mark.both_judges
def test_oauthlibs_client_goes_all_the_way(sandbox: Sandbox) -> None:
    with consumer(sandbox, callback_uri="oob", client_class=oauthlib.oauth1.Client) as session:
        granted = session.fetch_request_token(sandbox.request_token_url, realm=["a", "b"])
        assert session.token == {name: granted[name] for name in TOKEN}
        assert session._client.client.callback_uri is None
        pin = consent(session.authorization_url(sandbox.authorize_url))
        session.fetch_access_token(sandbox.access_token_url, pin)
        assert session._client.client.verifier is None
        assert session.post(sandbox.update_url, data={"status": "a + ☃"}).ok


@pytest.mark.both_judges
def test_a_refusal_is_told_without_secrets(sandbox: Sandbox) -> None:
    with OAuth1Session(sandbox.consumer_key, CONSUMER_SECRET, callback_uri="oob") as session:
        with pytest.raises(TokenRequestDenied, match="failed with code 401") as caught:
            session.fetch_request_token(sandbox.request_token_url)
        assert caught.value.status_code == caught.value.response.status_code == 401
        assert isinstance(caught.value, ValueError)
        assert caught.value.problem is not None
        assert caught.value.problem.name == "signature_invalid"
        # what was set for it is there for another try
        assert session._client.client.callback_uri == "oob"
        assert session.token == {}


def test_a_secret_that_the_provider_shows_is_not_shown_on() -> None:
    with OAuth1Session("key", CONSUMER_SECRET, "token", TOKEN_SECRET) as session:
        servers = Net({})
        servers.status = 400
        servers.content = f"the key is {CONSUMER_SECRET}&{TOKEN_SECRET}{'!' * 2000}".encode()
        session.mount("https://", servers)
        with pytest.raises(TokenRequestDenied) as caught:
            session.fetch_request_token("https://a.example/token")
        assert "the key is ***&***" in str(caught.value)
        assert len(str(caught.value)) < 700
        assert caught.value.problem is None


# --- token responses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "secret"),
    [("ok", "faults-secret"), ("unconfirmed", "faults-secret"), ("no-secret", None)],
)
def test_an_answer_that_lacks_a_part_is_taken(
    session: OAuth1Session, faults: Faults, path: str, secret: str | None
) -> None:
    token = session.fetch_request_token(f"{faults.http}/token/{path}")
    assert token["oauth_token"] == "faults-token"
    assert session.token.get("oauth_token_secret") == secret


def test_an_answer_in_json_is_taken(faults: Faults) -> None:
    with OAuth1Session("key", CONSUMER_SECRET, strict=True) as session:
        token = session.fetch_request_token(f"{faults.http}/token/json")
        assert token["scopes"] == ["read", "write"]
        assert session.token == {
            "oauth_token": "faults-token",
            "oauth_token_secret": "faults-secret",
        }


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("no-token", "does not contain a token: it has oauth_token_secret, oauth_callback_conf"),
        ("problem?status=200", "oauth_problem=token_rejected"),
        ("json-wrong?kind=token-null", "does not contain a token"),
        ("json-wrong?kind=token-number", "oauth_token is not text"),
        ("json-wrong?kind=secret-list", "oauth_token_secret is not text"),
        ("json-wrong?kind=text", "does not contain a token"),
        ("garbage", "does not contain a token"),
        ("binary", "does not contain a token"),
    ],
)
def test_an_answer_without_a_token_is_told(
    session: OAuth1Session, faults: Faults, path: str, told: str
) -> None:
    with pytest.raises(TokenMissing, match=told) as caught:
        session.fetch_request_token(f"{faults.http}/token/{path}")
    assert "faults-secret" not in str(caught.value) + repr(caught.value)
    assert isinstance(caught.value.response, dict)
    assert session.token == {}


@pytest.mark.parametrize("path", ["empty", "json-wrong?kind=null", "status?body=%7Ba", "html"])
def test_an_answer_that_is_none_is_told(session: OAuth1Session, faults: Faults, path: str) -> None:
    url = f"{faults.http}/{path}" if path.startswith("status") else f"{faults.http}/token/{path}"
    with pytest.raises(ValueError, match=r"Unable to decode token|does not contain a token"):
        session.fetch_request_token(url)


@pytest.mark.parametrize("path", ["token/huge", "gzip-bomb"])
def test_an_answer_without_end_is_given_up(
    session: OAuth1Session, faults: Faults, path: str
) -> None:
    with pytest.raises(oauth1.ResponseTooLargeError, match="65536 bytes"):
        session.fetch_request_token(f"{faults.http}/{path}")
    assert session.get(f"{faults.http}/ok").ok


def test_a_strict_session_wants_all_parts(faults: Faults) -> None:
    with OAuth1Session("key", CONSUMER_SECRET, verifier="v", strict=True) as session:
        session.fetch_request_token(f"{faults.http}/token/ok-1")
        with pytest.raises(oauth1.CallbackNotConfirmedError):
            session.fetch_request_token(f"{faults.http}/token/unconfirmed")
        with pytest.raises(TokenMissing, match="a token secret"):
            session.fetch_access_token(f"{faults.http}/token/no-secret", "v")
        session.fetch_access_token(f"{faults.http}/token/unconfirmed", "v")


# --- what is between the steps ----------------------------------------------------------------


def test_a_realm_is_asked_for_once(session: OAuth1Session, faults: Faults) -> None:
    realms = []
    session._client.client.realm = "usual"
    for realm in (["a", "b"], "c", None):
        session.fetch_request_token(f"{faults.http}/token/ok", realm=realm)
        (request,) = faults.requests("/token/ok")[-1:]
        realms.append(dict(request["headers"])["Authorization"].split(", ")[0])
    assert realms == ['OAuth realm="a b"', 'OAuth realm="c"', 'OAuth realm="usual"']
    assert session._client.client.realm == "usual"


def test_another_auth_can_be_asked_with(session: OAuth1Session, faults: Faults) -> None:
    session.fetch_request_token(f"{faults.http}/token/ok", auth=OAuth1("other", CONSUMER_SECRET))
    (request,) = faults.requests("/token/ok")
    assert 'oauth_consumer_key="other"' in dict(request["headers"])["Authorization"]


def test_an_authorization_url_keeps_its_query(session: OAuth1Session) -> None:
    url = "https://a.example/authorize?b=c%20d#e"
    assert session.authorization_url(url, "t t", perms="read") == (
        "https://a.example/authorize?b=c%20d&perms=read&oauth_token=t+t#e"
    )
    with pytest.raises(TokenMissing, match="call fetch_request_token"):
        session.authorization_url(url)


def test_the_users_answer_is_taken_where_no_request_token_is_known(
    session: OAuth1Session,
) -> None:
    back = session.parse_authorization_response(f"{CALLBACK}?oauth_token=t&oauth_verifier=v%20v&e=")
    assert back == {"oauth_token": "t", "oauth_verifier": "v v", "e": ""}
    assert session.token == {"oauth_token": "t", "oauth_verifier": "v v"}


def test_somebody_elses_answer_is_refused(session: OAuth1Session) -> None:
    session.token = TOKEN
    for other in ("other", "tokem", "töken"):
        with pytest.raises(oauth1.InvalidCallbackError, match="not that of the request token"):
            session.parse_authorization_response(f"{CALLBACK}?oauth_token={other}&oauth_verifier=v")
    assert session.token == TOKEN
    session.parse_authorization_response(f"{CALLBACK}?oauth_token=token&oauth_token_secret=s")
    assert session.token == TOKEN


def test_an_answer_of_no_is_told(session: OAuth1Session) -> None:
    session.token = TOKEN
    with pytest.raises(TokenMissing, match="it has denied") as caught:
        session.parse_authorization_response(f"{CALLBACK}?denied=token")
    assert caught.value.response == {"denied": "token"}


def test_an_access_token_needs_a_verifier(session: OAuth1Session) -> None:
    with pytest.raises(VerifierMissing, match=r"No client verifier has been set\."):
        session.fetch_access_token("https://a.example/token")


def test_a_token_is_got_and_set(session: OAuth1Session) -> None:
    assert (session.token, session.authorized) == ({}, False)
    session.token = {**TOKEN, "oauth_verifier": "v"}
    assert session.token == {**TOKEN, "oauth_verifier": "v"}
    assert session.authorized
    with pytest.raises(TokenMissing):
        session.token = {}


def test_rsa_is_authorized_without_secrets() -> None:
    settings: dict[str, Any] = {"signature_method": SIGNATURE_RSA_SHA256, "rsa_key": RSA_KEY}
    assert not OAuth1Session("key", **settings).authorized
    assert OAuth1Session("key", resource_owner_key="token", **settings).authorized


def test_a_session_is_copied_and_not_pickled(session: OAuth1Session) -> None:
    session.token = TOKEN
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(session)
    other = copy.deepcopy(session)
    other.token = {**TOKEN, "oauth_token": "other"}
    assert session.token == TOKEN
    assert other._client.client.resource_owner_key == "other"


def test_a_response_is_pickled_without_secrets(session: OAuth1Session, faults: Faults) -> None:
    session.token = TOKEN
    pickled = pickle.dumps(session.get(f"{faults.http}/redirect"))
    assert CONSUMER_SECRET.encode() not in pickled
    assert TOKEN_SECRET.encode() not in pickled
    response: requests.Response = pickle.loads(pickled)
    assert response.json()["path"] == "/ok"
    # a request that is sent again from there is signed by nobody
    with requests.Session() as plain:
        assert plain.send(response.history[0].request).ok


def test_what_is_logged_shows_no_secret(
    faults: Faults, session: OAuth1Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session.fetch_request_token(f"{faults.http}/token/ok?a=b")
    session.get(f"{faults.http}/ok")
    ours = [each.getMessage() for each in caplog.records if each.name == "oauth1.requests"]
    assert ours == [f"Asking for a token at {faults.http}/token/ok", "Obtained a token"]
    assert "faults-secret" not in caplog.text
    assert CONSUMER_SECRET not in caplog.text


def test_threads_share_a_session_while_its_token_changes(sandbox: Sandbox) -> None:
    users = []
    for name in ("alice", "bob"):
        with consumer(sandbox, callback_uri="oob") as session:
            session.fetch_request_token(sandbox.request_token_url)
            pin = consent(session.authorization_url(sandbox.authorize_url), name)
            users.append(session.fetch_access_token(sandbox.access_token_url, pin))
    with consumer(sandbox) as session:
        session.token = users[0]
        stop = threading.Event()
        statuses: list[int] = []

        def switch() -> None:
            while not stop.is_set():
                for user in users:
                    session.token = user

        def ask() -> None:
            statuses.extend(session.get(sandbox.home_timeline_url).status_code for _ in range(5))

        switcher = threading.Thread(target=switch)
        switcher.start()
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stop.set()
        switcher.join()
    assert statuses == [200] * 20
