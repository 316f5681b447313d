"""LTI 1.1: launches, which a platform signs and a tool verifies, and outcomes, which a tool sends.

A tool, which is what a platform launches:

    verified = verifier.verify("POST", url, headers=headers, body=body)
    launch = Launch.of(verified)
    launch.user.id, launch.context.title, launch.has_role("Instructor"), launch.custom["chapter"]

    session = Client(launch.consumer_key, secret, provider="lti-outcomes").session()
    read_outcome(session.send(launch.outcome.replace(0.85)))

A platform, which launches tools:

    form = launch_form(client, "https://tool.example/launch", {"resource_link_id": "7", ...})
    return form.html()

For Django see `oauth1.django.lti`.
"""

from oauth1.lti.errors import LaunchError, OutcomeError
from oauth1.lti.forms import LaunchForm, launch_form
from oauth1.lti.launches import (
    Context,
    Launch,
    Person,
    Platform,
    Presentation,
    ResourceLink,
    Role,
)
from oauth1.lti.outcomes import Outcome, OutcomeAnswer, read_outcome

__all__ = [
    "Context",
    "Launch",
    "LaunchError",
    "LaunchForm",
    "Outcome",
    "OutcomeAnswer",
    "OutcomeError",
    "Person",
    "Platform",
    "Presentation",
    "ResourceLink",
    "Role",
    "launch_form",
    "read_outcome",
]
