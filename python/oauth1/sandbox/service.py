"""The sandbox as something that is started and stopped."""

from __future__ import annotations

import os
import threading
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
from oauth1.sandbox.provider import ADDRESSES, Provider
from oauth1.sandbox.server import Server
from oauth1.sandbox.store import REQUEST_TOKEN_LIFETIME, Consumer, Store
from oauth1.sandbox.validator import RSA_AVAILABLE, is_well_formed


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
    ) -> None:
        if not is_well_formed(consumer_key) or not consumer_key.isascii():
            raise ValueError("the consumer key must be printable ASCII, and not empty")
        if rsa_public_key is not None:
            _check_rsa_public_key(rsa_public_key)
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
            provider = Provider(self._store, self._consumer_rows(), self.users)
            self._server = Server(host, port, provider, verbose)
        except BaseException:
            self._store.close()
            raise
        self.base_url = f"http://{self._server.authority}"
        self.request_token_url = self._url("request_token_url")
        self.authorize_url = self._url("authorize_url")
        self.access_token_url = self._url("access_token_url")
        self.update_url = self._url("update_url")
        self.home_timeline_url = self._url("home_timeline_url")
        self.feed_timeline_url = self._url("feed_timeline_url")
        self.invalidate_url = self._url("invalidate_url")
        self.echo_url = self._url("echo_url")
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
                target=self._server.serve_forever, args=(0.1,), name="oauth1-sandbox", daemon=True
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
        description: dict[str, object] = {"base_url": self.base_url}
        description.update({name: self._url(name) for name in ADDRESSES})
        description["consumer_key"] = self.consumer_key
        description["consumer_secret"] = self.consumer_secret
        if self.rsa_consumer_key is not None:
            description["rsa_consumer_key"] = self.rsa_consumer_key
        description["users"] = [
            {"user": name, "password": password} for name, password in self.users.items()
        ]
        description["pid"] = os.getpid()
        return description

    def environment(self) -> dict[str, str]:
        """Return the same as environment variables: the first user stands for all of them."""
        user, password = next(iter(self.users.items()))
        values = {name: str(value) for name, value in self.describe().items() if name != "users"}
        values.update(user=user, password=password)
        return {f"OAUTH1_SANDBOX_{name.upper()}": value for name, value in values.items()}

    def _url(self, name: str) -> str:
        return self.base_url + ADDRESSES[name]

    def _seed(self, rsa_public_key: str | None) -> None:
        for account in ACCOUNTS:
            self._store.put_user(account.name, account.full_name, account.password)
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
