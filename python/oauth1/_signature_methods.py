"""The names of the signature methods that there are (RFC 5849 §3.4)."""

from __future__ import annotations

RSA_METHODS = ("RSA-SHA1", "RSA-SHA256", "RSA-SHA512")
SIGNATURE_METHODS = ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", *RSA_METHODS, "PLAINTEXT")
