"""Django REST framework: requests are authenticated by their OAuth 1.0 signature.

    REST_FRAMEWORK = {
        "DEFAULT_AUTHENTICATION_CLASSES": ["oauth1.django.rest.OAuth1Authentication"],
    }

`request.user` is whom the hook `user` of the verifier finds, and `request.auth` the
`oauth1.Verified`. Verifiers are in the settings: see `oauth1.django.verifiers`. Needs
`djangorestframework`: `pip install "oauth1[drf]"`.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.request import Request

from oauth1 import VerificationError, Verified, Verifier
from oauth1._received import BodyTooLargeError, refusal
from oauth1.django.conf import settings
from oauth1.django.verifiers import is_async
from oauth1.django.verifying import Verification
from oauth1.verifier import AsyncVerifier

__all__ = ["OAuth1Authentication", "RequestRefusedError"]

_CHALLENGE = "oauth1_challenge"


class RequestRefusedError(APIException):
    """A request that is refused for another reason than its credentials: 400, 413 or 503.

    Attributes:
        auth_header: The value of the `WWW-Authenticate` header to answer with.

    """

    def __init__(self, status: int, message: str, challenge: str | None) -> None:
        super().__init__(message, code="refused")
        self.status_code = status
        if challenge is not None:
            self.auth_header = challenge


class OAuth1Authentication(BaseAuthentication):
    """Authenticates whom a request was signed for.

    A request that is not signed at all is left to the other classes. One that is signed wrongly is
    refused, with the status and the challenge that `oauth1.VerificationError` says.

    Attributes:
        verifier: What verifies requests: one of `OAUTH1["VERIFIERS"]`, or an object.
        token: Whether a token is needed. Without one, the consumer signed for itself.
        realm: That of the challenge, in the place of the one that the settings have.

    """

    verifier: str | Verifier | AsyncVerifier = "default"
    token: bool = True
    realm: str | None = None

    def authenticate(self, request: Request) -> tuple[Any, Verified] | None:
        """Return who a request is from, and what was verified; None where it is not signed.

        Raises:
            AuthenticationFailed: Its credentials, its signature or its user are refused: 401.
            RequestRefusedError: It is refused for another reason.

        """
        verification = Verification(self.verifier, token=self.token, realm=self.realm)
        try:
            verified = verification.verify(request._request)
        except (BodyTooLargeError, VerificationError) as refused:
            answer = refusal(refused)
            challenge = dict(answer.headers).get("WWW-Authenticate")
            setattr(request._request, _CHALLENGE, challenge)
            if isinstance(refused, VerificationError) and refused.reason == "not_signed":
                return None
            message = answer.body.decode().strip()
            if answer.status == AuthenticationFailed.status_code:
                raise AuthenticationFailed(message) from None
            raise RequestRefusedError(answer.status, message, challenge) from None
        user = self.get_user(request, verified)
        if user is None or not getattr(user, "is_active", True):
            raise AuthenticationFailed("there is no user that the request could be from")
        return user, verified

    def get_user(self, _request: Request, verified: Verified) -> Any:
        """Return whom a request is from, or None: at first by the hook `user` of the settings.

        Raises:
            ImproperlyConfigured: The settings have none.

        """
        if not isinstance(self.verifier, str):
            raise ImproperlyConfigured(
                f"{type(self).__name__} does not tell whose request it is: override get_user"
            )
        user_of = settings().verifiers[self.verifier].user
        return async_to_sync(user_of)(verified) if is_async(user_of) else user_of(verified)

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge: that of the refusal, where the request was refused."""
        return getattr(request._request, _CHALLENGE, None) or "OAuth"
