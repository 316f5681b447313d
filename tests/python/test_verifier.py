"""The provider's side: what others sign is accepted, what oauthlib's server refuses is refused."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import authlib.oauth1
import oauthlib.oauth1
import pytest
import requests
import requests_oauthlib

import oauth1
from changes import CHANGES, SAME
from oauth1 import (
    Client,
    Consumer,
    CustomSignature,
    InvalidKeyError,
    InvalidSettingError,
    InvalidURLError,
    MemoryNonces,
    NonceUse,
    Request,
    Token,
    VerificationError,
    Verified,
    Verifier,
)
from oauth1.sandbox.problems import RefusedError
from oauth1.verifier import AsyncVerifier
from oauthlib_server import Sent, accepts
from received import Wire
from seeds import RSA_KEY, RSA_PUBLIC_KEY

KEY, SECRET = "dpf43f3p2l4k3l03", "kd94hf93k423kf44"
TOKEN, TOKEN_SECRET = "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"
URL = "https://photos.example.net/a%2Fb?file=vacation%20day.jpg&size=original&size=&x=1%2B1"
FORM = "application/x-www-form-urlencoded"
METHODS = ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"]
RSA_METHODS = ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"]


def consumer(key: str) -> Consumer | None:
    return Consumer(SECRET, public_key=RSA_PUBLIC_KEY) if key == KEY else None


def token_secret(key: str, token: str) -> str | None:
    return TOKEN_SECRET if (key, token) == (KEY, TOKEN) else None


def verifier(**settings: Any) -> Verifier:
    settings.setdefault("signature_methods", METHODS + RSA_METHODS)
    return Verifier(consumer, token_secret, **settings)


def text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()


def by_oauthlib(method: str, place: str, **more: Any) -> Wire:
    client = oauthlib.oauth1.Client(
        KEY, SECRET, TOKEN, TOKEN_SECRET, signature_method=method, signature_type=place,
        rsa_key=RSA_KEY, **more,
    )  # fmt: skip
    body, headers = "title=a%20day&title=out+there&empty=", {"Content-Type": FORM}
    url, headers, body = client.sign(URL, "POST", body, headers)
    return Wire("POST", url, tuple(headers.items()), body.encode())


def by_requests(method: str, place: str) -> Wire:
    auth = requests_oauthlib.OAuth1(
        KEY, SECRET, TOKEN, TOKEN_SECRET, signature_method=method, signature_type=place,
        rsa_key=RSA_KEY,
    )  # fmt: skip
    data = [("title", "a day"), ("title", "out+there"), ("ü", "☃")]
    sent = requests.Request("POST", URL, data=data, auth=auth).prepare()
    headers = tuple((text(name), text(value)) for name, value in sent.headers.items())
    assert sent.url is not None
    body = sent.body or b""
    return Wire("POST", sent.url, headers, body.encode() if isinstance(body, str) else body)


def by_authlib(method: str, place: str) -> Wire:
    auth = authlib.oauth1.ClientAuth(
        KEY, SECRET, TOKEN, TOKEN_SECRET, signature_method=method, signature_type=place,
        rsa_key=RSA_KEY,
    )  # fmt: skip
    body = "title=a%20day&title=out%2Bthere"
    url, headers, body = auth.prepare("POST", URL, {"Content-Type": FORM}, body)
    return Wire("POST", url, tuple(headers.items()), text(body or "").encode())


SIGNERS = [
    pytest.param(sign, method, place, id=f"{sign.__name__}-{method}-{place}")
    for sign, methods in [
        (by_oauthlib, METHODS + RSA_METHODS),
        (by_requests, METHODS + RSA_METHODS),
        (by_authlib, ["HMAC-SHA1", "PLAINTEXT", "RSA-SHA1"]),
    ]
    for method in methods
    for place in ("AUTH_HEADER", "QUERY", "BODY")
]


def place_of(sign: Callable[[str, str], Wire], place: str) -> str:
    if sign is by_authlib:
        return {"AUTH_HEADER": "HEADER"}.get(place, place)
    return place


@pytest.mark.parametrize(("sign", "method", "place"), SIGNERS)
def test_what_others_sign_is_accepted_and_counts_once(
    sign: Callable[[str, str], Wire], method: str, place: str
) -> None:
    wire = sign(method, place_of(sign, place))
    by = verifier()
    verified = wire.verify(by)
    assert (verified.consumer_key, verified.token) == (KEY, TOKEN)
    assert verified.signature_method == method
    assert (
        verified.transmission == {"AUTH_HEADER": "header", "QUERY": "query", "BODY": "form"}[place]
    )
    assert verified.covers_body
    assert verified.timestamp is not None
    assert abs(verified.timestamp - time.time()) < 60
    titles = [
        value for name, value, source in verified.params if (name, source) == (b"title", "form")
    ]
    assert len(titles) == 2
    assert titles[0] == b"a day"
    refused = wire.refused(by)
    assert (refused.reason, refused.status) == ("nonce", 401)


@pytest.mark.parametrize(("sign", "method", "place"), SIGNERS)
def test_of_what_others_sign_each_change_of_meaning_is_refused_and_no_other(
    sign: Callable[[str, str], Wire], method: str, place: str
) -> None:
    wire = sign(method, place_of(sign, place))
    unknown = [wire.replaced(KEY, "other"), wire.replaced(TOKEN, "other")]
    assert [each.refused(verifier()).reason for each in unknown] == ["consumer", "token"]
    if method == "PLAINTEXT":
        return  # which covers nothing else
    tried = set()
    for name, change in [*CHANGES.items(), *SAME.items()]:
        changed = change(wire)
        if changed == wire:
            continue  # there is no such thing in this request
        tried.add(name)
        if name in SAME:
            changed.verify(verifier())
        else:
            assert changed.refused(verifier()).reason == "signature", name
        sent = Sent(changed.method, changed.url, changed.headers, changed.body)
        judged = accepts(sent, SECRET, TOKEN_SECRET, RSA_PUBLIC_KEY)
        assert judged == (name in SAME), name
    always = {"method", "host", "port", "scheme", "path", "parameter-added", "timestamp", "nonce"}
    assert always | {"parameter", "field", "field-gone", "fragment", "host-case", "order"} <= tried


TEXT_CHANGES = [
    ("vacation", "holiday"),
    ("size=original", "size=large"),
    ("&size=&", "&"),
    ("a%2Fb", "a/b"),
    ("photos.example", "fotos.example"),
    ("https:", "http:"),
    ("title=a", "title=b"),
    ("&empty=", ""),
    ("out+there", "out%2Bthere"),
    ("x=1%2B1", "x=1+1"),
    ("oauth_nonce=", "oauth_token=x&oauth_nonce="),
    ("oauth_signature_method", "oauth_signature_methods"),
    ("oauth_timestamp", "oauth_timestamps"),
    ("oauth_version", "oauth_versions"),
    ("1.0", "2.0"),
]
SAME_TEXT = [
    ("a%20day", "a+day"),
    ("size=original&size=", "size=&size=original"),
    ("vacation%20day", "vacation+day"),
    ("photos.example", "PHOTOS.Example"),
    ("%2B", "%2b"),
]


@pytest.mark.parametrize("place", ["AUTH_HEADER", "QUERY", "BODY"])
@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1"])
def test_what_oauthlibs_server_refuses_is_refused_and_the_rest_is_accepted(
    method: str, place: str
) -> None:
    wire = by_oauthlib(method, place)
    for old, new in [*TEXT_CHANGES, *SAME_TEXT]:
        try:
            changed = wire.replaced(old, new)
        except AssertionError:
            continue  # it is written otherwise there
        sent = Sent(changed.method, changed.url, changed.headers, changed.body)
        try:
            judged = accepts(sent, SECRET, TOKEN_SECRET, RSA_PUBLIC_KEY)
        except (AssertionError, RefusedError, oauthlib.oauth1.OAuth1Error):
            judged = False
        ours = True
        try:
            changed.verify(verifier())
        except VerificationError:
            ours = False
        assert ours == judged, (old, new)


@pytest.mark.parametrize("method", METHODS)
def test_what_oauthlib_hashes_is_accepted_and_another_body_refused(method: str) -> None:
    client = oauthlib.oauth1.Client(KEY, SECRET, TOKEN, TOKEN_SECRET, signature_method=method)
    headers = {"Content-Type": "application/json"}
    url, headers, _ = client.sign(URL, "POST", '{"a": 1}', headers)
    wire = Wire("POST", url, tuple(headers.items()), b'{"a": 1}')
    strict = verifier(require_body_hash=True)
    other = replace(wire, body=b'{"a": 2}')
    assert other.refused(strict).reason == "body_hash"
    assert wire.verify(strict).covers_body


def signed(**settings: Any) -> Wire:
    session = Client(KEY, SECRET, **settings).session(Token(TOKEN, TOKEN_SECRET))
    made = session.sign(Request("GET", URL))
    return Wire(made.method, made.url, made.headers, made.body or b"")


def test_headers_may_be_bytes_a_mapping_or_pairs() -> None:
    wire = signed()
    for headers in (
        dict(wire.headers),
        list(wire.headers),
        [(name.lower().encode(), value.encode()) for name, value in wire.headers],
        [(b"x-name", b"J\xfcrgen"), *((n.encode(), v.encode()) for n, v in wire.headers)],
    ):
        assert verifier().verify("GET", URL, headers=headers).token == TOKEN
    with pytest.raises(TypeError, match="a header must be str or bytes, not int"):
        verifier().verify("GET", URL, headers=[("a", 1)])  # type: ignore[arg-type]


def test_a_refusal_tells_client_and_log_apart() -> None:
    wire = signed()
    by = verifier(realm="Photos")
    told = set()
    for changed, reason in [
        (wire.replaced(KEY, "unknown"), "consumer"),
        (wire.replaced(TOKEN, "unknown"), "token"),
        (wire.replaced("vacation", "holiday"), "signature"),
    ]:
        refused = changed.refused(by)
        assert (refused.reason, refused.kind) == (reason, "verification")
        told.add((refused.status, refused.public_message, refused.www_authenticate))
        assert SECRET not in f"{refused} {refused!r}"
    challenge = 'OAuth realm="Photos", oauth_problem="signature_invalid"'
    assert told == {(401, "the credentials or the signature are not right", challenge)}
    refused = replace(wire, headers=()).refused(by)
    assert (refused.reason, refused.status) == ("not_signed", 401)
    assert refused.www_authenticate == 'OAuth realm="Photos"'


def test_what_a_hook_raises_is_raised() -> None:
    def failing(*_: object) -> Any:
        raise LookupError("the database is away")

    wire = signed()
    for by in (
        Verifier(failing, token_secret),
        Verifier(consumer, failing),
        Verifier(consumer, token_secret, nonces=failing),
        Verifier(consumer, token_secret, clock=failing),
    ):
        with pytest.raises(LookupError, match="the database is away"):
            wire.verify(by)
    for hooks, expected in [
        ((lambda _: 1, token_secret), "consumer must return str, Consumer or None, not int"),
        ((consumer, lambda *_: 1), "token must return str or None, not int"),
    ]:
        with pytest.raises(TypeError, match=expected):
            wire.verify(Verifier(*hooks))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="consumer must be callable, not str"):
        Verifier("secret", token_secret)  # type: ignore[arg-type]


def test_a_store_is_asked_once_for_each_request_that_is_right() -> None:
    uses: list[NonceUse] = []

    def is_new(use: NonceUse) -> bool:
        uses.append(use)
        return all(use.key != other.key for other in uses[:-1])

    by = verifier(nonces=is_new, clock=lambda: 1_800_000_000)
    wire = signed(clock=lambda: 1_800_000_000 + 100)
    wire.replaced("vacation", "holiday").refused(by)
    assert not uses
    verified = wire.verify(by)
    assert wire.refused(by).reason == "nonce"
    (use, _) = uses
    assert (use.consumer_key, use.token, use.nonce) == (KEY, TOKEN, verified.nonce)
    assert (use.timestamp, use.expires, use.now) == (1_800_000_100, 1_800_000_400, 1_800_000_000)
    assert use.seconds == 401
    assert len(use.key) == 64


def test_a_store_in_memory_takes_a_nonce_once_and_has_a_bound() -> None:
    store = MemoryNonces(capacity=16)
    by = verifier(nonces=store)
    wire = signed()
    wire.verify(by)
    assert wire.refused(by).reason == "nonce"
    assert len(store) == 1
    reasons = set()
    for _ in range(400):
        try:
            signed().verify(by)
        except VerificationError as refused:
            reasons.add((refused.reason, refused.status, refused.www_authenticate))
    assert reasons == {("unavailable", 503, None)}
    assert len(store) <= 16


def test_a_proxy_counts_where_it_is_asked_for() -> None:
    wire = signed()
    behind = replace(
        wire,
        url=wire.url.replace("https://photos.example.net", "http://127.0.0.1:8000"),
        headers=(
            *wire.headers,
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "photos.example.net"),
            ("Forwarded", "for=192.0.2.1;proto=https;host=photos.example.net"),
        ),
    )
    assert behind.refused(verifier()).reason == "signature"
    for by in (
        verifier(proxies=1),
        verifier(proxies=1, proxy_headers="forwarded"),
        verifier(public_url="https://photos.example.net"),
    ):
        assert behind.verify(by).url == URL
    path = replace(wire, url=wire.url.removeprefix("https://photos.example.net"))
    path.verify(verifier(public_url="https://photos.example.net"))
    assert path.refused(verifier()).reason == "malformed"


def test_a_method_of_ones_own_is_verified() -> None:
    def sign(base_string: str, consumer_secret: str, token_secret: str) -> str:
        return f"{len(base_string)}.{consumer_secret[:3]}.{token_secret[:3]}"

    own = CustomSignature("X-LENGTH", sign)
    wire = signed(signature_method=own)
    assert wire.verify(verifier(signature_methods=[own])).signature_method == "X-LENGTH"
    assert wire.refused(verifier()).reason == "signature_method"
    longer = wire.replaced("vacation", "vacations").refused(verifier(signature_methods=[own]))
    assert longer.reason == "signature"


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"signature_methods": ["MD5"]}, InvalidSettingError, '"MD5"'),
        ({"signature_methods": "HMAC-SHA1"}, TypeError, "a list"),
        ({"timestamp_window": 0}, InvalidSettingError, "window"),
        ({"timestamp_window": -1}, InvalidSettingError, "timestamp_window"),
        ({"public_url": "photos"}, InvalidURLError, "absolute"),
        ({"public_url": "https://a.example", "proxies": 1}, InvalidSettingError, "one of the two"),
        ({"proxies": 1, "proxy_headers": "via"}, InvalidSettingError, "x-forwarded"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(
    settings: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        verifier(**settings)


def test_a_consumer_has_a_secret_or_a_public_key() -> None:
    with pytest.raises(InvalidSettingError, match="neither"):
        Consumer()
    with pytest.raises(InvalidKeyError, match="PRIVATE KEY"):
        Consumer(public_key=RSA_KEY)
    with pytest.raises(TypeError, match="a public key must be str or bytes, not int"):
        Consumer(public_key=1)  # type: ignore[arg-type]
    assert SECRET not in repr(Consumer(SECRET))
    only_key = Verifier(lambda _: Consumer(public_key=RSA_PUBLIC_KEY), token_secret)
    assert signed().refused(only_key).reason == "signature"
    assert signed(signature_method="RSA-SHA256", rsa_key=RSA_KEY).verify(only_key)


def test_the_providers_log_is_told_which_mistake_was_made() -> None:
    session = Client(KEY, SECRET).session(Token(TOKEN, ""))
    made = session.sign(Request("GET", URL))
    diagnosis = verifier().explain("GET", URL, headers=dict(made.headers))
    assert not diagnosis.is_valid
    assert diagnosis.findings[0].cause == "token_secret_missing"
    for secret in (SECRET, TOKEN_SECRET):
        assert secret not in str(diagnosis)


def test_the_steps_can_be_taken_one_by_one_and_a_claim_once() -> None:
    by, wire = verifier(), signed()
    claim = by.read(wire.method, wire.url, headers=wire.headers)
    assert (claim.consumer_key, claim.token, claim.signature_method) == (KEY, TOKEN, "HMAC-SHA1")
    verified = by.check(claim, SECRET, TOKEN_SECRET)
    by.note_nonce(verified)
    with pytest.raises(VerificationError, match="used before"):
        by.note_nonce(verified)
    with pytest.raises(RuntimeError, match="checked before"):
        by.check(claim, SECRET, TOKEN_SECRET)


def test_look_ups_and_store_may_be_asynchronous_or_not() -> None:
    seen: set[str] = set()

    async def async_consumer(key: str) -> Consumer | None:
        await asyncio.sleep(0)
        return consumer(key)

    async def async_token(key: str, token: str) -> str | None:
        await asyncio.sleep(0)
        return token_secret(key, token)

    async def is_new(use: NonceUse) -> bool:
        await asyncio.sleep(0)
        is_new = use.key not in seen
        seen.add(use.key)
        return is_new

    async def run(by: AsyncVerifier) -> None:
        wire = signed()

        async def verify(wire: Wire) -> Verified:
            return await by.verify(wire.method, wire.url, headers=wire.headers, body=wire.body)

        for changed, reason in [
            (wire.replaced(KEY, "unknown"), "consumer"),
            (wire.replaced(TOKEN, "unknown"), "token"),
            (wire.replaced("vacation", "holiday"), "signature"),
            (replace(wire, headers=()), "not_signed"),
        ]:
            with pytest.raises(VerificationError) as caught:
                await verify(changed)
            assert caught.value.reason == reason
        verified = await verify(wire)
        assert (verified.consumer_key, verified.token) == (KEY, TOKEN)
        with pytest.raises(VerificationError) as caught:
            await verify(wire)
        assert (caught.value.reason, caught.value.status) == ("nonce", 401)

    asyncio.run(run(AsyncVerifier(async_consumer, async_token, nonces=is_new)))
    asyncio.run(run(AsyncVerifier(consumer, token_secret)))


def test_a_verifier_that_its_own_look_up_knows_is_collected() -> None:
    class Site:
        def __init__(self) -> None:
            self.verifier = Verifier(self.consumer, token_secret)

        def consumer(self, key: str) -> str | None:
            return SECRET if key == KEY else None

    site = Site()
    signed().verify(site.verifier)
    gone = weakref.ref(site)
    del site
    gc.collect()
    assert gone() is None


def test_all_reasons_are_named_in_the_documentation() -> None:
    documented = oauth1.VerificationError.__doc__ or ""
    for reason in reasons():
        assert f'"{reason}"' in documented, reason


def reasons() -> Iterator[str]:
    wire = signed()
    yield wire.replaced("oauth_nonce", "nonce").refused(verifier()).reason
    yield wire.replaced("oauth_nonce", "oauth_token").refused(verifier()).reason
    yield wire.replaced("HMAC-SHA1", "MD5").refused(verifier()).reason
    yield wire.replaced("1.0", "2.0").refused(verifier()).reason
    yield replace(wire, url=f"{wire.url}&oauth_token=x").refused(verifier()).reason
    yield signed(clock=lambda: 1).refused(verifier()).reason
    plain = signed(signature_method="PLAINTEXT").replaced("https:", "http:")
    yield plain.refused(verifier()).reason
