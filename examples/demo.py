"""The whole main job, shown: authorize an application and post a status, from C and from Python.

It starts the sandbox provider on this machine, runs `examples/c/tweet.c` as `make lib` built it,
does the same with `import oauth`, reads the timeline, and stops the sandbox. The exit status is 0
only if every step did what it should.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oauth

TWEET = Path(__file__).parent.parent / "build" / "cmake" / "examples" / "tweet"
SANDBOX = [sys.executable, "-m", "oauth1.sandbox"]
USER = "alice"
CALLBACK = "http://localhost:8000/verify/"
FROM_C = "Hello from C! Naïve café, 100 % & more ☕"
FROM_PYTHON = "Hello from Python! ¿qué tal? 1 + 1 = 2 🎉"
PATIENCE = 60.0


class DemoError(Exception):
    """A step did not do what it should."""


def main() -> int:
    """Run the demo and return its exit status."""
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)  # type: ignore[union-attr]
    try:
        with sandbox() as provider:
            heading("A provider to try it on")
            show("sandbox", f"{provider['base_url']} (process {provider['pid']})")
            secret = mask(provider["consumer_secret"])
            show("consumer", f"{provider['consumer_key']}, secret {secret}")
            from_c(provider)
            from_python(provider)
            timeline(provider)
            both_judges(provider)
    except (DemoError, OSError, subprocess.SubprocessError) as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    print("\nBoth statuses are there, and the sandbox has stopped.")
    return 0


@contextmanager
def sandbox() -> Iterator[dict[str, Any]]:
    """Run the sandbox, and give what it says of itself: where it is, and who may use it."""
    command = [*SANDBOX, "--port", "0", "--json", "--exit-with-stdin"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        with ended_in_time(process):
            assert process.stdout
            line = process.stdout.readline()
        try:
            if not line:
                raise DemoError("the sandbox did not start")
            yield json.loads(line)
        finally:
            process.terminate()
            with ended_in_time(process):
                process.wait()


def from_c(provider: dict[str, Any]) -> None:
    """Have the C program post a status; a user who sits before it types the verifier in."""
    heading("From C: examples/c/tweet.c, linked with liboauth1")
    environment = {
        f"OAUTH1_SANDBOX_{name.upper()}": value
        for name, value in provider.items()
        if isinstance(value, str)
    }
    with (
        subprocess.Popen(
            [TWEET, FROM_C],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | environment,
        ) as process,
        ended_in_time(process),
    ):
        assert process.stdin
        assert process.stdout
        response = ""
        for line in process.stdout:
            name, _, value = line.removeprefix("verifier: ").strip().partition(": ")
            if name == "response":
                response = value
            elif value:
                show(name, value)
            if name == "authorization URL":
                verifier = consent(value)
                show("verifier", f"{verifier} (the PIN that {USER} was shown)")
                process.stdin.write(f"{verifier}\n")
                process.stdin.flush()
    if process.returncode != 0:
        raise DemoError(f"the C program ended with status {process.returncode}")
    status, _, body = response.partition(" ")
    show("status sent", FROM_C)
    show_response(body, FROM_C, f"{status}, ")


def from_python(provider: dict[str, Any]) -> None:
    """Post a status as a web site would; the user's browser comes back to it with the verifier."""
    heading("From Python: import oauth")
    oauth.setConsumerCreds(provider["consumer_key"], provider["consumer_secret"])
    url = oauth.get_authorization_url(
        provider["request_token_url"], provider["authorize_url"], CALLBACK
    )
    if url.startswith("Response: "):
        raise DemoError(f"there is no request token. {url}")
    show("request token", f"{oauth.requestToken}, secret {mask(oauth.requestTokenSecret)}")
    show("authorization URL", url)

    returned = consent(url)
    show("back at", returned)
    verifier = parse_qs(urlsplit(returned).query)["oauth_verifier"][0]
    show("verifier", verifier)

    oauth.get_access_token(
        provider["access_token_url"], oauth.requestToken, oauth.requestTokenSecret, verifier
    )
    show("access token", f"{oauth.accessToken}, secret {mask(oauth.accessTokenSecret)}")

    body = oauth.get_api_response(provider["update_url"], "POST", {"status": FROM_PYTHON})
    show("status sent", FROM_PYTHON)
    show_response(body, FROM_PYTHON)


def timeline(provider: dict[str, Any]) -> None:
    """Show what the user's followers see, and insist that both statuses are there."""
    heading(f"The timeline of {USER}")
    entries = json.loads(oauth.get_api_response(provider["home_timeline_url"], "GET", {"count": 5}))
    for entry in entries:
        show(f"#{entry['id']}", entry["text"])
    texts = [entry["text"] for entry in entries]
    for status in (FROM_C, FROM_PYTHON):
        if status not in texts:
            raise DemoError(f"the timeline does not hold “{status}”")


def both_judges(provider: dict[str, Any]) -> None:
    """Sign for the endpoints that oauthlib judges, and for those that this library judges."""
    heading("Who checked the signatures: oauthlib, and, in a second set of endpoints, our verifier")
    for judge, addresses in provider["judges"].items():
        url = addresses["verify_credentials_url"]
        user = json.loads(oauth.get_api_response(url, "GET", {}))["screen_name"]
        show(judge, f"accepts {user}'s token at {url}")
        if user != USER:
            raise DemoError(f"the {judge} took {USER} for {user}")


def consent(url: str) -> str:
    """Have the user open the URL, sign in and allow; return what the browser shows in the end."""
    command = [*SANDBOX, "consent", "--user", USER, url]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=False)
    if run.returncode != 0:
        raise DemoError(f"{USER} could not give consent")
    show("consent", f"{USER} signs in and allows it")
    return run.stdout.strip()


@contextmanager
def ended_in_time(process: subprocess.Popen[Any]) -> Iterator[None]:
    """End the process, so that nobody waits for it, when it takes too long or something fails."""
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        yield
    except BaseException:
        process.kill()
        raise
    finally:
        timer.cancel()


def heading(text: str) -> None:
    """Print the heading of a part."""
    print(f"\n{text}\n{'─' * len(text)}")


def show(name: str, value: str) -> None:
    """Print one line of the story."""
    print(f"  {name:<18} {value}")


def show_response(body: str, status: str, prefix: str = "") -> None:
    """Print the JSON that came back, and insist that it holds the status."""
    try:
        answer = json.loads(body)
    except ValueError:
        raise DemoError(f"the API did not answer with JSON: {prefix}{body[:200]}") from None
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    show("response", prefix + text.replace("\n", f"\n  {'':<18} "))
    if not isinstance(answer, dict) or answer.get("text") != status:
        raise DemoError("the API answered with another status than was sent")


def mask(secret: str) -> str:
    """Return what may be shown of a secret: nothing but that there is one."""
    return "••••••••" if secret else "(none)"


if __name__ == "__main__":
    sys.exit(main())
