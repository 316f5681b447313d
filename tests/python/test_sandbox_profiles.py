"""The sandbox in the place of real providers: what each insists on, and what it answers."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from oauth1.sandbox import ConsentError, Sandbox, consent
from oauth1.sandbox.judge import PREFIXES
from oauth1.sandbox.profiles import PROFILES
from test_sandbox import Answer, client, rsa_key_pair, send, signed

CALLBACK = "http://localhost:8000/verify/?next=home"  # oauthlib's client decodes a query twice
OWN_AGENT = {"User-Agent": "RecordShelf/1.0"}
ACCOUNT = "1234567_SB1"


@dataclass
class Provider:
    """How a client has to go about it, as the provider's documentation says."""

    options: dict[str, Any] = field(default_factory=dict)
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)
    authorize: dict[str, str] = field(default_factory=dict)
    names: tuple[str, str] = ("oauth_token", "")
    resource: dict[str, Any] = field(default_factory=dict)
    callback: str = CALLBACK


HANDSHAKES = {
    "x": Provider(),
    "tumblr": Provider(),
    "flickr": Provider({"signature_type": "QUERY"}, authorize={"perms": "write"}),
    "discogs": Provider({"signature_method": "PLAINTEXT"}, headers=OWN_AGENT),
    "trello": Provider(authorize={"name": "Sandbox", "scope": "read,write", "expiration": "never"}),
    "jira": Provider({"signature_method": "RSA-SHA1"}),
    "netsuite": Provider({"signature_method": "HMAC-SHA256"}, resource={"realm": ACCOUNT}),
    "magento": Provider({"signature_method": "HMAC-SHA256"}),
    "etrade": Provider({"realm": ""}, method="GET", names=("token", "key"), callback="oob"),
    "mediawiki": Provider(),
    "zotero": Provider(),
    "fatsecret": Provider({"signature_type": "QUERY"}),
    "smugmug": Provider(authorize={"Access": "Full", "Permissions": "Modify"}, callback="oob"),
    "schoology": Provider({"realm": "Schoology API"}),
    "evernote": Provider({"signature_type": "QUERY"}, method="GET"),
}


@cache
def rsa_keys() -> tuple[str, str]:
    return rsa_key_pair()


def root(sandbox: Sandbox) -> str:
    return sandbox.base_url + PREFIXES[sandbox.judge]


@contextmanager
def standing_for(name: str, **settings: Any) -> Iterator[Sandbox]:
    if PROFILES[name].uses_rsa_only:
        pytest.importorskip("jwt")
        settings["rsa_public_key"] = rsa_keys()[1]
    with Sandbox(profile=name, **settings) as sandbox:
        yield sandbox


def signer(sandbox: Sandbox, token: dict[str, Any] | None = None, **options: Any) -> Any:
    """Return a client of the sandbox, which signs with RSA if that is the consumer's way."""
    if options.get("signature_method", "").startswith("RSA"):
        options = {
            "client_key": sandbox.rsa_consumer_key,
            "client_secret": None,
            "rsa_key": rsa_keys()[0],
            **options,
        }
    return client(sandbox, token, **options)


def ask_for_request_token(sandbox: Sandbox, provider: Provider, **changes: Any) -> Answer:
    options = {"callback_uri": provider.callback, **provider.options, **changes}
    method = options.pop("method", provider.method)
    headers = options.pop("headers", provider.headers)
    in_form = options.get("signature_type") == "BODY"
    return signed(
        signer(sandbox, **options),
        sandbox.request_token_url,
        method,
        {} if in_form else None,
        headers,
    )


def authorization_url(sandbox: Sandbox, provider: Provider, token: dict[str, str]) -> str:
    token_name, consumer_name = provider.names
    values = {token_name: token["oauth_token"], **provider.authorize}
    if consumer_name:
        values[consumer_name] = sandbox.consumer_key
    joint = "&" if "?" in sandbox.authorize_url else "?"
    return f"{sandbox.authorize_url}{joint}{urlencode(values)}"


def verifier_of(given: str) -> str:
    return parse_qs(urlsplit(given).query)["oauth_verifier"][0] if "://" in given else given


def access_token(sandbox: Sandbox, provider: Provider, user: str = "alice") -> dict[str, str]:
    answer = ask_for_request_token(sandbox, provider)
    assert answer.status == 200, answer.text
    token = answer.form
    verifier = verifier_of(consent(authorization_url(sandbox, provider, token), user))
    answer = signed(
        signer(sandbox, token, verifier=verifier, **provider.options),
        sandbox.access_token_url,
        provider.method,
        headers=provider.headers,
    )
    assert answer.status == 200, answer.text
    return answer.form


def test_there_is_a_profile_for_each_provider() -> None:
    one_legged = {"woocommerce", "mastercard", "lti"}
    assert set(PROFILES) == {"sandbox", *HANDSHAKES, *one_legged}


@pytest.mark.both_judges
@pytest.mark.parametrize("name", HANDSHAKES)
def test_handshake(judge: str, name: str) -> None:
    provider = HANDSHAKES[name]
    with standing_for(name, judge=judge) as sandbox:
        for url in (sandbox.request_token_url, sandbox.access_token_url):
            theirs = url.removeprefix(root(sandbox))
            assert theirs in {address for _, address in PROFILES[name].endpoints}
        token = access_token(sandbox, provider, "bob")
        options = {**provider.options, **provider.resource}
        mine = signed(
            signer(sandbox, token, **options),
            sandbox.verify_credentials_url,
            "GET",
            headers=provider.headers,
        )
        assert mine.status == 200, mine.text
        assert mine.json["screen_name"] == "bob"


@pytest.mark.parametrize(
    ("name", "changes", "problem", "detail"),
    [
        ("x", {"signature_method": "PLAINTEXT"}, "signature_method_rejected", "HMAC-SHA1"),
        ("x", {"signature_type": "QUERY"}, "parameter_rejected", "in the header only"),
        ("tumblr", {"signature_type": "BODY"}, "parameter_rejected", "in the header only"),
        ("flickr", {"signature_type": "AUTH_HEADER"}, "parameter_rejected", "in the query only"),
        ("flickr", {"signature_method": "HMAC-SHA256"}, "signature_method_rejected", "HMAC-SHA1"),
        ("discogs", {"headers": {}}, "parameter_rejected", "User-Agent"),
        ("discogs", {"headers": {"User-Agent": "liboauth1/1.0"}}, "parameter_rejected", "User-A"),
        ("discogs", {"headers": {"User-Agent": "python-requests/2"}}, "parameter_rejected", "Us"),
        ("trello", {"signature_method": "HMAC-SHA512"}, "signature_method_rejected", "HMAC-SHA1"),
        ("jira", {"signature_method": "RSA-SHA256"}, "signature_method_rejected", "RSA-SHA1"),
        ("netsuite", {"signature_method": "HMAC-SHA1"}, "signature_method_rejected", "SHA256"),
        ("netsuite", {"method": "GET"}, "parameter_rejected", "NetSuite takes POST here, not GET"),
        ("magento", {"signature_method": "HMAC-SHA1"}, "signature_method_rejected", "SHA256"),
        ("etrade", {"realm": None}, "parameter_absent", "realm"),
        ("etrade", {"realm": "E*TRADE"}, "parameter_rejected", "realm"),
        ("etrade", {"method": "POST"}, "parameter_rejected", "E*TRADE takes GET here"),
        ("etrade", {"callback_uri": CALLBACK}, "parameter_rejected", "oauth_callback"),
        ("mediawiki", {"signature_method": "PLAINTEXT"}, "signature_method_rejected", "RSA-SHA1"),
        ("fatsecret", {"signature_type": "AUTH_HEADER"}, "parameter_rejected", "query or form"),
        ("schoology", {"realm": "Schoology"}, "parameter_rejected", "Schoology API"),
        ("schoology", {"realm": None}, "parameter_absent", "realm"),
        ("evernote", {"method": "POST"}, "parameter_rejected", "Evernote takes GET here"),
        ("evernote", {"signature_type": "AUTH_HEADER"}, "parameter_rejected", "in the query only"),
    ],
)
def test_refusals(name: str, changes: dict[str, Any], problem: str, detail: str) -> None:
    with standing_for(name) as sandbox:
        answer = ask_for_request_token(sandbox, HANDSHAKES[name], **changes)
        assert answer.status in {400, 401, 403, 405}
        assert answer.form["oauth_problem"] == answer.problem == problem
        assert detail in " ".join(answer.form.values())
        if "method" in changes:
            assert (answer.status, answer.headers["Allow"]) == (405, HANDSHAKES[name].method)


@pytest.mark.parametrize("path", ["", "/oauth/request_token"])
def test_own_addresses_insist_as_well(path: str) -> None:
    with standing_for("flickr") as sandbox:
        url = sandbox.base_url + path if path else sandbox.request_token_url
        in_header = signed(client(sandbox, callback_uri="oob"), url)
        assert in_header.form["oauth_problem"] == "parameter_rejected"
        in_query = signed(client(sandbox, callback_uri="oob", signature_type="QUERY"), url)
        assert in_query.status == 200
        unsigned = send(url, "POST")
        assert unsigned.form["oauth_problem"] == "parameter_absent"


@pytest.mark.parametrize(
    ("name", "changes", "heading"),
    [
        ("flickr", {"perms": None}, "Flickr wants perms="),
        ("flickr", {"perms": "all"}, "Flickr wants another perms="),
        ("trello", {"name": None}, "Trello wants name="),
        ("trello", {"scope": "everything"}, "Trello wants another scope="),
        ("trello", {"expiration": None}, "Trello wants expiration="),
        ("smugmug", {"Access": None}, "SmugMug wants Access="),
        ("smugmug", {"Permissions": "Delete"}, "SmugMug wants another Permissions="),
        ("etrade", {"key": None}, r"E\*TRADE wants key="),
        ("etrade", {"token": None, "oauth_token": "t"}, r"E\*TRADE wants token=, not oauth_token="),
        ("etrade", {"key": "another"}, "not valid"),
    ],
)
def test_authorization_parameters(name: str, changes: dict[str, str | None], heading: str) -> None:
    provider = HANDSHAKES[name]
    with standing_for(name) as sandbox:
        token = ask_for_request_token(sandbox, provider).form
        url = authorization_url(sandbox, provider, token)
        values = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
        changed = {k: v for k, v in {**values, **changes}.items() if v is not None}
        with pytest.raises(ConsentError, match=heading):
            consent(f"{sandbox.authorize_url}?{urlencode(changed)}")
        assert consent(url)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("flickr", {"perms": "read"}),
        ("trello", {"scope": "read"}),
        ("smugmug", {"Permissions": "Read"}),
    ],
)
def test_permission_to_read_only(name: str, reading: dict[str, str]) -> None:
    provider = HANDSHAKES[name]
    with standing_for(name) as sandbox:
        for asked, status in ((reading, 403), ({}, 200)):
            narrowed = Provider(
                provider.options,
                authorize={**provider.authorize, **asked},
                callback=provider.callback,
            )
            token = access_token(sandbox, narrowed)
            answer = signed(
                client(sandbox, token, **provider.options),
                sandbox.update_url,
                parameters={"status": "Hello"},
            )
            assert answer.status == status
            assert (answer.problem == "additional_authorization_required") is (status == 403)


# What they answer


def test_x_answers() -> None:
    with standing_for("x") as sandbox:
        token = access_token(sandbox, HANDSHAKES["x"])
        assert list(token) == ["oauth_token", "oauth_token_secret", "user_id", "screen_name"]
        assert (token["user_id"], token["screen_name"]) == ("1", "alice")
        url = f"{sandbox.base_url}/1.1/statuses/update.json"
        assert signed(client(sandbox, token), url, parameters={"status": "Hello"}).status == 200


def test_flickr_answers() -> None:
    with standing_for("flickr") as sandbox:
        token = access_token(sandbox, HANDSHAKES["flickr"])
        extras = {"fullname": "Alice Liddell", "user_nsid": "1@N00", "username": "alice"}
        assert {name: token[name] for name in extras} == extras
        pending = ask_for_request_token(sandbox, HANDSHAKES["flickr"], callback_uri="oob").form
        pin = consent(authorization_url(sandbox, HANDSHAKES["flickr"], pending))
        assert re.fullmatch(r"\d{3}-\d{3}-\d{3}", pin)


def test_jira_answers() -> None:
    with standing_for("jira") as sandbox:
        token = access_token(sandbox, HANDSHAKES["jira"])
        assert token["oauth_session_handle"]
        assert token["oauth_expires_in"] == "157680000"
        assert token["oauth_authorization_expires_in"] == "160272000"


def test_netsuite_answers() -> None:
    provider = HANDSHAKES["netsuite"]
    with standing_for("netsuite") as sandbox:
        pending = ask_for_request_token(sandbox, provider).form
        location = consent(authorization_url(sandbox, provider, pending))
        query = parse_qs(urlsplit(location).query)
        assert (query["company"], query["role"]) == ([ACCOUNT], ["3"])


@pytest.mark.parametrize(
    ("realm", "problem"),
    [
        ("1234567", None),
        (ACCOUNT, None),
        ("1234567-sb1", "parameter_rejected"),
        ("1234567_sb1", "parameter_rejected"),
        (None, "parameter_absent"),
    ],
)
def test_netsuite_realm(realm: str | None, problem: str | None) -> None:
    with standing_for("netsuite", users=1) as sandbox:
        caller = client(sandbox, sandbox.tokens[0], signature_method="HMAC-SHA256", realm=realm)
        answer = signed(caller, f"{sandbox.base_url}/services/rest/record/v1/customer", "GET")
        assert (answer.status == 200, answer.problem) == (problem is None, problem)


def test_magento_does_not_confirm_the_callback() -> None:
    with standing_for("magento") as sandbox:
        token = ask_for_request_token(sandbox, HANDSHAKES["magento"]).form
        assert list(token) == ["oauth_token", "oauth_token_secret"]


def test_zotero_gives_an_api_key() -> None:
    with standing_for("zotero") as sandbox:
        token = access_token(sandbox, HANDSHAKES["zotero"])
        assert token["oauth_token"] == token["oauth_token_secret"]
        assert (token["userID"], token["username"]) == ("1", "alice")


def test_evernote_answers() -> None:
    with standing_for("evernote") as sandbox:
        pending = ask_for_request_token(sandbox, HANDSHAKES["evernote"])
        assert pending.form["oauth_token_secret"] == ""
        token = access_token(sandbox, HANDSHAKES["evernote"])
        assert token["oauth_token_secret"] == ""
        assert (token["edam_shard"], token["edam_userId"]) == ("s1", "1")
        assert re.fullmatch(r"\d{13}", token["edam_expires"])
        assert token["edam_noteStoreUrl"] == f"{sandbox.base_url}/shard/s1/notestore"
        assert token["edam_webApiUrlPrefix"] == f"{sandbox.base_url}/shard/s1/"


def test_smugmug_denial() -> None:
    provider = HANDSHAKES["smugmug"]
    with standing_for("smugmug") as sandbox:
        pending = ask_for_request_token(sandbox, provider).form
        pin = consent(authorization_url(sandbox, provider, pending))
        assert re.fullmatch(r"\d{6}", pin)
        pending = ask_for_request_token(sandbox, provider, callback_uri=CALLBACK).form
        location = consent(authorization_url(sandbox, provider, pending), allow=False)
        query = parse_qs(urlsplit(location).query)
        assert query["oauth_problem"] == ["user_refused"]
        assert query["oauth_token"] == [pending["oauth_token"]]
        refused = signed(client(sandbox, pending, verifier="1"), sandbox.access_token_url)
        assert refused.form["oauth_problem"] == "user_refused"


@pytest.mark.both_judges
def test_etrade_renews_and_revokes(judge: str) -> None:
    provider = HANDSHAKES["etrade"]
    with standing_for("etrade", admin_key="k", judge=judge) as sandbox:
        pending = ask_for_request_token(sandbox, provider).form
        pin = consent(authorization_url(sandbox, provider, pending))
        assert re.fullmatch(r"[0-9A-Z]{5}", pin)
        token = access_token(sandbox, provider)
        url = f"{root(sandbox)}/v1/accounts/list"
        mine = client(sandbox, token, realm="")
        assert signed(mine, url, "GET").status == 200
        asleep = f'{{"oauth_token": "{token["oauth_token"]}", "state": "expired"}}'
        assert send(f"{sandbox.admin_url}/tokens", "POST", admin("k"), asleep).status == 200
        assert signed(mine, url, "GET").problem == "token_expired"
        renew = f"{root(sandbox)}/oauth/renew_access_token"
        wrong = client(sandbox, {**token, "oauth_token_secret": "x"}, realm="")
        assert signed(wrong, renew, "GET").problem == "signature_invalid"
        assert signed(mine, renew, "POST").status == 405
        renewed = signed(mine, renew, "GET")
        assert (renewed.status, renewed.text) == (200, "Access Token has been renewed")
        assert renewed.headers["Content-Type"].startswith("text/plain")
        assert signed(mine, url, "GET").status == 200
        revoked = signed(mine, f"{root(sandbox)}/oauth/revoke_access_token", "GET")
        assert (revoked.status, revoked.text) == (200, "Revoked Access Token")
        assert signed(mine, url, "GET").problem == "token_revoked"
        assert signed(mine, renew, "GET").problem == "token_revoked"


def test_etrade_tokens_stay_awake_while_they_are_used() -> None:
    with standing_for("etrade", token_lifetime=3, users=2) as sandbox:
        used, unused = (client(sandbox, token, realm="") for token in sandbox.tokens)
        for _ in range(2):
            time.sleep(1.6)
            assert signed(used, sandbox.echo_url, "GET").status == 200
        assert signed(unused, sandbox.echo_url, "GET").problem == "token_expired"


@pytest.mark.both_judges
def test_mediawiki_signs_the_query(judge: str) -> None:
    with standing_for("mediawiki", users=1, judge=judge) as sandbox:
        url = f"{root(sandbox)}/w/index.php?title=Special:OAuth/identify"
        caller = client(sandbox, sandbox.tokens[0])
        assert signed(caller, url, "GET").json["screen_name"] == "user1"
        _, headers, _ = caller.sign(url.partition("?")[0], "GET")
        assert send(url, "GET", headers).problem == "signature_invalid"
        other = f"{root(sandbox)}/w/index.php?title=Main_Page"
        assert signed(caller, other, "GET").status == 404
        assert signed(caller, f"{root(sandbox)}/w/api.php?action=query", "GET").status == 200


def test_mediawiki_takes_the_token_address_by_post_as_well() -> None:
    with standing_for("mediawiki") as sandbox:
        answer = signed(
            client(sandbox, callback_uri="oob"),
            sandbox.request_token_url.partition("?")[0],
            parameters={"title": "Special:OAuth/initiate"},
        )
        assert answer.status == 200
        assert answer.form["oauth_callback_confirmed"] == "true"


# Providers without a handshake


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"signature_type": "QUERY"}, None),
        ({"signature_type": "QUERY", "signature_method": "HMAC-SHA256"}, None),
        (
            {"signature_type": "QUERY", "signature_method": "HMAC-SHA512"},
            "signature_method_rejected",
        ),
        ({}, "parameter_rejected"),
        ({"signature_type": "QUERY", "extra": (("oauth_token", ""),)}, "parameter_rejected"),
        ({"signature_type": "QUERY", "client_secret": "wrong"}, "signature_invalid"),
    ],
)
def test_woocommerce(judge: str, options: dict[str, Any], problem: str | None) -> None:
    with standing_for("woocommerce", judge=judge) as sandbox:
        url = f"{root(sandbox)}/wp-json/wc/v3/orders?status=completed&per_page=5"
        answer = signed(client(sandbox, **options), url, "GET")
        assert (answer.status == 200, answer.problem) == (problem is None, problem)


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("digest", "content", "problem"),
    [
        ("sha256", b'{"amount": 1}', None),
        ("sha256", b"", None),
        ("sha256", b"another", "parameter_rejected"),
        ("sha1", b'{"amount": 1}', "parameter_rejected"),
        (None, b'{"amount": 1}', "parameter_absent"),
        (None, b"", "parameter_absent"),
    ],
)
def test_mastercard(judge: str, digest: str | None, content: bytes, problem: str | None) -> None:
    with standing_for("mastercard", judge=judge) as sandbox:
        extra: tuple[tuple[str, str], ...] = ()
        if digest:
            hashed = b"" if content == b"" else b'{"amount": 1}'
            value = base64.b64encode(hashlib.new(digest, hashed).digest()).decode()
            extra = (("oauth_body_hash", value),)
        url = f"{root(sandbox)}/api/transfers"
        for method in ("RSA-SHA256", "RSA-SHA1"):
            caller = signer(sandbox, signature_method=method, extra=extra)
            _, headers, _ = caller.sign(url, "POST")
            headers["Content-Type"] = "application/json"
            answer = send(url, "POST", headers, content)
            wanted = problem if method == "RSA-SHA256" else "signature_method_rejected"
            assert answer.problem == wanted
            if wanted and wanted.startswith("parameter"):
                assert "oauth_body_hash" in answer.challenge


def test_rsa_is_needed_where_nothing_else_will_do() -> None:
    for name in ("jira", "mastercard"):
        with pytest.raises(ValueError, match="RSA public key"):
            Sandbox(profile=name)


@pytest.mark.both_judges
@pytest.mark.parametrize(
    ("callback", "signature_type", "problem"),
    [
        ("about:blank", "BODY", None),
        ("about:blank", "AUTH_HEADER", "parameter_rejected"),
        (CALLBACK, "BODY", "parameter_rejected"),
        (None, "BODY", "parameter_absent"),
    ],
)
def test_lti_launch(
    judge: str, callback: str | None, signature_type: str, problem: str | None
) -> None:
    with standing_for("lti", judge=judge) as sandbox:
        launch = {"lti_message_type": "basic-lti-launch-request", "roles": "Learner"}
        answer = signed(
            client(sandbox, callback_uri=callback, signature_type=signature_type),
            f"{root(sandbox)}/lti/launch",
            parameters=launch,
        )
        assert (answer.status == 200, answer.problem) == (problem is None, problem)
        if problem is None:
            assert ["roles", "Learner"] in answer.json["form"]


@pytest.mark.both_judges
@pytest.mark.parametrize("digest", ["sha1", "sha256", None])
def test_lti_outcomes(judge: str, digest: str | None) -> None:
    content = b"<imsx_POXEnvelopeRequest/>"
    with standing_for("lti", judge=judge) as sandbox:
        url = f"{root(sandbox)}/lti/outcomes"
        value = base64.b64encode(hashlib.new(digest or "md5", content).digest()).decode()
        extra = (("oauth_body_hash", value),) if digest else ()
        _, headers, _ = client(sandbox, extra=extra).sign(url, "POST")
        answer = send(url, "POST", {**headers, "Content-Type": "application/xml"}, content)
        wanted = {"sha1": None, "sha256": "parameter_rejected", None: "parameter_absent"}[digest]
        assert answer.problem == wanted


@pytest.mark.both_judges
def test_schoology_two_legged(judge: str) -> None:
    with standing_for("schoology", judge=judge) as sandbox:
        url = f"{root(sandbox)}/v1/users"
        empty = (("oauth_token", ""),)
        caller = client(sandbox, realm="Schoology API", extra=empty)
        assert signed(caller, url, "GET").status == 200
        without = signed(client(sandbox, realm="Schoology API"), url, "GET")
        assert without.json["errors"][0]["oauth_parameters_absent"] == "oauth_token"
        mine = signed(caller, f"{root(sandbox)}/v1/app-user-info", "GET")
        assert mine.problem == "parameter_absent"


# Changes to a profile


@pytest.mark.parametrize(
    ("insist", "good", "bad", "problem"),
    [
        (
            "signature-method=HMAC-SHA256,PLAINTEXT",
            {"signature_method": "HMAC-SHA256"},
            {},
            "signature_method_rejected",
        ),
        ("transmission=header,query", {}, {"signature_type": "BODY"}, "parameter_rejected"),
        ("realm=Photos( .*)?", {"realm": "Photos of mine"}, {"realm": "x"}, "parameter_rejected"),
        ("realm=", {"realm": ""}, {}, "parameter_absent"),
        ("handshake.http-method=GET,PUT", {"method": "GET"}, {}, "parameter_rejected"),
        ("user-agent=.*Robot.*", {"headers": {"User-Agent": "A Robot"}}, {}, "parameter_rejected"),
        ("callback=https?://.*", {}, {"callback_uri": "oob"}, "parameter_rejected"),
        (
            "body-hash=sha1",
            {"extra": (("oauth_body_hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),)},
            {"extra": (("oauth_body_hash", "AAAA"),)},
            "parameter_rejected",
        ),
    ],
)
def test_insisting(insist: str, good: dict[str, Any], bad: dict[str, Any], problem: str) -> None:
    with Sandbox(insist=[insist]) as sandbox:
        assert ask_for_request_token(sandbox, Provider(), **good).status == 200
        answer = ask_for_request_token(sandbox, Provider(), **bad)
        assert answer.form["oauth_problem"] == problem


def test_insisting_on_answers() -> None:
    settings = [
        "callback-confirmed=1",
        "pin=99-X",
        "denial=permission_denied",
        "extra.scope={read}",
        "authorize-names=token,key",
        "authorize.mode=fast|slow",
        "token-secret=same",
    ]
    provider = Provider(names=("token", "key"), authorize={"mode": "fast"}, callback="oob")
    with Sandbox(insist=settings) as sandbox:
        pending = ask_for_request_token(sandbox, provider).form
        assert pending["oauth_callback_confirmed"] == "1"
        assert re.fullmatch(r"\d\d-\w", consent(authorization_url(sandbox, provider, pending)))
        token = access_token(sandbox, provider)
        assert token["scope"] == "{read}"
        assert token["oauth_token_secret"] == token["oauth_token"]
        pending = ask_for_request_token(sandbox, provider, callback_uri=CALLBACK).form
        location = consent(authorization_url(sandbox, provider, pending), allow=False)
        assert parse_qs(urlsplit(location).query)["oauth_problem"] == ["permission_denied"]
        refused = signed(client(sandbox, pending, verifier="1"), sandbox.access_token_url)
        assert (refused.status, refused.problem) == (401, "permission_denied")


def test_insisting_changes_a_profile() -> None:
    with standing_for("evernote", insist=["handshake.http-method=POST"]) as sandbox:
        assert ask_for_request_token(sandbox, HANDSHAKES["evernote"]).status == 405
        post = ask_for_request_token(sandbox, HANDSHAKES["evernote"], method="POST")
        assert post.status == 200
    with standing_for("mastercard", insist=["body-hash=no"]) as sandbox:
        caller = signer(sandbox, signature_method="RSA-SHA256")
        assert signed(caller, f"{sandbox.base_url}/api/x", "GET").status == 200
    with standing_for("lti", insist=["resources.transmission=header"]) as sandbox:
        caller = client(sandbox, callback_uri="about:blank")
        assert signed(caller, f"{sandbox.base_url}/lti/launch").status == 200


@pytest.mark.parametrize(
    ("setting", "error"),
    [
        ("realm", "realm is not KEY=VALUE"),
        ("colour=red", "there is no key colour to insist on; the keys are signature-method,"),
        ("signature-method=MD5", "'MD5' is not one of HMAC-SHA1,"),
        ("transmission=pigeon", "'pigeon' is not one of header, query, form"),
        ("realm=(", "is not a regular expression"),
        ("elsewhere.realm=x", "there is no key elsewhere.realm"),
        ("extra.=x", "there is no key extra."),
    ],
)
def test_wrong_insistence(setting: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        Sandbox(insist=[setting])


def test_wrong_profile() -> None:
    with pytest.raises(ValueError, match="there is no profile y; the profiles are sandbox, x,"):
        Sandbox(profile="y")


# The command line


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "oauth1.sandbox", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_profiles_are_listed() -> None:
    listed = run("profiles")
    assert listed.returncode == 0
    for profile in PROFILES.values():
        assert f"{profile.name}: {profile.title}\n" in listed.stdout
    one = run("profiles", "etrade")
    assert "authorize takes: token, key" in one.stdout
    assert "realm empty" in one.stdout
    assert "smugmug" not in one.stdout
    assert run("profiles", "y").returncode == 1


def test_options() -> None:
    program = "import os; print(os.environ['OAUTH1_SANDBOX_REQUEST_TOKEN_URL'])"
    done = run(
        *("--port", "0", "--profile", "trello", "--insist", "realm=x", "--insist", "pin=9"),
        *("--", sys.executable, "-c", program),
    )
    assert done.stdout.endswith("/1/OAuthGetRequestToken\n"), done.stderr
    for arguments in (("--profile", "y"), ("--insist", "x"), ("--profile", "jira")):
        wrong = run("--port", "0", *arguments)
        assert wrong.returncode == 1
        assert wrong.stderr.startswith("oauth1.sandbox: ")


def admin(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
