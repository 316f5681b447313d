"""Takes handshakes that nobody came back to out of the sessions."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oauth1.django import pending, sessions


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
        for row in model()._default_manager.filter(expire_date__gt=timezone.now()).iterator():
            data = row.get_decoded()
            before = data.get(sessions.PENDING, [])
            data[sessions.PENDING] = pending.fresh(before)
            if len(data[sessions.PENDING]) == len(before):
                continue
            # not saved as a session, which would let it live longer; nor over what came in between
            same = model()._default_manager.filter(pk=row.pk, session_data=row.session_data)
            store = engine.SessionStore(row.session_key)
            cleared += same.update(session_data=store.encode(data))
            if hasattr(store, "cache_key"):
                caches[settings.SESSION_CACHE_ALIAS].delete(store.cache_key)
        self.stdout.write(f"{cleared} sessions cleared")
