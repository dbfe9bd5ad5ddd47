"""Use case: what waits for the caller, judged by the domain's own rules."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.incidents.state import IncidentState
from domain.incidents.verbs import VERBS, awaited
from domain.incidents.words import OPEN
from projections.worklist.queries import VIEW, WorkItem, worklist
from services.incidents.application import circumstances, standing_of
from services.office import Office
from services.sessions.application import Caller, scope_of


class WaitingCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case, by kind, id and number."""

    kind: str
    id: UUID
    number: str | None


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A case that waits for the caller, and by which verbs."""

    case: WaitingCase
    status: str
    level: str
    category: str | None
    severity: str
    unit: str | None
    due_at: datetime | None
    overdue: bool
    verbs: list[str]


class Worklist(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what waits, most urgent first."""

    items: list[Waiting]
    next: str | None
    position: int


STATUSES = tuple({*OPEN, *(status for verb in VERBS.values() for status in verb.statuses if status == "closed")})
"""Statuses in which anything can wait for anybody: all open ones, and closed where a reopening was ordered."""


def my_worklist(
    office: Office,
    caller: Caller,
    *,
    limit: int,
    cursor: str | None = None,
    at_least: int | None = None,
    as_of: datetime | None = None,
) -> Worklist:
    """Return what waits for the caller's post, now or as recorded by a time. Raises `Malformed`, `ViewBehind`."""
    moment = office.moment(as_of, at_least, VIEW)
    actor = caller.actor()
    register = moment.register
    act = caller.bare_act(actor, moment.judged_at)

    def judge(_case: UUID, state: IncidentState) -> Sequence[str]:
        return awaited(state, circumstances(register, act, standing_of(register, state, moment.judged_at)))

    page = worklist(
        office.views,
        scope_of(register, actor),
        STATUSES,
        judge,
        moment=moment.judged_at,
        limit=limit,
        cursor=cursor,
        as_of=moment.position,
    )
    return Worklist(items=[_waiting(item) for item in page.items], next=page.next, position=page.position)


def _waiting(item: WorkItem) -> Waiting:
    case = item.case
    return Waiting(
        case=WaitingCase(kind=case.kind, id=case.case, number=case.number or None),
        status=case.status,
        level=case.level,
        category=case.category or None,
        severity=case.severity,
        unit=case.unit or None,
        due_at=case.due_at,
        overdue=item.overdue,
        verbs=list(item.verbs),
    )
