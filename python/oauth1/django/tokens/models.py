"""One row for each user and provider."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class AccessToken(models.Model):
    """A user's access token at a provider: its key and its secret, encrypted.

    Attributes:
        verified_at: When the provider last took it, as far as was asked.
        revoked_at: When the provider was found not to take it any more.

    """

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="oauth1_tokens"
    )
    provider: models.CharField[Any, Any] = models.CharField(max_length=100)
    encrypted: models.TextField[Any, Any] = models.TextField(editable=False)
    created_at: models.DateTimeField[Any, Any] = models.DateTimeField(auto_now_add=True)
    updated_at: models.DateTimeField[Any, Any] = models.DateTimeField(auto_now=True)
    verified_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)
    revoked_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What the table is held to."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "provider"), name="oauth1_one_token_for_user_and_provider"
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider}, {self.user}"
