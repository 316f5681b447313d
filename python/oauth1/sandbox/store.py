"""What the sandbox remembers, in SQLite."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

SCHEMA_VERSION = 1
REQUEST_TOKEN_LIFETIME = 600.0
TIMESTAMP_LIFETIME = 300
STATUS_LENGTH = 140

_SESSION_LIFETIME = 24 * 60 * 60
_SCHEMA = f"""
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    full_name TEXT NOT NULL,
    salt BLOB NOT NULL,
    password_hash BLOB NOT NULL
);
CREATE TABLE consumers (
    key TEXT PRIMARY KEY CHECK (key <> ''),
    name TEXT NOT NULL,
    secret TEXT,
    rsa_public_key TEXT,
    CHECK ((secret IS NULL) <> (rsa_public_key IS NULL))
);
CREATE TABLE request_tokens (
    key TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer TEXT NOT NULL REFERENCES consumers (key) ON DELETE CASCADE,
    callback TEXT NOT NULL CHECK (callback <> ''),
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'authorized', 'refused', 'used')),
    user INTEGER REFERENCES users (id) ON DELETE CASCADE,
    verifier TEXT CHECK (verifier <> ''),
    expires_at REAL NOT NULL,
    CHECK ((state IN ('authorized', 'used')) = (user IS NOT NULL AND verifier IS NOT NULL))
);
CREATE TABLE access_tokens (
    key TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer TEXT NOT NULL REFERENCES consumers (key) ON DELETE CASCADE,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    request_token TEXT NOT NULL UNIQUE REFERENCES request_tokens (key) ON DELETE CASCADE,
    created_at REAL NOT NULL,
    revoked_at REAL CHECK (revoked_at >= created_at)
);
CREATE INDEX access_tokens_by_user ON access_tokens (user, consumer);
CREATE TABLE nonces (
    timestamp INTEGER NOT NULL,
    nonce TEXT NOT NULL,
    consumer TEXT NOT NULL REFERENCES consumers (key) ON DELETE CASCADE,
    token TEXT NOT NULL,
    UNIQUE (timestamp, nonce, consumer, token)
);
CREATE TABLE statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    consumer TEXT NOT NULL REFERENCES consumers (key) ON DELETE CASCADE,
    text TEXT NOT NULL CHECK (text <> '' AND length(text) <= {STATUS_LENGTH}),
    truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
    created_at REAL NOT NULL
);
CREATE TABLE sessions (
    key TEXT PRIMARY KEY,
    csrf TEXT NOT NULL,
    user INTEGER REFERENCES users (id) ON DELETE CASCADE,
    expires_at REAL NOT NULL
);
PRAGMA user_version = {SCHEMA_VERSION};
"""


class StoreError(Exception):
    """The database cannot be used."""


@dataclass(frozen=True)
class User:
    """Somebody who can sign in, and whom an application can act for."""

    id: int
    name: str
    full_name: str


@dataclass(frozen=True)
class Consumer:
    """An application, known by its key, that signs with a secret or with an RSA key."""

    key: str
    name: str
    secret: str | None
    rsa_public_key: str | None


@dataclass(frozen=True)
class RequestToken:
    """A request token (temporary credentials), and how far its user got with it."""

    key: str
    secret: str
    consumer: str
    callback: str
    state: str
    user: int | None
    verifier: str | None
    expires_at: float

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return time.time() >= self.expires_at


@dataclass(frozen=True)
class AccessToken:
    """An access token (token credentials), and whether its user took it back."""

    key: str
    secret: str
    consumer: str
    user: int
    revoked: bool


@dataclass(frozen=True)
class Application:
    """A consumer, as the user sees it who authorized it."""

    consumer: str
    name: str
    since: float


@dataclass(frozen=True)
class Status:
    """What a user said through an application."""

    id: int
    user: User
    text: str
    truncated: bool
    created_at: float


@dataclass(frozen=True)
class Session:
    """A browser, and the user who signed in with it."""

    key: str
    csrf: str
    user: User | None


class Store:
    """The sandbox's database. It may be used from any thread."""

    def __init__(
        self,
        database: str | None = None,
        request_token_lifetime: float = REQUEST_TOKEN_LIFETIME,
    ) -> None:
        self._lock = threading.RLock()
        self._request_token_lifetime = request_token_lifetime
        try:
            self._database = sqlite3.connect(
                database or ":memory:", check_same_thread=False, isolation_level=None
            )
        except sqlite3.Error as error:
            raise StoreError(f"cannot open the database {database}: {error}") from error
        try:
            self._prepare()
        except (sqlite3.Error, StoreError) as error:
            self._database.close()
            raise StoreError(f"cannot use the database {database}: {error}") from error

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    # Users

    def put_user(self, name: str, full_name: str, password: str) -> None:
        """Add a user, or give a known one another password."""
        salt = secrets.token_bytes(16)
        with self._transaction() as database:
            database.execute(
                "INSERT INTO users (name, full_name, salt, password_hash) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET full_name = excluded.full_name,"
                " salt = excluded.salt, password_hash = excluded.password_hash",
                (name, full_name, salt, _hash_password(password, salt)),
            )

    def user(self, user_id: int) -> User | None:
        """Return a user by number."""
        row = self._row("SELECT id, name, full_name FROM users WHERE id = ?", user_id)
        return User(*row) if row else None

    def sign_in(self, name: str, password: str) -> User | None:
        """Return the user whose name and password these are."""
        row = self._row(
            "SELECT id, name, full_name, salt, password_hash FROM users WHERE name = ?", name
        )
        if row and hmac.compare_digest(_hash_password(password, row[3]), row[4]):
            return User(*row[:3])
        return None

    # Browser sessions

    def open_session(self, user: User | None = None) -> Session:
        """Start a session for a browser."""
        session = Session(secrets.token_urlsafe(24), secrets.token_urlsafe(24), user)
        now = time.time()
        with self._transaction() as database:
            database.execute("DELETE FROM sessions WHERE expires_at <= ?", (now,))
            database.execute(
                "INSERT INTO sessions (key, csrf, user, expires_at) VALUES (?, ?, ?, ?)",
                (session.key, session.csrf, user and user.id, now + _SESSION_LIFETIME),
            )
        return session

    def session(self, key: str) -> Session | None:
        """Return a session that has not ended."""
        row = self._row(
            "SELECT key, csrf, user FROM sessions WHERE key = ? AND expires_at > ?",
            key,
            time.time(),
        )
        if not row:
            return None
        return Session(row[0], row[1], None if row[2] is None else self.user(row[2]))

    def close_session(self, session: Session) -> None:
        """End a session."""
        with self._transaction() as database:
            database.execute("DELETE FROM sessions WHERE key = ?", (session.key,))

    # Consumers

    def put_consumer(self, consumer: Consumer) -> None:
        """Add a consumer, or give a known one another secret."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO consumers (key, name, secret, rsa_public_key) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET name = excluded.name,"
                " secret = excluded.secret, rsa_public_key = excluded.rsa_public_key",
                (consumer.key, consumer.name, consumer.secret, consumer.rsa_public_key),
            )

    def consumer(self, key: str) -> Consumer | None:
        """Return a consumer by its key."""
        row = self._row(
            "SELECT key, name, secret, rsa_public_key FROM consumers WHERE key = ?", key
        )
        return Consumer(*row) if row else None

    # Tokens

    def add_request_token(self, key: str, secret: str, consumer: str, callback: str) -> None:
        """Keep a request token that was given to a consumer."""
        expires_at = time.time() + self._request_token_lifetime
        with self._transaction() as database:
            database.execute(
                "INSERT INTO request_tokens (key, secret, consumer, callback, expires_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (key, secret, consumer, callback, expires_at),
            )

    def request_token(self, key: str) -> RequestToken | None:
        """Return a request token by its key."""
        row = self._row(
            "SELECT key, secret, consumer, callback, state, user, verifier, expires_at"
            " FROM request_tokens WHERE key = ?",
            key,
        )
        return RequestToken(*row) if row else None

    def authorize(self, key: str, user: User, verifier: str) -> bool:
        """Let a user allow a pending request token; false if it is not pending any more."""
        with self._transaction() as database:
            cursor = database.execute(
                "UPDATE request_tokens SET state = 'authorized', user = ?, verifier = ?"
                " WHERE key = ? AND state = 'pending' AND expires_at > ?",
                (user.id, verifier, key, time.time()),
            )
            return cursor.rowcount == 1

    def refuse(self, key: str) -> bool:
        """Let a user deny a pending request token; false if it is not pending any more."""
        with self._transaction() as database:
            cursor = database.execute(
                "UPDATE request_tokens SET state = 'refused' WHERE key = ? AND state = 'pending'",
                (key,),
            )
            return cursor.rowcount == 1

    def exchange(self, request_token: str, key: str, secret: str) -> bool:
        """Use up an authorized request token for an access token; false if it was used before."""
        now = time.time()
        with self._transaction() as database:
            cursor = database.execute(
                "UPDATE request_tokens SET state = 'used'"
                " WHERE key = ? AND state = 'authorized' AND expires_at > ?",
                (request_token, now),
            )
            if cursor.rowcount != 1:
                return False
            database.execute(
                "INSERT INTO access_tokens (key, secret, consumer, user, request_token, created_at)"
                " SELECT ?, ?, consumer, user, key, ? FROM request_tokens WHERE key = ?",
                (key, secret, now, request_token),
            )
            return True

    def access_token(self, key: str) -> AccessToken | None:
        """Return an access token by its key, revoked or not."""
        row = self._row(
            "SELECT key, secret, consumer, user, revoked_at IS NOT NULL"
            " FROM access_tokens WHERE key = ?",
            key,
        )
        return AccessToken(row[0], row[1], row[2], row[3], bool(row[4])) if row else None

    def invalidate(self, key: str) -> None:
        """Revoke one access token."""
        with self._transaction() as database:
            database.execute(
                "UPDATE access_tokens SET revoked_at = max(created_at, ?)"
                " WHERE key = ? AND revoked_at IS NULL",
                (time.time(), key),
            )

    def applications(self, user: User) -> list[Application]:
        """Return the applications that may act for a user."""
        return [
            Application(*row)
            for row in self._rows(
                "SELECT consumers.key, consumers.name, min(created_at) FROM access_tokens"
                " JOIN consumers ON consumers.key = access_tokens.consumer"
                " WHERE user = ? AND revoked_at IS NULL GROUP BY consumers.key ORDER BY 3, 1",
                user.id,
            )
        ]

    def revoke(self, user: User, consumer: str) -> None:
        """Revoke all access tokens by which an application may act for a user."""
        with self._transaction() as database:
            database.execute(
                "UPDATE access_tokens SET revoked_at = max(created_at, ?)"
                " WHERE user = ? AND consumer = ? AND revoked_at IS NULL",
                (time.time(), user.id, consumer),
            )

    # Nonces

    def use_nonce(self, timestamp: int, nonce: str, consumer: str, token: str) -> bool:
        """Take a nonce; false if it was used before with this timestamp, consumer and token."""
        with self._transaction() as database:
            database.execute(
                "DELETE FROM nonces WHERE timestamp < ?",
                (int(time.time()) - 2 * TIMESTAMP_LIFETIME,),
            )
            try:
                database.execute(
                    "INSERT INTO nonces (timestamp, nonce, consumer, token) VALUES (?, ?, ?, ?)",
                    (timestamp, nonce, consumer, token),
                )
            except sqlite3.IntegrityError:
                return False
            return True

    def release_nonce(self, timestamp: int, nonce: str, consumer: str, token: str) -> None:
        """Give back a nonce whose request turned out not to be the consumer's."""
        with self._transaction() as database:
            database.execute(
                "DELETE FROM nonces"
                " WHERE timestamp = ? AND nonce = ? AND consumer = ? AND token = ?",
                (timestamp, nonce, consumer, token),
            )

    # Statuses

    def add_status(self, user: User, consumer: str, text: str) -> Status:
        """Publish a status, cut to the length that one may have."""
        kept, now = text[:STATUS_LENGTH], time.time()
        with self._transaction() as database:
            cursor = database.execute(
                "INSERT INTO statuses (user, consumer, text, truncated, created_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (user.id, consumer, kept, kept != text, now),
            )
        return Status(cursor.lastrowid or 0, user, kept, kept != text, now)

    def statuses(self, count: int) -> list[Status]:
        """Return the last statuses of all users, the newest first."""
        return [
            Status(row[0], User(*row[1:4]), row[4], bool(row[5]), row[6])
            for row in self._rows(
                "SELECT statuses.id, users.id, users.name, users.full_name,"
                " text, truncated, created_at"
                " FROM statuses JOIN users ON users.id = statuses.user"
                " ORDER BY statuses.id DESC LIMIT ?",
                count,
            )
        ]

    # Plumbing

    def _prepare(self) -> None:
        self._database.execute("PRAGMA foreign_keys = ON")
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and version != SCHEMA_VERSION:
            raise StoreError("it is not a database of this version of the sandbox")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        if not tables:
            self._database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()


def _hash_password(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)
