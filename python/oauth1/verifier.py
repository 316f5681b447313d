"""The provider's side for asynchronous programs: look-ups and store are awaited.

verifier = AsyncVerifier(consumer=secret_of_consumer, token=secret_of_token, nonces=is_new)
verified = await verifier.verify(method, url, headers=headers, body=body)
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from oauth1 import Claim, Consumer, Diagnosis, MemoryNonces, NonceUse, Verified, Verifier
from oauth1.types import Held, ProxyHeaders, ReceivedHeaders, SignatureMethod

__all__ = ["AsyncVerifier"]

T = TypeVar("T")


async def _given(result: T | Awaitable[T]) -> T:
    """Return what a hook gives, awaited where it is to be."""
    if inspect.isawaitable(result):
        return await result
    return result


def _never(*_: object) -> None:
    """Stand for a look-up where the steps are taken one by one."""


class AsyncVerifier:
    """Checks requests that others signed, as `oauth1.Verifier` does.

    Its look-ups and its store may be coroutine functions, or plain ones.

    Args:
        consumer: As for `Verifier`.
        token: As for `Verifier`.
        nonces: As for `Verifier`.
        signature_methods: As for `Verifier`.
        plaintext_over_http: As for `Verifier`.
        public_url: As for `Verifier`.
        proxies: As for `Verifier`.
        proxy_headers: As for `Verifier`.
        timestamp_window: As for `Verifier`.
        require_body_hash: As for `Verifier`.
        realm: As for `Verifier`.
        clock: As for `Verifier`; it is not awaited.

    """

    def __init__(
        self,
        consumer: Callable[[str], str | Consumer | Awaitable[str | Consumer | None] | None],
        token: Callable[[str, str], str | Awaitable[str | None] | None],
        *,
        nonces: Callable[[NonceUse], bool | Awaitable[bool]] | None = None,
        signature_methods: Iterable[SignatureMethod] | None = None,
        plaintext_over_http: bool = False,
        public_url: str | None = None,
        proxies: int = 0,
        proxy_headers: ProxyHeaders = "x-forwarded",
        timestamp_window: float = 300.0,
        require_body_hash: bool = False,
        realm: str | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._consumer = consumer
        self._token = token
        # that of the process is asked without a way through Python
        in_memory = nonces if isinstance(nonces, MemoryNonces) else None
        self._nonces = None if in_memory is not None else nonces
        if signature_methods is not None and not isinstance(signature_methods, str):
            signature_methods = tuple(signature_methods)
        self._settings: dict[str, Any] = {
            "signature_methods": signature_methods,
            "plaintext_over_http": plaintext_over_http,
            "public_url": public_url,
            "proxies": proxies,
            "proxy_headers": proxy_headers,
            "timestamp_window": timestamp_window,
            "require_body_hash": require_body_hash,
            "realm": realm,
            "clock": clock,
        }
        self._steps = Verifier(_never, _never, nonces=in_memory, **self._settings)

    async def verify(
        self,
        method: str,
        url: str,
        *,
        headers: ReceivedHeaders | None = None,
        body: str | Held | None = None,
    ) -> Verified:
        """Verify a request.

        Args:
            method: As for `Verifier.verify`.
            url: As for `Verifier.verify`.
            headers: As for `Verifier.verify`.
            body: As for `Verifier.verify`.

        Returns:
            Who signed it, for whom, and what was signed.

        Raises:
            VerificationError: Why it is refused, and what the client is to be told.

        """
        claim = self._steps.read(method, url, headers=headers, body=body)
        consumer, token_secret = await self._look_up(claim)
        verified = self._steps.check(claim, consumer, token_secret)
        use = verified.nonce_use
        if self._nonces is None:
            self._steps.note_nonce(verified)
        elif use is not None and not await _given(self._nonces(use)):
            raise self._steps.replayed()
        return verified

    async def explain(
        self,
        method: str,
        url: str,
        *,
        headers: ReceivedHeaders | None = None,
        body: str | Held | None = None,
    ) -> Diagnosis:
        """Tell, for the log, how a request should have been signed, as `Verifier.explain` does.

        Args:
            method: As for `Verifier.verify`.
            url: As for `Verifier.verify`.
            headers: As for `Verifier.verify`.
            body: As for `Verifier.verify`.

        Returns:
            What is known of the request. Its text holds no secret.

        Raises:
            VerificationError: There is nothing to explain: the request cannot be read, or consumer
                or token are not known.

        """
        claim = self._steps.read(method, url, headers=headers, body=body)
        consumer, token_secret = await self._look_up(claim)
        steps = Verifier(lambda _: consumer, lambda *_: token_secret, **self._settings)
        return steps.explain(method, url, headers=headers, body=body)

    async def _look_up(self, claim: Claim) -> tuple[str | Consumer | None, str | None]:
        # both are looked up whether they are known or not, so that time does not tell
        consumer = await _given(self._consumer(claim.consumer_key))
        token_secret = None
        if claim.token is not None:
            token_secret = await _given(self._token(claim.consumer_key, claim.token))
        return consumer, token_secret
