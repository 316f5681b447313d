"""The renewal of access tokens: by session handle, or as they are."""

from __future__ import annotations

from typing import cast

from oauth1.sandbox.diagnosis import Purpose
from oauth1.sandbox.judge import Judge
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import Problem, RefusedError
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import AccessToken, Store
from oauth1.sandbox.tokens import Tokens
from oauth1.sandbox.validator import Validator

HANDLE = "oauth_session_handle"


class Renewal:
    """Gives access tokens a new life."""

    def __init__(self, store: Store, policy: Policy, judge: Judge, tokens: Tokens) -> None:
        self._store = store
        self._policy = policy
        self._judge = judge
        self._tokens = tokens

    def replace(self, message: SignedMessage, origin: str) -> str:
        """Give out another access token for one and its session handle, form-encoded.

        The old one is revoked. How long the user's authorization lasts does not change.
        """
        old = self._renewable(message, message.protocol[HANDLE])
        left = self._store.authorization_left(old.key)
        new = self._tokens.credentials(self._policy.terms(left))
        if not self._store.renew(old.key, new):
            raise RefusedError(Problem("token_revoked"))
        return self._tokens.answer(new, old.user, origin)

    def revive(self, message: SignedMessage) -> None:
        """Let an access token, which may have expired, go on as it is."""
        self._store.prolong(self._renewable(message).key, self._policy.lifetime)

    def _renewable(self, message: SignedMessage, handle: str | None = None) -> AccessToken:
        validator = Validator(
            self._store, self._policy, accepts_expired=True, session_handle=handle
        )
        self._judge.require(message, Purpose.RENEWAL, validator)
        token = validator.access_token(message.protocol["oauth_token"])
        return cast("AccessToken", token)  # the judge accepted it, so there is one
