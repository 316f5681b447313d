"""xAuth: an access token for a user's name and password, without a request token."""

from __future__ import annotations

from http import HTTPStatus

from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import RefusedError, absent, rejected
from oauth1.sandbox.signed import Signed
from oauth1.sandbox.store import WRITE, Store, User
from oauth1.sandbox.tokens import Tokens

_USERNAME, _PASSWORD, _MODE = _NAMES = ("x_auth_username", "x_auth_password", "x_auth_mode")
_CLIENT_AUTH = "client_auth"
_NEVER_EXPIRES = "x_auth_expires=0"


class XAuth:
    """Gives out access tokens for passwords."""

    def __init__(self, store: Store, policy: Policy, tokens: Tokens) -> None:
        self._store = store
        self._policy = policy
        self._tokens = tokens

    @staticmethod
    def is_asked_for(message: Signed) -> bool:
        """Whether a request for an access token comes with any of xAuth's parameters."""
        return any(name in _NAMES for name, _ in message.parameters)

    def access_token(self, message: Signed) -> str:
        """Give out an access token, form-encoded."""
        user = self._user(message)
        given = self._tokens.credentials(self._policy.terms())
        self._store.grant(message.protocol["oauth_consumer_key"], WRITE, [(user, given)])
        return f"{self._tokens.answer(given, user, message.request.origin)}&{_NEVER_EXPIRES}"

    def _user(self, message: Signed) -> User:
        if not self._policy.profile.xauth:
            raise _refused(_MODE, because=f"{self._policy.profile.title} has no xAuth")
        if message.protocol.get("oauth_token"):
            raise _refused("oauth_token", because="xAuth has no request token")
        sent = dict(message.sources["form"])
        astray = [name for name, _ in message.sources["query"] if name in _NAMES]
        if astray:
            raise _refused(*astray, because="send them in the form body")
        missing = [name for name in _NAMES if not sent.get(name)]
        if missing:
            raise RefusedError(absent(*missing))
        if sent[_MODE] != _CLIENT_AUTH:
            raise _refused(_MODE, because=f"not {_CLIENT_AUTH}")
        user = self._store.sign_in(sent[_USERNAME], sent[_PASSWORD])
        if user is None:
            raise _refused(
                _USERNAME,
                _PASSWORD,
                because="there is no such user with that password",
                status=HTTPStatus.UNAUTHORIZED,
            )
        return user


def _refused(
    *names: str, because: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> RefusedError:
    return RefusedError(rejected(*names, because=because, status=status))
