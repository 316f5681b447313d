"""The types of what the package's functions take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Literal, Protocol, TypeAlias

from oauth1._native import CustomSignature, Request

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

Endpoint: TypeAlias = str | Request
"""Where a step of the handshake is asked for: a URL, which is posted to, or a request."""


class BinaryFile(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""
        ...


Held: TypeAlias = bytes | bytearray | memoryview
"""Bytes that are in memory."""

Streamed: TypeAlias = PathLike[str] | BinaryFile | Iterable[bytes]
"""Bytes that are read when a request is sent: of a path, a binary file or an iterable."""

Body: TypeAlias = str | Held | Streamed
"""The body of a request; str becomes UTF-8."""

File: TypeAlias = Held | Streamed | tuple[str, Held | Streamed] | tuple[str, Held | Streamed, str]
"""A file of a multipart form: its content; or file name, content and content type."""

Files: TypeAlias = Mapping[str, File | Sequence[File]] | Iterable[tuple[str, File | Sequence[File]]]
"""The files of a multipart form by the names of their fields: one, or a list."""

Source: TypeAlias = Literal["query", "form", "protocol"]
"""Where a parameter that was signed came from (RFC 5849 §3.4.1.3.1)."""

UrlChangeKind: TypeAlias = Literal[
    "spaces",
    "scheme_case",
    "host_case",
    "punycode",
    "default_port",
    "port",
    "empty_path",
    "path_encoded",
    "query_encoded",
    "fragment",
]
"""What was done to a URL before it was signed and sent (RFC 5849 §3.4.1.2)."""

Cause: TypeAlias = Literal[
    "double_encoding",
    "plus_for_space",
    "missing_query_parameter",
    "missing_parameter",
    "extra_parameter",
    "different_value",
    "method",
    "scheme",
    "port",
    "host_case",
    "host",
    "path",
    "body_not_signed",
    "body_signed",
    "sort_order",
    "escape_case",
    "reserved_characters",
    "not_encoded",
    "signature_included",
    "realm_included",
    "query_in_uri",
    "duplicates_dropped",
    "body_hash",
    "malformed",
    "another_request",
    "character_set",
    "parameter_repeated",
    "signature_format",
    "secrets",
    "token_secret_missing",
    "secrets_not_encoded",
    "secrets_encoded",
    "secrets_swapped",
    "white_space_in_secret",
    "secret_sent",
    "key_as_secret",
    "clock",
    "nonce_used",
    "signature_method",
    "version",
    "consumer_key",
    "token",
    "callback",
    "permission",
    "user_refused",
    "authorization_required",
    "parameter_rejected",
    "invalid_signature",
    "unknown",
]
"""The likely cause of a signature that does not fit, or of a refusal."""
