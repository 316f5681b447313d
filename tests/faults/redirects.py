"""Redirects: to anywhere, to nowhere, and without end."""

from __future__ import annotations

from urllib.parse import quote

import answers
from exchange import Exchange, Paths

paths = Paths()


@paths.at("/redirect")
async def redirect(exchange: Exchange) -> None:
    await _redirect(exchange, exchange.parameter("to", f"{exchange.origin}/ok"))


@paths.at("/redirect-relative")
async def redirect_relative(exchange: Exchange) -> None:
    await _redirect(exchange, exchange.parameter("to", "ok?relative=1"))


@paths.at("/redirect-loop")
async def redirect_loop(exchange: Exchange) -> None:
    await _redirect(exchange, f"{exchange.origin}/redirect-loop?{exchange.request.query}")


@paths.at("/redirect-chain")
async def redirect_chain(exchange: Exchange) -> None:
    left = exchange.number("n", 5) - 1
    if left < 0:
        await answers.ok(exchange)
        return
    code = quote(exchange.parameter("code", "302"))
    path = f"/redirect-chain?n={left}&code={code}" if left else "/ok"
    await _redirect(exchange, exchange.origin + path)


@paths.at("/redirect-nowhere")
async def redirect_nowhere(exchange: Exchange) -> None:
    await exchange.answer(b"Elsewhere\n", exchange.number("code", 302))


@paths.at("/redirect-garbage")
async def redirect_garbage(exchange: Exchange) -> None:
    await _redirect(exchange, "http://[::1:80:::/%zz|\\")


async def _redirect(exchange: Exchange, location: str) -> None:
    code = exchange.number("code", 302)
    await exchange.answer(b"Elsewhere\n", code, headers=[("Location", location)])
