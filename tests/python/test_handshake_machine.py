"""Handshakes of several users at once, whose steps come in whatever order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    multiple,
    rule,
    run_state_machine_as_test,
)

import oauth1
from oauth1 import Client, PendingAuthorization, Provider
from oauth1.sandbox import ConsentError, Sandbox, consent

CALLBACK = "http://localhost:8000/verify/"
USERS = st.sampled_from(["alice", "bob"])


@dataclass
class Handshake:
    """What a web session keeps, and what became of it."""

    kept: bytes
    # where the user came back to, once they decided, and who that was
    back: str = ""
    user: str = ""
    # whether an access token can still be had for it
    open: bool = True


class Handshakes(RuleBasedStateMachine):
    """Users who are sent away, decide, and come back, perhaps twice or to another's callback."""

    begun: Bundle[Handshake] = Bundle("begun")
    allowed: Bundle[Handshake] = Bundle("allowed")

    def __init__(self, sandbox: Sandbox, client: Client) -> None:
        super().__init__()
        self.sandbox = sandbox
        self.client = client
        self.granted: list[tuple[oauth1.TokenResponse, str]] = []

    def restored(self, handshake: Handshake) -> PendingAuthorization:
        pending = PendingAuthorization.from_bytes(handshake.kept)
        assert pending.to_bytes() == handshake.kept
        assert pending == PendingAuthorization.from_bytes(pending.to_bytes())
        assert pending.provider == "sandbox"
        return pending

    @rule(target=begun)
    def send_away(self) -> Handshake:
        return Handshake(self.client.authorize(CALLBACK).to_bytes())

    @rule(target=allowed, handshake=begun, user=USERS)
    def allow(self, handshake: Handshake, user: str) -> Handshake | MultipleResults[Handshake]:
        if handshake.back:
            with pytest.raises(ConsentError):
                consent(self.restored(handshake).url, user)
            return multiple()
        handshake.user = user
        handshake.back = consent(self.restored(handshake).url, user)
        return handshake

    @rule(handshake=begun, user=USERS)
    def deny(self, handshake: Handshake, user: str) -> None:
        if handshake.back:
            return
        handshake.back = consent(self.restored(handshake).url, user, allow=False)
        handshake.open = False
        with pytest.raises(oauth1.AccessDeniedError):
            self.client.complete(self.restored(handshake), handshake.back)

    @rule(handshake=allowed)
    def come_back(self, handshake: Handshake) -> None:
        pending = self.restored(handshake)
        if handshake.open:
            answer = self.client.complete(pending, handshake.back)
            assert answer.get("screen_name") == handshake.user
            self.granted.append((answer, handshake.user))
            handshake.open = False
        else:
            with pytest.raises(oauth1.RefusedError):
                self.client.complete(pending, handshake.back)

    @rule(handshake=begun, other=allowed)
    def come_back_to_anothers(self, handshake: Handshake, other: Handshake) -> None:
        if handshake is not other:
            with pytest.raises(oauth1.InvalidCallbackError):
                self.client.complete(self.restored(handshake), other.back)

    @rule(handshake=allowed, digits=st.from_regex(r"\A[0-9]{7}\Z"))
    def guess_the_verifier(self, handshake: Handshake, digits: str) -> None:
        guess = PendingAuthorization.from_bytes(handshake.kept)
        with pytest.raises(oauth1.RefusedError):
            self.client.complete_with_verifier(guess, f"guess-{digits}")

    @rule(handshake=begun, place=st.integers(0, 10_000), byte=st.integers(0, 255))
    def damage(self, handshake: Handshake, place: int, byte: int) -> None:
        """Change a byte of what was kept: it is refused, or is another, and never breaks."""
        kept = bytearray(handshake.kept)
        kept[place % len(kept)] = byte
        try:
            pending = PendingAuthorization.from_bytes(bytes(kept))
        except oauth1.InvalidPendingAuthorizationError:
            assert bytes(kept) != handshake.kept
        else:
            assert (pending == self.restored(handshake)) == (bytes(kept) == handshake.kept)

    def teardown(self) -> None:
        tokens = [answer.token for answer, _ in self.granted]
        assert len({token.key for token in tokens}) == len(tokens)
        for token, (_, user) in zip(tokens, self.granted, strict=True):
            seen = self.client.session(token).get(self.sandbox.verify_credentials_url)
            assert seen.json()["screen_name"] == user


def test_each_user_gets_their_own_token_once(sandbox: Sandbox) -> None:
    provider = Provider(
        "sandbox",
        request_token_url=sandbox.request_token_url,
        authorization_url=sandbox.authorize_url,
        access_token_url=sandbox.access_token_url,
    )
    client = Client(sandbox.consumer_key, sandbox.consumer_secret, provider=provider)

    class OfSandbox(Handshakes):
        def __init__(self) -> None:
            super().__init__(sandbox, client)

    run_state_machine_as_test(
        OfSandbox,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
