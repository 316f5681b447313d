"""What holds for every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

import oauth

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def oauth_scope(get_response: Handler) -> Handler:
    """Give each request an `oauth` of its own.

    What is written to the module's variables, directly or by its functions, is seen by that request
    alone, and gone when it ends. Sealed, the scope has no tokens but those that the request sets.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        with oauth.scope(sealed=True):
            oauth.setConsumerCreds(settings.CONSUMER_KEY, settings.CONSUMER_SECRET)
            return get_response(request)

    return respond


def content_security_policy(get_response: Handler) -> Handler:
    """Let pages load nothing but the site's own style sheet and icon, and run nothing."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return respond
