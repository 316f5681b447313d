"""Who signs, and how: what oauthlib's `Client` is to requests-oauthlib."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar, overload
from urllib.parse import urlsplit

from requests.structures import CaseInsensitiveDict

import oauth1
from oauth1._http import BINARY, FORM, is_form_type
from oauth1._native import nonce as generate_nonce
from oauth1._native import oauthlib_authorization
from oauth1.types import Transmission

if TYPE_CHECKING:
    from typing_extensions import Self

SIGNATURE_HMAC_SHA1 = "HMAC-SHA1"
SIGNATURE_HMAC_SHA256 = "HMAC-SHA256"
SIGNATURE_HMAC_SHA512 = "HMAC-SHA512"
SIGNATURE_HMAC = SIGNATURE_HMAC_SHA1
SIGNATURE_RSA_SHA1 = "RSA-SHA1"
SIGNATURE_RSA_SHA256 = "RSA-SHA256"
SIGNATURE_RSA_SHA512 = "RSA-SHA512"
SIGNATURE_RSA = SIGNATURE_RSA_SHA1
SIGNATURE_PLAINTEXT = "PLAINTEXT"
SIGNATURE_TYPE_AUTH_HEADER = "AUTH_HEADER"
SIGNATURE_TYPE_QUERY = "QUERY"
SIGNATURE_TYPE_BODY = "BODY"

_TRANSMISSIONS: dict[str, Transmission] = {
    SIGNATURE_TYPE_AUTH_HEADER: "header",
    SIGNATURE_TYPE_QUERY: "query",
    SIGNATURE_TYPE_BODY: "form",
}
_changing = threading.Lock()
_T = TypeVar("_T")


def generate_timestamp() -> str:
    """Return the time as it is sent: seconds since 1970-01-01 00:00:00 GMT."""
    return str(int(time.time()))


@dataclass(frozen=True, eq=False, repr=False)
class Settings:
    """What a client signs with at one time.

    It never changes, so that a request is signed with one user's key and secret, whatever other
    threads set meanwhile.
    """

    client_key: str
    client_secret: str | None
    resource_owner_key: str | None
    resource_owner_secret: str | None
    callback_uri: str | None
    signature_method: str
    signature_type: str
    rsa_key: str | None
    verifier: str | None
    realm: str | None
    encoding: str | None
    decoding: str | None
    nonce: str | None
    timestamp: str | None
    strict: bool
    callback: Callable[[str, Any], str] | None

    @cached_property
    def session(self) -> oauth1.Session:
        """What signs."""
        transmission = _TRANSMISSIONS.get(self.signature_type)
        if transmission is None:
            raise oauth1.InvalidSettingError(
                f"the signature type {self.signature_type!r} is none: expected "
                f"{', '.join(map(repr, _TRANSMISSIONS))}"
            )
        if self.resource_owner_secret and not self.resource_owner_key:
            raise oauth1.InvalidSettingError(
                "there is a resource_owner_secret without its resource_owner_key: give both, or "
                "neither"
            )
        method: str | oauth1.CustomSignature = self.signature_method
        if self.callback is not None:
            callback = self.callback
            method = oauth1.CustomSignature(
                self.signature_method, lambda base_string, *_secrets: callback(base_string, self)
            )
        client = oauth1.Client(
            self.client_key,
            self.client_secret or "",
            signature_method=method,
            rsa_key=self.rsa_key if self.signature_method.startswith("RSA-") else None,
            transmission=transmission,
            plaintext_over_http=not self.strict,
        )
        if not self.resource_owner_key:
            return client.session()
        return client.session(
            oauth1.Token(self.resource_owner_key, self.resource_owner_secret or "")
        )

    def options(self, realm: str | None) -> dict[str, Any]:
        """Return what each request is signed with: its nonce and time, the step of a handshake."""
        options: dict[str, Any] = {
            "nonce": generate_nonce() if self.nonce is None else self.nonce,
            "timestamp": self._seconds(),
        }
        if realm := realm or self.realm:
            options["realm"] = realm
        if self.callback_uri or self.verifier:
            steps = {"oauth_callback": self.callback_uri, "oauth_verifier": self.verifier}
            options["oauth_params"] = {name: value for name, value in steps.items() if value}
        return options

    def sign(
        self, request: oauth1.Request, uri: str, url: str
    ) -> tuple[str, str | None, bytes | None]:
        """Return the URL, the Authorization header and the form body that carry a signature.

        `url` is that of the request, and `uri` the same where it is sent to.
        """
        if self.signature_type == SIGNATURE_TYPE_AUTH_HEADER:
            return uri, oauthlib_authorization(self.session, request), None
        signed = self.session.sign(request)
        if self.signature_type == SIGNATURE_TYPE_BODY:
            return uri, None, signed.body
        query = urlsplit(signed.url).query
        uri = signed.url if url == uri else urlsplit(uri)._replace(query=query).geturl()
        return uri, None, None

    def _seconds(self) -> int:
        timestamp = generate_timestamp() if self.timestamp is None else self.timestamp
        try:
            return int(timestamp)
        except ValueError:
            raise oauth1.InvalidSettingError(
                f"the timestamp {timestamp!r} is none: expected seconds since 1970, in digits"
            ) from None


class _Setting(Generic[_T]):
    """One of the settings of a client, as an attribute that can be set."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> _T: ...
    def __get__(self, client: Client | None, owner: type) -> Self | _T:
        if client is None:
            return self
        value: _T = getattr(client.settings, self._name)
        return value

    def __set__(self, client: Client, value: _T) -> None:
        client.change(**{self._name: value})

    def __delete__(self, client: Client) -> None:
        client.change(**{self._name: None})


class Client:
    """The credentials of an application and a user, and the rules by which to sign.

    Arguments and attributes are those of `oauthlib.oauth1.Client`. Attributes can be set at any
    time and from any thread; each request is signed with what was set together. Neither `repr` nor
    pickle gives a secret away.

    Args:
        client_key: The application's key.
        client_secret: Its secret, which the RSA methods have no use for.
        resource_owner_key: The key of the request token or the access token.
        resource_owner_secret: Its secret.
        callback_uri: Where the user is sent back to, when a request token is asked for.
        signature_method: SIGNATURE_HMAC_SHA1, or another of its kind, or one that is registered.
        signature_type: Where the `oauth_` parameters travel: SIGNATURE_TYPE_AUTH_HEADER,
            SIGNATURE_TYPE_QUERY or SIGNATURE_TYPE_BODY.
        rsa_key: The private key of the RSA methods, PEM.
        verifier: The verifier, when an access token is asked for.
        realm: The realm of the Authorization header.
        encoding: What bytes among these are encoded in, and form bodies that are bytes.
        decoding: What form bodies are encoded in when they are sent; None leaves them str.
        nonce: The nonce of every signature, instead of a fresh one for each.
        timestamp: The timestamp of every signature, in digits, instead of the time.
        strict: Whether to refuse to sign by PLAINTEXT for plain http (RFC 5849 §3.4.4).

    """

    SIGNATURE_METHODS: ClassVar[Mapping[str, Callable[[str, Any], str]]] = {}
    """The methods that were registered, by their names."""

    client_key = _Setting[str]()
    client_secret = _Setting[str | None]()
    resource_owner_key = _Setting[str | None]()
    resource_owner_secret = _Setting[str | None]()
    callback_uri = _Setting[str | None]()
    signature_method = _Setting[str]()
    signature_type = _Setting[str]()
    rsa_key = _Setting[str | None]()
    verifier = _Setting[str | None]()
    realm = _Setting[str | None]()
    encoding = _Setting[str | None]()
    decoding = _Setting[str | None]()
    nonce = _Setting[str | None]()
    timestamp = _Setting[str | None]()
    strict = _Setting[bool]()

    def __init__(  # noqa: PLR0917 - oauthlib's signature
        self,
        client_key: str | bytes,
        client_secret: str | bytes | None = None,
        resource_owner_key: str | bytes | None = None,
        resource_owner_secret: str | bytes | None = None,
        callback_uri: str | bytes | None = None,
        signature_method: str | bytes = SIGNATURE_HMAC_SHA1,
        signature_type: str | bytes = SIGNATURE_TYPE_AUTH_HEADER,
        rsa_key: str | bytes | None = None,
        verifier: str | bytes | None = None,
        realm: str | bytes | None = None,
        encoding: str | None = "utf-8",
        decoding: str | None = None,
        nonce: str | bytes | None = None,
        timestamp: str | bytes | None = None,
        *,
        strict: bool = False,
    ) -> None:
        def given(value: str | bytes) -> str:
            return text(value, encoding or "utf-8")

        def optional(value: str | bytes | None) -> str | None:
            return None if value is None else given(value)

        method = given(signature_method)
        self.settings = Settings(
            client_key=given(client_key),
            client_secret=optional(client_secret),
            resource_owner_key=optional(resource_owner_key),
            resource_owner_secret=optional(resource_owner_secret),
            callback_uri=optional(callback_uri),
            signature_method=method,
            signature_type=given(signature_type),
            rsa_key=optional(rsa_key),
            verifier=optional(verifier),
            realm=optional(realm),
            encoding=encoding,
            decoding=decoding,
            nonce=optional(nonce),
            timestamp=optional(timestamp),
            strict=strict,
            callback=self.SIGNATURE_METHODS.get(method),
        )

    @classmethod
    def register_signature_method(
        cls, method_name: str, method_callback: Callable[[str, Any], str]
    ) -> None:
        """Have clients of this class that are made from now on know a further signature method.

        Args:
            method_name: What is sent as `oauth_signature_method`.
            method_callback: Called with the base string and an object with the attributes of the
                client; returns the signature.

        """
        cls.SIGNATURE_METHODS = {**cls.SIGNATURE_METHODS, method_name: method_callback}

    def change(self, **settings: Any) -> None:
        """Set several attributes together, so that no request is signed with some of them."""
        with _changing:
            changed = replace(self.settings, **settings)
            callback = self.SIGNATURE_METHODS.get(changed.signature_method)
            self.settings = replace(changed, callback=callback)

    def sign(
        self,
        uri: str,
        http_method: str = "GET",
        body: Any = None,
        headers: Mapping[str, Any] | None = None,
        realm: str | None = None,
    ) -> tuple[str, CaseInsensitiveDict[Any], Any]:
        """Sign a request.

        Args:
            uri: The URL that it goes to. A Host header stands for the host in it.
            http_method: The method.
            body: The body. Where the Content-Type is a form's, its pairs are signed. Any other is
                signed by its SHA-1, as `oauth_body_hash`, which reads a file that can seek once
                more. None leaves the body out.
            headers: The headers.
            realm: The realm, instead of the client's.

        Returns:
            URL, headers and body, to be sent so.

        Raises:
            OAuth1Error: As `oauth1.Request` and `oauth1.Session.sign` do.

        """
        signed_headers: CaseInsensitiveDict[Any] = CaseInsensitiveDict(headers or {})
        uri, authorization, content_type, body = self.sign_parts(
            uri,
            http_method,
            body,
            text(signed_headers.get("Content-Type", "")),
            text(signed_headers.get("Host", "")),
            realm,
        )
        if authorization:
            signed_headers["Authorization"] = authorization
        if content_type:
            signed_headers["Content-Type"] = content_type
        return uri, signed_headers, body

    def sign_parts(  # noqa: PLR0917 - what of a request is signed
        self,
        uri: str,
        method: str,
        body: Any,
        content_type: str,
        host: str,
        realm: str | None = None,
    ) -> tuple[str, str | None, str, Any]:
        """Do as `sign`, with the headers that matter, and those that come of it.

        Returns:
            URL, Authorization, Content-Type and body.

        """
        settings = self.settings
        if not content_type and settings.signature_type == SIGNATURE_TYPE_BODY:
            content_type = FORM
        options = settings.options(realm)
        if content_type:
            options["content_type"] = content_type
        url = _signed_url(uri, host)
        if is_form_type(content_type):
            body = body or ""
            encoding = settings.encoding
            if isinstance(body, bytes) and encoding and encoding != "utf-8":
                body = body.decode(encoding)  # signed as UTF-8
            request = oauth1.Request(method, url, body=body, **options)
            uri, authorization, signed = settings.sign(request, uri, url)
            return uri, authorization, content_type, _encoded(signed or body, settings.decoding)
        if body or (body is not None and content_type):
            options.setdefault("content_type", BINARY)
            with _kept_place(body):
                request = oauth1.Request(method, url, body=body, body_hash="sha1", **options)
                return *settings.sign(request, uri, url)[:2], content_type, body
        request = oauth1.Request(method, url, **options)
        return *settings.sign(request, uri, url)[:2], content_type, body

    def __repr__(self) -> str:
        token = f", resource_owner_key={self.resource_owner_key!r}"
        return (
            f"<{type(self).__name__} client_key={self.client_key!r}, client_secret='***'"
            f"{token if self.resource_owner_key else ''}, "
            f"signature_method={self.signature_method!r}>"
        )

    def __copy__(self) -> Self:
        copied = object.__new__(type(self))
        copied.__dict__.update(self.__dict__)
        return copied

    def __deepcopy__(self, _memo: object) -> Self:
        return self.__copy__()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} is not pickled, so that its secrets are nowhere by accident: "
            "keep them where secrets are kept, and make it of them again"
        )


def text(value: str | bytes, encoding: str = "utf-8") -> str:
    """Return bytes as the text that they are."""
    return value.decode(encoding) if isinstance(value, bytes) else value


def _signed_url(uri: str, host: str) -> str:
    """Return the URL that a provider will see: of the host that it is told, and without a user."""
    parts = urlsplit(uri)
    netloc = host or parts.netloc.rpartition("@")[2]
    return uri if netloc == parts.netloc else parts._replace(netloc=netloc).geturl()


@contextmanager
def _kept_place(body: Any) -> Iterator[None]:
    """Have a file be afterwards where it was before."""
    seekable = getattr(body, "seekable", None)
    if seekable is None or not seekable():
        yield
        return
    place = body.tell()
    try:
        yield
    finally:
        body.seek(place)


def _encoded(body: str | bytes, encoding: str | None) -> str | bytes:
    """Return a form body as it is asked for: in an encoding, or as str."""
    if isinstance(body, bytes):
        return body if encoding else body.decode("utf-8")
    return body.encode(encoding) if encoding else body
