"""Event streams: an event, its place in a stream, and a stream's state as the fold of its events.

`Stream` and `Change` satisfy the published protocols of the `eventsourcing` library (`originator_id`,
`originator_version`, `collect_events()`) without importing it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID, uuid5

import msgspec

from domain.shared.meta import Meta

NAMESPACE = UUID("6f1a6c1e-5f5b-5d0e-9b55-1f3b8c0d4a10")
"""Root of the ids that are made from names, such as the stream of an organ."""


def named_id(*parts: str) -> UUID:
    """Return the id of a stream that is known by name, for example `named_id("organ", "140830.water")`."""
    return uuid5(NAMESPACE, "/".join(parts))


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, in the past tense. Stored by its stable name, never by its Python path."""

    NAME: ClassVar[str] = ""
    """Stable dotted name, such as `incident.reported`."""
    SCHEMA: ClassVar[int] = 1
    """Version of the event's fields; older ones pass through an upcaster."""
    REFERENCE: ClassVar[bool] = False
    """Whether it changes the registers that every decision looks up (units, organs, posts, categories, policies)."""


class Unknown(Event, frozen=True, kw_only=True):
    """An event of a name that this release does not know. It stays readable and is passed over, never lost."""

    name: str
    schema: int
    data: Any


class Change(msgspec.Struct, frozen=True):
    """An event at its place in a stream, not recorded yet."""

    originator_id: UUID
    originator_version: int
    event: Event
    meta: Meta


class Recorded(msgspec.Struct, frozen=True):
    """An event as the ledger holds it.

    `position` counts the ledger's events from 1 without gaps in commit order; `version` counts the stream's from 1;
    `recorded_at` is the server's time, UTC, and never goes back from one position to the next.
    """

    position: int
    originator_id: UUID
    originator_version: int
    recorded_at: datetime
    event: Event
    meta: Meta


S = TypeVar("S")


class Stream(Generic[S]):
    """A stream with its state, its version, and the changes that are not recorded yet.

    A subclass says in `evolve` what each event does to the state; commands check first and then `record`.
    `evolve` ignores events it does not know, so that an older release reads a newer ledger.
    """

    STATE_VERSION: ClassVar[int] = 1
    """Raised whenever the meaning of the state changes: snapshots of another version are thrown away."""
    STATE: ClassVar[type[Any]]
    """The type of the state, a msgspec struct, for snapshots."""

    def __init__(self, stream_id: UUID, state: S | None = None, version: int = 0) -> None:
        self.originator_id = stream_id
        self.originator_version = version
        self._state = state
        self._pending: list[Change] = []

    @classmethod
    def evolve(cls, state: S | None, event: Event, meta: Meta) -> S | None:
        """Return the state after the event; the state before is not changed."""
        raise NotImplementedError

    @property
    def exists(self) -> bool:
        """Whether anything has happened in this stream."""
        return self._state is not None

    @property
    def state(self) -> S:
        """The state now; a stream without events has none."""
        if self._state is None:
            message = f"stream {self.originator_id} is empty"
            raise LookupError(message)
        return self._state

    def record(self, event: Event, meta: Meta) -> None:
        """Apply the event and keep it for the ledger."""
        self._state = self.evolve(self._state, event, meta)
        self.originator_version += 1
        self._pending.append(Change(self.originator_id, self.originator_version, event, meta))

    def replay(self, history: Iterable[Recorded]) -> Self:
        """Apply recorded events in order; return the stream itself."""
        for recorded in history:
            self._state = self.evolve(self._state, recorded.event, recorded.meta)
            self.originator_version = recorded.originator_version
        return self

    def collect_events(self) -> list[Change]:
        """Return the changes not recorded yet, and forget them."""
        pending, self._pending = self._pending, []
        return pending
