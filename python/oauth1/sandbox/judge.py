"""The verdict on signed requests, which is oauthlib's."""

from __future__ import annotations

import binascii
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from oauthlib.oauth1 import ResourceEndpoint, SignatureOnlyEndpoint

from oauth1.sandbox.body_hash import BodyHash
from oauth1.sandbox.demands import Demands
from oauth1.sandbox.diagnosis import Diagnosis, Purpose
from oauth1.sandbox.messages import Request
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import RefusedError
from oauth1.sandbox.signed_message import Pairs, SignedMessage
from oauth1.sandbox.store import READ, AccessToken, Store, User
from oauth1.sandbox.validator import Validator


@dataclass(frozen=True)
class Access:
    """A signed request that passed: who made it, for whom, and what it said."""

    consumer: str
    token: AccessToken | None
    message: SignedMessage
    body_hash: BodyHash

    @property
    def user(self) -> User | None:
        """For whom the request was made."""
        return self.token.user if self.token else None

    @property
    def is_for_reading(self) -> bool:
        """Whether the user allowed the application no more than to read."""
        return self.token is not None and self.token.access == READ

    @property
    def parameters(self) -> Pairs:
        """The parameters that are not the protocol's."""
        return self.message.parameters


class Judge:
    """Has oauthlib check requests, and says why when it refuses one."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def read(self, request: Request, demands: Demands) -> SignedMessage:
        """Read a signed request, or refuse one that is not as the provider wants it."""
        message = SignedMessage.read(request)
        problem = demands.problem(request, message, self._policy.profile.title)
        if problem:
            raise RefusedError(problem)
        return message

    def access(self, request: Request, *, two_legged: bool = False) -> Access:
        """Let a request through to a resource; `two_legged` ones may come without a token.

        Where the body is read as it arrives, its hash is still to be checked.
        """
        demands = self._policy.profile.at(request.path)
        message = self.read(request, demands)
        validator = Validator(self._store, self._policy)
        key = message.protocol.get("oauth_token") or None
        if two_legged and key is None:
            self.require(message, Purpose.TWO_LEGGED, validator)
        else:
            self.require(message, Purpose.RESOURCE, validator)
        body_hash = BodyHash(message.protocol.get("oauth_body_hash"), demands.body_hash)
        if not request.content:
            body_hash.check(request.body, is_form=request.is_form)
        if key and self._policy.profile.idle:
            self._store.prolong(key, self._policy.lifetime)
        return Access(
            message.protocol["oauth_consumer_key"],
            validator.access_token(key) if key else None,
            message,
            body_hash,
        )

    def require(self, message: SignedMessage, purpose: Purpose, validator: Validator) -> None:
        """Refuse a request that does not pass for this purpose, which is not a token's."""
        validate: Callable[..., tuple[bool, Any]]
        if purpose is Purpose.TWO_LEGGED:
            validate = SignatureOnlyEndpoint(validator).validate_request
        else:
            validate = ResourceEndpoint(validator).validate_protected_resource_request
        try:
            valid, _ = validate(
                message.uri,
                http_method=message.method,
                body=message.body,
                headers=dict(message.headers),
            )
        except binascii.Error:  # an RSA signature that is not base64
            valid = False
        if not valid:
            raise self._refusal(message, purpose, validator)

    def token(
        self,
        respond: Callable[..., tuple[dict[str, str], str | None, int]],
        message: SignedMessage,
        purpose: Purpose,
        validator: Validator,
        credentials: dict[str, str],
    ) -> str:
        """Return what oauthlib's token endpoint answers, or refuse the request."""
        try:
            _, body, status = respond(
                message.uri,
                http_method=message.method,
                body=message.body,
                headers=dict(message.headers),
                credentials=credentials,
            )
        except binascii.Error:
            body, status = None, HTTPStatus.UNAUTHORIZED
        if status != HTTPStatus.OK or body is None:
            raise self._refusal(message, purpose, validator)
        return body

    def _refusal(
        self, message: SignedMessage, purpose: Purpose, validator: Validator
    ) -> RefusedError:
        validator.release_nonce()
        diagnosis = Diagnosis(self._store, self._policy, validator, message, purpose)
        return RefusedError(diagnosis.problem())
