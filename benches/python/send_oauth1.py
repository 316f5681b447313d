"""This library, sending: one session, and one request that is sent again and again."""

from __future__ import annotations

import sys

from oauth1 import Client, Request, Response, Token
from timing import (
    CONSUMER_KEY,
    CONSUMER_SECRET,
    TOKEN,
    TOKEN_SECRET,
    Input,
    measure_call,
    measure_threads,
)

session = Client(CONSUMER_KEY, CONSUMER_SECRET).session(Token(TOKEN, TOKEN_SECRET))
given = Input.from_args()
request = Request(given.method, given.url, form=given.form)


def send() -> Response:
    """One request; its answer is looked at, as a program would."""
    response = session.send(request)
    assert response.status == 200
    assert response.body
    return response


threads = int(sys.argv[2])
if threads == 1:
    measure_call("one", "send()", globals())
    measure_call("sign", "session.sign(request)", globals())
else:
    measure_threads("threads", [send] * threads)
