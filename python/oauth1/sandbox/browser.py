"""A user with a browser, who signs in to the sandbox and decides."""

from __future__ import annotations

import ipaddress
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit

from oauth1.sandbox.accounts import password_of

_LARGEST_PAGE = 1024 * 1024
_TIMEOUT = 30.0


class ConsentError(Exception):
    """The user did not get to decide."""


def consent(
    url: str, user: str = "alice", password: str | None = None, *, allow: bool = True
) -> str:
    """Open an authorization URL of the sandbox, sign in, and allow or deny.

    Args:
        url: The authorization URL, with its `oauth_token`.
        user: Who signs in.
        password: The user's password; by default the one that the sandbox gave them.
        allow: Whether the user allows the application to act for them.

    Returns:
        The URL of the application that the browser would be sent to. If the application asked for
        none (`oob`), the PIN, or `denied=` and the request token.

    Raises:
        ConsentError: The sandbox is out of reach, or the user or the request token is not known.

    """
    if not _is_loopback(url):
        raise ConsentError("the sandbox is on this machine, and that address is not")
    browser = _Browser()
    page = browser.open(url)
    form = page.form_with("password")
    if form:
        known = password_of(user) if password is None else password
        page = browser.submit(form, {"user": user, "password": known})
        if page.form_with("password"):
            raise ConsentError(f"{user} cannot sign in with that password")
    form = page.form_with("decision")
    if form is None:
        raise ConsentError(page.heading or "that is not an authorization page")
    page = browser.submit(form, {"decision": "allow" if allow else "deny"}, follow=False)
    if page.location:
        return page.location
    if "verifier" in page.texts:
        return page.texts["verifier"]
    if "denied" in page.texts:
        return f"denied={page.texts['denied']}"
    raise ConsentError(page.heading or "the decision was not accepted")


@dataclass
class _Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class _Page(HTMLParser):
    """What a user would see on a page, as far as it matters here."""

    def __init__(self, url: str, html: str, location: str | None = None) -> None:
        super().__init__()
        self.location = location
        self.forms: list[_Form] = []
        self.texts: dict[str, str] = {}
        self._url = url
        self._open: str | None = None
        self.feed(html)
        self.close()

    @property
    def heading(self) -> str:
        """The page's heading."""
        return self.texts.get("h1", "")

    def form_with(self, name: str) -> _Form | None:
        """Return the form that has a field of this name."""
        return next((form for form in self.forms if name in form.names), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of forms, their fields, and texts of interest."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form(urljoin(self._url, values.get("action", ""))))
        elif tag in {"input", "button"} and self.forms and "name" in values:
            self.forms[-1].names.add(values["name"])
            if values.get("type") == "hidden":
                self.forms[-1].fields[values["name"]] = values.get("value", "")
        self._open = values.get("id") or ("h1" if tag == "h1" else None)

    def handle_data(self, data: str) -> None:
        """Take note of a text."""
        if self._open and data.strip():
            self.texts.setdefault(self._open, data.strip())

    def handle_endtag(self, tag: str) -> None:
        """Leave a text."""
        self._open = None


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows redirects only while they stay with the sandbox, and only when asked to."""

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the next request, or none to leave the redirect to the caller."""
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if isinstance(req, _Decision) or here[:2] != there[:2]:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Decision(urllib.request.Request):
    """A request whose redirect is the answer."""


class _Browser:
    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar()),
            _StayHere(),
        )

    def open(self, url: str) -> _Page:
        return self._send(urllib.request.Request(url))  # noqa: S310 - http, on loopback

    def submit(self, form: _Form, values: dict[str, str], *, follow: bool = True) -> _Page:
        kind = urllib.request.Request if follow else _Decision
        return self._send(kind(form.action, urlencode({**form.fields, **values}).encode()))

    def _send(self, request: urllib.request.Request) -> _Page:
        try:
            response = self._opener.open(request, timeout=_TIMEOUT)
        except HTTPError as error:
            response = error
        except URLError as error:
            raise ConsentError(f"the sandbox is out of reach: {error.reason}") from error
        with response:
            html = response.read(_LARGEST_PAGE).decode("utf-8", "replace")
            return _Page(response.url, html, response.headers.get("Location"))


def _is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False
