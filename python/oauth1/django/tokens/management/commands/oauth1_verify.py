"""Asks providers whether they still take the tokens that are kept."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oauth1 import OAuth1Error
from oauth1.django.conf import settings
from oauth1.django.connections import is_revocation
from oauth1.django.tokens import encryption
from oauth1.django.tokens.models import AccessToken


class Command(BaseCommand):
    """`manage.py oauth1_verify`."""

    help = (
        "Ask each provider that OAUTH1['ACCOUNT_URLS'] names whether it still takes the tokens "
        "that are kept, and note which it has revoked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which provider to ask."""
        parser.add_argument("providers", nargs="*", metavar="PROVIDER", help="only these")

    def handle(self, *_: Any, **options: Any) -> None:
        """Ask about each token in turn."""
        urls = settings().account_urls
        wanted = options["providers"] or list(urls)
        for name in wanted:
            if name not in urls or name not in settings().providers:
                raise CommandError(f"OAUTH1 has no provider {name!r} with a URL in ACCOUNT_URLS")
        counts = {"good": 0, "revoked": 0, "unknown": 0}
        rows = AccessToken.objects.filter(provider__in=wanted, revoked_at=None).select_related(
            "user"
        )
        for row in rows.iterator():
            verdict = self._verdict(row, urls[row.provider])
            counts[verdict] += 1
            if verdict != "good":
                self.stdout.write(f"{row}: {verdict}")
            field = {"good": "verified_at", "revoked": "revoked_at"}.get(verdict)
            if field:
                same = AccessToken.objects.filter(pk=row.pk, encrypted=row.encrypted)
                same.update(**{field: timezone.now()})
        self.stdout.write(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))

    def _verdict(self, row: AccessToken, url: str) -> str:
        client = settings().providers[row.provider].client
        try:
            token = encryption.decrypted(row.encrypted, encryption.owner(row.user.pk, row.provider))
            response = client.session(token).get(url)
        except OAuth1Error as error:
            self.stderr.write(f"{row}: {error}")
            return "unknown"
        if is_revocation(response):
            return "revoked"
        return "good" if response.is_success else "unknown"
