"""The sandbox, driven by clients that are not ours."""

from __future__ import annotations

import base64
import calendar
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, build_opener

import pytest
from oauthlib.oauth1 import Client
from requests_oauthlib import OAuth1Session

import oauth1.sandbox
from oauth1.sandbox import ConsentError, Sandbox, consent, service, tokens
from oauth1.sandbox.clock import Clock
from oauth1.sandbox.store import Credentials, Store, Terms

FORM = "application/x-www-form-urlencoded"
CALLBACK = "http://localhost:8000/verify/?next=%2Fhome"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.text, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def challenge(self) -> str:
        return self.headers.get("WWW-Authenticate", "")

    @property
    def problem(self) -> str | None:
        found = re.search(r'oauth_problem="([^"]*)"', self.challenge)
        return found and found[1]


def send(
    url: str, method: str = "GET", headers: dict[str, str] | None = None, body: str | bytes = b""
) -> Answer:
    parts = urlsplit(url)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        data = body.encode() if isinstance(body, str) else body
        connection.request(method, target, data or None, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def says(answer: Answer, name: str) -> bool:
    """Whether an answer says which parameter is meant: by its name, or in words."""
    said = (value for key, value in answer.form.items() if key != "oauth_problem")
    return any(name in value for value in said)


class Signer(Client):
    """oauthlib's client, with further oauth_ parameters, and a realm that may be empty."""

    def __init__(
        self,
        client_key: str,
        *,
        extra: tuple[tuple[str, str], ...] = (),
        realm: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(client_key, realm=realm, **options)
        self._extra = extra
        self._has_empty_realm = realm == ""

    def get_oauth_params(self, request: Any) -> list[tuple[str, str]]:
        inherited: Any = super()
        return [*inherited.get_oauth_params(request), *self._extra]

    def sign(self, *args: Any, **options: Any) -> Any:
        uri, headers, body = super().sign(*args, **options)
        if self._has_empty_realm:
            authorization = headers["Authorization"].replace("OAuth ", 'OAuth realm="", ', 1)
            headers["Authorization"] = authorization
        return uri, headers, body


def client(sandbox: Sandbox, token: dict[str, Any] | None = None, **options: Any) -> Signer:
    key = {
        "resource_owner_key": (token or {}).get("oauth_token"),
        "resource_owner_secret": (token or {}).get("oauth_token_secret"),
        "client_secret": sandbox.consumer_secret,
    }
    return Signer(options.pop("client_key", sandbox.consumer_key), **{**key, **options})


def signed(
    signer: Client,
    url: str,
    method: Any = "POST",
    parameters: dict[str, str] | list[tuple[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    own = {"Content-Type": FORM} if parameters is not None else {}
    body = urlencode(parameters, quote_via=quote) if parameters is not None else None
    uri, given, body = signer.sign(url, method, body, {**own, **(headers or {})})
    return send(uri, method, given, body or "")


def request_token(sandbox: Sandbox, callback: str = "oob", **options: Any) -> dict[str, str]:
    answer = signed(client(sandbox, callback_uri=callback, **options), sandbox.request_token_url)
    assert answer.status == 200, answer.text
    assert answer.form["oauth_callback_confirmed"] == "true"
    return answer.form


def authorization_url(sandbox: Sandbox, token: dict[str, str]) -> str:
    return f"{sandbox.authorize_url}?{urlencode({'oauth_token': token['oauth_token']})}"


def exchange(sandbox: Sandbox, token: dict[str, str], verifier: str, **options: Any) -> Answer:
    return signed(client(sandbox, token, verifier=verifier, **options), sandbox.access_token_url)


def access_token(sandbox: Sandbox, user: str = "alice", **options: Any) -> dict[str, str]:
    token = request_token(sandbox, **options)
    answer = exchange(sandbox, token, consent(authorization_url(sandbox, token), user), **options)
    assert answer.status == 200, answer.text
    return answer.form


@pytest.fixture(scope="module")
def alice(sandbox: Sandbox) -> dict[str, str]:
    return access_token(sandbox, "alice")


class Browser:
    """A browser that follows no redirects."""

    class _Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    def __init__(self) -> None:
        self.jar = CookieJar()
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar), self._Stay())

    def open(self, url: str, form: dict[str, str] | None = None) -> Answer:
        data = None if form is None else urlencode(form).encode()
        try:
            response = self._opener.open(url, data, timeout=10)
        except HTTPError as error:
            response = error
        with response:
            return Answer(response.status or 0, response.headers, response.read())

    def sign_in(self, sandbox: Sandbox, user: str) -> None:
        page = self.open(f"{sandbox.base_url}/sign-in?next=/settings/applications")
        answer = self.open(
            f"{sandbox.base_url}/sign-in",
            {"csrf": csrf(page), "user": user, "password": sandbox.users[user], "next": "/"},
        )
        assert (answer.status, answer.headers["Location"]) == (303, "/")


def csrf(page: Answer) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]


# The handshake


@pytest.mark.both_judges
def test_handshake_out_of_band_with_requests_oauthlib(sandbox: Sandbox) -> None:
    session = OAuth1Session(sandbox.consumer_key, sandbox.consumer_secret, callback_uri="oob")
    session.trust_env = False
    with session:
        session.fetch_request_token(sandbox.request_token_url)
        pin = consent(session.authorization_url(sandbox.authorize_url), user="bob")
        assert re.fullmatch(r"\d{7}", pin)
        token = session.fetch_access_token(sandbox.access_token_url, verifier=pin)
        assert token["screen_name"] == "bob"
        assert token["user_id"] == "2"
        response = session.post(sandbox.update_url, data={"status": "Grüße, 世界 & co~"})
        assert response.status_code == 200
        assert response.json()["text"] == "Grüße, 世界 & co~"
        assert response.json()["user"] == {
            "id": 2,
            "id_str": "2",
            "name": "Bob Cratchit",
            "screen_name": "bob",
        }


@pytest.mark.both_judges
def test_handshake_with_callback(sandbox: Sandbox) -> None:
    token = request_token(sandbox, CALLBACK)
    location = consent(authorization_url(sandbox, token), "carol")
    assert location.startswith("http://localhost:8000/verify/?")
    query = parse_qs(urlsplit(location).query)
    assert query["next"] == ["/home"]
    assert query["oauth_token"] == [token["oauth_token"]]
    answer = exchange(sandbox, token, query["oauth_verifier"][0])
    assert answer.status == 200
    assert answer.form["screen_name"] == "carol"


@pytest.mark.both_judges
@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "QUERY", "BODY"])
def test_handshake_signed_anywhere(sandbox: Sandbox, signature_type: str) -> None:
    callback = "http://localhost:8000/verify/?next=home"
    signer = client(sandbox, callback_uri=callback, signature_type=signature_type)
    answer = signed(
        signer, sandbox.request_token_url, parameters={} if signature_type == "BODY" else None
    )
    assert answer.status == 200, answer.text
    location = consent(authorization_url(sandbox, answer.form))
    assert parse_qs(urlsplit(location).query)["next"] == ["home"]


@pytest.mark.both_judges
@pytest.mark.parametrize("place", ["query", "form"])
def test_protocol_parameters_are_decoded_once(sandbox: Sandbox, place: str) -> None:
    # Signed by hand: oauthlib's client decodes its own query and form twice.
    parameters = {
        "oauth_callback": CALLBACK,
        "oauth_consumer_key": sandbox.consumer_key,
        "oauth_nonce": f"100%25+%2B {place}",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": now(),
    }
    pairs = urlencode(parameters, quote_via=quote, safe="")
    base = "&".join(quote(part, safe="") for part in ("POST", sandbox.request_token_url, pairs))
    digest = hmac.digest(f"{sandbox.consumer_secret}&".encode(), base.encode(), "sha1")
    pairs += "&" + urlencode({"oauth_signature": base64.b64encode(digest)})
    if place == "query":
        answer = send(f"{sandbox.request_token_url}?{pairs}", "POST")
    else:
        answer = send(sandbox.request_token_url, "POST", {"Content-Type": FORM}, pairs)
    assert answer.status == 200, answer.text
    location = consent(authorization_url(sandbox, answer.form))
    assert parse_qs(urlsplit(location).query)["next"] == ["/home"]


@pytest.mark.both_judges
def test_get_is_accepted_for_tokens(sandbox: Sandbox) -> None:
    token = signed(client(sandbox, callback_uri="oob"), sandbox.request_token_url, "GET").form
    pin = consent(authorization_url(sandbox, token))
    signer = client(sandbox, token, verifier=pin)
    assert signed(signer, sandbox.access_token_url, "GET").status == 200


@pytest.mark.both_judges
def test_custom_scheme_callback(sandbox: Sandbox) -> None:
    token = request_token(sandbox, "my-app://done")
    location = consent(authorization_url(sandbox, token))
    assert location.startswith("my-app://done?oauth_token=")


@pytest.mark.both_judges
@pytest.mark.parametrize(
    "callback",
    [
        "nowhere",
        "/path",
        "http://",
        "javascript://x",
        "http://a b/",
        "http://u@h/",
        "http://h/\u00fc",
        "http://h/\r\nX: y",
    ],
)
def test_unusable_callback(sandbox: Sandbox, callback: str) -> None:
    answer = signed(client(sandbox, callback_uri=callback), sandbox.request_token_url)
    assert answer.status == 400
    assert answer.form["oauth_problem"] == "parameter_rejected"
    assert answer.form["oauth_parameters_rejected"] == "oauth_callback"


@pytest.mark.both_judges
@pytest.mark.parametrize("callback", ["oob", CALLBACK])
def test_deny(sandbox: Sandbox, callback: str) -> None:
    token = request_token(sandbox, callback)
    answer = consent(authorization_url(sandbox, token), allow=False)
    assert answer.endswith(f"denied={token['oauth_token']}")
    refused = exchange(sandbox, token, "1234567")
    assert refused.status == 401
    assert refused.form["oauth_problem"] == "user_refused"
    with pytest.raises(ConsentError, match="not valid"):
        consent(authorization_url(sandbox, token))
    without_verifier = signed(client(sandbox, token), sandbox.access_token_url)
    assert without_verifier.form["oauth_problem"] == "user_refused"


@pytest.mark.both_judges
def test_request_token_is_used_once(sandbox: Sandbox) -> None:
    token = request_token(sandbox)
    pin = consent(authorization_url(sandbox, token))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: exchange(sandbox, token, pin), range(8)))
    assert sorted(answer.status for answer in answers) == [200] + [401] * 7
    assert {a.form["oauth_problem"] for a in answers if a.status == 401} == {"token_used"}


@pytest.mark.both_judges
def test_request_token_before_the_decision(sandbox: Sandbox) -> None:
    token = request_token(sandbox)
    assert exchange(sandbox, token, "1").form["oauth_problem"] == "permission_unknown"


@pytest.mark.both_judges
def test_verifier_is_bound_to_its_token(sandbox: Sandbox) -> None:
    first, second = request_token(sandbox), request_token(sandbox)
    pin = consent(authorization_url(sandbox, first))
    other = consent(authorization_url(sandbox, second))
    answer = exchange(sandbox, first, other if other != pin else "0")
    assert answer.status == 401
    assert answer.form["oauth_parameters_rejected"] == "oauth_verifier"
    missing = signed(client(sandbox, first), sandbox.access_token_url)
    assert missing.status == 400
    assert missing.form["oauth_parameters_absent"] == "oauth_verifier"
    wrong = exchange(sandbox, first, pin, client_secret="wrong")
    assert wrong.form["oauth_problem"] == "signature_invalid"
    assert exchange(sandbox, first, pin).status == 200


@pytest.mark.both_judges
@pytest.mark.parametrize("callback", ["oob", CALLBACK])
@pytest.mark.parametrize("allow", [True, False])
def test_of_two_decisions_the_first_counts(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, callback: str, *, allow: bool
) -> None:
    token = request_token(sandbox, callback)
    refuse, name = Store.refuse, "authorize" if allow else "refuse"
    decide = getattr(Store, name)

    def after_another(store: Store, key: str, *decision: Any) -> bool:
        assert refuse(store, key)
        return bool(decide(store, key, *decision))

    monkeypatch.setattr(Store, name, after_another)
    with pytest.raises(ConsentError, match="This request token is not valid"):
        consent(authorization_url(sandbox, token), allow=allow)
    assert exchange(sandbox, token, "1").form["oauth_problem"] == "user_refused"


@pytest.mark.both_judges
def test_of_two_exchanges_at_once_the_first_counts(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = request_token(sandbox)
    pin = consent(authorization_url(sandbox, token))
    use = Store.exchange

    def after_another(store: Store, key: str, given: Credentials) -> bool:
        assert use(store, key, Credentials("another's", "secret", Terms()))
        return use(store, key, given)

    monkeypatch.setattr(Store, "exchange", after_another)
    answer = exchange(sandbox, token, pin)
    assert (answer.status, answer.problem) == (401, "token_used")


@pytest.mark.both_judges
def test_request_token_expires(judge: str) -> None:
    with Sandbox(request_token_lifetime=0.8, judge=judge) as brief:
        allowed, pending = request_token(brief), request_token(brief)
        pin = consent(authorization_url(brief, allowed))
        time.sleep(0.85)
        assert exchange(brief, allowed, pin).form["oauth_problem"] == "token_expired"
        with pytest.raises(ConsentError, match="not valid"):
            consent(authorization_url(brief, pending))


@pytest.mark.both_judges
def test_users_get_tokens_of_their_own(sandbox: Sandbox) -> None:
    first, second = access_token(sandbox, "alice"), access_token(sandbox, "bob")
    for token, user in ((first, "alice"), (second, "bob")):
        status = signed(client(sandbox, token), sandbox.update_url, parameters={"status": "me"})
        assert status.json["user"]["screen_name"] == user
    mixed = {
        "oauth_token": first["oauth_token"],
        "oauth_token_secret": second["oauth_token_secret"],
    }
    answer = signed(client(sandbox, mixed), sandbox.update_url, parameters={"status": "me"})
    assert answer.problem == "signature_invalid"


# Signatures


@pytest.mark.both_judges
@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"])
@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "QUERY", "BODY"])
def test_signature_methods(sandbox: Sandbox, method: str, signature_type: str) -> None:
    options = {"signature_method": method}
    token = access_token(sandbox, "alice", **options)
    signer = client(sandbox, token, signature_type=signature_type, **options)
    answer = signed(signer, sandbox.update_url, parameters={"status": "100% a+b"})
    assert answer.status == 200, answer.text
    assert answer.json["text"] == "100% a+b"
    wrong = client(sandbox, token, client_secret="wrong", signature_type=signature_type, **options)
    refused = signed(wrong, sandbox.update_url, parameters={"status": "x"})
    assert (refused.status, refused.problem) == (401, "signature_invalid")
    assert refused.json["errors"][0]["code"] == 32


@pytest.mark.both_judges
@pytest.mark.parametrize("method", ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"])
def test_rsa(judge: str, method: str) -> None:
    pytest.importorskip("jwt")
    private, public = rsa_key_pair()
    with Sandbox(rsa_public_key=public, judge=judge) as provider:
        assert provider.rsa_consumer_key
        options: dict[str, Any] = {
            "client_key": provider.rsa_consumer_key,
            "client_secret": None,
            "rsa_key": private,
            "signature_method": method,
        }
        token = access_token(provider, **options)
        url = provider.home_timeline_url
        assert signed(client(provider, token, **options), url, "GET").status == 200
        options["rsa_key"] = rsa_key_pair()[0]
        other_key = signed(client(provider, token, **options), url, "GET")
        assert other_key.problem == "signature_invalid"
        options = {**options, "rsa_key": private, "callback_uri": "oob"}
        for address, given in ((url, token), (provider.request_token_url, None)):
            _, headers, _ = client(provider, given, **options).sign(address)
            headers["Authorization"] = re.sub(
                'oauth_signature="[^"]*"', 'oauth_signature="a"', headers["Authorization"]
            )
            assert send(address, headers=headers).problem == "signature_invalid"


def test_only_a_public_rsa_key_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jwt")
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    private, public = rsa_key_pair()
    for key in ("no key", private):
        with pytest.raises(ValueError, match="not a public key in PEM") as caught:
            Sandbox(rsa_public_key=key)
        assert key not in str(caught.value)
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = curve.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="not an RSA key"):
        Sandbox(rsa_public_key=pem)
    monkeypatch.setattr(service, "RSA_AVAILABLE", False)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'oauthlib\[signedtoken\]'"):
        Sandbox(rsa_public_key=public)


@pytest.mark.both_judges
def test_each_consumer_has_its_kind_of_method(judge: str) -> None:
    pytest.importorskip("jwt")
    private, public = rsa_key_pair()
    with Sandbox(rsa_public_key=public, judge=judge) as provider:
        rsa = client(provider, rsa_key=private, signature_method="RSA-SHA256", callback_uri="oob")
        assert provider.rsa_consumer_key
        shared = client(
            provider, client_key=provider.rsa_consumer_key, client_secret="", callback_uri="oob"
        )
        for signer in (rsa, shared):
            answer = signed(signer, provider.request_token_url)
            assert answer.status == 400
            assert answer.form["oauth_problem"] == "signature_method_rejected"


def rsa_key_pair() -> tuple[str, str]:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


@pytest.mark.both_judges
def test_signature_invalid_carries_the_base_string(sandbox: Sandbox) -> None:
    signer = client(sandbox, callback_uri="oob", client_secret="wrong", nonce="n1", timestamp=now())
    answer = signed(signer, sandbox.request_token_url)
    assert answer.status == 401
    assert answer.headers["Content-Type"] == FORM
    assert answer.form["oauth_problem"] == "signature_invalid"
    url = quote(sandbox.request_token_url, safe="")
    assert answer.form["debug_sbs"].startswith(f"POST&{url}&oauth_callback%3Doob%26")
    challenge = f'OAuth realm="{sandbox.base_url}/",oauth_problem="signature_invalid"'
    assert answer.challenge.startswith(challenge)
    assert "debug_sbs" not in answer.challenge
    assert sandbox.consumer_secret not in answer.text


def now(offset: int = 0) -> str:
    return str(int(time.time()) + offset)


@pytest.mark.both_judges
def test_replay(sandbox: Sandbox, alice: dict[str, str]) -> None:
    signer = client(sandbox, alice)
    uri, headers, _ = signer.sign(sandbox.home_timeline_url)
    assert send(uri, headers=headers).status == 200
    again = send(uri, headers=headers)
    assert (again.status, again.problem) == (401, "nonce_used")
    token = {"nonce": "shared", "timestamp": now()}
    assert signed(client(sandbox, alice, **token), sandbox.home_timeline_url, "GET").status == 200
    bob = access_token(sandbox, "bob")
    assert signed(client(sandbox, bob, **token), sandbox.home_timeline_url, "GET").status == 200


@pytest.mark.both_judges
def test_concurrent_replay(sandbox: Sandbox, alice: dict[str, str]) -> None:
    uri, headers, _ = client(sandbox, alice).sign(sandbox.home_timeline_url)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send(uri, headers=headers).status, range(8)))
    assert sorted(answers) == [200] + [401] * 7


@pytest.mark.both_judges
def test_refused_request_leaves_its_nonce(sandbox: Sandbox, alice: dict[str, str]) -> None:
    once = {"nonce": "kept", "timestamp": now()}
    wrong = client(sandbox, alice, client_secret="wrong", **once)
    assert signed(wrong, sandbox.home_timeline_url, "GET").problem == "signature_invalid"
    assert signed(client(sandbox, alice, **once), sandbox.home_timeline_url, "GET").status == 200


@pytest.mark.both_judges
@pytest.mark.parametrize("offset", [-301, 320])
def test_stale_timestamp(sandbox: Sandbox, alice: dict[str, str], offset: int) -> None:
    token = signed(
        client(sandbox, callback_uri="oob", timestamp=now(offset)), sandbox.request_token_url
    )
    assert token.status == 401
    assert token.form["oauth_problem"] == "timestamp_refused"
    earliest, latest = map(int, token.form["oauth_acceptable_timestamps"].split("-"))
    assert latest - earliest == 600
    assert earliest <= time.time() <= latest
    assert token.headers["Date"]
    answer = signed(client(sandbox, alice, timestamp=now(offset)), sandbox.home_timeline_url, "GET")
    assert (answer.status, answer.problem) == (401, "timestamp_refused")
    assert "oauth_acceptable_timestamps=" in answer.challenge
    assert answer.json["errors"][0]["code"] == 135


@pytest.mark.both_judges
@pytest.mark.parametrize("timestamp", ["yesterday", "12.5", "-1234567890"])
def test_malformed_timestamp(sandbox: Sandbox, timestamp: str) -> None:
    answer = signed(
        client(sandbox, callback_uri="oob", timestamp=timestamp), sandbox.request_token_url
    )
    assert answer.status == 400
    assert says(answer, "oauth_timestamp")


@pytest.mark.both_judges
def test_unknown_keys(sandbox: Sandbox, alice: dict[str, str]) -> None:
    stranger = client(sandbox, callback_uri="oob", client_key="unknown-key")
    answer = signed(stranger, sandbox.request_token_url)
    assert (answer.status, answer.form["oauth_problem"]) == (401, "consumer_key_unknown")
    unknown = {"oauth_token": "1-un.known", "oauth_token_secret": "x"}
    assert exchange(sandbox, unknown, "1").form["oauth_problem"] == "token_rejected"
    answer = signed(client(sandbox, unknown), sandbox.home_timeline_url, "GET")
    assert (answer.status, answer.problem) == (401, "token_rejected")
    assert answer.json["errors"][0]["code"] == 89
    pending = signed(client(sandbox, request_token(sandbox)), sandbox.home_timeline_url, "GET")
    assert "request%20token" in pending.challenge
    assert exchange(sandbox, alice, "1").form["oauth_problem"] == "token_rejected"


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("header", "problem", "names"),
    [
        (
            'OAuth oauth_consumer_key="k", oauth_signature="s", oauth_timestamp="1",'
            ' oauth_nonce="n", oauth_callback="oob"',
            "parameter_absent",
            "oauth_signature_method",
        ),
        ("OAuth nonsense", "parameter_rejected", "Authorization"),
        ('OAuth oauth_nonce="1", oauth_nonce="2"', "parameter_rejected", "oauth_nonce"),
    ],
)
def test_malformed_requests(sandbox: Sandbox, header: str, problem: str, names: str) -> None:
    answer = send(sandbox.request_token_url, "POST", {"Authorization": header})
    assert (answer.status, answer.form["oauth_problem"]) == (400, problem)
    assert says(answer, names)


def test_a_header_value_without_quotes(sandbox: Sandbox) -> None:
    answer = send(sandbox.request_token_url, "POST", {"Authorization": "OAuth oauth_nonce="})
    assert (answer.status, answer.form["oauth_parameters_rejected"]) == (400, "Authorization")


def test_a_request_that_is_not_signed(sandbox: Sandbox) -> None:
    answer = send(sandbox.request_token_url, "POST")
    assert (answer.status, answer.form["oauth_problem"]) == (400, "parameter_absent")
    assert answer.form["oauth_parameters_absent"] == (
        "oauth_consumer_key&oauth_signature_method&oauth_signature&oauth_timestamp"
        "&oauth_nonce&oauth_callback"
    )


@pytest.mark.both_judges
def test_protocol_parameters_in_two_places(sandbox: Sandbox, alice: dict[str, str]) -> None:
    answer = signed(client(sandbox, alice), f"{sandbox.home_timeline_url}?oauth_x=1", "GET")
    assert (answer.status, answer.problem) == (400, "parameter_rejected")


@pytest.mark.both_judges
def test_a_protocol_parameter_twice_in_the_query(sandbox: Sandbox) -> None:
    signer = client(sandbox, callback_uri="oob", signature_type="QUERY")
    uri, _, _ = signer.sign(sandbox.request_token_url, "POST")
    answer = send(f"{uri}&oauth_nonce=2", "POST")
    assert (answer.status, answer.problem) == (400, "parameter_rejected")
    assert says(answer, "oauth_nonce")


@pytest.mark.both_judges
def test_version_and_method(sandbox: Sandbox) -> None:
    signer = client(sandbox, callback_uri="oob")
    _, headers, _ = signer.sign(sandbox.request_token_url, "POST")
    for old, new, problem in (
        ('oauth_version="1.0"', 'oauth_version="2.0"', "version_rejected"),
        ("HMAC-SHA1", "HMAC-MD5", "signature_method_rejected"),
    ):
        changed = {"Authorization": headers["Authorization"].replace(old, new)}
        answer = send(sandbox.request_token_url, "POST", changed)
        assert (answer.status, answer.form["oauth_problem"]) == (400, problem)
    without = headers["Authorization"].replace('oauth_version="1.0", ', "")
    answer = send(sandbox.request_token_url, "POST", {"Authorization": without})
    assert answer.form["oauth_problem"] == "signature_invalid"


@pytest.mark.both_judges
def test_keys_may_be_short_long_or_dotted(judge: str) -> None:
    for key in ("k", "a.b-c~d_e/f=", "k" * 3000):
        with Sandbox(consumer_key=key, consumer_secret="s&e%c r/e+t=", judge=judge) as provider:
            for signature_type in ("AUTH_HEADER", "QUERY"):
                for method in ("HMAC-SHA1", "PLAINTEXT"):
                    request_token(provider, signature_type=signature_type, signature_method=method)
    for key in ("", "a\nb", "ключ"):
        with pytest.raises(ValueError, match="consumer key"):
            Sandbox(consumer_key=key)


# Parameters


@pytest.mark.both_judges
def test_realm_is_not_signed(sandbox: Sandbox, alice: dict[str, str]) -> None:
    answer = signed(
        client(sandbox, alice, realm="Photos, mine"),
        f"{sandbox.echo_url}?realm=of%20the%20query",
        "GET",
    )
    assert answer.status == 200
    assert answer.json["parameters"] == [["realm", "of the query"]]


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        ("a=1&a=2&a=", [["a", "1"], ["a", "2"], ["a", ""]]),
        ("c2&=nameless&x=", [["c2", ""], ["", "nameless"], ["x", ""]]),
        ("b5=%3D%253D&a3=a&c%40=&a2=r%20b&x=a+b", None),
        ("q=%E4%B8%96&e=%f0%9f%98%80&lower=%c3%bc", [["q", "世"], ["e", "😀"], ["lower", "ü"]]),
        ("tilde=~&sub=!*'()&slash=/?", [["tilde", "~"], ["sub", "!*'()"], ["slash", "/?"]]),
    ],
)
def test_query_edge_cases(
    sandbox: Sandbox, alice: dict[str, str], query: str, pairs: list[list[str]] | None
) -> None:
    answer = signed(client(sandbox, alice), f"{sandbox.echo_url}?{query}", "GET")
    assert answer.status == 200, answer.text
    if pairs is not None:
        assert answer.json["parameters"] == pairs


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("sent", "encoded", "value"),
    [
        ("a[]=%7B", "a%5B%5D=%7B", ["a[]", "{"]),
        ('j={"k":1}|^`', "j=%7B%22k%22%3A1%7D%7C%5E%60", ["j", '{"k":1}|^`']),
        ("p=100%", "p=100%25", ["p", "100%"]),
        ("z=%zz", "z=%25zz", ["z", "%zz"]),
    ],
)
def test_characters_left_unencoded(
    sandbox: Sandbox, alice: dict[str, str], sent: str, encoded: str, value: list[str]
) -> None:
    for body in (False, True):
        signer = client(sandbox, alice)
        if body:
            _, headers, _ = signer.sign(sandbox.echo_url, "PUT", encoded, {"Content-Type": FORM})
            answer = send(sandbox.echo_url, "PUT", headers, sent)
        else:
            _, headers, _ = signer.sign(f"{sandbox.echo_url}?{encoded}", "PUT")
            answer = send(f"{sandbox.echo_url}?{sent}", "PUT", headers)
        assert answer.status == 200, answer.text
        assert answer.json["parameters"] == [value]


def test_bytes_that_are_not_utf8(sandbox: Sandbox, alice: dict[str, str]) -> None:
    _, headers, _ = client(sandbox, alice).sign(sandbox.echo_url)
    answer = send(f"{sandbox.echo_url}?a=%FF", headers=headers)
    assert (answer.status, answer.problem) == (400, "parameter_rejected")
    assert "UTF-8" in answer.json["errors"][0]["oauth_problem_advice"]


@pytest.mark.both_judges
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["", "/", "/a%2Fb", "/%C3%BC;v=1", "//x", "/~tilde", "/a.b:c@d"])
def test_methods_and_paths(sandbox: Sandbox, alice: dict[str, str], method: str, path: str) -> None:
    answer = signed(client(sandbox, alice), f"{sandbox.echo_url}{path}?a=b", method)
    assert answer.status == 200
    if method == "HEAD":
        assert answer.body == b""
        assert int(answer.headers["Content-Length"]) > 0
    else:
        assert answer.json["method"] == method
        assert answer.json["path"] == urlsplit(sandbox.echo_url).path + path
        assert answer.json["user"]["screen_name"] == "alice"


@pytest.mark.both_judges
def test_two_legged(sandbox: Sandbox) -> None:
    answer = signed(client(sandbox), sandbox.echo_url, "GET")
    assert (answer.status, answer.json["user"]) == (200, None)
    wrong = signed(client(sandbox, client_secret="wrong"), sandbox.echo_url, "GET")
    assert wrong.problem == "signature_invalid"
    answer = signed(client(sandbox), sandbox.home_timeline_url, "GET")
    assert (answer.status, answer.problem) == (400, "parameter_absent")
    assert answer.json["errors"][0]["oauth_parameters_absent"] == "oauth_token"


@pytest.mark.both_judges
def test_bodies_that_are_not_forms(sandbox: Sandbox, alice: dict[str, str]) -> None:
    signer = client(sandbox, alice)
    _, headers, _ = signer.sign(sandbox.echo_url, "POST", None, {})
    headers["Content-Type"] = "application/json"
    answer = send(sandbox.echo_url, "POST", headers, b'{"a": "b"}')
    assert (answer.status, answer.json["body_length"]) == (200, 10)
    _, headers, _ = signer.sign(sandbox.echo_url, "POST", "a=b", {"Content-Type": FORM})
    headers["Content-Type"] = f"{FORM.title()} ; charset=utf-8"
    answer = send(sandbox.echo_url, "POST", headers, b"a=b")
    assert answer.json["parameters"] == [["a", "b"]]


@pytest.mark.both_judges
@pytest.mark.parametrize("digest", ["sha1", "sha256", "sha512"])
def test_body_hash(sandbox: Sandbox, alice: dict[str, str], digest: str) -> None:
    body_hash = base64.b64encode(hashlib.new(digest, b"hello").digest()).decode()
    method = f"HMAC-{digest.upper()}"
    extra = (("oauth_body_hash", body_hash),)
    signer = client(sandbox, alice, extra=extra, signature_method=method)
    for body, status in ((b"hello", 200), (b"hullo", 401)):
        _, headers, _ = signer.sign(sandbox.echo_url, "POST")
        answer = send(sandbox.echo_url, "POST", {**headers, "Content-Type": "text/plain"}, body)
        assert answer.status == status
    _, headers, _ = signer.sign(sandbox.echo_url, "POST", "a=b", {"Content-Type": FORM})
    answer = send(sandbox.echo_url, "POST", headers, b"a=b")
    assert answer.problem == "parameter_rejected"


@pytest.mark.both_judges
def test_other_authorization_schemes_are_no_signature(
    sandbox: Sandbox, alice: dict[str, str]
) -> None:
    signer = client(sandbox, alice, signature_type="QUERY")
    uri, _, _ = signer.sign(sandbox.home_timeline_url)
    assert send(uri, headers={"Authorization": "Basic YTpi"}).status == 200


@pytest.mark.both_judges
def test_localhost(sandbox: Sandbox) -> None:
    url = sandbox.request_token_url.replace("127.0.0.1", "LocalHost")
    signer = client(sandbox, callback_uri="oob")
    _, headers, _ = signer.sign(url, "POST")
    answer = send(sandbox.request_token_url, "POST", {**headers, "Host": urlsplit(url).netloc})
    assert answer.status == 200


# Statuses


def test_status(sandbox: Sandbox, alice: dict[str, str]) -> None:
    answer = signed(client(sandbox, alice), sandbox.update_url, parameters={"status": "Hello"})
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    status = answer.json
    assert status["id_str"] == str(status["id"])
    assert status["truncated"] is False
    created = time.strptime(status["created_at"], "%a %b %d %H:%M:%S +0000 %Y")
    assert abs(time.time() - calendar.timegm(created)) < 60
    assert re.fullmatch(
        r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \+0000 \d{4}", status["created_at"]
    )
    assert status["user"]["name"] == "Alice Liddell"


def test_status_length_counts_code_points(sandbox: Sandbox, alice: dict[str, str]) -> None:
    fits = "😀" * 140
    for text, kept, truncated in ((fits, fits, False), (fits + "é", fits, True)):
        answer = signed(client(sandbox, alice), sandbox.update_url, parameters={"status": text})
        assert (answer.json["text"], answer.json["truncated"]) == (kept, truncated)


@pytest.mark.parametrize("parameters", [{}, {"status": ""}, {"status": " "}, {"other": "x"}])
def test_status_is_required(
    sandbox: Sandbox, alice: dict[str, str], parameters: dict[str, str]
) -> None:
    answer = signed(client(sandbox, alice), sandbox.update_url, parameters=parameters)
    assert (answer.status, answer.json["errors"][0]["code"]) == (403, 170)


def test_timelines(sandbox: Sandbox, alice: dict[str, str]) -> None:
    for text in ("one", "two", "three"):
        signed(client(sandbox, alice), sandbox.update_url, parameters={"status": text})
    for url in (sandbox.home_timeline_url, sandbox.feed_timeline_url):
        answer = signed(client(sandbox, alice), f"{url}?count=2", "GET")
        assert [status["text"] for status in answer.json] == ["three", "two"]
    for count, length in (("0", 1), ("many", 3), ("9" * 5000, 3)):
        answer = signed(client(sandbox, alice), f"{sandbox.feed_timeline_url}?count={count}", "GET")
        assert len(answer.json) >= length
    head = signed(client(sandbox, alice), sandbox.home_timeline_url, "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_invalidate_token(sandbox: Sandbox) -> None:
    token = access_token(sandbox)
    answer = signed(client(sandbox, token), sandbox.invalidate_url)
    assert answer.json == {"access_token": token["oauth_token"]}
    for url in (sandbox.invalidate_url, sandbox.update_url):
        refused = signed(client(sandbox, token), url, parameters={"status": "x"})
        assert (refused.status, refused.problem) == (401, "token_revoked")


# Pages


def test_applications_page_revokes(sandbox: Sandbox) -> None:
    alice, carol = access_token(sandbox, "alice"), access_token(sandbox, "carol")
    browser = Browser()
    page = browser.open(sandbox.applications_url)
    assert page.headers["Location"] == "/sign-in?next=%2Fsettings%2Fapplications"
    browser.sign_in(sandbox, "carol")
    page = browser.open(sandbox.applications_url)
    assert page.text.count('aria-label="Revoke') == 1
    assert "carol" in page.text
    for token in (alice, carol):
        assert token["oauth_token"] not in page.text
    form = {"csrf": csrf(page), "consumer": sandbox.consumer_key}
    assert browser.open(sandbox.applications_url, {**form, "csrf": "forged"}).status == 403
    assert browser.open(sandbox.applications_url, form).status == 303
    assert "There are none." in browser.open(sandbox.applications_url).text
    refused = signed(client(sandbox, carol), sandbox.home_timeline_url, "GET")
    assert refused.problem == "token_revoked"
    assert signed(client(sandbox, alice), sandbox.home_timeline_url, "GET").status == 200


def test_authorize_page(sandbox: Sandbox) -> None:
    token = request_token(sandbox, CALLBACK)
    url = authorization_url(sandbox, token)
    browser = Browser()
    answer = browser.open(url)
    assert answer.status == 303
    browser.sign_in(sandbox, "alice")
    page = browser.open(url)
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action" not in policy
    form = {"csrf": csrf(page), "oauth_token": token["oauth_token"]}
    assert browser.open(sandbox.authorize_url, {**form, "decision": ""}).status == 400
    forged = {
        **form,
        "decision": "allow",
        "csrf": csrf(Browser().open(f"{sandbox.base_url}/sign-in")),
    }
    assert browser.open(sandbox.authorize_url, forged).status == 403
    assert Browser().open(sandbox.authorize_url, {**form, "decision": "allow"}).status == 403
    allowed = browser.open(sandbox.authorize_url, {**form, "decision": "allow"})
    assert allowed.headers["Location"].startswith("http://localhost:8000/verify/?")
    assert browser.open(sandbox.authorize_url, {**form, "decision": "deny"}).status == 400


def test_sign_in_and_out(sandbox: Sandbox) -> None:
    browser = Browser()
    page = browser.open(f"{sandbox.base_url}/sign-in?next=https://elsewhere.example/")
    assert 'name="next" value="/"' in page.text
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    form = {"csrf": csrf(page), "user": "alice", "next": "//elsewhere.example/"}
    wrong = browser.open(f"{sandbox.base_url}/sign-in", {**form, "password": "<b>"})
    assert wrong.status == 403
    assert 'role="alert"' in wrong.text
    before = {c.name: c.value for c in browser.jar}
    forged = {"csrf": "forged", "password": sandbox.users["alice"]}
    assert browser.open(f"{sandbox.base_url}/sign-in", {**form, **forged}).status == 403
    assert before == {c.name: c.value for c in browser.jar}
    form["password"] = sandbox.users["alice"]
    answer = browser.open(f"{sandbox.base_url}/sign-in", form)
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert before != {c.name: c.value for c in browser.jar}
    page = browser.open(sandbox.applications_url)
    out = {"csrf": csrf(page), "next": "/settings/applications"}
    forged = {**out, "csrf": "forged"}
    assert browser.open(f"{sandbox.base_url}/sign-out", forged).status == 403
    assert browser.open(sandbox.applications_url).status == 200
    assert browser.open(f"{sandbox.base_url}/sign-out", out).status == 303
    assert browser.open(sandbox.applications_url).status == 303


@pytest.mark.parametrize("onward", ["http://[", "/nowhere", "/\x7f", "/?q=\u00fc"])
def test_after_sign_in_only_our_own_pages_follow(sandbox: Sandbox, onward: str) -> None:
    page = send(f"{sandbox.base_url}/sign-in?{urlencode({'next': onward})}")
    assert 'name="next" value="/"' in page.text


def test_cookies_that_cannot_be_read_are_nobodys(sandbox: Sandbox) -> None:
    answer = send(sandbox.applications_url, headers={"Cookie": "a/b=c"})
    assert (answer.status, answer.headers["Location"]) == (
        303,
        "/sign-in?next=%2Fsettings%2Fapplications",
    )


def test_pages_escape(sandbox: Sandbox) -> None:
    query = urlencode({"next": '/?q="><script>'})
    page = send(f"{sandbox.base_url}/sign-in?{query}")
    assert "<script>" not in page.text
    with Sandbox(consumer_key="<i>&\"'") as provider:
        assert "<i>" not in send(provider.base_url).text
        token = access_token(provider)
        assert token["screen_name"] == "alice"


def test_index_and_style(sandbox: Sandbox) -> None:
    page = send(sandbox.base_url)
    for url in (sandbox.request_token_url, sandbox.update_url, sandbox.applications_url):
        assert url in page.text
    assert "alice-password" in page.text
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert send(f"{sandbox.base_url}/style.css").headers["Content-Type"].startswith("text/css")
    head = send(sandbox.base_url, "HEAD")
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(page.body)


# HTTP


def test_not_found_and_not_allowed(sandbox: Sandbox) -> None:
    assert send(f"{sandbox.base_url}/nowhere").status == 404
    assert send(f"{sandbox.base_url}/1/nowhere").json["errors"][0]["code"] == 404
    answer = send(sandbox.update_url)
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    answer = send(sandbox.request_token_url, "DELETE")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")


def test_connections_are_kept(sandbox: Sandbox) -> None:
    parts = urlsplit(sandbox.base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        for method, path in (("GET", "/"), ("HEAD", "/"), ("GET", "/nowhere"), ("POST", "/")):
            connection.request(method, path, b"x" if method == "POST" else None)
            connection.getresponse().read()
            if path == "/" and method == "GET":
                first = connection.sock
            assert connection.sock is first
    finally:
        connection.close()


def test_body_limit(sandbox: Sandbox) -> None:
    answer = send(sandbox.echo_url, "POST", {}, b"x" * (1024 * 1024 + 1))
    assert answer.status == 413
    assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n" % (b"9" * 5000), 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 400),
        (b"GET /%s HTTP/1.1\r\n\r\n" % (b"x" * 65600), 414),
        (b"GET / HTTP/1.1\r\nX: %s\r\n\r\n" % (b"x" * 65600), 431),
        (b"GET / HTTP/1.1\r\n%s\r\n" % (b"X: y\r\n" * 101), 431),
        (b"\r\nGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 421),
        (b"GET / HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", 421),
        (b"GET nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n", 200),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
        (b"GET /\r\n\r\n", 400),
    ],
)
def test_raw_requests(sandbox: Sandbox, request_bytes: bytes, status: int) -> None:
    parts = urlsplit(sandbox.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(request_bytes)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert received.startswith(b"HTTP/1.1 %d " % status)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"GET / HT", "The request ends too early."),
        (b"GET / HTTP/1.1\r\n", "The header ends too early."),
        (b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc", "The body ends too early."),
    ],
)
def test_a_request_that_is_cut_off_is_told_where(sandbox: Sandbox, sent: bytes, told: str) -> None:
    parts = urlsplit(sandbox.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = connection.makefile("rb").read().decode()
    assert received.startswith("HTTP/1.1 400 ")
    assert received.endswith(f"\r\n\r\n{told}\n")


def test_ipv6() -> None:
    try:
        provider = Sandbox(host="::1")
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {error}")
    with provider:
        assert provider.base_url.startswith("http://[::1]:")
        assert access_token(provider, "bob")["screen_name"] == "bob"


def fail(*_: object) -> None:
    raise RuntimeError(SECRET)


SECRET = "what an error knows"


def test_a_failure_of_the_sandbox_is_told_without_its_text(
    sandbox: Sandbox,
    alice: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Store, "statuses", fail)
        answer = signed(client(sandbox, alice), sandbox.home_timeline_url, "GET")
    assert answer.status == 500
    assert answer.json["errors"][0]["message"] == "The sandbox's standard error says where."
    with monkeypatch.context() as patch:
        patch.setattr(Clock, "date", fail)  # which is needed for any answer
        with pytest.raises(ConnectionError):
            send(sandbox.base_url)
    told = capfd.readouterr().err
    assert re.findall(r"^\w+Error$", told, re.M) == ["RuntimeError", "RuntimeError"]
    assert told.count("in fail\n") == 2
    assert SECRET not in answer.text + told
    assert send(sandbox.base_url).status == 200


def test_a_failure_leaves_the_request_token_as_it_was(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    taken = access_token(sandbox)["oauth_token"]
    token = request_token(sandbox)
    pin = consent(authorization_url(sandbox, token))
    with monkeypatch.context() as patch:
        patch.setattr(tokens, "generate_token", lambda: taken)
        failed = exchange(sandbox, token, pin)
    assert failed.status == 500
    assert "The sandbox failed" in failed.text
    told = capfd.readouterr().err
    assert told.startswith("IntegrityError\n")
    assert taken not in failed.text + told
    assert exchange(sandbox, token, pin).status == 200


def test_close_ends_idle_connections_and_threads() -> None:
    before = set(threading.enumerate())
    with Sandbox() as provider:
        parts = urlsplit(provider.base_url)
        idle = socket.create_connection((parts.hostname, parts.port), timeout=10)
        idle.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 200"
    idle.close()
    assert set(threading.enumerate()) <= before
    provider.close()


def test_a_sandbox_that_never_started_is_closed() -> None:
    provider = Sandbox()
    provider.close()
    with pytest.raises(ConnectionRefusedError):
        send(provider.base_url)


def test_what_a_sandbox_has_besides_is_described() -> None:
    pytest.importorskip("jwt")
    plain = Sandbox()
    full = Sandbox(rsa_public_key=rsa_key_pair()[1], admin_key="k", users=1)
    plain.close()
    full.close()
    more = full.describe()
    assert set(more) - set(plain.describe()) == {"rsa_consumer_key", "tokens", "admin_url"}
    assert more["rsa_consumer_key"] == full.rsa_consumer_key
    assert more["admin_url"] == f"{full.base_url}/admin"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com", ""])
def test_only_loopback(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        Sandbox(host=host)


def test_database_file(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite"
    with Sandbox(database=database) as provider:
        token = access_token(provider)
        signed(client(provider, token), provider.update_url, parameters={"status": "kept"})
    with Sandbox(database=database) as provider:
        answer = signed(client(provider, token), provider.home_timeline_url, "GET")
        assert [status["text"] for status in answer.json] == ["kept"]
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE something (else_ TEXT)")
    connection.close()
    with pytest.raises(Exception, match="not a database of this version"):
        Sandbox(database=other)
    with pytest.raises(Exception, match="cannot open"):
        Sandbox(database=tmp_path / "missing" / "sandbox.sqlite")


def test_database_enforces_integrity(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite"
    with Sandbox(database=database) as provider:
        access_token(provider)
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA foreign_keys = ON")
        for statement in (
            "INSERT INTO nonces SELECT * FROM nonces LIMIT 1",
            "INSERT INTO nonces VALUES (1, 'n', 'no such consumer', '')",
            "INSERT INTO access_tokens SELECT 'k', secret, consumer, user, access, request_token,"
            " created_at, NULL, NULL, NULL, NULL FROM access_tokens",
            "UPDATE access_tokens SET access = 'everything'",
            "UPDATE consumers SET state = 'unknown'",
            "UPDATE request_tokens SET state = 'allowed'",
            "UPDATE request_tokens SET verifier = NULL",
            "INSERT INTO statuses (user, consumer, text, truncated, created_at)"
            " SELECT id, 'sandbox-consumer-key', printf('%141s', ''), 0, 0 FROM users",
            "INSERT INTO consumers VALUES ('k', 'neither secret nor key', NULL, NULL, 'accepted')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
        connection.rollback()
        connection.close()


# The command line


@contextmanager
def running(*arguments: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "oauth1.sandbox", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "oauth1.sandbox", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        **options,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_json_and_signals(number: signal.Signals) -> None:
    with running(
        "--port", "0", "--json", "--consumer-key", "k", "--consumer-secret", "s"
    ) as process:
        assert process.stdout
        described = json.loads(process.stdout.readline())
        assert described["consumer_key"] == "k"
        assert described["consumer_secret"] == "s"
        assert described["pid"] == process.pid
        assert described["users"][0] == {"user": "alice", "password": "alice-password"}
        assert described["base_url"].startswith("http://127.0.0.1:")
        for name in (
            "request_token_url",
            "authorize_url",
            "access_token_url",
            "update_url",
            "home_timeline_url",
            "feed_timeline_url",
            "invalidate_url",
            "applications_url",
        ):
            assert described[name].startswith(described["base_url"])
        assert send(described["base_url"]).status == 200
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def test_exit_with_stdin() -> None:
    with running("--port", "0", "--exit-with-stdin") as process:
        assert process.stdout
        assert process.stdin
        banner = iter(process.stdout.readline, "")
        assert any("carol-password" in line for line in banner)
        process.stdin.close()
        assert process.wait(10) == 0


def test_verbose_logs_no_secrets(tmp_path: Path) -> None:
    with running("--port", "0", "--json", "--verbose") as process:
        assert process.stdout
        described = json.loads(process.stdout.readline())
        signer = Client(
            described["consumer_key"],
            described["consumer_secret"],
            callback_uri="oob",
            signature_type="QUERY",
        )
        token = signed(signer, described["request_token_url"]).form
        consent(f"{described['authorize_url']}?oauth_token={token['oauth_token']}")
        process.terminate()
        _, log = process.communicate(timeout=10)
    assert "POST /oauth/request_token 200\n" in log
    assert "oauth_" not in log.replace("/oauth/", "")
    for secret in (token["oauth_token"], described["consumer_secret"], "alice-password"):
        assert secret not in log


def test_command() -> None:
    program = (
        "import os, sys, urllib.request as r;"
        "r.build_opener(r.ProxyHandler({})).open(os.environ['OAUTH1_SANDBOX_BASE_URL']).close();"
        "print(sorted(n for n in os.environ if n.startswith('OAUTH1_SANDBOX_')));"
        "sys.exit(7)"
    )
    done = run("--port", "0", "--", sys.executable, "-c", program)
    assert done.returncode == 7, done.stderr
    for name in (
        "BASE_URL",
        "REQUEST_TOKEN_URL",
        "AUTHORIZE_URL",
        "ACCESS_TOKEN_URL",
        "UPDATE_URL",
        "HOME_TIMELINE_URL",
        "CONSUMER_KEY",
        "CONSUMER_SECRET",
        "USER",
        "PASSWORD",
    ):
        assert f"'OAUTH1_SANDBOX_{name}'" in done.stdout
    assert "'OAUTH1_SANDBOX_ACCESS_TOKEN'" not in done.stdout


def test_command_gets_an_access_token_where_there_are_any() -> None:
    program = (
        "import os; from oauth1 import Client, Token;"
        "env = {n.removeprefix('OAUTH1_SANDBOX_').lower(): v for n, v in os.environ.items()};"
        "client = Client(env['consumer_key'], env['consumer_secret']);"
        "token = Token(env['access_token'], env['access_token_secret']);"
        "print(client.session(token).get(env['verify_credentials_url']).json()['screen_name'])"
    )
    done = run("--port", "0", "--users", "2", "--", sys.executable, "-c", program)
    assert done.stdout == "user1\n", done.stderr


def test_command_gets_signals() -> None:
    program = (
        "import signal, sys, time;"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9));"
        "print('ready', flush=True); time.sleep(30)"
    )
    with running("--port", "0", "--", sys.executable, "-c", program) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.terminate()
        assert process.wait(10) == 9


def test_command_gets_ctrl_c_where_there_is_no_terminal() -> None:
    program = (
        "import signal, sys, time;"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(9));"
        "print('ready', flush=True); time.sleep(30)"
    )
    with running("--port", "0", "--", sys.executable, "-c", program) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 9


def test_command_gets_a_signal_that_came_before_it() -> None:
    program = (
        "import os, signal, subprocess, sys\n"
        "from oauth1.sandbox.cli import main\n"
        "start = subprocess.Popen\n"
        "def late(*words, **options):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return start(*words, **options)\n"
        "subprocess.Popen = late\n"
        "sys.exit(main(['--port', '0', '--', 'sleep', '30']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=20, check=False)
    assert done.returncode == 128 + signal.SIGTERM


def test_command_killed_by_a_signal() -> None:
    program = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert run("--port", "0", "--", sys.executable, "-c", program).returncode == 137


def test_command_that_cannot_run(tmp_path: Path) -> None:
    assert run("--port", "0", "--", str(tmp_path / "missing")).returncode == 127
    (tmp_path / "plain").touch()
    assert run("--port", "0", "--", str(tmp_path / "plain")).returncode == 126
    assert run("--").returncode == 2
    assert run("--json", "--", "true").returncode == 2


def test_wrong_settings(tmp_path: Path) -> None:
    refused = run("--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 1
    assert refused.stderr == (
        "oauth1.sandbox: 0.0.0.0 is not a loopback address: the sandbox is for this machine alone\n"
    )
    for arguments in (
        ("--port", "99999"),
        ("--rsa-public-key", str(tmp_path / "missing.pem")),
        ("--database", str(tmp_path)),
        ("--consumer-key", ""),
    ):
        wrong = run(*arguments)
        assert wrong.returncode == 1
        assert wrong.stderr.startswith("oauth1.sandbox: ")
        assert wrong.stderr.count("\n") == 1


def test_port_in_use(sandbox: Sandbox) -> None:
    taken = run("--port", str(urlsplit(sandbox.base_url).port))
    assert taken.returncode == 1
    assert "in use" in taken.stderr


def test_missing_oauthlib() -> None:
    program = (
        "import sys; sys.modules['oauthlib'] = None;"
        "from oauth1.sandbox.cli import main; sys.exit(main(['--port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert "pip install 'oauth1[sandbox]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_module_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oauth1.sandbox.service", None)
    with pytest.raises(ModuleNotFoundError, match=r"oauth1\.sandbox\.service"):
        _ = oauth1.sandbox.Sandbox


def test_consent_command(sandbox: Sandbox) -> None:
    token = request_token(sandbox, CALLBACK)
    url = authorization_url(sandbox, token)
    wrong = run("consent", "--user", "bob", "--password", "guess", url)
    assert wrong.returncode == 1
    assert "bob cannot sign in" in wrong.stderr
    done = run("consent", "--user", "bob", url)
    assert done.returncode == 0
    query = parse_qs(urlsplit(done.stdout.strip()).query)
    answer = exchange(sandbox, token, query["oauth_verifier"][0])
    assert answer.form["screen_name"] == "bob"
    denied = run("consent", "--deny", authorization_url(sandbox, request_token(sandbox)))
    assert denied.stdout.startswith("denied=")


def test_consent_ignores_proxies(sandbox: Sandbox) -> None:
    url = authorization_url(sandbox, request_token(sandbox))
    done = run("consent", url, env={**os.environ, "http_proxy": "http://127.0.0.1:9"})
    assert re.fullmatch(r"\d{7}\n", done.stdout)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://provider.example/oauth/authorize?oauth_token=t", "on this machine"),
        ("ftp://127.0.0.1/", "on this machine"),
        ("http://provider.example/oauth/authorize?oauth_token=t", "on this machine"),
        ("http://127.0.0.1:9/", "out of reach"),
    ],
)
def test_consent_elsewhere(url: str, error: str) -> None:
    with pytest.raises(ConsentError, match=error):
        consent(url)


def test_consent_on_other_pages(sandbox: Sandbox) -> None:
    for path in ("/", "/nowhere", "/oauth/authorize", "/settings/applications"):
        with pytest.raises(ConsentError):
            consent(sandbox.base_url + path)
