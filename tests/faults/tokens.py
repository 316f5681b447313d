"""What the token endpoints of providers answer, good and bad."""

from __future__ import annotations

import json
from itertools import chain
from urllib.parse import quote, urlencode

from exchange import FORM, BadParameterError, Exchange, Paths, filler

TOKEN = {"oauth_token": "faults-token", "oauth_token_secret": "faults-secret"}
CONFIRMED = {"oauth_callback_confirmed": "true"}
EXTRA = {"user_id": "42", "screen_name": "Jürgen & Söhne", "empty": ""}

_HUGE = 1_000_000_000
_WRONG = {
    "list": [TOKEN | CONFIRMED],
    "number": 42,
    "null": None,
    "text": "oauth_token=t&oauth_token_secret=s",
    "token-number": TOKEN | CONFIRMED | {"oauth_token": 42},
    "token-null": TOKEN | CONFIRMED | {"oauth_token": None},
    "secret-list": TOKEN | CONFIRMED | {"oauth_token_secret": ["faults-secret"]},
}

paths = Paths()


@paths.at("/token/ok")
async def ok(exchange: Exchange) -> None:
    await _answer(exchange, TOKEN | CONFIRMED | EXTRA)


@paths.at("/token/ok-1")
async def ok_1(exchange: Exchange) -> None:
    await _answer(exchange, TOKEN | {"oauth_callback_confirmed": "1"})


@paths.at("/token/unconfirmed")
async def unconfirmed(exchange: Exchange) -> None:
    absent = exchange.parameter("absent")
    await _answer(exchange, TOKEN | ({} if absent else {"oauth_callback_confirmed": "false"}))


@paths.at("/token/no-secret")
async def no_secret(exchange: Exchange) -> None:
    await _answer(exchange, {"oauth_token": TOKEN["oauth_token"]} | CONFIRMED)


@paths.at("/token/no-token")
async def no_token(exchange: Exchange) -> None:
    await _answer(exchange, {"oauth_token_secret": TOKEN["oauth_token_secret"]} | CONFIRMED)


@paths.at("/token/empty")
async def empty(exchange: Exchange) -> None:
    await _answer(exchange, {})


@paths.at("/token/duplicate")
async def duplicate(exchange: Exchange) -> None:
    fields = [("oauth_token", "another-token"), *TOKEN.items(), *CONFIRMED.items()]
    await exchange.answer(urlencode(fields).encode(), content_type=FORM)


@paths.at("/token/huge")
async def huge(exchange: Exchange) -> None:
    start = urlencode(TOKEN | CONFIRMED).encode() + b"&filler="
    await exchange.answer_in_chunks(chain([start], filler(_HUGE)), FORM)


@paths.at("/token/garbage")
async def garbage(exchange: Exchange) -> None:
    await exchange.answer(b"&&=&%zz=%&;;!! oauth_token\n\n%%%", content_type=FORM)


@paths.at("/token/binary")
async def binary(exchange: Exchange) -> None:
    await exchange.answer(bytes(range(256)) * 4, content_type=FORM)


@paths.at("/token/json")
async def as_json(exchange: Exchange) -> None:
    extra = {"user_id": 42, "screen_name": EXTRA["screen_name"], "scopes": ["read", "write"]}
    await exchange.answer_json(TOKEN | {"oauth_callback_confirmed": True} | extra)


@paths.at("/token/json-wrong")
async def json_wrong(exchange: Exchange) -> None:
    kind = exchange.parameter("kind", "list")
    if kind not in _WRONG:
        raise BadParameterError(f"There is no kind {kind}, but {', '.join(_WRONG)}.")
    await exchange.answer(json.dumps(_WRONG[kind]).encode(), content_type="application/json")


@paths.at("/token/html")
async def html(exchange: Exchange) -> None:
    page = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Hello</body></html>\n"
    await exchange.answer(page, content_type="text/html; charset=utf-8")


# A client has no oauth_ parameter in a query, so these are asked for without.
REPORTED = (
    "acceptable_timestamps",
    "acceptable_versions",
    "parameters_absent",
    "parameters_rejected",
)


@paths.at("/token/problem")
async def problem(exchange: Exchange) -> None:
    fields = {"oauth_problem": exchange.parameter("name", "token_rejected")}
    if advice := exchange.parameter("advice"):
        fields["oauth_problem_advice"] = advice
    given = exchange.request.parameters
    fields |= {f"oauth_{name}": given[name][0] for name in REPORTED if name in given}
    await report(exchange, fields, exchange.number("status", 401))


async def report(exchange: Exchange, fields: dict[str, str], status: int) -> None:
    """Answer as the problem reporting extension has it: in the body, or where the query says."""
    if exchange.parameter("where", "body") == "body":
        await exchange.answer(urlencode(fields).encode(), status, FORM)
        return
    challenge = "".join(f', {name}="{quote(value, "")}"' for name, value in fields.items())
    headers = [("WWW-Authenticate", f'OAuth realm="faults"{challenge}')]
    await exchange.answer(b"Unauthorized\n", status, headers=headers)


async def _answer(exchange: Exchange, fields: dict[str, str]) -> None:
    await exchange.answer(urlencode(fields).encode(), content_type=FORM)
