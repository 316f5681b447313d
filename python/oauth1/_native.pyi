"""The types of the compiled part."""

from collections.abc import Callable
from typing import Any, final

from typing_extensions import Self, TypedDict, Unpack

from oauth1.types import BodyHash, Hash, Params, SignatureMethod, Text, TextPairs, Transmission

__all__ = [
    "Client",
    "CustomSignature",
    "HttpTransport",
    "Request",
    "Response",
    "Session",
    "SignedRequest",
    "Token",
    "TokenResponse",
    "__version__",
    "base_string",
    "nonce",
    "percent_decode",
    "percent_encode",
    "signature",
]

__version__: str

class _RequestOptions(TypedDict, total=False):
    params: Params | None
    query: Params | None
    form: Params | None
    body: str | bytes | None
    content_type: str | None
    headers: TextPairs | None
    oauth_params: TextPairs | None
    nonce: str | None
    timestamp: int | None
    realm: str | None
    version: bool | None
    transmission: Transmission | None
    body_hash: BodyHash | None
    empty_token: bool

@final
class Client:
    def __new__(
        cls,
        consumer_key: str,
        consumer_secret: str,
        *,
        signature_method: SignatureMethod = "HMAC-SHA1",
        rsa_key: str | bytes | None = None,
        transmission: Transmission = "header",
        realm: str | None = None,
        version: bool = True,
        body_hash: BodyHash = False,
        plaintext_over_http: bool = False,
        nonce: Callable[[], str] | None = None,
        clock: Callable[[], int] | None = None,
        callback_confirmation: bool = True,
        max_response_size: int = 16777216,
        transport: HttpTransport | None = None,
    ) -> Self: ...
    @property
    def consumer_key(self) -> str: ...
    @property
    def signature_method(self) -> str: ...
    def session(self, token: Token | None = None) -> Session: ...
    def request_token(self, url: str, callback: str = "oob") -> TokenResponse: ...
    @staticmethod
    def authorization_url(url: str, request_token: Token | str, /, **extra: str) -> str: ...
    def access_token(self, url: str, request_token: Token, verifier: str) -> TokenResponse: ...

@final
class CustomSignature:
    def __new__(
        cls, name: str, sign: Callable[[str, str, str], str], *, body_hash: Hash = "sha1"
    ) -> Self: ...
    @property
    def name(self) -> str: ...

@final
class HttpTransport:
    def __new__(
        cls,
        *,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        resolve_timeout: float = 10.0,
    ) -> Self: ...

@final
class Request:
    def __new__(
        cls,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        query: Params | None = None,
        form: Params | None = None,
        body: str | bytes | None = None,
        content_type: str | None = None,
        headers: TextPairs | None = None,
        oauth_params: TextPairs | None = None,
        nonce: str | None = None,
        timestamp: int | None = None,
        realm: str | None = None,
        version: bool | None = None,
        transmission: Transmission | None = None,
        body_hash: BodyHash | None = None,
        empty_token: bool = False,
    ) -> Self: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def content_type(self) -> str | None: ...
    @property
    def body(self) -> bytes: ...

@final
class Response:
    @property
    def status(self) -> int: ...
    @property
    def is_success(self) -> bool: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    def header(self, name: str) -> str | None: ...
    @property
    def body(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...
    def raise_for_status(self) -> None: ...

@final
class Session:
    @property
    def client(self) -> Client: ...
    @property
    def token(self) -> Token | None: ...
    def authorization(self, request: Request) -> str: ...
    def sign(self, request: Request) -> SignedRequest: ...
    def send(self, request: Request) -> Response: ...
    def request(self, method: str, url: str, **options: Unpack[_RequestOptions]) -> Response: ...
    def get(self, url: str, **options: Unpack[_RequestOptions]) -> Response: ...
    def post(self, url: str, **options: Unpack[_RequestOptions]) -> Response: ...
    def put(self, url: str, **options: Unpack[_RequestOptions]) -> Response: ...
    def patch(self, url: str, **options: Unpack[_RequestOptions]) -> Response: ...
    def delete(self, url: str, **options: Unpack[_RequestOptions]) -> Response: ...

@final
class SignedRequest:
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def body(self) -> bytes | None: ...
    @property
    def authorization(self) -> str | None: ...
    @property
    def base_string(self) -> str: ...

@final
class Token:
    def __new__(cls, key: str, secret: str) -> Self: ...
    @property
    def key(self) -> str: ...
    @property
    def secret(self) -> str: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class TokenResponse:
    @staticmethod
    def from_response(response: Response) -> TokenResponse: ...
    @property
    def token(self) -> Token: ...
    @property
    def callback_confirmed(self) -> bool: ...
    @property
    def extra(self) -> tuple[tuple[str, str], ...]: ...
    def get(self, name: str) -> str | None: ...

def base_string(method: str, url: str, params: Params) -> str: ...
def nonce() -> str: ...
def percent_decode(text: str | bytes) -> bytes: ...
def percent_encode(value: Text) -> str: ...
def signature(
    method: SignatureMethod, key: str, text: str, rsa_key: str | bytes | None = None
) -> str: ...
