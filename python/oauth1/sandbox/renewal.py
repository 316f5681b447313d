"""The renewal of access tokens: by session handle, or as they are."""

from __future__ import annotations

from typing import cast

from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import Problem, RefusedError
from oauth1.sandbox.signed import Signed
from oauth1.sandbox.store import AccessToken, Store
from oauth1.sandbox.tokens import Tokens


class Renewal:
    """Gives access tokens a new life."""

    def __init__(self, store: Store, policy: Policy, tokens: Tokens) -> None:
        self._store = store
        self._policy = policy
        self._tokens = tokens

    def replace(self, message: Signed) -> str:
        """Give out another access token for one and its session handle, form-encoded.

        The old one is revoked. How long the user's authorization lasts does not change.
        """
        old = cast("AccessToken", self._store.access_token(message.protocol["oauth_token"]))
        left = self._store.authorization_left(old.key)
        new = self._tokens.credentials(self._policy.terms(left))
        if not self._store.renew(old.key, new):
            raise RefusedError(Problem("token_revoked"))
        return self._tokens.answer(new, old.user, message.request.origin)

    def revive(self, message: Signed) -> None:
        """Let an access token, which may have expired, go on as it is."""
        self._store.prolong(message.protocol["oauth_token"], self._policy.lifetime)
