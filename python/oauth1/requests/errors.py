"""What can go wrong in the handshake, by the names of requests-oauthlib."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from oauth1 import Problem


class TokenRequestDenied(ValueError):  # noqa: N818 - the name that programs catch it by
    """The provider refused to give a token.

    Attributes:
        response: The provider's answer.

    """

    def __init__(self, message: str, response: requests.Response) -> None:
        super().__init__(message)
        self.response = response

    @property
    def status_code(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def problem(self) -> Problem | None:
        """What the provider says is wrong (the problem reporting extension), if it says so."""
        return Problem.parse(self.response.headers, self.response.text)


class TokenMissing(ValueError):  # noqa: N818 - the name that programs catch it by
    """A token response or a callback holds no token.

    Attributes:
        response: The parameters that it holds.

    """

    def __init__(self, message: str, response: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.response = response


class VerifierMissing(ValueError):  # noqa: N818 - the name that programs catch it by
    """An access token was asked for without a verifier."""
