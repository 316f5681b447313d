"""The form for a status, with the access token that it is sent with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TweetForm(forms.Form):
    """A status, and an access token: the session's, or one that is pasted in.

    That the token travels through the form shows how little an API call needs. A site that means
    it keeps tokens on the server, in a database, and out of its pages.
    """

    status = forms.CharField(
        label=_("Status"), widget=forms.Textarea({"rows": 3, "autofocus": True})
    )
    access = forms.CharField(
        label=_("Access token"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("Access token secret"),
        widget=forms.PasswordInput({"autocomplete": "off"}, render_value=True),
    )
