"""Case numbers (案号): an organ's short name, the year, and a serial without gaps, such as 西陌〔2026〕0012号.

The serials of one organ and year are a stream of their own, written in the same append as the case, so that a number
is never given twice and none is left out.
"""

from typing import ClassVar
from uuid import UUID

import msgspec

from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class NumberIssued(Event, frozen=True, kw_only=True):
    """A serial was given to a case (编号)."""

    NAME: ClassVar[str] = "numbering.issued"
    organ: str
    year: int
    serial: int
    case: UUID


class Serials(msgspec.Struct, frozen=True):
    """The last serial given."""

    last: int = 0


class NumberSeries(Stream[Serials]):
    """The serials of one organ and year."""

    STATE = Serials

    @staticmethod
    def stream_id(organ: str, year: int) -> UUID:
        """Return the id of the series."""
        return named_id("numbering", organ, str(year))

    @classmethod
    def evolve(cls, state: Serials | None, event: Event, meta: Meta) -> Serials | None:  # noqa: ARG003 - the meta decides nothing
        """Return the serials after the event."""
        return Serials(last=event.serial) if isinstance(event, NumberIssued) else state

    def issue(self, organ: str, short_name: str, year: int, case: UUID, meta: Meta) -> str:
        """Give the next serial to a case and return the whole number."""
        serial = (self.state.last if self.exists else 0) + 1
        self.record(NumberIssued(organ=organ, year=year, serial=serial, case=case), meta)
        return f"{short_name}〔{year}〕{serial:04d}号"


EVENTS = (NumberIssued,)
