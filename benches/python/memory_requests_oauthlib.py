"""requests-oauthlib's memory: what each session takes."""

from __future__ import annotations

from requests_oauthlib import OAuth1Session

from resident import resident, show
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET

COUNT = 2_000

OAuth1Session(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)
before = resident()
kept = [OAuth1Session(CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET) for _ in range(COUNT)]
show("session_bytes", (resident() - before) / COUNT)
