"""What the admin shows: whose tokens there are, and since when. Never a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from oauth1.django.tokens.models import AccessToken

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[AccessToken]
else:
    _Admin = admin.ModelAdmin


@admin.register(AccessToken)
class AccessTokenAdmin(_Admin):
    """Lists tokens, and deletes them."""

    list_display = ("user", "provider", "created_at", "updated_at", "verified_at", "revoked_at")
    list_filter = ("provider", "revoked_at")
    list_select_related = ("user",)
    fields = list_display
    readonly_fields = list_display
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tokens come from providers alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is nothing to change."""
        return False
