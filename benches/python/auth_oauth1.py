"""This library, as an auth of requests: a request that is prepared otherwise is signed."""

from __future__ import annotations

from requests import Request

from oauth1.requests import OAuth1
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure

auth = OAuth1(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)
given = Input.from_args()
request = Request(given.method, given.url, data=given.form).prepare()

measure("auth", 'auth(request).headers["Authorization"]', globals())
