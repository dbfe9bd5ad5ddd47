"""Snapshots in the ledger's file: states of long streams, so that reading one does not mean replaying all of it."""

from typing import Protocol
from uuid import UUID

import msgspec

from infra.sqlite.database import Database


class Snapshot(msgspec.Struct, frozen=True):
    """A stream's state after one of its versions, encoded, and the ledger position of that version."""

    version: int
    position: int
    state: bytes


class Snapshots(Protocol):
    """Keeps the newest snapshot of a stream under each stamp. Losing them costs time only."""

    def find(self, stream: UUID, stamp: str) -> Snapshot | None:
        """Return the newest snapshot with that stamp, or None."""
        ...

    def keep(self, stream: UUID, stamp: str, snapshot: Snapshot) -> None:
        """Put a snapshot in the place of an older one."""
        ...


class SqliteSnapshots:
    """Snapshots in a table beside the events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, stream: UUID, stamp: str) -> Snapshot | None:
        """Return the newest snapshot with that stamp, or None; one whose event is not in the log is passed over."""
        sql = (
            "SELECT version, position, snapshot.state FROM snapshot JOIN event USING (stream_id, version, position)"
            " WHERE stream_id = ? AND stamp = ?"
        )
        with self._database.reading() as connection:
            row = connection.execute(sql, (stream.bytes, stamp)).fetchone()
        return None if row is None else Snapshot(*row)

    def keep(self, stream: UUID, stamp: str, snapshot: Snapshot) -> None:
        """Put a snapshot in the place of an older one; those with other stamps were made by another release."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO snapshot (stream_id, stamp, version, position, state) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (stream_id, stamp) DO UPDATE SET version = excluded.version,"
                " position = excluded.position, state = excluded.state WHERE version < excluded.version",
                (stream.bytes, stamp, snapshot.version, snapshot.position, snapshot.state),
            )
