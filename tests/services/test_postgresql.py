"""The tests of what Django keeps in its database, once more on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg

from servers import HOST, Server

TESTS = Path(__file__).parents[1] / "python"


def test_what_is_kept_is_kept_in_postgresql_as_in_sqlite(postgresql: Server) -> None:
    address = f"host={HOST} port={postgresql.port} user=oauth1"
    with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE oauth1")
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
            *(str(TESTS / f"test_django_{name}.py") for name in ("tokens", "nonces", "connect")),
        ],
        env={**os.environ, "OAUTH1_TEST_POSTGRESQL": str(postgresql.port)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    # they were there, and not in some other database
    with psycopg.connect(f"{address} dbname=oauth1") as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables").fetchall()
        (writes,) = connection.execute(
            "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'oauth1_tokens_accesstoken'"
        ).fetchall()
    assert ("oauth1_tokens_accesstoken",) in tables
    assert writes[0] > 0
