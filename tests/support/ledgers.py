"""A small context of its own for the tests of the ledger: parcels are weighed, scales are approved."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.shared.meta import Meta
from domain.shared.stream import Change, Event
from infra.ledger.ledger import Command, Entry
from infra.ledger.mapper import Mapper

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
META = Meta(
    occurred_at=NOON, person="person-1", post="140830103201.committee/grid_worker", organ="140830103201.committee"
)


class Weighed(Event, frozen=True, kw_only=True):
    NAME = "parcel.weighed"
    grams: int
    note: str = ""


class ScalesApproved(Event, frozen=True, kw_only=True):
    NAME = "scales.approved"
    REFERENCE = True
    scales: str


def parcel_mapper() -> Mapper:
    return Mapper({event.NAME: event for event in (Weighed, ScalesApproved)})


class Clock:
    """Shows the time it was set to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def weighing(stream: UUID, expected: int | None, *grams: int) -> Entry:
    """Return an entry of weighings at the end of a stream."""
    first = (expected or 0) + 1
    changes = tuple(Change(stream, first + i, Weighed(grams=g), META) for i, g in enumerate(grams))
    return Entry(stream, expected, changes)


def approval(stream: UUID, expected: int | None, scales: str) -> Entry:
    """Return an entry of one reference event."""
    return Entry(stream, expected, (Change(stream, (expected or 0) + 1, ScalesApproved(scales=scales), META),))


def command(name: str, body: bytes = b"body", answer: bytes = b'{"status":"weighed"}') -> Command:
    return Command("person-1", name, body, answer)
