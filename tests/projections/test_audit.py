"""The audit trail: everything done, by whom, in which post, to those who may see the case."""

from uuid import UUID, uuid4

import pytest
from support.lives import (
    COUNTY,
    GRIDS,
    OTHER_TOWN,
    TEXT,
    TOWN,
    catalogue,
    county,
    meta,
    recorded_cases,
    relocated,
    reported,
)
from support.log import START, Log
from support.reading import Written

from domain.catalogue import EVENTS
from domain.incidents import events as ev
from domain.shared.act import Actor
from domain.shared.numbering import NumberIssued
from domain.shared.sealed import Sealed
from domain.shared.stream import Unknown
from infra.clickhouse.client import ClickHouse
from projections.audit.projection import Audit
from projections.audit.queries import COLUMNS, Act, Asked, audit
from projections.scope import Scope

CASE, OTHER = UUID(int=1), UUID(int=2)


def reader(place: str = COUNTY) -> Scope:
    actor = Actor(person="p", post="o/supervisor", kind="supervisor", organ="o", place=place)
    return Scope(actor=actor, places=(place,), whole=place == COUNTY)


@pytest.fixture
def log() -> Log:
    log = Log()
    recorded_cases(log, (CASE, [reported(GRIDS[0]), ev.Refuted(reason=TEXT)]), (OTHER, [reported(GRIDS[4])]))
    log.record(uuid4(), Unknown(name="post.assigned", schema=1, data={"person": "p2"}), meta(START, "p9", "a.b", TOWN))
    log.record(uuid4(), NumberIssued(organ="o", year=2026, serial=1, case=CASE))
    return log


def positions(written: Written, scope: Scope, asked: Asked | None = None, **more: object) -> list[int]:
    page = audit(written, scope, asked or Asked(), [TOWN, *GRIDS[0]], **more)  # type: ignore[arg-type]
    return [act.position for act in page.items]


@pytest.mark.servers
def test_who_may_see_the_case_sees_its_acts_and_bookkeeping_is_left_out(
    store: ClickHouse, ledger_name: str, log: Log
) -> None:
    written = Written(store, ledger_name, log)
    assert positions(written, reader()) == [4, 3, 2, 1]
    assert positions(written, reader(TOWN)) == [4, 2, 1]
    assert positions(written, reader(OTHER_TOWN)) == [4, 3]


@pytest.mark.servers
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(case=CASE), [2, 1]),
        (Asked(person="p9"), [4]),
        (Asked(organ="a.b"), [4]),
        (Asked(type="incident.reported"), [3, 1]),
        (Asked(places=(OTHER_TOWN,)), [4, 3]),
        (Asked(until=START), []),
        (Asked(since=START), [4, 3, 2, 1]),
    ],
    ids=repr,
)
def test_the_trail_is_filtered(store: ClickHouse, ledger_name: str, log: Log, asked: Asked, found: list[int]) -> None:
    assert positions(Written(store, ledger_name, log), reader(), asked) == found


@pytest.mark.servers
def test_the_trail_comes_in_pages_and_as_it_stood(store: ClickHouse, ledger_name: str, log: Log) -> None:
    written = Written(store, ledger_name, log)
    first = audit(written, reader(), Asked(), [], limit=3)
    assert [act.position for act in first.items] == [4, 3, 2]
    assert positions(written, reader(), cursor=first.next) == [1]
    assert positions(written, reader(), as_of=2) == [2, 1]
    recorded_cases(log, (CASE, [relocated(GRIDS[4])]))
    written.catch_up()
    assert 1 not in positions(written, reader(TOWN))
    assert positions(written, reader(TOWN), as_of=5) == [4, 2, 1]


@pytest.mark.servers
def test_an_act_tells_who_in_which_post_under_which_rule_and_gives_back_its_event(
    store: ClickHouse, ledger_name: str, log: Log
) -> None:
    acts = audit(Written(store, ledger_name, log), reader(), Asked(), []).items
    refuted, post = acts[2], acts[0]
    assert (refuted.kind, refuted.case, refuted.person, refuted.rule) == ("incident", CASE, "p1", "desk_of_the_level")
    assert refuted.event == ev.Refuted(reason=Sealed("case/1", b""))
    assert (post.kind, post.unit, post.organ, post.post) == ("", TOWN, "a.b", "a.b/desk")
    assert post.event == Unknown(name="post.assigned", schema=1, data={"person": "p2"})


def test_the_trail_holds_no_sealed_box() -> None:
    for recorded in county(1).history:
        row = Audit().project(None, recorded)
        assert row is not None
        assert "c2VhbGVk" not in row.data


def test_every_act_gives_back_an_event_of_its_own_kind() -> None:
    told = set()
    for recorded in catalogue().history:
        row = Audit().project(None, recorded)
        assert row is not None
        act = Act(**{name: getattr(row, name) for name in COLUMNS})
        assert type(act.event) is type(recorded.event)
        told.add(act.type)
    assert told >= EVENTS.keys()
