"""What servers and networks do wrong: each has its error, in time, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import oauth1
from faults import Faults
from oauth1.sandbox import Sandbox

DESCRIPTORS = Path("/proc/self/fd")

FORKED = """
import json, os, sys, oauth1
http, https, ca = sys.argv[1:]
transport = oauth1.HttpTransport(ca_certificates=ca, proxy=False)
session = oauth1.Client("key", "secret", transport=transport).session()
def connections(rounds):
    urls = [http + "/ok", https + "/ok"]
    return [session.get(url).json()["connection"] for url in urls for _ in range(rounds)]
own = connections(1)
streamed = session.stream(oauth1.Request("GET", http + "/download?size=300000"))
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    with open(writer, "w") as pipe:
        json.dump(connections(3), pipe)
    os._exit(0)
os.close(writer)
with open(reader) as pipe:
    theirs = json.load(pipe)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert len(set(theirs)) == 2, theirs
assert not set(theirs) & set(own), (own, theirs)
with streamed:
    assert len(streamed.read()) == 300_000
assert connections(1)[1] == own[1]
"""

FAULTS = {
    "silent": oauth1.TimedOutError,
    "drip": oauth1.TimedOutError,
    "drip-body": oauth1.TimedOutError,
    "close-before": oauth1.ConnectionFailedError,
    "close-mid-header": oauth1.ConnectionFailedError,
    "close-mid-body": oauth1.ConnectionFailedError,
    "close-mid-chunk": oauth1.ConnectionFailedError,
    "reset-mid-body": oauth1.ConnectionFailedError,
    "gzip-cut": oauth1.InvalidResponseError,
    "long-length": oauth1.TimedOutError,
    "negative-length": oauth1.InvalidResponseError,
    "two-lengths": oauth1.InvalidResponseError,
    "bad-chunk": oauth1.InvalidResponseError,
    "endless": oauth1.ResponseTooLargeError,
    "endless-identity": oauth1.ResponseTooLargeError,
    "gzip-bomb": oauth1.ResponseTooLargeError,
    "big-header": oauth1.ResponseTooLargeError,
    "many-headers": oauth1.ResponseTooLargeError,
    "bad-status": oauth1.InvalidResponseError,
    "not-http": oauth1.InvalidResponseError,
    "http09": oauth1.InvalidResponseError,
    "gzip-garbage": oauth1.InvalidResponseError,
    "redirect-loop": oauth1.TooManyRedirectsError,
}

UNREACHABLE = {
    "refused": (oauth1.ConnectionFailedError, True),
    "silent": (oauth1.TimedOutError, False),
    "silent_https": (oauth1.TimedOutError, True),
    "https_expired": (oauth1.TLSFailedError, True),
    "https_wrong_host": (oauth1.TLSFailedError, True),
    "https_unknown_ca": (oauth1.TLSFailedError, True),
}


@pytest.fixture(scope="module")
def session(all_faults: Faults) -> oauth1.Session:
    """One session for all, as the faults of one request are not to be those of the next."""
    return all_faults.session({"timeout": 0.6, "connect_timeout": 0.5, "resolve_timeout": 0.3})


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """See to it that no file descriptor is left open, but for those of kept connections."""
    if not DESCRIPTORS.is_dir():
        yield
        return
    before = len(list(DESCRIPTORS.iterdir()))
    yield
    assert len(list(DESCRIPTORS.iterdir())) <= before + 2


@pytest.mark.parametrize("path", FAULTS)
def test_each_fault_has_its_error_in_time(
    all_faults: Faults, session: oauth1.Session, path: str
) -> None:
    timeout = 0.6 if FAULTS[path] is oauth1.TimedOutError else 5
    for _ in range(3):
        started = time.monotonic()
        with pytest.raises(FAULTS[path]) as caught:
            session.get(f"{all_faults.http}/{path}", timeout=timeout)
        assert time.monotonic() - started < timeout + 1
        assert type(caught.value) is FAULTS[path]
        assert not caught.value.unsent
        assert session.get(f"{all_faults.http}/ok").json()["ok"]


@pytest.mark.parametrize("name", UNREACHABLE)
def test_each_unreachable_server_has_its_error_in_time(
    all_faults: Faults, session: oauth1.Session, name: str
) -> None:
    error, unsent = UNREACHABLE[name]
    started = time.monotonic()
    with pytest.raises(error) as caught:
        session.get(f"{getattr(all_faults, name)}/ok")
    assert time.monotonic() - started < 1.5
    assert caught.value.unsent == unsent
    assert session.get(f"{all_faults.https}/ok").json()["ok"]


def test_a_host_that_is_none_is_told_in_time(session: oauth1.Session) -> None:
    with pytest.raises((oauth1.HostNotFoundError, oauth1.TimedOutError)) as caught:
        session.get("http://nowhere.invalid/")
    assert caught.value.unsent


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("no-content", 204),
        ("head", 200),
        ("continue-100", 200),
        ("charset", 200),
        ("duplicate-headers", 200),
        ("short-length", 200),
        ("chunked?size=100000", 200),
        ("status?code=418", 418),
    ],
)
def test_what_is_odd_and_allowed_is_taken(
    all_faults: Faults, session: oauth1.Session, path: str, status: int
) -> None:
    assert session.get(f"{all_faults.http}/{path}").status == status
    assert session.request("HEAD", f"{all_faults.http}/{path}").body == b""
    assert session.get(f"{all_faults.http}/ok").json()["path"] == "/ok"


def test_a_connection_that_was_closed_is_not_used(
    all_faults: Faults, session: oauth1.Session
) -> None:
    for _ in range(3):
        assert session.post(f"{all_faults.http}/keepalive-close").status == 200
        time.sleep(0.05)  # for the close to arrive
        assert session.post(f"{all_faults.http}/ok").status == 200
        assert session.get(f"{all_faults.http}/keepalive-close").status == 200
        assert session.get(f"{all_faults.http}/ok").status == 200  # at once: it is sent anew


def test_each_thread_gets_the_answers_of_its_own_user() -> None:
    threads, rounds = 8, 2_000
    with Sandbox(users=threads) as sandbox:
        client = oauth1.Client(sandbox.consumer_key, sandbox.consumer_secret)

        def ask(token: dict[str, object]) -> int:
            session = client.session(
                oauth1.Token(str(token["oauth_token"]), str(token["oauth_token_secret"]))
            )
            names = [
                session.get(sandbox.verify_credentials_url).json()["screen_name"]
                for _ in range(rounds)
            ]
            assert set(names) == {token["user"]}
            return len(names)

        with ThreadPoolExecutor(threads) as pool:
            assert list(pool.map(ask, sandbox.tokens)) == [rounds] * threads


def test_each_thread_streams_what_it_asked_for(all_faults: Faults) -> None:
    session = all_faults.session({"timeout": 30})

    def read(size: int) -> int:
        request = oauth1.Request("GET", f"{all_faults.http}/chunked?size={size}")
        with session.stream(request) as response:
            return sum(map(len, response))

    sizes = [100_000 + number for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, sizes)) == sizes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork there")
def test_a_forked_child_uses_none_of_its_parents_sockets(all_faults: Faults) -> None:
    arguments = [all_faults.http, all_faults.https, all_faults.ca]
    command = [sys.executable, "-W", "error", "-c", FORKED, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_request_starts_no_thread(all_faults: Faults) -> None:
    session = all_faults.session()
    session.get(f"{all_faults.http}/ok")
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        pytest.skip("threads are counted in /proc")
    # the numbers of threads go up: one that was started and ended leaves a gap
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        before = max(int(task.name) for task in tasks.iterdir())
    for _ in range(100):
        session.get(f"{all_faults.http}/ok")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        after = max(int(task.name) for task in tasks.iterdir())
    assert after - before < 100
