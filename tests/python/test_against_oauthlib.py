"""Random requests, signed as oauthlib signs them.

oauthlib is not asked where it is known to be wrong, or to refuse what RFC 5849 allows:

- it decodes `oauth_` values twice where they travel in the query or the form body, so there they
  hold no `%`;
- it takes no query with characters that a URL may not hold, and no bytes that are not UTF-8, so
  URLs are percent-encoded before it sees them;
- it signs any `oauth_` parameter of a query or form as if it were the signer's, so there are none.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

import oauthlib.oauth1
from hypothesis import given, settings
from hypothesis import strategies as st

import oauth1
from oauth1.types import Transmission

Pairs = list[tuple[str, str]]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE")
SIGNATURE_METHODS = ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT")
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


def signed_by_us(case: Case) -> tuple[oauth1.Request, oauth1.SignedRequest]:
    client = oauth1.Client(
        *case.consumer, signature_method=case.signature_method, plaintext_over_http=True
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
        nonce=case.nonce,
        timestamp=str(case.timestamp),
    )
    form = (request.body.decode(), {"Content-Type": FORM}) if case.form else (None, {})
    signed: tuple[str, dict[str, str], str] = client.sign(request.url, case.method, *form)
    return signed


def header_parameters(header: str) -> Pairs:
    return sorted(re.findall(r'(\w+)="([^"]*)"', header))


def pairs(form: str) -> Pairs:
    return sorted(parse_qsl(form, keep_blank_values=True))


def check(case: Case) -> None:
    """Sign by both, and compare all that is sent."""
    request, ours = signed_by_us(case)
    url, headers, body = signed_by_oauthlib(case, request)
    if ours.authorization is None:
        assert "Authorization" not in headers
    else:
        assert header_parameters(ours.authorization) == header_parameters(headers["Authorization"])
    assert ours.url.partition("?")[0] == request.url.partition("?")[0]
    assert pairs(urlsplit(ours.url).query) == pairs(urlsplit(url).query)
    assert pairs((ours.body or b"").decode()) == pairs(body or "")


def url_of(origin: str, path: list[str], query: Pairs, *, plus: bool) -> str:
    encode = quote_plus if plus else quote
    url = origin + "".join(f"/{quote(segment, safe='')}" for segment in path)
    if not query:
        return url
    return f"{url}?" + "&".join(f"{encode(name)}={encode(value)}" for name, value in query)


def case_of(
    method: str, transmission: Transmission, form: Pairs, keys: list[str], **rest: Any
) -> Case:
    """Return a case that oauthlib can judge."""
    has_form = method not in {"GET", "HEAD"}
    if transmission == "form" and not (has_form and form):
        transmission = "query"
    if transmission != "header":
        keys = [key.replace("%", "-") for key in keys]
    consumer_key, consumer_secret, token_key, token_secret, nonce = keys
    return Case(
        method=method,
        form=form if has_form else [],
        transmission=transmission,
        consumer=(consumer_key or "key", consumer_secret),
        token=(token_key, token_secret) if token_key else None,
        nonce=nonce or "nonce",
        **rest,
    )


texts = st.text(st.characters(codec="utf-8"), max_size=12)
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
    timestamp=st.integers(min_value=1, max_value=2**40),
)


@settings(max_examples=1000, deadline=None)
@given(cases)
def test_what_hypothesis_makes_up_signs_as_oauthlib_signs_it(case: Case) -> None:
    check(case)


def test_a_thousand_requests_of_the_same_seed_sign_as_oauthlib_signs_them() -> None:
    rng = random.Random(5849)
    alphabet = "abcXYZ019-._~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}\t\näüß☃日本語😀"

    def text(least: int = 0) -> str:
        return "".join(rng.choices(alphabet, k=rng.randint(least, 12)))

    def some_pairs() -> Pairs:
        some = [(text(), text()) for _ in range(rng.randint(0, 6))]
        return some + rng.sample(some, len(some) // 3)

    for _ in range(1000):
        path = [text(1) for _ in range(rng.randint(0, 3))]
        check(
            case_of(
                rng.choice(METHODS),
                rng.choice(TRANSMISSIONS),
                some_pairs(),
                [text() for _ in range(5)],
                url=url_of(rng.choice(ORIGINS), path, some_pairs(), plus=rng.random() < 0.5),
                more_query=some_pairs(),
                signature_method=rng.choice(SIGNATURE_METHODS),
                timestamp=rng.randint(1, 2**40),
            )
        )
