"""Lists of cases: by place, status, level, category, organ and time; those nearby; and what happened since."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from projections.projection import Views
from projections.scope import Scope
from projections.selecting import ITEM, MOMENT, CaseItem, CasesAt, Page, Where, read_cursor, write_cursor

VIEW = "cases"
COLUMNS = ", ".join(ITEM)
METRES_A_DEGREE = 111_195
"""Of latitude, on the sphere that `greatCircleDistance` measures on."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a list; None asks nothing."""

    kind: str | None = None
    places: Sequence[str] = ()
    """All codes by which the place is or was known."""
    status: str | None = None
    level: str | None = None
    category: str | None = None
    organ: str | None = None
    """Lead or assist."""
    open: bool | None = None
    overdue_at: datetime | None = None
    """Only those open past their due time at this moment."""
    closed_late: bool = False
    """Only those closed after their due time."""
    since: datetime | None = None
    """By the report's own time, from here on."""
    until: datetime | None = None
    """And before here."""


def list_cases(
    views: Views, scope: Scope, asked: Filter, *, limit: int = 50, cursor: str | None = None, as_of: int | None = None
) -> Page[CaseItem]:
    """Return the cases that a post may see, the latest report first. Raises `Malformed`, `ViewsAway`."""
    position = views.position(VIEW) if as_of is None else as_of
    where = Where().scope(scope).between("opened_at", asked.since, asked.until)
    for column in ("kind", "status", "level", "category"):
        where.equal(column, getattr(asked, column))
    if asked.organ is not None:
        where.add("(lead = {organ:String} OR has(assists, {organ:String}))", organ=asked.organ)
    if asked.open is not None:
        where.add("open" if asked.open else "NOT open")
    if asked.overdue_at is not None:
        where.add(f"open AND due_at < {{overdue_at:{MOMENT}}}", overdue_at=asked.overdue_at)
    if asked.closed_late:
        where.add("status = 'closed' AND closed_late")
    if cursor is not None:
        opened_at, case = read_cursor(cursor, tuple[datetime, UUID])
        where.add(f"(opened_at, case) < ({{last_at:{MOMENT}}}, {{last_case:UUID}})", last_at=opened_at, last_case=case)
    then = "ORDER BY opened_at DESC, case DESC LIMIT {limit:UInt32}"
    where.params["limit"] = limit + 1
    rows = views.query(*CasesAt(as_of=as_of, places=asked.places).rows(COLUMNS, (*ITEM, "been_at"), where, then))
    items = [CaseItem(**row) for row in rows[:limit]]
    more = write_cursor(items[-1].opened_at, items[-1].case) if len(rows) > limit else None
    return Page(items=items, next=more, position=position)


def nearby(
    views: Views,
    scope: Scope,
    *,
    lon: float,
    lat: float,
    moment: datetime,
    category: str | None = None,
    metres: int = 50,
    days: int = 7,
) -> list[CaseItem]:
    """Return the open cases a post may see, at most so far from a point and so long before a moment, nearest first."""
    degrees = metres / METRES_A_DEGREE
    distance = "greatCircleDistance(lon, lat, {lon:Float64}, {lat:Float64})"
    where = Where().scope(scope).equal("category", category).add("open")
    where.between("opened_at", moment - timedelta(days=days), None)
    where.add("lat BETWEEN {south:Float64} AND {north:Float64}", south=lat - degrees, north=lat + degrees)
    where.add(f"{distance} <= {{metres:Float64}}", lon=lon, lat=lat, metres=metres)
    rows = views.query(*CasesAt().rows(COLUMNS, (*ITEM, "been_at"), where, f"ORDER BY {distance}, opened_at LIMIT 20"))
    return [CaseItem(**row) for row in rows]


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a case."""

    position: int
    type: str
    recorded_at: datetime
    occurred_at: datetime
    case: UUID
    kind: str
    number: str
    version: int
    status: str
    level: str
    unit: str


FEED = FeedItem.__struct_fields__


def feed(views: Views, scope: Scope, after: int, limit: int = 200) -> list[FeedItem]:
    """Return what happened after a position to cases that the post could see then, in order."""
    where = Where().scope(scope).add("NOT gone AND position > {after:UInt64}", after=after)
    where.add("position <= {head:UInt64}", head=views.position(VIEW))
    sql = (
        f"SELECT {', '.join(FEED)} FROM case_versions WHERE ledger = {{ledger:String}} AND {where.sql} "
        "ORDER BY position LIMIT 1 BY position LIMIT {limit:UInt32}"
    )
    return [FeedItem(**row) for row in views.query(sql, {**where.params, "limit": limit})]
