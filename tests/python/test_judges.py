"""The sandbox's two judges, oauthlib and this library's verifier, about the same requests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oauthlib.oauth1.rfc5849 import signature as oauthlib_signature

from oauth1._native import signature
from oauth1.sandbox import Sandbox, accounts
from oauth1.sandbox.case import Purpose
from oauth1.sandbox.clock import Clock
from oauth1.sandbox.gate import Gate
from oauth1.sandbox.judge import OAUTHLIB, PREFIXES, VERIFIER
from oauth1.sandbox.messages import FORM, Request
from oauth1.sandbox.oauthlib_judge import OAuthlibJudge
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import RefusedError
from oauth1.sandbox.server import LARGEST_BODY
from oauth1.sandbox.signed import Signed
from oauth1.sandbox.store import WRITE, Consumer, Credentials, Store, Terms
from oauth1.sandbox.verifier_judge import VerifierJudge
from test_sandbox import client, now, rsa_key_pair, run, send

NOW = 1_700_000_000
SECRET = "consumer s&cret%"
OAUTHLIB_READS: Any = oauthlib_signature  # whose stubs accept less than it does
Pairs = list[tuple[str, str]]


class StoppedClock(Clock):
    def now(self) -> float:
        return float(NOW)


@dataclass(frozen=True)
class World:
    """One judge, and a provider that only it judges for, so that each has its own nonces."""

    store: Store
    gate: Gate


@dataclass(frozen=True)
class Worlds:
    """Two of them, with the same consumers, users and tokens."""

    oauthlib: World
    verifier: World
    rsa_key: str = field(repr=False)

    def verdicts(self, purpose: Purpose, *requests: Request) -> tuple[str, str]:
        """Return what each says of the last of these requests, once it was sent those before."""
        told = []
        for world in (self.oauthlib, self.verifier):
            said = [verdict(world.gate, purpose, request) for request in requests]
            told.append(said[-1])
        return told[0], told[1]


def verdict(gate: Gate, purpose: Purpose, request: Request) -> str:
    """Return what is read in a request that is accepted, or the status and the problem."""
    try:
        if purpose in {Purpose.RESOURCE, Purpose.TWO_LEGGED}:
            access = gate.access(request, two_legged=purpose is Purpose.TWO_LEGGED)
            return accepted(access.message)
        return accepted(gate.require(gate.handshake(request), purpose))
    except RefusedError as refused:
        return f"{refused.problem.status.value} {refused.problem.name}"


def accepted(message: Signed) -> str:
    protocol = {k: v for k, v in message.protocol.items() if k != "oauth_signature"}
    return f"200 {sorted(protocol.items())} {message.parameters} {message.realm}"


@contextmanager
def world(judge: str, rsa_public_key: str) -> Iterator[World]:
    policy = Policy(clock=StoppedClock())
    store = Store(request_token_lifetime=10**6)
    users = store.put_users(accounts.ACCOUNTS)
    for state in ("accepted", "refused", "rejected"):
        store.put_consumer(Consumer(state, state, SECRET, None, state))
    store.put_consumer(Consumer("other", "other", SECRET, None))
    store.put_consumer(Consumer("rsa", "rsa", None, rsa_public_key))
    for consumer in ("accepted", "other", "rsa", "refused"):
        given = [
            (users[0], Credentials(f"{consumer} token", "token s&cret")),
            (users[0], Credentials(f"{consumer} expired", "token s&cret", Terms(-1))),
            (users[0], Credentials(f"{consumer} revoked", "token s&cret")),
        ]
        store.grant(consumer, WRITE, given)
        store.invalidate(f"{consumer} revoked")
        for key in ("pending", "allowed", "denied", "used"):
            store.add_request_token(f"{consumer} {key}", "request s&cret", consumer, "oob")
        store.refuse(f"{consumer} denied")
        for key in ("allowed", "used"):
            assert store.authorize(f"{consumer} {key}", users[0], "1234567")
        assert store.exchange(f"{consumer} used", Credentials(f"{consumer} of used", "s"))
    judging = OAuthlibJudge() if judge == OAUTHLIB else VerifierJudge(store, policy)
    try:
        yield World(store, Gate(store, policy, judging, ""))
    finally:
        store.close()


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    private, public = rsa_key_pair()
    with world(OAUTHLIB, public) as oauthlib, world(VERIFIER, public) as verifier:
        yield Worlds(oauthlib, verifier, private)


nonces = iter(range(10**9))


@dataclass(frozen=True)
class Draft:
    """A request that is to be signed by hand. A protocol parameter that is None is left out."""

    purpose: Purpose = Purpose.RESOURCE
    http_method: str = "POST"
    origin: str = "http://127.0.0.1:8001"
    path: str = "/1/echo"
    query: str = "b=2&a=1"
    form: str | None = None
    body: bytes = b""
    content_type: str = ""
    transmission: str = "header"
    realm: str | None = None
    signature_method: str = "HMAC-SHA1"
    consumer: str = "accepted"
    secret: str = SECRET
    token: str | None = "accepted token"
    token_secret: str = "token s&cret"
    rsa_key: str = ""
    protocol: dict[str, str | None] = field(default_factory=dict)

    def pairs(self) -> Pairs:
        values: dict[str, str | None] = {
            "oauth_consumer_key": self.consumer,
            "oauth_token": self.token,
            "oauth_signature_method": self.signature_method,
            "oauth_timestamp": str(NOW),
            "oauth_nonce": f"nonce{next(nonces)}",
            "oauth_version": "1.0",
            **self.protocol,
        }
        return [(name, value) for name, value in values.items() if value is not None]

    def sign(self, pairs: Pairs) -> str:
        """Return the signature (RFC 5849 §3.4), by what is in Python's library."""
        key = f"{quote(self.secret, safe='')}&"
        if self.token:
            key += quote(self.token_secret, safe="")
        if self.signature_method == "PLAINTEXT":
            return key
        read = [*_read(self.query), *_read(self.form or ""), *pairs]
        encoded = sorted((_encoded(name), _encoded(value)) for name, value in read)
        parts = (
            self.http_method.upper(),
            self.origin.lower() + self.path,
            "&".join(f"{name}={value}" for name, value in encoded),
        )
        text = "&".join(quote(part, safe="") for part in parts)
        if self.signature_method.startswith("RSA"):
            return signature(self.signature_method, "", text, self.rsa_key)
        digest = self.signature_method.removeprefix("HMAC-").lower()
        return base64.b64encode(hmac.digest(key.encode(), text.encode(), digest)).decode()

    def request(self) -> Request:
        pairs = self.pairs()
        return self.carrying([*pairs, ("oauth_signature", self.sign(pairs))])

    def carrying(self, pairs: Pairs) -> Request:
        encoded = [(quote(name, safe=""), quote(value, safe="")) for name, value in pairs]
        joined = "&".join(f"{name}={value}" for name, value in encoded)
        headers: list[tuple[str, str]] = []
        query, body, content_type = self.query, self.body, self.content_type
        if self.form is not None or self.transmission == "form":
            body, content_type = (self.form or "").encode(), FORM
        if self.transmission == "header":
            if self.realm is not None:
                encoded = [("realm", self.realm), *encoded]
            listed = ", ".join(f'{name}="{value}"' for name, value in encoded)
            headers.append(("Authorization", f"OAuth {listed}"))
        elif self.transmission == "query":
            query = "&".join(filter(None, (query, joined)))
        else:
            body = b"&".join(filter(None, (body, joined.encode())))
        if content_type:
            headers.append(("Content-Type", content_type))
        request = Request(self.http_method, self.origin, self.path, query, body=body)
        return with_header(request, headers)


def _read(encoded: str) -> Pairs:
    return parse_qsl(encoded, keep_blank_values=True, errors="surrogateescape")


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def with_header(request: Request, fields: Pairs) -> Request:
    by_name = {name.lower(): value for name, value in fields}
    return replace(request, headers=by_name, fields=tuple(fields))


GOOD: dict[str, Draft] = {
    **{
        f"{method} in {place}": Draft(signature_method=method, transmission=place)
        for method in ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT")
        for place in ("header", "query", "form")
    },
    **{
        f"{method} in header": Draft(signature_method=method, consumer="rsa", token="rsa token")
        for method in ("RSA-SHA1", "RSA-SHA256", "RSA-SHA512")
    },
    "request token": Draft(Purpose.REQUEST_TOKEN, token=None, protocol={"oauth_callback": "oob"}),
    "callback": Draft(
        Purpose.REQUEST_TOKEN, token=None, protocol={"oauth_callback": "http://a.example/?b=c%20d"}
    ),
    "access token": Draft(
        Purpose.ACCESS_TOKEN,
        token="accepted allowed",
        token_secret="request s&cret",
        protocol={"oauth_verifier": "1234567"},
    ),
    "two-legged": Draft(Purpose.TWO_LEGGED, token=None),
    "empty token": Draft(Purpose.TWO_LEGGED, token=""),
}


@pytest.mark.parametrize("name", GOOD)
def test_both_accept_what_is_right(worlds: Worlds, name: str) -> None:
    draft = replace(GOOD[name], rsa_key=worlds.rsa_key)
    ours, theirs = worlds.verdicts(draft.purpose, draft.request())
    assert ours == theirs
    assert ours.startswith("200 ")


# One thing that is wrong, and what both say of it


def with_protocol(**changes: str | None) -> Callable[[Draft], Draft]:
    """Sign with other protocol parameters, or without them."""
    return lambda draft: replace(draft, protocol={**draft.protocol, **changes})


def having(**changes: Any) -> Callable[[Draft], Draft]:
    return lambda draft: replace(draft, **changes)


RESOURCE, TWO_LEGGED = Draft(), Draft(Purpose.TWO_LEGGED, token=None)
REQUEST_TOKEN, ACCESS_TOKEN = GOOD["request token"], GOOD["access token"]

BAD: dict[str, tuple[Draft, str]] = {
    # RFC 5849 §3.1, §3.2: missing
    **{
        f"without {name}": (with_protocol(**{name: None})(RESOURCE), "400 parameter_absent")
        for name in (
            "oauth_consumer_key",
            "oauth_signature_method",
            "oauth_timestamp",
            "oauth_nonce",
            "oauth_token",
        )
    },
    **{
        f"with an empty {name}": (with_protocol(**{name: ""})(RESOURCE), "400 parameter_absent")
        for name in ("oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_token")
    },
    "without a callback": (
        replace(REQUEST_TOKEN, protocol={}),
        "400 parameter_absent",
    ),
    "without a verifier": (replace(ACCESS_TOKEN, protocol={}), "400 parameter_absent"),
    # not supported
    "another version": (with_protocol(oauth_version="1.1")(RESOURCE), "400 version_rejected"),
    "an empty version": (with_protocol(oauth_version="")(RESOURCE), "400 version_rejected"),
    "another method": (
        with_protocol(oauth_signature_method="HMAC-MD5")(RESOURCE),
        "400 signature_method_rejected",
    ),
    "a method in lower case": (
        with_protocol(oauth_signature_method="hmac-sha1")(RESOURCE),
        "400 signature_method_rejected",
    ),
    "HMAC of who has a key": (
        having(consumer="rsa", token="rsa token")(RESOURCE),
        "400 signature_method_rejected",
    ),
    "RSA of who has a secret": (
        having(signature_method="RSA-SHA256")(RESOURCE),
        "400 signature_method_rejected",
    ),
    # §3.3
    "a timestamp in words": (
        with_protocol(oauth_timestamp="yesterday")(RESOURCE),
        "400 parameter_rejected",
    ),
    "a negative timestamp": (
        with_protocol(oauth_timestamp=f"-{NOW}")(RESOURCE),
        "400 parameter_rejected",
    ),
    "a timestamp of eleven digits": (
        with_protocol(oauth_timestamp=f"{NOW}0")(RESOURCE),
        "401 timestamp_refused",
    ),
    "a timestamp with a plus": (
        with_protocol(oauth_timestamp=f"+{NOW}"[:10])(RESOURCE),
        "400 parameter_rejected",
    ),
    "an old timestamp": (
        with_protocol(oauth_timestamp=str(NOW - 301))(RESOURCE),
        "401 timestamp_refused",
    ),
    "a timestamp to come": (
        with_protocol(oauth_timestamp=str(NOW + 301))(RESOURCE),
        "401 timestamp_refused",
    ),
    # who it is
    "an unknown consumer": (having(consumer="nobody")(TWO_LEGGED), "401 consumer_key_unknown"),
    "a refused consumer": (having(consumer="refused")(TWO_LEGGED), "401 consumer_key_refused"),
    "a rejected consumer": (having(consumer="rejected")(TWO_LEGGED), "401 consumer_key_rejected"),
    "an unknown token": (having(token="nothing")(RESOURCE), "401 token_rejected"),
    "a token of another consumer": (having(token="other token")(RESOURCE), "401 token_rejected"),
    "a request token for a resource": (
        having(token="accepted allowed", token_secret="request s&cret")(RESOURCE),
        "401 token_rejected",
    ),
    "an access token for an access token": (
        having(token="accepted token", token_secret="token s&cret")(ACCESS_TOKEN),
        "401 token_rejected",
    ),
    "an expired token": (having(token="accepted expired")(RESOURCE), "401 token_expired"),
    "a revoked token": (having(token="accepted revoked")(RESOURCE), "401 token_revoked"),
    "a token that is pending": (
        having(token="accepted pending")(ACCESS_TOKEN),
        "401 permission_unknown",
    ),
    "a token that was denied": (having(token="accepted denied")(ACCESS_TOKEN), "401 user_refused"),
    "a token that was used": (having(token="accepted used")(ACCESS_TOKEN), "401 token_used"),
    "a token of another consumer to exchange": (
        having(token="other allowed")(ACCESS_TOKEN),
        "401 token_rejected",
    ),
    "a wrong verifier": (
        with_protocol(oauth_verifier="7654321")(ACCESS_TOKEN),
        "401 parameter_rejected",
    ),
    "a callback that is no address": (
        with_protocol(oauth_callback="nowhere")(REQUEST_TOKEN),
        "400 parameter_rejected",
    ),
    "a callback that is a script": (
        with_protocol(oauth_callback="javascript://x")(REQUEST_TOKEN),
        "400 parameter_rejected",
    ),
    # the signature
    "a wrong secret": (having(secret="wrong")(RESOURCE), "401 signature_invalid"),
    "a wrong secret in plain text": (
        having(secret="wrong", signature_method="PLAINTEXT")(RESOURCE),
        "401 signature_invalid",
    ),
    "a wrong token secret": (having(token_secret="wrong")(RESOURCE), "401 signature_invalid"),
    "a wrong secret for a request token": (
        having(secret="wrong")(REQUEST_TOKEN),
        "401 signature_invalid",
    ),
    "a wrong secret for an access token": (
        having(token_secret="wrong")(ACCESS_TOKEN),
        "401 signature_invalid",
    ),
    # the body's hash, which is not RFC 5849's
    "a wrong body hash": (
        replace(
            with_protocol(oauth_body_hash="AAAA")(RESOURCE),
            body=b"hello",
            content_type="text/plain",
        ),
        "401 parameter_rejected",
    ),
    "a body hash of a form": (
        with_protocol(oauth_body_hash=base64.b64encode(hashlib.sha1(b"a=b").digest()).decode())(
            having(form="a=b")(RESOURCE)
        ),
        "400 parameter_rejected",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_both_refuse_what_is_wrong(worlds: Worlds, name: str) -> None:
    draft, expected = BAD[name]
    draft = replace(draft, rsa_key=worlds.rsa_key)
    assert worlds.verdicts(draft.purpose, draft.request()) == (expected, expected)


def test_both_refuse_what_was_used_before(worlds: Worlds) -> None:
    for name in ("HMAC-SHA1 in header", "PLAINTEXT in query", "request token", "two-legged"):
        draft = GOOD[name]
        request = draft.request()
        refused = "401 nonce_used"
        assert worlds.verdicts(draft.purpose, request, request) == (refused, refused)
        wrong, right = (
            replace(draft, secret=secret, protocol={**draft.protocol, "oauth_nonce": name})
            for secret in ("wrong", SECRET)
        )
        ours, theirs = worlds.verdicts(draft.purpose, wrong.request(), right.request())
        assert ours == theirs
        assert ours.startswith("200 ")


# A request that was changed after it was signed

Change = Callable[[Request], Request]


def changed(**changes: Any) -> Change:
    return lambda request: replace(request, **changes)


def in_header(old: str, new: str) -> Change:
    def change(request: Request) -> Request:
        assert old in request.headers["authorization"]
        authorization = request.headers["authorization"].replace(old, new, 1)
        return with_header(request, [("Authorization", authorization), *request.fields[1:]])

    return change


CHANGES: dict[str, tuple[Change, str]] = {
    "method": (changed(method="PUT"), "401 signature_invalid"),
    "host": (changed(origin="http://localhost:8001"), "401 signature_invalid"),
    "port": (changed(origin="http://127.0.0.1:8002"), "401 signature_invalid"),
    "path": (changed(path="/1/echo/"), "401 signature_invalid"),
    "another value": (changed(query="b=2&a=2"), "401 signature_invalid"),
    "another name": (changed(query="b=2&c=1"), "401 signature_invalid"),
    "one more": (changed(query="b=2&a=1&c="), "401 signature_invalid"),
    "one less": (changed(query="b=2"), "401 signature_invalid"),
    "one twice": (changed(query="b=2&a=1&a=1"), "401 signature_invalid"),
    "values swapped": (changed(query="b=1&a=2"), "401 signature_invalid"),
    "order": (changed(query="a=1&b=2"), "200"),
    "an escape that need not be": (changed(query="%62=%32&a=1"), "200"),
    "an empty pair": (changed(query="b=2&&a=1&"), "200"),
    "scheme of the header in lower case": (in_header("OAuth ", "oauth "), "200"),
    "a realm": (in_header("OAuth ", 'OAuth realm="x", '), "200"),
    "no spaces": (in_header(", ", ","), "200"),
    "escapes in lower case": (in_header("%3D", "%3d"), "200"),
    "a parameter of the header": (in_header("OAuth ", 'OAuth x="1", '), "401 signature_invalid"),
    "an unknown protocol parameter": (
        in_header("OAuth ", 'OAuth oauth_x="1", '),
        "401 signature_invalid",
    ),
    "a nonce twice": (in_header("OAuth ", 'OAuth oauth_nonce="1", '), "400 parameter_rejected"),
    "a signature twice": (
        in_header("OAuth ", 'OAuth oauth_signature="1", '),
        "400 parameter_rejected",
    ),
    "a nonce in the query": (changed(query="b=2&a=1&oauth_nonce=1"), "400 parameter_rejected"),
    "a token in the query": (changed(query="b=2&a=1&oauth_token=1"), "400 parameter_rejected"),
    "no signature": (in_header("oauth_signature=", "oauth_signature_="), "400 parameter_absent"),
    "a signature that is not base64": (
        in_header('oauth_signature="', 'oauth_signature="!'),
        "401 signature_invalid",
    ),
    "a realm twice": (
        in_header("OAuth ", 'OAuth realm="x", realm="y", '),
        "400 parameter_rejected",
    ),
    "nonsense": (
        lambda request: with_header(request, [("Authorization", "OAuth nonsense")]),
        "400 parameter_rejected",
    ),
    "no quotes": (in_header('"1.0"', "1.0"), "200"),
    "an empty value without quotes": (in_header("OAuth ", "OAuth x=, "), "400 parameter_rejected"),
    "a comma too many": (in_header("OAuth ", "OAuth , "), "200"),
    "an escaped quote": (in_header('oauth_nonce="', 'oauth_nonce="\\"'), "401 signature_invalid"),
    "a stray percent": (in_header('oauth_nonce="', 'oauth_nonce="%'), "401 signature_invalid"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changes(worlds: Worlds, name: str) -> None:
    change, expected = CHANGES[name]
    ours, theirs = worlds.verdicts(Purpose.RESOURCE, change(RESOURCE.request()))
    assert ours == theirs
    assert (ours[:3] if expected == "200" else ours) == expected


# What they differ in, and why: what both refuse one by one is refused by both; of what only one
# refuses, the reason says who is right


def unchanged(request: Request) -> Request:
    return request


@dataclass(frozen=True)
class Difference:
    oauthlib: str
    verifier: str
    because: str
    draft: Draft = RESOURCE
    change: Change = unchanged


def authorized(header: str | None) -> Change:
    fields = [] if header is None else [("Authorization", header)]
    return lambda request: with_header(request, fields)


BODY_HASH = base64.b64encode(hashlib.sha256(b"hello").digest()).decode()

DIFFERENCES: dict[str, Difference] = {
    "no parameters": Difference(
        "400 parameter_absent",
        "401 parameter_absent",
        "where nobody has signed, RFC 9110 §15.5.2 has a challenge; RFC 5849 §3.2 leaves it open",
        change=authorized(None),
    ),
    "the scheme alone": Difference(
        "400 parameter_absent",
        "401 parameter_absent",
        "the same",
        change=authorized("OAuth"),
    ),
    "another scheme": Difference(
        "400 parameter_absent",
        "401 parameter_absent",
        "the same: other schemes are none of OAuth's",
        change=in_header("OAuth ", "Bearer "),
    ),
    "a nonce with a line break": Difference(
        "400 parameter_rejected",
        "200",
        "oauthlib asks the provider what a nonce looks like; to RFC 5849 §3.3 it is any string",
        with_protocol(oauth_nonce="a\nb")(RESOURCE),
    ),
    "a nonce of 257 bytes": Difference(
        "200",
        "400 parameter_rejected",
        "a store has to keep it: RFC 5849 sets no limit, and the verifier one of 256 bytes",
        with_protocol(oauth_nonce="n" * 257)(RESOURCE),
    ),
    "a timestamp that begins with 0": Difference(
        "401 timestamp_refused",
        "200",
        "oauthlib wants ten digits; to RFC 5849 §3.3 it is a positive integer",
        with_protocol(oauth_timestamp=f"0{NOW}")(RESOURCE),
    ),
    "the timestamp 0": Difference(
        "401 timestamp_refused",
        "400 parameter_rejected",
        "RFC 5849 §3.3 wants a positive integer, so that it is malformed before it is old",
        with_protocol(oauth_timestamp="0")(RESOURCE),
    ),
    "an empty signature": Difference(
        "400 parameter_absent",
        "401 signature_invalid",
        "to oauthlib what is empty is missing; to the verifier it is there, and wrong",
        change=in_header('oauth_signature="', 'oauth_signature="", x="'),
    ),
    "an empty method": Difference(
        "400 parameter_absent",
        "400 signature_method_rejected",
        "the same",
        with_protocol(oauth_signature_method="")(RESOURCE),
    ),
    "PLAINTEXT without timestamp": Difference(
        "400 parameter_absent",
        "200",
        "RFC 5849 §3.1 lets PLAINTEXT leave it out",
        with_protocol(oauth_timestamp=None)(having(signature_method="PLAINTEXT")(RESOURCE)),
    ),
    "PLAINTEXT without nonce": Difference(
        "400 parameter_absent",
        "200",
        "the same",
        with_protocol(oauth_nonce=None)(having(signature_method="PLAINTEXT")(RESOURCE)),
    ),
    "an encoded name": Difference(
        "400 parameter_absent",
        "200",
        "RFC 5849 §3.5.1 encodes names as well, and oauthlib decodes values alone",
        change=in_header("oauth_nonce", "oauth%5Fnonce"),
    ),
    "a quote that does not end": Difference(
        "400 parameter_absent",
        "400 parameter_rejected",
        "oauthlib reads the rest as the value",
        change=in_header('"1.0"', '"1.0'),
    ),
    "a comma that is missing": Difference(
        "400 parameter_absent",
        "400 parameter_rejected",
        "oauthlib reads two parameters as one",
        change=in_header(", ", " "),
    ),
    "an empty value without quotes": Difference(
        "400 parameter_rejected",
        "400 parameter_absent",
        "the verifier reads values without quotes, this one as empty",
        change=authorized("OAuth oauth_nonce="),
    ),
    "a nonce that is not UTF-8": Difference(
        "401 signature_invalid",
        "400 parameter_rejected",
        "oauthlib reads something else",
        change=in_header('oauth_nonce="', 'oauth_nonce="%FF'),
    ),
    "a value that is not UTF-8": Difference(
        "400 parameter_rejected",
        "200",
        "oauthlib reads UTF-8 alone; RFC 5849 §3.4.1.3.2 signs what was decoded, whatever it is",
        having(query="b=%FF")(RESOURCE),
    ),
    "a body hash that is not the method's": Difference(
        "200",
        "401 parameter_rejected",
        "oauthlib does not check it, and the sandbox takes any; the draft has the method's",
        replace(
            with_protocol(oauth_body_hash=BODY_HASH)(RESOURCE),
            body=b"hello",
            content_type="text/plain",
        ),
    ),
    "an expired token, and a wrong signature": Difference(
        "401 token_expired",
        "401 signature_invalid",
        "of two things the sandbox tells the first; the verifier tells nothing of a token to those "
        "who cannot sign with it",
        having(token="accepted expired", token_secret="wrong")(RESOURCE),
    ),
    "a refused consumer, and a wrong signature": Difference(
        "401 consumer_key_refused",
        "401 signature_invalid",
        "the same",
        having(consumer="refused", secret="wrong")(TWO_LEGGED),
    ),
    "no callback to go to, and a wrong signature": Difference(
        "400 parameter_rejected",
        "401 signature_invalid",
        "the same",
        with_protocol(oauth_callback="nowhere")(having(secret="wrong")(REQUEST_TOKEN)),
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_they_differ_in(worlds: Worlds, name: str) -> None:
    case = DIFFERENCES[name]
    assert case.because
    ours = worlds.verdicts(case.draft.purpose, case.change(case.draft.request()))
    expected = (case.oauthlib, case.verifier)
    shortened = [said[:3] if said.startswith("200") else said for said in ours]
    assert tuple(shortened) == expected


# At random

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
PAIRS = st.lists(st.tuples(TEXT.filter(lambda name: not name.startswith("oauth_")), TEXT))
DRAFTS = st.builds(
    Draft,
    purpose=st.just(Purpose.RESOURCE),
    http_method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]),
    path=st.sampled_from(["/1/echo", "/", "/a%2Fb", "//x", "/%C3%BC;v=1"]),
    query=PAIRS.map(urlencode),
    form=st.none() | PAIRS.map(urlencode),
    transmission=st.sampled_from(["header", "query", "form"]),
    realm=st.none() | st.text("aZ0 ,=", max_size=5),
    signature_method=st.sampled_from(["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"]),
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@settings(max_examples=150, deadline=None)
@given(draft=DRAFTS)
def test_both_accept_whatever_is_right(worlds: Worlds, draft: Draft) -> None:
    ours, theirs = worlds.verdicts(draft.purpose, draft.request())
    assert ours == theirs
    assert ours.startswith("200 ")


@settings(max_examples=150, deadline=None)
@given(
    draft=DRAFTS.filter(lambda draft: draft.signature_method != "PLAINTEXT"),
    at=st.integers(0, 10**6),
    letter=st.sampled_from(LETTERS),
)
def test_both_say_the_same_of_a_letter_that_was_changed(
    worlds: Worlds, draft: Draft, at: int, letter: str
) -> None:
    """A letter or digit of header, query or form is another; outside of escapes, which are odd."""
    request = draft.request()
    authorization = request.headers.get("authorization", "").removeprefix("OAuth ")
    parts = [authorization, request.query, request.body.decode()]
    places = [
        (part, place)
        for part, text in enumerate(parts)
        for place in range(len(text))
        if text[place] in LETTERS and "%" not in text[max(0, place - 2) : place]
    ]
    part, place = places[at % len(places)]
    text = parts[part]
    parts[part] = text[:place] + letter + text[place + 1 :]
    headers = [("Authorization", f"OAuth {parts[0]}")] if authorization else []
    headers += [field for field in request.fields if field[0] != "Authorization"]
    other = replace(request, query=parts[1], body=parts[2].encode())
    ours, theirs = worlds.verdicts(draft.purpose, with_header(other, headers))
    assert ours == theirs
    assert ours.startswith("200 ") or parts[part] != text


# Both sets of endpoints


def test_one_sandbox_serves_both() -> None:
    with Sandbox() as sandbox, Sandbox(judge="verifier") as other:
        assert (sandbox.judge, other.judge) == ("oauthlib", "verifier")
        for running in (sandbox, other):
            described: Any = running.describe()
            assert described["judge"] == running.judge
            assert set(described["judges"]) == set(PREFIXES)
            page = send(running.base_url).text
            for judge, addresses in described["judges"].items():
                assert f"judged by {judge}" in page
                for name, url in addresses.items():
                    assert url in page
                    if running.judge == judge:
                        assert url == described[name]
            theirs, ours = (described["judges"][judge] for judge in (OAUTHLIB, VERIFIER))
            different = {name for name in theirs if theirs[name] != ours[name]}
            assert different == set(theirs) - {"authorize_url", "applications_url"}
            assert not any("judges" in name.lower() for name in running.environment())
        for url in (other.request_token_url, sandbox.request_token_url):
            assert send(url, "POST").problem == "parameter_absent"
        for prefix in PREFIXES.values():
            missing = send(f"{sandbox.base_url}{prefix}/1/nowhere")
            assert missing.json["errors"][0]["code"] == 404


def test_a_request_for_one_judge_is_none_for_the_other() -> None:
    with Sandbox(users=1) as sandbox:
        addresses: Any = sandbox.describe()["judges"]
        signer = client(sandbox, sandbox.tokens[0])
        for judge, other in ((OAUTHLIB, VERIFIER), (VERIFIER, OAUTHLIB)):
            _, headers, _ = signer.sign(addresses[judge]["echo_url"])
            refused = send(addresses[other]["echo_url"], headers=headers)
            assert refused.problem == "signature_invalid"
            assert send(addresses[judge]["echo_url"], headers=headers).status == 200


def test_the_verifier_says_what_should_have_been_signed() -> None:
    with Sandbox(users=1, judge="verifier") as sandbox:
        signer = client(sandbox, sandbox.tokens[0], nonce="n", timestamp=now())
        _, headers, _ = signer.sign(f"{sandbox.echo_url}?a=b&c=d%20e")
        right = send(f"{sandbox.echo_url}?a=b&c=d%20e", headers=headers).json["base_string"]
        refused = send(f"{sandbox.echo_url}?a=b", headers=headers)
        told = refused.json["errors"][0]
        assert "signature" in told["oauth_problem_advice"]
        assert told["debug_sbs"] == right.replace("%26c%3Dd%2520e", "")
        assert sandbox.consumer_secret not in refused.text


def test_bodies_for_the_verifier_are_bounded() -> None:
    with Sandbox(users=1, judge="verifier") as sandbox:
        signer = client(sandbox, sandbox.tokens[0])
        for size, status in ((LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)):
            _, headers, _ = signer.sign(sandbox.upload_url, "POST")
            assert send(sandbox.upload_url, "POST", headers, bytes(size)).status == status


def test_a_query_with_bytes_that_no_url_has() -> None:
    with Sandbox(users=1, judge="verifier") as sandbox:
        _, headers, _ = client(sandbox, sandbox.tokens[0]).sign(f"{sandbox.echo_url}?a=%C3%BC")
        parts = urlsplit(sandbox.echo_url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.putrequest("GET", parts.path)
        # http.client sends no such bytes
        connection._buffer[0] = f"GET {parts.path}?a=\xc3\xbc HTTP/1.1".encode("latin-1")  # type: ignore[attr-defined]
        connection.putheader("Authorization", headers["Authorization"])
        connection.endheaders()
        with connection.getresponse() as response:
            assert response.status == 200
            assert json.loads(response.read())["parameters"] == [["a", "\u00fc"]]
        connection.close()


def test_the_judge_is_chosen_on_the_command_line() -> None:
    program = "import os; print(os.environ['OAUTH1_SANDBOX_ECHO_URL'])"
    done = run("--port", "0", "--judge", "verifier", "--", sys.executable, "-c", program)
    assert done.stdout.endswith("/verifier/1/echo\n")
    wrong = run("--judge", "jury")
    assert wrong.returncode == 2
    assert "'oauthlib', 'verifier'" in wrong.stderr
    with pytest.raises(ValueError, match="there is no judge jury; the judges are oauthlib, veri"):
        Sandbox(judge="jury")


@pytest.mark.parametrize(("judge", "other"), [(OAUTHLIB, "/verifier/"), (VERIFIER, "/")])
def test_both_sets_are_announced(judge: str, other: str) -> None:
    done = run("--port", "0", "--judge", judge, "--exit-with-stdin")
    (told,) = (line for line in done.stdout.splitlines() if "the same, judged by" in line)
    assert told.endswith(other)
