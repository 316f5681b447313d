"""The origin servers: each request is read, recorded and answered by what is at its path."""

from __future__ import annotations

import asyncio

import answers
import authorization
import broken
import redirects
import tokens
from exchange import BadParameterError, Exchange, Paths, refuse_malformed
from records import Records
from wire import Connection, MalformedError


class Origin:
    """All paths, served alike on every port."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._paths = Paths()
        for module in (answers, authorization, broken, redirects, tokens):
            self._paths.update(module.paths)
        self._paths.at("/stats")(self._statistics)
        self._paths.at("/reset")(self._reset)

    async def serve(self, connection: Connection) -> None:
        """Answer the requests of a connection, until it ends."""
        try:
            while request := await connection.read_request():
                self._records.add_request(connection, request)
                exchange = Exchange(connection, request)
                await exchange.receive()
                await self._answer(exchange)
                if connection.is_closed or request.is_last:
                    break
        except (MalformedError, asyncio.LimitOverrunError) as error:
            await refuse_malformed(connection, error)

    async def _answer(self, exchange: Exchange) -> None:
        answer = self._paths.get(exchange.request.path)
        if not answer:
            await exchange.answer(b"There is nothing here.\n", 404)
            return
        try:
            await answer(exchange)
        except BadParameterError as error:
            await exchange.answer(f"{error}\n".encode(), 400)

    async def _statistics(self, exchange: Exchange) -> None:
        await exchange.answer_json(self._records.statistics())

    async def _reset(self, exchange: Exchange) -> None:
        if exchange.request.method != "POST":
            await exchange.answer(b"POST\n", 405, headers=[("Allow", "POST")])
            return
        self._records.reset()
        await exchange.answer_json({"ok": True})
