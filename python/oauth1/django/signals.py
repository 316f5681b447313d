"""What other code can listen to. The sender is the name of the provider.

authorized
    A user has connected an account: `request`, `answer` (a `TokenResponse`, with what the provider
    adds).
authorization_failed
    A handshake came to nothing: `request`, `error` (an `OAuth1Error`).
disconnected
    A user has disconnected an account: `request`.
token_revoked
    A provider no longer takes a user's token: `request`.
"""

from __future__ import annotations

from django.dispatch import Signal

authorized = Signal()
authorization_failed = Signal()
disconnected = Signal()
token_revoked = Signal()
