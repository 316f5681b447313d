"""A request as a verifier receives it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from oauth1 import VerificationError, Verified, Verifier


@dataclass(frozen=True)
class Wire:
    """A request as it is on the wire."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def verify(self, by: Verifier) -> Verified:
        return by.verify(self.method, self.url, headers=self.headers, body=self.body)

    def refused(self, by: Verifier) -> VerificationError:
        with pytest.raises(VerificationError) as caught:
            self.verify(by)
        return caught.value

    def replaced(self, old: str, new: str) -> Wire:
        headers = tuple((name, value.replace(old, new)) for name, value in self.headers)
        body = self.body.replace(old.encode(), new.encode())
        changed = replace(self, url=self.url.replace(old, new), headers=headers, body=body)
        assert changed != self, old
        return changed
