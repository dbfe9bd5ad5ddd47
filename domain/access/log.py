"""The access log of one case (访问日志): a stream beside the case's own, whose version does not move by it."""

from uuid import UUID

import msgspec

from domain.access.events import AttemptRefused, CaseKind, SealedOpened
from domain.shared.meta import Meta
from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Stream, named_id


class Accesses(msgspec.Struct, frozen=True):
    """How often the case was tried without right, and how often its sealed values were opened by others."""

    refused: int = 0
    opened: int = 0


class AccessLog(Stream[Accesses]):
    """The access log of one case."""

    STATE = Accesses

    @staticmethod
    def stream_id(case: UUID) -> UUID:
        """Return the id of the log of a case."""
        return named_id("access", str(case))

    @classmethod
    def evolve(cls, state: Accesses | None, event: Event, meta: Meta) -> Accesses | None:  # noqa: ARG003 - the meta decides nothing
        """Return the figures after the event."""
        before = state or Accesses()
        match event:
            case AttemptRefused():
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
