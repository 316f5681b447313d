"""How a user is described to applications."""

from __future__ import annotations

from oauth1.sandbox.store import User


def user_json(user: User) -> dict[str, object]:
    """Return what JSON says of a user."""
    return {
        "id": user.id,
        "id_str": str(user.id),
        "name": user.full_name,
        "screen_name": user.name,
    }
