"""What the app keeps in the browser's session, so that two tabs do not undo each other's work.

Django reads a session when a request first asks for it, and writes all of it when the request ends.
Between the two a handshake asks the provider, which takes long: what another request of the same
browser has stored in the meantime would be written over. So a change here starts from what is
stored, and is stored at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase, UpdateError

PENDING = "oauth1.pending"
TOKENS = "oauth1.tokens"


class SessionEndedError(Exception):
    """The session has ended while it was in use: its user has signed out."""


def change(session: SessionBase, name: str, changed: Callable[[Any], Any]) -> None:
    """Store a value anew, made of the one that is stored: None where there is none.

    Raises:
        SessionEndedError: The session is not there any more.

    """
    if session.session_key:
        stored = type(session)(session.session_key)
        for each in (PENDING, TOKENS):
            if each in stored:
                session[each] = stored[each]
            else:
                session.pop(each, None)
    session[name] = changed(session.get(name))
    try:
        session.save()
    except UpdateError:
        session.flush()  # or Django would answer in the place of whoever catches this
        raise SessionEndedError("the session has ended in the meantime") from None
