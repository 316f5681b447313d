"""Providers: what is known of them, what can be changed, and clients that are made for one."""

from __future__ import annotations

from typing import Any

import pytest

import oauth1
from oauth1 import Client, InvalidSettingError, Provider, Request
from oauth1.sandbox import Sandbox, consent
from seeds import CONSUMER_SECRET, RSA_KEY, TOKEN_SECRET

PROPERTIES = [
    name
    for name, each in vars(Provider).items()
    if not name.startswith("_") and not callable(getattr(Provider, name))
]


@pytest.mark.parametrize("name", Provider.names())
def test_a_known_provider_has_all_its_properties(name: str) -> None:
    provider = Provider.named(name)
    assert provider.name == name
    assert provider.title
    assert provider.source
    assert provider.source.startswith("https://")
    assert set(PROPERTIES) == {"name", *CHANGES}
    for each in PROPERTIES:
        assert isinstance(getattr(provider, each), (str, bool, tuple, type(None)))
    assert provider == Provider.named(name.upper())
    assert hash(provider) == hash(Provider.named(name))
    assert repr(provider) == f"<oauth1.Provider {name!r}>"


def test_a_provider_goes_by_other_names() -> None:
    assert Provider.named("twitter") == Provider.named("x") != Provider.named("flickr")


def test_an_unknown_provider_is_told_with_those_that_are_known() -> None:
    for named in (Provider.named, lambda name: Client("key", "secret", provider=name)):
        with pytest.raises(InvalidSettingError, match="one of x, tumblr, flickr") as caught:
            named("nobody")
        assert caught.value.unsent


CHANGES: dict[str, tuple[Any, Any]] = {
    "title": ("Title", "Title"),
    "source": ("https://a.example/docs", "https://a.example/docs"),
    "request_token_url": ("https://a.example/r", "https://a.example/r"),
    "authorization_url": ("https://a.example/a", "https://a.example/a"),
    "access_token_url": ("https://a.example/t", "https://a.example/t"),
    "renewal_url": ("https://a.example/n", "https://a.example/n"),
    "handshake_method": ("GET", "GET"),
    "signature_method": ("HMAC-SHA256", "HMAC-SHA256"),
    "other_signature_methods": (["HMAC-SHA512"], ("HMAC-SHA512",)),
    "transmission": ("query", "query"),
    "handshake_transmission": ("form", "form"),
    "realm": ("realm", "realm"),
    "body_hash": ("sha256", "sha256"),
    "version": (False, False),
    "callback_confirmation": (False, False),
    "callback": ("oob", "oob"),
    "empty_token": (True, True),
    "user_agent_required": (True, True),
    "authorization_token_param": ("token", "token"),
    "authorization_key_param": ("key", "key"),
    "request_token_params": ({"a": "b"}, (("a", "b"),)),
    "authorization_params": ([("a", "b")], (("a", "b"),)),
    "access_token_params": ({"a": "b"}, (("a", "b"),)),
    "oauth_params": ({"oauth_a": "b"}, (("oauth_a", "b"),)),
    "authorization_param_names": (("a",), ("a",)),
    "required_authorization_params": (["a"], ("a",)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_setting_can_be_changed(name: str) -> None:
    given, expected = CHANGES[name]
    before = Provider("own")
    after = before.replace(**{name: given})
    assert getattr(after, name) == expected != getattr(before, name)
    assert after != before
    assert after == Provider("own", **{name: given})


@pytest.mark.parametrize("name", [*CHANGES, "nothing", "name"])
def test_a_setting_of_another_type_is_a_type_error(name: str) -> None:
    wrong: dict[str, Any] = {name: 7}
    with pytest.raises(TypeError):
        Provider("own").replace(**wrong)


def test_settings_that_are_none_are_refused() -> None:
    for settings in ({"transmission": "body"}, {"body_hash": "md5"}):
        wrong: dict[str, Any] = dict(settings)
        with pytest.raises(InvalidSettingError):
            Provider("own", **wrong)
    with pytest.raises(InvalidSettingError, match="authorization URL"):
        Provider("own", authorization_url="https://a.example/").check()


def test_a_realm_can_be_left_out_and_body_hashes_named() -> None:
    assert Provider("own", realm="r").replace(realm=None).realm is None
    assert [Provider("own", body_hash=each).body_hash for each in (False, True, "sha1")] == [
        *(False, True, "sha1")
    ]


def test_parameters_are_added_to_those_that_there_are() -> None:
    trello = Provider.named("trello").replace(authorization_params={"name": "A", "scope": "read"})
    again = trello.replace(authorization_params=[("scope", "write"), ("expiration", "never")])
    assert again.authorization_params[-3:] == (
        ("name", "A"),
        ("scope", "write"),
        ("expiration", "never"),
    )
    assert ("scope", "read") in trello.authorization_params


def test_a_provider_has_sites_accounts_and_origins() -> None:
    shop = Provider.named("magento").site("https://shop.example")
    assert shop.request_token_url == "https://shop.example/oauth/token/request"
    netsuite = Provider.named("netsuite").account("1234567_sb1")
    assert netsuite.realm == "1234567_SB1"
    own = Provider.named("x").at_origin("http://127.0.0.1:8000")
    assert own.authorization_url == "http://127.0.0.1:8000/oauth/authorize"
    wrong: list[Any] = [
        lambda: Provider.named("x").site("https://shop.example"),
        lambda: Provider.named("x").account("1"),
        lambda: Provider.named("x").at_origin("http://127.0.0.1:8000/path"),
        lambda: Client("key", "secret", provider="magento"),
    ]
    for each in wrong:
        with pytest.raises(InvalidSettingError):
            each()


def test_a_client_does_what_its_provider_wants_unless_it_is_told_otherwise() -> None:
    provider = Provider(
        "own",
        signature_method="HMAC-SHA256",
        other_signature_methods=["HMAC-SHA512", "RSA-SHA1"],
        transmission="query",
        realm="theirs",
        version=False,
        body_hash=True,
        empty_token=True,
    )
    request = Request("PUT", "https://a.example/", body="a", content_type="text/plain")
    client = Client("key", CONSUMER_SECRET, provider=provider)
    assert client.provider == provider
    assert client.signature_method == "HMAC-SHA256"
    url = client.session().sign(request).url
    assert "oauth_version" not in url
    assert "oauth_body_hash=" in url
    assert "oauth_token=&" in url

    client = Client(
        "key",
        CONSUMER_SECRET,
        provider=provider,
        signature_method="RSA-SHA1",
        rsa_key=RSA_KEY,
        transmission="header",
        realm="ours",
        version=True,
        body_hash=False,
        empty_token=False,
    )
    header = client.session().authorization(request)
    assert header.startswith('OAuth realm="ours", ')
    assert 'oauth_version="1.0"' in header
    assert 'oauth_signature_method="RSA-SHA1"' in header
    assert "oauth_body_hash" not in header
    assert "oauth_token=" not in header
    assert Client("key", "secret").provider is None


def test_a_client_takes_the_signature_methods_of_its_provider_alone() -> None:
    with pytest.raises(InvalidSettingError, match="HMAC-SHA1"):
        Client("key", "secret", provider="x", signature_method="PLAINTEXT")
    rsa = Provider("own", signature_method="RSA-SHA256")
    with pytest.raises(InvalidSettingError, match="RSA key"):
        Client("key", "secret", provider=rsa)
    assert Client("key", "", provider=rsa, rsa_key=RSA_KEY).signature_method == "RSA-SHA256"
    odd = Provider("own", signature_method="ODD")
    with pytest.raises(InvalidSettingError, match="ODD"):
        Client("key", "secret", provider=odd)
    own = oauth1.CustomSignature("ODD", lambda *_: "signature")
    assert Client("key", "secret", provider=odd, signature_method=own).signature_method == "ODD"
    with pytest.raises(InvalidSettingError, match="User-Agent"):
        Client("key", "secret", provider="discogs")


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("x", {}),
        ("tumblr", {}),
        ("flickr", {"perms": "read"}),
        ("discogs", {}),
        ("trello", {"name": "My application", "scope": "read", "expiration": "never"}),
        ("smugmug", {"Access": "Public", "Permissions": "Read"}),
    ],
)
def test_the_handshake_goes_as_a_provider_wants_it(name: str, params: dict[str, str]) -> None:
    with Sandbox(profile=name) as sandbox:
        client = Client(
            sandbox.consumer_key,
            sandbox.consumer_secret,
            provider=Provider.named(name).at_origin(sandbox.base_url),
            user_agent="MyApp/1.0 +https://a.example",
            plaintext_over_http=True,
        )
        pending = client.authorize("http://localhost:8000/verify/", authorization_params=params)
        assert pending.provider == name
        back = consent(pending.url)
        token = client.complete(pending, back).token
        assert token.secret
        assert token.key != pending.request_token.key


def test_a_provider_hides_what_a_program_puts_in() -> None:
    provider = Provider("own", request_token_params={"password": TOKEN_SECRET})
    assert TOKEN_SECRET not in repr(provider) + str(provider)


def test_a_client_tells_what_its_provider_insists_on() -> None:
    client = oauth1.Client("key", CONSUMER_SECRET, provider="flickr")
    assert (client.transmission, client.body_hash) == ("query", False)
    client = oauth1.Client("key", CONSUMER_SECRET, transmission="form", body_hash="sha256")
    assert (client.transmission, client.body_hash) == ("form", "sha256")
    assert oauth1.Client("key", CONSUMER_SECRET).transmission == "header"
