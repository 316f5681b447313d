"""The way in for signed requests: the provider's demands first, and then a judge."""

from __future__ import annotations

from dataclasses import dataclass

from oauth1.sandbox.body_hash import BodyHash
from oauth1.sandbox.case import Case, Purpose
from oauth1.sandbox.demands import Demands
from oauth1.sandbox.judge import Judge
from oauth1.sandbox.messages import Request
from oauth1.sandbox.policy import Policy
from oauth1.sandbox.problems import RefusedError
from oauth1.sandbox.signed import Pairs, Signed
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.store import READ, AccessToken, Store, User


@dataclass(frozen=True)
class Access:
    """A signed request that passed: who made it, for whom, and what it said."""

    consumer: str
    token: AccessToken | None
    message: Signed
    body_hash: BodyHash

    @property
    def user(self) -> User | None:
        """For whom the request was made."""
        return self.token.user if self.token else None

    @property
    def is_for_reading(self) -> bool:
        """Whether the user allowed the application no more than to read."""
        return self.token is not None and self.token.access == READ

    @property
    def parameters(self) -> Pairs:
        """The parameters that are not the protocol's."""
        return self.message.parameters


class Gate:
    """Lets requests through that are as the provider wants them, and that a judge accepts.

    Args:
        store: The database.
        policy: The provider's rules.
        judge: Who judges.
        prefix: What the addresses begin with that the judge is for.

    """

    def __init__(self, store: Store, policy: Policy, judge: Judge, prefix: str) -> None:
        self._store = store
        self._policy = policy
        self._judge = judge
        self._prefix = prefix

    def handshake(self, request: Request) -> SignedMessage:
        """Read a request for a token, which is still to be judged, as its purpose is.

        One that is not as the provider wants it is refused.
        """
        demands = self._policy.profile.handshake
        message = self._read(request, demands)
        body_hash = BodyHash(message.protocol.get("oauth_body_hash"), demands.body_hash)
        body_hash.check(request.body, is_form=request.is_form)
        return message

    def require(self, message: SignedMessage, purpose: Purpose) -> Signed:
        """Have a request judged that is for a token; return what was signed."""
        case = Case(self._store, self._policy, message, purpose)
        with case:
            return self._judge.judge(case)

    def access(self, request: Request, *, two_legged: bool = False) -> Access:
        """Let a request through to a resource; `two_legged` ones may come without a token.

        Where the body is read as it arrives, its hash is still to be checked.
        """
        demands = self._policy.profile.at(request.path.removeprefix(self._prefix))
        read = self._read(request, demands)
        without_token = two_legged and not read.protocol.get("oauth_token")
        purpose = Purpose.TWO_LEGGED if without_token else Purpose.RESOURCE
        case = Case(self._store, self._policy, read, purpose)
        with case:
            message = self._judge.judge(case)
            body_hash = BodyHash(message.protocol.get("oauth_body_hash"), demands.body_hash)
            if not request.content:
                body_hash.check(request.body, is_form=request.is_form)
        key = message.protocol.get("oauth_token")
        if key and self._policy.profile.idle:
            self._store.prolong(key, self._policy.lifetime)
        return Access(
            message.protocol["oauth_consumer_key"],
            case.access_token(key) if key else None,
            message,
            body_hash,
        )

    def _read(self, request: Request, demands: Demands) -> SignedMessage:
        message = self._judge.read(request)
        problem = demands.problem(request, message, self._policy.profile.title)
        if problem:
            raise RefusedError(problem)
        return message
