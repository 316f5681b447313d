"""The tokens that the provider gives out: request tokens, and access tokens in exchange."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from oauthlib.common import add_params_to_uri, generate_token

from oauth1.sandbox.policy import Policy, parameters_of
from oauth1.sandbox.problems import Problem, RefusedError, rejected
from oauth1.sandbox.rules import OUT_OF_BAND
from oauth1.sandbox.signed import Signed
from oauth1.sandbox.store import (
    READ,
    WRITE,
    AccessToken,
    Credentials,
    RequestToken,
    Store,
    Terms,
    User,
)

_ACCESS = "x_auth_access_type"
_DIGIT, _DIGIT_OR_LETTER = "9", "X"
_YEAR_IN_MILLISECONDS = 365 * 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Permission:
    """A user's consent: the verifier, and where it is to be taken, unless it is a PIN."""

    verifier: str
    location: str | None


class Tokens:
    """Gives out tokens as the provider's profile has them, for requests that a judge accepted."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy
        self._profile = policy.profile

    def request_token(self, message: Signed) -> str:
        """Give out a request token, form-encoded."""
        access = dict(message.parameters).get(_ACCESS, WRITE)
        if access not in {READ, WRITE}:
            raise RefusedError(rejected(_ACCESS, because=f"neither {READ} nor {WRITE}"))
        key = generate_token()
        secret = "" if self._profile.secrets == "empty" else generate_token()
        protocol = message.protocol
        self._store.add_request_token(
            key, secret, protocol["oauth_consumer_key"], protocol["oauth_callback"], access
        )
        return _encoded(
            {
                "oauth_token": key,
                "oauth_token_secret": secret,
                "oauth_callback_confirmed": self._profile.callback_confirmed,
            }
        )

    def permission(self, token: RequestToken, user: User, access: str = WRITE) -> Permission | None:
        """Let a user allow a request token; none if it is not pending any more."""
        is_pin = token.callback == OUT_OF_BAND
        verifier = _pin(self._profile.pin) if is_pin else generate_token()
        if not self._store.authorize(token.key, user, verifier, access):
            return None
        if is_pin:
            return Permission(verifier, None)
        told = [("oauth_token", token.key), ("oauth_verifier", verifier)]
        location = add_params_to_uri(token.callback, [*told, *self._profile.callback_extras])
        return Permission(verifier, location)

    def access_token(self, message: Signed) -> str:
        """Give out an access token for an authorized request token, form-encoded."""
        given = self.credentials(self._policy.terms())
        if not self._store.exchange(message.protocol["oauth_token"], given):
            raise RefusedError(Problem("token_used"))
        made = cast("AccessToken", self._store.access_token(given.key))
        return self.answer(given, made.user, message.request.origin)

    def credentials(self, terms: Terms) -> Credentials:
        """Make an access token."""
        key = generate_token()
        secret = {"empty": "", "same": key}.get(self._profile.secrets)
        return Credentials(key, generate_token() if secret is None else secret, terms)

    def answer(self, given: Credentials, user: User, origin: str) -> str:
        """Return what is said of a new access token."""
        return _encoded(
            {
                "oauth_token": given.key,
                "oauth_token_secret": given.secret,
                **self._accompaniment(user, given.terms, origin),
            }
        )

    def _accompaniment(self, user: User, terms: Terms, origin: str) -> dict[str, str]:
        facts = {
            "id": user.id,
            "name": user.name,
            "full_name": user.full_name,
            "origin": origin,
            "year_from_now": int(self._policy.clock.now()) * 1000 + _YEAR_IN_MILLISECONDS,
        }
        extras = {name: template.format_map(facts) for name, template in self._profile.extras}
        return {**extras, **parameters_of(terms)}


def _encoded(values: Mapping[str, str | None]) -> str:
    return urlencode({name: value for name, value in values.items() if value is not None})


def _pin(pattern: str) -> str:
    kinds = {_DIGIT: string.digits, _DIGIT_OR_LETTER: string.ascii_uppercase + string.digits}
    return "".join(secrets.choice(kinds.get(each, each)) for each in pattern)
