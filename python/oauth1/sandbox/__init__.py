"""A provider to develop against: `python -m oauth1.sandbox`.

It is an OAuth 1.0a provider on this machine, with users who sign in and applications that they
allow or deny, and with statuses to read and to publish. Signatures are checked by oauthlib, so that
what this library signs is judged by somebody else; and, at a second set of the same endpoints below
`/verifier`, by `oauth1.Verifier`. What both do not say the same of, docs/command-line.md tells.

Programs start one with `Sandbox`, and play its user with `consent`:

    from oauth1.sandbox import Sandbox, consent

    with Sandbox() as sandbox:
        ...  # get a request token from sandbox.request_token_url
        pin = consent(f"{sandbox.authorize_url}?oauth_token={token}")

It can stand for a real provider and insist on what that one insists on, as in `--profile flickr` or
`Sandbox(profile="flickr")`: `profiles.py` has them, and `python -m oauth1.sandbox profiles` lists
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oauth1.sandbox.browser import ConsentError, consent

if TYPE_CHECKING:
    from oauth1.sandbox.service import Sandbox

__all__ = ["ConsentError", "Sandbox", "consent"]


def __getattr__(name: str) -> object:
    """Import what needs oauthlib when it is asked for."""
    if name != "Sandbox":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from oauth1.sandbox.service import Sandbox  # noqa: PLC0415 - it needs oauthlib
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "oauthlib":
            raise
        raise ModuleNotFoundError(
            "the sandbox needs oauthlib: pip install 'oauth1[sandbox]'", name=error.name
        ) from error
    return Sandbox
