"""What is known of an incident (网格事件) at a moment: the fold of its events, for decisions and for views."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from domain.incidents.words import Channel, Outcome, Reporter, Severity, Status
from domain.shared.place import Level, Location, UnitKind
from domain.shared.sealed import Sealed


class SuspensionRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request to put the handling off (缓办申请) that nobody has decided yet."""

    person: str
    organ: str | None
    at: datetime
    kind: str
    until: datetime
    reason: Sealed
    attachments: tuple[str, ...] = ()


class Follower(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was merged into this one, and the reporters who follow this one since (并案反映人)."""

    case: UUID
    reporters: tuple[Reporter, ...]


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """The reporter's rating of this closure (回访评价): `score` 1 to 5."""

    score: int
    solved: bool
    by: str


class IncidentState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An incident as it stands. Persons and organs stand by id and code, free text is sealed."""

    # The report
    status: Status
    level: Level
    """The level of government that has it now (当前层级)."""
    path: tuple[str, ...]
    """Codes from the county down to its unit, as in force when it was reported; empty where an import knew no unit."""
    kinds: tuple[UnitKind, ...]
    opened_at: datetime
    """The report's own time (上报时间)."""
    since: datetime
    """Own time of the act that led to the present status: no act that stands on it may be dated before."""
    edition: str | None = None
    channel: Channel | None = None
    category: str | None = None
    severity: Severity = "normal"
    description: Sealed | None = None
    location: Location | None = None
    external_id: str | None = None
    reporter: Reporter | None = None
    reported_by: str | None = None
    """The person who recorded the report."""
    attachments: tuple[str, ...] = ()
    imported: bool = False

    # Registration
    number: str | None = None
    registered_at: datetime | None = None
    emergency: bool = False
    """Whether it was an emergency at registration: it may be dispatched before approval."""
    approval_needed: bool = False
    """Whether the level's policy asked for approval when the case came to it."""
    clock_from: datetime | None = None
    """Where its category's hours count from: registration or reopening, moved by the time suspended."""
    due_at: datetime | None = None
    due_named: bool = False
    """Whether a dispatch or a merger named the due time, so that a new category does not move it."""

    # Handling
    approved_by: str | None = None
    """The person whose approval holds at this level."""
    decision: Literal["due", "approved", "rejected"] | None = None
    """The leader's word on an emergency that was dispatched before approval."""
    lead: str | None = None
    assists: tuple[str, ...] = ()
    assists_reported: tuple[str, ...] = ()
    designated: bool = False
    returned: int = 0
    """How often a lead gave it back, over the whole case."""
    request: SuspensionRequest | None = None
    suspended_at: datetime | None = None
    suspended_until: datetime | None = None
    settled: bool = False
    """Whether the present result was reached on the spot."""
    handled_by: str | None = None
    """The person who handed in the present result."""
    handled_at: datetime | None = None
    approvers: tuple[str, ...] = ()
    """Persons who approved, at any time in the case."""
    handlers: tuple[str, ...] = ()
    """Persons who settled it, recorded an action, handed in a result or reported an assist, at any time."""
    checkers: tuple[str, ...] = ()
    """Persons whose check it passed, at any time."""

    # Closing
    rework: int = 0
    rating: Rating | None = None
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    """Own time of the act that ended it (refuted, refused, closed or merged)."""
    closed_at: datetime | None = None
    closed_late: bool = False
    reopening_ordered: bool = False
    reopened: int = 0

    # Mergers
    merged_into: UUID | None = None
    before_merger: Status | None = None
    followers: tuple[Follower, ...] = ()

    been_at: tuple[str, ...] = ()
    """Codes of the divisions at whose level it has been."""

    @property
    def unit(self) -> str | None:
        """The code of the unit it lies in."""
        return self.path[-1] if self.path else None
