"""What the provider's sides of WSGI, ASGI and Django have in common.

A request as a verifier takes it, what the log is told of one that is refused, and how that is
answered (RFC 5849 §3.2).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from inspect import isawaitable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from oauth1 import Diagnosis, VerificationError, Verified, Verifier

if TYPE_CHECKING:
    from oauth1.verifier import AsyncVerifier

logger = logging.getLogger("oauth1")


class BodyTooLargeError(ValueError):
    """The body of a request has more bytes than are taken."""


class Received(NamedTuple):
    """A request, as a verifier takes it: nothing of it is decoded."""

    method: str
    url: str
    headers: list[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
    body: bytes


class Answer(NamedTuple):
    """An answer in place of the application's; headers are text in ISO 8859-1 (PEP 3333)."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def encoded_path(path: str | bytes) -> str:
    """Encode a path that a server has decoded.

    One that was encoded in an unusual way, such as with `%2F`, cannot be told from another then.
    """
    return quote(path, safe="/;=,:@!$&'()*+~")


def verify(by: Verifier, request: Received, *, explain: bool) -> Verified:
    """Verify a request, and tell the log why it is refused.

    Args:
        by: What verifies it.
        request: The request.
        explain: Whether the log is told as well what makes a signature wrong, which takes far
            longer than verifying.

    Raises:
        VerificationError: It is refused.

    """
    method, url, headers, body = request
    try:
        return by.verify(method, url, headers=headers, body=body)
    except VerificationError as refused:
        log(refused)
        if explain and refused.reason == "signature":
            with suppress(VerificationError):  # there is nothing to explain
                _log_why(by.explain(method, url, headers=headers, body=body))
        raise


async def verify_async(
    by: AsyncVerifier | Verifier, request: Received, *, explain: bool
) -> Verified:
    """Do what `verify` does, awaiting what there is to await."""
    method, url, headers, body = request
    try:
        given = by.verify(method, url, headers=headers, body=body)
        return await given if isawaitable(given) else given
    except VerificationError as refused:
        log(refused)
        if explain and refused.reason == "signature":
            with suppress(VerificationError):
                why = by.explain(method, url, headers=headers, body=body)
                _log_why(await why if isawaitable(why) else why)
        raise


def log(refused: VerificationError) -> None:
    """Tell the log why a request is refused."""
    # what is not signed at all comes from anybody
    level = logging.INFO if refused.reason == "not_signed" else logging.WARNING
    logger.log(level, "refused a request: %s: %s", refused.reason, refused)


def _log_why(diagnosis: Diagnosis) -> None:
    # and no more of it: who reads a log is not to find the right signature, nor what users sent
    for finding in diagnosis.findings:
        logger.warning("the request that was refused: %s", finding)


def refusal(refused: VerificationError | BodyTooLargeError) -> Answer:
    """Return the answer to a request that is refused."""
    if isinstance(refused, BodyTooLargeError):
        return plain(413, "the body is too large")
    answer = plain(refused.status, refused.public_message)
    if refused.www_authenticate is not None:
        challenge = refused.www_authenticate.encode().decode("latin-1")
        answer.headers.append(("WWW-Authenticate", challenge))
    return answer


def plain(status: int, text: str) -> Answer:
    """Return an answer that is a line of text."""
    body = f"{text}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    return Answer(status, headers, body)
