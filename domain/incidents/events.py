"""Every event of an incident, in the order of its life.

Who acted, in which post and when stands in the meta of each. Free text is always sealed; persons stand by id;
attachments by the digest of their plain file (`sha256:…`). What a rule decided (a level, a due time, the status a case
falls back to) is stored with the event, so that replay never judges again.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain.incidents.words import Channel, EscalationGround, Outcome, RefusalGround, Reporter, Severity, Status
from domain.shared.place import Level, Location, UnitKind
from domain.shared.sealed import Sealed
from domain.shared.stream import Event


class Reasoned(Event, frozen=True, kw_only=True):
    """An act that has to say why."""

    reason: Sealed


class Noted(Event, frozen=True, kw_only=True):
    """An act that may say what was found and show it."""

    note: Sealed | None = None
    attachments: tuple[str, ...] = ()


# --- Reporting (采集受理) ---
class Reported(Event, frozen=True, kw_only=True):
    """An incident was reported (上报). `path`, `kinds`: the way from the county down to its unit, as then in force."""

    NAME: ClassVar[str] = "incident.reported"
    channel: Channel
    category: str
    severity: Severity
    description: Sealed
    path: tuple[str, ...]
    kinds: tuple[UnitKind, ...]
    level: Level
    location: Location | None = None
    external_id: str | None = None
    reporter: Reporter | None = None
    attachments: tuple[str, ...] = ()


class Settled(Event, frozen=True, kw_only=True):
    """It was settled on the spot, with the report (自处置): numbered at once, neither verified nor approved."""

    NAME: ClassVar[str] = "incident.settled"
    number: str
    due_at: datetime | None
    approval_needed: bool
    result: Sealed
    attachments: tuple[str, ...] = ()


class Verified(Noted, frozen=True, kw_only=True):
    """It was found on the spot to be as reported (核实)."""

    NAME: ClassVar[str] = "incident.verified"


class Refuted(Reasoned, frozen=True, kw_only=True):
    """It was found on the spot not to be so (核实不属实)."""

    NAME: ClassVar[str] = "incident.refuted"


class Registered(Event, frozen=True, kw_only=True):
    """The desk took it on (受理立案): a number, the clock, and whether a leader has to approve before dispatch."""

    NAME: ClassVar[str] = "incident.registered"
    number: str
    category: str
    severity: Severity
    due_at: datetime | None
    approval_needed: bool


class Refused(Reasoned, frozen=True, kw_only=True):
    """The desk did not accept it (不予受理) and named another way."""

    NAME: ClassVar[str] = "incident.refused"
    ground: RefusalGround
    other_route: Sealed


class Relocated(Reasoned, frozen=True, kw_only=True):
    """Its place was put right (更正地点). `moved`: to another village, town or level, so that its lead is gone."""

    NAME: ClassVar[str] = "incident.relocated"
    path: tuple[str, ...]
    kinds: tuple[UnitKind, ...]
    level: Level
    to: Status
    moved: bool
    due_at: datetime | None
    approval_needed: bool
    location: Location | None = None


class Reclassified(Reasoned, frozen=True, kw_only=True):
    """Its category or severity was put right (更正类别); the old value stays in the history."""

    NAME: ClassVar[str] = "incident.reclassified"
    category: str
    severity: Severity
    due_at: datetime | None


class Corrected(Reasoned, frozen=True, kw_only=True):
    """Its description was put right (更正描述); the old one stays in the history."""

    NAME: ClassVar[str] = "incident.corrected"
    description: Sealed


class Merged(Event, frozen=True, kw_only=True):
    """It was merged into another incident about the same matter (并案)."""

    NAME: ClassVar[str] = "incident.merged"
    into: UUID


class Absorbed(Event, frozen=True, kw_only=True):
    """Another incident was merged into this one: its reporters follow, the earlier due time wins (并入)."""

    NAME: ClassVar[str] = "incident.absorbed"
    case: UUID
    reporters: tuple[Reporter, ...]
    due_at: datetime | None


class Unmerged(Reasoned, frozen=True, kw_only=True):
    """The merger was undone and it is again what it was (撤销并案)."""

    NAME: ClassVar[str] = "incident.unmerged"


class Parted(Event, frozen=True, kw_only=True):
    """An incident that had been merged into this one left it again (并案拆出)."""

    NAME: ClassVar[str] = "incident.parted"
    case: UUID


# --- Handling (审批派遣处置) ---
class ApprovalRequested(Event, frozen=True, kw_only=True):
    """The desk asked the leader to approve the handling (提请审批)."""

    NAME: ClassVar[str] = "incident.approval_requested"
    note: Sealed | None = None
    proposed_lead: str | None = None


class Approved(Event, frozen=True, kw_only=True):
    """The leader approved (批准); `after_dispatch`: an emergency that had been dispatched before."""

    NAME: ClassVar[str] = "incident.approved"
    after_dispatch: bool = False
    note: Sealed | None = None


class ApprovalRejected(Reasoned, frozen=True, kw_only=True):
    """The leader did not approve (不予批准); after an emergency's dispatch that is recorded and stops nothing."""

    NAME: ClassVar[str] = "incident.approval_rejected"
    after_dispatch: bool = False


class Dispatched(Event, frozen=True, kw_only=True):
    """The desk gave it to a lead and assists (派遣), before approval in an emergency; a named `due_at` wins."""

    NAME: ClassVar[str] = "incident.dispatched"
    lead: str
    assists: tuple[str, ...] = ()
    due_at: datetime | None = None
    before_approval: bool = False
    note: Sealed | None = None


class Signed(Event, frozen=True, kw_only=True):
    """The lead took it over (签收)."""

    NAME: ClassVar[str] = "incident.signed"


class Objected(Reasoned, frozen=True, kw_only=True):
    """The lead objected to the dispatch (派单异议)."""

    NAME: ClassVar[str] = "incident.objected"
    proposed_lead: str | None = None


class ObjectionDecided(Reasoned, frozen=True, kw_only=True):
    """The objection was decided and the lead designated (异议裁定): no return and no objection any more."""

    NAME: ClassVar[str] = "incident.objection_decided"
    lead: str


class Returned(Reasoned, frozen=True, kw_only=True):
    """The lead gave it back to the desk (退回). `to`: `approved`, or `registered` where no approval stands."""

    NAME: ClassVar[str] = "incident.returned"
    to: Status
    proposed_lead: str | None = None


class Designated(Reasoned, frozen=True, kw_only=True):
    """A lead was designated (指定): it can neither object nor return."""

    NAME: ClassVar[str] = "incident.designated"
    lead: str


class Transferred(Reasoned, frozen=True, kw_only=True):
    """The desk gave it to another lead (转办); the clock runs on."""

    NAME: ClassVar[str] = "incident.transferred"
    lead: str


class AssistAdded(Event, frozen=True, kw_only=True):
    """An organ was called in to assist (增加协办)."""

    NAME: ClassVar[str] = "incident.assist_added"
    organ: str
    reason: Sealed | None = None


class AssistRemoved(Event, frozen=True, kw_only=True):
    """An assisting organ was let go (取消协办)."""

    NAME: ClassVar[str] = "incident.assist_removed"
    organ: str
    reason: Sealed | None = None


class AssistReported(Noted, frozen=True, kw_only=True):
    """An assist reported to the lead (协办反馈). Source: Beijing 12345 regulation art. 14."""

    NAME: ClassVar[str] = "incident.assist_reported"
    organ: str


class ActionRecorded(Noted, frozen=True, kw_only=True):
    """The lead did something about it (处置记录)."""

    NAME: ClassVar[str] = "incident.action_recorded"


class SuspensionRequested(Reasoned, frozen=True, kw_only=True):
    """The lead asked to put it off (申请缓办). `kind`: a word for why, such as `appraisal weather funds litigation`."""

    NAME: ClassVar[str] = "incident.suspension_requested"
    kind: str
    until: datetime
    attachments: tuple[str, ...] = ()


class SuspensionGranted(Event, frozen=True, kw_only=True):
    """It was put off until a time (同意缓办): the clock stands still until somebody resumes."""

    NAME: ClassVar[str] = "incident.suspension_granted"
    until: datetime
    reason: Sealed | None = None


class SuspensionDenied(Event, frozen=True, kw_only=True):
    """It was not put off (不同意缓办)."""

    NAME: ClassVar[str] = "incident.suspension_denied"
    reason: Sealed | None = None


class Resumed(Event, frozen=True, kw_only=True):
    """Handling went on (恢复办理); the due time moved by the time that the clock stood still."""

    NAME: ClassVar[str] = "incident.resumed"
    due_at: datetime | None


class ResultSubmitted(Event, frozen=True, kw_only=True):
    """The lead handed in its result (处置反馈)."""

    NAME: ClassVar[str] = "incident.result_submitted"
    result: Sealed
    attachments: tuple[str, ...] = ()


# --- Passing between levels (层级流转) ---
class Escalated(Reasoned, frozen=True, kw_only=True):
    """It was passed one level up (上报上级)."""

    NAME: ClassVar[str] = "incident.escalated"
    level: Level
    ground: EscalationGround
    approval_needed: bool


class SentDown(Reasoned, frozen=True, kw_only=True):
    """It was given one level down, with support (下放)."""

    NAME: ClassVar[str] = "incident.sent_down"
    level: Level
    approval_needed: bool
    support: Sealed


# --- Closing (核查结案) ---
class CheckPassed(Noted, frozen=True, kw_only=True):
    """Somebody who neither approved nor handled it found it done (核查通过)."""

    NAME: ClassVar[str] = "incident.check_passed"


class CheckFailed(Noted, frozen=True, kw_only=True):
    """The check found it not done: rework (核查不通过，返工). `to`: `in_progress`, or `registered` if settled."""

    NAME: ClassVar[str] = "incident.check_failed"
    to: Status


class Rated(Event, frozen=True, kw_only=True):
    """The reporter rated the result, in a call back (回访评价). `score`: 1 to 5."""

    NAME: ClassVar[str] = "incident.rated"
    score: int
    solved: bool
    by: str
    note: Sealed | None = None


class Closed(Event, frozen=True, kw_only=True):
    """The desk closed it (结案), at a level, in time or `late`: after its due time, by the instant."""

    NAME: ClassVar[str] = "incident.closed"
    outcome: Outcome
    level: Level
    late: bool
    note: Sealed | None = None


class ReopeningOrdered(Reasoned, frozen=True, kw_only=True):
    """Supervision ordered that it be opened again (责令重办); the desk does it."""

    NAME: ClassVar[str] = "incident.reopening_ordered"


class Reopened(Reasoned, frozen=True, kw_only=True):
    """It was opened again (重办). `to`: `registered` with a new clock; `reported` after a refusal or a refutation."""

    NAME: ClassVar[str] = "incident.reopened"
    to: Status
    due_at: datetime | None
    approval_needed: bool
    ordered: bool


# --- Imports (历史导入): recorded as they were, not judged by the rules of today ---
class Imported(Event, frozen=True, kw_only=True):
    """A past case of another system was opened here. Its unit, category and channel may be unknown."""

    NAME: ClassVar[str] = "incident.imported"
    number: str
    level: Level
    opened_at: datetime
    due_at: datetime | None = None
    channel: Channel | None = None
    category: str | None = None
    path: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()


class ActImported(Event, frozen=True, kw_only=True):
    """One act of that system. `activity` and `instance`: its name and id there."""

    NAME: ClassVar[str] = "incident.act_imported"
    activity: str
    instance: str | None = None


class ClosureImported(Event, frozen=True, kw_only=True):
    """That system closed it; `late`: after its due time, by the instant."""

    NAME: ClassVar[str] = "incident.closure_imported"
    late: bool
    outcome: Outcome | None = None


EVENTS: tuple[type[Event], ...] = tuple(
    event for event in tuple(globals().values()) if isinstance(event, type) and issubclass(event, Event) and event.NAME
)
"""All of them, in the order above."""
