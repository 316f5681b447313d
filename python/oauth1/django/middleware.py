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
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
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
    # a file is sent by the server itself, and is none of Python's code
    if not isinstance(response, StreamingHttpResponse) or getattr(response, "file_to_stream", None):
        return
    scope.keep()
    content: Any = response.streaming_content
    response.streaming_content = (
        _AsyncPieces(scope, content) if response.is_async else _Pieces(scope, content)
    )


class _Pieces:
    """The pieces of a stream, each made in the scope. Closing the response closes this."""

    def __init__(self, scope: oauth.scope, content: Iterable[bytes]) -> None:
        self._scope = scope
        self._content = iter(content)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._scope.resume():
            return next(self._content)

    def close(self) -> None:
        self._scope.end()


class _AsyncPieces:
    """As `_Pieces`, for a stream that is awaited."""

    def __init__(self, scope: oauth.scope, content: AsyncIterable[bytes]) -> None:
        self._scope = scope
        self._content = aiter(content)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        with self._scope.resume():
            return await anext(self._content)

    def close(self) -> None:
        self._scope.end()
