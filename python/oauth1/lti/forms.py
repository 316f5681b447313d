"""The platform's side of a launch: a form, which the user's browser posts to the tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl

from oauth1 import Client, Request
from oauth1.lti.launches import MESSAGE_TYPE, VERSION

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{button}</title></head><body>
<form method="post" action="{action}">
{fields}
<button>{button}</button>
</form>
<script{nonce}>document.forms[0].submit()</script>
</body></html>
"""


@dataclass(frozen=True)
class LaunchForm:
    """A launch that is signed. It can be posted once, within some minutes.

    Attributes:
        action: The tool's URL.
        fields: Names and values of the form's fields, in the order in which they are posted.

    """

    action: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)

    def html(self, *, button: str = "Launch", script_nonce: str | None = None) -> str:
        """Return a page whose form posts itself, or is posted by its button without JavaScript.

        Args:
            button: What the button says.
            script_nonce: The nonce that the site's content security policy has for scripts.

        """
        return _PAGE.format(
            action=escape(self.action),
            fields="\n".join(
                f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
                for name, value in self.fields
            ),
            button=escape(button),
            nonce="" if script_nonce is None else f' nonce="{escape(script_nonce)}"',
        )


def launch_form(client: Client, url: str, params: Mapping[str, str]) -> LaunchForm:
    """Sign a launch.

    Args:
        client: Has the consumer key and the secret that tool and platform share:
            `Client(key, secret, provider="lti")`.
        url: The tool's URL.
        params: What the launch says, such as `resource_link_id`, which it needs; the message type
            and the version are added.

    Returns:
        The form that the user's browser is to post.

    """
    given = {"lti_message_type": MESSAGE_TYPE, "lti_version": VERSION, **params}
    request = Request("POST", url, form=given, transmission="form")
    signed = client.session().sign(request)
    fields = parse_qsl((signed.body or b"").decode(), keep_blank_values=True, strict_parsing=True)
    return LaunchForm(signed.url, tuple(fields))
