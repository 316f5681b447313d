"""What can go wrong, as ported code catches it: urllib's errors, which are oauth1's as well."""

from __future__ import annotations

import io
import urllib.error
from email.message import Message
from http import HTTPStatus

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
        headers = Message()
        for name, value in response.headers.pairs:
            headers[name] = value
        super().__init__(
            url, response.status, _phrase(response.status), headers, io.BytesIO(response.body)
        )
        self.problem = refusal.problem
        self.oauth_problem = refusal.oauth_problem
        self.body_excerpt = refusal.body_excerpt
        self.unsent = False


class URLError(urllib.error.URLError, OAuth1Error):
    """No answer came.

    Attributes:
        reason: The error of oauth1 that says why.

    """

    def __init__(self, reason: OAuth1Error) -> None:
        OAuth1Error.__init__(self, str(reason), unsent=reason.unsent)
        urllib.error.URLError.__init__(self, reason)
        self.kind = reason.kind


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
