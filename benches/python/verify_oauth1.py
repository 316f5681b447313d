"""This library from the provider's side: secrets from dictionaries, the store left out."""

from __future__ import annotations

from oauth1 import Client, Request, Token, Verifier
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure_call

session = Client(CONSUMER_KEY, CONSUMER_SECRET).session(Token(TOKEN, TOKEN_SECRET))
given = Input.from_args()
signed = session.sign(Request(given.method, given.url, form=given.form))
method, url, body, headers = signed.method, signed.url, signed.body, dict(signed.headers)
consumers = {CONSUMER_KEY: CONSUMER_SECRET}
tokens = {(CONSUMER_KEY, TOKEN): TOKEN_SECRET}
verifier = Verifier(
    consumers.get, lambda key, token: tokens.get((key, token)), nonces=lambda use: True
)

assert verifier.verify(method, url, headers=headers, body=body).token == TOKEN
measure_call("verify", "verifier.verify(method, url, headers=headers, body=body)", globals())
