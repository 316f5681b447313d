"""oauthlib's SignatureOnlyEndpoint: secrets from dictionaries, the store left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from oauthlib.oauth1 import Client, RequestValidator, SignatureOnlyEndpoint

from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure_call

consumers = {CONSUMER_KEY: CONSUMER_SECRET}
tokens = {(CONSUMER_KEY, TOKEN): TOKEN_SECRET}


class Validator(RequestValidator):
    """Knows one consumer and one token, whatever characters their keys are made of."""

    dummy_client = "dummy"

    def check_client_key(self, client_key: str) -> bool:
        return True

    def check_nonce(self, nonce: str) -> bool:
        return True

    def check_access_token(self, request_token: str) -> bool:
        return True

    def validate_client_key(self, client_key: str, request: Any) -> bool:
        return client_key in consumers

    def validate_timestamp_and_nonce(self, *_: Any, **__: Any) -> bool:
        return True

    def get_client_secret(self, client_key: str, request: Any) -> str:
        return consumers[client_key]

    def get_access_token_secret(self, client_key: str, token: str, request: Any) -> str:
        return tokens[client_key, token]


given = Input.from_args()
method: Any = given.method
body = urlencode(given.form)
client = Client(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)
form = {"Content-Type": "application/x-www-form-urlencoded"}
url, headers, body = client.sign(given.url, method, body, form)
endpoint = SignatureOnlyEndpoint(Validator())

assert endpoint.validate_request(url, method, body, headers)[0]
measure_call("verify", "endpoint.validate_request(url, method, body, headers)", globals())
