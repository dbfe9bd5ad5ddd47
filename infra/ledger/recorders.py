"""Recorders of the `eventsourcing` library over the ledger's tables.

They keep to the library's protocols: any state, versions from wherever it begins, no meta. The ledger's own strict
`append` (meta, command id, several streams) stands beside, over the same rows.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)

from infra.ledger.group_commit import GroupCommit
from infra.ledger.ledger import LedgerAway, LedgerCorrupt
from infra.ledger.mapper import to_microseconds
from infra.ledger.news import News
from infra.ledger.planning import INSERT_EVENT, head_of
from infra.sqlite.database import Database

PULLED_AT_ONCE = 500
"""Events that a subscription reads with one query."""

_INSERT_TRACKING = (
    "INSERT INTO tracking (application_name, notification_id) VALUES (?, ?)"
    " ON CONFLICT (application_name) DO UPDATE SET notification_id = excluded.notification_id"
    " WHERE notification_id < excluded.notification_id"
)
_INSERT_SNAPSHOT = (
    "INSERT INTO library_snapshot (stream_id, version, type, schema, meta, state) VALUES (?, ?, ?, ?, ?, ?)"
)


class RecorderAway(LedgerAway, OperationalError):  # noqa: N818 - it is an answer
    """The ledger is away, in the library's own words."""


class RecorderCorrupt(LedgerCorrupt, OperationalError):  # noqa: N818 - it is an answer
    """The ledger is damaged, in the library's own words."""


@dataclass(frozen=True)
class LedgerEvent(StoredEvent):
    """A stored event with what the ledger keeps besides: schema, meta, and whether the registers need it."""

    schema: int
    meta: bytes
    reference: bool = False


@dataclass(frozen=True)
class LedgerNotification(Notification):
    """The same, at its position."""

    schema: int
    meta: bytes


class Insert(NamedTuple):
    """What one caller wants recorded, all or nothing."""

    events: Sequence[StoredEvent]
    tracking: Tracking | None


class LedgerRecorder:
    """What all recorders share: the file, and its transactions."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the writer inside a transaction. Raises the library's `IntegrityError` for a broken constraint."""
        try:
            with self.database.writing() as connection:
                yield connection
        except sqlite3.IntegrityError as error:
            raise IntegrityError(error) from error


class LedgerAggregateRecorder(LedgerRecorder, AggregateRecorder):
    """Events by stream. `purpose` other than "events" names the table of snapshots."""

    def __init__(self, database: Database, purpose: str = "events") -> None:
        super().__init__(database)
        self._table = "event" if purpose == "events" else "library_snapshot"
        self._news = News(self._head)
        self._group: GroupCommit[Insert, Sequence[int]] = GroupCommit(self._commit)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Record events, all or none, in one transaction with those of other callers. Raises `IntegrityError`."""
        self._group.submit(Insert(stored_events, kwargs.get("tracking")))
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return events of one stream between two versions."""
        sql = f"SELECT version, type, schema, meta, state FROM {self._table} WHERE stream_id = ?"  # noqa: S608 - constants only
        parameters: list[bytes | int] = [_stream_id(originator_id)]
        for condition, value in ((" AND version > ?", gt), (" AND version <= ?", lte)):
            if value is not None:
                sql += condition
                parameters.append(value)
        sql += " ORDER BY version DESC" if desc else " ORDER BY version"
        if limit is not None:
            sql += " LIMIT ?"
            parameters.append(limit)
        with self.database.reading() as connection:
            rows = connection.execute(sql, parameters).fetchall()
        return [
            StoredEvent(originator_id, version, name, state)
            if meta is None
            else LedgerEvent(originator_id, version, name, state, schema, meta)
            for version, name, schema, meta, state in rows
        ]

    def _head(self) -> int:
        with self.database.reading() as connection:
            return head_of(connection)[0]

    def _commit(self, jobs: Sequence[Insert]) -> Sequence[Sequence[int] | Exception]:
        """Record the jobs of several callers together; where that breaks a constraint, each by itself."""
        try:
            with self.transaction() as connection:
                outcomes = [self._record(connection, job) for job in jobs]
        except IntegrityError as conflict:
            if len(jobs) == 1:
                return [conflict]
            return [outcome for job in jobs for outcome in self._commit([job])]
        self._news.tell(max((ids[-1] for ids in outcomes if ids), default=0))
        return outcomes

    def _record(self, connection: sqlite3.Connection, job: Insert) -> Sequence[int]:
        if self._table == "library_snapshot":
            connection.executemany(_INSERT_SNAPSHOT, [_row(event)[:-1] for event in job.events])
            return ()
        position, recorded_at = head_of(connection)
        recorded_at = max(recorded_at, to_microseconds(datetime.now(UTC)))
        ids = range(position + 1, position + 1 + len(job.events))
        rows = []
        for at, event in zip(ids, job.events, strict=True):
            stream_id, version, name, schema, meta, state, reference = _row(event)
            rows.append((at, stream_id, version, name, schema, recorded_at, meta, state, reference))
        connection.executemany(INSERT_EVENT, rows)
        return ids


class LedgerApplicationRecorder(LedgerAggregateRecorder, ApplicationRecorder):
    """Events by stream and by position."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Record events, all or none; return their positions. Raises `IntegrityError`."""
        return list(self._group.submit(Insert(stored_events, kwargs.get("tracking"))))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events between two positions, of some types or all."""
        first = 0 if start is None else start if inclusive_of_start else start + 1
        sql = "SELECT position, stream_id, version, type, schema, meta, state FROM event WHERE position >= ?"
        parameters: list[int | str] = [first]
        if stop is not None:
            sql += " AND position <= ?"
            parameters.append(stop)
        if topics:
            sql += f" AND type IN ({', '.join('?' * len(topics))})"
            parameters.extend(topics)
        with self.database.reading() as connection:
            rows = connection.execute(sql + " ORDER BY position LIMIT ?", [*parameters, limit]).fetchall()
        return [
            Notification(UUID(bytes=stream_id), version, name, state, position)
            if meta is None
            else LedgerNotification(UUID(bytes=stream_id), version, name, state, position, schema, meta)
            for position, stream_id, version, name, schema, meta, state in rows
        ]

    def max_notification_id(self) -> int | None:
        """Return the last position, or None in an empty ledger."""
        return self._head() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Return an iterator over events after a position that goes on with those recorded later, by any process."""
        return LedgerSubscription(self, gt, topics)

    def wait_beyond(self, after: int, stopped: Callable[[], bool]) -> None:
        """Wait until something is recorded after a position, or it is stopped."""
        while not (stopped() or self._news.wait(after, 1.0, stopped)):
            pass


class LedgerSubscription(Subscription[LedgerApplicationRecorder]):
    """Pulls events and waits for more. It looks again by itself, so a signal that is lost cannot hang it."""

    def __init__(self, recorder: LedgerApplicationRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._pulled: Iterator[Notification] = iter(())

    def __next__(self) -> Notification:
        """Return the next event, waiting for it. Raises `StopIteration` once stopped."""
        while not self._has_been_stopped:
            notification = next(self._pulled, None)
            if notification is not None:
                return notification
            self._pull()
        raise StopIteration

    def _pull(self) -> None:
        after, head = self._last_notification_id or 0, self._recorder.max_notification_id() or 0
        if head <= after:
            self._recorder.wait_beyond(after, lambda: self._has_been_stopped)
            return
        pulled = self._recorder.select_notifications(
            after, PULLED_AT_ONCE, head, self._topics, inclusive_of_start=False
        )
        self._last_notification_id = pulled[-1].id if len(pulled) == PULLED_AT_ONCE else head
        self._pulled = iter(pulled)


class LedgerTrackingRecorder(LedgerRecorder, TrackingRecorder):
    """How far applications have been followed. A subclass may write rows of its own in the same `transaction`."""

    def insert_tracking(self, tracking: Tracking) -> None:
        """Record that an application was followed so far. Raises `IntegrityError` for what was recorded before."""
        with self.transaction() as connection:
            self.track(connection, tracking)

    def track(self, connection: sqlite3.Connection, tracking: Tracking) -> None:
        """Record the same within a transaction. Raises `IntegrityError`."""
        row = (tracking.application_name, tracking.notification_id)
        if not connection.execute(_INSERT_TRACKING, row).rowcount:
            message = f"{tracking.application_name} was followed up to {tracking.notification_id} before"
            raise IntegrityError(message)

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return the position up to which an application was followed, or None."""
        sql = "SELECT notification_id FROM tracking WHERE application_name = ?"
        with self.database.reading() as connection:
            row = connection.execute(sql, (application_name,)).fetchone()
        return None if row is None else row[0]


class LedgerProcessRecorder(LedgerTrackingRecorder, LedgerApplicationRecorder, ProcessRecorder):
    """Records events together with how far the application has followed another, all or nothing."""

    def _record(self, connection: sqlite3.Connection, job: Insert) -> Sequence[int]:
        ids = super()._record(connection, job)
        if job.tracking is not None:
            self.track(connection, job.tracking)
        return ids


def _stream_id(originator_id: UUID | str) -> bytes:
    if not isinstance(originator_id, UUID):
        message = "the ledger knows its streams by UUID"
        raise ProgrammingError(message)
    return originator_id.bytes


def _row(event: StoredEvent) -> tuple[bytes, int, str, int, bytes | None, bytes, bool]:
    """Return stream id, version, type, schema, meta, state, reference."""
    place = (_stream_id(event.originator_id), event.originator_version, event.topic)
    if isinstance(event, LedgerEvent):
        return (*place, event.schema, event.meta, event.state, event.reference)
    return (*place, 1, None, event.state, False)
