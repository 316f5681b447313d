"""What a launch says: who comes, from which course and link, in which role.

LTI 1.1.1 §3; a launch is a form that a user's browser posts, signed by HMAC-SHA1 with a consumer's
secret and without a token (§4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit, urlunsplit

from oauth1 import Verified
from oauth1.lti.errors import LaunchError
from oauth1.lti.outcomes import Outcome

MESSAGE_TYPE = "basic-lti-launch-request"
VERSION = "LTI-1p0"

_KINDS = {"role": "context", "instrole": "institution", "sysrole": "system"}


@dataclass(frozen=True)
class Role:
    """A role of the user (LTI 1.1.1 §A.2).

    Attributes:
        kind: Where it holds: "context", the course, "institution" or "system"; "other" where it is
            none of LTI's.
        name: Its name, such as "Instructor" or "Learner".
        sub: What it is in particular, such as "GuestInstructor"; empty where it does not say.
        text: As the platform has it, such as "urn:lti:role:ims/lis/Instructor/GuestInstructor".

    """

    kind: str
    name: str
    sub: str
    text: str

    @classmethod
    def read(cls, text: str) -> Role:
        """Read a role: a short name, which is one of the context, or a URN."""
        kind, path = "context", text
        if text.lower().startswith("urn:"):
            scheme, _, path = text.rpartition(":ims/lis/")
            kind = _KINDS.get(scheme.lower().removeprefix("urn:lti:"), "other")
        if ":" in path or not path:
            return cls("other", text, "", text)
        name, _, sub = path.partition("/")
        return cls(kind, name, sub, text)


@dataclass(frozen=True)
class Person:
    """A user, as the platform knows them. What it does not tell is empty."""

    id: str
    given_name: str
    family_name: str
    full_name: str
    email: str
    image: str
    sourcedid: str


@dataclass(frozen=True)
class Context:
    """A course or group, which the link is in. What the platform does not tell is empty."""

    id: str
    type: str
    title: str
    label: str


@dataclass(frozen=True)
class ResourceLink:
    """The link that was followed."""

    id: str
    title: str
    description: str


@dataclass(frozen=True)
class Platform:
    """The platform (the tool consumer). What it does not tell is empty."""

    guid: str
    name: str
    description: str
    url: str
    contact_email: str
    family: str
    version: str


@dataclass(frozen=True)
class Presentation:
    """How the tool is shown. What the platform does not tell is empty, or None.

    Attributes:
        locale: The user's language, such as "de-DE".
        target: Where: "frame", "iframe" or "window".
        width: In pixels.
        height: In pixels.
        css_url: A style sheet of the platform.

    """

    locale: str
    target: str
    width: int | None
    height: int | None
    css_url: str


@dataclass(frozen=True)
class Launch:
    """A launch that was verified.

    Attributes:
        consumer_key: Which platform signed it.
        user: Who launches; their `id` may be empty, where the platform keeps it to itself.
        roles: What they are.
        resource_link: The link that was followed.
        context: The course that it is in.
        platform: The platform.
        presentation: How the tool is shown.
        outcome: Where the user's result goes; None where the platform takes none.
        custom: The parameters `custom_…`, by name without that.
        params: All that the form says, but for the protocol's own parameters.
        verified: What was verified.

    """

    consumer_key: str
    user: Person
    roles: tuple[Role, ...]
    resource_link: ResourceLink
    context: Context
    platform: Platform
    presentation: Presentation
    outcome: Outcome | None
    custom: Mapping[str, str]
    params: Mapping[str, str] = field(repr=False)
    verified: Verified = field(repr=False)

    @classmethod
    def of(cls, verified: Verified) -> Launch:
        """Read a launch.

        Args:
            verified: What a `Verifier` has made of the request.

        Raises:
            LaunchError: It is signed, but no launch.

        """
        _check_signature(verified)
        params = _params(verified)
        get = params.get

        def refuse(message: str) -> LaunchError:
            back = _return_url(params, {"lti_errormsg": message})
            return LaunchError(message, return_url=back)

        for name, wanted in (("lti_message_type", MESSAGE_TYPE), ("lti_version", VERSION)):
            if get(name) != wanted:
                told = repr(params[name]) if name in params else "missing"
                raise refuse(f"{name} is {told}: expected {wanted!r}")
        if not get("resource_link_id"):
            raise refuse("resource_link_id is missing: expected the id of the link")
        return cls(
            consumer_key=verified.consumer_key,
            user=Person(
                get("user_id", ""),
                get("lis_person_name_given", ""),
                get("lis_person_name_family", ""),
                get("lis_person_name_full", ""),
                get("lis_person_contact_email_primary", ""),
                get("user_image", ""),
                get("lis_person_sourcedid", ""),
            ),
            roles=tuple(Role.read(each.strip()) for each in get("roles", "").split(",") if each),
            resource_link=ResourceLink(
                params["resource_link_id"],
                get("resource_link_title", ""),
                get("resource_link_description", ""),
            ),
            context=Context(
                *(get(f"context_{each}", "") for each in ("id", "type", "title", "label"))
            ),
            platform=Platform(
                get("tool_consumer_instance_guid", ""),
                get("tool_consumer_instance_name", ""),
                get("tool_consumer_instance_description", ""),
                get("tool_consumer_instance_url", ""),
                get("tool_consumer_instance_contact_email", ""),
                get("tool_consumer_info_product_family_code", ""),
                get("tool_consumer_info_version", ""),
            ),
            presentation=Presentation(
                get("launch_presentation_locale", ""),
                get("launch_presentation_document_target", ""),
                _pixels(get("launch_presentation_width", "")),
                _pixels(get("launch_presentation_height", "")),
                get("launch_presentation_css_url", ""),
            ),
            outcome=_outcome(params),
            custom=MappingProxyType(
                {
                    name.removeprefix("custom_"): value
                    for name, value in params.items()
                    if name.startswith("custom_")
                }
            ),
            params=params,
            verified=verified,
        )

    def has_role(self, name: str) -> bool:
        """Whether the user has a role in the context, such as "Instructor".

        What they are in the institution or the system does not count.
        """
        return any((role.kind, role.name) == ("context", name) for role in self.roles)

    def return_url(
        self,
        *,
        message: str | None = None,
        log: str | None = None,
        error_message: str | None = None,
        error_log: str | None = None,
    ) -> str | None:
        """Return where to send the user when they are done (LTI 1.1.1 §3).

        Args:
            message: What the platform shows the user (`lti_msg`).
            log: What it writes to its log (`lti_log`).
            error_message: What it shows them, of an error (`lti_errormsg`).
            error_log: What it writes to its log, of an error (`lti_errorlog`).

        Returns:
            The URL; None where the platform has given none that a browser goes to.

        """
        told = {
            "lti_msg": message,
            "lti_log": log,
            "lti_errormsg": error_message,
            "lti_errorlog": error_log,
        }
        return _return_url(self.params, told)


def _check_signature(verified: Verified) -> None:
    if verified.transmission != "form":
        raise LaunchError(
            f"the oauth_ parameters are in the {verified.transmission}: expected them in the form "
            "of a launch"
        )
    if verified.token:
        raise LaunchError("there is an oauth_token: expected a launch, which has none")
    if verified.signature_method != "HMAC-SHA1":
        raise LaunchError(
            f"it is signed by {verified.signature_method}: expected HMAC-SHA1, as LTI 1.1 has it"
        )


def _params(verified: Verified) -> Mapping[str, str]:
    """Return what the form says. The URL's query, which is signed as well, is the tool's own."""
    found: dict[str, str] = {}
    for name, value, source in verified.params:
        if source != "form":
            continue
        try:
            key, text = name.decode(), value.decode()
        except UnicodeDecodeError:
            raise LaunchError(f"the parameter {name!r} is not in UTF-8") from None
        if key in found:
            raise LaunchError(f"{key} is given twice: expected it once")
        found[key] = text
    return MappingProxyType(found)


def _pixels(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None  # noqa: PLR2004


def _outcome(params: Mapping[str, str]) -> Outcome | None:
    url, sourcedid = params.get("lis_outcome_service_url"), params.get("lis_result_sourcedid")
    return Outcome(url, sourcedid) if url and sourcedid else None


def _return_url(params: Mapping[str, str], told: Mapping[str, str | None]) -> str | None:
    try:
        url = urlsplit(params.get("launch_presentation_return_url", ""))
    except ValueError:
        return None
    if url.scheme not in {"http", "https"} or not url.netloc:
        return None
    more = urlencode({name: text for name, text in told.items() if text is not None})
    return urlunsplit(url._replace(query="&".join(filter(None, (url.query, more)))))
