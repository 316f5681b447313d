"""The OAuth parameters that a request carries, and the providers whose clock is another."""

from __future__ import annotations

import re
import time
from email.utils import formatdate
from urllib.parse import parse_qsl, unquote

import tokens
from exchange import FORM, Exchange, Paths
from wire import Request

TOLERANCE = 30

_PARAMETER = re.compile(r'([^\s",=]+)="([^"]*)"')
_CHALLENGE = ("WWW-Authenticate", 'OAuth realm="faults"')

paths = Paths()


@paths.at("/whoami")
async def whoami(exchange: Exchange) -> None:
    sent = _in_header(exchange.request)
    names = ("oauth_token", "oauth_nonce")
    await exchange.answer_json({name: sent.get(name) for name in names})


@paths.at("/skewed")
async def skewed(exchange: Exchange) -> None:
    offset = exchange.number("offset", 0)
    now = int(time.time()) + offset
    sent = _sent(exchange.request)
    timestamp = sent.get("oauth_timestamp", "")
    if timestamp.isdecimal() and abs(int(timestamp) - now) <= TOLERANCE:
        await exchange.answer_json({"ok": True, "oauth": sent}, headers=_dated(offset))
    elif exchange.parameter("acceptable"):
        fields = {
            "oauth_problem": "timestamp_refused",
            "oauth_acceptable_timestamps": f"{now - TOLERANCE}-{now + TOLERANCE}",
        }
        await tokens.report(exchange, fields, 401)
    else:
        await _refuse(exchange, offset)


@paths.at("/skewed-always")
async def skewed_always(exchange: Exchange) -> None:
    await _refuse(exchange, exchange.number("offset", 3600))


async def _refuse(exchange: Exchange, offset: int) -> None:
    await exchange.answer(b"Unauthorized\n", 401, headers=[_CHALLENGE, *_dated(offset)])


def _dated(offset: int) -> list[tuple[str, str]]:
    return [("Date", formatdate(time.time() + offset, usegmt=True))]


def _in_header(request: Request) -> dict[str, str]:
    scheme, _, rest = request.header("Authorization").partition(" ")
    if scheme.lower() != "oauth":
        return {}
    return {unquote(name): unquote(value) for name, value in _PARAMETER.findall(rest)}


def _sent(request: Request) -> dict[str, str]:
    """The OAuth parameters of all three places that they may be sent in."""
    pairs = parse_qsl(request.query, keep_blank_values=True)
    if request.header("Content-Type").partition(";")[0].strip().lower() == FORM:
        pairs += parse_qsl(request.body.start.decode(errors="replace"), keep_blank_values=True)
    pairs += _in_header(request).items()
    return {name: value for name, value in pairs if name.startswith("oauth_")}
