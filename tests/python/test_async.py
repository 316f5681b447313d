"""Requests that are awaited: by asyncio, with its own loop and uvloop's, and by trio."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import copy
import gc
import hashlib
import inspect
import io
import os
import pickle
import re
import sys
import threading
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import trio

import oauth1
from faults import Faults
from oauth1 import AsyncClient, AsyncSession, Request, Token, types
from oauth1.sandbox import Sandbox, consent
from seeds import CONSUMER_SECRET, TOKEN_SECRET
from test_streams import content

if sys.platform != "win32":
    import uvloop

T = TypeVar("T")
Run = Callable[[Callable[[], Awaitable[T]]], T]

BINARY = "application/octet-stream"


def on_asyncio(main: Callable[[], Any]) -> Any:
    return asyncio.run(main())


def on_uvloop(main: Callable[[], Any]) -> Any:
    loop = uvloop.new_event_loop()
    try:
        return loop.run_until_complete(main())
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


LOOPS = [on_asyncio, trio.run]
if sys.platform != "win32":
    LOOPS.append(on_uvloop)


@pytest.fixture(params=LOOPS, ids=lambda loop: loop.__name__.removeprefix("on_"))
def run(request: pytest.FixtureRequest) -> Any:
    """Run an async function in an event loop."""
    return request.param


async def sleep(seconds: float) -> None:
    """Sleep in whatever loop this is."""
    if "trio" in sys.modules:
        with contextlib.suppress(RuntimeError):
            trio.lowlevel.current_task()
            await trio.sleep(seconds)
            return
    await asyncio.sleep(seconds)


def threads_of(session: AsyncSession) -> int:
    return session.client._threads.count


def until(happens: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.01)


# --- what is sent, and what comes back ----------------------------------------


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_request_is_awaited(run: Run[Any], faults: Faults, method: str) -> None:
    async def main() -> oauth1.Response:
        async with faults.async_session().client as client:
            send = getattr(client.session(Token("t", TOKEN_SECRET)), method)
            response: oauth1.Response = await send(f"{faults.http}/ok", params={"a": "b"})
            return response

    response = run(main)
    assert response.status == 200
    assert response.json()["method"] == method.upper()
    assert 'oauth_token="t"' in dict(response.json()["headers"])["authorization"]


@pytest.mark.both_judges
def test_a_user_is_sent_away_and_comes_back(run: Run[Any], sandbox: Sandbox) -> None:
    async def main() -> None:
        provider = oauth1.Provider(
            "sandbox",
            request_token_url=sandbox.request_token_url,
            authorization_url=sandbox.authorize_url,
            access_token_url=sandbox.access_token_url,
        )
        client = AsyncClient(sandbox.consumer_key, sandbox.consumer_secret, provider=provider)
        async with client:
            callback = "http://localhost:8000/verify/"
            pending = await client.authorize(callback, authorization_params={"lang": "en"})
            assert pending.url.endswith("&lang=en")
            answer = await client.complete(pending, consent(pending.url))
            me = await client.session(answer.token).get(sandbox.verify_credentials_url)
            assert me.json()["screen_name"] == answer.get("screen_name")

            pending = await client.authorize()
            pin = consent(pending.url)
            assert (await client.complete_with_verifier(pending, pin)).token

            token = (await client.request_token(sandbox.request_token_url)).token
            pin = consent(client.authorization_url(sandbox.authorize_url, token))
            answer = await client.access_token(sandbox.access_token_url, token, pin)
            assert answer.token

    run(main)


def test_tokens_are_renewed_and_passwords_exchanged(run: Run[Any], faults: Faults) -> None:
    async def main() -> None:
        token = Token("t", TOKEN_SECRET)
        endpoint = f"{faults.https}/token/ok"
        provider = oauth1.Provider("p", access_token_url=endpoint)
        client = faults.async_session(provider=provider).client
        assert (await client.renew(endpoint, token, "handle")).token
        assert (await client.renew_token(token, "handle")).token
        assert (await client.xauth(endpoint, "alice", TOKEN_SECRET)).token

    run(main)
    handles = [seen for seen in faults.requests("/token/ok") if "oauth_session_handle" in str(seen)]
    assert len(handles) == 2


def test_requests_at_once_take_as_long_as_one(run: Run[Any], faults: Faults) -> None:
    async def main() -> float:
        session = faults.async_session()
        url = f"{faults.http}/slow?ms=400"
        started = time.monotonic()
        if run is trio.run:
            async with trio.open_nursery() as nursery:
                for _ in range(20):
                    nursery.start_soon(session.send, Request("GET", url))
        else:
            responses = await asyncio.gather(*(session.get(url) for _ in range(20)))
            assert all(response.is_success for response in responses)
        assert threads_of(session) == 20
        return time.monotonic() - started

    assert run(main) < 3


def test_no_more_requests_run_at_once_than_there_are_threads(faults: Faults) -> None:
    async def main() -> float:
        session = faults.async_session(threads=2)
        assert threads_of(session) == 0
        started = time.monotonic()
        await asyncio.gather(*(session.get(f"{faults.http}/slow?ms=100") for _ in range(6)))
        assert threads_of(session) == 2
        return time.monotonic() - started

    assert asyncio.run(main()) >= 0.3


def test_a_client_that_is_gone_leaves_no_thread(faults: Faults) -> None:
    session = faults.async_session()
    asyncio.run(session.get(f"{faults.http}/ok"))
    threads = session.client._threads
    assert threads.count == 1
    asyncio.run(session.client.aclose())
    until(lambda: threads.count == 0)


def test_what_signs_without_a_network_is_not_awaited(faults: Faults) -> None:
    session = faults.async_session()
    request = Request("GET", "http://a.example/", nonce="n", timestamp=1)
    own = faults.session()
    assert session.authorization(request) == own.authorization(request)
    assert session.sign(request).authorization == own.authorization(request)
    assert session.explain(request).authorization == own.authorization(request)


def test_a_captured_request_is_explained(run: Run[Any], faults: Faults) -> None:
    async def main() -> oauth1.Diagnosis:
        session = faults.async_session()
        header = session.authorization(Request("GET", "http://a.example/"))
        captured = oauth1.CapturedRequest(
            "GET", "http://a.example/", headers={"Authorization": header}
        )
        return await session.explain_captured(captured)

    assert run(main).is_valid


# --- settings -----------------------------------------------------------------


def test_all_settings_are_those_of_a_client() -> None:
    settings = inspect.signature(oauth1.Client).parameters.values()
    names = {each.name for each in settings if each.kind is each.KEYWORD_ONLY}
    assert set(types.ClientOptions.__annotations__) == names
    settings = inspect.signature(Request).parameters.values()
    names = {each.name for each in settings if each.kind is each.KEYWORD_ONLY}
    assert set(types.RequestOptions.__annotations__) == names


def test_every_method_of_a_client_and_a_session_is_there() -> None:
    for one, other in [
        (oauth1.Client, AsyncClient),
        (oauth1.Session, AsyncSession),
        (oauth1.ResponseStream, oauth1.AsyncResponseStream),
    ]:
        public = {name for name in dir(one) if not name.startswith("_")} - {"close"}
        assert public <= set(dir(other))


def test_a_client_shows_its_settings_and_no_secret() -> None:
    client = AsyncClient("key", CONSUMER_SECRET, provider="x")
    assert (client.consumer_key, client.signature_method) == ("key", "HMAC-SHA1")
    assert (client.transmission, client.body_hash) == ("header", False)
    assert client.provider == oauth1.Provider.named("x")
    shown = "AsyncClient(consumer_key='key', consumer_secret='***', signature_method='HMAC-SHA1')"
    assert repr(client) == shown
    session = client.session(Token("t", TOKEN_SECRET))
    assert session.client is client
    assert session.token == Token("t", TOKEN_SECRET)
    assert repr(session) == f"<oauth1.AsyncSession of {shown} and {session.token!r}>"
    assert repr(client.session()) == f"<oauth1.AsyncSession of {shown}>"


def test_a_client_is_neither_changed_nor_pickled() -> None:
    client = AsyncClient("key", CONSUMER_SECRET)
    for each in (client, client.session()):
        with pytest.raises(AttributeError):
            each.consumer_secret = "other"  # type: ignore[union-attr]
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(each)
        assert copy.copy(each) is copy.deepcopy(each) is each


def test_settings_that_cannot_work_are_told() -> None:
    with pytest.raises(oauth1.InvalidSettingError, match="threads is 0"):
        AsyncClient("key", CONSUMER_SECRET, threads=0)
    with pytest.raises(oauth1.InvalidSettingError, match="consumer key"):
        AsyncClient("", CONSUMER_SECRET)


# --- errors -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("server", "path", "error"),
    [
        ("refused", "/", oauth1.ConnectionFailedError),
        ("https_expired", "/ok", oauth1.TLSFailedError),
        ("http", "/close-before", oauth1.ConnectionFailedError),
        ("http", "/negative-length", oauth1.InvalidResponseError),
        ("http", "/redirect-loop", oauth1.TooManyRedirectsError),
        ("http", "/slow?ms=5000", oauth1.TimedOutError),
    ],
)
def test_errors_are_those_of_a_session(
    run: Run[Any], faults: Faults, server: str, path: str, error: type[Exception]
) -> None:
    url = getattr(faults, server) + path

    async def main() -> None:
        await faults.async_session().post(url, timeout=1)

    with pytest.raises(error) as caught:
        run(main)
    with pytest.raises(error) as expected:
        faults.session().post(url, timeout=1)
    assert type(caught.value) is type(expected.value)
    # some tell for how many seconds a certificate has not been valid
    texts = [re.sub(r"\d+", "", str(each.value)) for each in (caught, expected)]
    assert texts[0] == texts[1]


def test_a_refusal_of_the_handshake_has_the_providers_words(faults: Faults) -> None:
    async def main() -> None:
        client = faults.async_session().client
        await client.request_token(f"{faults.http}/token/problem?name=timestamp_refused")

    with pytest.raises(oauth1.RefusedError) as caught:
        asyncio.run(main())
    assert (caught.value.status, caught.value.oauth_problem) == (401, "timestamp_refused")


def test_what_a_hook_raises_is_raised(run: Run[Any], faults: Faults) -> None:
    def nonce() -> str:
        raise LookupError("no nonce")

    async def main() -> None:
        await faults.async_session(nonce=nonce).get(f"{faults.http}/ok")

    with pytest.raises(LookupError, match="no nonce"):
        run(main)


def test_hooks_run_in_the_context_of_the_task(faults: Faults) -> None:
    name = contextvars.ContextVar("name", default="nobody")

    async def work(session: AsyncSession, own: str) -> Any:
        name.set(own)
        return (await session.get(f"{faults.http}/whoami")).json()["oauth_nonce"]

    async def main() -> list[Any]:
        session = faults.async_session(nonce=name.get)
        return await asyncio.gather(*(work(session, own) for own in ("alice", "bob")))

    assert asyncio.run(main()) == ["alice", "bob"]


def test_without_an_event_loop_nothing_is_sent(faults: Faults) -> None:
    coroutine = faults.async_session().get(f"{faults.http}/ok")
    with pytest.raises(RuntimeError, match="no running event loop"):
        coroutine.send(None)
    assert faults.requests("/ok") == []


# --- cancellation -------------------------------------------------------------


def test_a_task_that_is_cancelled_stops_at_once_and_so_does_its_request(faults: Faults) -> None:
    async def main() -> None:
        session = faults.async_session()
        task = asyncio.create_task(session.get(f"{faults.http}/silent", timeout=60))
        while not faults.requests("/silent"):
            await asyncio.sleep(0.01)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 0.05
        await session.client.aclose()
        while threads_of(session):
            await asyncio.sleep(0.01)
        assert time.monotonic() - started < 1

    asyncio.run(main())


def test_a_time_limit_of_asyncios_holds(faults: Faults) -> None:
    async def main() -> None:
        session = faults.async_session()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(session.get(f"{faults.http}/drip"), 0.1)
        assert (await session.get(f"{faults.http}/ok")).is_success

    started = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - started < 2


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio has neither before")
def test_timeouts_and_task_groups_hold(faults: Faults) -> None:
    async def main() -> None:
        session = faults.async_session()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await session.get(f"{faults.http}/silent")
        failed: list[BaseException] = []
        try:
            async with asyncio.TaskGroup() as group:
                stuck = group.create_task(session.get(f"{faults.http}/silent"))
                group.create_task(session.get(faults.refused))
        except BaseException as error:
            failed.extend(error.exceptions)  # type: ignore[attr-defined]
        assert [type(each) for each in failed] == [oauth1.ConnectionFailedError]
        assert stuck.cancelled()

    asyncio.run(main())


def test_a_scope_of_trios_that_is_cancelled_calls_its_request_off(faults: Faults) -> None:
    async def main() -> None:
        session = faults.async_session()
        with trio.move_on_after(0.1) as scope:
            await session.get(f"{faults.http}/silent")
        assert scope.cancelled_caught
        await session.client.aclose()
        while threads_of(session):
            await trio.sleep(0.01)

    started = time.monotonic()
    trio.run(main)
    assert time.monotonic() - started < 2


def test_a_request_that_waits_for_a_thread_is_called_off(faults: Faults) -> None:
    async def main() -> None:
        session = faults.async_session(threads=1)
        first = asyncio.create_task(session.get(f"{faults.http}/slow?ms=300"))
        await asyncio.sleep(0)
        second = asyncio.create_task(session.get(f"{faults.http}/ok"))
        await asyncio.sleep(0)
        second.cancel()
        assert (await first).is_success
        with pytest.raises(asyncio.CancelledError):
            await second

    asyncio.run(main())
    assert faults.requests("/ok") == []


def test_the_requests_own_cancellation_calls_it_off(run: Run[Any], faults: Faults) -> None:
    cancellation = oauth1.Cancellation()
    threading.Timer(0.1, cancellation.cancel).start()

    async def main() -> None:
        await faults.async_session().get(f"{faults.http}/silent", cancellation=cancellation)

    with pytest.raises(oauth1.RequestCancelledError):
        run(main)


def test_a_cancellation_of_the_client_calls_off_what_it_sends(
    run: Run[Any], faults: Faults
) -> None:
    cancellation = oauth1.Cancellation()
    threading.Timer(0.1, cancellation.cancel).start()

    async def main() -> None:
        client = faults.async_session().client
        copy = client.with_cancellation(cancellation)
        with pytest.raises(oauth1.RequestCancelledError):
            await copy.request_token(f"{faults.http}/silent")
        assert (await client.session().get(f"{faults.http}/ok")).status == 200

    run(main)


def test_a_client_that_is_closed_calls_off_and_takes_no_more(faults: Faults) -> None:
    async def main() -> None:
        session = faults.async_session(threads=1)
        url = f"{faults.http}/silent"
        tasks = [asyncio.create_task(session.get(url)) for _ in range(2)]
        await asyncio.sleep(0.1)
        await session.client.aclose()
        for task in tasks:
            with pytest.raises(oauth1.RequestCancelledError):
                await task
        with pytest.raises(RuntimeError, match="closed"):
            await session.get(url)

    asyncio.run(main())


def test_a_coroutine_that_is_given_up_calls_its_request_off(faults: Faults) -> None:
    session = faults.async_session()
    loop = asyncio.new_event_loop()
    task = loop.create_task(session.get(f"{faults.http}/silent"))
    loop.run_until_complete(asyncio.sleep(0.1))
    assert threads_of(session) == 1
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    loop.close()
    task.get_coro().close()
    asyncio.run(session.client.aclose())
    until(lambda: threads_of(session) == 0, 1)


def test_a_loop_that_is_closed_meanwhile_harms_nothing(faults: Faults) -> None:
    session = faults.async_session()
    loop = asyncio.new_event_loop()
    task = loop.create_task(session.get(f"{faults.http}/slow?ms=200"))
    loop.run_until_complete(asyncio.sleep(0.05))
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    loop.close()
    time.sleep(0.4)
    assert asyncio.run(session.get(f"{faults.http}/ok")).status == 200


def test_one_client_serves_several_loops(faults: Faults) -> None:
    session = faults.async_session()
    statuses: list[int] = []

    async def main() -> None:
        urls = [f"{faults.http}/slow?ms=50"] * 5
        for response in await asyncio.gather(*map(session.get, urls)):
            statuses.append(response.status)

    threads = [threading.Thread(target=asyncio.run, args=(main(),)) for _ in range(4)]
    threads.append(threading.Thread(target=trio.run, args=(session.get, f"{faults.http}/ok")))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


# --- streams ------------------------------------------------------------------


def test_a_response_is_read_piece_by_piece(run: Run[Any], faults: Faults) -> None:
    async def main() -> bytes:
        session = faults.async_session()
        request = Request("GET", f"{faults.http}/chunked?size=1000000")
        async with session.stream(request) as response:
            assert (response.status, response.is_success) == (200, True)
            assert response.content_length is None
            assert response.header("transfer-encoding") == response.headers["Transfer-Encoding"]
            assert repr(response) == "<oauth1.AsyncResponseStream 200>"
            beginning = await response.read(100_000)
            pieces = [piece async for piece in response]
            assert await response.read() == b""
            assert not response.closed
        assert response.closed
        with pytest.raises(ValueError, match="closed"):
            await response.read()
        assert len(beginning) == 100_000
        return beginning + b"".join(pieces)

    assert run(main) == content(1_000_000)


def test_a_response_can_be_awaited_and_saved(run: Run[Any], faults: Faults, tmp_path: Path) -> None:
    async def main() -> None:
        session = faults.async_session()
        response = await session.stream(Request("GET", f"{faults.http}/download?size=1000000"))
        async with response:
            await response.raise_for_status()
            assert await response.save(tmp_path / "saved") == 1_000_000
        response = await session.stream(Request("GET", f"{faults.http}/status?code=404"))
        with pytest.raises(oauth1.RefusedError):
            await response.raise_for_status()

    run(main)
    assert (tmp_path / "saved").read_bytes() == content(1_000_000)


def test_a_response_that_cannot_be_had_is_told(run: Run[Any], faults: Faults) -> None:
    async def main() -> None:
        async with faults.async_session().stream(Request("GET", faults.refused)):
            raise AssertionError("there is none")

    with pytest.raises(oauth1.ConnectionFailedError):
        run(main)


def test_a_task_that_is_cancelled_while_it_reads_leaves_the_response_closed(
    faults: Faults,
) -> None:
    async def main() -> None:
        session = faults.async_session()
        request = Request("GET", f"{faults.http}/drip-body?ms=60000")
        response = await session.stream(request)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(response.read(), 0.1)
        assert response.closed
        with pytest.raises(ValueError, match="closed"):
            await response.read()

    asyncio.run(main())


def test_a_response_that_breaks_off_is_told(run: Run[Any], faults: Faults) -> None:
    async def main() -> None:
        request = Request("GET", f"{faults.http}/close-mid-body")
        async with faults.async_session().stream(request) as response:
            await response.read()

    with pytest.raises((oauth1.ConnectionFailedError, oauth1.InvalidResponseError)):
        run(main)


# --- asynchronous bodies ------------------------------------------------------


class Pieces:
    """An asynchronous iterable that gives its pieces as often as it is asked for them."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces
        self.times = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.times += 1
        for piece in self._pieces:
            await sleep(0)
            yield piece


class AsyncFile:
    """A file whose `read` is awaited."""

    def __init__(self, held: bytes) -> None:
        self._file = io.BytesIO(held)

    async def read(self, size: int) -> bytes:
        await sleep(0)
        return self._file.read(size)


def test_an_asynchronous_iterable_is_sent(run: Run[Any], faults: Faults) -> None:
    pieces = [os.urandom(100_000), b"", os.urandom(1), os.urandom(70_000)]

    async def main() -> oauth1.Response:
        body = Pieces(*pieces)
        return await faults.async_session().post(
            f"{faults.http}/ok", body=body, content_type=BINARY
        )

    seen = run(main).json()
    assert seen["body_sha256"] == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert ["transfer-encoding", "chunked"] in seen["headers"]


def test_asynchronous_files_are_sent(run: Run[Any], faults: Faults) -> None:
    held = os.urandom(200_000)

    async def main() -> tuple[Any, Any]:
        session = faults.async_session()
        url = f"{faults.http}/ok"
        alone = await session.put(url, body=AsyncFile(held), content_type=BINARY)
        media: types.File = ("photo.jpg", AsyncFile(held))
        form = await session.post(url, files=[("media", media), ("text", Pieces(b"a", b"b"))])
        return alone.json(), form.json()

    alone, form = run(main)
    assert alone["body_sha256"] == hashlib.sha256(held).hexdigest()
    assert form["body_length"] > len(held)


def test_a_file_of_trios_and_a_reader_of_asyncios_are_sent(faults: Faults, tmp_path: Path) -> None:
    held = os.urandom(200_000)
    (tmp_path / "file").write_bytes(held)
    digest = hashlib.sha256(held).hexdigest()
    url = f"{faults.http}/ok"

    async def on_trio() -> oauth1.Response:
        async with await trio.open_file(tmp_path / "file", "rb") as file:
            return await faults.async_session().post(url, body=file, content_type=BINARY)

    async def on_asyncio() -> oauth1.Response:
        reader = asyncio.StreamReader()
        reader.feed_data(held)
        reader.feed_eof()
        return await faults.async_session().post(url, body=reader, content_type=BINARY)

    assert trio.run(on_trio).json()["body_sha256"] == digest
    assert asyncio.run(on_asyncio()).json()["body_sha256"] == digest


def test_an_asynchronous_body_is_read_again_where_it_can_be(run: Run[Any], faults: Faults) -> None:
    again = Pieces(b"a", b"b")

    async def main() -> list[int]:
        session = faults.async_session()
        url = f"{faults.http}/redirect?to=/ok&code=307"
        sent = [
            await session.post(url, body=body, content_type=BINARY)
            for body in (again, aiter(Pieces(b"c")), AsyncFile(b"d"))
        ]
        return [response.status for response in sent]

    assert run(main) == [200, 307, 307]
    assert again.times == 2
    assert [seen["body_sha256"] for seen in faults.requests("/ok")] == [
        hashlib.sha256(b"ab").hexdigest()
    ]


def test_what_an_asynchronous_body_raises_is_raised(run: Run[Any], faults: Faults) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a"
        raise LookupError("no more")

    async def text() -> AsyncIterator[Any]:
        yield "text"

    async def main() -> None:
        session = faults.async_session()
        url = f"{faults.http}/ok"
        with pytest.raises(LookupError, match="no more"):
            await session.post(url, body=broken(), content_type=BINARY)
        with pytest.raises(TypeError, match="must give bytes, not str"):
            await session.post(url, body=text(), content_type=BINARY)
        assert (await session.get(url)).is_success

    run(main)


def test_a_body_that_waits_is_called_off_with_its_request(faults: Faults) -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"a"
        await asyncio.sleep(60)

    async def main() -> None:
        session = faults.async_session()
        send = session.post(f"{faults.http}/ok", body=stuck(), content_type=BINARY)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(send, 0.2)
        task = asyncio.create_task(
            session.post(f"{faults.http}/ok", body=stuck(), content_type=BINARY)
        )
        await asyncio.sleep(0.1)
        await session.client.aclose()
        until(lambda: threads_of(session) == 0, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_an_asynchronous_body_is_refused_where_nobody_awaits_it(faults: Faults) -> None:
    session = faults.session()
    request = Request("POST", f"{faults.http}/ok", body=Pieces(b"a"), content_type=BINARY)
    for use in (
        lambda: session.send(request),
        lambda: session.stream(request),
        lambda: session.client.request_token(request),
    ):
        with pytest.raises(TypeError, match="sent by an AsyncSession"):
            use()
    hashed = Request(
        "POST", f"{faults.http}/ok", body=Pieces(b"a"), content_type=BINARY, body_hash=True
    )
    with pytest.raises(TypeError, match="sent by an AsyncSession"):
        session.sign(hashed)
    assert faults.requests("/ok") == []


def test_an_asynchronous_body_is_hashed(run: Run[Any], faults: Faults) -> None:
    async def main() -> oauth1.Response:
        return await faults.async_session().post(
            f"{faults.http}/ok", body=Pieces(b"a", b"b"), content_type=BINARY, body_hash="sha256"
        )

    assert "oauth_body_hash" in dict(run(main).json()["headers"])["authorization"]


# --- what is left behind ------------------------------------------------------


def test_a_call_holds_nothing_when_it_ended(faults: Faults) -> None:
    class Body(Pieces):
        pass

    async def main() -> list[weakref.ref[Body]]:
        session = faults.async_session()
        kept = []
        for path in ("/ok", "/close-before"):
            body = Body(b"a")
            kept.append(weakref.ref(body))
            with contextlib.suppress(oauth1.OAuth1Error):
                await session.post(f"{faults.http}{path}", body=body, content_type=BINARY)
        return kept

    kept = asyncio.run(main())
    # the thread wakes the task before it lets go
    until(lambda: gc.collect() >= 0 and not any(each() for each in kept))


def test_a_forked_child_has_threads_of_its_own(faults: Faults) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork there")
    session = faults.async_session()
    url = f"{faults.http}/ok"
    asyncio.run(session.get(url))
    with forked(lambda: asyncio.run(session.get(url)).is_success) as succeeded:
        assert succeeded
    assert asyncio.run(session.get(url)).status == 200


@contextlib.contextmanager
def forked(work: Callable[[], bool]) -> Iterator[bool]:
    """Do it in a child, and tell whether it succeeded."""
    child = os.fork()
    if child == 0:
        try:
            succeeded = work()
        except BaseException:
            succeeded = False
        os._exit(0 if succeeded else 1)
    yield os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
