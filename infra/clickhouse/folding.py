"""From events to the rows of one view, batch by batch: the rows before are loaded once a batch, never once an event."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from domain.shared.stream import Recorded
from infra.clickhouse.tables import ViewTables
from projections.projection import Projection, Row, event_name

R = TypeVar("R", bound=Row)

REMEMBERED = 20_000
"""Rows before that are kept in memory, about 3 kB each: more than the cases that are open in a county at a time."""


class Poison(msgspec.Struct, frozen=True):
    """An event that a view cannot take (有毒事件), and why."""

    position: int
    reason: str


class Batch(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """Rows ready to be written, frozen before the first try: a retry writes the same."""

    position: int
    """The last position it covers."""
    recorded_at: datetime | None
    history: tuple[R, ...]
    current: tuple[R, ...]
    versions: int
    """How many events made a row."""
    poison: Poison | None = None
    """The event after `position`, where it cannot be taken."""


class Folding(Generic[R]):
    """One view's fold, with the rows it remembers."""

    def __init__(self, projection: Projection[R], tables: ViewTables[R]) -> None:
        self._projection = projection
        self._tables = tables
        self._known: OrderedDict[UUID, R] = OrderedDict()

    def fold(self, events: Sequence[Recorded], after: int) -> Batch[R]:
        """Return the rows that the events after a position make, up to the first one that the view cannot take.

        Raises `ViewsAway` where the rows before cannot be loaded.
        """
        poison = self._load(events, after)
        history: list[R] = []
        current: dict[UUID, R] = {}
        tombstones: list[R] = []
        versions, last = 0, None
        for recorded in events:
            if poison and recorded.position >= poison.position:
                break
            try:
                written = self._step(recorded, current)
            except Exception as error:  # noqa: BLE001 - whatever it is, this view stops here and says so
                poison = _poison(recorded, error)
                break
            history.extend(written)
            tombstones.extend(row for row in written if self._is_gone(row))
            versions += bool(written)
            last = recorded
        self._forget()
        return Batch(
            position=last.position if last else after,
            recorded_at=last.recorded_at if last else None,
            history=tuple(history),
            current=(*tombstones, *current.values()),
            versions=versions,
            poison=poison,
        )

    def _step(self, recorded: Recorded, current: dict[UUID, R]) -> tuple[R, ...]:
        subject = self._projection.subject(recorded)
        if subject is None:
            return ()
        before = self._known.get(subject)
        after = self._projection.project(before, recorded)
        if after is None:
            return ()
        if self._projection.FOLDS:
            self._known[subject] = after
            self._known.move_to_end(subject)
            current[subject] = after
        return tuple(self._projection.rows(before, after))

    def _load(self, events: Sequence[Recorded], after: int) -> Poison | None:
        if not self._projection.FOLDS:
            return None
        missing: set[UUID] = set()
        poison = None
        for recorded in events:
            try:
                subject = self._projection.subject(recorded)
            except Exception as error:  # noqa: BLE001 - as above
                poison = _poison(recorded, error)
                break
            opens = subject == recorded.originator_id and recorded.originator_version == 1
            if subject is not None and subject not in self._known and not opens:
                missing.add(subject)
        if missing:
            self._known.update(self._tables.before(missing, after))
        return poison

    def _is_gone(self, row: R) -> bool:
        gone = self._projection.GONE
        return bool(gone and getattr(row, gone))

    def _forget(self) -> None:
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _poison(recorded: Recorded, error: Exception) -> Poison:
    name = event_name(recorded.event)
    return Poison(recorded.position, f"{name} at position {recorded.position}: {type(error).__name__}: {error}"[:500])
