"""Counts of a unit, always from the rows of its cases, never from sums that a repeated batch would falsify."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from domain.shared.place import LEVELS
from projections.projection import Views
from projections.selecting import MOMENT, CasesAt, Where

VIEW = "cases"


class Incidents(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the incidents in a unit."""

    open: int = 0
    overdue: int = 0
    closed: int = 0
    closed_late: int = 0


class IncidentsInFull(Incidents, frozen=True, kw_only=True):
    """The same, broken down; `by_…` count all cases of the unit."""

    by_status: dict[str, int] = msgspec.field(default_factory=dict)
    by_category: dict[str, int] = msgspec.field(default_factory=dict)
    by_level: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(LEVELS, 0))


class Mediations(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the disputes in a unit."""

    open: int = 0
    settled: int = 0
    failed: int = 0


class MediationsInFull(Mediations, frozen=True, kw_only=True):
    """The same, broken down."""

    by_status: dict[str, int] = msgspec.field(default_factory=dict)
    by_category: dict[str, int] = msgspec.field(default_factory=dict)
    by_level: dict[str, int] = msgspec.field(default_factory=dict)


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as the register knows it."""

    code: str
    name: str
    kind: str
    codes: Sequence[str]
    """All codes by which it is or was known."""


class ChildView(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a child unit."""

    code: str
    name: str
    kind: str
    incidents: Incidents
    mediations: Mediations


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    """The view of a unit. Its figures are its own and its children's."""

    code: str
    name: str
    kind: str
    position: int
    as_of: datetime | None
    units: dict[str, int]
    incidents: IncidentsInFull
    mediations: MediationsInFull
    children: list[ChildView]


FIGURES = (
    "countIf(open) AS opened, countIf(open AND due_at < {moment:" + MOMENT + "}) AS overdue, "
    "countIf(status = 'closed') AS closed, countIf(status = 'closed' AND closed_late) AS late"
)
NEEDED = ("kind", "way", "status", "level", "category", "open", "due_at", "closed_late")
GROUPING = "grouping(way, status, level, category)"
BITS = {"way": 0b0111, "status": 0b1011, "level": 0b1101, "category": 0b1110}
"""What `GROUPING` answers for the rows of each breakdown: a bit for each column that is summed over."""
BREAKDOWN = "GROUP BY GROUPING SETS ((way), (status), (level), (category))"


def unit_view(
    views: Views,
    unit: Named,
    children: Sequence[Named],
    units: Mapping[str, int],
    *,
    moment: datetime,
    as_of: int | None = None,
) -> UnitView:
    """Return the view of a unit, now or as recorded up to a position; overdue is judged at the moment.

    Raises `ViewsAway`.
    """
    position = views.position(VIEW) if as_of is None else as_of
    where = Where().equal("kind", "incident")
    where.params["moment"] = moment
    columns = f"{GROUPING} AS breakdown, way, status, level, category, count() AS total, {FIGURES}"
    rows = views.query(*CasesAt(as_of=as_of, places=unit.codes).figures(columns, NEEDED, where, BREAKDOWN))
    by = {breakdown: [row for row in rows if row["breakdown"] == bits] for breakdown, bits in BITS.items()}
    figures = _of_children(by["way"], children)
    return UnitView(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        position=position,
        as_of=moment if as_of is not None else None,
        units=dict(units),
        incidents=_in_full(by),
        mediations=MediationsInFull(),
        children=[
            ChildView(
                code=child.code,
                name=child.name,
                kind=child.kind,
                incidents=Incidents(**figures[child.code]),
                mediations=Mediations(),
            )
            for child in children
        ],
    )


def _in_full(by: Mapping[str, Sequence[dict[str, Any]]]) -> IncidentsInFull:
    return IncidentsInFull(
        **_summed(by["way"]),
        by_status={row["status"]: row["total"] for row in by["status"]},
        by_category={row["category"]: row["total"] for row in by["category"] if row["category"]},
        by_level=dict.fromkeys(LEVELS, 0) | {row["level"]: row["total"] for row in by["level"]},
    )


def _of_children(ways: Iterable[dict[str, Any]], children: Sequence[Named]) -> dict[str, dict[str, int]]:
    """Return each child's figures: of the cases whose way leads through it."""
    owner = {code: child.code for child in children for code in child.codes}
    rows: dict[str, list[dict[str, Any]]] = {child.code: [] for child in children}
    for row in ways:
        child = next((owner[code] for code in row["way"].split("/") if code in owner), None)
        if child is not None:
            rows[child].append(row)
    return {code: _summed(of_child) for code, of_child in rows.items()}


def _summed(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    total: Counter[str] = Counter(open=0, overdue=0, closed=0, closed_late=0)
    for row in rows:
        total.update(open=row["opened"], overdue=row["overdue"], closed=row["closed"], closed_late=row["late"])
    return dict(total)


def open_in_unit(views: Views, codes: Sequence[str]) -> int:
    """Return how many cases are open in this very unit, known by one of these codes, and not in one below.

    Raises `ViewsAway`.
    """
    where = Where().add("open").add("unit IN {codes:Array(String)}", codes=list(codes))
    [row] = views.query(*CasesAt(places=codes).figures("count() AS total", ("unit", "open"), where, ""))
    return int(row["total"])
