"""Memory stays flat, however much is signed, sent, refused and called off."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from faults import Faults
from seeds import CONSUMER_SECRET, TOKEN_SECRET

LONG = bool(os.environ.get("OAUTH1_LONG_TESTS"))
SIGNATURES = 1_000_000 if LONG else 100_000
# each failure takes a port, of which the machine has 28,000
REQUESTS = 3_000 if LONG else 300

# how much the memory may grow, in KiB: 16 bytes for each of 100,000 signatures are more
SLACK = 1536

pytestmark = pytest.mark.skipif(
    not os.path.exists("/proc/self/statm"), reason="what the memory takes is told elsewhere there"
)

PROGRAM = """
import asyncio, gc, os, sys, oauth1

consumer_secret, token_secret, url, count = sys.argv[1:]
transport = oauth1.HttpTransport(proxy=False)
token = oauth1.Token("token", token_secret)

def client(**settings):
    return oauth1.Client("key", consumer_secret, transport=transport, **settings)

session = client().session(token)
hooked = client(nonce=lambda: "n", clock=lambda: 1).session(token)
request = oauth1.Request("POST", "http://example.com/", params={{"status": "Hello!"}})
# few threads, so that all of them are there before it is measured
awaited = oauth1.AsyncClient("key", consumer_secret, transport=transport, threads=4).session(token)

async def pieces():
    yield b"piece" * 1000

async def cancelled(path):
    try:
        await asyncio.wait_for(awaited.get(url + path), 0.001)
    except asyncio.TimeoutError:
        pass

{work}

async def times(count):
    for _ in range(count):
        work()
        await work_async()

def resident():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024

count = int(count)
asyncio.run(times(count // 5 + 1))
before = resident()
asyncio.run(times(count))
print(resident() - before)
"""

NOTHING = "async def work_async(): pass\n"
SIGNING = {
    "authorization": "def work(): session.authorization(request)\n",
    "a request of its own": """
def work():
    own = oauth1.Request("POST", "http://example.com/", params={"status": "Hello!"}, body_hash=True)
    session.sign(own).authorization
""",
    "hooks": "def work(): hooked.authorization(request)\n",
    "a session of its own": "def work(): client().session(token).authorization(request)\n",
    "a failure": """
def work():
    try:
        session.sign(oauth1.Request("GET", "http://example.com/", headers={"Authorization": "x"}))
    except oauth1.InvalidHeaderError:
        pass
""",
}
SENDING = {
    "requests": """
def work(): session.get(url + "/ok").json()
async def work_async(): (await awaited.get(url + "/ok")).json()
""",
    "bodies": """
def work(): session.post(url + "/ok", body=[b"piece"] * 100, content_type="text/plain")
async def work_async():
    await awaited.post(url + "/ok", body=pieces(), content_type="text/plain")
""",
    "streams": """
def work():
    with session.stream(oauth1.Request("GET", url + "/download?size=100000")) as response:
        response.read(10)
async def work_async():
    async with awaited.stream(oauth1.Request("GET", url + "/download?size=100000")) as response:
        await response.read(10)
""",
    "failures": """
def work():
    try:
        session.post(url + "/close-before")
    except oauth1.OAuth1Error:
        pass
async def work_async():
    try:
        await awaited.get(url + "/close-mid-body")
    except oauth1.OAuth1Error:
        pass
""",
    "refusals": """
def work():
    try:
        session.client.request_token(url + "/token/problem?name=token_used")
    except oauth1.RefusedError:
        pass
async def work_async():
    try:
        await awaited.client.request_token(url + "/token/garbage")
    except oauth1.InvalidTokenResponseError:
        pass
""",
    "cancellations": """
def work(): pass
async def work_async(): await cancelled("/slow?ms=20")
""",
}


def growth(work: str, url: str, count: int) -> int:
    """How many KiB the memory grows by, where it was done before."""
    arguments = [CONSUMER_SECRET, TOKEN_SECRET, url, str(count)]
    command = [sys.executable, "-W", "error", "-c", PROGRAM.format(work=work), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    return int(result.stdout)


@pytest.mark.parametrize("what", SIGNING)
def test_signatures_leave_nothing_behind(what: str) -> None:
    count = SIGNATURES if what == "authorization" else SIGNATURES // 5
    assert growth(NOTHING + SIGNING[what], "", count) < SLACK


@pytest.mark.parametrize("what", SENDING)
def test_requests_leave_nothing_behind(all_faults: Faults, what: str) -> None:
    assert growth(SENDING[what], all_faults.http, REQUESTS) < SLACK


def test_a_leak_is_noticed() -> None:
    leak = "kept = []\ndef work(): kept.append(session.authorization(request))\n"
    assert growth(NOTHING + leak, "", 20_000) > SLACK
