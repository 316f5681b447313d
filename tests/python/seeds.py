"""The secrets that the tests sign with."""

from __future__ import annotations

from pathlib import Path

CONSUMER_SECRET = "kd94-seed-of-the-consumer"
TOKEN_SECRET = "pfkk-seed-of-the-token"

KEYS = Path(__file__).parents[1] / "keys"
RSA_KEY = (KEYS / "rsa2048.pkcs8.pem").read_text("ascii")
RSA_PUBLIC_KEY = (KEYS / "rsa2048.public.pem").read_text("ascii")
