"""requests-oauthlib, sending: one session for each thread, as requests' sessions are not shared."""

from __future__ import annotations

import sys
from collections.abc import Callable

from requests import Response
from requests_oauthlib import OAuth1Session

from timing import (
    CONSUMER_KEY,
    CONSUMER_SECRET,
    TOKEN,
    TOKEN_SECRET,
    Input,
    measure_call,
    measure_threads,
)

given = Input.from_args()


def sender() -> Callable[[], Response]:
    """What sends one request, over a session of its own."""
    session = OAuth1Session(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)

    def send() -> Response:
        response = session.request(given.method, given.url, data=given.form or None)
        assert response.status_code == 200
        assert response.content
        return response

    return send


threads = int(sys.argv[2])
if threads == 1:
    send = sender()
    measure_call("one", "send()", globals())
else:
    measure_threads("threads", [sender() for _ in range(threads)])
