"""Which address is answered by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import parse_qsl

from oauth1.sandbox.messages import Request, Response

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

Handler = Callable[[Request], Response]


class Speech(Enum):
    """How an address words what is wrong."""

    HTML = auto()
    FORM = auto()
    JSON = auto()


@dataclass(frozen=True)
class Route:
    """What answers an address: a handler for each method.

    Where it `streams`, it reads the body itself, piece by piece.
    """

    handlers: Mapping[str, Handler]
    speech: Speech = Speech.JSON
    streams: bool = False


class Routes:
    """Routes, found by path.

    An address may end in `*`, and is then for all paths that begin so. It may have a query of one
    parameter that it is known by, as MediaWiki's have; the parameter may be in a form as well.
    """

    def __init__(self) -> None:
        self._paths: dict[str, Route] = {}
        self._prefixes: list[tuple[str, Route]] = []
        self._queries: dict[str, tuple[str, dict[str, Route]]] = {}

    def add(self, address: str, route: Route) -> None:
        """Answer an address."""
        path, _, query = address.partition("?")
        if query:
            ((name, value),) = parse_qsl(query)
            self._queries.setdefault(path, (name, {}))[1][value] = route
        elif path.endswith("*"):
            self._prefixes.append((path[:-1], route))
        else:
            self._paths[path] = route

    def find(self, request: Request) -> Route | None:
        """Return what answers a request's address."""
        if request.path in self._queries:
            name, values = self._queries[request.path]
            value = request.query_values().get(name) or request.form_values().get(name, "")
            if value in values:
                return values[value]
        route = self._paths.get(request.path)
        if route is None:
            for prefix, other in self._prefixes:
                if request.path.startswith(prefix):
                    return other
        return route


def reading(handler: Handler) -> Mapping[str, Handler]:
    """Answer GET, and HEAD."""
    return {"GET": handler, "HEAD": handler}


def asking(handler: Handler) -> Mapping[str, Handler]:
    """Answer GET and POST, as endpoints for tokens do."""
    return {"GET": handler, "POST": handler}


def sending(handler: Handler) -> Mapping[str, Handler]:
    """Answer the methods that have a body."""
    return {"POST": handler, "PUT": handler, "PATCH": handler}


def anything(handler: Handler) -> Mapping[str, Handler]:
    """Answer every method."""
    return dict.fromkeys(METHODS, handler)
