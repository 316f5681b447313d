"""The endpoints that applications call: tokens, statuses, and an echo."""

from __future__ import annotations

import re
import time
from http import HTTPStatus

from oauth1.sandbox.judge import Access, Judge
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.problems import Problem, RefusedError
from oauth1.sandbox.store import Status, Store, User

_DEFAULT_COUNT = 20
_LARGEST_COUNT = 200
_COUNT = re.compile(r"[0-9]{1,9}")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_AUTHENTICATION_FAILED = (32, "Could not authenticate you.")
_ERRORS = {
    "parameter_absent": (215, "Bad Authentication data."),
    "timestamp_refused": (135, "Timestamp out of bounds."),
    "token_rejected": (89, "Invalid or expired token."),
    "token_revoked": (89, "Invalid or expired token."),
}


class Api:
    """The provider's endpoints for applications."""

    def __init__(self, store: Store, judge: Judge) -> None:
        self._store = store
        self._judge = judge

    def request_token(self, request: Request) -> Response:
        """Give out a request token."""
        return Response.form(self._judge.request_token(request))

    def access_token(self, request: Request) -> Response:
        """Give out an access token."""
        return Response.form(self._judge.access_token(request))

    def invalidate_token(self, request: Request) -> Response:
        """Revoke the access token that the request is signed with."""
        access, _ = self._user_access(request)
        self._store.invalidate(access.token or "")
        return Response.json({"access_token": access.token})

    def update(self, request: Request) -> Response:
        """Publish a status."""
        access, user = self._user_access(request)
        text = next((value for name, value in access.parameters if name == "status"), "")
        if not text.strip():
            return _error(HTTPStatus.FORBIDDEN, 170, "Missing required parameter: status.")
        return Response.json(_status(self._store.add_status(user, access.consumer, text)))

    def timeline(self, request: Request) -> Response:
        """List the last statuses, of all users: here everybody follows everybody."""
        access, _ = self._user_access(request)
        wanted = next((value for name, value in access.parameters if name == "count"), "")
        count = int(wanted) if _COUNT.fullmatch(wanted) else _DEFAULT_COUNT
        statuses = self._store.statuses(max(1, min(count, _LARGEST_COUNT)))
        return Response.json([_status(status) for status in statuses])

    def echo(self, request: Request) -> Response:
        """Say what arrived, in a request with an access token or without one."""
        access = self._judge.access(request, two_legged=True)
        return Response.json(
            {
                "method": request.method,
                "path": request.path,
                "parameters": access.parameters,
                "body_length": len(request.body),
                "base_string": access.base_string,
                "consumer_key": access.consumer,
                "user": access.user and _user(access.user),
            }
        )

    def _user_access(self, request: Request) -> tuple[Access, User]:
        access = self._judge.access(request)
        if access.user is None:
            raise RefusedError(Problem("token_rejected"))
        return access, access.user


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
        "user": _user(status.user),
    }


def _user(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "id_str": str(user.id),
        "name": user.full_name,
        "screen_name": user.name,
    }


def _timestamp(seconds: float) -> str:
    """Return a time as the API writes it, in English whatever the locale."""
    at = time.gmtime(seconds)
    day, month = _DAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    return f"{day} {month} {at.tm_mday:02} {time.strftime('%H:%M:%S', at)} +0000 {at.tm_year}"
