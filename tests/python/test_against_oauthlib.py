"""Random requests, judged by oauthlib: its server accepts what we sign, and its client signs alike.

The environment variable OAUTH1_LONG_TESTS=1 makes them twenty times as many.
"""

from __future__ import annotations

import os
import random
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

import oauthlib.oauth1
import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import oauth1
from oauth1.types import Transmission
from oauthlib_server import accepts
from seeds import CONSUMER_SECRET, KEYS, RSA_KEY, RSA_PUBLIC_KEY

Pairs = list[tuple[str, str]]

LONG = os.environ.get("OAUTH1_LONG_TESTS") == "1"
REQUESTS = 50_000 if LONG else 2_500  # from either source
RSA_REQUESTS = 500 if LONG else 50  # oauthlib takes 37 ms for each

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE")
SIGNATURE_METHODS = ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT")
RSA_METHODS = ("RSA-SHA1", "RSA-SHA256", "RSA-SHA512")
TRANSMISSIONS: tuple[Transmission, ...] = ("header", "query", "form")
ORIGINS = (
    "http://photos.example.net",
    "HTTP://Photos.EXAMPLE.net:80",
    "https://photos.example.net:443",
    "https://photos.example.net:8443",
    "http://127.0.0.1:8080",
    "http://[2001:DB8::1]:8080",
    "https://user.example.xn--p1ai",
)
FORM = "application/x-www-form-urlencoded"


@dataclass
class Case:
    """A request, and who signs it how."""

    method: str
    url: str
    form: Pairs
    more_query: Pairs
    consumer: tuple[str, str]
    token: tuple[str, str] | None
    signature_method: str
    transmission: Transmission
    nonce: str
    timestamp: int

    @property
    def rsa_key(self) -> str | None:
        return RSA_KEY if self.signature_method in RSA_METHODS else None

    @property
    def is_for_its_client(self) -> bool:
        """Whether oauthlib's client can sign it too.

        Where `oauth_` values travel in the query or the form, it decodes them twice. An empty
        form is none to it.
        """
        if self.transmission == "header":
            return True
        values = (self.consumer[0], self.nonce, *(self.token or ())[:1])
        return "%" not in "".join(values) and (self.transmission == "query" or bool(self.form))


def signed_by_us(case: Case) -> tuple[oauth1.Request, oauth1.SignedRequest]:
    client = oauth1.Client(
        *case.consumer,
        signature_method=case.signature_method,
        rsa_key=case.rsa_key,
        plaintext_over_http=True,
    )
    request = oauth1.Request(
        case.method,
        case.url,
        query=case.more_query,
        form=case.form,
        nonce=case.nonce,
        timestamp=case.timestamp,
        transmission=case.transmission,
    )
    return request, client.session(case.token and oauth1.Token(*case.token)).sign(request)


def signed_by_oauthlib(case: Case, request: oauth1.Request) -> tuple[str, dict[str, str], str]:
    key, secret = case.token or (None, None)
    types = {"header": "AUTH_HEADER", "query": "QUERY", "form": "BODY"}
    client: Any = oauthlib.oauth1.Client(
        *case.consumer,
        resource_owner_key=key,
        resource_owner_secret=secret,
        signature_method=case.signature_method,
        signature_type=types[case.transmission],
        rsa_key=case.rsa_key,
        nonce=case.nonce,
        timestamp=str(case.timestamp),
    )
    form = (request.body.decode(), {"Content-Type": FORM}) if case.form else (None, {})
    signed: tuple[str, dict[str, str], str] = client.sign(request.url, case.method, *form)
    return signed


def header_parameters(header: str) -> Pairs:
    pairs = re.findall(r'(\w+)="([^"]*)"', header)
    return sorted((name, oauth1.percent_decode(value).decode()) for name, value in pairs)


def pairs(form: str) -> Pairs:
    return sorted(parse_qsl(form, keep_blank_values=True))


def check(case: Case) -> None:
    """Sign, have oauthlib's server judge it, and compare all that is sent with its client's."""
    request, ours = signed_by_us(case)
    token_secret = case.token[1] if case.token else ""
    assert accepts(ours, case.consumer[1], token_secret, RSA_PUBLIC_KEY)
    sent = {
        "header": header_parameters(ours.authorization or ""),
        "query": pairs(urlsplit(ours.url).query),
        "form": pairs((ours.body or b"").decode()),
    }
    assert {
        "oauth_consumer_key": case.consumer[0],
        "oauth_nonce": case.nonce,
        "oauth_timestamp": str(case.timestamp),
        **({"oauth_token": case.token[0]} if case.token else {}),
    }.items() <= dict(sent[case.transmission]).items()

    if case.is_for_its_client:
        url, headers, body = signed_by_oauthlib(case, request)
        assert sent == {
            "header": header_parameters(headers.get("Authorization", "")),
            "query": pairs(urlsplit(url).query),
            "form": pairs(body or ""),
        }


def url_of(origin: str, path: list[str], query: Pairs, *, plus: bool) -> str:
    # percent-encoded, since oauthlib's client takes no other
    encode = quote_plus if plus else quote
    url = origin + "".join(f"/{quote(segment, safe='')}" for segment in path)
    if not query:
        return url
    return f"{url}?" + "&".join(f"{encode(name)}={encode(value)}" for name, value in query)


def case_of(
    method: str, transmission: Transmission, form: Pairs, keys: list[str], **rest: Any
) -> Case:
    has_form = method not in {"GET", "HEAD"}
    consumer_key, consumer_secret, token_key, token_secret, nonce = keys
    return Case(
        method=method,
        form=form if has_form else [],
        transmission="query" if transmission == "form" and not has_form else transmission,
        consumer=(consumer_key or "key", consumer_secret),
        token=(token_key, token_secret) if token_key else None,
        nonce=nonce or "nonce",
        **rest,
    )


texts = st.text(st.characters(codec="utf-8"), max_size=12)
# of a parameter, which is no protocol parameter
names = texts.filter(lambda name: not name.startswith("oauth_"))
params = st.lists(st.tuples(names, texts), max_size=5)
repeated = params.map(lambda pairs: pairs + pairs[:1])
urls = st.builds(
    url_of,
    st.sampled_from(ORIGINS),
    st.lists(texts.filter(bool), max_size=3),
    repeated,
    plus=st.booleans(),
)
cases = st.builds(
    case_of,
    method=st.sampled_from(METHODS),
    transmission=st.sampled_from(TRANSMISSIONS),
    form=repeated,
    keys=st.lists(texts, min_size=5, max_size=5),
    url=urls,
    more_query=params,
    signature_method=st.sampled_from(SIGNATURE_METHODS),
    timestamp=st.integers(min_value=10**9, max_value=10**10 - 1),  # ten digits, says its server
)


@settings(max_examples=REQUESTS, deadline=None)
@given(cases)
def test_what_hypothesis_makes_up_is_signed_as_oauthlib_has_it(case: Case) -> None:
    check(case)


def random_case(rng: random.Random, signature_methods: tuple[str, ...]) -> Case:
    alphabet = "abcXYZ019-._~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}\t\näüß☃日本語😀"

    def text(least: int = 0) -> str:
        return "".join(rng.choices(alphabet, k=rng.randint(least, 12)))

    def some_pairs() -> Pairs:
        some = [(text(), text()) for _ in range(rng.randint(0, 6))]
        return some + rng.sample(some, len(some) // 3)

    path = [text(1) for _ in range(rng.randint(0, 3))]
    return case_of(
        rng.choice(METHODS),
        rng.choice(TRANSMISSIONS),
        some_pairs(),
        [text() for _ in range(5)],
        url=url_of(rng.choice(ORIGINS), path, some_pairs(), plus=rng.random() < 0.5),
        more_query=some_pairs(),
        signature_method=rng.choice(signature_methods),
        timestamp=rng.randint(10**9, 10**10 - 1),
    )


def test_random_requests_of_one_seed_are_signed_as_oauthlib_has_it() -> None:
    rng = random.Random(5849)
    for _ in range(REQUESTS):
        check(random_case(rng, SIGNATURE_METHODS))


def test_random_requests_are_signed_with_rsa_as_oauthlib_has_it() -> None:
    rng = random.Random(3447)
    for _ in range(RSA_REQUESTS):
        check(random_case(rng, RSA_METHODS))


@pytest.mark.parametrize("transmission", TRANSMISSIONS)
@pytest.mark.parametrize("signature_method", [*SIGNATURE_METHODS, *RSA_METHODS])
def test_the_judge_refuses_what_others_signed(
    signature_method: str, transmission: Transmission
) -> None:
    is_rsa = signature_method in RSA_METHODS
    client = oauth1.Client(
        "key",
        CONSUMER_SECRET,
        signature_method=signature_method,
        rsa_key=RSA_KEY if is_rsa else None,
        transmission=transmission,
    )
    signed = client.session().sign(oauth1.Request("POST", "https://example.com/"))
    assert accepts(signed, CONSUMER_SECRET, rsa_public_key=RSA_PUBLIC_KEY)
    another = (KEYS / "rsa1024.pem").read_bytes()
    public = load_pem_private_key(another, None).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert not accepts(signed, "another's secret", rsa_public_key=pem)
