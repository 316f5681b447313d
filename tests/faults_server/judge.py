"""Has oauthlib check signatures: reads a JSON object, and names each request whose is wrong.

The object has consumer_secret, token_secret and requests, each with method, uri, headers and form.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from oauthlib.oauth1.rfc5849 import signature


def fault(request: dict[str, Any], consumer_secret: str, token_secret: str) -> str | None:
    """Return what is wrong with the signature of a request."""
    given = signature.collect_parameters(
        uri_query=urlsplit(request["uri"]).query,
        body=request["form"],
        headers=dict(request["headers"]),
        exclude_oauth_signature=False,
    )
    signatures = [value for name, value in given if name == "oauth_signature"]
    if len(signatures) != 1:
        return f"{len(signatures)} signatures"
    judged = SimpleNamespace(
        http_method=request["method"],
        uri=request["uri"],
        params=[pair for pair in given if pair[0] != "oauth_signature"],
        signature=signatures[0],
    )
    methods = [value for name, value in given if name == "oauth_signature_method"]
    if methods != ["HMAC-SHA1"]:
        return f"signed by {methods}"
    if not signature.verify_hmac_sha1(judged, consumer_secret, token_secret):
        return "another signature than oauthlib's"
    return None


def main() -> int:
    """Judge, and return the exit status."""
    question = json.load(sys.stdin)
    status = 0
    for number, request in enumerate(question["requests"]):
        problem = fault(request, question["consumer_secret"], question["token_secret"])
        if problem:
            sys.stdout.write(f"request {number}, {request['method']} {request['uri']}: {problem}\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
