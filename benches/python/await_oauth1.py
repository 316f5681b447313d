"""This library, awaited: one client, and so many requests at once."""

from __future__ import annotations

import asyncio
import sys

from oauth1 import AsyncClient, Request, Token
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure_tasks

given = Input.from_args()
request = Request(given.method, given.url, form=given.form)


async def main() -> None:
    """Send for a while."""
    tasks = int(sys.argv[2])
    async with AsyncClient(CONSUMER_KEY, CONSUMER_SECRET, threads=tasks) as client:
        session = client.session(Token(TOKEN, TOKEN_SECRET))

        async def send() -> None:
            response = await session.send(request)
            assert response.status == 200
            assert response.body

        await measure_tasks("tasks", send, tasks)


asyncio.run(main())
