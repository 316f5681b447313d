"""The types of what the package's functions take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from oauth1._native import CustomSignature

SignatureMethod: TypeAlias = str | CustomSignature
"""How requests are signed: HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, RSA-SHA256, RSA-SHA512,
PLAINTEXT (RFC 5849 §3.4), or a method of one's own."""

Transmission: TypeAlias = Literal["header", "query", "form"]
"""Where the `oauth_` parameters travel (RFC 5849 §3.5)."""

Hash: TypeAlias = Literal["sha1", "sha256", "sha512"]
"""A hash for `oauth_body_hash`."""

BodyHash: TypeAlias = bool | Hash
"""Whether to send `oauth_body_hash`: True by the hash of the signature method, or by which one."""

Text: TypeAlias = str | bytes | int
"""A name or a value: str in UTF-8, bytes as they are, int in digits."""

Params: TypeAlias = (
    Mapping[str, Text | Sequence[Text]]
    | Mapping[bytes, Text | Sequence[Text]]
    | Iterable[tuple[Text, Text | Sequence[Text]]]
)
"""Parameters: a mapping or pairs. A list or a tuple is one parameter for each of its items."""

TextPairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
"""Headers and the like: a mapping or pairs of str."""
