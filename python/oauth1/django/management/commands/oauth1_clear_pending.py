"""Takes handshakes that nobody came back to out of the sessions."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oauth1.django import pending


class Command(BaseCommand):
    """`manage.py oauth1_clear_pending`."""

    help = (
        "Take expired handshakes, and the secrets of their request tokens, out of sessions in the "
        "database. A session that is used drops its own; Django's clearsessions drops whole ones."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        """Go through all sessions."""
        engine = import_module(settings.SESSION_ENGINE)
        model = getattr(engine.SessionStore, "get_model_class", None)
        if model is None:
            raise CommandError(
                f"sessions of {settings.SESSION_ENGINE} cannot be listed: they expire by themselves"
            )
        cleared = 0
        keys = model()._default_manager.values_list("session_key", flat=True)
        for key in keys.iterator():
            session = engine.SessionStore(key)
            if pending.clear(session):
                session.save()
                cleared += 1
        self.stdout.write(f"{cleared} sessions cleared")
