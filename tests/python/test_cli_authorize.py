"""`oauth1 authorize`: PINs, the listener on loopback, refusals, and where the token is kept."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from command_line import Done, Stream, call, own_place, save, signed_in, streams, token
from faults import Faults
from oauth1.cli import main, store
from oauth1.cli.callback import Listener, is_ours
from oauth1.cli.exits import CommandError, Exit
from oauth1.sandbox import Sandbox, consent
from seeds import RSA_KEY, SECRETS

__all__ = ["own_place", "signed_in", "token"]


@pytest.fixture(autouse=True)
def consumer(own_place: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    """The sandbox's consumer, in the environment."""
    monkeypatch.setenv("OAUTH1_CONSUMER_KEY", sandbox.consumer_key)
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", sandbox.consumer_secret)


class Answering(Stream):
    """A standard input on which somebody types once they have seen the URL."""

    def __init__(self, err: Stream, answer: Callable[[str], str]) -> None:
        super().__init__()
        self._err, self._answer = err, answer

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        return f"{self._answer(url_in(self._err))}\n"


def url_in(err: Stream) -> str:
    found = re.search(r"https?://\S+", err.text)
    assert found, err.text
    return found[0]


def authorized(sandbox: Sandbox, *words: str, answer: Callable[[str], str] = consent) -> Done:
    """Authorize, with a user who does this with the URL and types what comes of it."""
    with streams(b"", "") as (out, err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Answering(err, answer))
        code = main(["authorize", "x", "--origin", sandbox.base_url, *words])
    for secret in SECRETS:
        assert secret not in err.text
    return Done(int(code), out.text, err.text, b"")


# --- PINs ---------------------------------------------------------------------


def test_a_pin_gives_a_profile_that_signs(sandbox: Sandbox, own_place: Path) -> None:
    done = authorized(sandbox)
    path = own_place / "config" / "oauth1" / "profiles" / "x.json"
    assert done.code == 0, done.err
    assert f"Saved the access token of alice to {path}\n" in done.err
    assert "`oauth1 request -p x URL`" in done.err
    values = json.loads(path.read_text())
    assert values["consumer_key"] == sandbox.consumer_key
    assert values["extra"]["screen_name"] == "alice"
    assert values["provider"] == "x"
    assert list(path.parent.iterdir()) == [path]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    done = call("request", "-p", "x", sandbox.verify_credentials_url)
    assert done.json["screen_name"] == "alice"


def test_a_token_is_printed_and_not_saved(sandbox: Sandbox) -> None:
    done = authorized(sandbox, "--print", "--pin")
    values = json.loads(done.out)
    assert set(values) >= {"consumer_key", "token", "token_secret", "extra"}
    assert store.names() == []
    assert authorized(sandbox, "--save", "bob-1", "-s").err.startswith("To allow access")
    assert store.names() == ["bob-1"]


def test_three_urls_are_a_provider(sandbox: Sandbox) -> None:
    urls = {
        "--request-token-url": sandbox.request_token_url,
        "--authorization-url": sandbox.authorize_url,
        "--access-token-url": sandbox.access_token_url,
    }
    words = [word for pair in urls.items() for word in pair]
    with streams(b"", "") as (_, err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Answering(err, consent))
        assert main(["authorize", *words]) == 0, err.text
    assert store.names() == ["default"]
    done = call("request", "-p", "default", sandbox.verify_credentials_url)
    assert done.json["screen_name"] == "alice"


def test_an_address_is_taken_for_a_pin(sandbox: Sandbox) -> None:
    callback = "https://application.example/back"
    done = authorized(sandbox, "--callback", callback)
    assert done.code == 0, done.err
    done = authorized(sandbox, "--callback", callback, answer=lambda _: "1234567")
    assert (done.code, "no address with oauth_token" in done.complaint) == (Exit.USAGE, True)
    done = authorized(sandbox, "--callback", callback, answer=lambda _: "")
    assert done.complaint == "no address was given"


@pytest.mark.parametrize("callback", ["oob", "https://application.example/back"])
def test_a_user_who_denies(sandbox: Sandbox, callback: str) -> None:
    words = () if callback == "oob" else ("--callback", callback)
    done = authorized(sandbox, *words, answer=lambda url: consent(url, allow=False))
    assert done.code == Exit.DENIED
    assert "did not allow access" in done.complaint
    assert store.names() == []


def test_wrong_pins(sandbox: Sandbox) -> None:
    done = authorized(sandbox, answer=lambda _: "0000000")
    assert done.code == Exit.REFUSED
    done = authorized(sandbox, answer=lambda _: "")
    assert (done.code, done.complaint) == (Exit.USAGE, "no PIN was given")


def test_the_question_is_for_a_terminal(sandbox: Sandbox) -> None:
    words = ("authorize", "x", "--origin", sandbox.base_url)
    assert "PIN: " in call(*words, stdin=b"\n", terminals="in err").err
    assert "PIN: " not in call(*words, stdin=b"\n").err


def test_parameters_of_the_providers_own(sandbox: Sandbox) -> None:
    done = call(
        *("authorize", "x", "--origin", sandbox.base_url),
        *("--request-token-param", "x_auth_access_type=read"),
        *("--authorization-param", "force_login=true"),
        stdin=b"\n",
    )
    assert "force_login=true" in done.err
    done = call("authorize", "x", "--authorization-param", "nothing")
    assert "'nothing' is not NAME=VALUE" in done.complaint


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ([], Exit.USAGE, "no provider is given"),
        (
            ["--request-token-url", "https://a.example/"],
            Exit.USAGE,
            "--access-token-url is missing",
        ),
        (["woocommerce"], Exit.USAGE, "WooCommerce has no page where users allow access"),
        (["nope"], Exit.USAGE, "no provider is known by this name"),
        (["x", "--save", "a/b"], Exit.USAGE, "a profile cannot be named 'a/b'"),
        (["x", "--port", "1"], Exit.USAGE, "--port goes with --listen"),
        (["x", "--port", "70000"], Exit.USAGE, "'70000' is not a port"),
        (["x", "--listen", "--pin"], Exit.USAGE, "not allowed with"),
        (["jira"], Exit.USAGE, "Jira Data Center has sites"),
        (["x", "--request-token-url", "nope"], Exit.USAGE, "request token URL"),
        (["x", "-p", "none"], Exit.CREDENTIALS, "there is no profile 'none'"),
    ],
)
def test_what_cannot_be_authorized(words: list[str], code: Exit, complaint: str) -> None:
    done = call("authorize", *words)
    assert done.code == code
    assert complaint in done.complaint


def test_a_provider_that_gives_no_token(faults: Faults) -> None:
    urls = ("--authorization-url", f"{faults.http}/", "--access-token-url", f"{faults.http}/")
    for path, code in (("/token/problem", Exit.REFUSED), ("/token/no-token", Exit.REFUSED)):
        done = call("authorize", *urls, "--request-token-url", f"{faults.http}{path}")
        assert done.code == code
        assert done.complaint


def test_the_path_of_a_private_key_is_kept_whole(
    own_place: Path, monkeypatch: pytest.MonkeyPatch, faults: Faults
) -> None:
    monkeypatch.chdir(own_place)
    Path("key.pem").write_text(RSA_KEY)
    monkeypatch.delenv("OAUTH1_CONSUMER_SECRET")
    urls = (
        *("--request-token-url", f"{faults.http}/token/ok"),
        *("--access-token-url", f"{faults.http}/token/ok"),
        *("--authorization-url", f"{faults.http}/"),
    )
    method = ("--rsa-key", "key.pem", "--signature-method", "RSA-SHA256")
    assert call("authorize", *urls, *method, stdin=b"1\n").code == 0
    assert store.read_profile("default")["rsa_key"] == str(own_place / "key.pem")


def test_the_environments_profile_is_not_taken_for_the_application(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(own_place, "default", consumer_key="other", consumer_secret="s")
    monkeypatch.delenv("OAUTH1_CONSUMER_KEY")
    monkeypatch.setenv("OAUTH1_PROFILE", "default")
    monkeypatch.setenv("OAUTH1_CREDENTIALS", "nowhere")
    assert call("authorize", "x").complaint == "no consumer key is given"


def test_the_key_is_asked_for_too(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OAUTH1_CONSUMER_KEY")
    words = ("authorize", "x", "--origin", sandbox.base_url)
    done = call(*words, stdin=f"{sandbox.consumer_key}\n\n".encode(), terminals="in err")
    assert done.err.startswith("Consumer key: To allow access")
    assert call(*words, stdin=b"\n", terminals="in err").code == Exit.CREDENTIALS


# --- the listener -------------------------------------------------------------


@contextmanager
def listening(*words: str) -> Iterator[tuple[Future[int], str, Stream]]:
    """Authorize meanwhile, and give the URL once it is there."""
    with streams(b"", "") as (_, err), ThreadPoolExecutor(1) as pool:
        running = pool.submit(main, ["authorize", "x", *words])
        for _ in range(400):
            if "come back" in err.text or running.done():
                break
            threading.Event().wait(0.02)
        yield running, url_in(err), err


def get(url: str) -> tuple[int, str, dict[str, str]]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        response = connection.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())
    finally:
        connection.close()


def test_the_browser_comes_back(sandbox: Sandbox) -> None:
    with listening("--origin", sandbox.base_url, "--listen") as (running, url, err):
        back = consent(url)
        assert back.startswith("http://127.0.0.1:")
        # what is not the answer does not end it
        origin = back.partition("/callback")[0]
        assert get(f"{origin}/favicon.ico")[0] == 404
        status, page, _ = get(f"{origin}/callback?oauth_token=other&oauth_verifier=x")
        assert (status, "That is not the answer" in page) == (400, True)
        assert get(f"{origin}/callback")[0] == 400
        with socket.create_connection((urlsplit(back).hostname, urlsplit(back).port)):
            status, page, headers = get(back)  # though another connection says nothing
        assert status == 200
        assert "<h1>Done</h1>" in page
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Server"] == "oauth1"
        assert running.result(20) == 0
    assert "of alice" in err.text
    assert store.names() == ["x"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_registered_callback_is_listened_at(sandbox: Sandbox, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    callback = f"http://{host}:{port}/my/app?a=b"
    with listening("--origin", sandbox.base_url, "--callback", callback) as (running, url, _):
        back = consent(url)
        assert back.startswith(f"{callback}&oauth_token=")
        assert get(back.replace("/my/app", "/callback"))[0] == 404
        assert get(back.replace("localhost", "127.0.0.1"))[0] == 200
        assert running.result(20) == 0


def test_a_denial_comes_back(sandbox: Sandbox) -> None:
    with listening("--origin", sandbox.base_url, "--listen") as (running, url, err):
        status, page, _ = get(consent(url, allow=False))
        assert (status, "<h1>Access was denied</h1>" in page) == (200, True)
        assert running.result(20) == Exit.DENIED
    assert "oauth1: the user did not allow access\n" in err.text


def test_a_problem_comes_back_without_markup(sandbox: Sandbox) -> None:
    with listening("--origin", sandbox.base_url, "--listen") as (running, url, _):
        token = urlsplit(url).query.partition("=")[2]
        back = consent(url).partition("?")[0]
        status, page, _ = get(f"{back}?oauth_token={token}&oauth_problem=%3Cb%3Eno")
        assert status == 200
        assert "<b>no" not in page
        assert running.result(20) == Exit.DENIED


def test_an_exchange_that_fails_is_seen_in_the_browser(sandbox: Sandbox) -> None:
    with listening("--origin", sandbox.base_url, "--listen") as (running, url, err):
        back = re.sub("oauth_verifier=[^&]*", "oauth_verifier=wrong", consent(url))
        status, page, _ = get(back)
        assert (status, "<h1>That did not work</h1>" in page) == (502, True)
        assert running.result(20) == Exit.REFUSED
    assert "Traceback" not in err.text


def test_nobody_comes_back(sandbox: Sandbox) -> None:
    done = call("authorize", "x", "--origin", sandbox.base_url, "--listen", "--timeout", "0.2")
    assert done.code == Exit.TIMEOUT
    assert done.complaint == "nobody came back from the provider within 0.2 seconds"


def test_a_port_in_use(sandbox: Sandbox) -> None:
    port = str(urlsplit(sandbox.base_url).port)
    done = call("authorize", "x", "--origin", sandbox.base_url, "--listen", "--port", port)
    assert done.code == Exit.NETWORK
    assert f"port {port} cannot be listened on" in done.complaint


def test_only_this_machine_is_listened_on() -> None:
    for url in ("https://127.0.0.1/", "http://example.com/", "http://[::1", "http://localhost:0/"):
        assert not is_ours(url)
    assert is_ours("http://localhost/")
    with pytest.raises(CommandError, match="not on this machine"):
        Listener("http://example.com/")


def test_a_browser_that_is_reset_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Listener() as listener:
        connection = socket.create_connection(("127.0.0.1", int(urlsplit(listener.url).port or 0)))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(b"GET / HTTP/1.1\r\nA: b")
        connection.close()
        assert get(listener.url)[0] == 404  # nothing is expected yet
    assert capsys.readouterr().err == ""


# --- the browser --------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "words", "opens"),
    [
        ("linux DISPLAY err", [], True),
        ("linux WAYLAND_DISPLAY err", [], True),
        ("linux BROWSER err", [], True),
        ("linux OTHER err", [], False),
        ("linux DISPLAY none", [], False),
        ("linux DISPLAY err", ["--no-browser"], False),
        ("darwin OTHER err", [], True),
    ],
)
def test_a_browser_is_opened_where_there_is_one(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, machine: str, words: list[str], opens: bool
) -> None:
    platform, variable, terminals = machine.split()
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, "1")
    done = call("authorize", "x", "--origin", sandbox.base_url, *words, terminals=terminals)
    assert bool(opened) is opens
    for url in opened:
        assert url in done.err


# --- the file -----------------------------------------------------------------


def test_a_profile_is_replaced_as_a_whole(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(own_place, mode=0o644, consumer_key="old")
    left_over = path.with_name(f".{path.name}.{os.getpid()}")
    left_over.write_text("of a process that was killed")
    assert store.write_profile("x", {"consumer_key": "new"}) == path
    assert store.read_profile("x") == {"consumer_key": "new"}

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        store.write_profile("x", {"consumer_key": "newer"})
    assert store.read_profile("x") == {"consumer_key": "new"}
    assert list(path.parent.iterdir()) == [path]


def test_a_token_is_printed_where_its_profile_cannot_be_saved(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    done = authorized(sandbox)
    assert done.code == Exit.FILE
    assert json.loads(done.out)["token"]
    assert "no space left" in done.err


def test_profiles_are_where_the_specification_says(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.folder() == own_place / "config" / "oauth1" / "profiles"
    for value in ("", "relative"):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert store.folder() == own_place / "home" / ".config" / "oauth1" / "profiles"
    assert store.names() == []
