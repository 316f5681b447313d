"""What `--insist KEY=VALUE` changes about a profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from oauth1._signature_methods import SIGNATURE_METHODS
from oauth1.sandbox.demands import BODY_HASHES, TRANSMISSIONS, TWO_LEGGED, Demands
from oauth1.sandbox.profiles import DENIALS, SECRETS, Profile

_NO = "no"
_HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_SCOPES = ("handshake", "resources")

_Change = Callable[[Demands, str], Demands]


def insisting(profile: Profile, settings: Iterable[str]) -> Profile:
    """Return the profile with some things changed, or raise ValueError."""
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise ValueError(f"{setting} is not KEY=VALUE")
        profile = _changed(profile, key, value)
    return profile


def _changed(profile: Profile, key: str, value: str) -> Profile:
    scope, dot, name = key.partition(".")
    if dot and name and scope in _PREFIXED:
        return _PREFIXED[scope](profile, name, value)
    if key in _ANSWERS:
        return _ANSWERS[key](profile, value)
    scopes: Sequence[str] = _SCOPES
    if dot and scope in _SCOPES:
        scopes, key = (scope,), name
    if key not in _DEMANDS:
        raise ValueError(f"there is no key {key} to insist on; the keys are {', '.join(KEYS)}")
    change = _DEMANDS[key]
    if "handshake" in scopes:
        profile = replace(profile, handshake=change(profile.handshake, value))
    if "resources" in scopes:
        special = {path: change(demands, value) for path, demands in profile.special.items()}
        resources = change(profile.resources, value)
        profile = replace(profile, resources=resources, special=special)
    return profile


def _some_of(value: str, known: Sequence[str]) -> tuple[str, ...]:
    values = tuple(value.split(","))
    for each in values:
        _one_of(each, known)
    return values


def _one_of(value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is not one of {', '.join(known)}")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from error
    return value


_DEMANDS: dict[str, _Change] = {
    "signature-method": lambda demands, value: replace(
        demands, signature_methods=_some_of(value, SIGNATURE_METHODS)
    ),
    "transmission": lambda demands, value: replace(
        demands, transmissions=_some_of(value, TRANSMISSIONS)
    ),
    "http-method": lambda demands, value: replace(
        demands, http_methods=_some_of(value, _HTTP_METHODS)
    ),
    "realm": lambda demands, value: replace(demands, realm=_pattern(value)),
    "user-agent": lambda demands, value: replace(demands, user_agent=_pattern(value)),
    "callback": lambda demands, value: replace(demands, callback=_pattern(value)),
    "body-hash": lambda demands, value: replace(
        demands, body_hash=None if value == _NO else _one_of(value, BODY_HASHES)
    ),
    "two-legged": lambda demands, value: replace(demands, two_legged=_one_of(value, TWO_LEGGED)),
}

_ANSWERS: dict[str, Callable[[Profile, str], Profile]] = {
    "callback-confirmed": lambda profile, value: replace(
        profile, callback_confirmed=None if value == _NO else value
    ),
    "denial": lambda profile, value: replace(profile, denial=_one_of(value, DENIALS)),
    "pin": lambda profile, value: replace(profile, pin=value),
    "token-secret": lambda profile, value: replace(profile, secrets=_one_of(value, SECRETS)),
    "authorize-names": lambda profile, value: replace(
        profile,
        authorization=replace(
            profile.authorization, names=(value.partition(",")[0], value.partition(",")[2])
        ),
    ),
}

_PREFIXED: dict[str, Callable[[Profile, str, str], Profile]] = {
    "authorize": lambda profile, name, value: replace(
        profile,
        authorization=replace(
            profile.authorization,
            parameters={**profile.authorization.parameters, name: _pattern(value)},
        ),
    ),
    "extra": lambda profile, name, value: replace(
        profile,
        extras=(*profile.extras, (name, value.replace("{", "{{").replace("}", "}}"))),
    ),
}

KEYS = (*_DEMANDS, *_ANSWERS, *(f"{scope}.NAME" for scope in _PREFIXED))
