"""A source's own number (来源编号): `(channel, external_id)` comes in once, because each is a stream of its own."""

from typing import ClassVar
from uuid import UUID

import msgspec

from domain.incidents.words import Channel
from domain.shared.errors import Refusal
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class ExternalIdTaken(Event, frozen=True, kw_only=True):
    """A source's own number was taken by a case (来源编号登记), in the same append as its report."""

    NAME: ClassVar[str] = "numbering.external_id_taken"
    channel: Channel
    external_id: str
    case: UUID


class TakenBy(msgspec.Struct, frozen=True):
    """The case that has the number."""

    case: UUID


class ReportedAlready(Refusal):
    """The source's number has come in before (来源编号重复)."""

    zh = "该来源编号已登记为事件 {case}。请打开那一件，不要重复上报。"
    en = "This external_id of the channel is recorded already, as incident {case}. Open that one."


class ExternalId(Stream[TakenBy]):
    """One number of one channel."""

    STATE = TakenBy

    @staticmethod
    def stream_id(channel: Channel, external_id: str) -> UUID:
        """Return the id of the number's stream."""
        return named_id("incident-external-id", channel, external_id)

    @classmethod
    def evolve(cls, state: TakenBy | None, event: Event, meta: Meta) -> TakenBy | None:  # noqa: ARG003 - the meta decides nothing
        """Return who has the number after the event."""
        return TakenBy(case=event.case) if isinstance(event, ExternalIdTaken) else state

    def take(self, channel: Channel, external_id: str, case: UUID, meta: Meta) -> None:
        """Give the number to a case. Raises `ReportedAlready`."""
        if self.exists:
            raise ReportedAlready(case=self.state.case)
        self.record(ExternalIdTaken(channel=channel, external_id=external_id, case=case), meta)


EVENTS: tuple[type[Event], ...] = (ExternalIdTaken,)
