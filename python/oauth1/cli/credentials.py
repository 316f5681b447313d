"""Who signs: what options, profiles and the environment say, and the client that it makes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from oauth1 import (
    Client,
    HttpTransport,
    InvalidSettingError,
    Provider,
    Retries,
    Session,
    Token,
    __version__,
)
from oauth1.cli import store
from oauth1.cli.exits import CommandError, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from typing import Literal

    from oauth1.cli.console import Console

    Unnamed = Literal["none", "environment", "default"]

USER_AGENT = f"oauth1/{__version__}"
_ENVIRONMENT = {
    "consumer_key": "OAUTH1_CONSUMER_KEY",
    "consumer_secret": "OAUTH1_CONSUMER_SECRET",
    "token": "OAUTH1_TOKEN",
    "token_secret": "OAUTH1_TOKEN_SECRET",
    "rsa_key": "OAUTH1_RSA_KEY",
}
_PAIRS = ("consumer_key", "consumer_secret", "token", "token_secret")
_NO_LIMIT = 10.0 * 365 * 86400  # seconds: as good as none
_SILENCE = 60.0


@dataclass(frozen=True)
class Credentials:
    """Keys, their secrets, and what else the profile says of how to sign. None is not known."""

    consumer_key: str | None = None
    consumer_secret: str | None = field(default=None, repr=False)
    token: str | None = None
    token_secret: str | None = field(default=None, repr=False)
    settings: Mapping[str, str] = field(default_factory=dict)

    def completed_by(self, other: Mapping[str, str]) -> Credentials:
        """Fill in what another source says.

        A secret counts only with the key that it was found with, and a token with its consumer, so
        that no request is signed with the half of one pair and the half of another.
        """
        if _differ(self.consumer_key, other.get("consumer_key")):
            return self
        kept: dict[str, str | None] = {name: getattr(self, name) for name in _PAIRS}
        for name in _PAIRS:
            if name == "token_secret" and _differ(self.token, other.get("token")):
                continue
            if kept[name] is None:
                kept[name] = other.get(name)
        further = {name: value for name, value in other.items() if name not in _PAIRS}
        return replace(self, **kept, settings={**further, **self.settings})


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def credentials(
    options: Namespace, console: Console, *, profiles: Unnamed = "environment"
) -> Credentials:
    """Return what options, a named profile and the environment say, in that order.

    Args:
        options: The options.
        console: Where to warn.
        profiles: Which profiles count besides one that an option names: "none", that of the
            "environment", or else that which is called "default".

    """
    given = {name: getattr(options, name, None) for name in store.FIELDS}
    for name in ("consumer_secret", "token_secret"):
        if given[name]:
            option = f"--{name.replace('_', '-')}"
            console.warn(
                f"other users of this machine can see {option}: {_ENVIRONMENT[name]}, a profile or "
                "--credentials keep it to yourself"
            )
    found = Credentials().completed_by(_known(given))
    for source in _sources(options, profiles):
        found = found.completed_by(source)
    if found.consumer_key is None and profiles == "default" and store.path_of("default").exists():
        found = found.completed_by(_known(store.read_profile("default")))
    if getattr(options, "no_token", False):
        found = replace(found, token=None, token_secret=None)
    return found


def _sources(options: Namespace, profiles: Unnamed) -> list[dict[str, str]]:
    """Return what is not an option: what was named by one goes before the environment."""
    named: list[dict[str, object]] = []
    unnamed: list[dict[str, object]] = []
    profile = getattr(options, "profile", None)
    if profile:
        named.append(store.read_profile(profile))
    elif profiles != "none" and os.environ.get("OAUTH1_PROFILE"):
        unnamed.append(store.read_profile(os.environ["OAUTH1_PROFILE"]))
    if options.credentials:
        named.append(store.read(Path(options.credentials)))
    elif profiles != "none" and os.environ.get("OAUTH1_CREDENTIALS"):
        unnamed.append(store.read(Path(os.environ["OAUTH1_CREDENTIALS"])))
    environment: dict[str, object] = {
        name: os.environ.get(variable) for name, variable in _ENVIRONMENT.items()
    }
    return [_known(values) for values in (*named, environment, *unnamed)]


def _known(values: Mapping[str, object]) -> dict[str, str]:
    """Return the texts that say something: of secrets, and no others, an empty one does."""
    texts = {name: value for name in store.FIELDS if isinstance(value := values.get(name), str)}
    return {name: value for name, value in texts.items() if value or name in store.SECRETS}


def complete(found: Credentials, console: Console, *, asks_key: bool = False) -> Credentials:
    """Insist on a consumer, and ask for its secret, or for its key too, where that is missing."""
    if found.consumer_key is None and asks_key and console.can_ask:
        found = replace(found, consumer_key=console.ask("Consumer key: "))
    if not found.consumer_key:
        raise CommandError(
            "no consumer key is given",
            "-p PROFILE takes one that `oauth1 authorize` saved, --consumer-key another",
            Exit.CREDENTIALS,
        )
    if found.consumer_secret is None and "rsa_key" not in found.settings:
        found = replace(found, consumer_secret=_secret("consumer secret", console))
    if found.token is not None and found.token_secret is None and "rsa_key" not in found.settings:
        found = replace(found, token_secret=_secret("token secret", console))
    return found


def _secret(what: str, console: Console) -> str:
    if console.can_ask:
        from getpass import getpass  # noqa: PLC0415 - seldom needed

        secret = getpass(f"{what.capitalize()}: ")
        if secret:
            return secret
    variable = f"OAUTH1_{what.upper().replace(' ', '_')}"
    raise CommandError(f"no {what} is given", f"{variable} or a profile has it", Exit.CREDENTIALS)


def provider(settings: Mapping[str, str]) -> Provider | None:
    """Return the provider that the settings name or describe."""
    urls = {
        name: settings[name]
        for name in ("request_token_url", "authorization_url", "access_token_url")
        if name in settings
    }
    name = settings.get("provider")
    if name is None:
        return Provider("provider", **urls) if urls else None  # type: ignore[arg-type]
    known = Provider.named(name)
    if "site" in settings:
        known = known.site(settings["site"])
    if "account" in settings:
        known = known.account(settings["account"])
    if "origin" in settings:
        known = known.at_origin(settings["origin"])
    return known.replace(**urls) if urls else known  # type: ignore[arg-type]


def _check(known: Provider) -> None:
    try:
        known.check()
    except InvalidSettingError as error:
        for name in ("site", "account"):
            if f"{{{name}}}" in str(error):
                raise CommandError(
                    f"{known.title} has {name}s, each with addresses of its own, and none is named",
                    f"--{name} {'URL' if name == 'site' else 'ID'} names it",
                ) from error
        raise


def client(found: Credentials, options: Namespace, **hooks: Any) -> Client:
    """Return the client that signs."""
    settings = found.settings
    rsa_key = Path(settings["rsa_key"]).expanduser().read_bytes() if "rsa_key" in settings else None
    body_hash = settings.get("body_hash")
    known = provider(settings)
    if known is not None and known.name != "provider":
        _check(known)
    return Client(
        found.consumer_key or "",
        found.consumer_secret or "",
        provider=known,
        signature_method=settings.get("signature_method"),
        rsa_key=rsa_key,
        transmission=settings.get("transmission"),  # type: ignore[arg-type]
        realm=settings.get("realm"),
        version=False if options.no_version else None,
        body_hash=True if body_hash == "auto" else body_hash,  # type: ignore[arg-type]
        plaintext_over_http=options.plaintext_over_http,
        user_agent=settings.get("user_agent", USER_AGENT),
        **hooks,
    )


def session(found: Credentials, options: Namespace, **hooks: Any) -> Session:
    """Return the session that signs for the token, or without one."""
    token = None if found.token is None else Token(found.token, found.token_secret or "")
    return client(found, options, **hooks).session(token)


def network(options: Namespace) -> dict[str, Any]:
    """Return the client's settings of how to send."""
    if (options.cert is None) != (options.key is None):
        raise CommandError("--cert and --key go together")
    whole = options.max_time or _NO_LIMIT
    limits: dict[str, Any] = {
        "timeout": whole,
        "first_byte_timeout": options.max_time or _SILENCE,
        "idle_timeout": options.max_time or _SILENCE,
    }
    if options.connect_timeout is not None:
        limits["connect_timeout"] = options.connect_timeout
    transport = HttpTransport(
        **limits,
        proxy=options.proxy,
        no_proxy=options.noproxy,
        ca_certificates=options.cacert,
        client_certificate=None if options.cert is None else (options.cert, options.key),
    )
    retries = Retries(options.retry + 1) if options.retry else None
    return {"transport": transport, "retries": retries, "redirects": not options.no_redirects}
