"""What a post may see: the yes or no and the filter of a list are one, whatever the case and whoever asks."""

from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.lives import COUNTY, GRIDS, OTHER_TOWN, TOWN, VILLAGES, county

from domain.shared.act import POST_KINDS, Actor, PostKind
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.tables import ViewTables
from projections.cases.projection import CaseRow, Cases
from projections.scope import Scope

CODES = (COUNTY, TOWN, OTHER_TOWN, *VILLAGES, *(path[-1] for path in GRIDS))
ORGANS = (f"{TOWN}.office", f"{COUNTY}.water", f"{COUNTY}.command")


def scope(kind: PostKind = "officer", place: str = TOWN, organ: str = "o", *formerly: str) -> Scope:
    actor = Actor(person="p", post=f"{organ}/{kind}", kind=kind, organ=organ, place=place)
    return Scope(actor=actor, places=(place, *formerly), whole=place == COUNTY)


SCOPES = st.builds(scope, st.sampled_from(POST_KINDS), st.sampled_from(CODES), st.sampled_from(ORGANS))


class Case(msgspec.Struct):
    """What the right depends on."""

    path: tuple[str, ...] = GRIDS[0]
    lead: str = ""
    assists: tuple[str, ...] = ()
    been_at: tuple[str, ...] = ()


CASES = st.builds(
    Case,
    st.sampled_from([path[:depth] for path in GRIDS for depth in range(len(path) + 1)]),
    st.sampled_from(("", *ORGANS)),
    st.lists(st.sampled_from(ORGANS), unique=True, max_size=2).map(tuple),
    st.lists(st.sampled_from((TOWN, OTHER_TOWN, *VILLAGES)), unique=True, max_size=2).map(tuple),
)


@pytest.mark.parametrize(
    ("reader", "case", "sees"),
    [
        (scope("desk", TOWN), Case(), True),
        (scope("grid_worker", GRIDS[0][-1]), Case(), True),
        (scope("grid_worker", GRIDS[1][-1]), Case(), False),
        (scope("desk", OTHER_TOWN), Case(), False),
        (scope("desk", OTHER_TOWN), Case(been_at=(OTHER_TOWN,)), True),
        (scope("officer", OTHER_TOWN, "o"), Case(lead="o"), True),
        (scope("officer", OTHER_TOWN, "o"), Case(assists=("x", "o")), True),
        (scope("officer", OTHER_TOWN, "o"), Case(lead="x"), False),
        (scope("village_officer", "140830103299", "o", "140830103201"), Case(), True),
        (scope("supervisor", COUNTY), Case(path=()), True),
        (scope("supervisor", TOWN), Case(path=()), False),
        (scope("admin", COUNTY), Case(), False),
    ],
)
def test_who_may_see_a_case(reader: Scope, case: Case, sees: bool) -> None:
    assert reader.may_see(case) is sees


@pytest.mark.servers
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(reader=SCOPES, cases=st.lists(CASES, min_size=1, max_size=8))
def test_the_filter_of_a_list_agrees_with_the_yes_or_no(store: ClickHouse, reader: Scope, cases: list[Case]) -> None:
    rows = [template(case, number) for number, case in enumerate(cases, 1)]
    condition, params = reader.where()
    ledger = "scope"
    tables = ViewTables(store, ledger, Cases())
    tables.clear()
    tables.write((), rows)
    sql = f"SELECT position FROM cases FINAL WHERE ledger = {{ledger:String}} AND {condition}"
    listed = {row["position"] for row in store.query(sql, {"ledger": ledger, **params})}
    assert listed == {row.position for row in rows if reader.may_see(row)}


def template(case: Case, number: int) -> CaseRow:
    """Return a row like any other, but for what the right depends on."""
    recorded = county(1, cases=1).history[0]
    row = Cases().project(None, recorded)
    assert row is not None
    fields = {name: getattr(case, name) for name in ("path", "lead", "assists", "been_at")}
    return msgspec.structs.replace(row, case=UUID(int=number), position=number, way="/".join(case.path), **fields)
