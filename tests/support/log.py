"""A ledger in memory, as far as projectors need it: events in order, a head, and a way to wait."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Condition
from uuid import UUID

from domain.shared.meta import Meta
from domain.shared.stream import Change, Event, Recorded
from infra.ledger.ledger import Head

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Log:
    """Keeps to the part of the port `Ledger` that reads."""

    def __init__(self, history: Sequence[Recorded] = ()) -> None:
        self.history = list(history)
        self._versions: dict[UUID, int] = {}
        self._grown = Condition()

    def record(self, stream: UUID, event: Event, meta: Meta | None = None) -> Recorded:
        """Record an event at the end, a second after the last one."""
        with self._grown:
            position = len(self.history) + 1
            at = START + timedelta(seconds=position)
            self._versions[stream] = version = self._versions.get(stream, 0) + 1
            meta = meta or Meta(occurred_at=at, person="somebody")
            recorded = Recorded(position, stream, version, at, event, meta)
            self.history.append(recorded)
            self._grown.notify_all()
            return recorded

    def record_changes(self, changes: Sequence[Change]) -> list[Recorded]:
        """Record what a stream has collected."""
        return [self.record(change.originator_id, change.event, change.meta) for change in changes]

    def read(self, after: int, limit: int, *, reference: bool = False) -> list[Recorded]:
        """Return events after a position."""
        part = self.history[after : after + limit]
        return [recorded for recorded in part if recorded.event.REFERENCE] if reference else part

    def head(self) -> Head:
        """Return the end."""
        return Head(len(self.history), self.history[-1].recorded_at if self.history else None)

    def position_at(self, moment: datetime) -> int:
        """Return the last position recorded at or before the moment."""
        return sum(recorded.recorded_at <= moment for recorded in self.history)

    def wait(self, after: int, timeout: float) -> bool:
        """Wait until something stands after a position."""
        with self._grown:
            return self._grown.wait_for(lambda: len(self.history) > after, timeout)
