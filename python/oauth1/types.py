"""The types of what the package's functions take."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import Literal, Protocol, TypeAlias, TypedDict

from oauth1._native import (
    Cancellation,
    CustomSignature,
    HttpTransport,
    Provider,
    Request,
    Retries,
)

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

ReceivedHeaders: TypeAlias = (
    Mapping[str, str]
    | Mapping[bytes, bytes]
    | Iterable[tuple[str, str]]
    | Iterable[tuple[bytes, bytes]]
)
"""Headers as a server has them: a mapping or pairs, of str, or of bytes as ASGI has them."""

ProxyHeaders: TypeAlias = Literal["x-forwarded", "forwarded"]
"""The headers by which a proxy tells what it was asked for."""

Endpoint: TypeAlias = str | Request
"""Where a step of the handshake is asked for: a URL, which is posted to, or a request."""


class BinaryFile(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""
        ...


class AsyncBinaryFile(Protocol):
    """What bytes are read from by a task."""

    def read(self, size: int, /) -> Awaitable[bytes]:
        """Return up to so many bytes, none at the end."""
        ...


Held: TypeAlias = bytes | bytearray | memoryview
"""Bytes that are in memory."""

Streamed: TypeAlias = PathLike[str] | BinaryFile | Iterable[bytes]
"""Bytes that are read when a request is sent: of a path, a binary file or an iterable."""

Awaited: TypeAlias = AsyncIterable[bytes] | AsyncBinaryFile
"""Bytes that a task reads when an `AsyncSession` sends a request."""

Content: TypeAlias = Held | Streamed | Awaited
"""Bytes, however they are had."""

Body: TypeAlias = str | Content
"""The body of a request; str becomes UTF-8."""

File: TypeAlias = Content | tuple[str, Content] | tuple[str, Content, str]
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


class ClientOptions(TypedDict, total=False):
    """The settings of a `Client`, which its documentation explains."""

    provider: Provider | str | None
    signature_method: SignatureMethod | None
    rsa_key: str | bytes | None
    transmission: Transmission | None
    realm: str | None
    version: bool | None
    body_hash: BodyHash | None
    plaintext_over_http: bool
    nonce: Callable[[], str] | None
    clock: Callable[[], float] | None
    callback_confirmation: bool | None
    max_response_size: int
    transport: HttpTransport | None
    user_agent: str | None
    empty_token: bool | None
    redirects: bool
    retries: Retries | int | None
    clock_correction: bool


class RequestOptions(TypedDict, total=False):
    """The settings of a `Request`, which its documentation explains."""

    params: Params | None
    query: Params | None
    form: Params | None
    body: Body | None
    content_type: str | None
    headers: TextPairs | None
    oauth_params: TextPairs | None
    nonce: str | None
    timestamp: int | None
    realm: str | None
    version: bool | None
    transmission: Transmission | None
    body_hash: BodyHash | None
    empty_token: bool | None
    json: object
    files: Files | None
    timeout: float | None
    repeatable: bool
    max_response_size: int | None
    cancellation: Cancellation | None
