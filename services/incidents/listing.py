"""Lists of incidents: those a post may see, and those nearby."""

from datetime import datetime
from uuid import UUID

import msgspec

from domain.shared.errors import Missing
from projections.cases.queries import VIEW, Filter, list_cases, nearby
from projections.selecting import CaseItem
from services.office import Office
from services.sessions.application import Caller, scope_of


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An incident in a list."""

    id: UUID
    number: str | None
    status: str
    level: str
    category: str | None
    severity: str
    channel: str | None
    unit: str | None
    lead: str | None
    assists: list[str]
    occurred_at: datetime
    due_at: datetime | None
    overdue: bool
    ended_at: datetime | None
    closed_late: bool
    outcome: str | None
    version: int


class IncidentList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of incidents, the latest report first."""

    items: list[Listed]
    next: str | None
    position: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the list; None asks nothing."""

    place: str | None = None
    status: str | None = None
    level: str | None = None
    category: str | None = None
    organ: str | None = None
    open: bool | None = None
    overdue: bool = False
    closed_late: bool = False
    since: datetime | None = None
    until: datetime | None = None


def list_incidents(
    office: Office,
    caller: Caller,
    question: Question,
    *,
    limit: int,
    cursor: str | None = None,
    at_least: int | None = None,
    as_of: datetime | None = None,
) -> IncidentList:
    """Return the incidents that the caller may see. Raises `Malformed`, `Missing`, `ViewBehind`."""
    moment = office.moment(as_of, at_least, VIEW)
    register = moment.register
    place = question.place
    if place is not None and register.unit(place) is None:
        raise Missing(what=f"unit {place}")
    everywhere = place is None or office.is_county(register, place)
    asked = Filter(
        kind="incident",
        places=() if everywhere or place is None else register.aliases(place),
        status=question.status,
        level=question.level,
        category=question.category,
        organ=question.organ,
        open=question.open,
        overdue_at=moment.judged_at if question.overdue else None,
        closed_late=question.closed_late,
        since=question.since,
        until=question.until,
    )
    scope = scope_of(register, caller.actor())
    page = list_cases(office.views, scope, asked, limit=limit, cursor=cursor, as_of=moment.position)
    items = [_listed(item, moment.judged_at) for item in page.items]
    return IncidentList(items=items, next=page.next, position=page.position)


def nearby_incidents(
    office: Office, caller: Caller, lon: float, lat: float, category: str | None, at_least: int | None = None
) -> IncidentList:
    """Return the open incidents within 50 m and 7 days that the caller may see. Raises `ViewBehind`."""
    office.await_view(VIEW, at_least or 0)
    now = office.bureau.clock()
    scope = scope_of(office.bureau.registers.current(), caller.actor())
    found = nearby(office.views, scope, lon=lon, lat=lat, moment=now, category=category)
    items = [_listed(item, now) for item in found]
    return IncidentList(items=items, next=None, position=office.views.position(VIEW))


def _listed(item: CaseItem, moment: datetime) -> Listed:
    return Listed(
        id=item.case,
        number=item.number or None,
        status=item.status,
        level=item.level,
        category=item.category or None,
        severity=item.severity,
        channel=item.channel or None,
        unit=item.unit or None,
        lead=item.lead or None,
        assists=list(item.assists),
        occurred_at=item.opened_at,
        due_at=item.due_at,
        overdue=item.overdue(moment),
        ended_at=item.ended_at,
        closed_late=item.closed_late,
        outcome=item.outcome or None,
        version=item.version,
    )
