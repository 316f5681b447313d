"""The secrets that the tests sign with, which no error, warning or log record may show."""

from __future__ import annotations

from pathlib import Path

from oauth1.sandbox.accounts import CONSUMER_SECRET as SANDBOX_SECRET

CONSUMER_SECRET = "kd94-seed-of-the-consumer"
TOKEN_SECRET = "pfkk-seed-of-the-token"

KEYS = Path(__file__).parents[1] / "keys"
RSA_KEY = (KEYS / "rsa2048.pkcs8.pem").read_text("ascii")
RSA_PUBLIC_KEY = (KEYS / "rsa2048.public.pem").read_text("ascii")

SECRETS = (
    CONSUMER_SECRET,
    TOKEN_SECRET,
    SANDBOX_SECRET,
    *(line for line in RSA_KEY.splitlines() if not line.startswith("-----")),
)
