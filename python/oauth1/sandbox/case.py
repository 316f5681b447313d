"""A signed request before a judge, and what the provider knows of whom it names."""

from __future__ import annotations

from enum import Enum, auto
from types import TracebackType

from oauth1.sandbox.policy import Policy
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import AccessToken, Consumer, Nonce, RequestToken, Store


class Purpose(Enum):
    """What a request is for."""

    REQUEST_TOKEN = auto()
    ACCESS_TOKEN = auto()
    RENEWAL = auto()
    RESOURCE = auto()
    TWO_LEGGED = auto()


class Case:
    """One request, from its reading to the verdict. Each key is looked up once.

    It is a context: whoever leaves it by an error has the request refused, and its nonce given
    back, since anybody can send one that is not the consumer's.

    Args:
        store: The database.
        policy: The provider's rules.
        message: The request, as it was read before it was judged.
        purpose: What it is for.

    """

    def __init__(
        self, store: Store, policy: Policy, message: SignedMessage, purpose: Purpose
    ) -> None:
        self.policy = policy
        self.message = message
        self.request = message.request
        self.purpose = purpose
        self._store = store
        self._nonce: Nonce | None = None
        self._consumers: dict[str, Consumer | None] = {}
        self._request_tokens: dict[str, RequestToken | None] = {}
        self._access_tokens: dict[str, AccessToken | None] = {}

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error and self._nonce:
            self._store.release_nonce(self._nonce)

    def consumer(self, key: str) -> Consumer | None:
        """Return a consumer by its key."""
        if key not in self._consumers:
            self._consumers[key] = self._store.consumer(key)
        return self._consumers[key]

    def request_token(self, key: str) -> RequestToken | None:
        """Return a request token by its key."""
        if key not in self._request_tokens:
            self._request_tokens[key] = self._store.request_token(key)
        return self._request_tokens[key]

    def access_token(self, key: str) -> AccessToken | None:
        """Return an access token by its key."""
        if key not in self._access_tokens:
            self._access_tokens[key] = self._store.access_token(key)
        return self._access_tokens[key]

    def use_nonce(self, nonce: Nonce) -> bool:
        """Take a nonce for this request; false if it was used before."""
        earliest, _ = self.policy.acceptable_timestamps()
        self._store.forget_nonces(before=earliest)
        if not self._store.use_nonce(nonce):
            return False
        self._nonce = nonce
        return True
