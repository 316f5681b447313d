"""Ctrl-C, and fork: what the operating system does to a process that signs and sends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from faults import Faults

WAITING = """
import sys, oauth, oauth1
oauth.setConsumerCreds("key", "secret")
client = oauth1.Client("key", "secret")
try:
    {call}
except KeyboardInterrupt:
    sys.exit("interrupted")
"""

STUCK = """
import os, sys, oauth1
url, ca = sys.argv[1:]
transport = oauth1.HttpTransport(ca_certificates=ca, proxy=False)
retries = oauth1.Retries(9, first_pause=30)
client = oauth1.Client("key", "secret", transport=transport, retries=retries)
session = client.session()
request = oauth1.Request("GET", url)
print("ready", flush=True)
try:
    {call}
except KeyboardInterrupt:
    sys.exit("interrupted")
"""

AWAITED = """
import asyncio, os, sys, oauth1
url, ca = sys.argv[1:]
transport = oauth1.HttpTransport(ca_certificates=ca, proxy=False)
async def main():
    session = oauth1.AsyncClient("key", "secret", transport=transport).session()
    request = oauth1.Request("GET", url)
    print("ready", flush=True)
    await {call}
try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit("interrupted")
"""

LEFT = """
import asyncio, atexit, sys, threading, time, oauth1
{setup}
client = oauth1.AsyncClient("key", "secret", **settings)
send = client.session().post({url!r}, **options)
async def main():
    task = asyncio.create_task(send)
    await asyncio.sleep(0.3)
    asyncio.get_running_loop().stop()
    await asyncio.sleep(60)
loop = asyncio.new_event_loop()
loop.set_debug(False)  # else it tells what took long
# nor does it tell of tasks that nobody awaits
loop.set_exception_handler(lambda loop, it: "handle" in it and loop.default_exception_handler(it))
work = loop.create_task(main())
def run():
    loop.run_forever()
{run}
print("done", flush=True)
"""

HANDLED = """
import signal, sys, oauth1
class Alarm(Exception): pass
def on_alarm(*_): raise Alarm
signal.signal(signal.SIGALRM, on_alarm)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    oauth1.Client("key", "secret").session().get({url!r})
except Alarm:
    sys.exit("alarmed")
"""

FORKED = """
import os, sys, oauth, oauth1
session = oauth1.Client("key", "secret").session()
request = oauth1.Request("GET", "http://example.com/")
def nonces():
    return [session.authorization(request)[:80] for _ in range(100)] + [oauth._get_nonce()]
nonces()
for _ in range(4):
    reader, writer = os.pipe()
    if os.fork() == 0:
        with open(writer, "w") as pipe:
            print(*nonces(), sep="\\n", file=pipe)
        os._exit(0)
    os.close(writer)
    with open(reader) as pipe:
        print(pipe.read(), end="")
    os.wait()
print(*nonces(), sep="\\n")
"""

CONNECTED = """
import os, sys, oauth1
client = oauth1.Client("key", "secret")
def answered(user, rounds):
    session = client.session(oauth1.Token(user, "secret"))
    return all(session.get({url!r}).text == user for _ in range(rounds))
assert answered("parent", 2)
children = []
for number in range(3):
    child = os.fork()
    if child == 0:
        os._exit(0 if answered("child%d" % number, 50) else 1)
    children.append(child)
own = answered("parent", 50)
left = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
assert own and left == [0, 0, 0], (own, left)
"""


class Echo(BaseHTTPRequestHandler):
    """Answers with the token of the request, on a connection that is kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = re.search(r'oauth_token="(\w+)"', self.headers["Authorization"])
        assert found
        body = found[1].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def assert_ctrl_c_ends(code: str, *arguments: str) -> None:
    """See a program end within a second, but for what Python itself does at the exit."""
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.4)  # until it waits
        assert process.poll() is None
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        told = process.stderr.readline()
        assert time.monotonic() - started < 1
        _, rest = process.communicate(timeout=20)
    assert told + rest == "interrupted\n"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise there")
@pytest.mark.parametrize(
    "call",
    [
        "client.session().get({url!r})",
        "client.request_token({url!r})",
        "oauth.get_authorization_url({url!r}, {url!r}, 'oob')",
        "oauth.get_api_response({url!r})",
    ],
)
def test_ctrl_c_ends_a_stuck_request(call: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        code = WAITING.format(call=call.format(url=url))
        command = [sys.executable, "-W", "error", "-c", code]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                process.send_signal(signal.SIGINT)
                # far less than the request's own time limit
                _, told = process.communicate(timeout=20)
        assert told == "interrupted\n"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise there")
@pytest.mark.parametrize(
    ("server", "path", "call"),
    [
        ("http", "/silent", "session.send(request)"),
        ("http", "/drip-body?ms=60000", "session.send(request)"),
        ("http", "/drip-body?ms=60000", "session.stream(request).read()"),
        ("http", "/drip-body?ms=60000", "list(session.stream(request))"),
        ("http", "/drip-body?ms=60000", "session.stream(request).save(os.devnull)"),
        ("http", "/drip?ms=10", "session.send(request)"),
        ("http", "/drip-body?ms=10&size=99999", "session.send(request)"),
        ("http", "/endless", "session.stream(request).save(os.devnull)"),
        ("silent_https", "/", "session.send(request)"),
        ("refused", "/", "session.send(request)"),
        ("http", "/unavailable?times=9&retry_after=50&key=interrupt", "session.send(request)"),
    ],
)
def test_ctrl_c_ends_whatever_is_waited_for_within_a_second(
    all_faults: Faults, server: str, path: str, call: str
) -> None:
    arguments = [getattr(all_faults, server) + path, all_faults.ca]
    assert_ctrl_c_ends(STUCK.format(call=call), *arguments)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise there")
@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("/silent", "session.send(request)"),
        ("/drip-body?ms=60000", "(await session.stream(request)).read()"),
        ("/endless", "(await session.stream(request)).save(os.devnull)"),
        ("/silent", "session.client.request_token(url)"),
    ],
)
def test_ctrl_c_ends_what_is_awaited_within_a_second(
    all_faults: Faults, path: str, call: str
) -> None:
    arguments = [all_faults.http + path, all_faults.ca]
    assert_ctrl_c_ends(AWAITED.format(call=call), *arguments)


STUCK_BODY = """
async def body():
    yield b"a"
    await asyncio.sleep(60)
options = {"body": body(), "content_type": "text/plain"}
settings = {}
"""
SLOW_HOOK = """
options = {}
settings = {"nonce": lambda: time.sleep(1) or "nonce"}
"""


@pytest.mark.parametrize(
    "setup", ["options = settings = {}", STUCK_BODY, SLOW_HOOK], ids=["request", "body", "hook"]
)
@pytest.mark.parametrize(
    "run",
    ["run()", "threading.Thread(target=run, daemon=True).start(); time.sleep(0.2)"],
    ids=["main", "daemon"],
)
def test_a_program_ends_while_a_request_is_awaited(
    all_faults: Faults, setup: str, run: str
) -> None:
    code = LEFT.format(setup=setup, run=run, url=f"{all_faults.http}/silent")
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "done\n"
        started = time.monotonic()
        _, told = process.communicate(timeout=20)
        assert time.monotonic() - started < 5
    assert process.returncode == 0
    # an event loop that nobody closed may say so, at worst when it is too late to
    assert not re.search("fatal|panic|oauth1", told, re.IGNORECASE), told


def test_nothing_is_sent_when_the_program_ended(all_faults: Faults) -> None:
    code = f"""
import asyncio, atexit, oauth1
session = oauth1.AsyncClient("key", "secret").session()
def late():
    try:
        asyncio.run(session.get({all_faults.http + "/ok"!r}))
    except RuntimeError as error:
        print(error)
atexit.register(late)
print(asyncio.run(session.get({all_faults.http + "/ok"!r})).status)
"""
    command = [sys.executable, "-W", "error", "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (result.stdout, result.stderr) == ("200\nthe client is closed\n", "")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no alarms there")
def test_what_a_signal_handler_raises_ends_a_request() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        code = HANDLED.format(url=url)
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False
        )
    assert result.stderr == "alarmed\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork there")
def test_no_nonce_repeats_after_a_fork() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKED],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    nonces = result.stdout.splitlines()
    assert len(nonces) == 5 * 101
    assert len(set(nonces)) == len(nonces)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork there")
def test_a_forked_child_never_reads_from_its_parents_connections() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        try:
            result = subprocess.run(
                [sys.executable, "-c", CONNECTED.format(url=url)],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        finally:
            server.shutdown()
    assert (result.returncode, result.stderr) == (0, "")
