"""Presets, each against a provider that insists on what the real one insists on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from oauth1 import CallbackNotConfirmedError, Client, OAuth1Error, Provider, Response
from oauth1.sandbox import ConsentError, Sandbox, consent
from seeds import RSA_KEY, RSA_PUBLIC_KEY

CALLBACK = "http://localhost:8000/verify/"
USER_AGENT = "MyApp/1.0 +https://a.example"


@dataclass(frozen=True)
class Case:
    """A preset, what a program adds to it, and how it goes wrong without what it knows."""

    name: str
    # what the program has to say itself
    settings: dict[str, Any] = field(default_factory=dict)
    authorization_params: dict[str, str] = field(default_factory=dict)
    # a setting of the client, or of the provider, that the preset has for a reason
    wrong: dict[str, Any] = field(default_factory=dict)
    wrong_provider: dict[str, Any] = field(default_factory=dict)
    rsa: bool = False

    def sandbox(self) -> Sandbox:
        key = RSA_PUBLIC_KEY if self.rsa else None
        return Sandbox(profile=self.name, users=1, rsa_public_key=key)

    def provider(self, sandbox: Sandbox) -> Provider:
        provider = Provider.named(self.name)
        if self.name == "netsuite":
            provider = provider.account("1234567_SB1")
        elif any("{site}" in (url or "") for url in endpoints(provider)):
            provider = provider.site(sandbox.base_url)
        return provider.at_origin(sandbox.base_url) if any(endpoints(provider)) else provider

    def client(self, sandbox: Sandbox, *, wrong: bool = False) -> Client:
        provider = self.provider(sandbox)
        settings = dict(self.settings)
        if self.rsa:
            settings["rsa_key"] = RSA_KEY
        if wrong:
            settings.update(self.wrong)
            provider = provider.replace(**self.wrong_provider)
        return Client(
            (sandbox.rsa_consumer_key or "") if self.rsa else sandbox.consumer_key,
            "" if self.rsa else sandbox.consumer_secret,
            provider=provider,
            plaintext_over_http=True,
            **{"user_agent": USER_AGENT, **settings},
        )


def endpoints(provider: Provider) -> tuple[str | None, ...]:
    return (provider.request_token_url, provider.authorization_url, provider.access_token_url)


def handshake(case: Case, sandbox: Sandbox, client: Client, params: dict[str, str]) -> Response:
    """Authorize, and ask whose the token is."""
    callback = "oob" if case.name == "etrade" else CALLBACK
    pending = client.authorize(callback, authorization_params=params)
    back = consent(pending.url)
    if back.startswith("http"):
        token = client.complete(pending, back).token
    else:
        token = client.complete_with_verifier(pending, back).token
    return client.session(token).get(sandbox.verify_credentials_url)


def one_legged(case: Case, sandbox: Sandbox, client: Client, _: dict[str, str]) -> Response:
    """Post something in the consumer's own name."""
    session = client.session()
    if case.name == "lti":
        launch = {"lti_message_type": "basic-lti-launch-request", "resource_link_id": "1"}
        return session.post(f"{sandbox.base_url}/lti/launch", params=launch)
    if case.name == "woocommerce":
        return session.get(f"{sandbox.base_url}/wp-json/wc/v3/orders")
    return session.post(f"{sandbox.base_url}/echo", json={"amount": 1})


HANDSHAKES = [
    Case("x", wrong={"transmission": "query"}),
    Case("tumblr", wrong={"transmission": "query"}),
    Case("flickr", wrong={"transmission": "header"}),
    Case("discogs", wrong={"user_agent": "liboauth1/0.1.0"}),
    Case(
        "trello",
        authorization_params={"name": "My application", "scope": "read", "expiration": "never"},
        wrong={"signature_method": "PLAINTEXT"},
    ),
    Case("jira", rsa=True, wrong={"signature_method": "RSA-SHA256"}),
    Case("netsuite", wrong_provider={"realm": None}),
    Case("etrade", wrong_provider={"handshake_method": "POST"}),
    Case("mediawiki", wrong={"signature_method": "HMAC-SHA256"}),
    Case("zotero", wrong={"signature_method": "PLAINTEXT"}),
    Case("fatsecret", wrong={"transmission": "header"}),
    Case(
        "smugmug",
        authorization_params={"Access": "Public", "Permissions": "Read"},
        wrong={"signature_method": "PLAINTEXT"},
    ),
    Case("schoology", wrong_provider={"handshake_method": "PUT"}),
    Case("evernote", wrong_provider={"handshake_method": "POST"}),
]
ONE_LEGGED = [
    Case("woocommerce", wrong={"transmission": "header"}),
    Case("mastercard", rsa=True, wrong={"body_hash": "never"}),
    Case("lti", wrong={"transmission": "header"}),
]
CASES = [(case, handshake) for case in HANDSHAKES] + [(case, one_legged) for case in ONE_LEGGED]


@pytest.mark.parametrize(("case", "flow"), CASES, ids=[case.name for case, _ in CASES])
def test_a_preset_is_taken_by_a_provider_that_insists(case: Case, flow: Any) -> None:
    with case.sandbox() as sandbox:
        answer = flow(case, sandbox, case.client(sandbox), case.authorization_params)
        assert answer.status == 200, answer.text


@pytest.mark.parametrize(("case", "flow"), CASES, ids=[case.name for case, _ in CASES])
def test_without_what_the_preset_knows_it_is_not_taken(case: Case, flow: Any) -> None:
    with case.sandbox() as sandbox:
        try:
            client = case.client(sandbox, wrong=True)
            answer = flow(case, sandbox, client, case.authorization_params)
        except (OAuth1Error, ConsentError):
            return
        assert answer.status >= 400


def test_magento_is_taken_at_its_word_without_a_confirmation() -> None:
    case = Case("magento")
    with case.sandbox() as sandbox:
        client = case.client(sandbox)
        provider = client.provider
        assert provider is not None
        assert provider.request_token_url
        assert provider.access_token_url
        token = client.request_token(provider.request_token_url, CALLBACK).token
        # a shop posts the verifier to the application; here a user brings it
        back = consent(client.authorization_url(sandbox.authorize_url, token))
        verifier = back.rpartition("oauth_verifier=")[2]
        token = client.access_token(provider.access_token_url, token, verifier).token
        assert client.session(token).get(f"{sandbox.base_url}/rest/V1/orders").status == 200

        strict = Client(
            sandbox.consumer_key,
            sandbox.consumer_secret,
            provider=provider,
            callback_confirmation=True,
        )
        with pytest.raises(CallbackNotConfirmedError):
            strict.request_token(provider.request_token_url, CALLBACK)


def test_every_preset_is_tried() -> None:
    tried = {case.name for case, _ in CASES} | {"magento"}
    # these differ from the ones that are tried in their hosts, or in what the program sends
    assert set(Provider.names()) - tried == {"etrade-sandbox", "evernote-sandbox", "lti-outcomes"}
