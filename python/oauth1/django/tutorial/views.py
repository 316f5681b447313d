"""The tutorial's four views.

`oauth` keeps nothing from one request to the next: each view says what it signs with. The request
token waits in the session until the provider sends the user back, and the access token stays there.
The names are the tutorial's.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

import oauth
from oauth1 import (
    AccessDeniedError,
    InvalidCallbackError,
    OAuth1Error,
    PendingAuthorization,
    Token,
)
from oauth1.django import pending
from oauth1.django.conf import ConfiguredProvider, settings
from oauth1.django.pending import NoPendingError
from oauth1.django.tutorial.forms import TweetForm

ENTRY = " tutorial"  # none of the names that a provider can have
FAILED = "Response: "  # begins what get_authorization_url returns when it has no URL to return


def _provider() -> ConfiguredProvider:
    """Return the provider of the settings, with `oauth` set to be its consumer."""
    name = settings().tutorial.get("PROVIDER", "")
    try:
        provider = settings().providers[name]
    except KeyError:
        raise ImproperlyConfigured(
            f"OAUTH1['TUTORIAL']['PROVIDER'] is {name!r}, which PROVIDERS does not have"
        ) from None
    oauth.setConsumerCreds(*provider.credentials)
    return provider


def _url(name: str) -> str:
    url = settings().tutorial.get(name)
    if not url:
        raise ImproperlyConfigured(f"OAUTH1['TUTORIAL'] has no {name}")
    return url


@never_cache
@require_GET
def getAuthUrl(request: HttpRequest) -> HttpResponse:  # noqa: N802 - the tutorial's name
    """Get a request token, and show where the user decides on it."""
    heading = _("The provider gave no request token")
    callback = request.build_absolute_uri(reverse("oauth1_tutorial:verify"))
    endpoints = _provider().endpoints
    try:
        url = oauth.get_authorization_url(
            endpoints.request_token, endpoints.authorization, callback
        )
    except OAuth1Error as error:
        return _problem(request, HTTPStatus.BAD_GATEWAY, heading, **_what_was_said(error))
    if url.startswith(FAILED):
        advice = _("Are the site's consumer key and secret those that the provider has for it?")
        said = url.removeprefix(FAILED)
        return _problem(request, HTTPStatus.BAD_GATEWAY, heading, advice, said)
    token = Token(oauth.requestToken, oauth.requestTokenSecret)
    pending.keep(request, ENTRY, PendingAuthorization(token, url))
    return _page(request, "auth", {"authUrl": url})


@never_cache
@require_GET
def callback_handler(request: HttpRequest) -> HttpResponse:
    """Get an access token for the request token that the user comes back with."""
    try:
        found = pending.take(request, ENTRY).pending
        verifier = found.verifier(request.get_full_path())
    except AccessDeniedError:
        return _problem(
            request,
            HTTPStatus.OK,
            _("You did not allow this site to use your account"),
            _("It has no access, and nothing was published. You can still change your mind."),
        )
    except (NoPendingError, InvalidCallbackError):
        return _problem(
            request,
            HTTPStatus.BAD_REQUEST,
            _("This is not the answer that your session waits for"),
            _(
                "It may have been used before, or your session has expired, or it began under "
                "another name than %(host)s: cookies do not follow from one name to another."
            )
            % {"host": request.get_host()},
        )
    endpoints = _provider().endpoints
    try:
        oauth.get_access_token(
            endpoints.access_token, found.request_token.key, found.request_token.secret, verifier
        )
    except OAuth1Error as error:
        heading = _("The provider gave no access token")
        return _problem(request, HTTPStatus.BAD_GATEWAY, heading, **_what_was_said(error))
    request.session.cycle_key()
    request.session["access_token"] = oauth.accessToken
    request.session["access_token_secret"] = oauth.accessTokenSecret
    return _page(request, "verify", {})


@never_cache
@require_safe
def tweet(request: HttpRequest) -> HttpResponse:
    """Show the form, with the session's access token filled in if there is one."""
    token = {
        "access": request.session.get("access_token", ""),
        "secret": request.session.get("access_token_secret", ""),
    }
    return _page(request, "tweet", {"form": TweetForm(initial=token)})


@never_cache
def update(request: HttpRequest) -> HttpResponse:
    """Publish a status with the form's access token, and show what comes back."""
    if request.method != "POST":
        return redirect("oauth1_tutorial:tweet")
    form = TweetForm(request.POST)
    if not form.is_valid():
        return _page(request, "tweet", {"form": form}, HTTPStatus.BAD_REQUEST)
    status, access, secret = (form.cleaned_data[name] for name in ("status", "access", "secret"))
    _provider()
    oauth.set_access_token(access, secret)
    try:
        dump = oauth.get_api_response(_url("UPDATE_URL"), "POST", {"status": status})
    except OAuth1Error as error:
        context = {"form": form, "problem": _what_was_said(error)}
        return _page(request, "tweet", context, HTTPStatus.BAD_GATEWAY)
    return _page(request, "update", {"dump": dump, "timeline": _timeline()})


def _timeline() -> list[Any]:
    """Return the latest statuses; without them, the user's own is published all the same."""
    if "TIMELINE_URL" not in settings().tutorial:
        return []
    try:
        found: list[Any] = json.loads(
            oauth.get_api_response(_url("TIMELINE_URL"), "GET", {"count": "5"})
        )
    except (OAuth1Error, ValueError):
        return []
    return found


def _page(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return render(request, f"oauth1/tutorial/{name}.html", context, status=status)


def _problem(
    request: HttpRequest, status: HTTPStatus, heading: str, text: str, said: str = ""
) -> HttpResponse:
    """Say what is the matter; the page shows how to go on."""
    context = {"heading": heading, "problem": {"text": text, "said": said}}
    return _page(request, "problem", context, status)


def _what_was_said(error: OAuth1Error) -> dict[str, str]:
    """Return what the provider, or the network on the way to it, had against a request."""
    if isinstance(error, HTTPError):
        said = error.read().decode(errors="replace")
        text = _("The provider answered %(code)s %(reason)s.")
        return {"text": text % {"code": error.code, "reason": error.reason}, "said": said}
    if isinstance(error, URLError):
        return {"text": _("The provider is out of reach."), "said": str(error.reason)}
    text = _("The provider and this site do not understand each other.")
    return {"text": text, "said": str(error)}
