"""Handshakes that wait for their users, in the browser's session.

Each is an entry of its own, so that two tabs do not get in each other's way, and known by its
request token. It is bound to the session that holds it, to the user who began it and to the
provider, and is taken out before its token is exchanged: what comes back a second time finds none.
"""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from oauth1 import AccessDeniedError, OAuth1Error, PendingAuthorization
from oauth1.django import sessions
from oauth1.django.conf import settings


class NoPendingError(OAuth1Error):
    """No handshake of this session waits for what came back."""

    kind = "no_pending_authorization"


@dataclass(frozen=True)
class Waiting:
    """A handshake that waits, and where its user goes afterwards."""

    pending: PendingAuthorization
    next_url: str


def user_key(request: HttpRequest) -> str:
    """Return what tells one user from another; empty for one who is not signed in."""
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ""


def keep(
    request: HttpRequest, provider: str, pending: PendingAuthorization, next_url: str = ""
) -> None:
    """Keep a handshake until its user is back. Where there are too many, the oldest gives way."""
    entry = {
        "token": pending.request_token.key,
        "provider": provider,
        "user": user_key(request),
        "next": next_url,
        "time": time.time(),
        "bytes": base64.b64encode(pending.to_bytes()).decode("ascii"),
    }
    limit = settings().pending_limit
    sessions.change(
        request.session, sessions.PENDING, lambda stored: [*fresh(stored), entry][-limit:]
    )


def take(request: HttpRequest, provider: str) -> Waiting:
    """Take out the handshake that a callback answers. It is gone then, whatever follows.

    Raises:
        NoPendingError: There is none: it expired, was taken before, or is another user's.
        AccessDeniedError: The user said no, and the provider does not say to which.

    """
    query = parse_qs(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    token = (query.get("oauth_token") or query.get("denied") or [""])[0]
    found: list[dict[str, Any]] = []

    def without(stored: Any) -> list[dict[str, Any]]:
        waiting = fresh(stored)
        found[:] = [each for each in waiting if constant_time_compare(each["token"], token)]
        return [each for each in waiting if each not in found]

    if token and sessions.PENDING in request.session:
        try:
            sessions.change(request.session, sessions.PENDING, without)
        except sessions.SessionEndedError:
            found.clear()
    for each in found:
        if each["provider"] == provider and each["user"] == user_key(request):
            pending = PendingAuthorization.from_bytes(base64.b64decode(each["bytes"]))
            return Waiting(pending, each["next"])
    if "oauth_problem" in query and not token:
        raise AccessDeniedError("the provider says that access was not allowed")
    raise NoPendingError(
        "no authorization of this browser waits for this answer: it took too long, was answered "
        "before, or was begun elsewhere or by somebody else"
    )


def fresh(entries: Any) -> list[dict[str, Any]]:
    """Return the entries that are not expired."""
    return [each for each in entries or [] if _is_fresh(each)]


def _is_fresh(entry: dict[str, Any]) -> bool:
    return 0 <= time.time() - float(entry["time"]) < settings().pending_lifetime
