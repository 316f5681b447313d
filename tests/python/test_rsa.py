"""The RSA methods: keys they take, and signatures that cryptography and oauthlib accept."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

import oauth
from oauth1 import (
    Client,
    CustomSignature,
    InsecureTransportError,
    InvalidKeyError,
    InvalidSettingError,
    Request,
    Session,
    Token,
    percent_decode,
)
from oauth1.sandbox import Sandbox, consent
from oauth1.types import Transmission
from seeds import CONSUMER_SECRET, KEYS, RSA_KEY, RSA_PUBLIC_KEY, TOKEN_SECRET

HASHES: dict[str, HashAlgorithm] = {
    "RSA-SHA1": SHA1(),
    "RSA-SHA256": SHA256(),
    "RSA-SHA512": SHA512(),
}
REQUEST = Request("POST", "https://example.com/", params={"a": "b"}, nonce="n", timestamp=1)


def signature(client: Client) -> bytes:
    """Sign, and return the signature's bytes."""
    header = client.session().authorization(REQUEST)
    found = re.search('oauth_signature="([^"]*)"', header)
    assert found is not None
    return base64.b64decode(percent_decode(found[1]))


@pytest.mark.parametrize("method", HASHES)
@pytest.mark.parametrize("name", ["rsa1024.pem", "rsa2048.pkcs8.pem", "rsa4096.pem"])
def test_keys_of_every_size_sign_by_every_method(method: str, name: str) -> None:
    pem = (KEYS / name).read_bytes()
    public = load_pem_private_key(pem, None).public_key()
    assert isinstance(public, RSAPublicKey)
    client = Client("key", "", signature_method=method, rsa_key=pem)
    assert client.signature_method == method
    text = client.session().sign(REQUEST).base_string.encode()
    public.verify(signature(client), text, PKCS1v15(), HASHES[method])


@pytest.mark.parametrize("name", ["rsa2048.pkcs1.pem", "rsa2048.pkcs1.der", "rsa2048.pkcs8.der"])
def test_a_key_signs_alike_in_every_form(name: str) -> None:
    key = (KEYS / name).read_bytes()
    expected = signature(Client("key", "", signature_method="RSA-SHA256", rsa_key=RSA_KEY))
    forms: list[str | bytes] = [key, key.decode()] if name.endswith(".pem") else [key]
    for given in forms:
        client = Client("key", "", signature_method="RSA-SHA256", rsa_key=given)
        assert signature(client) == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("encrypted.pkcs1.pem", "is encrypted"),
        ("encrypted.pkcs8.pem", "is encrypted"),
        ("encrypted.pkcs8.der", "is encrypted"),
        ("rsa512.pem", "512 bits: expected at least 1024"),
        ("ec.pkcs8.pem", "is not an RSA key"),
        ("ec.sec1.pem", "EC PRIVATE KEY"),
        ("rsa2048.public.pem", "PUBLIC KEY"),
        ("certificate.pem", "CERTIFICATE"),
    ],
)
def test_a_key_that_cannot_sign_is_told_by_the_client(name: str, message: str) -> None:
    with pytest.raises(InvalidKeyError, match=message):
        Client("key", "", signature_method="RSA-SHA1", rsa_key=(KEYS / name).read_bytes())


@pytest.mark.parametrize("key", ["", b"", "not a key", RSA_KEY[:400], b"\x30\x82\xff"])
def test_a_damaged_key_is_told_by_the_client(key: str | bytes) -> None:
    with pytest.raises(InvalidKeyError):
        Client("key", "", signature_method="RSA-SHA1", rsa_key=key)


@pytest.mark.parametrize("method", HASHES)
def test_an_rsa_method_without_a_key_is_told_by_the_client(method: str) -> None:
    with pytest.raises(InvalidSettingError, match=f"{method} signs with an RSA key"):
        Client("key", CONSUMER_SECRET, signature_method=method)


@pytest.mark.parametrize(
    "method",
    ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT", CustomSignature("MINE", max)],
)
def test_a_key_for_another_method_is_told_by_the_client(method: Any) -> None:
    with pytest.raises(InvalidSettingError, match="an RSA key is given"):
        Client("key", CONSUMER_SECRET, signature_method=method, rsa_key=RSA_KEY)


def test_a_key_of_another_type_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="must be str or bytes, not int"):
        Client("key", "", signature_method="RSA-SHA1", rsa_key=7)  # type: ignore[arg-type]


def test_the_body_hash_is_that_of_the_method() -> None:
    client = Client("key", "", signature_method="RSA-SHA512", rsa_key=RSA_KEY, body_hash=True)
    request = Request("PUT", "https://example.com/", body="{}", content_type="application/json")
    found = re.search('oauth_body_hash="([^"]*)"', client.session().authorization(request))
    assert found is not None
    assert len(percent_decode(found[1])) == 88


# --- what oauthlib accepts ----------------------------------------------------


@pytest.fixture(scope="module")
def rsa_sandbox(judge: str) -> Iterator[Sandbox]:
    """A provider that knows a consumer by its public key."""
    with Sandbox(rsa_public_key=RSA_PUBLIC_KEY, judge=judge) as running:
        yield running


@pytest.mark.both_judges
@pytest.mark.parametrize("method", HASHES)
@pytest.mark.parametrize("transmission", ["header", "query", "form"])
def test_the_handshake_is_understood(
    rsa_sandbox: Sandbox, method: str, transmission: Transmission
) -> None:
    key = rsa_sandbox.rsa_consumer_key
    assert key is not None
    client = Client(key, "", signature_method=method, rsa_key=RSA_KEY, transmission=transmission)
    token = client.request_token(rsa_sandbox.request_token_url).token
    pin = consent(client.authorization_url(rsa_sandbox.authorize_url, token), "bob")
    session = client.session(client.access_token(rsa_sandbox.access_token_url, token, pin).token)
    answer = session.post(rsa_sandbox.update_url, params={"status": f"{method} {pin}"})
    assert answer.json()["user"]["screen_name"] == "bob"


def test_no_secret_has_a_part_in_the_signature() -> None:
    def signed(consumer_secret: str, token_secret: str) -> str:
        client = Client("key", consumer_secret, signature_method="RSA-SHA1", rsa_key=RSA_KEY)
        return client.session(Token("token", token_secret)).authorization(REQUEST)

    assert signed("", "") == signed(CONSUMER_SECRET, TOKEN_SECRET)


# --- the original module ------------------------------------------------------


@pytest.mark.both_judges
@pytest.mark.parametrize("method", HASHES)
def test_the_original_module_signs_with_its_key(rsa_sandbox: Sandbox, method: str) -> None:
    with oauth.scope(sealed=True):
        oauth.setConsumerCreds(rsa_sandbox.rsa_consumer_key or "", "")
        oauth.signatureMethod = method
        oauth.rsaKey = RSA_KEY
        url = oauth.get_authorization_url(
            rsa_sandbox.request_token_url, rsa_sandbox.authorize_url, "oob"
        )
        oauth.get_access_token(
            rsa_sandbox.access_token_url,
            oauth.requestToken,
            oauth.requestTokenSecret,
            consent(url, "carol"),
        )
        status = f"{method} {oauth.accessToken}"
        answer = oauth.get_api_response(rsa_sandbox.update_url, "POST", {"status": status})
        assert status in answer

        text = oauth._get_base_string("https://example.com/", {"a": "b"})
        public = load_pem_private_key(RSA_KEY.encode(), None).public_key()
        assert isinstance(public, RSAPublicKey)
        signed = base64.b64decode(oauth._get_signature("of no use", text))
        public.verify(signed, text.encode(), PKCS1v15(), HASHES[method])
    assert oauth.rsaKey == ""


def test_the_original_module_tells_of_a_key_that_does_not_fit() -> None:
    with oauth.scope(sealed=True):
        oauth.setConsumerCreds("key", CONSUMER_SECRET)
        oauth.signatureMethod = "RSA-SHA1"
        with pytest.raises(InvalidSettingError, match="none is given"):
            oauth.get_api_response("http://nowhere.invalid/")
        oauth.rsaKey = RSA_KEY[:400]
        with pytest.raises(InvalidKeyError):
            oauth.get_api_response("http://nowhere.invalid/")
        oauth.rsaKey, oauth.signatureMethod = RSA_KEY, "HMAC-SHA1"
        with pytest.raises(InvalidSettingError, match="an RSA key is given"):
            oauth.get_api_response("http://nowhere.invalid/")


@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512"])
def test_the_original_module_signs_by_the_other_methods(sandbox: Sandbox, method: str) -> None:
    with oauth.scope(sealed=True):
        oauth.setConsumerCreds(sandbox.consumer_key, sandbox.consumer_secret)
        oauth.signatureMethod = method
        url = oauth.get_authorization_url(sandbox.request_token_url, sandbox.authorize_url, "oob")
        assert url.startswith(f"{sandbox.authorize_url}?oauth_token=")


def test_the_original_module_signs_in_plaintext_over_https_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with oauth.scope(sealed=True):
        oauth.setConsumerCreds("key", CONSUMER_SECRET)
        oauth.set_access_token("token", TOKEN_SECRET)
        oauth.signatureMethod = "PLAINTEXT"
        with pytest.raises(InsecureTransportError):
            oauth.get_api_response("http://nowhere.invalid/")

        def send(session: Session, request: Request) -> SimpleNamespace:
            return SimpleNamespace(text=session.authorization(request))

        monkeypatch.setattr(oauth, "_send_successfully", send)
        header = oauth.get_api_response("https://nowhere.invalid/")
        assert header.endswith(f'oauth_signature="{CONSUMER_SECRET}%26{TOKEN_SECRET}"')
