"""httpx with Authlib, sending: one client for each thread, as for requests-oauthlib."""

from __future__ import annotations

import sys
from collections.abc import Callable

from authlib.integrations.httpx_client import OAuth1Client
from httpx import Response

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
form = dict(given.form) or None


def sender() -> Callable[[], Response]:
    """What sends one request, over a client of its own."""
    client = OAuth1Client(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)

    def send() -> Response:
        response: Response = client.request(given.method, given.url, data=form)
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
