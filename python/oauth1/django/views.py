"""The views that connect and disconnect accounts: sync and, as `Async…`, async.

Each step is a method to override in a subclass, which the project's own URLconf then names:

    class Connect(ConnectView):
        def get_authorization_params(self):
            return {"perms": "write"}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View

from oauth1 import (
    AccessDeniedError,
    InvalidCallbackError,
    OAuth1Error,
    PendingAuthorization,
    RefusedError,
    Response,
    TokenResponse,
)
from oauth1.django import pending as waiting
from oauth1.django.conf import ConfiguredProvider, settings
from oauth1.django.connections import Connection
from oauth1.django.pending import NoPendingError
from oauth1.django.sessions import SessionEndedError
from oauth1.django.signals import authorization_failed, authorized, disconnected
from oauth1.django.stores import token_store


class ProviderView(View):
    """A view of one provider, which the URL names.

    Attributes:
        provider: The provider.

    """

    provider: ConfiguredProvider

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the provider.

        Raises:
            Http404: The settings have no such provider.

        """
        super().setup(request, *args, **kwargs)
        try:
            self.provider = settings().providers[kwargs["provider"]]
        except KeyError:
            raise Http404(f"no provider is called {kwargs['provider']!r}") from None

    def refuse_visitor(self) -> HttpResponse | None:
        """Return where a visitor goes who may not do this; None for one who may."""
        if settings().login != "required":
            return None
        user = getattr(self.request, "user", None)
        if user is None:
            raise ImproperlyConfigured(
                "OAUTH1['LOGIN'] is 'required', and no middleware says who the user is: add "
                "django.contrib.auth.middleware.AuthenticationMiddleware"
            )
        if user.is_authenticated:
            return None
        from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415 - it has models

        connect = reverse("oauth1:connect", args=[self.provider.name])
        query = urlencode({"next": self.get_next_url()})
        return redirect_to_login(f"{connect}?{query}")

    def get_next_url(self) -> str:
        """Return where the user goes afterwards: what the form says, if it is of this site."""
        given = self.request.POST.get("next") or self.request.GET.get("next") or ""
        safe = url_has_allowed_host_and_scheme(
            given, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return given if safe else resolve_url(settings().next_url)

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Return a page, which no cache keeps."""
        context = {"connection": Connection(self.request, self.provider), **context}
        response = render(self.request, f"oauth1/{template}.html", context, status=status)
        add_never_cache_headers(response)
        # the address may have a request token in it; but the forms need an origin
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    def failed(self, error: OAuth1Error) -> HttpResponse:
        """Answer a handshake that came to nothing."""
        authorization_failed.send(self.provider.name, request=self.request, error=error)
        denied = isinstance(error, AccessDeniedError)
        lost = isinstance(error, NoPendingError | InvalidCallbackError)
        return self.render(
            "problem",
            status=200 if denied else 400 if lost else 502,
            error=error,
            denied=denied,
            lost=lost,
        )


# --- connecting ----------------------------------------------------------------------------------


class ConnectSteps(ProviderView):
    """What `ConnectView` and `AsyncConnectView` share."""

    def get_callback_url(self) -> str:
        """Return where the provider sends the user back to: this site, as the browser calls it."""
        path = reverse("oauth1:callback", args=[self.provider.name])
        return self.request.build_absolute_uri(path)

    def get_request_token_params(self) -> Mapping[str, str]:
        """Return what is asked for with the request token, besides what the settings say."""
        return {}

    def get_authorization_params(self) -> Mapping[str, str]:
        """Return what the authorization URL carries, besides what the settings say."""
        return {}

    def page(self) -> HttpResponse:
        """Return the page with the button that connects."""
        return self.refuse_visitor() or self.render("connect", next=self.get_next_url())

    def _authorize_arguments(self) -> tuple[str, dict[str, Any]]:
        options = {
            "request_token_params": self.get_request_token_params(),
            "authorization_params": self.get_authorization_params(),
        }
        return self.get_callback_url(), options

    def _leave_for(self, begun: PendingAuthorization) -> HttpResponse:
        try:
            waiting.keep(self.request, self.provider.name, begun, self.get_next_url())
        except SessionEndedError as error:
            return self.failed(NoPendingError(str(error)))
        # A redirect would do, but for pages whose policy is `form-action 'self'`: Chromium stops a
        # form there whose answer redirects to another origin.
        return self.render("leave", url=begun.url)


class ConnectView(ConnectSteps):
    """Begins a handshake by POST; GET shows the button that does so."""

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Show the button."""
        return self.page()

    def post(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Get a request token, and send the user to the provider."""
        refused = self.refuse_visitor()
        if refused:
            return refused
        callback, options = self._authorize_arguments()
        try:
            begun = self.provider.client.authorize(callback, **options)
        except OAuth1Error as error:
            return self.failed(error)
        return self._leave_for(begun)


class AsyncConnectView(ConnectSteps):
    """As `ConnectView`; the event loop goes on while the provider is asked."""

    async def get(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Show the button."""
        return await sync_to_async(self.page)()

    async def post(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Get a request token, and send the user to the provider."""
        refused = await sync_to_async(self.refuse_visitor)()
        if refused:
            return refused
        callback, options = self._authorize_arguments()
        try:
            begun = await self.provider.async_client.authorize(callback, **options)
        except OAuth1Error as error:
            return await sync_to_async(self.failed)(error)
        return await sync_to_async(self._leave_for)(begun)


# --- the way back --------------------------------------------------------------------------------


class CallbackSteps(ProviderView):
    """What `CallbackView` and `AsyncCallbackView` share."""

    http_method_names = ("get", "options")  # HEAD, which programs try links with, is no answer

    def take_waiting(self) -> waiting.Waiting:
        """Take out the handshake that this is the answer to.

        Raises:
            NoPendingError: None waits.
            AccessDeniedError: The user said no, and the provider does not say to which.

        """
        return waiting.take(self.request, self.provider.name)

    def connected(self, answer: TokenResponse, next_url: str) -> HttpResponseBase:
        """Keep the access token, and send the user on."""
        try:
            token_store().save(self.request, self.provider.name, answer)
        except SessionEndedError as error:
            return self.failed(NoPendingError(str(error)))
        # whoever knew the session before the handshake does not know it after
        self.request.session.cycle_key()
        authorized.send(self.provider.name, request=self.request, answer=answer)
        return HttpResponseRedirect(next_url)

    def sign_in(self, account: Response) -> None:
        """Sign in the user of an account, for the login policy "create".

        Raises:
            RefusedError: The provider does not say whose account it is.

        """
        from django.contrib.auth import authenticate, login  # noqa: PLC0415 - it may be missing

        account.raise_for_status()
        user = authenticate(self.request, oauth1_provider=self.provider.name, account=account)
        if user is None:
            raise RefusedError(
                f"nobody is signed in by the account at {self.provider.title}: no backend takes it",
                status=account.status,
            )
        login(self.request, user)

    def account_url(self) -> str | None:
        """Return where the provider says whose token it is; None where it is not asked."""
        if settings().login != "create" or waiting.user_key(self.request):
            return None
        return settings().account_urls.get(self.provider.name)


class CallbackView(CallbackSteps):
    """Ends a handshake: the provider sends the user here."""

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Exchange the request token for an access token."""
        try:
            found = self.take_waiting()
            arrived = self.request.get_full_path()
            answer = self.provider.client.complete(found.pending, arrived)
            url = self.account_url()
            if url:
                self.sign_in(self.provider.client.session(answer.token).get(url))
        except OAuth1Error as error:
            return self.failed(error)
        return self.connected(answer, found.next_url)


class AsyncCallbackView(CallbackSteps):
    """As `CallbackView`; the event loop goes on while the provider is asked."""

    async def get(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Exchange the request token for an access token."""
        try:
            found = await sync_to_async(self.take_waiting)()
            arrived = self.request.get_full_path()
            client = self.provider.async_client
            answer = await client.complete(found.pending, arrived)
            url = await sync_to_async(self.account_url)()
            if url:
                account = await client.session(answer.token).get(url)
                await sync_to_async(self.sign_in)(account)
        except OAuth1Error as error:
            return await sync_to_async(self.failed)(error)
        return await sync_to_async(self.connected)(answer, found.next_url)


# --- disconnecting -------------------------------------------------------------------------------


class DisconnectView(ProviderView):
    """Forgets a user's token, by POST. The provider is not told: users revoke access there."""

    def post(self, _request: HttpRequest, **_: Any) -> HttpResponseBase:
        """Forget the token."""
        refused = self.refuse_visitor()
        if refused:
            return refused
        token_store().delete(self.request, self.provider.name)
        disconnected.send(self.provider.name, request=self.request)
        return HttpResponseRedirect(self.get_next_url())


class AsyncDisconnectView(DisconnectView):
    """As `DisconnectView`, in an event loop."""

    async def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Forget the token."""
        return await sync_to_async(super().post)(request, **kwargs)
