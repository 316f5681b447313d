"""What the sandbox insists on, and answers, in the place of a real provider.

Each profile is what its provider's documentation asks of a client. The sandbox's own addresses are
there in every profile, and insist on the same; the provider's are there besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from oauth1.sandbox.demands import Demands

_NOTHING = Demands()

USER_REFUSED = "user_refused"
Endpoints = tuple[tuple[str, str], ...]

DENIALS = ("denied", "permission_denied", USER_REFUSED)
SECRETS = {"random": "random", "empty": "empty", "same": "the same as the token"}

OWN_APPLICATION = (
    r"(?i)(?!(lib)?oauth1/|python-|requests/|curl/|libcurl/|ureq/|okhttp/|go-http-client/)\S.*"
)


@dataclass(frozen=True)
class Authorization:
    """The address that a user is sent to: its parameters, and which of them ask to read only.

    `names` are the names of the request token and of the consumer key, if that is wanted.
    `parameters` are patterns for those that have to be there; `reads` is a parameter's name and
    the pattern by which an application asks for no more than to read.
    """

    names: tuple[str, str] = ("oauth_token", "")
    parameters: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[str, str] | None = None

    def problem(self, values: Mapping[str, str], provider: str) -> str | None:
        """Return what is wrong with the parameters, in a few words."""
        for name in filter(None, self.names):
            if not values.get(name):
                instead = ", not oauth_token=" if "oauth_token" in values else ""
                return f"{provider} wants {name}={instead}"
        for name, pattern in self.parameters.items():
            if name not in values:
                return f"{provider} wants {name}="
            if not re.fullmatch(pattern, values[name]):
                return f"{provider} wants another {name}="
        return None

    def is_for_reading(self, values: Mapping[str, str]) -> bool:
        """Whether the application asks for no more than to read."""
        if self.reads is None:
            return False
        name, pattern = self.reads
        return bool(re.fullmatch(pattern, values.get(name, "")))


@dataclass(frozen=True)
class Profile:
    """A provider that the sandbox stands for.

    Args:
        name: What `--profile` calls it.
        title: What people call it.
        endpoints: What is where besides the sandbox's own: a kind of endpoint, and its path. A
            path may end in `*`, or have a query that it is known by.
        handshake: What requests for tokens have to be like.
        resources: What all other requests have to be like.
        special: The same for single paths.
        authorization: What the address that a user is sent to is like.
        callback_confirmed: The value of `oauth_callback_confirmed`; none leaves it out.
        secrets: What token secrets are like: `random`, `empty`, or the `same` as the token.
        extras: What an access token comes with, as names and templates.
        callback_extras: What a callback comes with besides.
        pin: The PIN's pattern: 9 for a digit, X for a digit or a letter.
        denial: How the application learns that the user denied it: by `denied=` and the request
            token, or by this `oauth_problem=`.
        xauth: Whether users' passwords are taken for access tokens.
        session_handles: Whether access tokens come with a handle that renews them.
        token_lifetime: Seconds until an access token expires.
        idle: Whether a token's use puts its expiry off, and renewal revives it as it is.

    """

    name: str
    title: str
    endpoints: Endpoints = ()
    handshake: Demands = _NOTHING
    resources: Demands = _NOTHING
    special: Mapping[str, Demands] = field(default_factory=dict)
    authorization: Authorization = Authorization()
    callback_confirmed: str | None = "true"
    secrets: str = "random"
    extras: tuple[tuple[str, str], ...] = ()
    callback_extras: tuple[tuple[str, str], ...] = ()
    pin: str = "9999999"
    denial: str = "denied"
    xauth: bool = False
    session_handles: bool = False
    token_lifetime: float | None = None
    idle: bool = False

    def at(self, path: str) -> Demands:
        """Return what requests for a resource at this path have to be like."""
        return self.special.get(path, self.resources)

    @property
    def uses_rsa_only(self) -> bool:
        """Whether nothing but RSA signatures will do."""
        methods = (*self.handshake.signature_methods, *self.resources.signature_methods)
        return bool(methods) and all(method.startswith("RSA-") for method in methods)

    def description(self) -> Iterator[str]:
        """Say in words, line by line, what is different about this provider."""
        demanding = [("for tokens", self.handshake), ("other requests", self.resources)]
        if self.handshake == self.resources:
            demanding = [("all requests", self.resources)]
        for what, demands in (*demanding, *self.special.items()):
            if demands != _NOTHING:
                yield f"{what}: {'; '.join(demands.parts())}"
        if self.authorization != Authorization():
            wanted = (*filter(None, self.authorization.names), *self.authorization.parameters)
            yield f"authorize takes: {', '.join(wanted)}"
        if self.callback_confirmed != "true":
            yield f"oauth_callback_confirmed: {self.callback_confirmed or 'not sent'}"
        if self.secrets != "random":
            yield f"token secrets: {SECRETS[self.secrets]}"
        if self.extras:
            yield f"access tokens come with: {', '.join(name for name, _ in self.extras)}"
        if self.session_handles:
            yield "access tokens are renewed by session handle"
        if self.idle:
            yield "access tokens go to sleep, and are renewed as they are"
        for kind, path in self.endpoints:
            yield f"{kind.replace('_', ' ')}: {path}"


def _handshake(request_token: str, authorize: str, access_token: str) -> Endpoints:
    return (
        ("request_token", request_token),
        ("authorize", authorize),
        ("access_token", access_token),
    )


_USUAL = _handshake("/oauth/request_token", "/oauth/authorize", "/oauth/access_token")
_HMAC_SHA1 = Demands(signature_methods=("HMAC-SHA1",))
_HMAC_SHA1_IN_HEADER = Demands(signature_methods=("HMAC-SHA1",), transmissions=("header",))
_HMAC_SHA1_IN_QUERY = Demands(signature_methods=("HMAC-SHA1",), transmissions=("query",))

SANDBOX = Profile(
    "sandbox",
    "the sandbox",
    extras=(("user_id", "{id}"), ("screen_name", "{name}")),
    xauth=True,
)

_PROFILES = (
    SANDBOX,
    Profile(
        "x",
        "X",
        (
            *_USUAL,
            ("authorize", "/oauth/authenticate"),
            ("verify_credentials", "/1.1/account/verify_credentials.json"),
            ("update", "/1.1/statuses/update.json"),
            ("timeline", "/1.1/statuses/home_timeline.json"),
        ),
        handshake=Demands(
            signature_methods=("HMAC-SHA1",), transmissions=("header",), http_methods=("POST",)
        ),
        resources=_HMAC_SHA1_IN_HEADER,
        extras=(("user_id", "{id}"), ("screen_name", "{name}")),
        xauth=True,
    ),
    Profile(
        "tumblr",
        "Tumblr",
        (*_USUAL, ("verify_credentials", "/v2/user/info"), ("echo", "/v2/*")),
        handshake=_HMAC_SHA1_IN_HEADER,
        resources=_HMAC_SHA1_IN_HEADER,
    ),
    Profile(
        "flickr",
        "Flickr",
        (
            *_handshake(
                "/services/oauth/request_token",
                "/services/oauth/authorize",
                "/services/oauth/access_token",
            ),
            ("verify_credentials", "/services/rest"),
            ("upload", "/services/upload"),
        ),
        handshake=_HMAC_SHA1_IN_QUERY,
        resources=_HMAC_SHA1_IN_QUERY,
        authorization=Authorization(
            parameters={"perms": "read|write|delete"}, reads=("perms", "read")
        ),
        extras=(
            ("fullname", "{full_name}"),
            ("user_nsid", "{id}@N00"),
            ("username", "{name}"),
        ),
        pin="999-999-999",
    ),
    Profile(
        "discogs",
        "Discogs",
        (*_USUAL, ("verify_credentials", "/oauth/identity")),
        handshake=Demands(signature_methods=("PLAINTEXT", "HMAC-SHA1"), user_agent=OWN_APPLICATION),
        resources=Demands(signature_methods=("PLAINTEXT", "HMAC-SHA1"), user_agent=OWN_APPLICATION),
        pin="XXXXXXXXXX",
    ),
    Profile(
        "trello",
        "Trello",
        (
            *_handshake(
                "/1/OAuthGetRequestToken", "/1/OAuthAuthorizeToken", "/1/OAuthGetAccessToken"
            ),
            ("verify_credentials", "/1/members/me"),
        ),
        handshake=_HMAC_SHA1,
        resources=_HMAC_SHA1,
        authorization=Authorization(
            parameters={
                "name": ".+",
                "scope": "(read|write|account)(,(read|write|account))*",
                "expiration": "1hour|1day|30days|never",
            },
            reads=("scope", "(?!.*write).*"),
        ),
    ),
    Profile(
        "jira",
        "Jira",
        (
            *_handshake(
                "/plugins/servlet/oauth/request-token",
                "/plugins/servlet/oauth/authorize",
                "/plugins/servlet/oauth/access-token",
            ),
            ("verify_credentials", "/rest/api/2/myself"),
            ("echo", "/rest/api/2/*"),
        ),
        handshake=Demands(signature_methods=("RSA-SHA1",)),
        resources=Demands(signature_methods=("RSA-SHA1",)),
        session_handles=True,
        token_lifetime=157680000,
    ),
    Profile(
        "netsuite",
        "NetSuite",
        (
            *_handshake(
                "/rest/requesttoken", "/app/login/secure/authorizetoken.nl", "/rest/accesstoken"
            ),
            ("revoke", "/rest/revoketoken"),
            ("verify_credentials", "/rest/tokeninfo"),
            ("echo", "/services/rest/*"),
        ),
        handshake=Demands(
            signature_methods=("HMAC-SHA256",), transmissions=("header",), http_methods=("POST",)
        ),
        resources=Demands(
            signature_methods=("HMAC-SHA256",),
            transmissions=("header",),
            realm="[0-9A-Z]+(_[A-Z]+[0-9]*)?",
        ),
        callback_extras=(("company", "1234567_SB1"), ("role", "3")),
    ),
    Profile(
        "magento",
        "Magento",
        (
            *_handshake("/oauth/token/request", "/oauth/authorize", "/oauth/token/access"),
            ("echo", "/rest/V1/*"),
        ),
        handshake=Demands(signature_methods=("HMAC-SHA256",)),
        resources=Demands(signature_methods=("HMAC-SHA256",)),
        callback_confirmed=None,
    ),
    Profile(
        "woocommerce",
        "WooCommerce",
        (("echo", "/wp-json/wc/v3/*"),),
        resources=Demands(
            signature_methods=("HMAC-SHA1", "HMAC-SHA256"),
            transmissions=("query",),
            two_legged="absent",
        ),
    ),
    Profile(
        "etrade",
        "E*TRADE",
        (
            *_handshake("/oauth/request_token", "/e/t/etws/authorize", "/oauth/access_token"),
            ("renew", "/oauth/renew_access_token"),
            ("revoke", "/oauth/revoke_access_token"),
            ("echo", "/v1/*"),
        ),
        handshake=Demands(
            signature_methods=("HMAC-SHA1",),
            transmissions=("header",),
            http_methods=("GET",),
            realm="",
            callback="oob",
        ),
        resources=Demands(signature_methods=("HMAC-SHA1",), transmissions=("header",), realm=""),
        authorization=Authorization(names=("token", "key")),
        pin="XXXXX",
        token_lifetime=7200,
        idle=True,
    ),
    Profile(
        "mediawiki",
        "MediaWiki",
        (
            *_handshake(
                "/w/index.php?title=Special:OAuth/initiate",
                "/wiki/Special:OAuth/authorize",
                "/w/index.php?title=Special:OAuth/token",
            ),
            ("authorize", "/w/index.php?title=Special:OAuth/authorize"),
            ("authorize", "/w/index.php?title=Special:OAuth/authenticate"),
            ("verify_credentials", "/w/index.php?title=Special:OAuth/identify"),
            ("echo", "/w/api.php"),
        ),
        handshake=Demands(signature_methods=("HMAC-SHA1", "RSA-SHA1")),
        resources=Demands(signature_methods=("HMAC-SHA1", "RSA-SHA1")),
    ),
    Profile(
        "mastercard",
        "Mastercard",
        (("echo", "/api/*"),),
        resources=Demands(
            signature_methods=("RSA-SHA256",),
            transmissions=("header",),
            body_hash="sha256",
            two_legged="absent",
        ),
    ),
    Profile(
        "lti",
        "LTI",
        (("launch", "/lti/launch"), ("outcomes", "/lti/outcomes")),
        resources=Demands(
            signature_methods=("HMAC-SHA1",),
            transmissions=("form",),
            http_methods=("POST",),
            callback="about:blank",
            callback_required=True,
            two_legged="absent",
        ),
        special={
            "/lti/outcomes": Demands(
                signature_methods=("HMAC-SHA1",),
                transmissions=("header",),
                http_methods=("POST",),
                body_hash="sha1",
                two_legged="absent",
            )
        },
    ),
    Profile(
        "zotero",
        "Zotero",
        (
            *_handshake("/oauth/request", "/oauth/authorize", "/oauth/access"),
            ("verify_credentials", "/keys/current"),
        ),
        handshake=_HMAC_SHA1,
        resources=_HMAC_SHA1,
        secrets="same",
        extras=(("userID", "{id}"), ("username", "{name}")),
    ),
    Profile(
        "fatsecret",
        "FatSecret",
        (*_USUAL, ("echo", "/rest/server.api")),
        handshake=Demands(signature_methods=("HMAC-SHA1",), transmissions=("query", "form")),
        resources=Demands(signature_methods=("HMAC-SHA1",), transmissions=("query", "form")),
    ),
    Profile(
        "smugmug",
        "SmugMug",
        (
            *_handshake(
                "/services/oauth/1.0a/getRequestToken",
                "/services/oauth/1.0a/authorize",
                "/services/oauth/1.0a/getAccessToken",
            ),
            ("verify_credentials", "/api/v2!authuser"),
            ("echo", "/api/v2/*"),
        ),
        handshake=_HMAC_SHA1,
        resources=_HMAC_SHA1,
        authorization=Authorization(
            parameters={"Access": "Full|Public", "Permissions": "Read|Add|Modify"},
            reads=("Permissions", "Read"),
        ),
        pin="999999",
        denial=USER_REFUSED,
    ),
    Profile(
        "schoology",
        "Schoology",
        (
            *_handshake("/v1/oauth/request_token", "/oauth/authorize", "/v1/oauth/access_token"),
            ("verify_credentials", "/v1/app-user-info"),
            ("echo", "/v1/*"),
        ),
        handshake=Demands(signature_methods=("HMAC-SHA1", "PLAINTEXT"), realm="Schoology API"),
        resources=Demands(
            signature_methods=("HMAC-SHA1", "PLAINTEXT"),
            realm="Schoology API",
            two_legged="empty",
        ),
    ),
    Profile(
        "evernote",
        "Evernote",
        (("token", "/oauth"), ("authorize", "/OAuth.action")),
        handshake=Demands(
            signature_methods=("HMAC-SHA1",), transmissions=("query",), http_methods=("GET",)
        ),
        resources=_HMAC_SHA1_IN_QUERY,
        secrets="empty",
        extras=(
            ("edam_shard", "s{id}"),
            ("edam_userId", "{id}"),
            ("edam_expires", "{year_from_now}"),
            ("edam_noteStoreUrl", "{origin}/shard/s{id}/notestore"),
            ("edam_webApiUrlPrefix", "{origin}/shard/s{id}/"),
        ),
    ),
)

PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in _PROFILES}


def profile_named(name: str) -> Profile:
    """Return a profile by its name, or raise ValueError."""
    try:
        return PROFILES[name]
    except KeyError:
        known = ", ".join(PROFILES)
        raise ValueError(f"there is no profile {name}; the profiles are {known}") from None
