"""What the parts share that sign for another library to send."""

from __future__ import annotations

import re

FORM = "application/x-www-form-urlencoded"
BINARY = "application/octet-stream"

_SIGNATURE = re.compile(
    "oauth_(?:body_hash|callback|consumer_key|nonce|signature|signature_method|timestamp|token"
    "|verifier|version)="
)


def is_form_type(content_type: str) -> bool:
    """Tell whether a content type is that of form data, whatever its parameters and case."""
    return content_type == FORM or content_type.partition(";")[0].strip().lower() == FORM


def is_any_protocol(pairs: str) -> bool:
    """Tell whether a query has protocol parameters, which travel with the signature alone."""
    return any(pair.startswith("oauth_") for pair in pairs.split("&"))


def without_signature(pairs: str) -> str:
    """Return a query or a form body without the parameters that a signature adds."""
    return "&".join(pair for pair in pairs.split("&") if not _SIGNATURE.match(pair))
