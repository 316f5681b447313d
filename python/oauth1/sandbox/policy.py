"""What the sandbox holds itself to: whose part it plays, what time it is, how long things last."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, field

from oauth1.sandbox.clock import Clock
from oauth1.sandbox.profiles import SANDBOX, Profile
from oauth1.sandbox.store import Terms

TIMESTAMP_WINDOW = 300.0

_SESSION_TOKEN_LIFETIME = 3600.0
_AUTHORIZATION_OUTLIVES_TOKEN = 30 * 24 * 60 * 60.0


@dataclass(frozen=True)
class Policy:
    """The settings that the judgement of a request depends on.

    Args:
        profile: The provider that the sandbox stands for.
        clock: Its clock.
        timestamp_window: How many seconds a timestamp may be off that clock.
        session_handles: Whether access tokens come with a handle that renews them; by default
            the profile says.
        token_lifetime: Seconds until an access token expires; by default the profile says.

    """

    profile: Profile = SANDBOX
    clock: Clock = field(default_factory=Clock)
    timestamp_window: float = TIMESTAMP_WINDOW
    session_handles: bool | None = None
    token_lifetime: float | None = None

    @property
    def lifetime(self) -> float | None:
        """How many seconds an access token lasts, if it expires at all."""
        if self.token_lifetime is not None:
            return self.token_lifetime
        if self.profile.token_lifetime is not None:
            return self.profile.token_lifetime
        return _SESSION_TOKEN_LIFETIME if self.has_session_handles else None

    @property
    def has_session_handles(self) -> bool:
        """Whether access tokens come with a handle that renews them."""
        return (
            self.profile.session_handles if self.session_handles is None else self.session_handles
        )

    def acceptable_timestamps(self) -> tuple[int, int]:
        """Return the first and the last timestamp that the provider's clock allows."""
        now, window = int(self.clock.now()), int(self.timestamp_window)
        return now - window, now + window

    def terms(self, authorization_lifetime: float | None = None) -> Terms:
        """Return what an access token is given out on, with a handle of its own.

        `authorization_lifetime` is what is left of it, where an access token is renewed.
        """
        lifetime = self.lifetime
        if lifetime is None or not self.has_session_handles:
            return Terms(lifetime)
        if authorization_lifetime is None:
            authorization_lifetime = lifetime + _AUTHORIZATION_OUTLIVES_TOKEN
        return Terms(lifetime, secrets.token_urlsafe(24), authorization_lifetime)


def parameters_of(terms: Terms) -> dict[str, str]:
    """Return what the session extension adds to an access token."""
    if terms.session_handle is None:
        return {}
    return {
        "oauth_session_handle": terms.session_handle,
        "oauth_expires_in": _seconds(terms.lifetime),
        "oauth_authorization_expires_in": _seconds(terms.authorization_lifetime),
    }


def _seconds(value: float | None) -> str:
    return str(math.ceil(value or 0))
