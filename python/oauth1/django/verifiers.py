"""The verifiers of the settings, `OAUTH1["VERIFIERS"]`: what views and APIs are guarded by.

    OAUTH1 = {
        "VERIFIERS": {
            "default": {
                "consumer": "photos.oauth.secret_of_consumer",
                "token": "photos.oauth.secret_of_token",
                "user": "photos.oauth.user_of",
                "public_url": "https://photos.example",
            },
            "lti": {"consumer_secrets": {"school": "..."}},
        },
    }

A hook is a dotted path, to a function or to a class that is called without arguments, or what may
be called itself; each may be a coroutine function.

consumer
    As for `oauth1.Verifier`: of a consumer key its secret, a `Consumer`, or None.
consumer_secrets
    In its place, a dictionary: secrets by consumer key.
token
    As for `oauth1.Verifier`: of consumer key and token the token's secret, or None. Without it no
    token is known.
nonces
    Where used nonces are kept. At first `oauth1.django.nonces.stores.DatabaseNonces`, whose app
    `oauth1.django.nonces` has to be installed; `oauth1.django.nonces.stores.CacheNonces` takes the
    cache that is the default.
user
    For `oauth1.django.rest`: of an `oauth1.Verified` the user, or None.
explain
    Whether the log is told as well what makes a signature wrong, which takes far longer than
    verifying. At first whether `DEBUG` is on.

The others are those of `oauth1.Verifier`: `signature_methods`, `plaintext_over_http`, `public_url`,
`proxies`, `proxy_headers`, `timestamp_window`, `require_body_hash`, `realm`. Without `public_url`
and `proxies`, scheme and host are those that Django has, by its `SECURE_PROXY_SSL_HEADER` and
`USE_X_FORWARDED_HOST`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.apps import apps
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from oauth1 import MemoryNonces, OAuth1Error, Verified, Verifier
from oauth1.django.nonces.stores import DatabaseNonces
from oauth1.verifier import AsyncVerifier

__all__ = ["ConfiguredVerifier", "configured_verifier", "is_async"]

DEFAULT_NONCES = "oauth1.django.nonces.stores.DatabaseNonces"

_HOOKS = ("consumer", "consumer_secrets", "token", "nonces", "user")
_OPTIONS = (
    "signature_methods",
    "plaintext_over_http",
    "public_url",
    "proxies",
    "proxy_headers",
    "timestamp_window",
    "require_body_hash",
    "realm",
)


def _no_token(_consumer_key: str, _token: str) -> None:
    """Know no token."""


def is_async(hook: Any) -> bool:
    """Whether what a hook returns is awaited."""
    return iscoroutinefunction(hook) or iscoroutinefunction(getattr(hook, "__call__", None))  # noqa: B004


@dataclass(frozen=True)
class ConfiguredVerifier:
    """A verifier of the settings. Its hooks are imported when it is first needed.

    Attributes:
        name: What the settings call it.
        explain: Whether the log is told what makes a signature wrong.

    """

    name: str
    explain: bool
    _hooks: Mapping[str, Any] = field(repr=False)
    _options: Mapping[str, Any] = field(repr=False)
    _found: dict[str, Any] = field(repr=False, compare=False, default_factory=dict)
    _made: dict[str | None, Verifier | AsyncVerifier] = field(
        repr=False, compare=False, default_factory=dict
    )
    _lock: RLock = field(repr=False, compare=False, default_factory=RLock)

    def verifier(self, realm: str | None = None) -> Verifier | AsyncVerifier:
        """Return what verifies requests: an `AsyncVerifier` where a hook is awaited.

        Args:
            realm: That of the challenge, in the place of the settings'.

        Raises:
            ImproperlyConfigured: A hook cannot be had, or an option cannot work.

        """
        with self._lock:  # two stores of nonces in memory would take each nonce twice
            if realm not in self._made:
                options = self._options if realm is None else {**self._options, "realm": realm}
                try:
                    self._made[realm] = self._make(options)
                except (OAuth1Error, TypeError, ValueError) as error:
                    raise ImproperlyConfigured(f"{self._where}: {error}") from None
            return self._made[realm]

    @property
    def user(self) -> Callable[[Verified], Any | Awaitable[Any]]:
        """The look-up of users.

        Raises:
            ImproperlyConfigured: There is none, or it cannot be had.

        """
        found: Callable[[Verified], Any] | None = self._hook("user")
        if found is None:
            raise ImproperlyConfigured(
                f"{self._where} has no 'user', which tells whose request it is"
            )
        return found

    def check(self) -> None:
        """Find out whether all of it can be had.

        Raises:
            ImproperlyConfigured: It cannot.

        """
        self.verifier()
        self._hook("user")

    @property
    def _where(self) -> str:
        return f"OAUTH1['VERIFIERS'][{self.name!r}]"

    def _make(self, options: Mapping[str, Any]) -> Verifier | AsyncVerifier:
        consumer = self._hook("consumer") or self._hooks["consumer_secrets"].get
        token = self._hook("token") or _no_token
        nonces = self._hook("nonces")
        if isinstance(nonces, DatabaseNonces) and not apps.is_installed("oauth1.django.nonces"):
            raise ImproperlyConfigured(
                f"{self._where} keeps nonces in the database, which needs the app "
                "oauth1.django.nonces: add it to INSTALLED_APPS, or give 'nonces' another store"
            )
        if not any(map(is_async, (consumer, token, nonces))):
            return Verifier(consumer, token, nonces=nonces, **options)
        return AsyncVerifier(
            *(_awaited(hook) for hook in (consumer, token)), nonces=_awaited(nonces), **options
        )

    def _hook(self, name: str) -> Any:
        with self._lock:
            if name not in self._found:
                self._found[name] = self._find(name)
            return self._found[name]

    def _find(self, name: str) -> Any:
        given = self._hooks.get(name)
        if isinstance(given, str):
            try:
                given = import_string(given)
            except ImportError as error:
                raise ImproperlyConfigured(f"{self._where}[{name!r}]: {error}") from None
        if isinstance(given, type):
            given = given()
        if given is not None and not callable(given):
            raise ImproperlyConfigured(
                f"{self._where}[{name!r}] is {type(given).__name__}, which cannot be called"
            )
        return given


def _awaited(hook: Any) -> Any:
    """Have a hook that does wait, such as for a database, not hold up the event loop."""
    return hook if is_async(hook) or isinstance(hook, MemoryNonces) else sync_to_async(hook)


def configured_verifier(name: str, given: Any) -> ConfiguredVerifier:
    """Read one entry of `VERIFIERS`.

    Raises:
        ImproperlyConfigured: It lacks something, or has what is no option.

    """
    where = f"OAUTH1['VERIFIERS'][{name!r}]"
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured(f"{where} is {type(given).__name__}, not a dictionary")
    rest = dict(given)
    explain = rest.pop("explain", django_settings.DEBUG)
    hooks = {each: rest.pop(each) for each in _HOOKS if each in rest}
    options = {each: rest.pop(each) for each in _OPTIONS if each in rest}
    if rest:
        raise ImproperlyConfigured(f"{where} has {', '.join(map(repr, rest))}, which is no option")
    if ("consumer" in hooks) == ("consumer_secrets" in hooks):
        raise ImproperlyConfigured(
            f"{where} has to have either 'consumer', which tells a consumer's secret by its key, "
            "or 'consumer_secrets'"
        )
    if not isinstance(hooks.get("consumer_secrets", {}), Mapping):
        raise ImproperlyConfigured(f"{where}['consumer_secrets'] is not a dictionary")
    return ConfiguredVerifier(name, explain, {"nonces": DEFAULT_NONCES, **hooks}, options)
