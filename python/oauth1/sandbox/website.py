"""The pages on which a user signs in, decides, and takes permissions back."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from oauthlib.common import add_params_to_uri

from oauth1.sandbox import pages
from oauth1.sandbox.messages import Request, Response
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.rules import OUT_OF_BAND
from oauth1.sandbox.store import READ, WRITE, RequestToken, Session, Store, User
from oauth1.sandbox.tokens import Tokens

AUTHORIZE = "/oauth/authorize"
COOKIE = "oauth1_sandbox_session"
_FORGED = pages.message(
    HTTPStatus.FORBIDDEN,
    "Not accepted",
    "This form was not filled in on a page of the sandbox, or is too old. Go back and try again.",
)


class Website:
    """The provider's pages."""

    def __init__(
        self, store: Store, policy: Policy, tokens: Tokens, users: tuple[str, ...]
    ) -> None:
        self._store = store
        self._profile = policy.profile
        self._tokens = tokens
        self._users = users
        theirs = [path for kind, path in self._profile.endpoints if kind == "authorize"]
        targets = ("/", AUTHORIZE, "/settings/applications", *theirs)
        self._onward = {target.partition("?")[0] for target in targets}

    def sign_in_page(self, request: Request) -> Response:
        """Ask who it is."""
        session = self._session(request) or self._store.open_session()
        onward = self._onward_to(request.query_values().get("next", "/"))
        return _keep(session, pages.sign_in(session, onward, self._users))

    def sign_in(self, request: Request) -> Response:
        """Sign a user in, in a new session, and go on to where they were headed."""
        form = request.form_values()
        session = self._session_of_form(request)
        if session is None:
            return _FORGED
        onward = self._onward_to(form.get("next", "/"))
        user = self._store.sign_in(form.get("user", ""), form.get("password", ""))
        if user is None:
            wrong = "There is no such user with that password."
            return pages.sign_in(session, onward, self._users, wrong)
        self._store.close_session(session)
        return _keep(self._store.open_session(user), Response.redirect(onward))

    def sign_out(self, request: Request) -> Response:
        """Sign the user out."""
        session = self._session_of_form(request)
        if session is None:
            return _FORGED
        self._store.close_session(session)
        onward = self._onward_to(request.form_values().get("next", "/"))
        return Response.redirect(_sign_in_first(onward))

    def authorize_page(self, request: Request) -> Response:
        """Ask the user whether an application may act for them."""
        values = request.query_values()
        authorization = self._profile.authorization
        problem = authorization.problem(values, self._profile.title)
        if problem:
            text = "The application has sent you here without something that is needed."
            return pages.message(HTTPStatus.BAD_REQUEST, problem, text)
        token_name, consumer_name = authorization.names
        token = self._pending(values.get(token_name, ""))
        if token is None or (consumer_name and values[consumer_name] != token.consumer):
            return _dead_token()
        session = self._session(request)
        if session is None or session.user is None:
            return Response.redirect(_sign_in_first(request.target))
        asked = authorization.is_for_reading(values) or token.access == READ
        return pages.authorize(
            session,
            session.user,
            token,
            application=self._application(token),
            access=READ if asked else WRITE,
            onward=request.target,
        )

    def authorize(self, request: Request) -> Response:
        """Carry out what the user decided."""
        form = request.form_values()
        session = self._session_of_form(request)
        if session is None or session.user is None:
            return _FORGED
        token = self._pending(form.get("oauth_token", ""))
        if token is None:
            return _dead_token()
        if form.get("decision") == "allow":
            access = READ if form.get("access") == READ else WRITE
            return self._allow(token, session.user, access)
        if form.get("decision") == "deny":
            return self._deny(token, session.user)
        return pages.message(HTTPStatus.BAD_REQUEST, "No decision", "Choose Allow or Deny.")

    def applications_page(self, request: Request) -> Response:
        """List the applications that may act for the user."""
        session = self._session(request)
        if session is None or session.user is None:
            return Response.redirect(_sign_in_first("/settings/applications"))
        return pages.applications(session, session.user, self._store.applications(session.user))

    def revoke(self, request: Request) -> Response:
        """Take back what an application was allowed."""
        session = self._session_of_form(request)
        if session is None or session.user is None:
            return _FORGED
        self._store.revoke(session.user, request.form_values().get("consumer", ""))
        return Response.redirect("/settings/applications")

    def _allow(self, token: RequestToken, user: User, access: str) -> Response:
        permission = self._tokens.permission(token, user, access)
        if permission is None:
            return _dead_token()
        if permission.location is None:
            return pages.verifier(user, self._application(token), permission.verifier)
        return Response.redirect(permission.location)

    def _deny(self, token: RequestToken, user: User) -> Response:
        if not self._store.refuse(token.key):
            return _dead_token()
        if token.callback == OUT_OF_BAND:
            return pages.denied(user, self._application(token), token.key)
        said = [("denied", token.key)]
        if self._profile.denial != "denied":
            said = [("oauth_problem", self._profile.denial), ("oauth_token", token.key)]
        return Response.redirect(add_params_to_uri(token.callback, said))

    def _onward_to(self, target: str) -> str:
        """Return an address of ours, whatever the browser sent."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return "/"
        ours = not (parts.scheme or parts.netloc) and parts.path in self._onward
        return target if ours and target.isascii() and target.isprintable() else "/"

    def _pending(self, key: str) -> RequestToken | None:
        token = self._store.request_token(key)
        if token is None or token.state != "pending" or token.expired:
            return None
        return token

    def _application(self, token: RequestToken) -> str:
        consumer = self._store.consumer(token.consumer)
        return consumer.name if consumer else token.consumer

    def _session(self, request: Request) -> Session | None:
        key = request.cookie(COOKIE)
        return self._store.session(key) if key else None

    def _session_of_form(self, request: Request) -> Session | None:
        """Return the session of a form, if the form was made for it."""
        session = self._session(request)
        csrf = request.form_values().get("csrf", "")
        if session and hmac.compare_digest(session.csrf.encode(), csrf.encode()):
            return session
        return None


def _keep(session: Session, response: Response) -> Response:
    cookie = f"{COOKIE}={session.key}; Path=/; HttpOnly; SameSite=Lax"
    return response.with_headers(("Set-Cookie", cookie))


def _sign_in_first(onward: str) -> str:
    return f"/sign-in?{urlencode({'next': onward})}"


def _dead_token() -> Response:
    return pages.message(
        HTTPStatus.BAD_REQUEST,
        "This request token is not valid",
        "It is unknown, has expired, or was decided on before. Go back to the application and "
        "start again.",
    )
