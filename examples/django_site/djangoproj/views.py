"""The site's page: a visitor connects an account, reads its timeline, and publishes statuses.

Tokens are nowhere in sight: `request.oauth1` has the visitor's account. Where it is not connected,
or the provider has revoked the token, the middleware leads to the page that connects.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oauth1 import OAuth1Error
from oauth1.django.connections import ConnectedRequest, NotConnectedError


@never_cache
@require_safe
def home(request: ConnectedRequest) -> HttpResponse:
    """Show the visitor's timeline, or how to connect an account."""
    account = request.oauth1[settings.PROVIDER]
    context: dict[str, Any] = {"account": account, "connected": account.is_connected}
    if context["connected"]:
        try:
            response = account.get(settings.HOME_TIMELINE_URL, params={"count": "10"})
            response.raise_for_status()
            context["timeline"] = response.json()
        except NotConnectedError:
            raise
        except OAuth1Error as error:
            context["problem"] = error
    return render(request, "home.html", context)


@require_POST
def publish(request: ConnectedRequest) -> HttpResponse:
    """Publish a status in the visitor's name."""
    account = request.oauth1[settings.PROVIDER]
    status = request.POST.get("status", "").strip()
    if not status:
        messages.error(request, "There is nothing to publish yet: write something first.")
        return redirect("home")
    try:
        account.post(settings.UPDATE_URL, params={"status": status}).raise_for_status()
    except NotConnectedError:
        raise
    except OAuth1Error as error:
        messages.error(request, f"Your status was not published: {error}")
    else:
        messages.success(request, "Your status is published.")
    return redirect("home")
