"""What is where on the tests' site, and its views."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path

import oauth
from oauth1 import Request
from oauth1.django.connections import ConnectedRequest

URL = "http://127.0.0.1:1/statuses.json"


def form(request: HttpRequest) -> HttpResponse:
    """A page with a form, for its CSRF token."""
    return HttpResponse(get_token(request))


def credentials(request: ConnectedRequest) -> HttpResponse:
    """Who the visitor is at the provider."""
    response = request.oauth1["sandbox"].get(request.GET["url"])
    return JsonResponse(response.json())


async def acredentials(request: ConnectedRequest) -> HttpResponse:
    response = await request.oauth1["sandbox"].aget(request.GET["url"])
    return JsonResponse(response.json())


def sign(request: ConnectedRequest) -> HttpResponse:
    """Whose token signs, by `request.oauth1` and by `import oauth`."""
    session = request.oauth1["sandbox"].session()
    assert session.token is not None
    oauth.setConsumerCreds("consumer", "secret")
    oauth.set_access_token(session.token.key, session.token.secret)
    time.sleep(0)  # lets other threads run
    header = session.authorization(Request("GET", URL))
    return JsonResponse({"user": request.user.pk, "header": header, "module": oauth.accessToken})


async def asign(request: ConnectedRequest) -> HttpResponse:
    session = await request.oauth1["sandbox"].asession()
    assert session.token is not None
    oauth.setConsumerCreds("consumer", "secret")
    oauth.set_access_token(session.token.key, session.token.secret)
    await asyncio.sleep(0)
    header = session.authorization(Request("GET", URL))
    in_thread = await sync_to_async(lambda: oauth.accessToken)()
    assert in_thread == oauth.accessToken
    return JsonResponse({"user": request.user.pk, "header": header, "module": oauth.accessToken})


def read(_request: HttpRequest) -> HttpResponse:
    """What the module has in a request that has set nothing."""
    return HttpResponse(oauth.accessToken or "nothing")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    oauth.accessToken = request.GET["token"]

    def pieces() -> Iterator[str]:
        for number in range(3):
            yield f"{number}{oauth.accessToken} "
            oauth.accessToken += "+"

    return StreamingHttpResponse(pieces())


async def astream(request: HttpRequest) -> StreamingHttpResponse:
    oauth.accessToken = request.GET["token"]

    async def pieces() -> AsyncIterator[str]:
        for number in range(3):
            yield f"{number}{oauth.accessToken} "
            await asyncio.sleep(0)
            oauth.accessToken += "+"

    return StreamingHttpResponse(pieces())


views = [
    path("form/", form),
    path("login/", form),
    path("credentials/", credentials),
    path("acredentials/", acredentials),
    path("sign/", sign),
    path("asign/", asign),
    path("read/", read),
    path("stream/", stream),
    path("astream/", astream),
    path("admin/", admin.site.urls),
    path("tutorial/", include("oauth1.django.tutorial.urls")),
]
urlpatterns = [path("accounts/", include("oauth1.django.urls")), *views]
