"""Who there is in a new sandbox."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_PORT = 8001

CONSUMER_KEY = "sandbox-consumer-key"
CONSUMER_NAME = "Sandbox Application"
CONSUMER_SECRET = "sandbox-consumer-secret"  # noqa: S105 - known to everybody, on purpose
RSA_CONSUMER_KEY = "sandbox-rsa-consumer-key"
RSA_CONSUMER_NAME = "Sandbox RSA Application"


@dataclass(frozen=True)
class Account:
    """A user, with the password that everybody knows."""

    name: str
    full_name: str
    password: str


ACCOUNTS = (
    Account("alice", "Alice Liddell", "alice-password"),
    Account("bob", "Bob Cratchit", "bob-password"),
    Account("carol", "Carol Kennicott", "carol-password"),
)
PASSWORDS = {account.name: account.password for account in ACCOUNTS}
