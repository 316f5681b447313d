"""The HTML that a user sees. Every value is escaped as it goes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from html import escape
from http import HTTPStatus
from importlib.resources import files
from string import Template

from oauth1.sandbox.messages import Response
from oauth1.sandbox.store import READ, WRITE, Application, RequestToken, Session, User

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_ABLE = {
    READ: "read your timeline",
    WRITE: "read your timeline and to publish statuses for you",
}
_POLICY_AT_HOME = f"{_POLICY}; form-action 'self'"


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def style() -> Response:
    """Return the style sheet."""
    css = files("oauth1.sandbox").joinpath("style.css").read_bytes()
    return Response(HTTPStatus.OK, css, "text/css; charset=utf-8")


def index(
    urls: Mapping[str, Iterable[tuple[str, str]]],
    consumer: Iterable[tuple[str, str]],
    users: Mapping[str, str],
) -> Response:
    """Return the front page: what is where, by who judges there, and who there is."""
    tables = [
        _fill(
            "<h2>Addresses, judged by $judge</h2><table><tbody>$rows</tbody></table>",
            judge=judge,
            rows=_rows(rows),
        )
        for judge, rows in urls.items()
    ]
    return _page(
        "OAuth 1.0a sandbox",
        _fill(
            """
        <h1>OAuth 1.0a sandbox</h1>
        <p>A provider to develop against. It is reachable from this machine alone.</p>
        $urls
        <h2>Consumer</h2>
        <table><tbody>$consumer</tbody></table>
        <h2>Users</h2>
        <table>
          <thead><tr><th scope="col">User</th><th scope="col">Password</th></tr></thead>
          <tbody>$users</tbody>
        </table>
        <p><a href="/settings/applications">Applications that may act for you</a></p>
        """,
            urls=Markup("".join(tables)),
            consumer=_rows(consumer),
            users=_rows(users.items()),
        ),
    )


def sign_in(session: Session, onward: str, users: Sequence[str], wrong: str = "") -> Response:
    """Return the form to sign in with."""
    return _page(
        "Sign in",
        _fill(
            """
        <h1>Sign in</h1>
        $wrong
        <p class="quiet">The users here are $users.</p>
        <form method="post" action="/sign-in">
          <input type="hidden" name="csrf" value="$csrf">
          <input type="hidden" name="next" value="$onward">
          <label for="user">User</label>
          <input id="user" name="user" autocomplete="username" autocapitalize="none" required>
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password"
            required>
          <div><button class="main" type="submit">Sign in</button></div>
        </form>
        """,
            wrong=_fill('<p class="wrong" role="alert">$wrong</p>', wrong=wrong) if wrong else "",
            users=", ".join(users),
            csrf=session.csrf,
            onward=onward,
        ),
        status=HTTPStatus.FORBIDDEN if wrong else HTTPStatus.OK,
    )


def authorize(
    session: Session,
    user: User,
    token: RequestToken,
    *,
    application: str,
    access: str,
    onward: str,
) -> Response:
    """Return the question whether an application may act for the user.

    The answer sends the browser on to the application, wherever that is, and browsers hold a
    form's redirects against `form-action` too: this page leaves it open.
    """
    able = _ABLE[access]
    destination = "You will be shown a PIN to type into the application."
    if token.callback != "oob":
        destination = f"You will be sent on to {token.callback.partition('?')[0]}."
    return _page(
        f"Authorize {application}",
        _fill(
            """
        <h1>Allow $application to use your account?</h1>
        <p>It will be able to $able, until you revoke it. It does not get your password.</p>
        <p class="quiet">$destination</p>
        <form method="post" action="/oauth/authorize">
          <input type="hidden" name="csrf" value="$csrf">
          <input type="hidden" name="oauth_token" value="$token">
          <input type="hidden" name="access" value="$access">
          <button class="main" type="submit" name="decision" value="allow">Allow</button>
          <button type="submit" name="decision" value="deny">Deny</button>
        </form>
        """,
            application=application,
            able=able,
            access=access,
            destination=destination,
            csrf=session.csrf,
            token=token.key,
        ),
        user=user,
        session=session,
        onward=onward,
        policy=_POLICY,
    )


def verifier(user: User, application: str, pin: str) -> Response:
    """Return the PIN that the user is to type into the application."""
    return _page(
        "Your PIN",
        _fill(
            """
        <h1>You have allowed $application</h1>
        <p>To finish, type this PIN into the application:</p>
        <p id="verifier">$pin</p>
        """,
            application=application,
            pin=pin,
        ),
        user=user,
    )


def denied(user: User, application: str, token: str) -> Response:
    """Return the news that the application got nothing."""
    return _page(
        "Denied",
        _fill(
            """
        <h1>You have denied $application</h1>
        <p>It cannot use your account. You may close this page.</p>
        <p id="denied" hidden>$token</p>
        """,
            application=application,
            token=token,
        ),
        user=user,
    )


def applications(session: Session, user: User, authorized: Sequence[Application]) -> Response:
    """Return the list of applications that may act for the user."""
    forms = Markup(
        "".join(
            _fill(
                """
        <form class="row" method="post" action="/settings/applications">
          <input type="hidden" name="csrf" value="$csrf">
          <span>$name <span class="quiet">since $since</span></span>
          <button type="submit" name="consumer" value="$consumer"
            aria-label="Revoke $name">Revoke</button>
        </form>""",
                csrf=session.csrf,
                name=application.name,
                since=datetime.fromtimestamp(application.since, timezone.utc).strftime(
                    "%Y-%m-%d %H:%M UTC"
                ),
                consumer=application.consumer,
            )
            for application in authorized
        )
    )
    return _page(
        "Your applications",
        _fill(
            """
        <h1>Applications that may act for you</h1>
        $forms
        """,
            forms=forms or Markup("<p>There are none.</p>"),
        ),
        user=user,
        session=session,
        onward="/settings/applications",
    )


def message(status: HTTPStatus, title: str, text: str) -> Response:
    """Return a page that says what is the matter."""
    content = _fill("<h1>$title</h1><p>$text</p>", title=title, text=text)
    return _page(title, content, status=status)


def _page(
    title: str,
    content: Markup,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    user: User | None = None,
    session: Session | None = None,
    onward: str = "/",
    policy: str = _POLICY_AT_HOME,
) -> Response:
    html = _fill(
        """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>$title</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>$who</header>
    <main>$content</main>
    <footer><p><a href="/">OAuth 1.0a sandbox</a></p></footer>
  </body>
</html>
""",
        title=title,
        who=_who(user, session, onward) if user else "",
        content=content,
    )
    return Response(
        status,
        html.encode(),
        "text/html; charset=utf-8",
        (("Content-Security-Policy", policy),),
    )


def _who(user: User, session: Session | None, onward: str) -> Markup:
    if session is None:
        return _fill("<p>Signed in as $name</p>", name=user.name)
    return _fill(
        """
      <form class="row" method="post" action="/sign-out">
        <input type="hidden" name="csrf" value="$csrf">
        <input type="hidden" name="next" value="$onward">
        <span>Signed in as <strong id="signed-in">$name</strong></span>
        <button type="submit">Sign out</button>
      </form>""",
        csrf=session.csrf,
        onward=onward,
        name=user.name,
    )


def _rows(pairs: Iterable[tuple[str, str]]) -> Markup:
    row = '<tr><th scope="row">$name</th><td>$value</td></tr>'
    return Markup("".join(_fill(row, name=name, value=value) for name, value in pairs))


def _fill(template: str, **values: object) -> Markup:
    """Fill in a template, escaping all that is not markup."""
    return Markup(
        Template(template).substitute(
            {
                name: value if isinstance(value, Markup) else escape(str(value))
                for name, value in values.items()
            }
        )
    )
