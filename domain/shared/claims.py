"""Uniqueness as a stream (唯一性登记): whatever may exist only once is claimed in the same append as its use.

A claim's stream is named by what is claimed, so that two claimants race for version 1 of one stream and the ledger lets
one of them win. No read model is asked.
"""

from typing import ClassVar
from uuid import UUID

import msgspec

from domain.shared.errors import Refusal
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class Claimed(Event, frozen=True, kw_only=True):
    """Something that may exist only once was taken (占用)."""

    NAME: ClassVar[str] = "claims.claimed"
    kind: str
    value: str
    owner: UUID


class Owner(msgspec.Struct, frozen=True):
    """Who holds it."""

    owner: UUID


class AlreadyTaken(Refusal):
    """It exists already (已经存在)."""

    zh = "“{value}”已经登记过，对应的编号是 {owner}。请打开那一件，不要重复登记。"
    en = "{value} is recorded already, as {owner}. Open that one instead of recording it twice."


class Claim(Stream[Owner]):
    """What may exist only once, and who holds it."""

    STATE = Owner

    @staticmethod
    def stream_id(kind: str, value: str) -> UUID:
        """Return the id of the claim's stream."""
        return named_id("claim", kind, value)

    @classmethod
    def evolve(cls, state: Owner | None, event: Event, meta: Meta) -> Owner | None:  # noqa: ARG003 - the meta decides nothing
        """Return the owner after the event."""
        return Owner(event.owner) if isinstance(event, Claimed) else state

    def take(self, kind: str, value: str, owner: UUID, meta: Meta) -> None:
        """Take it for an owner. Raises `AlreadyTaken`."""
        if self.exists:
            raise AlreadyTaken(value=value, owner=self.state.owner)
        self.record(Claimed(kind=kind, value=value, owner=owner), meta)


EVENTS = (Claimed,)
