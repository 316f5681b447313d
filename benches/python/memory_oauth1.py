"""This library's memory, from Python: what each session takes, and a million signatures."""

from __future__ import annotations

from oauth1 import Client, Request, Token
from resident import resident, show
from timing import CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET

COUNT = 20_000

request = Request("POST", "https://api.example.com/1/statuses/update.json", form={"status": "Hi!"})
session = Client(CONSUMER_KEY, CONSUMER_SECRET).session(Token(TOKEN, TOKEN_SECRET))

for _ in range(100_000):
    session.authorization(request)
before = resident()
for _ in range(1_000_000):
    session.authorization(request)
show("million_bytes", resident() - before)

before = resident()
kept = [
    Client(CONSUMER_KEY, CONSUMER_SECRET).session(Token(TOKEN, TOKEN_SECRET)) for _ in range(COUNT)
]
show("session_bytes", (resident() - before) / COUNT)
