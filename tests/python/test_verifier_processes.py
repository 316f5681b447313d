"""Several processes that share a store of nonces: of the same request exactly one gets through."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from oauth1 import Client, Request, Token

PROCESSES = 4
REQUESTS = 500

WORKER = """
import json, sqlite3, sys
from oauth1 import NonceUse, VerificationError, Verifier

database = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)

def is_new(use: NonceUse) -> bool:
    insert = "INSERT OR IGNORE INTO nonces (key, expires) VALUES (?, ?)"
    return database.execute(insert, (use.key, use.expires)).rowcount == 1

verifier = Verifier(lambda key: "secret", lambda key, token: "token secret", nonces=is_new)
headers = json.load(sys.stdin)
accepted = []
for number, header in enumerate(headers):
    try:
        verifier.verify("GET", "https://a.example/", headers={"Authorization": header})
        accepted.append(number)
    except VerificationError as refused:
        assert refused.reason == "nonce", refused
print(json.dumps(accepted))
"""


def test_of_several_processes_exactly_one_accepts_each_request(tmp_path: Path) -> None:
    store = tmp_path / "nonces.sqlite"
    with closing(sqlite3.connect(store)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE nonces (key TEXT PRIMARY KEY, expires INTEGER)")
    session = Client("key", "secret").session(Token("token", "token secret"))
    request = Request("GET", "https://a.example/")
    headers = json.dumps([session.authorization(request) for _ in range(REQUESTS)])
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, store],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for worker in workers:  # all begin before one is waited for
        assert worker.stdin
        worker.stdin.write(headers)
        worker.stdin.close()
    accepted: list[int] = []
    for worker in workers:
        assert worker.stdout
        accepted += json.loads(worker.stdout.read())
        worker.stdout.close()
        assert worker.wait() == 0
    assert sorted(accepted) == list(range(REQUESTS))
