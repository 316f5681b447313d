"""Takes nonces whose timestamps are no longer taken out of the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS

from oauth1.django.nonces.stores import DatabaseNonces


class Command(BaseCommand):
    """`manage.py oauth1_clear_nonces`."""

    help = "Forget used nonces that have expired: requests that old are refused anyway."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of a database."""
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="its name in DATABASES")

    def handle(self, *_: Any, **options: Any) -> None:
        """Delete them."""
        cleared = DatabaseNonces(options["database"]).clear()
        self.stdout.write(f"{cleared} nonces cleared")
