"""Views for requests that are signed: who signed is in `request.oauth1_verified`.

    from oauth1.django.verifying import oauth1_required

    @oauth1_required
    def photos(request):
        owner = request.oauth1_verified.token
        ...

    @oauth1_required(verifier="partners", token=False)
    async def report(request): ...

    @method_decorator(oauth1_required, name="dispatch")
    class Photos(View): ...

What is not signed as it should be is answered in the view's place, as `oauth1.wsgi` does, and the
log "oauth1" is told why. Verifiers are in the settings: see `oauth1.django.verifiers`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast, overload

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase
from django.views import View

from oauth1 import VerificationError, Verified, Verifier
from oauth1._received import (
    Answer,
    BodyTooLargeError,
    Received,
    encoded_path,
    log,
    refusal,
    verify,
    verify_async,
)
from oauth1.asgi import Scope, path_of
from oauth1.django.conf import settings
from oauth1.verifier import AsyncVerifier
from oauth1.wsgi import headers_of

__all__ = ["Guard", "Verification", "VerifiedRequest", "oauth1_required", "received"]

AnyView = TypeVar("AnyView", bound=Callable[..., Any])

_FORM = "application/x-www-form-urlencoded"
# stands for a body that is there, is covered by no signature, and is left to the view
_NOT_READ = b"\0"


class VerifiedRequest(HttpRequest):
    """What views annotate their request with: one that was verified.

    Attributes:
        oauth1_verified: Who signed it, for whom, and what was signed.

    """

    oauth1_verified: Verified


# --- requests ------------------------------------------------------------------------------------


def received(request: HttpRequest) -> Received:
    """Return a request as a verifier takes it.

    Path and query are those that came, where the server tells; scheme and host those that Django
    has, by its settings `SECURE_PROXY_SSL_HEADER` and `USE_X_FORWARDED_HOST`, as long as the
    verifier has no policy of its own. The body can be read by the view as ever. One that no
    signature covers, for it is no form and has no body hash, is left to the view unread, so that
    it can be larger than what is held.

    Args:
        request: The request.

    Raises:
        BodyTooLargeError: The body has more bytes than `DATA_UPLOAD_MAX_MEMORY_SIZE`.
        RawPostDataException: Something has read the body before, and not kept it.
        DisallowedHost: The host is none of `ALLOWED_HOSTS`.

    """
    scope = getattr(request, "scope", None)
    return Received(
        request.method or "",
        f"{request.scheme}://{request.get_host()}{_target(request, scope)}",
        headers_of(request.META) if scope is None else scope["headers"],
        _body(request),
    )


def _target(request: HttpRequest, scope: Scope | None) -> str:
    asked: str | None = request.META.get("RAW_URI") or request.META.get("REQUEST_URI")
    if asked:
        # it may be a URL, as a proxy is asked for it
        return asked if asked.startswith("/") else "/" + asked.partition("://")[2].partition("/")[2]
    path = encoded_path(request.path) if scope is None else path_of(scope)
    query = request.META.get("QUERY_STRING", "")
    return path + (f"?{query}" if query else "")


def _body(request: HttpRequest) -> bytes:
    if request.content_type not in {"", _FORM} and not _has_body_hash(request):
        return _NOT_READ
    try:
        return request.body
    except RequestDataTooBig:
        raise BodyTooLargeError from None
    except RawPostDataException:
        raise RawPostDataException(
            "the body of the request was read before its signature was verified, and is gone: have "
            "the middleware that reads it use request.body, and neither request.read() nor, where "
            "the body is multipart, request.POST"
        ) from None


def _has_body_hash(request: HttpRequest) -> bool:
    # where it is written in an unusual way, the hash is found not to be that of the body
    places = (request.headers.get("Authorization", ""), request.META.get("QUERY_STRING", ""))
    return any("oauth_body_hash" in place for place in places)


# --- verification --------------------------------------------------------------------------------


class Verification:
    """How requests are verified.

    Args:
        verifier: What verifies them: one of the settings, or an object.
        token: Whether a token is needed. Without one, the consumer signed for itself.
        realm: That of the challenge, in the place of the one that the settings have.

    """

    def __init__(
        self,
        verifier: str | Verifier | AsyncVerifier = "default",
        *,
        token: bool = True,
        realm: str | None = None,
    ) -> None:
        if realm is not None and not isinstance(verifier, str):
            raise TypeError("realm is for a verifier of the settings: give it to the Verifier")
        self._given = verifier
        self._token = token
        self._realm = realm

    def verify(self, request: HttpRequest) -> Verified:
        """Verify a request, and tell the log why it is refused.

        Raises:
            VerificationError: It is refused.
            BodyTooLargeError: Its body is too large.

        """
        by, explain = self._verifier()
        if isinstance(by, AsyncVerifier):
            verified = async_to_sync(verify_async)(by, received(request), explain=explain)
        else:
            verified = verify(by, received(request), explain=explain)
        return self._with_token(verified)

    async def verify_async(self, request: HttpRequest) -> Verified:
        """Do what `verify` does, while the event loop goes on."""
        by, explain = self._verifier()
        if isinstance(by, AsyncVerifier):
            verified = await verify_async(by, received(request), explain=explain)
        else:  # whose look-ups and store wait
            verified = await sync_to_async(verify)(by, received(request), explain=explain)
        return self._with_token(verified)

    def _verifier(self) -> tuple[Verifier | AsyncVerifier, bool]:
        """Return what verifies, and whether refusals are explained."""
        if not isinstance(self._given, str):
            return self._given, bool(django_settings.DEBUG)
        configured = settings().verifiers.get(self._given)
        if configured is None:
            known = ", ".join(settings().verifiers) or "none"
            raise ImproperlyConfigured(f"{self._given}: the verifiers of OAUTH1 are {known}")
        return configured.verifier(self._realm), configured.explain

    def _with_token(self, verified: Verified) -> Verified:
        if self._token and verified.token is None:
            refused = VerificationError(
                "it has no oauth_token: a consumer alone is not enough here",
                reason="parameter_missing",
                status=400,
                public_message="a required OAuth parameter is missing",
                www_authenticate='OAuth oauth_problem="parameter_absent", '
                'oauth_parameters_absent="oauth_token"',
            )
            log(refused)
            raise refused
        return verified


# --- views ---------------------------------------------------------------------------------------


class Guard:
    """What stands before a view, and answers in its place what is refused.

    Args:
        verification: How requests are verified.

    """

    def __init__(self, verification: Verification) -> None:
        self._verification = verification

    def accept(self, request: HttpRequest, verified: Verified) -> HttpResponse | None:
        """Give the request what was verified; return an answer where the view is to have none."""
        request.oauth1_verified = verified  # type: ignore[attr-defined]
        return None

    def answered(self, response: HttpResponseBase) -> HttpResponseBase:
        """Return the view's answer."""
        return response

    def before(self, request: HttpRequest) -> HttpResponse | None:
        """Verify a request; return the answer where it is refused."""
        try:
            return self.accept(request, self._verification.verify(request))
        except (BodyTooLargeError, VerificationError) as refused:
            return response_of(refusal(refused))

    async def before_async(self, request: HttpRequest) -> HttpResponse | None:
        """Do what `before` does, while the event loop goes on."""
        try:
            return self.accept(request, await self._verification.verify_async(request))
        except (BodyTooLargeError, VerificationError) as refused:
            return response_of(refusal(refused))

    def protect(self, view: AnyView) -> AnyView:
        """Return a view that is asked for what is accepted; it needs no CSRF token."""
        guarded: Any = self._async(view) if _is_async(view) else self._sync(view)
        guarded.csrf_exempt = True  # a signature is what no other site can forge
        return cast("AnyView", guarded)

    def _sync(self, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refused = self.before(request)
            return self.answered(refused or view(request, *args, **kwargs))

        return guarded

    def _async(self, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        async def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refused = await self.before_async(request)
            return self.answered(refused or await view(request, *args, **kwargs))

        return guarded


def _is_async(view: Callable[..., Any]) -> bool:
    if iscoroutinefunction(view):
        return True
    # `method_decorator` gives the bound method of a view, whose `dispatch` is no coroutine function
    owner = getattr(getattr(view, "func", None), "__self__", None)
    return isinstance(owner, View) and bool(owner.view_is_async)


def response_of(answer: Answer) -> HttpResponse:
    """Return an answer as Django has it."""
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


@overload
def oauth1_required(view: AnyView) -> AnyView: ...
@overload
def oauth1_required(
    *,
    verifier: str | Verifier | AsyncVerifier = "default",
    token: bool = True,
    realm: str | None = None,
) -> Callable[[AnyView], AnyView]: ...
def oauth1_required(
    view: Any = None,
    *,
    verifier: str | Verifier | AsyncVerifier = "default",
    token: bool = True,
    realm: str | None = None,
) -> Any:
    """Have a view asked only for requests that are signed, sync or async as the view is.

    Of a class, decorate `dispatch`: `@method_decorator(oauth1_required, name="dispatch")`. The
    outermost decorator of a view is the one whose exemption from CSRF tokens Django sees.

    Args:
        view: The view.
        verifier: What verifies requests: one of `OAUTH1["VERIFIERS"]`, or an object.
        token: Whether a token is needed. Without one, the consumer signed for itself, and
            `request.oauth1_verified.token` is None.
        realm: That of the challenge, in the place of the one that the settings have.

    """
    guard = Guard(Verification(verifier, token=token, realm=realm))
    return guard.protect if view is None else guard.protect(view)
