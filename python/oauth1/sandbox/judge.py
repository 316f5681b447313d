"""Who says whether a signed request is what it claims to be: there are two, to choose from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauth1.sandbox.case import Case
    from oauth1.sandbox.messages import Request
    from oauth1.sandbox.signed import Signed
    from oauth1.sandbox.signed_message import SignedMessage

OAUTHLIB, VERIFIER = "oauthlib", "verifier"

PREFIXES = {OAUTHLIB: "", VERIFIER: "/verifier"}
"""What the addresses of each judge's endpoints begin with."""


class Judge(ABC):
    """Checks requests by RFC 5849 §3. All that follows is the same whoever judges."""

    @abstractmethod
    def read(self, request: Request) -> SignedMessage:
        """Read a request, or raise RefusedError for one that cannot be read."""

    @abstractmethod
    def judge(self, case: Case) -> Signed:
        """Return what an authentic request says, or raise RefusedError for any other."""
