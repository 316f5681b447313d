"""Who there is in a new sandbox."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_PORT = 8001

CONSUMER_KEY = "sandbox-consumer-key"
CONSUMER_NAME = "Sandbox Application"
CONSUMER_SECRET = "sandbox-consumer-secret"  # noqa: S105 - known to everybody, on purpose
RSA_CONSUMER_KEY = "sandbox-rsa-consumer-key"
RSA_CONSUMER_NAME = "Sandbox RSA Application"


def password_of(name: str) -> str:
    """Return the password that the sandbox gave a user."""
    return f"{name}-password"


@dataclass(frozen=True)
class Account:
    """A user, with the password that everybody knows."""

    name: str
    full_name: str

    @property
    def password(self) -> str:
        """The user's password."""
        return password_of(self.name)


ACCOUNTS = (
    Account("alice", "Alice Liddell"),
    Account("bob", "Bob Cratchit"),
    Account("carol", "Carol Kennicott"),
)
PASSWORDS = {account.name: account.password for account in ACCOUNTS}


def numbered(number: int) -> Account:
    """Return one of the users that are made by number, for tests that need many."""
    return Account(f"user{number}", f"User {number}")
