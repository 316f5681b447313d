"""OAuth 1.0a for requests: `OAuth1` and `OAuth1Session`, by the names of requests-oauthlib.

    from oauth1.requests import OAuth1Session  # was: from requests_oauthlib import OAuth1Session

Names, arguments, attributes, exceptions and behaviour are those of requests-oauthlib 2.0, with what
it gets wrong put right; docs/requests.md lists each difference. It is installed with the extra
`oauth1[requests]`, and signs in Rust. The names that programs take from oauthlib are here as well:
`SIGNATURE_RSA`, `SIGNATURE_TYPE_QUERY` and their like, and `Client`.
"""

from __future__ import annotations

try:
    import requests as _requests  # noqa: F401 - asked for here, so that its absence is told
except ImportError as error:
    raise ImportError(
        "oauth1.requests needs requests, which is not installed: pip install 'oauth1[requests]'",
        name=error.name,
        path=error.path,
    ) from error

from oauth1.requests.auth import OAuth1
from oauth1.requests.client import (
    SIGNATURE_HMAC,
    SIGNATURE_HMAC_SHA1,
    SIGNATURE_HMAC_SHA256,
    SIGNATURE_HMAC_SHA512,
    SIGNATURE_PLAINTEXT,
    SIGNATURE_RSA,
    SIGNATURE_RSA_SHA1,
    SIGNATURE_RSA_SHA256,
    SIGNATURE_RSA_SHA512,
    SIGNATURE_TYPE_AUTH_HEADER,
    SIGNATURE_TYPE_BODY,
    SIGNATURE_TYPE_QUERY,
    Client,
)
from oauth1.requests.errors import TokenMissing, TokenRequestDenied, VerifierMissing
from oauth1.requests.session import OAuth1Session

__all__ = [
    "SIGNATURE_HMAC",
    "SIGNATURE_HMAC_SHA1",
    "SIGNATURE_HMAC_SHA256",
    "SIGNATURE_HMAC_SHA512",
    "SIGNATURE_PLAINTEXT",
    "SIGNATURE_RSA",
    "SIGNATURE_RSA_SHA1",
    "SIGNATURE_RSA_SHA256",
    "SIGNATURE_RSA_SHA512",
    "SIGNATURE_TYPE_AUTH_HEADER",
    "SIGNATURE_TYPE_BODY",
    "SIGNATURE_TYPE_QUERY",
    "Client",
    "OAuth1",
    "OAuth1Session",
    "TokenMissing",
    "TokenRequestDenied",
    "VerifierMissing",
]
