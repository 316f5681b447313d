"""The sandbox as something that is started and stopped."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from types import TracebackType

from oauth1.sandbox.accounts import (
    ACCOUNTS,
    CONSUMER_KEY,
    CONSUMER_NAME,
    CONSUMER_SECRET,
    PASSWORDS,
    RSA_CONSUMER_KEY,
    RSA_CONSUMER_NAME,
)
from oauth1.sandbox.clock import Clock
from oauth1.sandbox.insist import insisting
from oauth1.sandbox.judge import OAUTHLIB, PREFIXES
from oauth1.sandbox.policy import TIMESTAMP_WINDOW, Policy
from oauth1.sandbox.profiles import SANDBOX, profile_named
from oauth1.sandbox.provider import Provider
from oauth1.sandbox.rules import is_well_formed
from oauth1.sandbox.server import Server
from oauth1.sandbox.store import REQUEST_TOKEN_LIFETIME, Consumer, Store
from oauth1.sandbox.validator import RSA_AVAILABLE

_POLL_INTERVAL = 0.02  # seconds that closing may take


class Sandbox:
    """An OAuth 1.0a provider on this machine, for programs that are being written or tested.

    It listens from the moment it is made, and answers from `start` to `close`, on a thread of
    this process. As a context manager it does both.

        with Sandbox() as sandbox:
            print(sandbox.request_token_url, sandbox.consumer_key)

    Args:
        port: Where to listen; 0 picks a free port.
        host: A loopback address.
        database: The SQLite file that remembers; without one, the memory does.
        consumer_key: The key of the consumer that is known from the start.
        consumer_secret: Its secret.
        rsa_public_key: A PEM public key, for which there is then a second consumer.
        request_token_lifetime: Seconds until a request token expires.
        verbose: Whether to log method, path and status to standard error.
        profile: The provider to stand for; `python -m oauth1.sandbox profiles` lists them.
        insist: `KEY=VALUE` settings that change the profile.
        clock_offset: Seconds by which the provider's clock is wrong; it is ahead if positive.
        timestamp_window: Seconds by which a timestamp may differ from that clock.
        session_handles: Whether access tokens come with a session handle that renews them.
        token_lifetime: Seconds until an access token expires.
        users: How many users to make besides, each with an access token: `tokens` has them.
        admin_key: A key that opens the endpoints below `/admin/`.
        judge: Whose endpoints the addresses are: `oauthlib`, or `verifier`, this library's own. The
            others are there as well, below `/verifier`: `describe()["judges"]` has both.

    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        database: str | os.PathLike[str] | None = None,
        consumer_key: str = CONSUMER_KEY,
        consumer_secret: str = CONSUMER_SECRET,
        rsa_public_key: str | None = None,
        request_token_lifetime: float = REQUEST_TOKEN_LIFETIME,
        verbose: bool = False,
        profile: str = SANDBOX.name,
        insist: Iterable[str] = (),
        clock_offset: float = 0.0,
        timestamp_window: float = TIMESTAMP_WINDOW,
        session_handles: bool | None = None,
        token_lifetime: float | None = None,
        users: int = 0,
        admin_key: str | None = None,
        judge: str = OAUTHLIB,
    ) -> None:
        if judge not in PREFIXES:
            raise ValueError(f"there is no judge {judge}; the judges are {', '.join(PREFIXES)}")
        if not is_well_formed(consumer_key) or not consumer_key.isascii():
            raise ValueError("the consumer key must be printable ASCII, and not empty")
        if rsa_public_key is not None:
            _check_rsa_public_key(rsa_public_key)
        policy = Policy(
            insisting(profile_named(profile), insist),
            Clock(clock_offset),
            timestamp_window,
            session_handles,
            token_lifetime,
        )
        if policy.profile.uses_rsa_only and rsa_public_key is None:
            raise ValueError(f"{policy.profile.title} takes RSA only: an RSA public key is needed")
        self.consumer_key = consumer_key
        self.consumer_secret = consumer_secret
        self.rsa_consumer_key = None if rsa_public_key is None else RSA_CONSUMER_KEY
        self.users = dict(PASSWORDS)
        self._thread: threading.Thread | None = None
        self._store = Store(
            None if database is None else os.fspath(database), request_token_lifetime
        )
        try:
            self._seed(rsa_public_key)
            main_consumer = RSA_CONSUMER_KEY if policy.profile.uses_rsa_only else consumer_key
            self._provider = Provider(
                self._store,
                policy,
                (admin_key, main_consumer),
                self._consumer_rows(),
                self.users,
            )
            self.tokens = self.add_users(users)
            self._server = Server(host, port, self._provider, policy.clock, verbose=verbose)
        except BaseException:
            self._store.close()
            raise
        self.base_url = f"http://{self._server.authority}"
        self.admin_url = None if admin_key is None else f"{self.base_url}/admin"
        self.profile = policy.profile.name
        self.judge = judge
        self.clock = policy.clock
        self.request_token_url = self._url("request_token_url")
        self.authorize_url = self._url("authorize_url")
        self.access_token_url = self._url("access_token_url")
        self.verify_credentials_url = self._url("verify_credentials_url")
        self.update_url = self._url("update_url")
        self.home_timeline_url = self._url("home_timeline_url")
        self.feed_timeline_url = self._url("feed_timeline_url")
        self.invalidate_url = self._url("invalidate_url")
        self.echo_url = self._url("echo_url")
        self.upload_url = self._url("upload_url")
        self.download_url = self._url("download_url")
        self.applications_url = self._url("applications_url")

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Begin to answer."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._server.serve_forever,
                args=(_POLL_INTERVAL,),
                name="oauth1-sandbox",
                daemon=True,
            )
            self._thread.start()

    def close(self) -> None:
        """Stop, and forget what only the memory remembered."""
        if self._thread is None:
            self._server.server_close()
        else:
            self._server.stop()
            self._thread.join()
        self._store.close()

    def describe(self) -> dict[str, object]:
        """Return all that a program needs to use this sandbox, as JSON can carry it."""
        judges = {
            judge: {name: self.base_url + path for name, path in addresses.items()}
            for judge, addresses in self._provider.addresses.items()
        }
        description: dict[str, object] = {
            "base_url": self.base_url,
            "profile": self.profile,
            "judge": self.judge,
            **judges[self.judge],
            "judges": judges,
        }
        description["consumer_key"] = self.consumer_key
        description["consumer_secret"] = self.consumer_secret
        if self.rsa_consumer_key is not None:
            description["rsa_consumer_key"] = self.rsa_consumer_key
        description["users"] = [
            {"user": name, "password": password} for name, password in self.users.items()
        ]
        if self.tokens:
            description["tokens"] = self.tokens
        if self.admin_url is not None:
            description["admin_url"] = self.admin_url
        description["pid"] = os.getpid()
        return description

    def add_users(self, count: int) -> list[dict[str, object]]:
        """Make users, each with an access token; it is what the admin endpoint answers."""
        return self._provider.admin.add_users(count)

    def environment(self) -> dict[str, str]:
        """Return the same as environment variables: the first user stands for all of them.

        So does the first access token, where the sandbox was to make users.
        """
        user, password = next(iter(self.users.items()))
        values = {
            name: str(value)
            for name, value in self.describe().items()
            if not isinstance(value, list | dict)
        }
        values.update(user=user, password=password)
        for token in self.tokens[:1]:
            values["access_token"] = str(token["oauth_token"])
            values["access_token_secret"] = str(token["oauth_token_secret"])
        return {f"OAUTH1_SANDBOX_{name.upper()}": value for name, value in values.items()}

    def _url(self, name: str) -> str:
        return self.base_url + self._provider.addresses[self.judge][name]

    def _seed(self, rsa_public_key: str | None) -> None:
        self._store.put_users(ACCOUNTS)
        self._store.put_consumer(
            Consumer(self.consumer_key, CONSUMER_NAME, self.consumer_secret, None)
        )
        if rsa_public_key is not None:
            self._store.put_consumer(
                Consumer(RSA_CONSUMER_KEY, RSA_CONSUMER_NAME, None, rsa_public_key)
            )

    def _consumer_rows(self) -> tuple[tuple[str, str], ...]:
        rows = (("Key", self.consumer_key), ("Secret", self.consumer_secret))
        return rows if self.rsa_consumer_key is None else (*rows, ("RSA key", RSA_CONSUMER_KEY))


def _check_rsa_public_key(pem: str) -> None:
    if not RSA_AVAILABLE:
        raise ModuleNotFoundError("RSA needs more: pip install 'oauthlib[signedtoken]'")
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(pem.encode())
    except ValueError as error:
        raise ValueError("the RSA key is not a public key in PEM") from error
    if not isinstance(key, RSAPublicKey):
        raise ValueError("the public key is not an RSA key")
