"""Whose the original module's variables are: no user ever signs with another's token."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TypeVar
from unittest import mock

import pytest
import trio
from asgiref.sync import async_to_sync, sync_to_async

import oauth
from oauth import _state
from oauth1 import Client, Request, Session
from seeds import CONSUMER_SECRET, TOKEN_SECRET

T = TypeVar("T")

URL = "http://example.com/statuses"
FIRST_SECRET, SECOND_SECRET = f"{CONSUMER_SECRET}-1", f"{CONSUMER_SECRET}-2"
TOKENS = ("accessToken", "accessTokenSecret", "requestToken", "requestTokenSecret")


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with the defaults that a process begins with, and send nothing."""
    defaults = {**dict.fromkeys(_state.NAMES, ""), "signatureMethod": "HMAC-SHA1"}
    monkeypatch.setattr(_state, "_defaults", defaults)

    def sign(session: Session, request: Request) -> SimpleNamespace:
        return SimpleNamespace(text=session.authorization(request))

    monkeypatch.setattr(oauth, "_send_successfully", sign)


def on_a_thread(work: Callable[[], T]) -> T:
    """Run a function on a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def log_in(user: str) -> None:
    oauth.set_access_token(f"token-of-{user}", f"{TOKEN_SECRET}-of-{user}")


def signer() -> str:
    """Return the user whose token signs."""
    header = oauth.get_api_response(URL, "POST", {"status": "Hello!"})
    token = header.partition('oauth_token="')[2].partition('"')[0]
    secret = oauth.accessTokenSecret
    assert secret.removeprefix(f"{TOKEN_SECRET}-of-") == token.removeprefix("token-of-")
    return token.removeprefix("token-of-")


@pytest.fixture
def consumer() -> None:
    oauth.setConsumerCreds("key", CONSUMER_SECRET)


# --- scripts ------------------------------------------------------------------


def test_a_write_on_the_main_thread_is_everybodys(consumer: None) -> None:
    log_in("alice")
    assert signer() == "alice"
    assert on_a_thread(signer) == "alice"


def test_a_write_of_the_main_thread_is_what_it_reads_next() -> None:
    def in_context() -> None:
        oauth.accessToken = "written by a script"
        assert oauth.accessToken == "written by a script"

    def context_with_a_write() -> contextvars.Context:
        oauth.accessToken = "written by a thread"
        return contextvars.copy_context()

    on_a_thread(context_with_a_write).run(in_context)
    assert oauth.accessToken == "written by a script"


# --- threads ------------------------------------------------------------------


def test_a_write_on_another_thread_is_its_own(consumer: None) -> None:
    log_in("alice")

    def work() -> str:
        log_in("bob")
        return signer()

    assert on_a_thread(work) == "bob"
    assert signer() == "alice"


@pytest.mark.usefixtures("consumer")
def test_two_users_who_log_in_before_either_signs_sign_as_themselves() -> None:
    barrier = threading.Barrier(2, timeout=10)

    def work(user: str) -> str:
        log_in(user)
        barrier.wait()
        return signer()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, ["alice", "bob"])) == ["alice", "bob"]


@pytest.mark.usefixtures("consumer")
def test_twelve_thousand_calls_on_four_threads_sign_with_no_wrong_user() -> None:
    barrier = threading.Barrier(4, timeout=10)

    def work(user: str) -> int:
        barrier.wait()
        wrong = 0
        for _ in range(3000):
            log_in(user)
            time.sleep(0)
            wrong += signer() != user
        return wrong

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, ["alice", "bob", "carol", "dave"])) == 0


@pytest.mark.usefixtures("consumer")
def test_a_call_signs_with_what_it_found_when_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    client = oauth._client

    def meanwhile(state: _state.Snapshot) -> Client:
        log_in("mallory")
        return client(state)

    log_in("alice")
    monkeypatch.setattr(oauth, "_client", meanwhile)
    header = oauth.get_api_response(URL)
    assert 'oauth_token="token-of-alice"' in header


def test_a_consumer_set_on_a_thread_fills_an_empty_default() -> None:
    on_a_thread(lambda: oauth.setConsumerCreds("first", FIRST_SECRET))
    assert (oauth.consumerKey, oauth.consumerSecret) == ("first", FIRST_SECRET)
    on_a_thread(lambda: oauth.setConsumerCreds("second", SECOND_SECRET))
    assert (oauth.consumerKey, oauth.consumerSecret) == ("first", FIRST_SECRET)


def test_the_default_consumer_is_never_made_of_two() -> None:
    turns = {name: threading.Event() for name in ("first", "second")}

    def first() -> None:
        oauth.consumerKey = "first"
        turns["second"].set()
        turns["first"].wait(10)
        oauth.consumerSecret = FIRST_SECRET

    def second() -> None:
        turns["second"].wait(10)
        oauth.consumerKey = "second"
        oauth.consumerSecret = SECOND_SECRET
        assert (oauth.consumerKey, oauth.consumerSecret) == ("second", SECOND_SECRET)
        turns["first"].set()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result()
    assert (oauth.consumerKey, oauth.consumerSecret) == ("first", FIRST_SECRET)


# --- scopes -------------------------------------------------------------------


def test_what_is_written_in_a_scope_stays_in_it(consumer: None) -> None:
    log_in("alice")
    with oauth.scope():
        assert signer() == "alice"
        log_in("bob")
        oauth.setConsumerCreds("other", "other secret")
        assert signer() == "bob"
        assert on_a_thread(lambda: (signer(), oauth.consumerKey)) == ("alice", "key")
    assert signer() == "alice"
    assert oauth.consumerKey == "key"


def test_scopes_nest(consumer: None) -> None:
    with oauth.scope():
        log_in("alice")
        with oauth.scope():
            assert signer() == "alice"
            log_in("bob")
            assert signer() == "bob"
        assert signer() == "alice"
    assert oauth.accessToken == ""


def test_a_scope_ends_with_an_exception_too() -> None:
    def fail() -> None:
        with oauth.scope():
            log_in("alice")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert oauth.accessToken == ""


def test_a_scope_is_entered_once() -> None:
    scope = oauth.scope()
    with scope, pytest.raises(RuntimeError, match="entered once"), scope:
        pass
    with pytest.raises(RuntimeError, match="entered once"), scope:
        pass


def test_a_sealed_scope_sees_no_token_from_outside(consumer: None) -> None:
    log_in("alice")
    oauth.signatureMethod = "HMAC-SHA256"

    def work() -> None:
        log_in("bob")
        with oauth.scope(sealed=True):
            assert [getattr(oauth, name) for name in TOKENS] == ["", "", "", ""]
            assert (oauth.consumerKey, oauth.signatureMethod) == ("key", "HMAC-SHA256")
            with oauth.scope():
                assert oauth.accessToken == ""
            log_in("carol")
            with oauth.scope():
                assert signer() == "carol"
        assert signer() == "bob"

    on_a_thread(work)
    assert signer() == "alice"


@pytest.mark.usefixtures("consumer")
def test_an_anonymous_request_after_a_logged_in_one_has_no_token() -> None:
    def logged_in() -> str:
        with oauth.scope(sealed=True):
            log_in("alice")
            return signer()

    def anonymous() -> str:
        with oauth.scope(sealed=True):
            return oauth.accessToken

    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(logged_in).result() == "alice"
        assert worker.submit(anonymous).result() == ""


@pytest.mark.usefixtures("consumer")
def test_a_worker_born_in_a_scope_does_not_keep_it() -> None:
    with ThreadPoolExecutor(1) as worker:
        with oauth.scope(sealed=True):
            log_in("alice")
            worker.submit(time.sleep, 0).result()
        with oauth.scope(sealed=True):
            log_in("bob")
            assert worker.submit(lambda: oauth.accessToken).result() == ""
            context = contextvars.copy_context()
            assert worker.submit(context.run, signer).result() == "bob"


@pytest.mark.usefixtures("consumer")
def test_a_scope_used_after_it_ended_raises_and_never_falls_back() -> None:
    log_in("alice")
    with oauth.scope():
        log_in("bob")
        context = contextvars.copy_context()
    for use in (signer, lambda: log_in("carol"), lambda: delattr(oauth, "accessToken")):
        with pytest.raises(oauth.ScopeEndedError):
            context.run(use)

    def nested() -> None:
        with oauth.scope(), pytest.raises(oauth.ScopeEndedError):
            signer()

    context.run(nested)
    with pytest.raises(oauth.ScopeEndedError):
        context.run(signer)


# --- deleted names ------------------------------------------------------------


@pytest.mark.parametrize("name", _state.NAMES)
def test_a_deleted_name_is_gone_until_it_is_written(name: str) -> None:
    setattr(oauth, name, "value")
    delattr(oauth, name)
    with pytest.raises(AttributeError, match=name):
        getattr(oauth, name)
    setattr(oauth, name, "other")
    assert getattr(oauth, name) == "other"


def test_a_patch_is_taken_back_everywhere(consumer: None) -> None:
    def patch() -> None:
        before = oauth.consumerKey, oauth.accessToken
        with mock.patch.object(oauth, "consumerKey", "patched"):
            assert oauth.consumerKey == "patched"
            with mock.patch.multiple(oauth, accessToken="mallory", accessTokenSecret=""):
                assert oauth.accessToken == "mallory"
        assert (oauth.consumerKey, oauth.accessToken) == before

    log_in("alice")
    patch()
    assert _state._defaults["consumerKey"] == "key"
    on_a_thread(patch)
    with oauth.scope():
        log_in("bob")
        patch()
    assert signer() == "alice"


# --- asyncio ------------------------------------------------------------------


async def logged_in(user: str, others: int = 1) -> str:
    """Log in, let others do so as well, and sign."""
    log_in(user)
    for _ in range(others):
        await asyncio.sleep(0)
    return signer()


@pytest.mark.usefixtures("consumer")
def test_tasks_sign_as_themselves() -> None:
    async def main() -> list[str]:
        return await asyncio.gather(*(logged_in(user) for user in ("alice", "bob", "carol")))

    assert asyncio.run(main()) == ["alice", "bob", "carol"]
    assert oauth.accessToken == ""


@pytest.mark.usefixtures("consumer")
def test_tasks_of_trios_sign_as_themselves() -> None:
    users: dict[str, str] = {}

    async def work(user: str) -> None:
        log_in(user)
        await trio.sleep(0.01)
        users[user] = signer()

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            for user in ("alice", "bob", "carol"):
                nursery.start_soon(work, user)

    trio.run(main)
    assert users == {user: user for user in ("alice", "bob", "carol")}
    assert oauth.accessToken == ""


@pytest.mark.usefixtures("consumer")
def test_tasks_of_one_scope_sign_as_themselves() -> None:
    async def main() -> list[str]:
        with oauth.scope(sealed=True):
            log_in("dave")
            users = await asyncio.gather(logged_in("alice"), logged_in("bob"))
            return [*users, signer()]

    assert asyncio.run(main()) == ["alice", "bob", "dave"]


@pytest.mark.usefixtures("consumer")
def test_a_thread_of_a_task_signs_for_it() -> None:
    async def work(user: str) -> str:
        log_in(user)
        await asyncio.sleep(0)
        return await asyncio.to_thread(signer)

    async def main() -> list[str]:
        return list(await asyncio.gather(work("alice"), work("bob")))

    assert asyncio.run(main()) == ["alice", "bob"]


@pytest.mark.usefixtures("consumer")
def test_a_task_that_outlives_its_scope_raises() -> None:
    async def main() -> None:
        log_in("alice")
        with oauth.scope(sealed=True):
            log_in("bob")
            late = asyncio.create_task(logged_in("bob"))
        with pytest.raises(oauth.ScopeEndedError):
            await late
        assert signer() == "alice"

    asyncio.run(main())


@pytest.mark.usefixtures("consumer")
def test_sync_code_of_a_task_writes_for_it() -> None:
    async def work(user: str) -> str:
        await sync_to_async(log_in)(user)
        await asyncio.sleep(0)
        return await sync_to_async(signer)()

    async def main() -> list[str]:
        with oauth.scope(sealed=True):
            return list(await asyncio.gather(work("alice"), work("bob")))

    assert asyncio.run(main()) == ["alice", "bob"]
    assert oauth.accessToken == ""


@pytest.mark.usefixtures("consumer")
def test_sync_code_that_comes_back_to_the_main_thread_writes_for_its_task() -> None:
    async def work(user: str) -> str:
        await sync_to_async(log_in)(user)
        await asyncio.sleep(0)
        return await sync_to_async(signer)()

    async def main() -> list[str]:
        return list(await asyncio.gather(work("alice"), work("bob")))

    assert async_to_sync(main)() == ["alice", "bob"]
    assert oauth.accessToken == ""
    log_in("carol")
    assert on_a_thread(signer) == "carol"


@pytest.mark.usefixtures("consumer")
def test_async_code_of_a_thread_signs_for_it() -> None:
    barrier = threading.Barrier(2, timeout=10)

    async def sign() -> str:
        await asyncio.sleep(0)
        return signer()

    def work(user: str) -> str:
        with oauth.scope(sealed=True):
            log_in(user)
            barrier.wait()
            return async_to_sync(sign)()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, ["alice", "bob"])) == ["alice", "bob"]
