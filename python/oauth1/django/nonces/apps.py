"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class NoncesConfig(AppConfig):
    """`oauth1.django.nonces`, as Django knows it."""

    name = "oauth1.django.nonces"
    label = "oauth1_nonces"
    verbose_name = "Used nonces of OAuth 1.0a"
