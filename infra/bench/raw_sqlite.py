"""The raw side on SQLite: the very rows that the ledger wrote, by prepared inserts and nothing else."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from infra.ledger.sqlite import MIGRATIONS, STORE
from infra.sqlite.database import Database
from infra.sqlite.migrating import migrate

Row = tuple[Any, ...]

_EVENTS = (
    "SELECT position, stream_id, version, type, schema, recorded_at, meta, state, reference FROM event"
    " WHERE position > ? ORDER BY position"
)
_COMMANDS = "SELECT person, id, fingerprint, position, answer FROM command WHERE position > ? ORDER BY position"
_INSERT_EVENT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_COMMAND = "INSERT INTO command VALUES (?, ?, ?, ?, ?)"


class RawLog:
    """A file of the ledger's own schema under the same PRAGMAs, written one transaction a command."""

    def __init__(self, path: Path) -> None:
        database = Database(path, STORE)
        migrate(database, "ledger", MIGRATIONS)
        database.close()
        self._connection = _connect(path)

    def write(self, rows: Sequence[tuple[Row, Row]]) -> None:
        """Write the row of each event and that of its command, on disk before the next one starts."""
        execute = self._connection.execute
        for event, command in rows:
            execute("BEGIN IMMEDIATE")
            execute(_INSERT_EVENT, event)
            execute(_INSERT_COMMAND, command)
            execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def rows_after(ledger: Path, position: int) -> list[tuple[Row, Row]]:
    """Return what each command wrote after a position: the row of its one event, and its own."""
    connection = _connect(ledger)
    try:
        events = connection.execute(_EVENTS, (position,)).fetchall()
        commands = connection.execute(_COMMANDS, (position,)).fetchall()
    finally:
        connection.close()
    return list(zip(events, commands, strict=True))


def select_all(ledger: Path, batch: int) -> Iterator[list[Row]]:
    """Yield every event of a ledger as it is stored, so many at a time."""
    connection = _connect(ledger)
    try:
        cursor = connection.execute(_EVENTS, (0,))
        while rows := cursor.fetchmany(batch):
            yield rows
    finally:
        connection.close()


def version() -> str:
    """Return the version of the engine."""
    return sqlite3.sqlite_version


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection
