"""Numbered SQL migrations with checksums: `0001_what_it_does.sql`, each applied once, in order, never changed after.

A file of a newer release, or one whose applied migrations have been edited, is refused with a sentence instead of being
written by a release that does not understand it.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from infra.sqlite.database import Database, Store

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


class Migration(msgspec.Struct, frozen=True):
    """One numbered file."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the file, by which an edit is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_in(folder: Path) -> list[Migration]:
    """Return the migrations of a folder in order. Raises `ValueError` where their numbers are not 1, 2, 3 ..."""
    found = [
        Migration(int(match[1]), match[2], file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir())
        if (match := _FILE.fullmatch(file.name))
    ]
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        message = f"migrations in {folder.name} are not numbered 1, 2, 3 ..."
        raise ValueError(message)
    return found


def migrate(database: Database, family: str, migrations: Sequence[Migration]) -> int:
    """Apply the migrations of a family that the file has not seen; return how many. Safe to run again, by several.

    Raises the store's `corrupt` error for a file that is another store's, was written by a newer release, or whose
    applied migrations differ from the ones here.
    """
    with database.reading() as connection:
        if _pending(connection, database.store, family, migrations) == []:
            return 0
    with database.writing() as connection:
        pending = _pending(connection, database.store, family, migrations)
        for migration in pending:
            for statement in _statements(migration.sql):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO migration (family, number, name, checksum) VALUES (?, ?, ?, ?)",
                (family, migration.number, migration.name, migration.checksum),
            )
        return len(pending)


def _pending(
    connection: sqlite3.Connection, store: Store, family: str, migrations: Sequence[Migration]
) -> list[Migration]:
    _check_owner(connection, store)
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migration'").fetchone():
        if not connection.in_transaction:
            return list(migrations)
        connection.execute(f"PRAGMA application_id = {store.application_id:d}")
        connection.execute(
            "CREATE TABLE migration (family TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,"
            " checksum TEXT NOT NULL, PRIMARY KEY (family, number)) WITHOUT ROWID"
        )
    applied = dict(connection.execute("SELECT number, checksum FROM migration WHERE family = ?", (family,)).fetchall())
    if len(applied) > len(migrations):
        raise store.corrupt(
            f"{store.en} was written by a newer release; use that release.",
            f"{store.zh}由更新的版本写成，请使用该版本。",
        )
    for migration in migrations:
        if migration.number in applied and applied[migration.number] != migration.checksum:
            raise store.corrupt(
                f"Migration {migration.number} of {store.en} is not the one applied; use the release that wrote it.",
                f"{store.zh}的第{migration.number}号迁移与已执行的不一致，请使用写成它的版本。",
            )
    return [migration for migration in migrations if migration.number not in applied]


def _check_owner(connection: sqlite3.Connection, store: Store) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != store.application_id and (owner or tables):
        raise store.corrupt(
            f"The file is a database, but not {store.en}; check the path.",
            f"该文件是数据库，但不是{store.zh}，请检查路径。",
        )


def _statements(sql: str) -> Iterator[str]:
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
