"""Use case: the audit trail, a sentence an act, for whoever may see the case or the place."""

from datetime import datetime
from uuid import UUID

import msgspec

from domain.shared.errors import Missing
from domain.shared.meta import Meta
from projections.audit.projection import NO_CASE
from projections.audit.queries import Act, Asked, audit
from projections.register.register import Register
from services.names import name_of
from services.office import Office
from services.sentences import sentence_of
from services.sessions.application import Caller, scope_of

VIEWS = ("audit", "cases")


class AuditCase(msgspec.Struct, frozen=True, kw_only=True):
    """The case an act concerns."""

    kind: str
    id: UUID
    number: str | None


class AuditActor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acted, in which post of which organ."""

    person: str
    name: str | None
    post: str | None
    organ: str | None


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, in Chinese and English."""

    zh: str
    en: str


class AuditItem(msgspec.Struct, frozen=True, kw_only=True):
    """One act, as supervision reads it."""

    position: int
    recorded_at: datetime
    occurred_at: datetime
    type: str
    case: AuditCase | None
    unit: str | None
    actor: AuditActor
    external_actor: str | None
    on_behalf_of: str | None
    rule: str | None
    sentence: Sentence


class AuditTrail(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the audit trail, the latest act first."""

    items: list[AuditItem]
    next: str | None
    position: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the trail; None asks nothing."""

    place: str | None = None
    case: UUID | None = None
    actor: str | None = None
    organ: str | None = None
    type: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def trail(
    office: Office,
    caller: Caller,
    question: Question,
    *,
    limit: int,
    cursor: str | None = None,
    at_least: int | None = None,
    as_of: datetime | None = None,
) -> AuditTrail:
    """Return the acts that the caller may see. Raises `Malformed`, `Missing`, `ViewBehind`."""
    moment = office.moment(as_of, at_least, *VIEWS)
    register, actor = moment.register, caller.actor()
    if question.place is not None and register.unit(question.place) is None:
        raise Missing(what=f"unit {question.place}")
    asked = Asked(
        places=register.aliases(question.place) if question.place else (),
        case=question.case,
        person=question.actor,
        organ=question.organ,
        type=question.type,
        since=question.since,
        until=question.until,
    )
    units = register.below(question.place or actor.place)
    page = audit(
        office.views, scope_of(register, actor), asked, units, limit=limit, cursor=cursor, as_of=moment.position
    )
    items = [_item(office, register, act) for act in page.items]
    return AuditTrail(items=items, next=page.next, position=page.position)


def _item(office: Office, register: Register, act: Act) -> AuditItem:
    meta = Meta(
        occurred_at=act.occurred_at,
        person=act.person,
        post=act.post or None,
        organ=act.organ or None,
        rule=act.rule or None,
        unit=act.unit or None,
        external_actor=act.external_actor or None,
    )
    words = sentence_of(act.event, meta, register)
    return AuditItem(
        position=act.position,
        recorded_at=act.recorded_at,
        occurred_at=act.occurred_at,
        type=act.type,
        case=None if act.case == NO_CASE else AuditCase(kind=act.kind, id=act.case, number=act.number or None),
        unit=meta.unit,
        actor=AuditActor(
            person=act.person, name=name_of(office.bureau.keys, register, act.person), post=meta.post, organ=meta.organ
        ),
        external_actor=meta.external_actor,
        on_behalf_of=act.on_behalf_of or None,
        rule=meta.rule,
        sentence=Sentence(zh=words.zh, en=words.en),
    )
