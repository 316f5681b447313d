"""Explanations: what was signed and why, and every cause for which it can be refused.

What clients get wrong is made here by a signer of its own, which shares no code with the library.
"""

from __future__ import annotations

import base64
import gc
import hmac
import pickle
import weakref
from collections.abc import Callable, Iterable
from typing import Any, get_args
from urllib.parse import quote

import pytest

import oauth1
from oauth1 import (
    CapturedRequest,
    Client,
    Diagnosis,
    Explanation,
    Finding,
    InvalidHeaderError,
    InvalidURLError,
    Request,
    ResponseTooLargeError,
    Session,
    Token,
    explain_answer,
)
from oauth1.types import Cause
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

Pairs = list[tuple[str, str]]

# with characters that are encoded in a key
SECRETS = (f"{CONSUMER_SECRET}/+", f"{TOKEN_SECRET}=%")
NOW = 1318622958
FORM = "application/x-www-form-urlencoded"
URI = "https://api.example.com/1/update.json"
URL = f"{URI}?include=true&q=a+b"
PROTOCOL = [
    ("oauth_consumer_key", "key"),
    ("oauth_nonce", "nonce"),
    ("oauth_signature_method", "HMAC-SHA1"),
    ("oauth_timestamp", str(NOW)),
    ("oauth_token", "token"),
    ("oauth_version", "1.0"),
]
QUERY = [("include", "true"), ("q", "a b")]
BODY_PAIRS = [("status", "Hello + ~(é)!"), ("tag", "b"), ("tag", "a"), ("Zone", "1/2")]
BODY = "status=Hello+%2B+%7E%28%C3%A9%29%21&tag=b&tag=a&Zone=1%2F2"


def client(**settings: Any) -> Client:
    return Client("key", SECRETS[0], clock=lambda: NOW, nonce=lambda: "nonce", **settings)


def session() -> Session:
    return client().session(Token("token", SECRETS[1]))


def explanation() -> Explanation:
    return session().explain(Request("POST", URL, form=BODY_PAIRS))


def encode(text: str) -> str:
    return quote(text, safe="-._~")


def as_latin_1(text: str) -> str:
    return quote(text, safe="-._~", encoding="latin-1")


KEY = "&".join(map(encode, SECRETS))


def base_string(
    *,
    method: str = "POST",
    uri: str = URI,
    pairs: Pairs | None = None,
    without: str = "",
    extra: Pairs | None = None,
    inner: Callable[[str], str] = encode,
    outer: Callable[[str], str] = encode,
    order: Callable[[Iterable[tuple[str, str]]], Pairs] = sorted,
) -> str:
    """Build a base string, rightly or not."""
    every = [*PROTOCOL, *QUERY, *BODY_PAIRS] if pairs is None else pairs
    kept = [pair for pair in every if pair[0] != without] + (extra or [])
    encoded = order((inner(name), inner(value)) for name, value in kept)
    joined = "&".join(f"{name}={value}" for name, value in encoded)
    return "&".join([encode(method), encode(uri), outer(joined)])


def sign(text: str, key: str = KEY) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), "sha1")).decode()


def captured(
    signature: str,
    *,
    protocol: Pairs = PROTOCOL,
    realm: str = "",
    content_type: str = FORM,
    more: dict[str, str] | None = None,
) -> CapturedRequest:
    """Return the request as it is on the wire with a signature."""
    pairs = [*protocol, ("oauth_signature", signature)]
    header = ", ".join(f'{name}="{encode(value)}"' for name, value in pairs)
    headers = {"Authorization": f"OAuth {realm}{header}", "Content-Type": content_type}
    return CapturedRequest("POST", URL, headers={**headers, **(more or {})}, body=BODY)


def certain(diagnosis: Diagnosis) -> list[str]:
    return [finding.cause for finding in diagnosis.findings if finding.is_certain]


def with_value(name: str, value: str) -> Pairs:
    every = [*PROTOCOL, *QUERY, *BODY_PAIRS]
    return [(each, value if each == name else old) for each, old in every]


# --- what was signed ----------------------------------------------------------


def test_an_explanation_has_every_step() -> None:
    request = Request("post", "HTTPS://API.example.com:443/1/update.json?q=a b#top", form={"a": ""})
    told = session().explain(request)
    assert told.method == "POST"
    assert told.signature_method == "HMAC-SHA1"
    assert told.base_string_uri == URI
    assert [(each.kind, each.given, each.sent) for each in told.url_changes] == [
        ("scheme_case", "HTTPS", "https"),
        ("host_case", "API.example.com", "api.example.com"),
        ("default_port", ":443", ""),
        ("query_encoded", "space", "%20"),
        ("fragment", "#top", ""),
    ]
    assert str(told.url_changes[2]) == "default port dropped: :443"
    assert [(each.name, each.value, each.source) for each in told.parameters[:3]] == [
        (b"q", b"a b", "query"),
        (b"a", b"", "form"),
        (b"oauth_consumer_key", b"key", "protocol"),
    ]
    assert [each.encoded_name for each in told.sorted_parameters] == [
        *("a", "oauth_consumer_key", "oauth_nonce", "oauth_signature_method"),
        *("oauth_timestamp", "oauth_token", "oauth_version", "q"),
    ]
    assert told.sorted_parameters[-1].encoded_value == "a%20b"
    assert told.base_string == base_string(pairs=[*PROTOCOL, ("q", "a b"), ("a", "")])
    assert told.signature == sign(told.base_string)
    assert told.transmission == "header"
    assert told.carried == told.authorization
    assert encode(told.signature) in told.carried
    assert told.findings == ()
    assert (told.key.text, told.key.rsa_bits) == ("***&***", None)
    assert told.key.consumer_secret_length == len(SECRETS[0])
    assert told.key.token_secret_length == len(SECRETS[1])


def test_an_explanation_explains_what_is_signed() -> None:
    request = Request("POST", URL, form=BODY_PAIRS)
    assert explanation().authorization == session().authorization(request)
    assert explanation().base_string == session().sign(request).base_string == base_string()


@pytest.mark.parametrize("transmission", ["query", "form"])
def test_what_travels_elsewhere_is_no_header(transmission: oauth1.types.Transmission) -> None:
    told = session().explain(Request("POST", URL, transmission=transmission))
    assert (told.transmission, told.authorization) == (transmission, None)
    assert told.carried.startswith("oauth_consumer_key=key&")


def test_an_rsa_key_is_told_of_by_its_size() -> None:
    told = (
        client(signature_method="RSA-SHA256", rsa_key=RSA_KEY)
        .session()
        .explain(Request("GET", URL))
    )
    assert (told.key.rsa_bits, told.key.consumer_secret_length) == (2048, None)
    assert str(told.key) == "RSA private key of 2048 bits"


def test_the_text_is_for_a_person() -> None:
    text = str(explanation())
    assert text.startswith(f"POST {URI}, signed by HMAC-SHA1\n")
    for number, step in enumerate(["Parameters", "Parameters", "Base string URI", "Base"], 1):
        assert f"\n{number}. {step}" in text
    assert "   query      include                 true\n" in text


def test_no_text_shows_a_secret() -> None:
    request = Request("POST", URL, form={"a": SECRETS[0], "x_auth_password": TOKEN_SECRET})
    plaintext = client(signature_method="PLAINTEXT").session(Token("token", SECRETS[1]))
    for told in (session().explain(request), plaintext.explain(request)):
        assert [each.cause for each in told.findings if each.is_certain] == ["secret_sent"]
        diagnosis = session().explain_captured(captured(SECRETS[1]))
        things = (told, diagnosis, told.key, *told.findings, *told.parameters, *diagnosis.findings)
        for text in (*map(str, things), *map(repr, things)):
            assert CONSUMER_SECRET not in text
            assert TOKEN_SECRET not in text
    assert plaintext.explain(request).signature == "***"
    assert [each.is_secret for each in told.parameters[2:4]] == [True, True]


def test_reprs_are_short() -> None:
    told = explanation()
    assert repr(told) == f"<oauth1.Explanation POST {URI}>"
    assert repr(told.key) == "<oauth1.MaskedKey ***&***>"
    assert repr(told.parameters[1]) == "<oauth1.SignedParameter q=a%20b of query>"
    request = captured("x")
    assert repr(request) == f"<oauth1.CapturedRequest POST {URI}?…>"
    assert repr(session().explain_captured(request)) == f"<oauth1.Diagnosis of POST {URI}: wrong>"
    finding = told.compare(base_string(method="GET"))[0]
    assert repr(finding).startswith("<oauth1.Finding method: the provider has the method GET")
    change = session().explain(Request("GET", "https://a.example")).url_changes[0]
    assert repr(change) == "<oauth1.UrlChange empty path made a slash: nothing → />"


def test_findings_and_parts_are_values() -> None:
    assert explanation().parameters == explanation().parameters
    assert explanation().key == explanation().key
    assert explanation().compare("") == explanation().compare("")
    assert explanation().compare("") != explanation().compare(base_string())
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(explanation())


def test_what_a_hook_raises_is_raised() -> None:
    def broken() -> int:
        raise LookupError("nothing there")

    failing = Client("key", CONSUMER_SECRET, clock=broken).session()
    with pytest.raises(LookupError, match="nothing there"):
        failing.explain(Request("GET", URL))
    with pytest.raises(LookupError, match="nothing there"):
        failing.explain_captured(captured("x"))


def test_an_explanation_lets_go_of_what_its_hooks_hold() -> None:
    class Application:
        def __init__(self) -> None:
            session = Client("key", CONSUMER_SECRET, nonce=self.nonce).session()
            self.explanation = session.explain(Request("GET", URL))
            self.diagnosis = session.explain_captured(captured("x"))

        def nonce(self) -> str:
            return "nonce"

    application = Application()
    gone = weakref.ref(application)
    del application
    gc.collect()
    assert gone() is None


# --- why it was refused -------------------------------------------------------

# a provider's base string, beside ours
COMPARED: list[tuple[Cause, str]] = [
    ("secrets", base_string()),
    ("method", base_string(method="GET")),
    ("scheme", base_string(uri=URI.replace("https", "http"))),
    ("port", base_string(uri=URI.replace(".com", ".com:443"))),
    ("host_case", base_string(uri=URI.replace("api", "API"))),
    ("host", base_string(uri=URI.replace("api", "internal"))),
    ("path", base_string(uri=f"{URI}/")),
    ("query_in_uri", base_string(uri=f"{URI}?include=true")),
    ("missing_query_parameter", base_string(without="include")),
    ("body_not_signed", base_string(pairs=PROTOCOL + QUERY)),
    ("missing_parameter", base_string(without="status")),
    ("duplicates_dropped", base_string(without="tag", extra=[("tag", "a")])),
    ("extra_parameter", base_string(extra=[("utm_source", "x")])),
    ("signature_included", base_string(extra=[("oauth_signature", "x")])),
    ("realm_included", base_string(extra=[("realm", "x")])),
    ("different_value", base_string(pairs=with_value("include", "false"))),
    ("consumer_key", base_string(pairs=with_value("oauth_consumer_key", "other"))),
    ("token", base_string(pairs=with_value("oauth_token", "other"))),
    ("signature_method", base_string(pairs=with_value("oauth_signature_method", "HMAC-SHA256"))),
    ("version", base_string(pairs=with_value("oauth_version", "1.0a"))),
    ("another_request", base_string(pairs=with_value("oauth_nonce", "other"))),
    ("double_encoding", base_string(inner=lambda text: encode(encode(text)))),
    ("plus_for_space", base_string(inner=lambda text: encode(text).replace("%20", "+"))),
    ("escape_case", base_string(inner=lambda text: encode(text).replace("%C3%A9", "%c3%a9"))),
    ("reserved_characters", base_string(inner=lambda text: quote(text, safe="-._~!*'()"))),
    ("not_encoded", base_string(outer=str)),
    ("sort_order", base_string(order=list)),
    ("malformed", "GET"),
]

# a signature, on the wire
CAPTURED: list[tuple[Cause, CapturedRequest]] = [
    ("token_secret_missing", captured(sign(base_string(), f"{encode(SECRETS[0])}&"))),
    ("secrets_not_encoded", captured(sign(base_string(), "&".join(SECRETS)))),
    ("secrets_swapped", captured(sign(base_string(), "&".join(map(encode, SECRETS[::-1]))))),
    ("white_space_in_secret", captured(sign(base_string(), f"{KEY}%0A"))),
    ("key_as_secret", captured(sign(base_string(), f"{encode(SECRETS[0])}&token"))),
    ("secrets", captured(sign(base_string(), f"&{encode(SECRETS[1])}"))),
    ("method", captured(sign(base_string(method="GET")))),
    ("body_not_signed", captured(sign(base_string(pairs=PROTOCOL + QUERY)))),
    ("body_signed", captured(sign(base_string()), content_type="text/plain")),
    (
        "realm_included",
        captured(sign(base_string(extra=[("realm", "x")])), realm='realm="x", '),
    ),
    ("character_set", captured(sign(base_string(inner=as_latin_1)))),
    ("signature_format", captured(sign(base_string()).rstrip("="))),
    ("signature_method", captured("x", protocol=[("oauth_signature_method", "MD5")])),
    ("parameter_repeated", captured("x", protocol=[*PROTOCOL, ("oauth_nonce", "n")])),
    ("missing_parameter", captured("x", protocol=PROTOCOL[1:])),
    ("clock", captured("x", protocol=[*PROTOCOL[:3], ("oauth_timestamp", "1"), *PROTOCOL[4:]])),
    ("body_hash", captured("x", protocol=[*PROTOCOL, ("oauth_body_hash", "x")])),
]

# a provider's words
ANSWERED: list[tuple[Cause, str]] = [
    ("version", "oauth_problem=version_rejected"),
    ("missing_parameter", "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token"),
    ("parameter_rejected", "oauth_problem=parameter_rejected"),
    ("nonce_used", "oauth_problem=nonce_used"),
    ("signature_method", "oauth_problem=signature_method_rejected"),
    ("invalid_signature", "Failed to validate oauth signature and token"),
    ("consumer_key", "oauth_problem=consumer_key_unknown"),
    ("token", '{"errors":[{"code":89,"message":"Invalid or expired token."}]}'),
    ("callback", "Callback URL not approved for this client application."),
    ("permission", "oauth_problem=permission_denied"),
    ("user_refused", "oauth_problem=user_refused"),
    ("authorization_required", "oauth_problem=additional_authorization_required"),
    ("clock", "Accepted values are between 1318623381 and 1318623981."),
    ("unknown", "Computer says no"),
]

# secrets that are odd by themselves
ODD: list[tuple[Cause, tuple[str, str]]] = [
    ("white_space_in_secret", (f"{CONSUMER_SECRET}\n", TOKEN_SECRET)),
    ("secrets_encoded", (CONSUMER_SECRET, f"{TOKEN_SECRET}%2F")),
    ("token_secret_missing", (CONSUMER_SECRET, "")),
    ("secret_sent", ("a seed of another", "true")),
]


@pytest.mark.parametrize(("cause", "theirs"), COMPARED)
def test_a_base_string_that_differs_has_its_cause(cause: Cause, theirs: str) -> None:
    findings = explanation().compare(theirs)
    assert findings[0].cause == cause
    assert findings[0].detail
    assert findings[0].advice
    assert findings[0].detail in str(findings[0])


@pytest.mark.parametrize(("cause", "request_"), CAPTURED)
def test_a_captured_request_has_its_cause(cause: Cause, request_: CapturedRequest) -> None:
    diagnosis = session().explain_captured(request_)
    assert not diagnosis.is_valid
    assert cause in certain(diagnosis)
    assert str(diagnosis).startswith("The signature is wrong")


@pytest.mark.parametrize(("cause", "body"), ANSWERED)
def test_an_answer_has_its_cause(cause: Cause, body: str) -> None:
    for findings in (
        explain_answer(401, {}, body, NOW),
        explanation().explain_answer(401, [("Content-Type", "text/plain")], body.encode()),
    ):
        assert [finding.cause for finding in findings] == [cause]
        assert isinstance(findings[0], Finding)


@pytest.mark.parametrize(("cause", "secrets"), ODD)
def test_an_odd_secret_is_found_at_once(cause: Cause, secrets: tuple[str, str]) -> None:
    told = (
        Client("key", secrets[0]).session(Token("token", secrets[1])).explain(Request("GET", URL))
    )
    assert [finding.cause for finding in told.findings] == [cause]


def test_every_cause_is_tested() -> None:
    tables: list[list[tuple[Cause, Any]]] = [COMPARED, CAPTURED, ANSWERED, ODD]
    assert {cause for table in tables for cause, _ in table} == set(get_args(Cause))


def test_a_right_signature_is_right() -> None:
    diagnosis = session().explain_captured(captured(sign(base_string())))
    assert diagnosis.is_valid
    assert diagnosis.findings == ()
    assert diagnosis.signature == diagnosis.explanation.signature == sign(base_string())
    assert diagnosis.explanation.base_string == base_string()
    assert str(diagnosis).startswith("The signature is right.")


def test_a_request_without_a_signature_has_none() -> None:
    diagnosis = session().explain_captured(CapturedRequest("GET", URL))
    assert (diagnosis.is_valid, diagnosis.signature) == (False, None)


def test_a_captured_request_is_read_from_http() -> None:
    header = ", ".join(
        f'{name}="{encode(value)}"'
        for name, value in [*PROTOCOL, ("oauth_signature", sign(base_string()))]
    )
    text = (
        "POST /1/update.json?include=true&q=a+b HTTP/1.1\r\nHost: api.example.com\r\n"
        f"Authorization: OAuth {header}\r\nContent-Type: {FORM}\r\n\r\n{BODY}"
    )
    for given in (text, text.encode()):
        request = CapturedRequest.from_http("https", given)
        assert (request.method, request.url, request.body) == ("POST", URL, BODY.encode())
        assert request.headers[0] == ("Host", "api.example.com")
        assert session().explain_captured(request).is_valid


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(InvalidHeaderError, match="no request line"):
        CapturedRequest.from_http("https", "")
    with pytest.raises(InvalidURLError):
        CapturedRequest("GET", "/")
    with pytest.raises(TypeError):
        CapturedRequest("GET", URL, body=1.5)  # type: ignore[arg-type]
    broken = CapturedRequest("GET", URL, headers={"Authorization": 'OAuth a="'})
    with pytest.raises(InvalidHeaderError):
        session().explain_captured(broken)


def test_an_answer_tells_what_the_clock_says_in_words() -> None:
    headers = [("Date", "Fri, 14 Oct 2011 20:21:21 GMT")]
    finding = explain_answer(401, headers, b"", NOW)[0]
    assert finding.cause == "clock"
    assert finding.detail.startswith("your clock is 12 minutes and 3 seconds behind")
    assert explain_answer(200, headers, b"", NOW) == []


def test_a_base_string_in_an_answer_is_compared() -> None:
    body = f"oauth_problem=signature_invalid&debug_sbs={encode(base_string(without='include'))}"
    findings = explanation().explain_answer(401, {}, body)
    assert findings[0].cause == "missing_query_parameter"


def test_an_answer_that_is_too_large_is_refused() -> None:
    with pytest.raises(ResponseTooLargeError):
        explain_answer(401, {}, b"x" * 70_000, NOW)
    with pytest.raises(ResponseTooLargeError):
        explanation().explain_answer(401, {}, b"x" * 70_000)
