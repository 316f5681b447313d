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

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from oauth1 import OAuth1Error, PendingAuthorization
from oauth1.django.conf import ConfiguredProvider, settings

_KEY = "oauth1.pending"


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
    request: HttpRequest, provider: ConfiguredProvider, pending: PendingAuthorization, next_url: str
) -> None:
    """Keep a handshake until its user is back."""
    entries = _fresh(request)
    entries.append(
        {
            "token": pending.request_token.key,
            "provider": provider.name,
            "user": user_key(request),
            "next": next_url,
            "time": time.time(),
            "bytes": base64.b64encode(pending.to_bytes()).decode("ascii"),
        }
    )
    request.session[_KEY] = entries[-settings().pending_limit :]


def take(request: HttpRequest, provider: ConfiguredProvider, token: str) -> Waiting:
    """Take out the handshake of a request token. It is gone then, whatever follows.

    Raises:
        NoPendingError: There is none: it expired, was taken before, or is another user's.

    """
    entries = _fresh(request)
    found = [each for each in entries if constant_time_compare(each["token"], token)]
    request.session[_KEY] = [each for each in entries if each not in found]
    request.session.save()
    for each in found:
        if each["provider"] == provider.name and each["user"] == user_key(request):
            pending = PendingAuthorization.from_bytes(base64.b64decode(each["bytes"]))
            return Waiting(pending, each["next"])
    raise NoPendingError(
        "no authorization of this browser waits for this answer: it took too long, was answered "
        "before, or was begun elsewhere or by somebody else"
    )


def clear(session: Any) -> bool:
    """Take what has expired out of a session; return whether there was anything."""
    before = session.get(_KEY, [])
    after = [each for each in before if _is_fresh(each)]
    if len(before) == len(after):
        return False
    session[_KEY] = after
    return True


def _fresh(request: HttpRequest) -> list[dict[str, Any]]:
    return [each for each in request.session.get(_KEY, []) if _is_fresh(each)]


def _is_fresh(entry: dict[str, Any]) -> bool:
    return 0 <= time.time() - float(entry["time"]) < settings().pending_lifetime
