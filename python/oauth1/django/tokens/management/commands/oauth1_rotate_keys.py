"""Encrypts all tokens by the first of the keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oauth1.django.stores import UnreadableTokenError
from oauth1.django.tokens import encryption
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
        for row in AccessToken.objects.select_related("user").order_by("pk").iterator():
            try:
                anew = encryption.rotated(row.encrypted)
            except UnreadableTokenError as error:
                self.stderr.write(f"{row}: {error}")
                failed += 1
                continue
            # a token that was connected in the meantime is encrypted by the first key already
            same = AccessToken.objects.filter(pk=row.pk, encrypted=row.encrypted)
            done += same.update(encrypted=anew)
        self.stdout.write(f"{done} encrypted anew")
        if failed:
            raise CommandError(f"{failed} could not be decrypted")
