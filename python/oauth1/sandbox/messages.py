"""HTTP messages, as the sandbox's pages and endpoints see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """One HTTP request: everything as it was sent, header names in lower case.

    `fields` is the header once more, in its order and with its spelling. `content` is the body
    where it is read as it arrives; `body` is empty then.
    """

    method: str
    origin: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fields: tuple[tuple[str, str], ...] = ()
    content: Iterable[bytes] = ()

    @property
    def content_type(self) -> str:
        """What the body is, in lower case and without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_form(self) -> bool:
        """Whether the body is form data, which is the only body that gets signed."""
        return self.content_type == FORM

    @property
    def target(self) -> str:
        """The path, with the query if there is one."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def query_values(self) -> dict[str, str]:
        """Return the query's parameters; of one that is repeated, the first."""
        return _values(self.query)

    def form_values(self) -> dict[str, str]:
        """Return the form body's parameters; of one that is repeated, the first."""
        return _values(self.body.decode("utf-8", "replace")) if self.is_form else {}

    def cookie(self, name: str) -> str | None:
        """Return a cookie's value."""
        try:
            morsel = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return None
        return morsel.value if morsel else None


@dataclass(frozen=True)
class Response:
    """One HTTP response: with its body, or with what makes it piece by piece.

    `length` is how many bytes `content` will be, where that is known.
    """

    status: HTTPStatus
    body: bytes = b""
    content_type: str = TEXT
    headers: tuple[tuple[str, str], ...] = ()
    content: Iterable[bytes] | None = None
    length: int | None = None

    def with_headers(self, *headers: tuple[str, str]) -> Response:
        """Return the same response with more headers."""
        return replace(self, headers=(*self.headers, *headers))

    @classmethod
    def form(cls, body: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Return form-encoded data, which is what OAuth 1.0's own endpoints speak."""
        return cls(status, body.encode("ascii"), FORM)

    @classmethod
    def json(cls, value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Return JSON, which is what the API speaks."""
        return cls(status, json.dumps(value).encode("ascii"), JSON)

    @classmethod
    def redirect(cls, location: str) -> Response:
        """Send the browser elsewhere, with GET."""
        return cls(HTTPStatus.SEE_OTHER, headers=(("Location", location),))


def _values(encoded: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        values.setdefault(name, value)
    return values
