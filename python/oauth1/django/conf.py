"""The settings: one dictionary, `OAUTH1`, read when it is first needed.

    OAUTH1 = {
        "PROVIDERS": {
            "twitter": {"preset": "x", "consumer_key": "...", "consumer_secret": "..."},
            "photos": {
                "request_token_url": "https://photos.example/initiate",
                "authorization_url": "https://photos.example/authorize",
                "access_token_url": "https://photos.example/token",
                "signature_method": "HMAC-SHA256",
                "consumer_key": "...",
                "consumer_secret": "...",
            },
        },
        "TOKEN_STORE": "oauth1.django.tokens.store.DatabaseTokenStore",
        "ENCRYPTION_KEYS": ["..."],
    }

PROVIDERS
    By the name that URLs and code call each: the provider's preset (`Provider.named`), `site`,
    `account` and `origin` (`Provider.site`, `account`, `at_origin`), any field of `Provider`, and
    options of the client: `consumer_key`, `consumer_secret`, `rsa_key`, `user_agent`, `retries`,
    `redirects`, `clock_correction`, `max_response_size`, `plaintext_over_http`, and of its
    `HttpTransport`: `timeout`, `connect_timeout`, `first_byte_timeout`, `idle_timeout`, `proxy`,
    `no_proxy`, `ca_certificates`, `client_certificate`.
TOKEN_STORE
    Where access tokens are kept, a dotted path. At first
    `oauth1.django.stores.SessionTokenStore`; see there.
PENDING_LIFETIME
    Seconds for which a handshake waits for its user. At first 600.
PENDING_LIMIT
    How many handshakes of one browser session wait; the oldest gives way. At first 5.
ENCRYPTION_KEYS
    Keys of `cryptography.fernet.Fernet`, for the database store: the first encrypts, all decrypt.
TIMEOUT
    Seconds that a request may take, redirects included, where a provider has no `timeout` of its
    own. At first 30.
LOGIN
    Who may connect an account: "required", a user who is signed in; "optional", anybody; "create",
    anybody, and who connects is signed in as the user of that account, which is made if need be
    (`oauth1.django.backends.OAuth1Backend`). At first "required" where `django.contrib.auth` is
    installed, else "optional".
ACCOUNT_URLS
    For "create": by provider, the URL that says whose token it is, such as X's
    `https://api.x.com/1.1/account/verify_credentials.json`.
TUTORIAL
    For the tutorial's site: see `oauth1.django.tutorial`.
NEXT_URL
    Where a user goes who has connected or disconnected an account, unless the form says so: an
    address, or the name of a URL. At first "/".
VERIFIERS
    What verifies the requests that others signed, by name: see `oauth1.django.verifiers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.core.validators import slug_re
from django.dispatch import receiver

from oauth1 import AsyncClient, Client, HttpTransport, OAuth1Error, Provider
from oauth1.django.verifiers import ConfiguredVerifier, configured_verifier

SESSION_STORE = "oauth1.django.stores.SessionTokenStore"
LOGIN_POLICIES = ("required", "optional", "create")

_CREDENTIALS = ("consumer_key", "consumer_secret")
_CLIENT = (
    "rsa_key",
    "user_agent",
    "retries",
    "redirects",
    "clock_correction",
    "max_response_size",
    "plaintext_over_http",
)
_TRANSPORT = (
    "timeout",
    "connect_timeout",
    "first_byte_timeout",
    "idle_timeout",
    "proxy",
    "no_proxy",
    "ca_certificates",
    "client_certificate",
)
_PROVIDER = ("preset", "site", "account", "origin")


class Endpoints(NamedTuple):
    """Where the steps of the handshake are."""

    request_token: str
    authorization: str
    access_token: str


@dataclass(frozen=True)
class ConfiguredProvider:
    """A provider of the settings.

    Attributes:
        name: What the site calls it.
        provider: What it is like.
        endpoints: Where the steps of the handshake are.
        credentials: Consumer key and consumer secret.

    """

    name: str
    provider: Provider
    endpoints: Endpoints
    credentials: tuple[str, str] = field(repr=False)
    _options: Mapping[str, Any] = field(repr=False)
    _transport: Mapping[str, Any] = field(repr=False)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.provider.title or self.name

    @cached_property
    def client(self) -> Client:
        """The client, which all requests share."""
        return Client(*self.credentials, **self._client_options())

    @cached_property
    def async_client(self) -> AsyncClient:
        """The same for code that awaits."""
        return AsyncClient(*self.credentials, **self._client_options())

    def _client_options(self) -> dict[str, Any]:
        transport = HttpTransport(**self._transport)
        return {"provider": self.provider, "transport": transport, **self._options}


def configured_provider(name: str, given: Mapping[str, Any], timeout: float) -> ConfiguredProvider:
    """Read one entry of `PROVIDERS`.

    Raises:
        ImproperlyConfigured: It lacks something, or has what cannot work.

    """
    where = f"OAUTH1['PROVIDERS'][{name!r}]"
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured(f"{where} is {type(given).__name__}, not a dictionary")
    rest = dict(given)
    own = {key: rest.pop(key, None) for key in (*_PROVIDER, *_CREDENTIALS)}
    options = {key: rest.pop(key) for key in _CLIENT if key in rest}
    transport = {"timeout": timeout, **{key: rest.pop(key) for key in _TRANSPORT if key in rest}}
    if not own["consumer_key"]:
        raise ImproperlyConfigured(f"{where} has no consumer_key")
    if not own["consumer_secret"] and "rsa_key" not in options:
        raise ImproperlyConfigured(f"{where} has neither consumer_secret nor rsa_key")
    try:
        provider = Provider.named(own["preset"]) if own["preset"] else Provider(name)
        for change in ("site", "account"):
            if own[change]:
                provider = getattr(provider, change)(own[change])
        provider = provider.replace(**rest)
        if own["origin"]:
            provider = provider.at_origin(own["origin"])
        provider.check()
    except (OAuth1Error, TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"{where}: {error}") from None
    urls = (provider.request_token_url, provider.authorization_url, provider.access_token_url)
    if not all(urls):
        raise ImproperlyConfigured(
            f"{where} is no provider that users can connect an account at: it has no preset with a "
            "handshake, and not all of request_token_url, authorization_url and access_token_url"
        )
    endpoints = Endpoints(*map(str, urls))
    credentials = (own["consumer_key"], own["consumer_secret"] or "")
    found = ConfiguredProvider(name, provider, endpoints, credentials, options, transport)
    try:
        _ = found.client
    except (OAuth1Error, TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"{where}: {error}") from None
    return found


@dataclass(frozen=True)
class Settings:
    """What `OAUTH1` says, with what it leaves out filled in."""

    providers: Mapping[str, ConfiguredProvider]
    token_store: str
    pending_lifetime: float
    pending_limit: int
    encryption_keys: tuple[str | bytes, ...] = field(repr=False)
    login: str
    account_urls: Mapping[str, str]
    tutorial: Mapping[str, str]
    next_url: str
    verifiers: Mapping[str, ConfiguredVerifier]

    @classmethod
    def read(cls) -> Settings:
        """Read the settings.

        Raises:
            ImproperlyConfigured: Something is wrong with them; all of it is told.

        """
        reader = Reader()
        settings = reader.settings()
        if reader.problems:
            raise ImproperlyConfigured("; ".join(reader.problems))
        return settings


class Reader:
    """Reads the dictionary, and gathers what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        given = getattr(django_settings, "OAUTH1", {})
        if not isinstance(given, Mapping):
            self.problems.append(f"OAUTH1 is {type(given).__name__}, not a dictionary")
            given = {}
        self._given = dict(given)
        self._names: frozenset[str] = frozenset()

    def settings(self) -> Settings:
        """Read all of it."""
        timeout = self._number("TIMEOUT", 30.0)
        login = "required" if apps.is_installed("django.contrib.auth") else "optional"
        settings = Settings(
            providers=self._providers(timeout),
            token_store=self._take("TOKEN_STORE", SESSION_STORE, str),
            pending_lifetime=self._number("PENDING_LIFETIME", 600.0),
            pending_limit=self._count("PENDING_LIMIT", 5),
            encryption_keys=tuple(self._take("ENCRYPTION_KEYS", (), (list, tuple))),
            login=self._take("LOGIN", login, str),
            account_urls=self._take("ACCOUNT_URLS", {}, Mapping),
            tutorial=self._take("TUTORIAL", {}, Mapping),
            next_url=self._take("NEXT_URL", "/", str),
            verifiers=self._verifiers(),
        )
        if settings.login not in LOGIN_POLICIES:
            known = ", ".join(map(repr, LOGIN_POLICIES))
            self.problems.append(f"OAUTH1['LOGIN'] is {settings.login!r}, not one of {known}")
        self.problems += [f"OAUTH1[{name!r}] is no setting" for name in self._given]
        self._check_names("ACCOUNT_URLS", settings.account_urls)
        tutorial = settings.tutorial
        self._check_names("TUTORIAL", [tutorial["PROVIDER"]] if "PROVIDER" in tutorial else [])
        return settings

    def _providers(self, timeout: float) -> dict[str, ConfiguredProvider]:
        found = {}
        entries = self._take("PROVIDERS", {}, Mapping)
        self._names = frozenset(entries)
        for name, given in entries.items():
            if not isinstance(name, str) or not slug_re.match(name):
                self.problems.append(
                    f"OAUTH1['PROVIDERS'] has the name {name!r}: in URLs, where it is to be, are "
                    "letters, digits, - and _ alone"
                )
                continue
            try:
                found[name] = configured_provider(name, given, timeout)
            except ImproperlyConfigured as error:
                self.problems.append(str(error))
        return found

    def _verifiers(self) -> dict[str, ConfiguredVerifier]:
        found = {}
        for name, given in self._take("VERIFIERS", {}, Mapping).items():
            try:
                found[name] = configured_verifier(name, given)
            except ImproperlyConfigured as error:
                self.problems.append(str(error))
        return found

    def _check_names(self, setting: str, names: Iterable[str]) -> None:
        self.problems += [
            f"OAUTH1[{setting!r}] names {name!r}, which PROVIDERS does not have"
            for name in names
            if name not in self._names
        ]

    def _take(self, name: str, default: Any, kind: type | tuple[type, ...]) -> Any:
        value = self._given.pop(name, default)
        if isinstance(value, kind):
            return value
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(each.__name__.lower() for each in kinds)
        self.problems.append(f"OAUTH1[{name!r}] is {type(value).__name__}, not {wanted}")
        return default

    def _number(self, name: str, default: float) -> float:
        value = self._take(name, default, (int, float))
        return float(self._above_zero(name, value, default))

    def _count(self, name: str, default: int) -> int:
        value = self._take(name, default, int)
        return int(self._above_zero(name, value, default))

    def _above_zero(self, name: str, value: float, default: float) -> float:
        if value > 0:
            return value
        self.problems.append(f"OAUTH1[{name!r}] is {value!r}, and has to be more than 0")
        return default


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings, which are read once.

    Raises:
        ImproperlyConfigured: Something is wrong with them.

    """
    return Settings.read()


@receiver(setting_changed)
def _forget(*, setting: str, **_: Any) -> None:
    if setting in {"OAUTH1", "INSTALLED_APPS", "DEBUG"}:
        settings.cache_clear()
