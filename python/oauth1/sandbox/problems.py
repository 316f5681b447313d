"""What a provider says about a request that it refuses.

The names are those of the OAuth Problem Reporting extension, which real providers use.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlencode

_LEFT_OUT_OF_HEADERS = frozenset({"debug_sbs"})


@dataclass(frozen=True)
class Problem:
    """A reason for a refusal: its name, its status, what helps to mend it, and further headers."""

    name: str
    status: HTTPStatus = HTTPStatus.UNAUTHORIZED
    details: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The problem as name and value pairs, `oauth_problem` first."""
        return (("oauth_problem", self.name), *self.details)

    def form(self) -> str:
        """Return the problem as a form-encoded body."""
        return urlencode(self.pairs, quote_via=quote)

    def challenge(self, realm: str) -> str:
        """Return the problem as a WWW-Authenticate value."""
        pairs = [
            f'{name}="{quote(value, safe="")}"'
            for name, value in self.pairs
            if name not in _LEFT_OUT_OF_HEADERS
        ]
        return ",".join((f'OAuth realm="{realm}"', *pairs))


class RefusedError(Exception):
    """A request was refused."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


def advice(text: str) -> tuple[str, str]:
    """Return a detail that says in words what is wrong."""
    return ("oauth_problem_advice", text)


def absent(*names: str, because: str = "") -> Problem:
    """Return the problem of parameters that are missing."""
    details = (("oauth_parameters_absent", "&".join(names)),)
    return Problem(
        "parameter_absent",
        HTTPStatus.BAD_REQUEST,
        (*details, advice(because)) if because else details,
    )


def rejected(*names: str, because: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Problem:
    """Return the problem of parameters that cannot be accepted."""
    return Problem(
        "parameter_rejected",
        status,
        (("oauth_parameters_rejected", "&".join(names)), advice(because)),
    )


def method_rejected(acceptable: str) -> Problem:
    """Return the problem of a signature method that is not the right one here."""
    return Problem(
        "signature_method_rejected",
        HTTPStatus.BAD_REQUEST,
        (advice(f"acceptable here: {acceptable}"),),
    )
