"""The examples, run as a user runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from oauth1.sandbox import Sandbox, consent
from seeds import CONSUMER_SECRET

EXAMPLES = Path(__file__).parents[2] / "examples" / "python"
STATUS = "Hello ☃ & + ~"


def run(name: str, sandbox: Sandbox, *, consumer_secret: str) -> tuple[int, str, str]:
    """Run an example, and do what it asks its user for."""
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "OAUTH1_SANDBOX_CONSUMER_KEY": sandbox.consumer_key,
        "OAUTH1_SANDBOX_CONSUMER_SECRET": consumer_secret,
        "OAUTH1_SANDBOX_REQUEST_TOKEN_URL": sandbox.request_token_url,
        "OAUTH1_SANDBOX_AUTHORIZE_URL": sandbox.authorize_url,
        "OAUTH1_SANDBOX_ACCESS_TOKEN_URL": sandbox.access_token_url,
        "OAUTH1_SANDBOX_UPDATE_URL": sandbox.update_url,
        "OAUTH1_SANDBOX_HOME_TIMELINE_URL": sandbox.home_timeline_url,
    }
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(EXAMPLES / name), STATUS],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        asked = re.fullmatch(r"Allow access at (\S+)\n", process.stdout.readline())
        pin = consent(asked[1], "carol") if asked else ""
        out, err = process.communicate(f"{pin}\n", timeout=20)
        return process.returncode, out, err


def test_tweet_posts_a_status(sandbox: Sandbox) -> None:
    code, out, err = run("tweet.py", sandbox, consumer_secret=sandbox.consumer_secret)
    assert (code, err) == (0, "")
    assert f"Posted as carol: {STATUS}\n- {STATUS}\n" in out


def test_original_posts_a_status(sandbox: Sandbox) -> None:
    code, out, err = run("original.py", sandbox, consumer_secret=sandbox.consumer_secret)
    assert (code, err) == (0, "")
    assert out.count('"screen_name": "carol"') >= 2


@pytest.mark.parametrize("name", ["tweet.py", "original.py"])
def test_a_refusal_is_told(sandbox: Sandbox, name: str) -> None:
    code, _, err = run(name, sandbox, consumer_secret=CONSUMER_SECRET)
    assert code == 1
    assert err.startswith(f"{name}: ")
    assert "signature_invalid" in err
    assert CONSUMER_SECRET not in err
