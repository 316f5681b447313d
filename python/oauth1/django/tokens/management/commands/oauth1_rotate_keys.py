"""Encrypts all tokens by the first of the keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from oauth1.django.tokens import encryption
from oauth1.django.tokens.encryption import UndecryptableTokenError
from oauth1.django.tokens.models import AccessToken


class Command(BaseCommand):
    """`manage.py oauth1_rotate_keys`."""

    help = (
        "Encrypt all tokens by the first of OAUTH1['ENCRYPTION_KEYS'], so that the others can be "
        "taken out."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        """Go through all rows; what cannot be decrypted stays as it is, and is told."""
        encryption.fernet()
        done, failed = 0, 0
        for key in AccessToken.objects.order_by("pk").values_list("pk", flat=True).iterator():
            with transaction.atomic():
                row = AccessToken.objects.select_for_update().filter(pk=key).first()
                if row is None:
                    continue
                try:
                    row.encrypted = encryption.rotated(row.encrypted)
                except UndecryptableTokenError as error:
                    self.stderr.write(f"{row}: {error}")
                    failed += 1
                    continue
                AccessToken.objects.filter(pk=key).update(encrypted=row.encrypted)
                done += 1
        self.stdout.write(f"{done} encrypted anew")
        if failed:
            raise CommandError(f"{failed} could not be decrypted")
