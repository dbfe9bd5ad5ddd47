"""The access log of one case (访问日志): a stream beside the case's own, whose version does not move by it.

The registers have one of their own, for them all.
"""

from typing import ClassVar
from uuid import UUID

import msgspec

from domain.access.events import AttemptRefused, CaseKind, ChangeRefused, RegisterPart, SealedOpened
from domain.shared.meta import Meta
from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Stream, named_id


class Accesses(msgspec.Struct, frozen=True):
    """How often a change was tried without right, and how often its sealed values were opened by others."""

    refused: int = 0
    opened: int = 0


class AccessLog(Stream[Accesses]):
    """The access log of one case, or of the registers."""

    STATE = Accesses
    REGISTERS: ClassVar[UUID] = named_id("access", "registers")
    """Id of the log of the registers."""

    @staticmethod
    def stream_id(case: UUID) -> UUID:
        """Return the id of the log of a case."""
        return named_id("access", str(case))

    @classmethod
    def evolve(cls, state: Accesses | None, event: Event, meta: Meta) -> Accesses | None:  # noqa: ARG003 - the meta decides nothing
        """Return the figures after the event."""
        before = state or Accesses()
        match event:
            case AttemptRefused() | ChangeRefused():
                return Accesses(before.refused + 1, before.opened)
            case SealedOpened():
                return Accesses(before.refused, before.opened + 1)
            case _:
                return state

    def attempt_refused(self, case: UUID, kind: CaseKind, verb: str, why: str, meta: Meta) -> None:
        """Record an attempt that was refused for lack of right (越权被拒)."""
        self.record(AttemptRefused(case=case, kind=kind, verb=verb, why=why), meta)

    def sealed_opened(self, case: UUID, kind: CaseKind, fields: tuple[str, ...], reason: Sealed, meta: Meta) -> None:
        """Record that sealed values were opened, and why (查阅密封信息).

        Source: Personal Information Protection Law (个人信息保护法) art. 51 (access is limited and recorded).
        """
        self.record(SealedOpened(case=case, kind=kind, fields=fields, reason=reason), meta)

    def change_refused(self, part: RegisterPart, verb: str, why: str, meta: Meta) -> None:
        """Record an attempt to change the registers that was refused for lack of right (越权变更被拒)."""
        self.record(ChangeRefused(part=part, verb=verb, why=why), meta)
