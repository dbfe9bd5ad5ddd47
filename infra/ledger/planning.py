"""What a batch of appends will write, worked out under the write lock, before the first row is inserted.

So a conflict or a reused command fails its own job alone: a job that does not fit leaves nothing in the plan.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from infra.ledger.ledger import Command, CommandReused, Receipt, VersionConflict
from infra.ledger.mapper import Encoded

_HEAD = "SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1"
_VERSION = "SELECT max(version) FROM event WHERE stream_id = ?"
_COMMAND = "SELECT fingerprint, position, answer FROM command WHERE person = ? AND id = ?"
INSERT_EVENT = (
    "INSERT INTO event (position, stream_id, version, type, schema, recorded_at, meta, state, reference)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_COMMAND = "INSERT INTO command (person, id, fingerprint, position, answer) VALUES (?, ?, ?, ?, ?)"


class EncodedEntry(NamedTuple):
    """One stream's share of an append, encoded."""

    stream_id: bytes
    expected: int | None
    events: Sequence[Encoded]


class Append(NamedTuple):
    """What one command appends."""

    entries: Sequence[EncodedEntry]
    command: Command | None


Job = Sequence[Append]
"""What one caller wants recorded, all or nothing."""


def head_of(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the last position and its time in microseconds; zeros in an empty ledger."""
    return connection.execute(_HEAD).fetchone() or (0, 0)


def stored_answer(connection: sqlite3.Connection, person: str, command_id: str, fingerprint: bytes) -> Receipt | None:
    """Return what a command was answered, or None. Raises `CommandReused`."""
    row = connection.execute(_COMMAND, (person, command_id)).fetchone()
    return None if row is None else _repeat(command_id, fingerprint, *row)


def _repeat(command_id: str, fingerprint: bytes, stored: bytes, position: int, answer: bytes) -> Receipt:
    if stored != fingerprint:
        message = f"command {command_id} was given before, with another body"
        raise CommandReused(message)
    return Receipt(position, answer, repeated=True)


class Plan:
    """The rows of one transaction. `now` in microseconds from 1970 UTC."""

    def __init__(self, connection: sqlite3.Connection, now: int) -> None:
        self._connection = connection
        self._position, previous = head_of(connection)
        self._recorded_at = max(previous, now)
        self._versions: dict[bytes, int] = {}
        self._answers: dict[tuple[str, str], tuple[bytes, int, bytes]] = {}
        self._events: list[tuple[object, ...]] = []

    def add(self, job: Job) -> list[Receipt]:
        """Take a job into the plan whole; raise `VersionConflict` or `CommandReused` and leave the plan as it was."""
        position, versions, answers = self._position, len(self._versions), len(self._answers)
        undo: dict[bytes, int] = {}
        try:
            return [self._append(append, undo) for append in job]
        except (VersionConflict, CommandReused):
            del self._events[len(self._events) - (self._position - position) :]
            self._position = position
            self._versions.update(undo)
            for key in list(self._answers)[answers:]:
                del self._answers[key]
            for stream in list(self._versions)[versions:]:
                del self._versions[stream]
            raise

    def write(self) -> int:
        """Insert the rows; return the last position."""
        if self._events:
            self._connection.executemany(INSERT_EVENT, self._events)
        if self._answers:
            rows = [(*key, *value) for key, value in self._answers.items()]
            self._connection.executemany(_INSERT_COMMAND, rows)
        return self._position

    def _append(self, append: Append, undo: dict[bytes, int]) -> Receipt:
        command = append.command
        if command is not None and (repeated := self._known(command)) is not None:
            return repeated
        for entry in append.entries:
            version = self._version(entry.stream_id)
            if entry.expected is not None and entry.expected != version:
                raise VersionConflict(UUID(bytes=entry.stream_id), entry.expected, version)
            undo.setdefault(entry.stream_id, version)
            self._number(entry, version)
        if command is None:
            return Receipt(self._position, b"", repeated=False)
        self._answers[command.person, command.id] = (command.fingerprint, self._position, command.answer)
        return Receipt(self._position, command.answer, repeated=False)

    def _number(self, entry: EncodedEntry, version: int) -> None:
        position, recorded_at, stream_id = self._position, self._recorded_at, entry.stream_id
        for name, schema, meta, state, reference in entry.events:
            position += 1
            version += 1
            self._events.append((position, stream_id, version, name, schema, recorded_at, meta, state, reference))
        self._position = position
        self._versions[stream_id] = version

    def _known(self, command: Command) -> Receipt | None:
        planned = self._answers.get((command.person, command.id))
        if planned is not None:
            return _repeat(command.id, command.fingerprint, *planned)
        return stored_answer(self._connection, command.person, command.id, command.fingerprint)

    def _version(self, stream_id: bytes) -> int:
        version = self._versions.get(stream_id)
        if version is None:
            version = self._connection.execute(_VERSION, (stream_id,)).fetchone()[0] or 0
        return version
