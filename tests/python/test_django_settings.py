"""The setting OAUTH1, and what `manage.py check` says of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from django_settings import ENCRYPTION_KEY, INSTALLED_APPS, MIDDLEWARE, OAUTH1, provider

pytestmark = pytest.mark.usefixtures("_django")

HERE = Path(__file__).parent
GOOD = provider("https://provider.example")
KEYS = {"consumer_key": "k", "consumer_secret": "s"}
SESSION = "django.contrib.sessions.middleware.SessionMiddleware"
AUTH = "django.contrib.auth.middleware.AuthenticationMiddleware"
OURS = "oauth1.django.middleware.OAuth1Middleware"


def oauth1(**changes: Any) -> dict[str, Any]:
    return {**OAUTH1, "PROVIDERS": {"photos": GOOD}, **changes}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


# --- what is read ---------------------------------------------------------------------------------


def test_a_preset_has_the_endpoints_and_any_field_can_be_other() -> None:
    from oauth1.django.conf import settings

    given = {
        "twitter": {"preset": "x", **KEYS},
        "pictures": {"preset": "flickr", "title": "Pictures", "signature_method": "PLAINTEXT"}
        | KEYS,
        "shop": {
            "preset": "mediawiki",
            "site": "https://shop.example",
            "user_agent": "Shop/1",
            **KEYS,
        },
        "here": {
            "preset": "x",
            "origin": "http://127.0.0.1:9",
            "plaintext_over_http": True,
            **KEYS,
        },
    }
    with override_settings(OAUTH1={"PROVIDERS": given}):
        found = settings().providers
    assert list(found) == list(given)
    assert found["twitter"].endpoints.request_token == "https://api.x.com/oauth/request_token"
    assert found["twitter"].title == "X (Twitter)"
    assert found["pictures"].title == "Pictures"
    assert found["pictures"].provider.signature_method == "PLAINTEXT"
    assert found["shop"].endpoints.access_token.startswith("https://shop.example/")
    assert found["here"].endpoints.authorization.startswith("http://127.0.0.1:9/")
    assert found["twitter"].client is found["twitter"].client
    assert found["twitter"].async_client is found["twitter"].async_client


def test_what_is_left_out_has_a_default() -> None:
    from oauth1.django.conf import settings

    with override_settings(OAUTH1={}):
        found = settings()
    assert (found.pending_lifetime, found.pending_limit, found.login) == (600.0, 5, "required")
    assert found.token_store == "oauth1.django.stores.SessionTokenStore"
    with override_settings(OAUTH1={}, INSTALLED_APPS=["oauth1.django"]):
        assert settings().login == "optional"


def test_settings_are_read_once_and_anew_when_they_change() -> None:
    from oauth1.django.conf import settings
    from oauth1.django.stores import SessionTokenStore, token_store
    from oauth1.django.tokens.store import DatabaseTokenStore

    with override_settings(OAUTH1=oauth1(PENDING_LIMIT=2)):
        assert settings() is settings()
        assert settings().pending_limit == 2
        assert isinstance(token_store(), DatabaseTokenStore)
        assert token_store() is token_store()
        with override_settings(OAUTH1={}):
            assert settings().pending_limit == 5
            assert isinstance(token_store(), SessionTokenStore)
        assert settings().pending_limit == 2


def test_no_secret_is_in_what_settings_look_like() -> None:
    from oauth1.django.conf import settings

    with override_settings(OAUTH1=oauth1(PROVIDERS={"p": {**GOOD, "consumer_secret": "Quiet1"}})):
        shown = repr(settings())
    assert "provider.example" in shown
    assert "Quiet1" not in shown
    assert ENCRYPTION_KEY not in shown


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ([], "OAUTH1 is list, not a dictionary"),
        (oauth1(PROVIDERS=[]), "OAUTH1['PROVIDERS'] is list, not mapping"),
        (oauth1(PROVIDERS={"p": 1}), "OAUTH1['PROVIDERS']['p'] is int, not a dictionary"),
        (oauth1(PROVIDERS={"a b": GOOD}), "has the name 'a b'"),
        (oauth1(PROVIDERS={"p": without("consumer_key")}), "['p'] has no consumer_key"),
        (
            oauth1(PROVIDERS={"p": without("consumer_secret")}),
            "neither consumer_secret nor rsa_key",
        ),
        (oauth1(PROVIDERS={"p": without("access_token_url")}), "expected an access token URL too"),
        (oauth1(PROVIDERS={"p": {"preset": "lti", **KEYS}}), "not all of request_token_url"),
        (
            oauth1(PROVIDERS={"p": {**GOOD, "preset": "nobody"}}),
            "no provider is known by this name",
        ),
        (oauth1(PROVIDERS={"p": {**GOOD, "shoe_size": 9}}), "shoe_size"),
        (oauth1(PROVIDERS={"p": {**GOOD, "request_token_url": "no URL"}}), "['p']: "),
        (oauth1(PROVIDERS={"p": {**GOOD, "rsa_key": "no key"}}), "['p']: "),
        (oauth1(PROVIDERS={"p": {**GOOD, "timeout": -1}}), "['p']: "),
        (oauth1(TIMEOUT=0), "OAUTH1['TIMEOUT'] is 0, and has to be more than 0"),
        (oauth1(TIMEOUT="9"), "OAUTH1['TIMEOUT'] is str, not int or float"),
        (oauth1(PENDING_LIMIT=0.5), "OAUTH1['PENDING_LIMIT'] is float, not int"),
        (oauth1(PENDING_LIFETIME=-1), "OAUTH1['PENDING_LIFETIME'] is -1"),
        (oauth1(LOGIN="maybe"), "not one of 'required', 'optional', 'create'"),
        (oauth1(ENCRYPTION_KEYS="key"), "OAUTH1['ENCRYPTION_KEYS'] is str, not list or tuple"),
        (oauth1(TOKENSTORE="x"), "OAUTH1['TOKENSTORE'] is no setting"),
        (
            oauth1(ACCOUNT_URLS={"q": "https://q.example"}),
            "names 'q', which PROVIDERS does not have",
        ),
        (oauth1(TUTORIAL={"PROVIDER": "q"}), "OAUTH1['TUTORIAL'] names 'q'"),
    ],
)
def test_a_wrong_setting_is_named_by_the_check_and_on_use(wrong: Any, text: str) -> None:
    from oauth1.django.conf import settings

    with override_settings(OAUTH1=wrong):
        found = problems()
        with pytest.raises(ImproperlyConfigured) as error:
            settings()
    assert [each[0] for each in found] == ["oauth1.E001"]
    assert text in found[0][1]
    assert text in str(error.value)
    assert "sandbox-consumer-secret" not in str(found)


def problems() -> list[tuple[str, str, str]]:
    """What the check says: id, text, hint."""
    from oauth1.django.checks import check_settings

    return [(str(each.id), each.msg, each.hint or "") for each in check_settings(None)]


def moved(*middleware: str) -> list[str]:
    return [each for each in MIDDLEWARE if each not in middleware] + list(middleware)


class Store:
    """None that is a TokenStore."""


def test_what_is_right_is_left_alone() -> None:
    with override_settings(OAUTH1=oauth1()):
        assert problems() == []
    with override_settings(OAUTH1={"PROVIDERS": {"local": provider("http://127.0.0.1:8001")}}):
        assert problems() == []


@pytest.mark.parametrize(
    ("changed", "id_", "text"),
    [
        ({"OAUTH1": oauth1(TOKEN_STORE="no.Store")}, "E002", "no"),
        ({"OAUTH1": oauth1(TOKEN_STORE=f"{__name__}.Store")}, "E002", "is no TokenStore"),
        ({"OAUTH1": oauth1(TOKEN_STORE="oauth1.django.stores.TokenStore")}, "E002", "abstract"),
        (
            {"INSTALLED_APPS": [each for each in INSTALLED_APPS if "tokens" not in each]},
            "E002",
            "has no table",
        ),
        ({"OAUTH1": oauth1(ENCRYPTION_KEYS=[])}, "E004", "keeps no token unencrypted"),
        ({"OAUTH1": oauth1(ENCRYPTION_KEYS=["short"])}, "E004", "32 bytes in URL-safe base64"),
        (
            {"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"},
            "E003",
            "signed but not encrypted, and hold request token secrets",
        ),
        (
            {
                "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
                "OAUTH1": {"PROVIDERS": {"photos": GOOD}},
            },
            "E003",
            "request token secrets and access tokens",
        ),
        ({"SESSION_COOKIE_SAMESITE": "Strict"}, "E005", "every callback would be refused"),
        (
            {"MIDDLEWARE": [each for each in MIDDLEWARE if each != OURS]},
            "E006",
            "there is no request.oauth1",
        ),
        ({"MIDDLEWARE": moved(SESSION)}, "E006", "wrong order"),
        ({"MIDDLEWARE": moved(AUTH)}, "E006", "wrong order"),
        (
            {"MIDDLEWARE": [each for each in MIDDLEWARE if each != AUTH]},
            "E007",
            "there are no users",
        ),
        (
            {
                "INSTALLED_APPS": ["django.contrib.sessions", "oauth1.django"],
                "OAUTH1": {"PROVIDERS": {"photos": GOOD}, "LOGIN": "required"},
            },
            "E007",
            "there are no users",
        ),
        ({"OAUTH1": oauth1(LOGIN="optional")}, "E007", "tokens of users who are signed in"),
        ({"OAUTH1": oauth1(LOGIN="create")}, "E007", "no backend signs in by an account"),
        ({"OAUTH1": oauth1(LOGIN="create")}, "E007", "whose account at 'photos'"),
        (
            {"OAUTH1": oauth1(PROVIDERS={"p": provider("http://provider.example")})},
            "W001",
            "over plain http: http://provider.example/oauth/request_token",
        ),
    ],
)
def test_each_way_to_get_it_wrong_is_told(changed: dict[str, Any], id_: str, text: str) -> None:
    with override_settings(**{"OAUTH1": oauth1(), **changed}):
        found = problems()
    assert any(each == f"oauth1.{id_}" and text in said for each, said, _ in found), found
    assert {each for each, _, _ in found} == {f"oauth1.{id_}"}


def test_plain_http_is_for_debugging() -> None:
    wrong = oauth1(PROVIDERS={"p": provider("http://provider.example")})
    with override_settings(OAUTH1=wrong, DEBUG=True):
        assert problems() == []


def test_a_policy_that_makes_users_can_be_right() -> None:
    right = oauth1(LOGIN="create", ACCOUNT_URLS={"photos": "https://provider.example/me"})
    backends = ["oauth1.django.backends.OAuth1Backend"]
    with override_settings(OAUTH1=right, AUTHENTICATION_BACKENDS=backends):
        assert problems() == []


def test_a_middleware_of_ones_own_counts_as_what_it_is_made_of() -> None:
    own = [f"{__name__}.Own" if each == OURS else each for each in MIDDLEWARE]
    with override_settings(OAUTH1=oauth1(), MIDDLEWARE=own):
        assert problems() == []


def __getattr__(name: str) -> Any:
    if name != "Own":
        raise AttributeError(name)
    from oauth1.django.middleware import OAuth1Middleware

    return type("Own", (OAuth1Middleware,), {})


@pytest.mark.parametrize(("mode", "told"), [(0o777, True), (0o755, True), (0o700, False)])
def test_session_files_that_others_can_list_are_told(mode: int, told: bool, tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    folder.chmod(mode)
    engine = "django.contrib.sessions.backends.file"
    with override_settings(OAUTH1=oauth1(), SESSION_ENGINE=engine, SESSION_FILE_PATH=str(folder)):
        assert [each for each, _, _ in problems()] == (["oauth1.W002"] if told else [])
    nowhere = str(tmp_path / "nothing")
    with override_settings(OAUTH1=oauth1(), SESSION_ENGINE=engine, SESSION_FILE_PATH=nowhere):
        assert problems() == []


def test_without_cryptography_the_database_store_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.fernet", None)
    with override_settings(OAUTH1=oauth1()):
        assert [each for each, _, _ in problems()] == ["oauth1.E004"]
        assert 'pip install "oauth1[django]"' in problems()[0][1]


# --- as manage.py has it --------------------------------------------------------------------------


@pytest.fixture
def manage(tmp_path: Path) -> Callable[..., str]:
    """Run a command of Django in a process of its own, with proper settings."""
    (tmp_path / "proper.py").write_text(
        "from django_settings import *\n"
        "SECRET_KEY = 'a1B2c3D4e5F6g7H8i9J0' * 4\n"
        "SECURE_HSTS_SECONDS = 31536000\n"
        "SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT = True\n"
        "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True\n"
        "OAUTH1['PROVIDERS'] = {'photos': provider('https://provider.example')}\n"
    )

    def run(*arguments: str) -> str:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "proper",
            "OAUTH1_TEST_FOLDER": str(tmp_path),
            "PYTHONPATH": os.pathsep.join([str(HERE), str(tmp_path)]),
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "django", *arguments],
            env=environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


def test_a_proper_site_passes_the_checks_for_deployment(manage: Callable[..., str]) -> None:
    assert "no issues" in manage("check", "--deploy", "--fail-level", "DEBUG")


def test_there_is_nothing_to_migrate() -> None:
    from django.core.management import call_command

    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()
