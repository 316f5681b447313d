"""httpx with Authlib, awaited: one client, and so many requests at once."""

from __future__ import annotations

import asyncio
import sys

from authlib.integrations.httpx_client import AsyncOAuth1Client

from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, Input, measure_tasks

given = Input.from_args()
form = dict(given.form) or None


async def main() -> None:
    """Send for a while."""
    async with AsyncOAuth1Client(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET) as client:

        async def send() -> None:
            response = await client.request(given.method, given.url, data=form)
            assert response.status_code == 200
            assert response.content

        await measure_tasks("tasks", send, int(sys.argv[2]))


asyncio.run(main())
