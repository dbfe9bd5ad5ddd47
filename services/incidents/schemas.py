"""Bodies and answers of the incident resource. Free text is sealed under the case's key before it goes any further."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from domain.incidents.words import Channel, ClosingOutcome, EscalationGround, RefusalGround, Severity, Status
from domain.shared.place import Level
from services.web.bodies import Body, Code, CommandBody, Digest, Filled, Moment, Text

Note = Annotated[Text | None, Field(description="A note; may be empty. Sealed.")]
Reason = Annotated[Filled, Field(description="The reason; not empty. Sealed.")]
Attachments = Annotated[tuple[Digest, ...], Field(max_length=20, description="Attachments, by digest.")]
OrganCode = Annotated[Code, Field(examples=["140830103.office"], description="An organ's code.")]
CategoryCode = Annotated[Code, Field(examples=["environment.water"], description="A category of the catalogue.")]


class PlaceBody(Body):
    """A unit, by its code."""

    unit: Annotated[Code, Field(examples=["140830103201-01-02-003"], description="Code of a unit of any kind.")]


class LocationBody(Body):
    """A point in degrees."""

    lon: Annotated[float, Field(ge=-180, le=180, examples=[110.69], allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, examples=[34.71], allow_inf_nan=False)]
    crs: Annotated[Literal["WGS84", "GCJ02", "BD09"], Field(description="The coordinates' reference system.")] = "WGS84"


class ReporterBody(Body):
    """Who told of it. Sealed under that person's key; recognised again by a keyed hash of id number or phone."""

    name: Text | None = None
    phone: Text | None = None
    id_number: Text | None = None


class SettledBody(Body):
    """Done on the spot (自处置)."""

    result: Annotated[Filled, Field(description="What was done. Sealed.")]
    attachments: Attachments = ()


class Report(Body):
    """Report an incident (上报)."""

    id: Annotated[UUID | None, Field(description="A UUID made by the client, so that a phone offline knows it.")] = None
    category: CategoryCode
    severity: Severity = "normal"
    description: Annotated[Filled, Field(examples=["沟渠排出黑水"], description="What was found. Sealed.")]
    channel: Channel
    external_id: Annotated[Code | None, Field(description="Its number where it came from; unique by channel.")] = None
    occurred_at: Annotated[Moment, Field(examples=["2026-11-20T08:15:00+08:00"], description="When it was found.")]
    place: PlaceBody | None = None
    location: LocationBody | None = None
    reporter: ReporterBody | None = None
    attachments: Attachments | None = None
    settled: SettledBody | None = None


class Noted(CommandBody):
    """A note, with attachments."""

    note: Note = None
    attachments: Attachments = ()


class NoteOnly(CommandBody):
    """A note."""

    note: Note = None


class Reasoned(CommandBody):
    """A reason."""

    reason: Reason


class Register(CommandBody):
    """Register (受理立案); category and severity may be put right."""

    category: CategoryCode | None = None
    severity: Severity | None = None


class Refuse(CommandBody):
    """Do not accept (不予受理): a ground of the list, the reason, and where to turn instead."""

    ground: RefusalGround
    reason: Reason
    other_route: Annotated[Filled, Field(description="Where to turn instead. Sealed.")]


class SubmitForApproval(CommandBody):
    """Submit to the leader (报领导审批)."""

    note: Note = None
    proposed_lead: OrganCode | None = None


class Dispatch(CommandBody):
    """Dispatch to one lead and any assists (派遣: 主办, 协办)."""

    lead: OrganCode
    assists: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    due_at: Annotated[Moment | None, Field(description="Default: the category's hours from registration.")] = None
    note: Note = None


class Proposed(CommandBody):
    """A reason, with a lead proposed instead."""

    reason: Reason
    proposed_lead: OrganCode | None = None


class LeadWithReason(CommandBody):
    """A lead, with the reason."""

    lead: OrganCode
    reason: Reason


class Assist(CommandBody):
    """An assisting organ (协办单位)."""

    organ: OrganCode
    reason: Note = None


class RequestSuspension(CommandBody):
    """Ask for the clock to be stopped (申请缓办)."""

    kind: Annotated[
        str, Field(pattern="^[a-z_]{1,40}$", examples=["appraisal"], description="A word for why, not free text.")
    ]
    reason: Reason
    until: Moment
    attachments: Attachments = ()


class OptionalReason(CommandBody):
    """A reason, where there is one."""

    reason: Note = None


class Empty(CommandBody):
    """Nothing but the time."""


class SubmitResult(CommandBody):
    """Hand in the result (反馈结果); attachments where the category asks for evidence."""

    result: Annotated[Filled, Field(description="The result. Sealed.")]
    attachments: Attachments = ()


class Check(CommandBody):
    """Check the result (核查)."""

    passed: bool
    note: Note = None
    attachments: Attachments = ()


class Rate(CommandBody):
    """The reporter's rating, asked for by call-back (回访评价)."""

    score: Annotated[int, Field(ge=1, le=5)]
    solved: bool
    note: Note = None
    by: Literal["callback"] = "callback"


class Close(CommandBody):
    """Close (结案)."""

    outcome: ClosingOutcome
    note: Note = None


class Merge(CommandBody):
    """Merge into another incident (并案)."""

    into: Annotated[UUID, Field(description="Id of the incident it goes into.")]


class Escalate(CommandBody):
    """Pass up one level (上报上级)."""

    ground: EscalationGround
    reason: Reason


class SendDown(CommandBody):
    """Send down one level (下放), with the support given."""

    reason: Reason
    support: Annotated[Filled, Field(description="Support given to the lower level. Sealed.")]


class Relocate(CommandBody):
    """Put the place right (更正位置)."""

    place: PlaceBody
    location: LocationBody | None = None
    reason: Reason


class Reclassify(CommandBody):
    """Put category or severity right (更正类别)."""

    category: CategoryCode | None = None
    severity: Severity | None = None
    reason: Reason


class Correct(CommandBody):
    """Put the description right (更正描述); the old one stays in the history."""

    description: Annotated[Filled, Field(description="The description as it should be. Sealed.")]
    reason: Reason


BODIES: dict[str, type[CommandBody]] = {
    "verify": Noted,
    "refute": Reasoned,
    "register": Register,
    "refuse": Refuse,
    "submit-for-approval": SubmitForApproval,
    "approve": NoteOnly,
    "reject": Reasoned,
    "dispatch": Dispatch,
    "sign": Empty,
    "object": Proposed,
    "decide-objection": LeadWithReason,
    "return": Proposed,
    "designate": LeadWithReason,
    "transfer": LeadWithReason,
    "add-assist": Assist,
    "remove-assist": Assist,
    "report-assist": Noted,
    "record-action": Noted,
    "request-suspension": RequestSuspension,
    "grant-suspension": OptionalReason,
    "deny-suspension": OptionalReason,
    "resume": Empty,
    "submit-result": SubmitResult,
    "check": Check,
    "rate": Rate,
    "close": Close,
    "reopen": Reasoned,
    "order-reopening": Reasoned,
    "merge": Merge,
    "unmerge": Reasoned,
    "escalate": Escalate,
    "send-down": SendDown,
    "relocate": Relocate,
    "reclassify": Reclassify,
    "correct": Correct,
}
"""The body of each verb; a verb of the domain without one does not start (`services.incidents.api`)."""


class CasePlace(BaseModel):
    """Where a case lies."""

    unit: str | None
    path: list[str]


class CaseLocation(BaseModel):
    """A point in WGS 84, and as it was given."""

    lon: float
    lat: float
    crs: str
    given_lon: float | None = None
    given_lat: float | None = None


class CaseReporter(BaseModel):
    """Who told of it."""

    name: str | None = None
    phone: str | None = None
    id_number: str | None = None


class CaseOut(BaseModel):
    """An incident as this reader may see it; fields named in `sealed` are null for lack of right."""

    id: UUID
    number: str | None
    status: Status
    level: Level
    version: int
    position: int
    category: str | None
    severity: Severity
    channel: Channel | None
    external_id: str | None
    description: str | None
    occurred_at: datetime
    place: CasePlace
    location: CaseLocation | None
    reporter: CaseReporter | None
    attachments: list[str]
    lead: str | None
    assists: list[str]
    designated: bool
    returns: int
    rework: int
    due_at: datetime | None
    closed_late: bool
    approved_by: str | None
    handled_by: str | None
    suspended_until: datetime | None
    registered_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    merged_into: UUID | None
    mediation: UUID | None
    allowed: Annotated[list[str], Field(description="The verbs that this reader may use now.")]
    sealed: Annotated[list[str], Field(description="Fields that this reader may open with a reason only.")]


class ActorOut(BaseModel):
    """Who acted, in which post."""

    person: str
    name: str | None
    post: str | None
    organ: str | None


class SentenceOut(BaseModel):
    """One sentence for a person to read."""

    zh: str
    en: str


class HistoryItem(BaseModel):
    """One act of a case."""

    version: int
    position: int
    type: str
    occurred_at: datetime
    recorded_at: datetime
    actor: ActorOut
    external_actor: str | None
    sentence: SentenceOut
    data: dict[str, Any]


class HistoryOut(BaseModel):
    """A page of a case's acts."""

    items: list[HistoryItem]
    next: str | None
    position: int
