"""The endpoints that applications call: tokens, statuses, and an echo."""

from __future__ import annotations

import hashlib
import re
import time
from http import HTTPStatus
from typing import cast

from oauth1.sandbox.case import Purpose
from oauth1.sandbox.gate import Access, Gate
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import Problem, RefusedError, advice
from oauth1.sandbox.renewal import Renewal
from oauth1.sandbox.rules import HANDLE
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import Status, Store, User
from oauth1.sandbox.tokens import Tokens
from oauth1.sandbox.users import user_json
from oauth1.sandbox.xauth import XAuth

_DEFAULT_COUNT = 20
_LARGEST_COUNT = 200
_COUNT = re.compile(r"[0-9]{1,9}")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_AUTHENTICATION_FAILED = (32, "Could not authenticate you.")
_ERRORS = {
    "additional_authorization_required": (261, "Read-only application cannot POST."),
    "parameter_absent": (215, "Bad Authentication data."),
    "timestamp_refused": (135, "Timestamp out of bounds."),
    "token_expired": (89, "Invalid or expired token."),
    "token_rejected": (89, "Invalid or expired token."),
    "token_revoked": (89, "Invalid or expired token."),
}


class Api:
    """The provider's endpoints for applications."""

    def __init__(self, store: Store, policy: Policy, gate: Gate, tokens: Tokens) -> None:
        self._store = store
        self._clock = policy.clock
        self._gate = gate
        self._tokens = tokens
        self._xauth = XAuth(store, policy, tokens)
        self._renewal = Renewal(store, policy, tokens)

    def request_token(self, request: Request) -> Response:
        """Give out a request token."""
        return Response.form(self._request_token(self._gate.handshake(request)))

    def access_token(self, request: Request) -> Response:
        """Give out an access token: for a request token, a password, or one that it renews."""
        return Response.form(self._access_token(self._gate.handshake(request)))

    def token(self, request: Request) -> Response:
        """Give out either kind of token, at an address that is for both."""
        message = self._gate.handshake(request)
        if message.protocol.get("oauth_token"):
            return Response.form(self._access_token(message))
        return Response.form(self._request_token(message))

    def renew_token(self, request: Request) -> Response:
        """Let the access token that the request is signed with go on as it is."""
        message = self._gate.handshake(request)
        self._renewal.revive(self._gate.require(message, Purpose.RENEWAL))
        return Response(HTTPStatus.OK, b"Access Token has been renewed")

    def revoke_token(self, request: Request) -> Response:
        """Revoke the access token that the request is signed with, and say so in words."""
        self._revoke(request)
        return Response(HTTPStatus.OK, b"Revoked Access Token")

    def invalidate_token(self, request: Request) -> Response:
        """Revoke the access token that the request is signed with."""
        return Response.json({"access_token": self._revoke(request)})

    def verify_credentials(self, request: Request) -> Response:
        """Say whose access token the request is signed with."""
        _, user = self._user_access(request)
        return Response.json(user_json(user))

    def update(self, request: Request) -> Response:
        """Publish a status."""
        access, user = self._user_access(request)
        if access.is_for_reading:
            because = advice("the user has allowed to read only")
            raise RefusedError(
                Problem("additional_authorization_required", HTTPStatus.FORBIDDEN, (because,))
            )
        text = next((value for name, value in access.parameters if name == "status"), "")
        if not text.strip():
            return _error(HTTPStatus.FORBIDDEN, 170, "Missing required parameter: status.")
        status = self._store.add_status(user, access.consumer, text, self._clock.now())
        return Response.json(_status(status))

    def timeline(self, request: Request) -> Response:
        """List the last statuses, of all users: here everybody follows everybody."""
        access, _ = self._user_access(request)
        wanted = next((value for name, value in access.parameters if name == "count"), "")
        count = int(wanted) if _COUNT.fullmatch(wanted) else _DEFAULT_COUNT
        statuses = self._store.statuses(max(1, min(count, _LARGEST_COUNT)))
        return Response.json([_status(status) for status in statuses])

    def echo(self, request: Request) -> Response:
        """Say what arrived, in a request with an access token or without one."""
        access = self._gate.access(request, two_legged=True)
        message = access.message
        return Response.json(
            {
                "method": request.method,
                "path": request.path,
                "query": message.sources["query"],
                "headers": request.fields,
                "form": message.sources["form"],
                "parameters": access.parameters,
                "protocol": message.protocol,
                "realm": message.realm,
                "body_length": len(request.body),
                "body_sha256": hashlib.sha256(request.body).hexdigest(),
                "base_string": message.base_string,
                "consumer_key": access.consumer,
                "user": access.user and user_json(access.user),
            }
        )

    def _request_token(self, message: SignedMessage) -> str:
        return self._tokens.request_token(self._gate.require(message, Purpose.REQUEST_TOKEN))

    def _access_token(self, message: SignedMessage) -> str:
        if self._xauth.is_asked_for(message):
            return self._xauth.access_token(self._gate.require(message, Purpose.TWO_LEGGED))
        if HANDLE in message.protocol:
            return self._renewal.replace(self._gate.require(message, Purpose.RENEWAL))
        return self._tokens.access_token(self._gate.require(message, Purpose.ACCESS_TOKEN))

    def _revoke(self, request: Request) -> str:
        key = self._gate.access(request).message.protocol["oauth_token"]
        self._store.invalidate(key)
        return key

    def _user_access(self, request: Request) -> tuple[Access, User]:
        access = self._gate.access(request)
        return access, cast("User", access.user)  # the rules want a token, which has a user


def refusal(problem: Problem) -> Response:
    """Return a refusal as the API words it."""
    code, text = _ERRORS.get(problem.name, _AUTHENTICATION_FAILED)
    return _error(problem.status, code, text, dict(problem.pairs))


def _error(
    status: HTTPStatus, code: int, text: str, details: dict[str, str] | None = None
) -> Response:
    return Response.json({"errors": [{"code": code, "message": text, **(details or {})}]}, status)


def _status(status: Status) -> dict[str, object]:
    return {
        "created_at": _timestamp(status.created_at),
        "id": status.id,
        "id_str": str(status.id),
        "text": status.text,
        "truncated": status.truncated,
        "user": user_json(status.user),
    }


def _timestamp(seconds: float) -> str:
    """Return a time as the API writes it, in English whatever the locale."""
    at = time.gmtime(seconds)
    day, month = _DAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    return f"{day} {month} {at.tm_mday:02} {time.strftime('%H:%M:%S', at)} +0000 {at.tm_year}"
