"""The verdict on signed requests, which is oauthlib's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode

from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    AuthorizationEndpoint,
    OAuth1Error,
    RequestTokenEndpoint,
    ResourceEndpoint,
    SignatureOnlyEndpoint,
)

from oauth1.sandbox.diagnosis import Diagnosis, Purpose, base_string
from oauth1.sandbox.messages import Request
from oauth1.sandbox.problems import RefusedError, rejected
from oauth1.sandbox.signed_message import Pairs, SignedMessage
from oauth1.sandbox.store import RequestToken, Store, User
from oauth1.sandbox.validator import OUT_OF_BAND, Validator

_PIN_DIGITS = 7


@dataclass(frozen=True)
class Access:
    """A signed request that passed: who made it, for whom, and what it said."""

    consumer: str
    token: str | None
    user: User | None
    parameters: Pairs
    base_string: str


@dataclass(frozen=True)
class Permission:
    """A user's consent: the verifier, and where it is to be taken, unless it is a PIN."""

    verifier: str
    location: str | None


class Judge:
    """Has oauthlib check requests, and says why when it refuses one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def request_token(self, request: Request) -> str:
        """Give out a request token, form-encoded."""
        message, validator = SignedMessage.read(request), Validator(self._store)
        return self._token(
            RequestTokenEndpoint(validator).create_request_token_response,
            message,
            validator,
            Purpose.REQUEST_TOKEN,
        )

    def permission(self, origin: str, token: RequestToken, user: User) -> Permission | None:
        """Let a user allow a request token; none if it is not pending any more."""
        pin = "".join(secrets.choice("0123456789") for _ in range(_PIN_DIGITS))
        endpoint = AuthorizationEndpoint(Validator(self._store, user))
        try:
            headers, body, _ = endpoint.create_authorization_response(
                f"{origin}/oauth/authorize?{urlencode({'oauth_token': token.key})}",
                credentials={"oauth_verifier": pin} if token.callback == OUT_OF_BAND else None,
            )
        except OAuth1Error:
            return None
        location: str | None = headers.get("Location")
        encoded = body if location is None else location.partition("?")[2].partition("#")[0]
        return Permission(parse_qs(encoded)["oauth_verifier"][-1], location)

    def access_token(self, request: Request) -> str:
        """Give out an access token for an authorized request token, form-encoded."""
        message, validator = SignedMessage.read(request), Validator(self._store)
        token = self._store.request_token(message.protocol.get("oauth_token", ""))
        user = self._store.user(token.user) if token and token.user is not None else None
        return self._token(
            AccessTokenEndpoint(validator).create_access_token_response,
            message,
            validator,
            Purpose.ACCESS_TOKEN,
            {"user_id": str(user.id), "screen_name": user.name} if user else {},
        )

    def access(self, request: Request, *, two_legged: bool = False) -> Access:
        """Let a request through to a resource; `two_legged` ones may come without a token."""
        message, validator = SignedMessage.read(request), Validator(self._store)
        key = message.protocol.get("oauth_token") or None
        if two_legged and key is None:
            purpose = Purpose.TWO_LEGGED
            validate = SignatureOnlyEndpoint(validator).validate_request
        else:
            purpose = Purpose.RESOURCE
            validate = ResourceEndpoint(validator).validate_protected_resource_request
        try:
            valid, _ = validate(
                message.uri,
                http_method=message.method,
                body=message.body,
                headers=dict(message.headers),
            )
        except binascii.Error:
            valid = False
        if not valid:
            raise self._refusal(validator, message, purpose)
        self._check_body_hash(request, message)
        token = self._store.access_token(key) if key else None
        return Access(
            message.protocol["oauth_consumer_key"],
            key,
            self._store.user(token.user) if token else None,
            message.parameters,
            base_string(message),
        )

    def _token(
        self,
        respond: Callable[..., tuple[dict[str, str], str | None, int]],
        message: SignedMessage,
        validator: Validator,
        purpose: Purpose,
        credentials: dict[str, str] | None = None,
    ) -> str:
        try:
            _, body, status = respond(
                message.uri,
                http_method=message.method,
                body=message.body,
                headers=dict(message.headers),
                credentials=credentials,
            )
        except binascii.Error:  # an RSA signature that is not base64
            body, status = None, HTTPStatus.UNAUTHORIZED
        if status != HTTPStatus.OK or body is None:
            raise self._refusal(validator, message, purpose)
        return body

    def _refusal(
        self, validator: Validator, message: SignedMessage, purpose: Purpose
    ) -> RefusedError:
        validator.release_nonce()
        return RefusedError(Diagnosis(self._store, validator, message, purpose).problem())

    def _check_body_hash(self, request: Request, message: SignedMessage) -> None:
        """Check the body hash extension, which oauthlib signs but does not check."""
        sent = message.protocol.get("oauth_body_hash")
        if sent is None:
            return
        digests = (
            hashlib.sha1(request.body, usedforsecurity=False),
            hashlib.sha256(request.body),
            hashlib.sha512(request.body),
        )
        matches = [
            hmac.compare_digest(base64.b64encode(digest.digest()), sent.encode())
            for digest in digests
        ]
        if request.is_form or not any(matches):
            raise RefusedError(
                rejected(
                    "oauth_body_hash",
                    because="form data must not have one" if request.is_form else "it differs",
                    status=HTTPStatus.UNAUTHORIZED,
                )
            )
