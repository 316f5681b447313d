"""What views use: `request.oauth1["twitter"]`, the account that a user has connected.

    def tweet(request):
        account = request.oauth1["twitter"]
        response = account.post(url, params={"status": "Hello!"})

    async def timeline(request):
        response = await request.oauth1["twitter"].aget(url)

Its methods are those of `oauth1.Session` and, with an `a` before their names, those of
`oauth1.AsyncSession`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest

from oauth1 import AsyncSession, OAuth1Error, Response, Session, Token
from oauth1.django.conf import ConfiguredProvider, settings
from oauth1.django.signals import token_revoked
from oauth1.django.stores import StoredToken, UnreadableTokenError, token_store

# by which providers say that a token is not good any more: the problem reporting extension, and
# the code of X's API
_REVOKED = frozenset({"token_revoked", "token_expired", "token_rejected"})
_REVOKED_CODES = frozenset({"89"})


class NotConnectedError(OAuth1Error):
    """The user has connected no account at the provider, or the provider has revoked the token.

    The middleware answers it with the page that connects.

    Attributes:
        provider: The provider, as the settings name it.

    """

    kind = "not_connected"

    def __init__(self, provider: str, message: str) -> None:
        super().__init__(message)
        self.provider = provider


class Connections:
    """The accounts that a request's user has connected, by provider."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __getitem__(self, name: str) -> Connection:
        """Return a user's account at a provider, which may be connected or not.

        Raises:
            KeyError: The settings have no such provider.

        """
        providers = settings().providers
        if name not in providers:
            known = ", ".join(providers) or "none"
            raise KeyError(f"{name}: the providers of OAUTH1 are {known}")
        return Connection(self._request, providers[name])

    def __iter__(self) -> Iterator[Connection]:
        """All providers, in the order of the settings."""
        return (self[name] for name in settings().providers)


class ConnectedRequest(HttpRequest):
    """What views annotate their request with: one that has been through the middleware.

    Attributes:
        oauth1: The accounts that the request's user has connected.

    """

    oauth1: Connections


class Connection:
    """The account of one user at one provider."""

    def __init__(self, request: HttpRequest, provider: ConfiguredProvider) -> None:
        self._request = request
        self.provider = provider

    @property
    def name(self) -> str:
        """What the settings call the provider."""
        return self.provider.name

    @property
    def title(self) -> str:
        """What people call the provider."""
        return self.provider.title

    # --- what is kept ----------------------------------------------------------------------------

    @property
    def stored(self) -> StoredToken | None:
        """The token that is kept; None if there is none.

        Raises:
            UnreadableTokenError: There is one, which cannot be read.

        """
        return token_store().get(self._request, self.name)

    @property
    def is_connected(self) -> bool:
        """Whether there is a token that can be read and, as far as is known, is not revoked."""
        return self._is_revoked() is False

    @property
    def is_revoked(self) -> bool:
        """Whether there is a token that the provider has revoked."""
        return self._is_revoked() is True

    def _is_revoked(self) -> bool | None:
        try:
            stored = self.stored
        except UnreadableTokenError:  # its user can connect anew; code that needs it gets the error
            return None
        return stored.revoked if stored else None

    async def ais_connected(self) -> bool:
        """As `is_connected`, in an event loop."""
        return await sync_to_async(self._is_revoked)() is False

    async def ais_revoked(self) -> bool:
        """As `is_revoked`, in an event loop."""
        return await sync_to_async(self._is_revoked)() is True

    # --- requests --------------------------------------------------------------------------------

    def session(self) -> Session:
        """Return a session that signs for the user.

        Raises:
            NotConnectedError: There is no token, or it was revoked.
            UnreadableTokenError: There is one, which cannot be read.

        """
        return self.provider.client.session(self._token().token)

    async def asession(self) -> AsyncSession:
        """As `session`, in an event loop."""
        stored = await sync_to_async(self._token)()
        return self.provider.async_client.session(stored.token)

    def request(self, method: str, url: str, **options: Any) -> Response:
        """Send a request for the user. The options are those of `oauth1.Session.request`.

        Raises:
            NotConnectedError: There is no token, or the provider says that it is not good any
                more, which is noted.
            OAuth1Error: As `oauth1.Session.request` does.

        """
        session = self.session()
        return self._checked(session.token, session.request(method, url, **options))

    async def arequest(self, method: str, url: str, **options: Any) -> Response:
        """As `request`, in an event loop."""
        session = await self.asession()
        response = await session.request(method, url, **options)
        return await sync_to_async(self._checked)(session.token, response)

    def get(self, url: str, **options: Any) -> Response:
        """GET a URL: see `request`."""
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> Response:
        """POST to a URL: see `request`."""
        return self.request("POST", url, **options)

    def put(self, url: str, **options: Any) -> Response:
        """PUT to a URL: see `request`."""
        return self.request("PUT", url, **options)

    def patch(self, url: str, **options: Any) -> Response:
        """PATCH a URL: see `request`."""
        return self.request("PATCH", url, **options)

    def delete(self, url: str, **options: Any) -> Response:
        """DELETE a URL: see `request`."""
        return self.request("DELETE", url, **options)

    async def aget(self, url: str, **options: Any) -> Response:
        """GET a URL: see `request`."""
        return await self.arequest("GET", url, **options)

    async def apost(self, url: str, **options: Any) -> Response:
        """POST to a URL: see `request`."""
        return await self.arequest("POST", url, **options)

    async def aput(self, url: str, **options: Any) -> Response:
        """PUT to a URL: see `request`."""
        return await self.arequest("PUT", url, **options)

    async def apatch(self, url: str, **options: Any) -> Response:
        """PATCH a URL: see `request`."""
        return await self.arequest("PATCH", url, **options)

    async def adelete(self, url: str, **options: Any) -> Response:
        """DELETE a URL: see `request`."""
        return await self.arequest("DELETE", url, **options)

    def _token(self) -> StoredToken:
        stored = self.stored
        if stored is None:
            raise NotConnectedError(self.name, f"no account at {self.title} is connected")
        if stored.revoked:
            raise NotConnectedError(self.name, f"{self.title} has revoked the token: connect again")
        return stored

    def _checked(self, token: Token | None, response: Response) -> Response:
        if token is None or not is_revocation(response):
            return response
        token_store().mark_revoked(self._request, self.name, token)
        token_revoked.send(self.name, request=self._request)
        raise NotConnectedError(self.name, f"{self.title} no longer takes the token: connect again")


def is_revocation(response: Response) -> bool:
    """Whether a provider says that the token is not good any more."""
    if response.status not in {400, 401, 403}:
        return False
    problem = response.problem
    if problem is not None and problem.name in _REVOKED:
        return True
    try:
        errors = response.json()["errors"]
        return any(str(each["code"]) in _REVOKED_CODES for each in errors)
    except (ValueError, LookupError, TypeError, OAuth1Error):
        return False
