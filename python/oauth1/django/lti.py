"""LTI 1.1 in Django: a view that a platform launches.

    from oauth1.django.lti import lti_launch

    @lti_launch
    def chapter(request):
        launch = request.lti_launch
        ...

The launch is verified by a verifier of the settings (see `oauth1.django.verifiers`), "default"
unless another is named:

    OAUTH1 = {"VERIFIERS": {"default": {"consumer_secrets": {"school": "..."}}}}

What is not signed as it should be is answered with 401 or 400. What is signed, and no launch, goes
back to the platform with `lti_errormsg`, where it has said to where, and else is answered with 400.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, overload

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase

from oauth1 import Verified, Verifier
from oauth1._received import plain
from oauth1.django.verifying import (
    AnyView,
    Guard,
    Verification,
    VerifiedRequest,
    response_of,
)
from oauth1.lti import Launch, LaunchError
from oauth1.verifier import AsyncVerifier

__all__ = ["LaunchGuard", "LaunchRequest", "lti_launch"]

logger = logging.getLogger("oauth1")


class LaunchRequest(VerifiedRequest):
    """What views annotate their request with: one that is a launch.

    Attributes:
        lti_launch: The launch.

    """

    lti_launch: Launch


class LaunchGuard(Guard):
    """Stands before a view that is launched."""

    def accept(self, request: HttpRequest, verified: Verified) -> HttpResponse | None:
        """Give the request its launch; send back what is none."""
        super().accept(request, verified)
        try:
            request.lti_launch = Launch.of(verified)  # type: ignore[attr-defined]
        except LaunchError as error:
            logger.warning("refused a launch of %r: %s", verified.consumer_key, error)
            if error.return_url is not None:
                return HttpResponseRedirect(error.return_url)
            return response_of(plain(400, str(error)))
        return None

    def before(self, request: HttpRequest) -> HttpResponse | None:
        """Verify a launch, which is a POST."""
        return _refuse_method(request) or super().before(request)

    async def before_async(self, request: HttpRequest) -> HttpResponse | None:
        """Do what `before` does, while the event loop goes on."""
        return _refuse_method(request) or await super().before_async(request)

    def answered(self, response: HttpResponseBase) -> HttpResponseBase:
        """Let the answer be shown in a frame, as platforms do."""
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
        return response


def _refuse_method(request: HttpRequest) -> HttpResponse | None:
    return None if request.method == "POST" else HttpResponseNotAllowed(["POST"])


@overload
def lti_launch(view: AnyView) -> AnyView: ...
@overload
def lti_launch(
    *, verifier: str | Verifier | AsyncVerifier = "default"
) -> Callable[[AnyView], AnyView]: ...
def lti_launch(view: Any = None, *, verifier: str | Verifier | AsyncVerifier = "default") -> Any:
    """Have a view asked only for LTI 1.1 launches, sync or async as the view is.

    The launch is in `request.lti_launch`. Of a class, decorate `dispatch`. The answer may be shown
    in a frame, where a session's cookie comes along only with `SESSION_COOKIE_SAMESITE = "None"`
    and `SESSION_COOKIE_SECURE = True`.

    Args:
        view: The view.
        verifier: What verifies launches: one of `OAUTH1["VERIFIERS"]`, or an object.

    """
    guard = LaunchGuard(Verification(verifier, token=False))
    return guard.protect if view is None else guard.protect(view)
