"""The provider as a whole: what is where, and what is said when something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from oauth1.sandbox import api, pages
from oauth1.sandbox.api import Api
from oauth1.sandbox.judge import Judge
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.problems import Problem, RefusedError
from oauth1.sandbox.store import Store
from oauth1.sandbox.website import Website

ADDRESSES = {
    "request_token_url": "/oauth/request_token",
    "authorize_url": "/oauth/authorize",
    "access_token_url": "/oauth/access_token",
    "update_url": "/1/statuses/update.json",
    "home_timeline_url": "/1/statuses/home_timeline.json",
    "feed_timeline_url": "/1/feed/timeline.json",
    "invalidate_url": "/1/oauth/invalidate_token",
    "echo_url": "/1/echo",
    "applications_url": "/settings/applications",
}

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_API = "/1/"
_ALWAYS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)

Handler = Callable[[Request], Response]


class Provider:
    """Answers requests."""

    def __init__(
        self, store: Store, consumer: tuple[tuple[str, str], ...], passwords: Mapping[str, str]
    ) -> None:
        judge = Judge(store)
        website = Website(store, judge, tuple(passwords))
        endpoints = Api(store, judge)
        self._consumer = consumer
        self._passwords = passwords
        self._echo = endpoints.echo
        self._routes: dict[str, dict[str, Handler]] = {
            "/": _read(self._index),
            "/style.css": _read(lambda _: pages.style()),
            "/sign-in": {**_read(website.sign_in_page), "POST": website.sign_in},
            "/sign-out": {"POST": website.sign_out},
            "/oauth/request_token": {
                "GET": endpoints.request_token,
                "POST": endpoints.request_token,
            },
            "/oauth/authorize": {**_read(website.authorize_page), "POST": website.authorize},
            "/oauth/access_token": {"GET": endpoints.access_token, "POST": endpoints.access_token},
            "/settings/applications": {
                **_read(website.applications_page),
                "POST": website.revoke,
            },
            "/1/statuses/update.json": {"POST": endpoints.update},
            "/1/statuses/home_timeline.json": _read(endpoints.timeline),
            "/1/feed/timeline.json": _read(endpoints.timeline),
            "/1/oauth/invalidate_token": {"POST": endpoints.invalidate_token},
        }

    def respond(self, request: Request) -> Response:
        """Answer a request."""
        try:
            response = self._route(request)(request)
        except RefusedError as refused:
            response = _refusal(request, refused.problem)
        return response.with_headers(*_ALWAYS)

    def _route(self, request: Request) -> Handler:
        if request.path == "/1/echo" or request.path.startswith("/1/echo/"):
            return self._echo
        methods = self._routes.get(request.path)
        if methods is None:
            return _not_found
        if request.method not in methods:
            return lambda request: _not_allowed(request, tuple(methods))
        return methods[request.method]

    def _index(self, request: Request) -> Response:
        urls = [
            (name.removesuffix("_url").replace("_", " ").capitalize(), request.origin + path)
            for name, path in ADDRESSES.items()
        ]
        return pages.index(urls, self._consumer, self._passwords)


def failure(request: Request) -> Response:
    """Return what is said when the sandbox itself has failed."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _wrong(request, status, "The sandbox failed", "Its standard error says where.")


def _read(handler: Handler) -> dict[str, Handler]:
    return {"GET": handler, "HEAD": handler}


def _refusal(request: Request, problem: Problem) -> Response:
    if request.path.startswith(_API):
        response = api.refusal(problem)
    else:
        response = Response.form(problem.form(), problem.status)
    return response.with_headers(("WWW-Authenticate", problem.challenge(f"{request.origin}/")))


def _not_found(request: Request) -> Response:
    return _wrong(request, HTTPStatus.NOT_FOUND, "Not found", "There is nothing at this address.")


def _not_allowed(request: Request, allowed: tuple[str, ...]) -> Response:
    text = f"This address answers {', '.join(allowed)} only."
    response = _wrong(request, HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", text)
    return response.with_headers(("Allow", ", ".join(allowed)))


def _wrong(request: Request, status: HTTPStatus, title: str, text: str) -> Response:
    if request.path.startswith(_API):
        return Response.json({"errors": [{"code": status.value, "message": text}]}, status)
    return pages.message(status, title, text)
