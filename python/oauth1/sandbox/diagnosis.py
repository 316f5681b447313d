"""Why a request was refused, worked out once oauthlib has refused it."""

from __future__ import annotations

from http import HTTPStatus

from oauth1.sandbox import rules
from oauth1.sandbox.case import Case
from oauth1.sandbox.problems import Problem, absent, method_rejected, rejected
from oauth1.sandbox.rules import is_well_formed
from oauth1.sandbox.validator import Validator

_TIMESTAMP_DIGITS = 10


class Diagnosis:
    """Finds the reason why oauthlib refused one request."""

    def __init__(self, case: Case, validator: Validator) -> None:
        self._case = case
        self._validator = validator
        self._message = case.message
        self._protocol = case.message.protocol

    def problem(self) -> Problem:
        """Return the first thing that is wrong."""
        return (
            self._form()
            or self._method()
            or self._timestamp()
            or self._consumer()
            or self._nonce()
            or rules.credentials_problem(self._case, self._message)
            or self._signature()
        )

    def _form(self) -> Problem | None:
        needed = (*rules.ALWAYS_NEEDED, *rules.NEEDED[self._case.purpose])
        missing = [name for name in needed if not self._protocol.get(name)]
        if missing:
            return absent(*missing)
        places = self._message.places()
        if len(places) > 1:
            return rejected(*self._protocol, because=f"sent in {' and '.join(places)}")
        repeated = self._message.repeated()
        if repeated:
            return rejected(*repeated, because="sent more than once")
        if self._protocol.get("oauth_version", "1.0") != "1.0":
            return Problem(
                "version_rejected",
                HTTPStatus.BAD_REQUEST,
                (("oauth_acceptable_versions", "1.0-1.0"),),
            )
        ill_formed = [
            name
            for name in ("oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_verifier")
            if self._protocol.get(name) and not is_well_formed(self._protocol[name])
        ]
        return rejected(*ill_formed, because="not well-formed") if ill_formed else None

    def _method(self) -> Problem | None:
        method = self._protocol["oauth_signature_method"]
        if method not in self._validator.allowed_signature_methods:
            return method_rejected(", ".join(self._validator.allowed_signature_methods))
        consumer = self._case.consumer(self._protocol["oauth_consumer_key"])
        return rules.method_problem(consumer, method)

    def _timestamp(self) -> Problem | None:
        timestamp = self._protocol["oauth_timestamp"]
        if not (timestamp.isascii() and timestamp.isdigit()):
            return rejected("oauth_timestamp", because="not a number of seconds")
        refused = self._validator.refused_timestamps
        if refused is None and len(timestamp) == _TIMESTAMP_DIGITS:
            return None
        earliest, latest = refused or self._case.policy.acceptable_timestamps()
        return Problem(
            "timestamp_refused", details=(("oauth_acceptable_timestamps", f"{earliest}-{latest}"),)
        )

    def _consumer(self) -> Problem | None:
        return rules.consumer_problem(self._case.consumer(self._protocol["oauth_consumer_key"]))

    def _nonce(self) -> Problem | None:
        return Problem("nonce_used") if self._validator.nonce_was_used else None

    def _signature(self) -> Problem:
        if self._protocol["oauth_signature_method"] == "PLAINTEXT":
            return Problem("signature_invalid")
        return Problem("signature_invalid", details=(("debug_sbs", self._message.base_string),))
