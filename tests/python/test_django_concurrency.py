"""Users at once, on servers as they are: each has their own token, whatever threads and tasks do.

No provider is asked in between: each request tells whose token it would be signed with, by
`request.oauth1` and by `import oauth`.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser import Page
from django_servers import asgi, threaded
from django_support import Visitor, configured, path_of
from oauth1.sandbox import Sandbox, consent

pytestmark = pytest.mark.usefixtures("_django", "_users")

REQUESTS = 2000 if os.environ.get("OAUTH1_LONG_TESTS") else 500
HERE = Path(__file__).parent


@pytest.fixture
def cookies(sandbox: Sandbox) -> Iterator[dict[str, tuple[str, str]]]:
    """Two users who have connected an account: the cookie and the token of each."""
    from django.contrib.auth.models import User

    from oauth1.django.stores import token_store

    found = {}
    with configured(sandbox):
        for name in ("alice", "bob"):
            user = User.objects.create_user(name)
            browser = Visitor(user)
            browser.connect(name)
            request: Any = type("Request", (), {"user": user})()
            stored = token_store().get(request, "sandbox")
            assert stored
            cookie = f"sessionid={browser.client.session.session_key}"
            found[name] = (cookie, stored.token.key)
        yield found


@pytest.mark.parametrize(
    ("serve", "paths"),
    [(threaded, ["/sign/"]), (asgi, ["/asign/", "/sign/"])],
    ids=["threads", "asgi"],
)
def test_two_users_at_once_never_have_the_others_token(
    serve: Callable[[], Any], paths: list[str], cookies: dict[str, tuple[str, str]]
) -> None:
    """Each user has two browsers, so that all requests are interleaved."""

    def use(port: int, name: str) -> set[tuple[str, str]]:
        cookie, _ = cookies[name]
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        seen = set()
        for number in range(REQUESTS // 2):
            connection.request("GET", paths[number % len(paths)], headers={"Cookie": cookie})
            response = connection.getresponse()
            said = json.loads(response.read())
            signer = re.findall('oauth_token="(.*?)"', said["header"])[0]
            seen.add((signer, said["module"]))
        connection.close()
        return seen

    names = ["alice", "bob", "alice", "bob"]
    with serve() as port, ThreadPoolExecutor(len(names)) as pool:
        for name, seen in zip(names, pool.map(lambda each: use(port, each), names), strict=True):
            token = cookies[name][1]
            assert seen == {(token, token)}


# --- a process that is killed ---------------------------------------------------------------------


@contextmanager
def process(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The tests' site in a process of its own: its address."""
    command = [sys.executable, "-m", "django", "runserver", "--noreload", "localhost:0"]
    log = Path(environment["OAUTH1_TEST_FOLDER"]) / "log"
    with (
        log.open("a") as errors,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as running,
    ):
        assert running.stdout is not None
        try:
            for line in running.stdout:
                if found := re.search(r"http://localhost:\d+", line):
                    yield found[0], running
                    return
            pytest.fail(log.read_text())
        finally:
            running.kill()


class Remote:
    """A browser of a site in another process."""

    def __init__(self, cookie: str) -> None:
        self.cookies = {"sessionid": cookie}
        self.site = ""

    def send(self, path: str, body: str | None = None) -> Page:
        connection = HTTPConnection(urlsplit(self.site).netloc, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", path, body, headers)
        response = connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        html = response.read().decode()
        connection.close()
        return Page(response.status, response.headers["Location"] or path, html)

    def begin(self, provider: str) -> str:
        """Begin a handshake, and allow it: where the provider sends the browser."""
        self.send("/form/")
        body = f"csrfmiddlewaretoken={self.cookies['csrftoken']}"
        page = self.send(f"/accounts/{provider}/connect/", body)
        assert page.status == 200, page.text
        return path_of(consent(page.onward))


def test_a_process_that_is_killed_in_mid_handshake_loses_nothing_that_was_stored(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """It is killed while it waits for an access token; another one goes on from what is stored."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "django_settings",
            "OAUTH1_TEST_FOLDER": str(tmp_path),
            "OAUTH1_TEST_PROVIDER": sandbox.base_url,
            "OAUTH1_TEST_SLOW": f"http://127.0.0.1:{silent.getsockname()[1]}/",
            "PYTHONPATH": str(HERE),
            "PYTHONUNBUFFERED": "1",
        }
        made = subprocess.run(
            [sys.executable, "-c", MAKE_USER],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        browser = Remote(made.stdout.strip())
        with process(environment) as (browser.site, first):
            assert browser.send(browser.begin("sandbox")).status == 302
            waiting, hanging = browser.begin("sandbox"), browser.begin("slow")
            kept = dict(browser.cookies)
            before = json.loads(browser.send("/sign/").html)["module"]
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(browser.send, hanging)
                silent.settimeout(60)
                connection, _ = silent.accept()
                first.kill()
                assert isinstance(asked.exception(60), OSError)
                connection.close()
        with process(environment) as (browser.site, _):
            browser.cookies = kept
            assert json.loads(browser.send("/sign/").html)["module"] == before
            assert browser.send(hanging).status == 400  # its request token may be used up
            page = browser.send(waiting)
            assert (page.status, page.url) == (302, "/")
            assert json.loads(browser.send("/sign/").html)["module"] not in {"", before}


MAKE_USER = """
import django; django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
browser = Client()
browser.force_login(User.objects.create_user("ann"))
print(browser.session.session_key)
"""
