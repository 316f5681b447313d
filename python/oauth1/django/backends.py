"""Signing in by an account at a provider, for the login policy "create".

    AUTHENTICATION_BACKENDS = [
        "django.contrib.auth.backends.ModelBackend",
        "oauth1.django.backends.OAuth1Backend",
    ]
    OAUTH1 = {
        ...
        "LOGIN": "create",
        "ACCOUNT_URLS": {"twitter": "https://api.x.com/1.1/account/verify_credentials.json"},
    }

Who connects an account is signed in as its user.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from oauth1 import OAuth1Error, Response


class OAuth1Backend(BaseBackend):
    """Knows a user by the provider's name and the account's id there.

    A subclass for a user model of one's own overrides `user_for`.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        oauth1_provider: str = "",
        account: Response | None = None,
        **_: Any,
    ) -> AbstractBaseUser | None:
        """Return the user of an account, who is made if need be; None for one without an id."""
        if account is None:
            return None
        try:
            said = account.json()
            identity = self.identity(said)
        except (ValueError, LookupError, TypeError, AttributeError, OAuth1Error):
            return None
        user = self.user_for(oauth1_provider, identity, said)
        return user if _may_sign_in(user) else None

    def identity(self, account: Any) -> str:
        """Return what tells an account from all others of its provider, for all time.

        Args:
            account: What the provider says of it, from JSON: for X, `id_str` is what it is.

        """
        return str(account.get("id_str") or account["id"])

    def user_for(self, provider: str, identity: str, account: Any) -> AbstractBaseUser | None:
        """Return the user of an account, who is made if there is none.

        The username is the provider's name, a colon, and the identity. Django's own forms take no
        colon, so that nobody signs up by the username of another's account.

        Args:
            provider: The provider, as the settings name it.
            identity: As `identity` returned it.
            account: What the provider says of the account.

        """
        model: Any = get_user_model()
        username = f"{provider}:{identity}"
        user, created = model._default_manager.get_or_create(**{model.USERNAME_FIELD: username})
        if created:
            user.set_unusable_password()
            user.save()
        found: AbstractBaseUser = user
        return found

    def get_user(self, user_id: Any) -> AbstractBaseUser | None:
        """Return a user by their primary key; None for one who may not sign in any more."""
        user: AbstractBaseUser | None = get_user_model()._default_manager.filter(pk=user_id).first()
        return user if _may_sign_in(user) else None


def _may_sign_in(user: AbstractBaseUser | None) -> bool:
    return user is not None and bool(getattr(user, "is_active", True))
