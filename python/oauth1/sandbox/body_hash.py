"""The body hash extension, which oauthlib signs but does not check."""

from __future__ import annotations

import base64
import hashlib
import hmac
from http import HTTPStatus

from oauth1.sandbox.demands import BODY_HASHES
from oauth1.sandbox.problems import RefusedError, rejected


class BodyHash:
    """Checks `oauth_body_hash`, as it was sent, against a body that may come in pieces.

    Without a `wanted` hash, any of those that go with a signature method will do.
    """

    def __init__(self, sent: str | None, wanted: str | None = None) -> None:
        self.sent = sent
        names = () if sent is None else (wanted,) if wanted else BODY_HASHES
        self._digests = [hashlib.new(name, usedforsecurity=False) for name in names]
        self._wanted = wanted

    def update(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        for digest in self._digests:
            digest.update(piece)

    def finish(self) -> None:
        """Refuse the request if the hash is not that of the body."""
        if self.sent is None:
            return
        matches = [
            hmac.compare_digest(base64.b64encode(digest.digest()), self.sent.encode())
            for digest in self._digests
        ]
        if not any(matches):
            wanted = f"it is not the {self._wanted} hash" if self._wanted else "it differs"
            raise _refused(wanted)

    def check(self, body: bytes, *, is_form: bool) -> None:
        """Refuse the request if the hash is not that of a whole body, or should not be there."""
        if self.sent is None:
            return
        if is_form:
            raise RefusedError(rejected("oauth_body_hash", because="form data must not have one"))
        self.update(body)
        self.finish()


def _refused(because: str) -> RefusedError:
    return RefusedError(
        rejected("oauth_body_hash", because=because, status=HTTPStatus.UNAUTHORIZED)
    )
