"""The provider as a whole: what is where, and what is said when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from oauth1.sandbox import api, pages
from oauth1.sandbox.admin import Admin
from oauth1.sandbox.api import Api
from oauth1.sandbox.compression import compressed
from oauth1.sandbox.gate import Gate
from oauth1.sandbox.judge import OAUTHLIB, PREFIXES, VERIFIER
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.oauthlib_judge import OAuthlibJudge
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import Problem, RefusedError, rejected
from oauth1.sandbox.profiles import Profile
from oauth1.sandbox.routes import Route, Routes, Speech, anything, asking, reading, sending
from oauth1.sandbox.store import Store
from oauth1.sandbox.tokens import Tokens
from oauth1.sandbox.transfers import Transfers
from oauth1.sandbox.verifier_judge import VerifierJudge
from oauth1.sandbox.website import AUTHORIZE, Website

ADDRESSES = {
    "request_token_url": "/oauth/request_token",
    "authorize_url": AUTHORIZE,
    "access_token_url": "/oauth/access_token",
    "verify_credentials_url": "/1/account/verify_credentials.json",
    "update_url": "/1/statuses/update.json",
    "home_timeline_url": "/1/statuses/home_timeline.json",
    "feed_timeline_url": "/1/feed/timeline.json",
    "invalidate_url": "/1/oauth/invalidate_token",
    "echo_url": "/1/echo",
    "upload_url": "/upload",
    "download_url": "/download",
    "applications_url": "/settings/applications",
}

_ENDPOINTS = (
    ("request_token", "/oauth/request_token"),
    ("access_token", "/oauth/access_token"),
    ("verify_credentials", "/1/account/verify_credentials.json"),
    ("update", "/1/statuses/update.json"),
    ("timeline", "/1/statuses/home_timeline.json"),
    ("timeline", "/1/feed/timeline.json"),
    ("invalidate", "/1/oauth/invalidate_token"),
    ("echo", "/1/echo"),
    ("echo", "/1/echo/*"),
    ("echo", "/echo"),
    ("echo", "/echo/*"),
    ("upload", "/upload"),
    ("download", "/download"),
)

_AUTHORIZE = "authorize"
_NAMES = {
    "token": ("request_token_url", "access_token_url"),
    "timeline": ("home_timeline_url",),
    "echo": ("api_url",),
}
_PAGES = ("authorize_url", "applications_url")  # which nothing is signed for
_API = tuple(f"{prefix}/1/" for prefix in PREFIXES.values())


class Provider:
    """Answers requests."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        admin: tuple[str | None, str],
        consumer: tuple[tuple[str, str], ...],
        passwords: Mapping[str, str],
    ) -> None:
        tokens = Tokens(store, policy)
        self.admin = Admin(*admin, store, policy, tokens)
        self.addresses = {judge: addresses(policy.profile, judge) for judge in PREFIXES}
        self._consumer = consumer
        self._passwords = passwords
        self._routes = Routes()
        website = Website(store, policy, tokens, tuple(passwords))
        self._add_pages(website, policy.profile)
        for address, handler in self.admin.handlers.items():
            self._routes.add(address, Route({"POST": handler}))
        for name, judge in (
            (OAUTHLIB, OAuthlibJudge()),
            (VERIFIER, VerifierJudge(store, policy)),
        ):
            prefix = PREFIXES[name]
            gate = Gate(store, policy, judge, prefix)
            # bodies are read as they arrive but for the verifier, which takes them whole
            transfers = Transfers(gate, streams=name == OAUTHLIB)
            kinds = _kinds(Api(store, policy, gate, tokens), transfers)
            for kind, address in (*_ENDPOINTS, *policy.profile.endpoints):
                if kind != _AUTHORIZE:
                    self._routes.add(prefix + address, kinds[kind])

    def respond(self, request: Request) -> Response:
        """Answer a request."""
        route = self._routes.find(request)
        if route is None:
            speech = Speech.JSON if request.path.startswith(_API) else Speech.HTML
            text = "There is nothing at this address."
            response = _wrong(speech, HTTPStatus.NOT_FOUND, "Not found", text)
        elif request.method not in route.handlers:
            response = _not_allowed(route)
        else:
            try:
                response = route.handlers[request.method](request)
            except RefusedError as refused:
                response = _refusal(request, route, refused.problem)
        return compressed(request, response)

    def streams(self, request: Request) -> bool:
        """Whether a request's body is read by what answers it; form data is signed, and is not."""
        route = self._routes.find(request)
        return route is not None and route.streams and not request.is_form

    def _index(self, request: Request) -> Response:
        urls = {
            judge: [(_title(name), request.origin + path) for name, path in addresses.items()]
            for judge, addresses in self.addresses.items()
        }
        return pages.index(urls, self._consumer, self._passwords)

    def _add_pages(self, website: Website, profile: Profile) -> None:
        authorize = {**reading(website.authorize_page), "POST": website.authorize}
        theirs = [address for kind, address in profile.endpoints if kind == _AUTHORIZE]
        for address, handlers in {
            "/": reading(self._index),
            "/style.css": reading(lambda _: pages.style()),
            "/sign-in": {**reading(website.sign_in_page), "POST": website.sign_in},
            "/sign-out": {"POST": website.sign_out},
            "/settings/applications": {
                **reading(website.applications_page),
                "POST": website.revoke,
            },
            **dict.fromkeys((AUTHORIZE, *theirs), authorize),
        }.items():
            self._routes.add(address, Route(handlers, Speech.HTML))


def addresses(profile: Profile, judge: str = OAUTHLIB) -> dict[str, str]:
    """Return what is where, by the names that programs use, with a judge's endpoints."""
    own = dict(ADDRESSES)
    theirs: dict[str, str] = {}
    for kind, address in profile.endpoints:
        for name in _NAMES.get(kind, (f"{kind}_url",)):
            theirs.setdefault(name, address.removesuffix("*"))
    return {
        name: address if name in _PAGES else PREFIXES[judge] + address
        for name, address in {**own, **theirs}.items()
    }


def _title(name: str) -> str:
    return name.removesuffix("_url").replace("_", " ").capitalize()


def failure(request: Request) -> Response:
    """Return what is said when the sandbox itself has failed."""
    speech = Speech.JSON if request.path.startswith(_API) else Speech.HTML
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _wrong(speech, status, "The sandbox failed", "The sandbox's standard error says where.")


def _kinds(endpoints: Api, transfers: Transfers) -> dict[str, Route]:
    """Return each kind of endpoint that there is, for the sandbox's own and for a profile's."""
    echo = Route(anything(endpoints.echo))
    return {
        "request_token": Route(asking(endpoints.request_token), Speech.FORM),
        "access_token": Route(asking(endpoints.access_token), Speech.FORM),
        "token": Route(asking(endpoints.token), Speech.FORM),
        "renew": Route(asking(endpoints.renew_token), Speech.FORM),
        "revoke": Route(asking(endpoints.revoke_token), Speech.FORM),
        "verify_credentials": Route(anything(endpoints.verify_credentials)),
        "update": Route({"POST": endpoints.update}),
        "timeline": Route(reading(endpoints.timeline)),
        "invalidate": Route({"POST": endpoints.invalidate_token}),
        "echo": echo,
        "launch": echo,
        "outcomes": echo,
        "upload": Route(sending(transfers.upload), streams=transfers.streams),
        "download": Route(anything(transfers.download)),
    }


def _refusal(request: Request, route: Route, problem: Problem) -> Response:
    if route.speech is Speech.FORM:
        response = Response.form(problem.form(), problem.status)
    else:
        response = api.refusal(problem)
    challenge = ("WWW-Authenticate", problem.challenge(f"{request.origin}/"))
    return response.with_headers(challenge, *problem.headers)


def _not_allowed(route: Route) -> Response:
    allowed = ", ".join(route.handlers)
    text = f"This address answers {allowed} only."
    status = HTTPStatus.METHOD_NOT_ALLOWED
    if route.speech is Speech.FORM:
        response = Response.form(rejected("method", because=text).form(), status)
    else:
        response = _wrong(route.speech, status, "Method not allowed", text)
    return response.with_headers(("Allow", allowed))


def _wrong(speech: Speech, status: HTTPStatus, title: str, text: str) -> Response:
    if speech is Speech.HTML:
        return pages.message(status, title, text)
    return Response.json({"errors": [{"code": status.value, "message": text}]}, status)
