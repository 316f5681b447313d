"""The operator's endpoints, for tests: users and tokens by the dozen, consumers, the clock.

They are there when the sandbox was given an admin key, and take it as a bearer token.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from oauth1.sandbox.accounts import ACCOUNTS, numbered, password_of
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.routes import Handler
from oauth1.sandbox.rules import is_well_formed
from oauth1.sandbox.store import READ, WRITE, Consumer, Store, StoreError
from oauth1.sandbox.tokens import Tokens

_BEARER = "Bearer "
_MOST_USERS = 10_000
_STATES = ("accepted", "refused", "rejected")
_EXPIRED, _REVOKED = "expired", "revoked"


class WishError(ValueError):
    """The operator asked for something that cannot be had."""


class Admin:
    """What the operator of the sandbox can do while it runs."""

    def __init__(
        self, key: str | None, consumer: str, store: Store, policy: Policy, tokens: Tokens
    ) -> None:
        self._key = key
        self._consumer = consumer
        self._store = store
        self._policy = policy
        self._tokens = tokens

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The endpoints, by path."""
        if self._key is None:
            return {}
        return {
            "/admin/users": self._answering(self._users),
            "/admin/tokens": self._answering(self._token),
            "/admin/consumers": self._answering(self._put_consumer),
            "/admin/clock": self._answering(self._set_clock),
        }

    def add_users(
        self, count: int, consumer: str | None = None, access: str = WRITE
    ) -> list[dict[str, object]]:
        """Make users, and for each an access token of a consumer."""
        consumer = consumer or self._consumer
        if not 0 <= count <= _MOST_USERS:
            raise WishError(f"the count is to be at most {_MOST_USERS}")
        if access not in {READ, WRITE}:
            raise WishError(f"access is {READ} or {WRITE}")
        if self._store.consumer(consumer) is None:
            raise WishError("there is no such consumer")
        first = self._store.user_count() - len(ACCOUNTS) + 1
        users = self._store.put_users(numbered(first + more) for more in range(count))
        terms = self._policy.terms
        given = [(user, self._tokens.credentials(terms())) for user in users]
        self._store.grant(consumer, access, given)
        return [
            {
                "user": user.name,
                "user_id": user.id,
                "password": password_of(user.name),
                "consumer_key": consumer,
                "oauth_token": credentials.key,
                "oauth_token_secret": credentials.secret,
                "oauth_session_handle": credentials.terms.session_handle,
            }
            for user, credentials in given
        ]

    def _answering(self, grant: Callable[[dict[str, Any]], object]) -> Handler:
        def handler(request: Request) -> Response:
            if not self._is_operator(request):
                return _error(HTTPStatus.FORBIDDEN, "That is not the admin key.")
            try:
                wish = json.loads(request.body)
                if not isinstance(wish, dict):
                    raise WishError("send a JSON object")
                return Response.json(grant(wish))
            except (ValueError, TypeError, StoreError) as error:
                return _error(HTTPStatus.BAD_REQUEST, str(error))

        return handler

    def _is_operator(self, request: Request) -> bool:
        sent = request.headers.get("authorization", "")
        expected = f"{_BEARER}{self._key}"
        return hmac.compare_digest(sent.encode("utf-8", "replace"), expected.encode())

    def _users(self, wish: dict[str, Any]) -> object:
        """Add users with access tokens: count, and if need be consumer_key and access."""
        count, consumer, access = _values(
            wish, {"count": int, "consumer_key": str, "access": str}, required=("count",)
        )
        return {"users": self.add_users(count, consumer, access or WRITE)}

    def _token(self, wish: dict[str, Any]) -> object:
        """Let an access token be expired or revoked: oauth_token and state."""
        key, state = _values(
            wish, {"oauth_token": str, "state": str}, required=("oauth_token", "state")
        )
        if self._store.access_token(key) is None:
            raise WishError("there is no such access token")
        if state == _EXPIRED:
            self._store.prolong(key, 0)
        elif state == _REVOKED:
            self._store.invalidate(key)
        else:
            raise WishError(f"the state is {_EXPIRED} or {_REVOKED}")
        return {"oauth_token": key, "state": state}

    def _put_consumer(self, wish: dict[str, Any]) -> object:
        """Add or change a consumer, which has a consumer_secret or an rsa_public_key."""
        key, name, secret, rsa_public_key, state = _values(
            wish,
            {
                "consumer_key": str,
                "name": str,
                "consumer_secret": str,
                "rsa_public_key": str,
                "state": str,
            },
            required=("consumer_key",),
        )
        if not is_well_formed(key) or not key.isascii():
            raise WishError("the consumer key must be printable ASCII, and not empty")
        known = self._store.consumer(key)
        state = state or (known.state if known else "accepted")
        if state not in _STATES:
            raise WishError(f"the state is one of {', '.join(_STATES)}")
        if secret is None and rsa_public_key is None and known:
            secret, rsa_public_key = known.secret, known.rsa_public_key
        if (secret is None) == (rsa_public_key is None):
            raise WishError("give a consumer_secret or an rsa_public_key")
        name = name or (known.name if known else key)
        self._store.put_consumer(Consumer(key, name, secret, rsa_public_key, state))
        return {"consumer_key": key, "name": name, "state": state}

    def _set_clock(self, wish: dict[str, Any]) -> object:
        """Set the clock: its offset, in seconds."""
        (offset,) = _values(wish, {"offset": (int, float)}, required=("offset",))
        self._policy.clock.offset = float(offset)
        return {"offset": self._policy.clock.offset}


def _values(
    wish: dict[str, Any], kinds: Mapping[str, Any], required: Sequence[str]
) -> tuple[Any, ...]:
    """Return the values of a JSON object in this order, or complain of it."""
    unknown = sorted(set(wish) - set(kinds))
    if unknown:
        raise WishError(f"{', '.join(unknown)} is unknown; known are {', '.join(kinds)}")
    for name, kind in kinds.items():
        value = wish.get(name)
        if value is None and name in required:
            raise WishError(f"{name} is missing")
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            raise WishError(f"{name} is of the wrong type")
    return tuple(wish.get(name) for name in kinds)


def _error(status: HTTPStatus, message: str) -> Response:
    return Response.json({"errors": [{"code": status.value, "message": message}]}, status)
