"""What the sandbox says when it refuses, and what time it takes it to be."""

from __future__ import annotations

import calendar
import json
import re
import time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

import pytest

from oauth1.sandbox import Sandbox, consent
from test_sandbox import (
    Answer,
    access_token,
    authorization_url,
    client,
    exchange,
    now,
    request_token,
    running,
    send,
    signed,
)

WORDS = {
    "version_rejected",
    "parameter_absent",
    "parameter_rejected",
    "timestamp_refused",
    "nonce_used",
    "signature_method_rejected",
    "signature_invalid",
    "consumer_key_unknown",
    "consumer_key_rejected",
    "consumer_key_refused",
    "token_used",
    "token_expired",
    "token_revoked",
    "token_rejected",
    "additional_authorization_required",
    "permission_unknown",
    "permission_denied",
    "user_refused",
}


def in_header(answer: Answer) -> dict[str, str]:
    """Return what the WWW-Authenticate header says, apart from the realm."""
    pairs = re.findall(r'(\w+)="([^"]*)"', answer.challenge)
    return {name: unquote(value) for name, value in pairs if name != "realm"}


def in_body(answer: Answer) -> dict[str, str]:
    said = answer.form
    if "json" in answer.headers["Content-Type"]:
        said = answer.json["errors"][0]
    return {
        name: value
        for name, value in said.items()
        if name.startswith("oauth_") and name != "debug_sbs"
    }


def token_of(sandbox: Sandbox, state: str) -> dict[str, Any]:
    (token,) = sandbox.add_users(1)
    wish = json.dumps({"oauth_token": token["oauth_token"], "state": state})
    headers = {"Authorization": "Bearer k"}
    assert send(f"{sandbox.admin_url}/tokens", "POST", headers, wish).status == 200
    return token


def have_consumer(sandbox: Sandbox, state: str) -> None:
    wish = {"consumer_key": state, "consumer_secret": sandbox.consumer_secret, "state": state}
    headers = {"Authorization": "Bearer k"}
    assert send(f"{sandbox.admin_url}/consumers", "POST", headers, json.dumps(wish)).status == 200


def replayed(sandbox: Sandbox, url: str) -> Answer:
    _, headers, _ = client(sandbox, sandbox.tokens[0]).sign(url)
    assert send(url, headers=headers).status == 200
    return send(url, headers=headers)


def of_another_version(sandbox: Sandbox) -> Answer:
    _, headers, _ = client(sandbox, callback_uri="oob").sign(sandbox.request_token_url, "POST")
    authorization = headers["Authorization"].replace('version="1.0"', 'version="2.0"')
    return send(sandbox.request_token_url, "POST", {"Authorization": authorization})


def with_unknown_method(sandbox: Sandbox) -> Answer:
    _, headers, _ = client(sandbox, callback_uri="oob").sign(sandbox.request_token_url, "POST")
    authorization = headers["Authorization"].replace("HMAC-SHA1", "ROT13")
    return send(sandbox.request_token_url, "POST", {"Authorization": authorization})


def for_reading(sandbox: Sandbox) -> Answer:
    wish = json.dumps({"count": 1, "access": "read"})
    made = send(f"{sandbox.admin_url}/users", "POST", {"Authorization": "Bearer k"}, wish)
    caller = client(sandbox, made.json["users"][0])
    return signed(caller, sandbox.update_url, parameters={"status": "Hello"})


@pytest.mark.both_judges
def test_every_problem_is_told_in_both_places(judge: str) -> None:
    with Sandbox(users=1, admin_key="k", judge=judge) as sandbox:
        url = sandbox.request_token_url
        me = sandbox.verify_credentials_url
        used, denied, pending = (request_token(sandbox) for _ in range(3))
        exchange(sandbox, used, consent(authorization_url(sandbox, used)))
        consent(authorization_url(sandbox, denied), allow=False)
        have_consumer(sandbox, "refused")
        have_consumer(sandbox, "rejected")
        asking: dict[str, Any] = {"callback_uri": "oob"}
        answers = {
            "version_rejected": of_another_version(sandbox),
            "parameter_absent": send(url, "POST"),
            "parameter_rejected": signed(client(sandbox, callback_uri="nowhere"), url),
            "timestamp_refused": signed(client(sandbox, timestamp=now(-999), **asking), url),
            "nonce_used": replayed(sandbox, me),
            "signature_method_rejected": with_unknown_method(sandbox),
            "signature_invalid": signed(client(sandbox, client_secret="x", **asking), url),
            "consumer_key_unknown": signed(client(sandbox, client_key="nobody", **asking), url),
            "consumer_key_rejected": signed(client(sandbox, client_key="rejected", **asking), url),
            "consumer_key_refused": signed(client(sandbox, client_key="refused", **asking), url),
            "token_used": exchange(sandbox, used, "1"),
            "token_expired": signed(client(sandbox, token_of(sandbox, "expired")), me, "GET"),
            "token_revoked": signed(client(sandbox, token_of(sandbox, "revoked")), me, "GET"),
            "token_rejected": signed(client(sandbox, pending), me, "GET"),
            "additional_authorization_required": for_reading(sandbox),
            "permission_unknown": exchange(sandbox, pending, "1"),
            "user_refused": exchange(sandbox, denied, "1"),
        }
    with Sandbox(insist=["denial=permission_denied"], judge=judge) as sandbox:
        denied = request_token(sandbox)
        consent(authorization_url(sandbox, denied), allow=False)
        answers["permission_denied"] = exchange(sandbox, denied, "1")
    assert set(answers) == WORDS
    for problem, answer in answers.items():
        assert 400 <= answer.status < 500
        assert in_body(answer)["oauth_problem"] == problem
        assert in_header(answer) == in_body(answer)
    companions = {
        "version_rejected": ("oauth_acceptable_versions", r"1\.0-1\.0"),
        "parameter_absent": ("oauth_parameters_absent", r"oauth_consumer_key&oauth_.*"),
        "parameter_rejected": ("oauth_parameters_rejected", "oauth_callback"),
        "timestamp_refused": ("oauth_acceptable_timestamps", r"\d{10}-\d{10}"),
        "signature_method_rejected": ("oauth_problem_advice", ".*HMAC-SHA1.*"),
    }
    for problem, (name, pattern) in companions.items():
        assert re.fullmatch(pattern, in_header(answers[problem])[name])


# The clock


@pytest.mark.both_judges
@pytest.mark.parametrize("offset", [-7200, 3600.5, 86400])
def test_clock_offset(judge: str, offset: float) -> None:
    with Sandbox(clock_offset=offset, judge=judge) as sandbox:
        refused = signed(client(sandbox, callback_uri="oob"), sandbox.request_token_url)
        assert (refused.status, refused.problem) == (401, "timestamp_refused")
        earliest, latest = map(int, refused.form["oauth_acceptable_timestamps"].split("-"))
        shown = parsedate_to_datetime(refused.headers["Date"]).timestamp()
        assert abs(shown - time.time() - offset) < 5
        assert earliest + 300 <= shown <= latest - 300 + 1
        right: dict[str, Any] = {"timestamp": str(int(shown)), "callback_uri": "oob"}
        assert signed(client(sandbox, **right), sandbox.request_token_url).status == 200


def test_clock_leaves_lifetimes_alone() -> None:
    with Sandbox(clock_offset=10**6) as sandbox:
        timestamp: dict[str, Any] = {"timestamp": now(10**6)}
        token = access_token(sandbox, **timestamp)
        caller = client(sandbox, token, **timestamp)
        answer = signed(caller, sandbox.update_url, parameters={"status": "later"})
        created = time.strptime(answer.json["created_at"], "%a %b %d %H:%M:%S +0000 %Y")
        assert abs(calendar.timegm(created) - time.time() - 10**6) < 10


@pytest.mark.both_judges
def test_clock_can_be_set(judge: str) -> None:
    with Sandbox(admin_key="k", users=1, judge=judge) as sandbox:
        url = sandbox.verify_credentials_url

        def ask() -> str | None:
            return signed(client(sandbox, sandbox.tokens[0]), url, "GET").problem

        assert ask() is None
        headers = {"Authorization": "Bearer k"}
        assert send(f"{sandbox.admin_url}/clock", "POST", headers, '{"offset": 900}').json == {
            "offset": 900.0
        }
        assert ask() == "timestamp_refused"
        sandbox.clock.offset = 0
        assert ask() is None


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("window", "off", "problem"), [(10, 20, "timestamp_refused"), (60, 20, None)]
)
def test_timestamp_window(judge: str, window: int, off: int, problem: str | None) -> None:
    with Sandbox(timestamp_window=window, users=1, judge=judge) as sandbox:
        for timestamp in (now(off), now(-off)):
            caller = client(sandbox, sandbox.tokens[0], timestamp=timestamp)
            answer = signed(caller, sandbox.verify_credentials_url, "GET")
            assert answer.problem == problem


def test_clock_on_the_command_line() -> None:
    options = ("--clock-offset", "-500", "--timestamp-window", "20", "--token-lifetime", "5")
    with running("--port", "0", "--json", "--session-handles", *options) as process:
        assert process.stdout
        described = json.loads(process.stdout.readline())
        answer = send(described["base_url"])
        shown = parsedate_to_datetime(answer.headers["Date"]).timestamp()
        assert abs(shown + 500 - time.time()) < 5
        process.terminate()
