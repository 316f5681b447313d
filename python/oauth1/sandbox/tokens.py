"""The tokens that the provider gives out: request tokens, and access tokens in exchange."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlencode

from oauthlib.common import generate_token
from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    AuthorizationEndpoint,
    OAuth1Error,
    RequestTokenEndpoint,
)

from oauth1.sandbox.body_hash import BodyHash
from oauth1.sandbox.diagnosis import Purpose
from oauth1.sandbox.judge import Judge
from oauth1.sandbox.messages import Request
from oauth1.sandbox.policy import Policy, parameters_of
from oauth1.sandbox.problems import RefusedError, rejected
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import READ, WRITE, Credentials, RequestToken, Store, Terms, User
from oauth1.sandbox.validator import OUT_OF_BAND, Validator

_ACCESS = "x_auth_access_type"
_OAUTHLIBS_OWN = "oauth_authorized_realms"  # which no provider sends
_DIGIT, _DIGIT_OR_LETTER = "9", "X"
_YEAR_IN_MILLISECONDS = 365 * 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Permission:
    """A user's consent: the verifier, and where it is to be taken, unless it is a PIN."""

    verifier: str
    location: str | None


class Tokens:
    """Gives out tokens as the provider's profile has them."""

    def __init__(self, store: Store, policy: Policy, judge: Judge) -> None:
        self._store = store
        self._policy = policy
        self._profile = policy.profile
        self._judge = judge

    def read(self, request: Request) -> SignedMessage:
        """Read a request for a token, or refuse one that is not as the provider wants it."""
        demands = self._profile.handshake
        message = self._judge.read(request, demands)
        body_hash = BodyHash(message.protocol.get("oauth_body_hash"), demands.body_hash)
        body_hash.check(request.body, is_form=request.is_form)
        return message

    def request_token(self, message: SignedMessage) -> str:
        """Give out a request token, form-encoded."""
        access = dict(message.parameters).get(_ACCESS, WRITE)
        if access not in {READ, WRITE}:
            raise RefusedError(rejected(_ACCESS, because=f"neither {READ} nor {WRITE}"))
        validator = Validator(self._store, self._policy, access=access)
        body = self._judge.token(
            RequestTokenEndpoint(validator).create_request_token_response,
            message,
            Purpose.REQUEST_TOKEN,
            validator,
            self._key_and_secret() if self._profile.secrets == "empty" else {},
        )
        return _encoded(
            (name, self._profile.callback_confirmed if name.endswith("_confirmed") else value)
            for name, value in parse_qsl(body, keep_blank_values=True)
        )

    def permission(
        self, origin: str, token: RequestToken, user: User, access: str = WRITE
    ) -> Permission | None:
        """Let a user allow a request token; none if it is not pending any more."""
        credentials = dict(self._profile.callback_extras)
        if token.callback == OUT_OF_BAND:
            credentials = {"oauth_verifier": _pin(self._profile.pin)}
        validator = Validator(self._store, self._policy, user=user, access=access)
        try:
            headers, body, _ = AuthorizationEndpoint(validator).create_authorization_response(
                f"{origin}/oauth/authorize?{urlencode({'oauth_token': token.key})}",
                credentials=credentials,
            )
        except OAuth1Error:
            return None
        location: str | None = headers.get("Location")
        encoded = body if location is None else location.partition("?")[2].partition("#")[0]
        return Permission(parse_qs(encoded)["oauth_verifier"][-1], location)

    def access_token(self, message: SignedMessage, origin: str) -> str:
        """Give out an access token for an authorized request token, form-encoded."""
        token = self._store.request_token(message.protocol.get("oauth_token", ""))
        user = self._store.user(token.user) if token and token.user is not None else None
        terms = self._policy.terms()
        validator = Validator(self._store, self._policy, terms=terms)
        credentials = self._key_and_secret()
        body = self._judge.token(
            AccessTokenEndpoint(validator).create_access_token_response,
            message,
            Purpose.ACCESS_TOKEN,
            validator,
            {**credentials, **self._accompaniment(user, terms, origin)},
        )
        return _encoded(
            (name, value)
            for name, value in parse_qsl(body, keep_blank_values=True)
            if name != _OAUTHLIBS_OWN
        )

    def credentials(self, terms: Terms) -> Credentials:
        """Make an access token that is not for a request token."""
        pair = self._key_and_secret()
        return Credentials(pair["oauth_token"], pair["oauth_token_secret"], terms)

    def answer(self, given: Credentials, user: User, origin: str) -> str:
        """Return what goes with an access token that is not for a request token."""
        return _encoded(
            {
                "oauth_token": given.key,
                "oauth_token_secret": given.secret,
                **self._accompaniment(user, given.terms, origin),
            }.items()
        )

    def _key_and_secret(self) -> dict[str, str]:
        key = generate_token()
        secret = {"empty": "", "same": key}.get(self._profile.secrets)
        return {
            "oauth_token": key,
            "oauth_token_secret": generate_token() if secret is None else secret,
        }

    def _accompaniment(self, user: User | None, terms: Terms, origin: str) -> dict[str, str]:
        extras = {}
        if user:
            facts = {
                "id": user.id,
                "name": user.name,
                "full_name": user.full_name,
                "origin": origin,
                "year_from_now": int(self._policy.clock.now()) * 1000 + _YEAR_IN_MILLISECONDS,
            }
            extras = {name: template.format_map(facts) for name, template in self._profile.extras}
        return {**extras, **parameters_of(terms)}


def _encoded(pairs: Iterable[tuple[str, str | None]]) -> str:
    return urlencode([(name, value) for name, value in pairs if value is not None])


def _pin(pattern: str) -> str:
    kinds = {_DIGIT: string.digits, _DIGIT_OR_LETTER: string.ascii_uppercase + string.digits}
    return "".join(secrets.choice(kinds.get(each, each)) for each in pattern)
