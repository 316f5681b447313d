"""`oauth1 profiles` and `oauth1 providers`."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from command_line import call, own_place, save
from oauth1 import Provider
from oauth1.cli import store
from oauth1.cli.exits import Exit
from oauth1.sandbox import Sandbox
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

__all__ = ["own_place"]
KEYS: dict[str, Any] = {"consumer_key": "key", "consumer_secret": CONSUMER_SECRET}


def saved(place: Path) -> None:
    more: dict[str, Any] = {"token": "token", "token_secret": TOKEN_SECRET, "provider": "x"}
    save(place, "alice", **KEYS, **more, extra={"screen_name": "alice", "user_id": "1"})
    save(place, "token", **KEYS, token="t", token_secret="", request_token_url="https://a.example/")
    save(place, "one-legged", **KEYS)


def test_profiles_are_listed(own_place: Path) -> None:
    saved(own_place)
    assert call("profiles").out.splitlines() == [
        "alice       alice             x",
        "one-legged  no token",
        "token       a token           https://a.example/",
    ]
    assert call("profiles", "--names").out == "alice\none-legged\ntoken\n"
    assert "\x1b[1malice     \x1b[0m" in call("profiles", terminals="out").out
    listed = call("profiles", "list", "--json").json
    assert [each["name"] for each in listed] == ["alice", "one-legged", "token"]
    assert listed[0]["consumer_secret"] == f"*** ({len(CONSUMER_SECRET)} characters)"


def test_there_are_no_profiles_at_first() -> None:
    done = call("profiles")
    assert (done.code, done.out) == (0, "")
    assert "hint: `oauth1 authorize` saves one" in done.err


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_profile_that_is_refused_is_listed_with_a_warning(own_place: Path) -> None:
    save(own_place, "open", mode=0o644, **KEYS)
    done = call("profiles")
    assert done.out.startswith("open")
    assert done.err.startswith("warning: ")


def test_a_profile_is_shown_without_its_secrets(own_place: Path) -> None:
    saved(own_place)
    done = call("profiles", "show", "alice")
    assert f"  consumer secret  *** ({len(CONSUMER_SECRET)} characters)\n" in done.out
    assert "  screen name      alice\n" in done.out
    assert call("profiles", "show", "alice", "--json").json["extra"]["user_id"] == "1"
    assert call("profiles", "show", "one-legged").code == 0


def test_a_profile_is_added_and_deleted(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTH1_CONSUMER_SECRET", CONSUMER_SECRET)
    monkeypatch.setenv("OAUTH1_TOKEN_SECRET", TOKEN_SECRET)
    words = ("--consumer-key", "key", "--token", "token", "--provider", "flickr")
    done = call("profiles", "add", "mine", *words)
    path = store.path_of("mine")
    assert (done.code, done.err) == (0, f"saved {path}\n")
    assert json.loads(path.read_text()) == {
        **KEYS,
        "token": "token",
        "token_secret": TOKEN_SECRET,
        "provider": "flickr",
    }
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    done = call("profiles", "delete", "mine")
    assert (done.code, path.exists()) == (0, False)
    done = call("profiles", "delete", "mine")
    assert (done.code, done.complaint) == (Exit.CREDENTIALS, "there is no profile 'mine'")


def test_a_profile_with_a_private_key(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own_place)
    Path("key.pem").write_text(RSA_KEY)
    words = ("--consumer-key", "key", "--rsa-key", "key.pem", "--signature-method", "RSA-SHA1")
    assert call("profiles", "add", "rsa", *words).code == 0
    assert store.read_profile("rsa")["rsa_key"] == str(own_place / "key.pem")
    assert call("sign", "-p", "rsa", "https://a.example/").code == 0


def test_a_token_is_renewed(own_place: Path) -> None:
    with Sandbox(session_handles=True) as sandbox:
        user = sandbox.add_users(1)[0]
        keys: dict[str, Any] = {
            "consumer_key": sandbox.consumer_key,
            "consumer_secret": sandbox.consumer_secret,
            "token": user["oauth_token"],
            "token_secret": user["oauth_token_secret"],
            "access_token_url": sandbox.access_token_url,
            "extra": {"own": "kept"},
        }
        save(own_place, "x", **keys, session_handle=user["oauth_session_handle"])
        done = call("profiles", "renew", "x")
        assert (done.code, done.err) == (0, f"renewed {store.path_of('x')}\n")
        renewed = store.read_profile("x")
        for name in ("token", "token_secret", "session_handle"):
            assert renewed[name] != keys.get(name, user["oauth_session_handle"])
        assert renewed["extra"] == {"own": "kept"}
        seen = call("request", "-p", "x", sandbox.verify_credentials_url).json
        assert seen["screen_name"] == user["user"]
        assert call("profiles", "renew", "x").code == 0
        save(own_place, "x", **keys, session_handle="nonsense")
        assert call("profiles", "renew", "x").code == Exit.REFUSED
        save(own_place, "x", **keys)
        assert call("profiles", "renew", "x").code == Exit.REFUSED


def test_a_token_that_its_provider_has_hold_for_longer(own_place: Path) -> None:
    with Sandbox(profile="etrade") as sandbox:
        user = sandbox.add_users(1)[0]
        keys: dict[str, Any] = {
            "consumer_key": sandbox.consumer_key,
            "consumer_secret": sandbox.consumer_secret,
            "token": user["oauth_token"],
            "token_secret": user["oauth_token_secret"],
            "provider": "etrade",
            "origin": sandbox.base_url,
        }
        save(own_place, "x", **keys)
        assert call("profiles", "renew", "x").code == 0
        assert store.read_profile("x") == keys


def test_what_cannot_be_renewed(own_place: Path) -> None:
    save(own_place, "x", **KEYS)
    done = call("profiles", "renew", "x")
    assert (done.code, done.complaint) == (Exit.CREDENTIALS, "the profile 'x' has no token")
    save(own_place, "x", **KEYS, token="t", token_secret="s")
    done = call("profiles", "renew", "x")
    assert (done.code, "knows no endpoints" in done.complaint) == (Exit.USAGE, True)


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["show"], Exit.USAGE, "show: no profile is named"),
        (["add", "a/b"], Exit.USAGE, "a profile cannot be named 'a/b'"),
        (["add", "x"], Exit.CREDENTIALS, "no consumer key is given"),
        (["add", "x", "--rsa-key", "no", "--consumer-key", "k"], Exit.FILE, "no: No such file"),
        (["show", "x"], Exit.CREDENTIALS, "there is no profile 'x'"),
        (["rename"], Exit.USAGE, "invalid choice"),
    ],
)
def test_what_cannot_be_done_with_a_profile(words: list[str], code: Exit, complaint: str) -> None:
    done = call("profiles", *words)
    assert done.code == code
    assert complaint in done.complaint


# --- providers ----------------------------------------------------------------


def test_providers_are_listed() -> None:
    lines = call("providers").out.splitlines()
    assert [line.split()[0] for line in lines] == list(Provider.names())
    assert any("WooCommerce" in line and line.endswith("query, no handshake") for line in lines)
    first = call("providers", terminals="out").out.splitlines()[0]
    assert "NAME" in first
    assert first.endswith("PARAMETERS IN")


def test_providers_are_shown() -> None:
    done = call("providers", "flickr", "etrade")
    assert done.out.startswith("flickr  Flickr\n")
    assert "  authorization params           perms=read\n" in done.out
    assert "\n\netrade  E*TRADE\n" in done.out
    assert '  realm                          ""\n' in done.out
    assert "authorization key param" in done.out
    assert "  user agent required            yes\n" in call("providers", "discogs").out
    assert "  callback confirmation          no\n" in call("providers", "magento").out


def test_providers_are_told_as_json() -> None:
    told = call("providers", "--json").json
    assert [each["name"] for each in told] == list(Provider.names())
    flickr = call("providers", "flickr", "--json").json[0]
    assert flickr["authorization_params"] == {"perms": "read"}
    assert flickr["required_authorization_params"] == ["perms"]


def test_a_provider_that_is_not_known() -> None:
    done = call("providers", "flikr")
    assert done.code == Exit.USAGE
    assert done.err.endswith("hint: did you mean flickr?\n")
    assert "`oauth1 providers` lists them" in call("providers", "zzzzz").err
