"""A site whose views are for requests that are signed, and the hooks of its verifiers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from rest_framework.decorators import api_view, authentication_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from oauth1 import Verified, Verifier
from oauth1.django.lti import LaunchRequest, lti_launch
from oauth1.django.rest import OAuth1Authentication
from oauth1.django.verifying import VerifiedRequest, oauth1_required

KEY, SECRET = "dpf43f3p2l4k3l03", "kd94hf93k423kf44&+%"
TOKEN, TOKEN_SECRET = "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00 ~"


# --- hooks ---------------------------------------------------------------------------------------


def consumer(key: str) -> str | None:
    # a look-up in the database, as those of sites are
    assert User.objects.filter(username="nobody").first() is None
    return {KEY: SECRET}.get(key)


def token(key: str, token: str) -> str | None:
    return {(KEY, TOKEN): TOKEN_SECRET}.get((key, token))


async def aconsumer(key: str) -> str | None:
    return {KEY: SECRET}.get(key)


async def atoken(key: str, token: str) -> str | None:
    return {(KEY, TOKEN): TOKEN_SECRET}.get((key, token))


def user_of(verified: Verified) -> User | None:
    return User.objects.filter(username=verified.token).first()


async def auser_of(verified: Verified) -> User | None:
    return await User.objects.filter(username=verified.token).afirst()


# --- views ---------------------------------------------------------------------------------------


def said(request: VerifiedRequest) -> JsonResponse:
    verified = request.oauth1_verified
    return JsonResponse(
        {
            "consumer": verified.consumer_key,
            "token": verified.token,
            "form": {name: request.POST.getlist(name) for name in request.POST},
            "files": {name: len(file) for name, file in request.FILES.items()},
            "covers_body": verified.covers_body,
        }
    )


@oauth1_required
def photos(request: VerifiedRequest, **_: str) -> HttpResponse:
    return said(request)


@oauth1_required
async def aphotos(request: VerifiedRequest) -> HttpResponse:
    return said(request)


@oauth1_required(token=False, realm='The "Photos"')
def report(request: VerifiedRequest) -> HttpResponse:
    return said(request)


@oauth1_required(verifier="async")
def waiting(request: VerifiedRequest) -> HttpResponse:
    return said(request)


@oauth1_required(verifier="async")
async def awaiting(request: VerifiedRequest) -> HttpResponse:
    return said(request)


@oauth1_required(verifier=Verifier(lambda key: SECRET, token))
def own(request: VerifiedRequest) -> HttpResponse:
    return said(request)


@oauth1_required(verifier="none of these")
def misnamed(request: VerifiedRequest) -> HttpResponse:
    return said(request)


@method_decorator(oauth1_required, name="dispatch")
class Photos(View):
    def post(self, request: VerifiedRequest) -> HttpResponse:
        return said(request)


@method_decorator(oauth1_required, name="dispatch")
class AsyncPhotos(View):
    async def post(self, request: VerifiedRequest) -> HttpResponse:
        return said(request)


@method_decorator(oauth1_required(verifier="cached"), name="get")
class HalfGuarded(View):
    async def get(self, request: VerifiedRequest) -> HttpResponse:
        return said(request)

    async def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("anybody's")


# --- an API --------------------------------------------------------------------------------------


class Twice(UserRateThrottle):
    rate = "2/hour"


class Api(APIView):
    authentication_classes = [OAuth1Authentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        verified: Any = request.auth
        return Response({"user": request.user.get_username(), "consumer": verified.consumer_key})

    def post(self, request: Request) -> Response:
        return Response({"user": request.user.get_username(), "data": request.data})


class Open(Api):
    permission_classes = []

    def get(self, request: Request) -> Response:
        return Response({"user": str(request.user)})


class Throttled(Api):
    throttle_classes = [Twice]


class ConsumerAuthentication(OAuth1Authentication):
    verifier = Verifier(consumer, token, realm="Consumers")
    token = False

    def get_user(self, _request: Request, verified: Verified) -> Any:
        return User(username=f"consumer {verified.consumer_key}")


class Unfinished(OAuth1Authentication):
    verifier = ConsumerAuthentication.verifier


class AsyncAuthentication(OAuth1Authentication):
    verifier = "async"


class Consumers(Api):
    authentication_classes = [ConsumerAuthentication]


class UnfinishedApi(Api):
    authentication_classes = [Unfinished]


@api_view(["GET"])
@authentication_classes([AsyncAuthentication])
def awaited_user(request: Request) -> Response:
    return Response({"user": request.user.get_username()})


# --- LTI -----------------------------------------------------------------------------------------


def told(request: LaunchRequest) -> JsonResponse:
    launch = request.lti_launch
    return JsonResponse({"user": launch.user.id, "consumer": request.oauth1_verified.consumer_key})


@lti_launch
def launch(request: LaunchRequest) -> HttpResponse:
    return told(request)


@lti_launch(verifier="lti")
async def alaunch(request: LaunchRequest) -> HttpResponse:
    return told(request)


urlpatterns = [
    path("photos/", photos),
    path("aphotos/", aphotos),
    path("report/", report),
    path("waiting/", waiting),
    path("awaiting/", awaiting),
    path("own/", own),
    path("misnamed/", misnamed),
    path("class/", Photos.as_view()),
    path("aclass/", AsyncPhotos.as_view()),
    path("half/", HalfGuarded.as_view()),
    path("api/", Api.as_view()),
    path("api/open/", Open.as_view()),
    path("api/throttled/", Throttled.as_view()),
    path("api/consumers/", Consumers.as_view()),
    path("api/unfinished/", UnfinishedApi.as_view()),
    path("api/awaited/", awaited_user),
    path("launch/", launch),
    path("alaunch/", alaunch),
    path("a b/<str:rest>/", photos),
]

VERIFIERS: dict[str, dict[str, Any]] = {
    "default": {
        "consumer": consumer,
        "token": "django_guarded.token",
        "user": "django_guarded.user_of",
        "realm": "Photos",
    },
    "async": {
        "consumer": aconsumer,
        "token": atoken,
        "user": auser_of,
        "nonces": "oauth1.django.nonces.stores.DatabaseNonces",
    },
    "cached": {
        "consumer_secrets": {KEY: SECRET},
        "token": token,
        "nonces": "oauth1.django.nonces.stores.CacheNonces",
    },
    "lti": {"consumer_secrets": {KEY: SECRET}, "nonces": "oauth1.MemoryNonces"},
}
