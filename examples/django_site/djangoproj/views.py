"""The tutorial's four views, and a page to start from.

`oauth` keeps nothing from one request to the next: each view says what it signs with. The request
token waits in the session until the provider sends the user back, and the access token stays there.
"""

import json
from http import HTTPStatus
from urllib.error import HTTPError, URLError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

import oauth
from djangoproj.forms import TweetForm
from oauth1 import OAuth1Error

FAILED = "Response: "  # begins what get_authorization_url returns when it has no URL to return


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where to start."""
    return render(request, "home.html")


@never_cache
@require_GET
def getAuthUrl(request: HttpRequest) -> HttpResponse:  # noqa: N802 - the tutorial's name
    """Get a request token, and show where the user decides on it."""
    heading = "The provider gave no request token"
    callback = request.build_absolute_uri(reverse("verify"))
    try:
        url = oauth.get_authorization_url(
            settings.REQUEST_TOKEN_URL, settings.AUTHORIZE_URL, callback
        )
    except OAuth1Error as error:
        return _problem(request, HTTPStatus.BAD_GATEWAY, heading, **_what_was_said(error))
    if url.startswith(FAILED):
        advice = "Are the site's consumer key and secret those that the provider has for it?"
        said = url.removeprefix(FAILED)
        return _problem(request, HTTPStatus.BAD_GATEWAY, heading, advice, said)
    request.session["request_token"] = oauth.requestToken
    request.session["request_token_secret"] = oauth.requestTokenSecret
    return render(request, "auth.html", {"authUrl": url})


@never_cache
@require_GET
def callback_handler(request: HttpRequest) -> HttpResponse:
    """Get an access token for the request token that the user comes back with."""
    expected = request.session.get("request_token", "")
    returned = request.GET.get("oauth_token") or request.GET.get("denied", "")
    if not expected or not constant_time_compare(returned, expected):
        return _problem(
            request,
            HTTPStatus.BAD_REQUEST,
            "This is not the answer that your session waits for",
            "It may have been used before, or your session has expired, or it began under another "
            f"name than {request.get_host()}: cookies do not follow from one name to another.",
        )
    # A request token is good for one answer.
    del request.session["request_token"]
    secret = request.session.pop("request_token_secret")
    verifier = request.GET.get("oauth_verifier")
    if not verifier:
        return _problem(
            request,
            HTTPStatus.OK,
            "You did not allow this site to use your account",
            "It has no access, and nothing was published. You can still change your mind.",
        )
    try:
        oauth.get_access_token(settings.ACCESS_TOKEN_URL, expected, secret, verifier)
    except OAuth1Error as error:
        heading = "The provider gave no access token"
        return _problem(request, HTTPStatus.BAD_GATEWAY, heading, **_what_was_said(error))
    request.session.cycle_key()
    request.session["access_token"] = oauth.accessToken
    request.session["access_token_secret"] = oauth.accessTokenSecret
    return render(request, "verify.html")


@never_cache
@require_safe
def tweet(request: HttpRequest) -> HttpResponse:
    """Show the form, with the session's access token filled in if there is one."""
    token = {
        "access": request.session.get("access_token", ""),
        "secret": request.session.get("access_token_secret", ""),
    }
    return render(request, "tweet.html", {"form": TweetForm(initial=token)})


@never_cache
def update(request: HttpRequest) -> HttpResponse:
    """Publish a status with the form's access token, and show what comes back."""
    if request.method != "POST":
        return redirect("tweet")
    form = TweetForm(request.POST)
    if not form.is_valid():
        return render(request, "tweet.html", {"form": form}, status=HTTPStatus.BAD_REQUEST)
    status, access, secret = (form.cleaned_data[name] for name in ("status", "access", "secret"))
    oauth.set_access_token(access, secret)
    try:
        dump = oauth.get_api_response(settings.UPDATE_URL, "POST", {"status": status})
    except OAuth1Error as error:
        context = {"form": form, "problem": _what_was_said(error)}
        return render(request, "tweet.html", context, status=HTTPStatus.BAD_GATEWAY)
    return render(request, "update.html", {"dump": dump, "timeline": _timeline()})


def _timeline() -> list[dict]:
    """Return the latest statuses; without them, the user's own is published all the same."""
    try:
        return json.loads(oauth.get_api_response(settings.HOME_TIMELINE_URL, "GET", {"count": "5"}))
    except (OAuth1Error, ValueError):
        return []


def _problem(
    request: HttpRequest, status: HTTPStatus, heading: str, text: str, said: str = ""
) -> HttpResponse:
    """Say what is the matter; the page shows how to go on."""
    context = {"heading": heading, "problem": {"text": text, "said": said}}
    return render(request, "problem.html", context, status=status)


def _what_was_said(error: OAuth1Error) -> dict[str, str]:
    """Return what the provider, or the network on the way to it, had against a request."""
    if isinstance(error, HTTPError):
        said = error.read().decode(errors="replace")
        return {"text": f"The provider answered {error.code} {error.reason}.", "said": said}
    if isinstance(error, URLError):
        return {"text": "The provider is out of reach.", "said": str(error.reason)}
    return {"text": "The provider and this site do not understand each other.", "said": str(error)}
