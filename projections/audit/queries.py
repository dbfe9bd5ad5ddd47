"""The audit trail, the latest act first: who may see a case may see all that was done in it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.catalogue import EVENTS
from domain.shared.stream import Event, Unknown
from projections.audit.projection import NO_CASE
from projections.projection import Views
from projections.scope import Scope
from projections.selecting import CasesAt, Page, Where, read_cursor, write_cursor


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the trail; None asks nothing."""

    places: Sequence[str] = ()
    """All codes by which the place is or was known: only acts about cases in it, or about units in it."""
    case: UUID | None = None
    person: str | None = None
    organ: str | None = None
    type: str | None = None
    since: datetime | None = None
    """By the act's own time, from here on."""
    until: datetime | None = None
    """And before here."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """An act, as the trail tells it. Empty text stands for what it does not have."""

    position: int
    recorded_at: datetime
    occurred_at: datetime
    type: str
    schema: int
    kind: str
    case: UUID
    unit: str
    person: str
    post: str
    organ: str
    external_actor: str
    on_behalf_of: str
    rule: str
    data: str
    number: str = ""
    """The number of the case."""

    @property
    def event(self) -> Event:
        """The event, its sealed values emptied; `Unknown` where this release cannot read it."""
        known = EVENTS.get(self.type)
        if known is not None and self.schema == known.SCHEMA:
            return msgspec.json.decode(self.data, type=known)
        return Unknown(name=self.type, schema=self.schema, data=msgspec.json.decode(self.data))


COLUMNS = tuple(name for name in Act.__struct_fields__ if name != "number")


def audit(
    views: Views,
    scope: Scope,
    asked: Asked,
    units: Sequence[str],
    *,
    limit: int = 50,
    cursor: str | None = None,
    as_of: int | None = None,
) -> Page[Act]:
    """Return the acts that a post may see. Raises `Malformed`, `ViewsAway`.

    `units`: the units in the place that is asked for or else the post's, for acts that concern no case; to a post whose
    place is the whole county every such act is shown, unless a place is asked for.
    """
    position = views.position("audit", "cases") if as_of is None else as_of
    where = Where().add("position <= {head:UInt64}", head=position).between("occurred_at", asked.since, asked.until)
    _restrict(where, scope, asked, units, as_of)
    if asked.case is not None:
        where.add("case = {case:UUID}", case=asked.case)
    for column in ("person", "organ", "type"):
        where.equal(column, getattr(asked, column))
    if cursor is not None:
        where.add("position < {before:UInt64}", before=read_cursor(cursor, tuple[int])[0])
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM audit WHERE ledger = {{ledger:String}} AND {where.sql} "
        "ORDER BY position DESC LIMIT 1 BY position LIMIT {limit:UInt32}"
    )
    rows = views.query(sql, {**where.params, "limit": limit + 1})
    numbers = _numbers(views, {row["case"] for row in rows} - {NO_CASE}, as_of)
    items = [Act(**row, number=numbers.get(row["case"], "")) for row in rows[:limit]]
    more = write_cursor(items[-1].position) if len(rows) > limit else None
    return Page(items=items, next=more, position=position)


def _restrict(where: Where, scope: Scope, asked: Asked, units: Sequence[str], as_of: int | None) -> None:
    if scope.whole and not scope.nothing and not asked.places:
        return
    seen = CasesAt(as_of=as_of, places=asked.places)
    cases, params = seen.figures("case", ("case", "path", "lead", "assists", "been_at"), Where().scope(scope), "")
    where.add(
        f"(case IN ({cases}) OR (case = {{no_case:UUID}} AND unit IN {{units:Array(String)}}))",
        **params,
        no_case=NO_CASE,
        units=list(units) if not scope.nothing else [],
    )


def _numbers(views: Views, cases: set[UUID], as_of: int | None) -> dict[UUID, str]:
    if not cases:
        return {}
    where = Where().add("case IN {cases:Array(UUID)}", cases=list(cases))
    rows = views.query(*CasesAt(as_of=as_of).figures("case, number", ("case", "number"), where, ""))
    return {row["case"]: row["number"] for row in rows}
