"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class OAuth1Config(AppConfig):
    """`oauth1.django`, as Django knows it."""

    name = "oauth1.django"
    label = "oauth1_client"
    verbose_name = "Accounts at OAuth 1.0a providers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from oauth1.django import checks  # noqa: F401, PLC0415 - models have to be there first
