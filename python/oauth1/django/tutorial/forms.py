"""The form for a status, with the access token that it is sent with."""

from django import forms


class TweetForm(forms.Form):
    """A status, and an access token: the session's, or one that is pasted in.

    That the token travels through the form shows how little an API call needs. A site that means
    it keeps tokens on the server, in a database, and out of its pages.
    """

    status = forms.CharField(widget=forms.Textarea({"rows": 3, "autofocus": True}))
    access = forms.CharField(
        label="Access token",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label="Access token secret",
        widget=forms.PasswordInput({"autocomplete": "off"}, render_value=True),
    )
