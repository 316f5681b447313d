"""What can go wrong, as ported code catches it: urllib's errors, which are oauth1's as well."""

from __future__ import annotations

import io
import urllib.error
from collections.abc import Iterable
from email.message import Message
from http import HTTPStatus
from typing import Any

from oauth1 import OAuth1Error, RefusedError, Response


class HTTPError(urllib.error.HTTPError, RefusedError):
    """The provider answered with another status than one of success.

    Attributes:
        code: The status; also `status`.
        headers: The response's headers.
        problem: What the provider says is wrong, where it said so; `oauth_problem` is its name.
        body_excerpt: The beginning of the body; `read()` gives all of it.

    """

    def __init__(self, url: str, response: Response, refusal: RefusedError) -> None:
        headers = response.headers.pairs
        self._open(url, response.status, _phrase(response.status), headers, response.body)
        self.problem = refusal.problem
        self.oauth_problem = refusal.oauth_problem
        self.body_excerpt = refusal.body_excerpt
        self.unsent = False

    def _open(
        self, url: str, status: int, phrase: str, pairs: Iterable[tuple[str, str]], body: bytes
    ) -> None:
        headers = Message()
        for name, value in pairs:
            headers[name] = value
        super().__init__(url, status, phrase, headers, io.BytesIO(body))
        # not the bytes: whoever shows the error's attributes does not show what the provider said
        self._body = memoryview(body)

    def __reduce__(self) -> tuple[object, ...]:
        """Return what it is made of again, with its body, which is read from its beginning."""
        headers = self.headers.items()
        made_of = (self.url, self.code, self.msg, headers, bytes(self._body))
        said = {name: getattr(self, name) for name in ("problem", "oauth_problem", "body_excerpt")}
        return _restored, (type(self), said, *made_of)


class URLError(urllib.error.URLError, OAuth1Error):
    """No answer came.

    Attributes:
        reason: The error of oauth1 that says why.

    """

    def __init__(self, reason: OAuth1Error) -> None:
        OAuth1Error.__init__(self, str(reason), unsent=reason.unsent)
        urllib.error.URLError.__init__(self, reason)
        self.kind = reason.kind


def _restored(kind: type[HTTPError], said: dict[str, object], *made_of: Any) -> HTTPError:
    """Return an error that was pickled."""
    error = kind.__new__(kind)
    error._open(*made_of)
    vars(error).update(said, unsent=False)
    return error


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
