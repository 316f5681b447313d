"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """`oauth1.django.tokens`, as Django knows it."""

    name = "oauth1.django.tokens"
    label = "oauth1_tokens"
    verbose_name = "Access tokens of OAuth 1.0a"
    default_auto_field = "django.db.models.BigAutoField"
