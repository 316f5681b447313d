"""One row for each nonce that was used."""

from __future__ import annotations

from typing import Any

from django.db import models


class UsedNonce(models.Model):
    """A nonce, by its `NonceUse.key`; that it is there once is what refuses a replay.

    Attributes:
        expires: When its timestamp is no longer taken, in seconds since 1970.

    """

    key: models.CharField[Any, Any] = models.CharField(
        max_length=64, primary_key=True, editable=False
    )
    expires: models.BigIntegerField[Any, Any] = models.BigIntegerField(
        db_index=True, editable=False
    )
