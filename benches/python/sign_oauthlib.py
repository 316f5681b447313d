"""oauthlib, which is given the form body as text."""

from __future__ import annotations

from urllib.parse import urlencode

from oauthlib.oauth1 import Client

from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure

client = Client(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)
given = Input.from_args()
method, url, body = given.method, given.url, urlencode(given.form)
headers = {"Content-Type": "application/x-www-form-urlencoded"}

measure("whole", 'client.sign(url, method, body, headers)[1]["Authorization"]', globals())
