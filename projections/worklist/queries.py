"""A person's work: rows narrowed down by the store, and then judged by the domain itself from the state they carry."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from domain.incidents.state import IncidentState
from projections.cases.projection import incident_state
from projections.projection import Views
from projections.scope import Scope
from projections.selecting import ITEM, MOMENT, CaseItem, CasesAt, Page, Where, read_cursor, write_cursor

VIEW = "cases"
CHUNK = 500
"""Rows taken from the store at a time, until the page is full."""
NO_DUE_TIME = datetime(2200, 1, 1, tzinfo=UTC)
RANK = (
    "if(open AND due_at < {moment:" + MOMENT + "}, 0, 1) AS on_time, "
    "transform(severity, ['emergency', 'urgent'], [0, 1], 2) AS calm, "
    "ifNull(due_at, {no_due_time:" + MOMENT + "}) AS due"
)
"""The order of urgency: overdue, then severity, then the due time."""
COLUMNS = f"{', '.join(ITEM)}, state, {RANK}"
NEEDED = (*ITEM, "been_at", "reopening_ordered", "state")
ORDER = "ORDER BY on_time, calm, due, case LIMIT {chunk:UInt32}"

Judge = Callable[[UUID, IncidentState], Sequence[str]]
"""Which verbs of a case wait for the actor: the domain's `awaited`, none where it is not theirs."""


class WorkItem(msgspec.Struct, frozen=True, kw_only=True):
    """A case that waits, and what for."""

    case: CaseItem
    overdue: bool
    verbs: tuple[str, ...]


class _After(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, and the moment by which its order was made."""

    moment: datetime
    on_time: int
    calm: int
    due: datetime
    case: UUID


def worklist(
    views: Views,
    scope: Scope,
    statuses: Collection[str],
    judge: Judge,
    *,
    moment: datetime,
    limit: int = 50,
    cursor: str | None = None,
    as_of: int | None = None,
) -> Page[WorkItem]:
    """Return what waits for the actor, the most urgent first. Raises `Malformed`, `ViewsAway`.

    `statuses`: those in which the actor's kind of post can have anything to do. Closed cases are looked at only
    where supervision has ordered a reopening.
    """
    position = views.position(VIEW) if as_of is None else as_of
    after = read_cursor(cursor, _After) if cursor is not None else None
    moment = after.moment if after else moment
    items: list[WorkItem] = []
    ends: list[_After] = []
    while len(items) <= limit:
        where = _waiting(scope, statuses, moment, after)
        rows = views.query(*CasesAt(as_of=as_of).rows(COLUMNS, NEEDED, where, ORDER))
        for row in rows:
            after = _After(moment, row.pop("on_time"), row.pop("calm"), row.pop("due"), row["case"])
            state = incident_state(row.pop("state"))
            if verbs := tuple(judge(row["case"], state)):
                case = CaseItem(**row)
                items.append(WorkItem(case=case, overdue=case.overdue(moment), verbs=verbs))
                ends.append(after)
        if len(rows) < CHUNK:
            break
    more = write_cursor(*msgspec.structs.astuple(ends[limit - 1])) if len(items) > limit else None
    return Page(items=items[:limit], next=more, position=position)


def _waiting(scope: Scope, statuses: Collection[str], moment: datetime, after: _After | None) -> Where:
    where = Where().scope(scope).add("(open OR reopening_ordered)")
    where.add("status IN {statuses:Array(String)}", statuses=sorted(statuses))
    if after is not None:
        where.add(
            f"(on_time, calm, due, case) > ({{on_time:UInt8}}, {{calm:UInt8}}, {{due:{MOMENT}}}, {{after:UUID}})",
            on_time=after.on_time,
            calm=after.calm,
            due=after.due,
            after=after.case,
        )
    where.params.update(moment=moment, no_due_time=NO_DUE_TIME, chunk=CHUNK)
    return where
