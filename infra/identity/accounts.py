"""Accounts (账号) and sessions (会话).

Passwords are kept as argon2id hashes, tokens as SHA-256 of 256 random bits. Log-ins that fail are counted for the
account and for the source they come from, in the file, so that restarting or another process does not start over.
Source: OWASP ASVS 5.0, chapters 6 (authentication) and 7 (session management).
"""

import hashlib
import os
import secrets
import sqlite3
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.shared.errors import Answer, Missing, Refusal
from infra.ledger.mapper import from_microseconds, to_microseconds
from infra.ledger.sqlite import STORE
from infra.sqlite.database import Database
from infra.sqlite.migrating import migrate, migrations_in

MIGRATIONS = migrations_in(Path(__file__).parent / "migrations")
SESSION_LASTS = timedelta(hours=12)
"""A working day with its evening; then one logs in again."""
ATTEMPTS_COUNT_FOR = timedelta(minutes=15)
ATTEMPTS_OF_ACCOUNT = 10
"""Failed log-ins of one account within that time, before its next one has to wait."""
ATTEMPTS_OF_SOURCE = 50
"""The same from one source, such as a town hall's address that many share."""
HASHED_AT_ONCE = os.cpu_count() or 1
"""Each hash takes 64 MB and a core; more at once would only queue for them."""


class WrongPassword(Refusal):
    """The account and the password do not belong together (账号或密码错误). It is not said which of them is wrong."""

    answer = Answer.NOT_LOGGED_IN
    zh = "账号或密码错误，请重新输入。"
    en = "The account or the password is wrong. Try again."


class TooManyAttempts(Refusal):
    """Too many log-ins have failed (登录尝试过多). Fact `seconds`: how long to wait."""

    answer = Answer.TOO_MANY
    zh = "登录失败次数过多，请在 {seconds} 秒后再试。"
    en = "Too many log-ins have failed. Try again in {seconds} seconds."


class AccountNameTaken(Refusal):
    """The name belongs to another account (账号名已被使用)."""

    zh = "账号名“{username}”已被使用，请换一个。"
    en = "The account name {username} is taken. Choose another."


class NewAccount(msgspec.Struct, frozen=True):
    """An account to be made; `person` is the id of a person in the register."""

    username: str
    password: str
    person: str

    def __repr__(self) -> str:
        return f"NewAccount({self.username!r}, person={self.person!r})"


class Account(msgspec.Struct, frozen=True):
    """An account as it is listed."""

    username: str
    person: str
    disabled: bool


class Session(msgspec.Struct, frozen=True):
    """What a log-in gives: the token, told once and to its holder only, and until when it holds, UTC."""

    token: str
    expires_at: datetime
    person: str

    def __repr__(self) -> str:
        return f"Session(person={self.person!r}, expires_at={self.expires_at.isoformat()})"


class Accounts:
    """The accounts in the ledger's file. Threads and processes may share it. Raises `LedgerAway`, `LedgerCorrupt`.

    `hasher` says how dear a password hash is; the default is argon2id as RFC 9106 recommends it.
    """

    def __init__(self, path: Path, hasher: PasswordHasher | None = None, lasts: timedelta = SESSION_LASTS) -> None:
        self._hasher = hasher or PasswordHasher()
        self._lasts = lasts
        self._hashing = BoundedSemaphore(HASHED_AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._database = Database(path, STORE)
        migrate(self._database, "identity", MIGRATIONS)

    def add(self, username: str, password: str, person: str) -> None:
        """Make an account. Raises `AccountNameTaken`."""
        self.add_many([NewAccount(username, password, person)])

    def add_many(self, accounts: Sequence[NewAccount]) -> None:
        """Make several accounts, all or none, hashing on all cores. Raises `AccountNameTaken`."""
        with ThreadPoolExecutor(HASHED_AT_ONCE) as pool:
            hashes = list(pool.map(lambda account: self._hasher.hash(account.password), accounts))
        with self._database.writing() as connection:
            for account, password_hash in zip(accounts, hashes, strict=True):
                row = (_plain(account.username), account.person, password_hash)
                sql = "INSERT INTO account (username, person, password_hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                if not connection.execute(sql, row).rowcount:
                    raise AccountNameTaken(username=account.username)

    def disable(self, username: str) -> None:
        """Disable an account for good and end its sessions. Raises `Missing`."""
        with self._database.writing() as connection:
            name = _plain(username)
            if not connection.execute("UPDATE account SET disabled = 1 WHERE username = ?", (name,)).rowcount:
                raise Missing(what=username)
            connection.execute("DELETE FROM session WHERE username = ?", (name,))

    def list(self) -> list[Account]:
        """Return all accounts, by name."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT username, person, disabled FROM account ORDER BY username").fetchall()
        return [Account(username, person, bool(disabled)) for username, person, disabled in rows]

    def log_in(self, username: str, password: str, source: str, now: datetime) -> Session:
        """Open a session for whoever knows the password. `source`: where the attempt comes from, such as an address.

        A name that nobody has takes as long as a wrong password. Raises `WrongPassword`, `TooManyAttempts`.
        """
        name = _plain(username)
        attempt = self._count_attempt(name, source, now)
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT person, password_hash FROM account WHERE username = ? AND disabled = 0", (name,)
            ).fetchone()
        person, password_hash = row or (None, self._nobody)
        if not self._fits(password_hash, password) or person is None:
            raise WrongPassword
        token, expires_at = secrets.token_urlsafe(32), now + self._lasts
        renewed = self._hasher.hash(password) if self._hasher.check_needs_rehash(password_hash) else password_hash
        with self._database.writing() as connection:
            connection.execute("DELETE FROM attempt WHERE number = ?", (attempt,))
            connection.execute("UPDATE account SET password_hash = ? WHERE username = ?", (renewed, name))
            connection.execute("DELETE FROM session WHERE expires_at <= ?", (to_microseconds(now),))
            connection.execute(
                "INSERT INTO session VALUES (?, ?, ?)", (_hash(token), name, to_microseconds(expires_at))
            )
        return Session(token, expires_at, person)

    def session(self, token: str, now: datetime) -> str | None:
        """Return the person whose session the token opens, or None: unknown, ended or over."""
        sql = (
            "SELECT person FROM session JOIN account USING (username)"
            " WHERE token_hash = ? AND expires_at > ? AND disabled = 0"
        )
        with self._database.reading() as connection:
            row = connection.execute(sql, (_hash(token), to_microseconds(now))).fetchone()
        return None if row is None else str(row[0])

    def log_out(self, token: str) -> None:
        """End a session; one that is over already stays so."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM session WHERE token_hash = ?", (_hash(token),))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _fits(self, password_hash: str, password: str) -> bool:
        with self._hashing:
            try:
                return self._hasher.verify(password_hash, password)
            except (VerificationError, InvalidHashError):
                return False

    def _count_attempt(self, name: str, source: str, now: datetime) -> int | None:
        """Count an attempt before it is judged, so that many at once cannot slip through. Raises `TooManyAttempts`."""
        since = to_microseconds(now - ATTEMPTS_COUNT_FOR)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM attempt WHERE at <= ?", (since,))
            for column, value, most in (
                ("username", name, ATTEMPTS_OF_ACCOUNT),
                ("source", source, ATTEMPTS_OF_SOURCE),
            ):
                count, oldest = _attempts(connection, column, value)
                if count >= most:
                    wait = from_microseconds(oldest) + ATTEMPTS_COUNT_FOR - now
                    raise TooManyAttempts(seconds=int(wait.total_seconds()) + 1)
            sql = "INSERT INTO attempt (at, username, source) VALUES (?, ?, ?)"
            return connection.execute(sql, (to_microseconds(now), name, source)).lastrowid


def _attempts(connection: sqlite3.Connection, column: str, value: str) -> tuple[int, int]:
    sql = f"SELECT count(*), min(at) FROM attempt WHERE {column} = ?"  # noqa: S608 - the column is one of two constants
    count, oldest = connection.execute(sql, (value,)).fetchone()
    return count, oldest or 0


def _plain(username: str) -> str:
    """Return the name that looks the same in every spelling: width, case and outer blanks do not count."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
