"""Bodies and answers of the incident resource. Free text is sealed under the case's key before it goes any further."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from domain.incidents.words import Channel, ClosingOutcome, EscalationGround, RefusalGround, Severity, Status
from domain.shared.place import Level
from services.web.bodies import Body, Code, CommandBody, Digest, Filled, Moment, Text, absent_is

Note = Annotated[Text | None, Field(description="A note; may be empty. Sealed.")]
Reason = Annotated[Filled, Field(description="The reason; not empty. Sealed.")]
Attachments = Annotated[tuple[Digest, ...], absent_is(()), Field(max_length=20, description="Attachments, by digest.")]
OrganCode = Annotated[Code, Field(examples=["140830103.office"], description="An organ's code.")]
CategoryCode = Annotated[Code, Field(examples=["environment.water"], description="A category of the catalogue.")]


class PlaceBody(Body):
    """A unit, by its code."""

    unit: Annotated[Code, Field(examples=["140830103201-01-02-003"], description="Code of a unit of any kind.")]


class AnyPlaceBody(Body):
    """A unit, by its code; without one, the one that the location lies in."""

    unit: Annotated[
        Code | None,
        Field(
            examples=["140830103201-01-02-003"],
            description="Code of a unit of any kind; may be left out where `location` falls inside a unit.",
        ),
    ] = None


class LocationBody(Body):
    """A point in degrees."""

    lon: Annotated[
        float, Field(description="Longitude in degrees.", ge=-180, le=180, examples=[110.69], allow_inf_nan=False)
    ]
    lat: Annotated[
        float, Field(description="Latitude in degrees.", ge=-90, le=90, examples=[34.71], allow_inf_nan=False)
    ]
    crs: Annotated[
        Literal["WGS84", "GCJ02", "BD09"], absent_is("WGS84"), Field(description="The coordinates' reference system.")
    ] = "WGS84"


class ReporterBody(Body):
    """Who told of it. Sealed under that person's key; recognised again by a keyed hash of id number or phone."""

    name: Annotated[Text | None, Field(description="Name. Sealed.")] = None
    phone: Annotated[Text | None, Field(description="Phone. Sealed.")] = None
    id_number: Annotated[Text | None, Field(description="Number of the identity card. Sealed.")] = None


class SettledBody(Body):
    """Done on the spot (自处置)."""

    result: Annotated[Filled, Field(description="What was done. Sealed.")]
    attachments: Attachments = ()


class Report(Body):
    """Report an incident (上报)."""

    id: Annotated[UUID | None, Field(description="A UUID made by the client, so that a phone offline knows it.")] = None
    category: CategoryCode
    severity: Annotated[Severity, absent_is("normal"), Field(description="How pressing it is (紧急程度).")] = "normal"
    description: Annotated[Filled, Field(examples=["沟渠排出黑水"], description="What was found. Sealed.")]
    channel: Annotated[Channel, Field(description="The way it came in (来源渠道).")]
    external_id: Annotated[Code | None, Field(description="Its number where it came from; unique by channel.")] = None
    occurred_at: Annotated[Moment, Field(examples=["2026-11-20T08:15:00+08:00"], description="When it was found.")]
    place: Annotated[
        AnyPlaceBody | None, Field(description="Where it is; may be left out where `location` falls inside a unit.")
    ] = None
    location: Annotated[LocationBody | None, Field(description="Where it is, as a point.")] = None
    reporter: Annotated[ReporterBody | None, Field(description="Who told of it.")] = None
    attachments: Attachments = ()
    settled: Annotated[SettledBody | None, Field(description="Where it was done on the spot: what was done.")] = None


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

    category: Annotated[CategoryCode | None, Field(description="The right category, where the report's is wrong.")] = (
        None
    )
    severity: Annotated[Severity | None, Field(description="The right severity, where the report's is wrong.")] = None


class Refuse(CommandBody):
    """Do not accept (不予受理): a ground of the list, the reason, and where to turn instead."""

    ground: Annotated[RefusalGround, Field(description="A ground of the list (不予受理情形).")]
    reason: Reason
    other_route: Annotated[Filled, Field(description="Where to turn instead. Sealed.")]


class SubmitForApproval(CommandBody):
    """Submit to the leader (报领导审批)."""

    note: Note = None
    proposed_lead: Annotated[OrganCode | None, Field(description="The organ that should lead.")] = None


class Dispatch(CommandBody):
    """Dispatch to one lead and any assists (派遣: 主办, 协办)."""

    lead: OrganCode
    assists: Annotated[tuple[Code, ...], absent_is(()), Field(description="Organs that assist.", max_length=20)] = ()
    due_at: Annotated[Moment | None, Field(description="Default: the category's hours from registration.")] = None
    note: Note = None


class Proposed(CommandBody):
    """A reason, with a lead proposed instead."""

    reason: Reason
    proposed_lead: Annotated[OrganCode | None, Field(description="The organ that should lead instead.")] = None


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
    until: Annotated[Moment, Field(description="Until when the clock should stand.")]
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

    passed: Annotated[bool, Field(description="Whether the result holds on the spot.")]
    note: Note = None
    attachments: Attachments = ()


class Rate(CommandBody):
    """The reporter's rating, asked for by call-back (回访评价)."""

    score: Annotated[int, Field(description="1, the worst, to 5.", ge=1, le=5)]
    solved: Annotated[bool, Field(description="Whether the reporter finds it solved.")]
    note: Note = None
    by: Annotated[Literal["callback"], absent_is("callback"), Field(description="How the reporter was asked.")] = (
        "callback"
    )


class Close(CommandBody):
    """Close (结案)."""

    outcome: Annotated[ClosingOutcome, Field(description="What came of it.")]
    note: Note = None


class Merge(CommandBody):
    """Merge into another incident (并案)."""

    into: Annotated[UUID, Field(description="Id of the incident it goes into.")]


class Escalate(CommandBody):
    """Pass up one level (上报上级)."""

    ground: Annotated[EscalationGround, Field(description="A ground of the list (上报情形).")]
    reason: Reason


class SendDown(CommandBody):
    """Send down one level (下放), with the support given."""

    reason: Reason
    support: Annotated[Filled, Field(description="Support given to the lower level. Sealed.")]


class Relocate(CommandBody):
    """Put the place right (更正位置)."""

    place: Annotated[PlaceBody, Field(description="The unit it lies in.")]
    location: Annotated[LocationBody | None, Field(description="The point it lies at.")] = None
    reason: Reason


class Reclassify(CommandBody):
    """Put category or severity right (更正类别)."""

    category: Annotated[CategoryCode | None, Field(description="The right category; default: as it is.")] = None
    severity: Annotated[Severity | None, Field(description="The right severity; default: as it is.")] = None
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

    unit: str | None = Field(description="Code of the unit; null where an import knew none.")
    path: list[str] = Field(description="Codes from the county down to the unit.")


class CaseLocation(BaseModel):
    """A point in WGS 84, and as it was given."""

    lon: float = Field(description="Longitude, WGS 84.")
    lat: float = Field(description="Latitude, WGS 84.")
    crs: str = Field(description="The reference system it was given in.")
    given_lon: float | None = Field(default=None, description="Longitude as given.")
    given_lat: float | None = Field(default=None, description="Latitude as given.")


class CaseReporter(BaseModel):
    """Who told of it."""

    name: str | None = Field(default=None, description="Name.")
    phone: str | None = Field(default=None, description="Phone.")
    id_number: str | None = Field(default=None, description="Number of the identity card.")


class CaseOut(BaseModel):
    """An incident as this reader may see it; fields named in `sealed` are null for lack of right."""

    id: UUID = Field(description="Its id.")
    number: str | None = Field(description="Its number (案号), from registration on.")
    status: Status = Field(description="Its status.")
    level: Level = Field(description="The level that handles it (层级).")
    version: int = Field(description="How many acts it has had, for If-Match.")
    position: int = Field(description="Ledger position of its last act.")
    category: str | None = Field(description="Its category; null where an import knew none.")
    severity: Severity = Field(description="How pressing it is.")
    channel: Channel | None = Field(description="The way it came in.")
    external_id: str | None = Field(description="Its number where it came from.")
    description: str | None = Field(description="What was found.")
    occurred_at: datetime = Field(description="When it was found.")
    place: CasePlace = Field(description="Where it lies.")
    location: CaseLocation | None = Field(description="The point it lies at.")
    reporter: CaseReporter | None = Field(description="Who told of it.")
    attachments: list[str] = Field(description="Attachments of the report, by digest.")
    lead: str | None = Field(description="The organ that leads (主办).")
    assists: list[str] = Field(description="The organs that assist (协办).")
    designated: bool = Field(description="Whether the lead was designated and may not object.")
    returns: int = Field(description="How often it was returned.")
    rework: int = Field(description="How often a check failed.")
    due_at: datetime | None = Field(description="When it is due; null before registration.")
    closed_late: bool = Field(description="Whether it was closed after its due time.")
    approved_by: str | None = Field(description="Who approved it.")
    handled_by: str | None = Field(description="Who handed in the result.")
    suspended_until: datetime | None = Field(description="Until when its clock stands.")
    registered_at: datetime | None = Field(description="When it was registered.")
    ended_at: datetime | None = Field(description="When it ended.")
    outcome: str | None = Field(description="What came of it.")
    merged_into: UUID | None = Field(description="The incident it was merged into.")
    mediation: UUID | None = Field(description="The mediation it was converted into.")
    allowed: Annotated[list[str], Field(description="The verbs that this reader may use now.")]
    sealed: Annotated[list[str], Field(description="Fields that this reader may open with a reason only.")]


class ActorOut(BaseModel):
    """Who acted, in which post."""

    person: str = Field(description="Id of the person, or `importer`, `timekeeper`, `setup`.")
    name: str | None = Field(description="Name of an official.")
    post: str | None = Field(description="The post in which it was done.")
    organ: str | None = Field(description="The organ of the post.")


class Said(BaseModel):
    """One sentence for a person to read."""

    zh: str = Field(description="In Chinese.")
    en: str = Field(description="In English.")


class HistoryItem(BaseModel):
    """One act of a case."""

    version: int = Field(description="Version of the case after it.")
    position: int = Field(description="Its ledger position.")
    type: str = Field(description="Its stable name, such as `incident.reported`.")
    occurred_at: datetime = Field(description="When it was done.")
    recorded_at: datetime = Field(description="When it was recorded.")
    actor: ActorOut = Field(description="Who did it.")
    external_actor: str | None = Field(description="Who did it, as a foreign log names them.")
    sentence: Said = Field(description="What happened.")
    data: dict[str, Any] = Field(description="The event; sealed values opened for those who may see them, else null.")


class HistoryOut(BaseModel):
    """A page of a case's acts."""

    items: list[HistoryItem] = Field(description="The acts, in order.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")
