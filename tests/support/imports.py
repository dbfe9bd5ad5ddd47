"""A ledger in memory for imports: what a file has changed is recorded, and the next file sees it."""

from typing import Any, TypeVar
from uuid import UUID

from support.administration import recorded

from domain.shared.stream import Recorded, Stream
from projections.register.register import Register
from services.tables import Imported, Report

S = TypeVar("S", bound=Stream[Any])


class Desk:
    """Takes imports one after the other."""

    def __init__(self) -> None:
        self.register = Register()
        self.history: list[Recorded] = []

    def load(self, kind: type[S], stream: UUID, /) -> S:
        """Return a stream as recorded so far."""
        return kind(stream).replay(one for one in self.history if one.originator_id == stream)

    def take(self, imported: Imported) -> Report:
        """Record what a file has changed; return its report."""
        for one in recorded(imported.streams):
            position = len(self.history) + 1
            self.history.append(
                Recorded(position, one.originator_id, one.originator_version, one.recorded_at, one.event, one.meta)
            )
            self.register.apply(self.history[-1])
        return imported.report
