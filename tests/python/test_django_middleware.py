"""The middleware: each request has variables of `import oauth` of its own, streams included."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import AsyncClient, RequestFactory, override_settings

import oauth
from django_support import Visitor
from oauth import ScopeEndedError

pytestmark = pytest.mark.usefixtures("_django", "_users")


@pytest.fixture(autouse=True)
def _module() -> Iterator[None]:
    """A program around, which has a token of its own."""
    with oauth.scope():
        oauth.setConsumerCreds("consumer", "secret")
        oauth.set_access_token("the program's", "secret")
        yield


def middleware(answer: Any) -> Any:
    from oauth1.django.middleware import OAuth1Middleware

    return OAuth1Middleware(answer)


def request() -> Any:
    return RequestFactory().get("/")


# --- the scope of a request -----------------------------------------------------------------------


def test_a_request_sees_the_consumer_and_no_token_of_anybody() -> None:
    def answer(_request: Any) -> HttpResponse:
        seen = [oauth.consumerKey, oauth.accessToken]
        oauth.set_access_token("the request's", "secret")
        return HttpResponse("|".join([*seen, oauth.accessToken]))

    assert middleware(answer)(request()).content == b"consumer||the request's"
    assert oauth.accessToken == "the program's"
    assert Visitor().get("/read/").content == b"nothing"


def test_an_async_request_too_and_in_its_threads() -> None:
    async def answer(_request: Any) -> HttpResponse:
        seen = [oauth.accessToken, await sync_to_async(lambda: oauth.accessToken)()]
        await sync_to_async(oauth.set_access_token)("the thread's", "secret")
        return HttpResponse("|".join([*seen, oauth.accessToken]))

    response = async_to_sync(middleware(answer))(request())
    assert response.content == b"||the thread's"
    assert oauth.accessToken == "the program's"


def test_tasks_of_a_loop_keep_apart() -> None:
    both = 0

    async def answer(given: Any) -> HttpResponse:
        nonlocal both
        oauth.set_access_token(given.user, "secret")
        both += 1
        while both % 2:
            await asyncio.sleep(0)
        return HttpResponse(oauth.accessToken)

    async def two() -> list[bytes]:
        requests = [request(), request()]
        for number, each in enumerate(requests):
            each.user = f"user {number}"
        stack = middleware(answer)
        return [each.content for each in await asyncio.gather(*map(stack, requests))]

    assert asyncio.run(two()) == [b"user 0", b"user 1"]


def test_an_error_ends_the_scope() -> None:
    def answer(_request: Any) -> HttpResponse:
        oauth.set_access_token("the request's", "secret")
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        middleware(answer)(request())
    assert oauth.accessToken == "the program's"


def test_what_outlives_its_request_gets_an_error_and_never_a_token() -> None:
    async def outlive() -> str:
        done = asyncio.Event()
        tasks: list[asyncio.Task[str]] = []

        async def later() -> str:
            await done.wait()
            return oauth.accessToken

        async def answer(_request: Any) -> HttpResponse:
            tasks.append(asyncio.create_task(later()))
            return HttpResponse()

        await middleware(answer)(request())
        done.set()
        return await tasks[0]

    with pytest.raises(ScopeEndedError):
        asyncio.run(outlive())


# --- streams --------------------------------------------------------------------------------------


def test_a_stream_has_the_scope_of_its_request_until_it_is_closed() -> None:
    def piece(_number: int) -> str:
        try:
            return oauth.accessToken
        finally:
            oauth.accessToken = "changed"

    def answer(_request: Any) -> StreamingHttpResponse:
        oauth.accessToken = "the request's"
        return StreamingHttpResponse(map(piece, range(2)))

    first, second = middleware(answer)(request()), middleware(answer)(request())
    content = iter(first.streaming_content)
    assert next(content) == b"the request's"
    assert oauth.accessToken == "the program's"
    assert next(iter(second.streaming_content)) == b"the request's"
    assert next(content) == b"changed"
    assert next(content, None) is None
    first.close()
    second.close()
    with pytest.raises(ScopeEndedError):
        next(iter(second.streaming_content))


@pytest.mark.parametrize("path", ["/stream/", "/astream/"])
def test_a_stream_through_all_of_django(path: str) -> None:
    expected = b"0mine 1mine+ 2mine++ "
    response = Visitor().get(f"{path}?token=mine") if path == "/stream/" else None
    if response:
        assert b"".join(response.streaming_content) == expected

    async def get() -> bytes:
        response = await AsyncClient().get(f"{path}?token=mine")
        assert isinstance(response, StreamingHttpResponse)
        return b"".join([piece async for piece in response])

    if path == "/astream/":
        assert asyncio.run(get()) == expected


def test_an_async_stream_is_made_in_the_scope_though_others_run() -> None:
    def view(token: str) -> Any:
        async def pieces() -> AsyncIterator[str]:
            while True:
                yield oauth.accessToken
                await asyncio.sleep(0)
                oauth.accessToken += token

        async def answer(_request: Any) -> StreamingHttpResponse:
            oauth.accessToken = token
            return StreamingHttpResponse(pieces())

        return middleware(answer)

    async def read(token: str) -> list[bytes]:
        response = await view(token)(request())
        content = aiter(response)
        found = [await anext(content) for _ in range(5)]
        response.close()
        with pytest.raises(ScopeEndedError):
            await anext(content)
        return found

    async def both() -> list[list[bytes]]:
        return list(await asyncio.gather(read("a"), read("b")))

    assert asyncio.run(both()) == [
        [token * number for number in range(1, 6)] for token in (b"a", b"b")
    ]


def test_an_error_in_a_stream_leaves_the_scope() -> None:
    def pieces() -> Iterator[str]:
        yield oauth.accessToken
        raise ValueError("wrong")

    response = middleware(lambda _request: StreamingHttpResponse(pieces()))(request())
    with pytest.raises(ValueError, match="wrong"):
        list(response)
    assert oauth.accessToken == "the program's"
    response.close()


def test_a_file_is_left_to_the_server_and_a_stream_of_a_file_response_is_not(
    tmp_path: Any,
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    response = middleware(lambda _request: FileResponse(path.open("rb")))(request())
    assert response.file_to_stream is not None
    assert b"".join(response) == b"content"
    response.close()

    def pieces() -> Iterator[bytes]:
        yield oauth.accessToken.encode()

    def answer(_request: Any) -> FileResponse:
        oauth.accessToken = "the request's"
        return FileResponse(pieces())

    response = middleware(answer)(request())
    assert b"".join(response) == b"the request's"
    response.close()


# --- scopes that are kept -------------------------------------------------------------------------


def test_a_scope_is_resumed_only_if_it_was_kept() -> None:
    with oauth.scope() as scope:
        pass
    with pytest.raises(RuntimeError, match="was not kept"), scope.resume():
        pass


def test_a_scope_that_is_kept_goes_on_in_any_context() -> None:
    with oauth.scope(sealed=True) as scope:
        scope.keep()
        oauth.accessToken = "first"

    async def elsewhere() -> None:
        with scope.resume():
            assert oauth.accessToken == "first"
            oauth.accessToken = "second"
        assert oauth.accessToken == "the program's"

    asyncio.run(elsewhere())
    with scope.resume():
        assert oauth.accessToken == "second"
    scope.end()
    with scope.resume(), pytest.raises(ScopeEndedError):
        _ = oauth.accessToken


# --- accounts that are not connected --------------------------------------------------------------


def test_where_there_is_no_page_to_connect_the_error_is_told() -> None:
    from oauth1.django.connections import NotConnectedError

    stack = middleware(lambda _request: HttpResponse())
    error = NotConnectedError("sandbox", "no account")
    assert stack.process_exception(request(), ValueError()) is None
    assert stack.process_exception(request(), error).url == "/accounts/sandbox/connect/?next=%2F"
    with override_settings(ROOT_URLCONF="tutorial_site.urls"):
        assert stack.process_exception(request(), error) is None
    assert (error.kind, error.provider, str(error)) == ("not_connected", "sandbox", "no account")
