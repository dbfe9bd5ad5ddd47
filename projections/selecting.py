"""Pieces of queries: conditions with their parameters, cases as of a position, and pages by keyset."""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

import msgspec

from domain.shared.errors import Malformed
from projections.scope import Scope

T = TypeVar("T")
MOMENT = "DateTime64(6, 'UTC')"


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A part of a list."""

    items: list[T]
    next: str | None
    """The cursor of the part after it."""
    position: int
    """The ledger position that the list is exact at."""


class Where:
    """Conditions that all have to hold, and the values bound in them."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.params: dict[str, object] = {}

    def add(self, sql: str, **params: object) -> Self:
        """Add a condition."""
        self._conditions.append(sql)
        self.params.update(params)
        return self

    def scope(self, scope: Scope) -> Self:
        """Add what a post may see."""
        sql, params = scope.where()
        return self.add(sql, **params)

    def equal(self, column: str, value: str | None) -> Self:
        """Add that a column has a value, where one is asked for."""
        return self if value is None else self.add(f"{column} = {{{column}:String}}", **{column: value})

    def between(self, column: str, since: datetime | None, until: datetime | None) -> Self:
        """Add that a time lies at or after one moment and before another, where they are given."""
        if since is not None:
            self.add(f"{column} >= {{since:{MOMENT}}}", since=since)
        if until is not None:
            self.add(f"{column} < {{until:{MOMENT}}}", until=until)
        return self

    @property
    def sql(self) -> str:
        """The condition."""
        return " AND ".join(self._conditions) or "1"


class CasesAt(msgspec.Struct, frozen=True, kw_only=True):
    """The cases as they stand, or as they stood when the ledger ended at a position."""

    as_of: int | None = None
    places: Sequence[str] = ()
    """Only those that lie in a place known by one of these codes."""

    def rows(self, columns: str, needed: Sequence[str], where: Where, order: str) -> tuple[str, dict[str, Any]]:
        """Return a query for the first cases of an order, with its parameters.

        `needed` names every column that it looks at; `order` stands on columns that are selected, and has a limit.
        """
        if self.as_of is None:
            return f"SELECT {columns} FROM cases FINAL WHERE {self._lies} AND {where.sql} {order}", self._params(where)
        rested, moved = self._parts(columns, needed, where)
        return f"SELECT * FROM (({rested} {order}) UNION ALL ({moved} {order})) {order}", self._params(where)

    def figures(self, columns: str, needed: Sequence[str], where: Where, group: str) -> tuple[str, dict[str, Any]]:
        """Return a query for figures over all cases, with its parameters; `needed` as above."""
        if self.as_of is None:
            return f"SELECT {columns} FROM cases FINAL WHERE {self._lies} AND {where.sql} {group}", self._params(where)
        rested, moved = self._parts(", ".join(needed), needed, where)
        return f"SELECT {columns} FROM ({rested} UNION ALL {moved}) {group}", self._params(where)

    def _parts(self, columns: str, needed: Sequence[str], where: Where) -> tuple[str, str]:
        rested = (
            f"SELECT {columns} FROM cases FINAL WHERE {self._lies} AND position <= {{as_of:UInt64}} AND {where.sql}"
        )
        return rested, f"SELECT {columns} FROM ({_last_before(needed, self._lies)}) WHERE NOT gone AND {where.sql}"

    @property
    def _lies(self) -> str:
        return "ledger = {ledger:String}" + (" AND hasAny(path, {places:Array(String)})" if self.places else "")

    def _params(self, where: Where) -> dict[str, Any]:
        params: dict[str, Any] = dict(where.params)
        if self.places:
            params["places"] = list(self.places)
        if self.as_of is not None:
            params["as_of"] = self.as_of
        return params


def _last_before(needed: Sequence[str], lies: str) -> str:
    """Return a query for the last versions up to `as_of` of the cases that have moved on since.

    All others rest: their last version is their present one. That is most of a long log, so little of it is read again.
    A case that left a place has a tombstone there; looked at by place and case, it counts in one place only. Both parts
    read one snapshot of `cases` (`enable_shared_storage_snapshot_in_query`), so that no case falls between them.
    """
    names = [name for name in needed if name != "case"]
    last = ", ".join(f"last.{number} AS {name}" for number, name in enumerate(names, 2))
    since = (
        "SELECT case FROM cases WHERE ledger = {ledger:String} AND position > {as_of:UInt64} AND born <= {as_of:UInt64}"
    )
    return (
        f"SELECT case, last.1 AS gone, {last} "
        f"FROM (SELECT case, argMax(tuple(gone, {', '.join(names)}), version) AS last FROM case_versions "
        f"WHERE {lies} AND position <= {{as_of:UInt64}} AND case IN ({since}) GROUP BY way, case)"
    )


def write_cursor(*values: Any) -> str:
    """Return a cursor: where a page ended."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def read_cursor(text: str, kind: type[T]) -> T:
    """Return where the page before ended. Raises `Malformed`."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=kind)
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise Malformed(
            field="cursor",
            why_zh="不是本列表给出的游标。请从第一页开始。",
            why_en="not one that this list gave. Start over.",
        ) from error


class CaseItem(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list, with what every reader of its place may know."""

    case: UUID
    kind: str
    number: str
    status: str
    level: str
    category: str
    severity: str
    channel: str
    unit: str
    path: Sequence[str]
    lead: str
    assists: Sequence[str]
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    closed_late: bool
    outcome: str
    open: bool
    version: int

    def overdue(self, moment: datetime) -> bool:
        """Tell whether it is open past its due time."""
        return bool(self.open and self.due_at is not None and self.due_at < moment)


ITEM = CaseItem.__struct_fields__
