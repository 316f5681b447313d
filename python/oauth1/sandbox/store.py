"""What the sandbox remembers, in SQLite."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from oauth1.sandbox.accounts import Account

SCHEMA_VERSION = 2
REQUEST_TOKEN_LIFETIME = 600.0
STATUS_LENGTH = 140
READ, WRITE = "read", "write"

_PURGE_INTERVAL = 10.0
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
    state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'refused', 'rejected')),
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
    access TEXT NOT NULL DEFAULT 'write' CHECK (access IN ('read', 'write')),
    expires_at REAL NOT NULL,
    CHECK ((state IN ('authorized', 'used')) = (user IS NOT NULL AND verifier IS NOT NULL))
);
CREATE TABLE access_tokens (
    key TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer TEXT NOT NULL REFERENCES consumers (key) ON DELETE CASCADE,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    request_token TEXT UNIQUE REFERENCES request_tokens (key) ON DELETE CASCADE,
    created_at REAL NOT NULL,
    revoked_at REAL CHECK (revoked_at >= created_at),
    expires_at REAL,
    session_handle TEXT UNIQUE CHECK (session_handle <> ''),
    authorized_until REAL
);
CREATE INDEX access_tokens_by_user ON access_tokens (user, consumer);
CREATE TABLE nonces (
    timestamp INTEGER NOT NULL,
    nonce TEXT NOT NULL,
    consumer TEXT NOT NULL REFERENCES consumers (key) ON DELETE CASCADE,
    token TEXT NOT NULL,
    PRIMARY KEY (timestamp, nonce, consumer, token)
) WITHOUT ROWID;
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


Nonce = tuple[int, str, str, str]  # timestamp, nonce, consumer, token


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
    """An application, known by its key, that signs with a secret or with an RSA key.

    `state` is `accepted`, `refused` for the time being, or `rejected` for good.
    """

    key: str
    name: str
    secret: str | None
    rsa_public_key: str | None
    state: str = "accepted"


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
    access: str
    expired: bool


@dataclass(frozen=True)
class AccessToken:
    """An access token (token credentials): for whom, what for, and whether it is still good.

    Once it is expired, its session handle renews it, as long as `authorized` holds.
    """

    key: str
    secret: str
    consumer: str
    user: User
    access: str
    revoked: bool
    expired: bool
    session_handle: str | None
    authorized: bool


@dataclass(frozen=True)
class Terms:
    """What an access token is given out on: how long it lasts, and what renews it."""

    lifetime: float | None = None
    session_handle: str | None = None
    authorization_lifetime: float | None = None


@dataclass(frozen=True)
class Credentials:
    """A new access token, with its secret and its terms."""

    key: str
    secret: str
    terms: Terms = Terms()


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
        self._next_purge = 0.0
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

    def put_users(self, accounts: Iterable[Account]) -> list[User]:
        """Add users, or give known ones another password."""
        users = []
        with self._transaction() as database:
            for account in accounts:
                database.execute(
                    "INSERT INTO users (name, full_name, salt, password_hash)"
                    " VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE"
                    " SET full_name = excluded.full_name, salt = excluded.salt,"
                    " password_hash = excluded.password_hash",
                    _user_row(account),
                )
                cursor = database.execute("SELECT id FROM users WHERE name = ?", (account.name,))
                users.append(User(cursor.fetchone()[0], account.name, account.full_name))
        return users

    def user_count(self) -> int:
        """Return how many users there are."""
        (count,) = self._rows("SELECT count(*) FROM users")[0]
        return int(count)

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
                "INSERT INTO consumers (key, name, secret, rsa_public_key, state)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name,"
                " secret = excluded.secret, rsa_public_key = excluded.rsa_public_key,"
                " state = excluded.state",
                (
                    consumer.key,
                    consumer.name,
                    consumer.secret,
                    consumer.rsa_public_key,
                    consumer.state,
                ),
            )

    def consumer(self, key: str) -> Consumer | None:
        """Return a consumer by its key."""
        row = self._row(
            "SELECT key, name, secret, rsa_public_key, state FROM consumers WHERE key = ?", key
        )
        return Consumer(*row) if row else None

    # Tokens

    def add_request_token(
        self, key: str, secret: str, consumer: str, callback: str, access: str = WRITE
    ) -> None:
        """Keep a request token that was given to a consumer."""
        expires_at = time.time() + self._request_token_lifetime
        with self._transaction() as database:
            database.execute(
                "INSERT INTO request_tokens (key, secret, consumer, callback, access, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (key, secret, consumer, callback, access, expires_at),
            )

    def request_token(self, key: str) -> RequestToken | None:
        """Return a request token by its key."""
        row = self._row(
            "SELECT key, secret, consumer, callback, state, user, verifier, access,"
            " expires_at <= ? FROM request_tokens WHERE key = ?",
            time.time(),
            key,
        )
        if row is None:
            return None
        key, secret, consumer, callback, state, user, verifier, access, expired = row
        return RequestToken(
            key, secret, consumer, callback, state, user, verifier, access, bool(expired)
        )

    def authorize(self, key: str, user: User, verifier: str, access: str = WRITE) -> bool:
        """Let a user allow a pending request token; false if it is not pending any more.

        What was asked for as read only stays so.
        """
        with self._transaction() as database:
            cursor = database.execute(
                "UPDATE request_tokens SET state = 'authorized', user = ?, verifier = ?,"
                " access = min(access, ?) WHERE key = ? AND state = 'pending' AND expires_at > ?",
                (user.id, verifier, access, key, time.time()),
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

    def exchange(self, request_token: str, given: Credentials) -> bool:
        """Use up an authorized request token for an access token; false if it was used before."""
        now = time.time()
        with self._transaction() as database:
            used = database.execute(
                "UPDATE request_tokens SET state = 'used'"
                " WHERE key = ? AND state = 'authorized' AND expires_at > ?",
                (request_token, now),
            )
            if used.rowcount != 1:
                return False
            row = database.execute(
                "SELECT consumer, user, access FROM request_tokens WHERE key = ?", (request_token,)
            ).fetchone()
            _add_access_token(database, given, row, now=now, request_token=request_token)
            return True

    def grant(self, consumer: str, access: str, given: Iterable[tuple[User, Credentials]]) -> None:
        """Give a consumer access tokens without request tokens."""
        now = time.time()
        with self._transaction() as database:
            for user, credentials in given:
                _add_access_token(database, credentials, (consumer, user.id, access), now=now)

    def renew(self, key: str, given: Credentials) -> bool:
        """Replace an access token, which is revoked thereby; false if it was replaced before."""
        now = time.time()
        with self._transaction() as database:
            replaced = database.execute(
                "UPDATE access_tokens SET revoked_at = max(created_at, ?)"
                " WHERE key = ? AND revoked_at IS NULL",
                (now, key),
            )
            if replaced.rowcount != 1:
                return False
            row = database.execute(
                "SELECT consumer, user, access FROM access_tokens WHERE key = ?", (key,)
            ).fetchone()
            _add_access_token(database, given, row, now=now)
            return True

    def access_token(self, key: str) -> AccessToken | None:
        """Return an access token by its key, whether it is still good or not."""
        now = time.time()
        row = self._row(
            "SELECT key, secret, consumer, users.id, users.name, users.full_name, access,"
            " revoked_at IS NOT NULL, coalesce(expires_at <= ?, FALSE), session_handle,"
            " coalesce(authorized_until > ?, TRUE)"
            " FROM access_tokens JOIN users ON users.id = access_tokens.user WHERE key = ?",
            now,
            now,
            key,
        )
        if row is None:
            return None
        return AccessToken(
            key=row[0],
            secret=row[1],
            consumer=row[2],
            user=User(*row[3:6]),
            access=row[6],
            revoked=bool(row[7]),
            expired=bool(row[8]),
            session_handle=row[9],
            authorized=bool(row[10]),
        )

    def authorization_left(self, key: str) -> float | None:
        """Return for how many seconds an access token can still be renewed; none is for ever."""
        now = time.time()
        row = self._row("SELECT authorized_until - ? FROM access_tokens WHERE key = ?", now, key)
        return row[0] if row else None

    def prolong(self, key: str, lifetime: float | None) -> None:
        """Have an access token last for so many seconds from now; 0 lets it expire."""
        expires_at = None if lifetime is None else time.time() + lifetime
        with self._transaction() as database:
            database.execute(
                "UPDATE access_tokens SET expires_at = ? WHERE key = ?", (expires_at, key)
            )

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

    def use_nonce(self, nonce: Nonce) -> bool:
        """Take a nonce; false if it was used before with this timestamp, consumer and token."""
        with self._lock:
            cursor = self._database.execute(
                "INSERT INTO nonces (timestamp, nonce, consumer, token) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                nonce,
            )
            return cursor.rowcount == 1

    def release_nonce(self, nonce: Nonce) -> None:
        """Give back a nonce whose request turned out not to be the consumer's."""
        with self._lock:
            self._database.execute(
                "DELETE FROM nonces"
                " WHERE timestamp = ? AND nonce = ? AND consumer = ? AND token = ?",
                nonce,
            )

    def forget_nonces(self, before: int) -> None:
        """Forget the nonces of timestamps that are refused by now; once in a while is enough."""
        now = time.monotonic()
        with self._lock:
            if now >= self._next_purge:
                self._next_purge = now + _PURGE_INTERVAL
                self._database.execute("DELETE FROM nonces WHERE timestamp < ?", (before,))

    # Statuses

    def add_status(self, user: User, consumer: str, text: str, now: float) -> Status:
        """Publish a status, cut to the length that one may have."""
        kept = text[:STATUS_LENGTH]
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
        # What a sandbox knows need not outlive a power cut: nothing waits for the disk.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = OFF")
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


def _add_access_token(
    database: sqlite3.Connection,
    given: Credentials,
    holder: tuple[str, int, str],
    *,
    now: float,
    request_token: str | None = None,
) -> None:
    """Add an access token for a consumer, a user, and what the one may do for the other."""
    terms = given.terms
    database.execute(
        "INSERT INTO access_tokens (key, secret, consumer, user, access, request_token, created_at,"
        " expires_at, session_handle, authorized_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.key,
            given.secret,
            *holder,
            request_token,
            now,
            None if terms.lifetime is None else now + terms.lifetime,
            terms.session_handle,
            None if terms.authorization_lifetime is None else now + terms.authorization_lifetime,
        ),
    )


def _user_row(account: Account) -> tuple[str, str, bytes, bytes]:
    salt = secrets.token_bytes(16)
    return account.name, account.full_name, salt, _hash_password(account.password, salt)


def _hash_password(password: str, salt: bytes) -> bytes:
    """Return a hash that is made quickly: everybody knows these passwords."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**5, r=8, p=1)
