"""The view of a unit at every level, now and as it stood: what the rows say, whatever was moved, repeated or late."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from support.lives import (
    COUNTY,
    GRIDS,
    OTHER_TOWN,
    TOWN,
    VILLAGES,
    closed,
    county,
    recorded_cases,
    registered,
    relocated,
    reported,
)
from support.log import START, Log
from support.reading import Written, folded

from infra.clickhouse.client import ClickHouse
from projections.cases.projection import CaseRow
from projections.units.queries import Named, UnitView, unit_view

pytestmark = pytest.mark.servers
MOMENT = START + timedelta(hours=3)
CHILDREN: dict[str, tuple[str, ...]] = {
    COUNTY: (TOWN, OTHER_TOWN),
    TOWN: ("140830103201", "140830103202"),
    OTHER_TOWN: ("140830104201",),
    **{village: tuple(path[-1] for path in GRIDS if village in path) for village in VILLAGES},
    **{path[-1]: () for path in GRIDS},
}


def named(code: str, *formerly: str) -> Named:
    return Named(code=code, name=code, kind="grid", codes=(code, *formerly))


def view_of(written: Written, code: str, as_of: int | None = None, *formerly: str) -> UnitView:
    children = [named(child) for child in CHILDREN[code]]
    return unit_view(written, named(code, *formerly), children, {"grid": 1}, moment=MOMENT, as_of=as_of)


def figures(rows: list[CaseRow], code: str) -> dict[str, int]:
    inside = [row for row in rows if code in row.path]
    return {
        "open": sum(row.open for row in inside),
        "overdue": sum(row.open and row.due_at is not None and row.due_at < MOMENT for row in inside),
        "closed": sum(row.status == "closed" for row in inside),
        "closed_late": sum(row.closed_late for row in inside),
    }


def counted(view: UnitView) -> dict[str, Any]:
    return {name: getattr(view.incidents, name) for name in ("open", "overdue", "closed", "closed_late")}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_unit_now_and_at_any_position_is_what_a_fold_says(store: ClickHouse, ledger_name: str, seed: int) -> None:
    log = county(seed, cases=25)
    written = Written(store, ledger_name, log)
    for position in (None, len(log.history) // 3, len(log.history) // 2):
        rows = folded(log, position)
        for code, children in CHILDREN.items():
            view = view_of(written, code, position)
            inside = [row for row in rows if code in row.path]
            assert counted(view) == figures(rows, code)
            assert view.incidents.by_status == Counter(row.status for row in inside)
            assert view.incidents.by_category == Counter(row.category for row in inside)
            assert view.incidents.by_level == {"village": 0, "town": 0, "county": 0} | Counter(r.level for r in inside)
            assert [(child.code, msgspec.structs.asdict(child.incidents)) for child in view.children] == [
                (child, figures(rows, child)) for child in children
            ]
            assert view.position == (position or len(log.history))


def test_a_relocated_case_leaves_its_old_place_and_counts_once_above(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    recorded_cases(
        log, (UUID(int=1), [reported(GRIDS[0]), relocated(GRIDS[4]), relocated(GRIDS[0]), relocated(GRIDS[2])])
    )
    written = Written(store, ledger_name, log)
    opened = {code: counted(view_of(written, code))["open"] for code in CHILDREN}
    assert {code for code, number in opened.items() if number} == {*GRIDS[2]}
    assert counted(view_of(written, TOWN, 2))["open"] == 0
    assert counted(view_of(written, COUNTY, 2))["open"] == 1
    assert counted(view_of(written, GRIDS[0][-1], 3))["open"] == 1


def test_overdue_is_judged_at_the_moment_that_is_asked_for(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    recorded_cases(log, (UUID(int=1), [reported(), registered(due_at=START + timedelta(hours=1))]))
    written = Written(store, ledger_name, log)
    seen = [
        unit_view(written, named(COUNTY), [], {}, moment=START + timedelta(minutes=minutes)).incidents.overdue
        for minutes in (59, 60, 61)
    ]
    assert seen == [0, 0, 1]


def test_a_recoded_unit_keeps_what_lay_in_it(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    recorded_cases(log, (UUID(int=1), [reported(GRIDS[0])]))
    written = Written(store, ledger_name, log)
    new = Named(code="140830103299", name="n", kind="village", codes=("140830103299", "140830103201"))
    view = unit_view(written, named(TOWN), [new], {}, moment=MOMENT)
    assert view.children[0].incidents.open == 1
    assert unit_view(written, new, [], {}, moment=MOMENT).incidents.open == 1


def test_a_unit_where_nothing_happened_shows_zeros(store: ClickHouse, ledger_name: str) -> None:
    view = view_of(Written(store, ledger_name, Log()), TOWN)
    assert msgspec.to_builtins(view) == {
        "code": TOWN,
        "name": TOWN,
        "kind": "grid",
        "position": 0,
        "as_of": None,
        "units": {"grid": 1},
        "incidents": {
            **dict.fromkeys(("open", "overdue", "closed", "closed_late"), 0),
            "by_status": {},
            "by_category": {},
            "by_level": {"village": 0, "town": 0, "county": 0},
        },
        "mediations": {"open": 0, "settled": 0, "failed": 0, "by_status": {}, "by_category": {}, "by_level": {}},
        "children": [
            {
                "code": child,
                "name": child,
                "kind": "grid",
                "incidents": {"open": 0, "overdue": 0, "closed": 0, "closed_late": 0},
                "mediations": {"open": 0, "settled": 0, "failed": 0},
            }
            for child in CHILDREN[TOWN]
        ],
    }


def test_cases_of_another_ledger_are_not_counted(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    recorded_cases(log, (UUID(int=1), [reported(), registered(), closed()]))
    Written(store, ledger_name + "-other", log)
    assert counted(view_of(Written(store, ledger_name, Log()), COUNTY))["closed"] == 0
