"""Every event of the access to cases and registers. Who it was stands in the meta of each."""

from typing import ClassVar, Literal
from uuid import UUID

from domain.shared.sealed import Sealed
from domain.shared.stream import Event

CaseKind = Literal["incident", "mediation"]
RegisterPart = Literal["division", "unit", "organ", "post", "person", "policy"]


class AttemptRefused(Event, frozen=True, kw_only=True):
    """Somebody tried what their post gives no right to (越权被拒). `why`: the stable type of the refusal."""

    NAME: ClassVar[str] = "access.attempt_refused"
    case: UUID
    kind: CaseKind
    verb: str
    why: str


class SealedOpened(Event, frozen=True, kw_only=True):
    """Somebody read sealed values of a case that is not theirs, and said why (查阅密封信息)."""

    NAME: ClassVar[str] = "access.sealed_opened"
    case: UUID
    kind: CaseKind
    fields: tuple[str, ...]
    reason: Sealed


class ChangeRefused(Event, frozen=True, kw_only=True):
    """Somebody who is no administrator tried to change the registers (越权变更被拒). `why`: as above.

    What was sent is not kept: nobody has checked that it is no citizen's data.
    """

    NAME: ClassVar[str] = "access.change_refused"
    part: RegisterPart
    verb: str
    why: str


EVENTS: tuple[type[Event], ...] = (AttemptRefused, SealedOpened, ChangeRefused)
