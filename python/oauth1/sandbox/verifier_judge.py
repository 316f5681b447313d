"""The judgement of `oauth1.Verifier`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote

from oauth1 import Claim, Consumer, Verified, Verifier
from oauth1._native import base_string
from oauth1._signature_methods import SIGNATURE_METHODS
from oauth1.errors import VerificationError
from oauth1.sandbox import rules
from oauth1.sandbox.case import Case
from oauth1.sandbox.judge import Judge
from oauth1.sandbox.messages import Request
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import Problem, RefusedError, advice
from oauth1.sandbox.signed import Pairs, Signed
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import Store

_PLAINTEXT = "PLAINTEXT"
_TOLD = re.compile(r'(oauth_\w+)="([^"]*)"')
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# what a provider keeps to itself, and this one, which is there to develop against, tells
_NAMES = {
    "not_signed": "parameter_absent",
    "consumer": "consumer_key_unknown",
    "token": "token_rejected",
}


class VerifierJudge(Judge):
    """Has `oauth1.Verifier` check requests, step by step, and tells what it says of them."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._verifier = Verifier(
            self._consumer,
            self._token_secret,
            signature_methods=SIGNATURE_METHODS,
            plaintext_over_http=True,
            timestamp_window=policy.timestamp_window,
            clock=policy.clock.now,
        )

    def read(self, request: Request) -> SignedMessage:
        """Read a request; what cannot be read is told in the verifier's words, if it has any."""
        try:
            return SignedMessage.read(request)
        except RefusedError:
            with _telling():
                self._claim(request)
            raise

    def judge(self, case: Case) -> Signed:
        """Take the verifier's steps, and in between and after them those of the flow."""
        with _telling():
            claim = self._claim(case.request)
        _refuse(rules.form_problem(case, case.message))
        consumer = case.consumer(claim.consumer_key)
        _refuse(rules.method_problem(consumer, claim.signature_method))
        message = self._check(case, claim)
        _refuse(rules.consumer_problem(consumer))
        _refuse(rules.form_problem(case, message) or rules.credentials_problem(case, message))
        return message

    def _claim(self, request: Request) -> Claim:
        return self._verifier.read(
            request.method, _url(request), headers=_headers(request), body=request.body
        )

    def _check(self, case: Case, claim: Claim) -> Signed:
        token = claim.token
        secret = None if token is None else self._token_secret(claim.consumer_key, token)
        method = claim.signature_method
        try:
            with _telling():
                verified = self._verifier.check(claim, self._consumer(claim.consumer_key), secret)
                use = verified.nonce_use
                if use is not None and not case.use_nonce(
                    (use.timestamp, use.nonce, use.consumer_key, use.token or "")
                ):
                    raise self._verifier.replayed()
        except RefusedError as refused:
            if refused.problem.name == "signature_invalid" and method != _PLAINTEXT:
                raise self._explained(case.request, refused.problem) from None
            raise
        return VerifiedMessage.of(case.request, verified)

    def _explained(self, request: Request, problem: Problem) -> RefusedError:
        """Return the refusal of a signature, with what should have been signed."""
        diagnosis = self._verifier.explain(
            request.method, _url(request), headers=_headers(request), body=request.body
        )
        debug = ("debug_sbs", diagnosis.explanation.base_string)
        return RefusedError(Problem(problem.name, problem.status, (*problem.details, debug)))

    def _consumer(self, key: str) -> Consumer | None:
        found = self._store.consumer(key)
        return None if found is None else Consumer(found.secret, public_key=found.rsa_public_key)

    def _token_secret(self, consumer: str, key: str) -> str | None:
        """Look up a token of either kind: whether it is of the right one, the flow's rules tell."""
        found = self._store.access_token(key) or self._store.request_token(key)
        return found.secret if found and found.consumer == consumer else None


@dataclass(frozen=True)
class VerifiedMessage(Signed):
    """A request as the verifier read it."""

    signed: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def of(cls, request: Request, verified: Verified) -> VerifiedMessage:
        """Sort what was signed by where it travelled."""
        sources: dict[str, Pairs] = {"header": [], "query": [], "form": []}
        for name, value, source in verified.params:
            place = verified.transmission if source == "protocol" else source
            sources[place].append((name.decode(errors="replace"), value.decode(errors="replace")))
        signed = tuple((name, value) for name, value, _ in verified.params)
        return cls(request, sources, verified.realm, signed)

    @property
    def base_string(self) -> str:
        """The signature base string, computed by this library."""
        return base_string(self.request.method, _url(self.request).partition("?")[0], self.signed)


@contextmanager
def _telling() -> Iterator[None]:
    """Refuse a request in the sandbox's words where the verifier does in its own."""
    try:
        yield
    except VerificationError as refused:
        raise RefusedError(_problem(refused)) from refused


def _problem(refused: VerificationError) -> Problem:
    told = {name: unquote(value) for name, value in _TOLD.findall(refused.www_authenticate or "")}
    problem = told.pop("oauth_problem", "")
    if refused.reason == "not_signed":
        told["oauth_parameters_absent"] = "&".join(rules.ALWAYS_NEEDED)
    details = (*told.items(), advice(str(refused)))
    return Problem(_NAMES.get(refused.reason, problem), HTTPStatus(refused.status), details)


def _refuse(problem: Problem | None) -> None:
    if problem:
        raise RefusedError(problem)


def _url(request: Request) -> str:
    """Return the URL as it came, apart from bytes that no URL has: those as they are encoded."""
    target = _NOT_ASCII.sub(lambda match: f"%{ord(match[0]):02X}", request.target)
    return request.origin + target


def _headers(request: Request) -> list[tuple[bytes, bytes]]:
    """Return the header as it came."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.fields]
