"""The middleware, which belongs behind those of sessions and authentication.

It gives each request `request.oauth1` (see `oauth1.django.connections`), sends a user whose account
is not connected to the page that connects it, and opens a sealed scope for `import oauth`: what a
request writes to that module's variables, no other sees. A response that streams has its scope
until it is closed.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

import oauth
from oauth1.django.connections import Connections, NotConnectedError


class OAuth1Middleware:
    """Sync and async, as the handler is that it goes before."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Any) -> None:
        self._get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Answer a request, or return what is awaited for the answer."""
        return self._answer_async(request) if self._is_async else self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        request.oauth1 = Connections(request)  # type: ignore[attr-defined]
        with oauth.scope(sealed=True) as scope:
            response: HttpResponseBase = self._get_response(request)
            _keep_for_stream(scope, response)
        return response

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        request.oauth1 = Connections(request)  # type: ignore[attr-defined]
        with oauth.scope(sealed=True) as scope:
            response: HttpResponseBase = await self._get_response(request)
            _keep_for_stream(scope, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Send a user whose account is not connected to where it is connected."""
        if not isinstance(error, NotConnectedError):
            return None
        try:
            url = reverse("oauth1:connect", args=[error.provider])
        except NoReverseMatch:
            return None
        # what was posted is not there any more after the handshake: the user begins again
        then = request.get_full_path() if request.method == "GET" else ""
        return HttpResponseRedirect(f"{url}?{urlencode({'next': then})}" if then else url)


def _keep_for_stream(scope: oauth.scope, response: HttpResponseBase) -> None:
    """Have the scope of a request go on while its response is made, piece by piece."""
    if not isinstance(response, StreamingHttpResponse) or isinstance(response, FileResponse):
        return
    scope.keep()
    content: Any = response.streaming_content
    pieces = _pieces_async if response.is_async else _pieces
    response.streaming_content = pieces(scope, content)
    response._resource_closers.append(scope.end)  # type: ignore[attr-defined]


def _pieces(scope: oauth.scope, content: Iterable[bytes]) -> Iterator[bytes]:
    iterator = iter(content)
    while True:
        with scope.resume():
            piece = next(iterator, None)
        if piece is None:
            return
        yield piece


async def _pieces_async(scope: oauth.scope, content: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    iterator = aiter(content)
    while True:
        with scope.resume():
            piece = await anext(iterator, None)
        if piece is None:
            return
        yield piece
