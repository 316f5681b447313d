"""What a provider insists on in the requests that are signed for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from oauth1.sandbox.messages import Request
from oauth1.sandbox.problems import Problem, absent, method_rejected, rejected

if TYPE_CHECKING:
    from oauth1.sandbox.signed import Signed

TRANSMISSIONS = ("header", "query", "form")
TWO_LEGGED = ("any", "absent", "empty")
BODY_HASHES = ("sha1", "sha256", "sha512")


@dataclass(frozen=True)
class Demands:
    """What requests have to be like; what is empty or none is not insisted on.

    `realm`, `user_agent` and `callback` are patterns, for the whole value. Only a request for a
    request token has a callback; `callback_required` is for others that are to have one.
    `two_legged` tells what becomes of `oauth_token` in a request without a token: `empty` wants it
    empty, `absent` wants no token in any request.
    """

    signature_methods: tuple[str, ...] = ()
    transmissions: tuple[str, ...] = ()
    http_methods: tuple[str, ...] = ()
    realm: str | None = None
    user_agent: str | None = None
    callback: str | None = None
    callback_required: bool = False
    body_hash: str | None = None
    two_legged: str = "any"

    def problem(self, request: Request, message: Signed, provider: str) -> Problem | None:
        """Return the first thing that is not as it has to be.

        A request that is not signed at all is not complained of here: there is more to say then.
        """
        if self.http_methods and request.method not in self.http_methods:
            return self._wrong_http_method(request, provider)
        if self.user_agent is not None:
            agent = request.headers.get("user-agent", "")
            if not re.fullmatch(self.user_agent, agent):
                because = f"{provider} wants a User-Agent of the application's own"
                return rejected("User-Agent", because=because, status=HTTPStatus.FORBIDDEN)
        if not message.places():
            return None
        return next(filter(None, self._of_signed(request, message, provider)), None)

    def parts(self) -> Iterator[str]:
        """Say in words what is insisted on."""
        for what, values in (
            ("signed with", self.signature_methods),
            ("sent in the", self.transmissions),
            ("by", self.http_methods),
        ):
            if values:
                yield f"{what} {_either(values)}"
        for what, pattern in (
            ("realm", self.realm),
            ("User-Agent", self.user_agent),
            ("oauth_callback", self.callback),
        ):
            if pattern is not None:
                yield f"{what} like /{pattern}/" if pattern else f"{what} empty"
        if self.body_hash:
            yield f"oauth_body_hash with {self.body_hash}"
        if self.two_legged == "empty":
            yield "oauth_token= where there is no token"
        elif self.two_legged == "absent":
            yield "no oauth_token"

    def _of_signed(
        self, request: Request, message: Signed, provider: str
    ) -> Iterator[Problem | None]:
        protocol = message.protocol
        method = protocol.get("oauth_signature_method")
        if method and self.signature_methods and method not in self.signature_methods:
            yield method_rejected(", ".join(self.signature_methods))
        places = message.places()
        if self.transmissions and not set(places) <= set(self.transmissions):
            because = (
                f"sent in the {' and the '.join(places)}: {provider} takes them in the "
                f"{_either(self.transmissions)} only"
            )
            yield rejected(*protocol, because=because)
        yield self._realm_problem(message.realm, provider)
        yield self._callback_problem(protocol.get("oauth_callback"), provider)
        if self.body_hash and "oauth_body_hash" not in protocol and not request.is_form:
            yield absent("oauth_body_hash", because=f"{provider} wants it with {self.body_hash}")
        yield self._token_problem(protocol.get("oauth_token"), provider)

    def _realm_problem(self, realm: str | None, provider: str) -> Problem | None:
        if self.realm is None:
            return None
        wanted = f"{provider} wants one like {self.realm}" if self.realm else "it is to be empty"
        if realm is None:
            return absent("realm", because=wanted)
        if not re.fullmatch(self.realm, realm):
            return rejected("realm", because=wanted, status=HTTPStatus.UNAUTHORIZED)
        return None

    def _callback_problem(self, callback: str | None, provider: str) -> Problem | None:
        if self.callback is None or (not callback and not self.callback_required):
            return None
        because = f"{provider} wants {self.callback}"
        if not callback:
            return absent("oauth_callback", because=because)
        if not re.fullmatch(self.callback, callback):
            return rejected("oauth_callback", because=because)
        return None

    def _token_problem(self, token: str | None, provider: str) -> Problem | None:
        if self.two_legged == "empty" and token is None:
            return absent("oauth_token", because=f"{provider} wants it empty without a token")
        if self.two_legged == "absent" and token is not None:
            return rejected("oauth_token", because=f"requests to {provider} have no token")
        return None

    def _wrong_http_method(self, request: Request, provider: str) -> Problem:
        because = f"{provider} takes {_either(self.http_methods)} here, not {request.method}"
        problem = rejected("method", because=because, status=HTTPStatus.METHOD_NOT_ALLOWED)
        return Problem(
            problem.name,
            problem.status,
            problem.details,
            (("Allow", ", ".join(self.http_methods)),),
        )


def _either(values: Iterable[str]) -> str:
    return " or ".join(values)
