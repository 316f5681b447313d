"""The handshake and what follows, against the sandbox, through both packages."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

import oauth
import oauth1
from oauth1.sandbox import Sandbox, consent
from seeds import CONSUMER_SECRET, TOKEN_SECRET

pytestmark = pytest.mark.both_judges

CALLBACK = "http://localhost:8000/verify/"


@pytest.fixture
def client(sandbox: Sandbox) -> oauth1.Client:
    return oauth1.Client(sandbox.consumer_key, sandbox.consumer_secret)


def test_a_pin_becomes_an_access_token_that_publishes(
    sandbox: Sandbox, client: oauth1.Client
) -> None:
    granted = client.request_token(sandbox.request_token_url)
    assert granted.callback_confirmed
    assert granted.get("oauth_callback_confirmed") == "true"
    assert granted.get("nothing") is None
    assert repr(granted) == f"<oauth1.TokenResponse {granted.token!r}>"

    url = client.authorization_url(sandbox.authorize_url, granted.token)
    assert url == f"{sandbox.authorize_url}?oauth_token={granted.token.key}"
    answer = client.access_token(sandbox.access_token_url, granted.token, consent(url))
    assert ("screen_name", "alice") in answer.extra

    session = client.session(answer.token)
    status = "Hello Ladies + Gentlemen, ☃ & a=b~"
    published = session.post(sandbox.update_url, params={"status": status})
    assert (published.status, published.is_success) == (200, True)
    published.raise_for_status()
    assert published.json()["text"] == status
    timeline = session.get(sandbox.home_timeline_url, params={"count": 1}).json()
    assert [each["text"] for each in timeline] == [status]


@pytest.mark.parametrize("method", ["HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"])
@pytest.mark.parametrize("transmission", ["header", "query", "form"])
def test_every_method_and_transmission_is_understood(
    sandbox: Sandbox, method: str, transmission: oauth1.types.Transmission
) -> None:
    client = oauth1.Client(
        sandbox.consumer_key,
        sandbox.consumer_secret,
        signature_method=method,
        transmission=transmission,
        plaintext_over_http=True,
    )
    token = client.request_token(sandbox.request_token_url).token
    pin = consent(client.authorization_url(sandbox.authorize_url, token), "bob")
    session = client.session(client.access_token(sandbox.access_token_url, token, pin).token)
    answer = session.request("POST", sandbox.update_url, form={"status": f"{method} {pin}"})
    assert answer.json()["user"]["screen_name"] == "bob"


def test_a_callback_is_called_back(sandbox: Sandbox, client: oauth1.Client) -> None:
    token = client.request_token(sandbox.request_token_url, CALLBACK).token
    back = consent(client.authorization_url(sandbox.authorize_url, token.key))
    assert back.startswith(CALLBACK)
    query = parse_qs(urlsplit(back).query)
    assert query["oauth_token"] == [token.key]
    client.access_token(sandbox.access_token_url, token, query["oauth_verifier"][0])


def test_an_authorization_url_keeps_its_query() -> None:
    url = oauth1.Client.authorization_url("http://a.example/?b=c", "t t", force_login="true")
    assert url == "http://a.example/?b=c&oauth_token=t%20t&force_login=true"
    with pytest.raises(TypeError):
        oauth1.Client.authorization_url("http://a.example/", "t", n=1)  # type: ignore[arg-type]


def test_a_wrong_type_is_told_with_what_was_expected(client: oauth1.Client) -> None:
    wrong: Any = 1.5
    with pytest.raises(TypeError, match=r"^the endpoint must be a Request or a URL as str, not f"):
        client.request_token(wrong)
    with pytest.raises(TypeError, match=r"^the token must be a Token or its key as str, not f"):
        client.authorization_url("http://a.example/", wrong)
    with pytest.raises(
        TypeError, match=r"^provider must be a Provider or the name of one as str, "
    ):
        oauth1.Client("key", CONSUMER_SECRET, provider=wrong)
    with pytest.raises(TypeError, match=r"^retries must be Retries or a number of attempts, not f"):
        oauth1.Client("key", CONSUMER_SECRET, retries=wrong)


def test_a_denied_authorization_gives_no_access_token(
    sandbox: Sandbox, client: oauth1.Client
) -> None:
    token = client.request_token(sandbox.request_token_url).token
    url = client.authorization_url(sandbox.authorize_url, token)
    assert consent(url, allow=False) == f"denied={token.key}"
    with pytest.raises(oauth1.RefusedError) as caught:
        client.access_token(sandbox.access_token_url, token, "123456")
    assert caught.value.status in {400, 401}
    assert caught.value.oauth_problem
    assert token.secret not in str(caught.value)


def test_a_wrong_consumer_secret_is_refused(sandbox: Sandbox) -> None:
    client = oauth1.Client(sandbox.consumer_key, CONSUMER_SECRET)
    with pytest.raises(oauth1.RefusedError) as caught:
        client.request_token(sandbox.request_token_url)
    error = caught.value
    assert (error.kind, error.status, error.oauth_problem) == ("refused", 401, "signature_invalid")
    assert error.body_excerpt
    assert "status 401 and oauth_problem=signature_invalid" in str(error)
    assert CONSUMER_SECRET not in str(error) + repr(error) + error.body_excerpt


def test_the_original_module_goes_all_the_way(sandbox: Sandbox) -> None:
    with oauth.scope():
        oauth.setConsumerCreds(sandbox.consumer_key, sandbox.consumer_secret)
        url = oauth.get_authorization_url(
            sandbox.request_token_url, sandbox.authorize_url, CALLBACK
        )
        assert url == f"{sandbox.authorize_url}?oauth_token={oauth.requestToken}"
        assert oauth.requestTokenSecret
        back = parse_qs(urlsplit(consent(url, "carol")).query)
        result = oauth.get_access_token(  # type: ignore[func-returns-value]
            sandbox.access_token_url,
            oauth.requestToken,
            oauth.requestTokenSecret,
            back["oauth_verifier"][0],
        )
        assert result is None
        assert oauth.accessToken
        assert oauth.accessTokenSecret
        parameters = {"status": "Hello ☃ & + ~"}
        text = oauth.get_api_response(sandbox.update_url, "POST", parameters)
        assert json.loads(text)["text"] == "Hello ☃ & + ~"
        assert parameters == {"status": "Hello ☃ & + ~"}
        timeline = oauth.get_api_response(sandbox.home_timeline_url, "GET", {"count": 1})
        assert [each["text"] for each in json.loads(timeline)] == ["Hello ☃ & + ~"]


def test_the_original_module_tells_of_a_wrong_consumer_secret(sandbox: Sandbox) -> None:
    with oauth.scope():
        oauth.setConsumerCreds(sandbox.consumer_key, CONSUMER_SECRET)
        told = oauth.get_authorization_url(sandbox.request_token_url, sandbox.authorize_url, "oob")
        assert told.startswith("Response: ")
        assert "signature_invalid" in told
        assert oauth.requestToken == ""
        with pytest.raises(HTTPError) as caught:
            oauth.get_access_token(sandbox.access_token_url, "token", TOKEN_SECRET, "verifier")
        with caught.value as error:
            assert error.code == 401
            assert isinstance(error, oauth1.RefusedError)
            told = str(error) + repr(error) + str(error.read())
            assert CONSUMER_SECRET not in told
            assert TOKEN_SECRET not in told
        assert (oauth.requestToken, oauth.requestTokenSecret) == ("token", TOKEN_SECRET)
        assert oauth.accessToken == ""


def test_the_original_module_tells_of_a_revoked_token(sandbox: Sandbox) -> None:
    with oauth.scope():
        oauth.setConsumerCreds(sandbox.consumer_key, sandbox.consumer_secret)
        oauth.set_access_token("revoked", TOKEN_SECRET)
        with pytest.raises(HTTPError) as caught:
            oauth.get_api_response(sandbox.update_url, "POST", {"status": "Hello!"})
        with caught.value as error:
            assert isinstance(error, oauth1.OAuth1Error)
            assert (error.code, error.reason) == (401, "Unauthorized")
            assert error.oauth_problem == "token_rejected"
            assert error.body_excerpt is not None
            assert error.headers["content-type"].startswith("application/json")
            assert json.loads(error.read())["errors"][0]["code"] == 89
