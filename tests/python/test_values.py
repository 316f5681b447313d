"""What is public as values: compared, hashed, copied, shown and pickled."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import oauth1
import oauth1.errors
from faults import Faults
from oauth.errors import HTTPError, URLError
from oauth1 import CapturedRequest, Client, PendingAuthorization, Provider, Request, Retries, Token
from seeds import CONSUMER_SECRET, SECRETS, TOKEN_SECRET

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def session() -> oauth1.Session:
    return Client("key", CONSUMER_SECRET).session(Token("token", TOKEN_SECRET))


def request() -> Request:
    return Request("GET", "HTTP://a.example:80/?a=1", nonce="n", timestamp=1)


def explanation() -> oauth1.Explanation:
    return session().explain(request())


def captured() -> CapturedRequest:
    method, url, headers = received()
    return CapturedRequest(method, url, headers=headers)


def verifier() -> oauth1.Verifier:
    return oauth1.Verifier(lambda _: CONSUMER_SECRET, lambda *_: TOKEN_SECRET, clock=lambda: 1)


def received() -> tuple[str, str, dict[str, str]]:
    return "GET", "http://a.example/?a=1", {"Authorization": session().authorization(request())}


def verified() -> oauth1.Verified:
    method, url, headers = received()
    return verifier().verify(method, url, headers=headers)


def claim() -> oauth1.Claim:
    method, url, headers = received()
    return verifier().read(method, url, headers=headers)


def problem() -> oauth1.Problem:
    found = oauth1.Problem.parse({}, "oauth_problem=token_used&oauth_problem_advice=Renew")
    assert found
    return found


COMPARED: dict[str, Callable[[], Any]] = {
    "Finding": lambda: explanation().compare("GET&a&b")[0],
    "MaskedKey": lambda: explanation().key,
    "PendingAuthorization": lambda: PendingAuthorization(Token("t", TOKEN_SECRET), "http://a/"),
    "Problem": problem,
    "Provider": lambda: Provider.named("x"),
    "Retries": lambda: Retries(3, first_pause=1),
    "SignedParameter": lambda: explanation().parameters[0],
    "Token": lambda: Token("token", TOKEN_SECRET),
    "UrlChange": lambda: explanation().url_changes[0],
}
OTHERS: dict[str, Callable[[], Any]] = {
    "AsyncClient": lambda: oauth1.AsyncClient("key", CONSUMER_SECRET),
    "AsyncSession": lambda: oauth1.AsyncClient("key", CONSUMER_SECRET).session(),
    "Cancellation": oauth1.Cancellation,
    "CapturedRequest": captured,
    "Claim": claim,
    "Client": lambda: Client("key", CONSUMER_SECRET),
    "Consumer": lambda: oauth1.Consumer(CONSUMER_SECRET),
    "CustomSignature": lambda: oauth1.CustomSignature("X", lambda *_: "s"),
    "Diagnosis": lambda: session().explain_captured(captured()),
    "Explanation": explanation,
    "HttpTransport": oauth1.HttpTransport,
    "NonceUse": lambda: verified().nonce_use,
    "Request": request,
    "Session": session,
    "SignedRequest": lambda: session().sign(request()),
    "Verified": verified,
    "Verifier": verifier,
}
# what only a server gives
ANSWERED = {"Headers", "Response", "TokenResponse"}
# what changes, and is no value
CHANGING = {"AsyncResponseStream", "MemoryNonces", "ResponseStream"}
PICKLED = {"Problem", "Provider", "Retries"}


def answers(faults: Faults) -> list[Any]:
    own = faults.session()
    response = own.get(f"{faults.http}/ok")
    return [response, response.headers, own.client.request_token(f"{faults.http}/token/ok")]


def test_nothing_public_is_left_out() -> None:
    public = [getattr(oauth1, name) for name in oauth1.__all__]
    classes = {each.__name__ for each in public if isinstance(each, type)}
    errors = {name for name in classes if issubclass(getattr(oauth1, name), oauth1.OAuth1Error)}
    assert classes - errors == {*COMPARED, *OTHERS} | ANSWERED | CHANGING


@pytest.mark.parametrize("name", COMPARED)
def test_what_is_equal_is_one_in_a_set(name: str) -> None:
    one, same = COMPARED[name](), COMPARED[name]()
    assert one is not same
    assert one == same
    assert one != "other"
    assert len({one, same, "other"}) == 2


@pytest.mark.parametrize("name", [*COMPARED, *OTHERS])
def test_a_copy_is_the_same(name: str) -> None:
    value = {**COMPARED, **OTHERS}[name]()
    assert copy.copy(value) is value
    assert copy.deepcopy({"of": [value]})["of"][0] is value


def test_a_copy_of_an_answer_is_the_same(faults: Faults) -> None:
    for answer in answers(faults):
        assert copy.copy(answer) is copy.deepcopy(answer) is answer


@pytest.mark.parametrize("name", sorted({*COMPARED, *OTHERS} - PICKLED))
def test_what_may_hold_a_secret_is_not_pickled(name: str) -> None:
    value = {**COMPARED, **OTHERS}[name]()
    for protocol in PROTOCOLS:
        with pytest.raises(TypeError, match=rf"{name} is not pickled, so that .*: (keep|make) "):
            pickle.dumps(value, protocol)


def test_an_answer_is_not_pickled(faults: Faults) -> None:
    for answer in answers(faults):
        with pytest.raises(TypeError, match=r"is not pickled, so that .*: keep "):
            pickle.dumps(answer)


@pytest.mark.parametrize("name", [*COMPARED, *OTHERS])
def test_nothing_shows_a_secret(name: str) -> None:
    value = {**COMPARED, **OTHERS}[name]()
    shown = f"{value!r} {value}"
    assert shown
    assert not any(secret in shown for secret in SECRETS)


@pytest.mark.parametrize("name", Provider.names())
def test_a_preset_is_pickled(name: str) -> None:
    provider = Provider.named(name)
    for protocol in PROTOCOLS:
        restored = pickle.loads(pickle.dumps(provider, protocol))
        assert restored == provider
        assert hash(restored) == hash(provider)


def test_a_provider_of_ones_own_is_pickled_with_all_its_settings() -> None:
    provider = Provider(
        "own",
        title="Own",
        request_token_url="https://a.example/request",
        signature_method="PLAINTEXT",
        other_signature_methods=["HMAC-SHA1"],
        realm="",
        body_hash="sha256",
        version=False,
        request_token_params=[("scope", "read"), ("scope", "write")],
        authorization_param_names=["lang"],
        callback="oob",
    )
    assert pickle.loads(pickle.dumps(provider)) == provider
    assert pickle.loads(pickle.dumps(provider.replace(realm=None))) != provider


def test_retries_are_pickled() -> None:
    retries = Retries(3, first_pause=0.25, longest_pause=4, longest_wait=8)
    for protocol in PROTOCOLS:
        assert pickle.loads(pickle.dumps(retries, protocol)) == retries
    assert pickle.loads(pickle.dumps(retries)) != Retries(3)


def test_a_response_that_is_read_is_not_copied(faults: Faults) -> None:
    with faults.session().stream(Request("GET", f"{faults.http}/ok")) as response:
        for use in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError):
                use(response)


def test_nothing_takes_an_attribute() -> None:
    for make in (*COMPARED.values(), *OTHERS.values()):
        with pytest.raises(AttributeError):
            make().other = 1


def test_an_error_of_urllibs_is_pickled_whole(faults: Faults) -> None:
    session = faults.session()
    response = session.get(f"{faults.http}/token/problem?name=token_used")
    with pytest.raises(oauth1.RefusedError) as caught:
        response.raise_for_status()
    before = HTTPError("http://a.example/", response, caught.value)
    after = pickle.loads(pickle.dumps(before))
    assert type(after) is HTTPError
    assert (after.code, after.url, after.reason) == (401, "http://a.example/", "Unauthorized")
    assert str(after) == str(before)
    assert after.read() == before.read() == response.body
    assert after.headers.items() == before.headers.items()
    assert after.problem == before.problem
    assert (after.oauth_problem, after.kind) == ("token_used", "refused")
    assert after.body_excerpt == before.body_excerpt

    unreached = URLError(oauth1.HostNotFoundError("no host", unsent=True))
    restored = pickle.loads(pickle.dumps(unreached))
    assert str(restored) == str(unreached)
    assert (restored.kind, restored.unsent) == ("host_not_found", True)
    assert isinstance(restored.reason, oauth1.HostNotFoundError)
