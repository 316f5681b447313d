"""Signing: what settings and overrides do, and what cannot be signed."""

from __future__ import annotations

import gc
import re
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from oauth1 import (
    Client,
    CustomSignature,
    HttpTransport,
    InsecureTransportError,
    InvalidHeaderError,
    InvalidParameterError,
    InvalidSettingError,
    Request,
    Session,
    Token,
    percent_decode,
    percent_encode,
)
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

URL = "https://example.com/statuses"
REQUEST = Request("GET", URL)


def parameters(header: str) -> dict[str, str]:
    """Return what an Authorization header holds, decoded."""
    pairs = re.findall(r'(\w+)="([^"]*)"', header)
    return {name: percent_decode(value).decode() for name, value in pairs}


def authorize(
    request: Request = REQUEST, token: Token | None = None, **settings: Any
) -> dict[str, str]:
    session = Client("key", CONSUMER_SECRET, **settings).session(token)
    return parameters(session.authorization(request))


def test_a_header_holds_all_that_the_protocol_wants() -> None:
    given = authorize(token=Token("token", TOKEN_SECRET))
    assert list(given) == [
        "oauth_consumer_key",
        "oauth_nonce",
        "oauth_signature_method",
        "oauth_timestamp",
        "oauth_token",
        "oauth_version",
        "oauth_signature",
    ]
    assert given["oauth_consumer_key"] == "key"
    assert re.fullmatch("[0-9A-Za-z]{22}", given["oauth_nonce"])
    assert abs(int(given["oauth_timestamp"]) - time.time()) < 5
    assert given["oauth_token"] == "token"
    assert given["oauth_version"] == "1.0"


def test_each_signature_has_a_fresh_nonce() -> None:
    session = Client("key", CONSUMER_SECRET).session()
    nonces = {parameters(session.authorization(REQUEST))["oauth_nonce"] for _ in range(1000)}
    assert len(nonces) == 1000


def test_a_request_overrides_its_client() -> None:
    request = Request(
        "PUT",
        URL,
        body="{}",
        content_type="application/json",
        oauth_params={"oauth_callback": "http://a.example/?b=c d"},
        nonce="n~n n",
        timestamp=1318622958,
        realm="Photos",
        version=False,
        body_hash="sha256",
        empty_token=True,
    )
    given = authorize(request, realm="other", body_hash=False)
    del given["oauth_signature"]
    assert given == {
        "realm": "Photos",
        "oauth_body_hash": "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
        "oauth_callback": "http://a.example/?b=c d",
        "oauth_consumer_key": "key",
        "oauth_nonce": "n~n n",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "1318622958",
        "oauth_token": "",
    }


def test_settings_hold_for_every_request() -> None:
    given = authorize(realm='a "realm"', version=False, body_hash=True)
    assert "oauth_version" not in given
    assert given["oauth_body_hash"] == "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
    header = Client("key", CONSUMER_SECRET, realm='a "realm"').session().authorization(REQUEST)
    assert header.startswith(r'OAuth realm="a \"realm\"", ')


def test_parameters_travel_in_the_query() -> None:
    client = Client("key", CONSUMER_SECRET, transmission="query")
    signed = client.session().sign(Request("GET", f"{URL}?a=1"))
    assert signed.authorization is None
    assert signed.url.startswith(f"{URL}?a=1&oauth_consumer_key=key&")
    assert parse_qs(urlsplit(signed.url).query)["oauth_signature"]
    with pytest.raises(InvalidSettingError, match="sign the request"):
        client.session().authorization(REQUEST)


def test_parameters_travel_in_the_form() -> None:
    signed = (
        Client("key", CONSUMER_SECRET).session().sign(Request("POST", URL, transmission="form"))
    )
    assert signed.body is not None
    assert signed.body.startswith(b"oauth_consumer_key=key&")
    assert dict(signed.headers) == {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_signed_request_is_all_that_is_sent() -> None:
    request = Request("POST", URL, params={"status": "☃"}, headers=[("Accept", "a"), ("X", "y")])
    signed = Client("key", CONSUMER_SECRET).session().sign(request)
    assert (signed.method, signed.url, signed.body) == ("POST", URL, b"status=%E2%98%83")
    assert signed.headers == (
        ("Authorization", signed.authorization),
        ("Accept", "a"),
        ("X", "y"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    )
    assert signed.base_string.startswith(f"POST&{percent_encode(URL)}&oauth_consumer_key%3Dkey%26")
    assert repr(signed) == f"<oauth1.SignedRequest POST {URL}>"
    assert Client("key", CONSUMER_SECRET).session().sign(REQUEST).body is None


def test_hooks_give_nonce_and_time() -> None:
    given = authorize(nonce=lambda: "my nonce", clock=lambda: 1318622958)
    assert (given["oauth_nonce"], given["oauth_timestamp"]) == ("my nonce", "1318622958")
    with pytest.raises(InvalidParameterError, match="nonce is empty"):
        authorize(nonce=lambda: "")


@pytest.mark.parametrize("hook", ["nonce", "clock"])
def test_what_a_hook_raises_is_raised(hook: str) -> None:
    def broken() -> Any:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        authorize(REQUEST, None, **{hook: broken})


@pytest.mark.parametrize(
    "options", [{"nonce": lambda: 7}, {"clock": lambda: "noon"}, {"nonce": "n"}, {"clock": 7}]
)
def test_a_hook_of_the_wrong_type_is_a_type_error(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        authorize(REQUEST, None, **options)


def test_a_custom_method_signs() -> None:
    given = []

    def sign(base_string: str, consumer_secret: str, token_secret: str) -> str:
        given.append((base_string, consumer_secret, token_secret))
        return "a signature="

    method = CustomSignature("MINE-1", sign, body_hash="sha512")
    assert (method.name, repr(method)) == ("MINE-1", "<oauth1.CustomSignature MINE-1>")
    client = Client("key", CONSUMER_SECRET, signature_method=method, body_hash=True)
    assert client.signature_method == "MINE-1"
    signed = client.session(Token("token", TOKEN_SECRET)).sign(REQUEST)
    assert given == [(signed.base_string, CONSUMER_SECRET, TOKEN_SECRET)]
    assert signed.authorization is not None
    header = parameters(signed.authorization)
    assert header["oauth_signature"] == "a signature="
    assert header["oauth_signature_method"] == "MINE-1"
    assert len(header["oauth_body_hash"]) == 88


def test_what_a_custom_method_raises_is_raised() -> None:
    def broken(*_: str) -> str:
        raise OSError("no such key")

    with pytest.raises(OSError, match="no such key"):
        authorize(signature_method=CustomSignature("MINE-1", broken))
    with pytest.raises(TypeError):
        CustomSignature("MINE-1", "sign")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "settings",
    [
        {"consumer_key": ""},
        {"signature_method": "HMAC-MD5"},
        {"signature_method": CustomSignature("", lambda *_: "")},
        {"transmission": "cookie"},
        {"body_hash": "md5"},
    ],
)
def test_wrong_settings_are_told_by_the_client(settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError):
        Client(**{"consumer_key": "key", "consumer_secret": CONSUMER_SECRET, **settings})


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_time_limit_is_positive(seconds: float) -> None:
    names = ("timeout", "connect_timeout", "resolve_timeout", "first_byte_timeout", "idle_timeout")
    for name in names:
        settings: dict[str, Any] = {name: seconds}
        with pytest.raises(InvalidSettingError, match=name):
            HttpTransport(**settings)
    with pytest.raises(InvalidSettingError, match="timeout"):
        Request("GET", "http://example.com/", timeout=seconds)


def test_plaintext_wants_https() -> None:
    request = Request("GET", "http://example.com/")
    with pytest.raises(InsecureTransportError):
        authorize(request, signature_method="PLAINTEXT")
    given = authorize(request, signature_method="PLAINTEXT", plaintext_over_http=True)
    assert given["oauth_signature"] == f"{CONSUMER_SECRET}&"


def test_what_cannot_be_signed_is_told() -> None:
    session = Client("key", CONSUMER_SECRET).session()
    with pytest.raises(InvalidHeaderError):
        session.sign(Request("GET", URL, headers={"Authorization": "Basic x"}))
    with pytest.raises(InvalidSettingError):
        session.sign(Request("GET", URL, transmission="form"))
    with pytest.raises(InvalidSettingError):
        session.sign(Request("POST", URL, body="x", content_type="a/b", transmission="form"))


def test_a_session_knows_its_client_and_token() -> None:
    client, token = Client("key", CONSUMER_SECRET), Token("token", TOKEN_SECRET)
    session = client.session(token)
    assert session.client is client
    assert session.token == token
    assert client.session().token is None


def test_one_session_signs_on_many_threads() -> None:
    session = Client("key", CONSUMER_SECRET).session()
    headers: list[str] = []
    threads = [
        threading.Thread(
            target=lambda: headers.extend(session.authorization(REQUEST) for _ in range(500))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({parameters(header)["oauth_nonce"] for header in headers}) == 8 * 500


class Application:
    """Holds its client, whose hooks hold the application."""

    def __init__(self, hooks: Callable[[Application], dict[str, Any]]) -> None:
        self.client = Client("key", CONSUMER_SECRET, **hooks(self))
        self.session: Session = self.client.session()

    def nonce(self) -> str:
        return "nonce"

    def clock(self) -> int:
        return 1

    def sign(self, *_: str) -> str:
        return "signature"


@pytest.mark.parametrize(
    "hooks",
    [
        lambda app: {"nonce": app.nonce},
        lambda app: {"clock": app.clock},
        lambda app: {"signature_method": CustomSignature("MINE-1", app.sign)},
    ],
)
def test_a_client_whose_hooks_hold_it_is_collected(
    hooks: Callable[[Application], dict[str, Any]],
) -> None:
    application = Application(hooks)
    application.session.authorization(REQUEST)
    gone = weakref.ref(application)
    del application
    gc.collect()
    assert gone() is None


def test_a_clock_may_be_a_float_as_time_is() -> None:
    assert authorize(clock=lambda: 1318622958.9)["oauth_timestamp"] == "1318622958"


@pytest.mark.parametrize(
    ("hook", "told"),
    [
        ({"nonce": lambda: 7}, "nonce must return str, not int"),
        ({"clock": lambda: "noon"}, "clock must return int or float, not str"),
    ],
)
def test_a_hook_that_gives_another_type_is_told_by_name(hook: Any, told: str) -> None:
    with pytest.raises(TypeError, match=told):
        authorize(**hook)


def test_a_key_in_the_place_of_a_method_is_not_repeated() -> None:
    with pytest.raises(InvalidSettingError) as refused:
        Client("key", "secret", signature_method=RSA_KEY)
    assert RSA_KEY[40:60] not in str(refused.value)
