"""Authlib, which is given the form body as text."""

from __future__ import annotations

from urllib.parse import urlencode

from authlib.oauth1 import ClientAuth

from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure

auth = ClientAuth(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)
given = Input.from_args()
method, url, body = given.method, given.url, urlencode(given.form)
headers = {"Content-Type": "application/x-www-form-urlencoded"}

measure("whole", 'auth.sign(method, url, headers, body)[1]["Authorization"]', globals())
