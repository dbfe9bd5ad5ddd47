"""Lists of cases, those nearby, the feed, the worklist and where cases end."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from support.lives import (
    COUNTY,
    GRIDS,
    OTHER_TOWN,
    TOWN,
    closed,
    county,
    recorded_cases,
    registered,
    relocated,
    reported,
)
from support.log import START, Log
from support.reading import Written, folded

from domain.incidents.state import IncidentState
from domain.shared.act import Actor
from domain.shared.errors import Malformed
from domain.shared.place import Location
from infra.clickhouse.client import ClickHouse
from projections.cases.projection import CaseRow
from projections.cases.queries import Filter, feed, list_cases, nearby
from projections.resolution.queries import resolution_levels
from projections.scope import Scope
from projections.worklist.queries import worklist

pytestmark = pytest.mark.servers
MOMENT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def reader(place: str = COUNTY, organ: str = "o") -> Scope:
    actor = Actor(person="p", post="o/desk", kind="desk", organ=organ, place=place)
    return Scope(actor=actor, places=(place,), whole=place == COUNTY)


FILTERS = [
    Filter(),
    Filter(places=(TOWN,)),
    Filter(status="closed"),
    Filter(level="town", kind="incident"),
    Filter(category="roads.damage"),
    Filter(organ=f"{COUNTY}.water"),
    Filter(open=True),
    Filter(open=False),
    Filter(overdue_at=START + timedelta(days=5)),
    Filter(closed_late=True),
    Filter(since=START + timedelta(minutes=20), until=START + timedelta(minutes=60)),
]


def overdue(row: CaseRow, moment: datetime) -> bool:
    return row.open and row.due_at is not None and row.due_at < moment


@pytest.mark.parametrize("asked", FILTERS, ids=repr)
@pytest.mark.parametrize("scope", [reader(), reader(OTHER_TOWN), reader(GRIDS[0][-1], f"{TOWN}.office")], ids=str)
def test_a_list_holds_what_was_asked_for_and_may_be_seen_in_pages(
    store: ClickHouse, ledger_name: str, asked: Filter, scope: Scope
) -> None:
    log = county(5, cases=25)
    written = Written(store, ledger_name, log)
    for position in (None, 60):
        listed: list[UUID] = []
        cursor = None
        while True:
            page = list_cases(written, scope, asked, limit=4, cursor=cursor, as_of=position)
            listed += [item.case for item in page.items]
            cursor = page.next
            if cursor is None:
                break
        expected = {
            row.case: row.opened_at
            for row in folded(log, position)
            if scope.may_see(row)
            and (not asked.places or not set(asked.places).isdisjoint(row.path))
            and all(getattr(asked, name) in (None, getattr(row, name)) for name in ("status", "level", "category"))
            and (asked.organ is None or asked.organ in (row.lead, *row.assists))
            and asked.open in (None, row.open)
            and (asked.overdue_at is None or overdue(row, asked.overdue_at))
            and (not asked.closed_late or (row.status == "closed" and row.closed_late))
            and (asked.since is None or row.opened_at >= asked.since)
            and (asked.until is None or row.opened_at < asked.until)
        }
        assert Counter(listed) == Counter(expected.keys())
        assert [expected[case] for case in listed] == sorted(expected.values(), reverse=True)


@pytest.mark.parametrize("cursor", ["nonsense", "bm90IGpzb24", "WzFd", "é", ""])
def test_a_cursor_that_no_list_gave_is_malformed(store: ClickHouse, ledger_name: str, cursor: str) -> None:
    with pytest.raises(Malformed):
        list_cases(Written(store, ledger_name, Log()), reader(), Filter(), cursor=cursor)


def test_values_are_bound_and_never_read_as_sql(store: ClickHouse, ledger_name: str) -> None:
    written = Written(store, ledger_name, county(1))
    for text in ("' OR 1=1 --", "\\", "{ledger:String}", "\t\n'", "西陌"):
        assert list_cases(written, reader(), Filter(status=text, category=text)).items == []
        assert list_cases(written, reader(), Filter(places=(text, TOWN))).items != []


def test_nearby_are_open_cases_within_fifty_metres_and_seven_days(store: ClickHouse, ledger_name: str) -> None:
    def at(lon: float, lat: float = 34.71) -> Location:
        return Location(lon=lon, lat=lat)

    log = Log()
    recorded_cases(
        log,
        (UUID(int=1), [reported(location=at(110.69))]),
        (UUID(int=2), [reported(location=at(110.6904))]),
        (UUID(int=3), [reported(location=at(110.6907))]),
        (UUID(int=4), [reported(location=at(110.69), category="roads.damage")]),
        (UUID(int=5), [reported(location=at(110.69)), registered(), closed()]),
        (UUID(int=6), [reported(location=None)]),
        at=MOMENT,
    )
    recorded_cases(log, (UUID(int=7), [reported(location=at(110.69))]), at=MOMENT - timedelta(days=7, seconds=1))
    written = Written(store, ledger_name, log)
    found = nearby(written, reader(), lon=110.69, lat=34.71, moment=MOMENT, category="environment.water")
    assert [item.case.int for item in found] == [1, 2]
    assert {item.case.int for item in nearby(written, reader(), lon=110.69, lat=34.71, moment=MOMENT)} == {1, 2, 4}


def test_the_feed_tells_what_happened_to_cases_that_could_be_seen_then(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    case, other = UUID(int=1), UUID(int=2)
    recorded_cases(
        log, (case, [reported(GRIDS[0]), relocated(GRIDS[4]), relocated(GRIDS[0])]), (other, [reported(GRIDS[4])])
    )
    written = Written(store, ledger_name, log)
    assert [(item.position, item.case) for item in feed(written, reader(), 0)] == [
        (1, case),
        (2, case),
        (3, case),
        (4, other),
    ]
    assert [item.position for item in feed(written, reader(GRIDS[4][-1]), 0)] == [2, 4]
    assert [item.position for item in feed(written, reader(), 1, limit=2)] == [2, 3]


def test_cases_end_at_a_level_at_a_time(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    recorded_cases(
        log,
        (UUID(int=1), [reported(), registered(), closed("village")]),
        (UUID(int=2), [reported(GRIDS[4], "town"), registered(), closed("town")]),
        (UUID(int=3), [reported(), registered()]),
        at=MOMENT,
    )
    recorded_cases(log, (UUID(int=4), [reported(level="county"), closed("county")]), at=MOMENT + timedelta(days=1))
    written = Written(store, ledger_name, log)
    ended = resolution_levels(written).incidents
    assert (ended.total, ended.village, ended.town, ended.county) == (3, 1, 1, 1)
    assert ended.within_town == pytest.approx(2 / 3)
    assert resolution_levels(written, places=(TOWN,)).incidents.total == 2
    assert resolution_levels(written, until=MOMENT + timedelta(hours=1)).incidents.county == 0
    assert resolution_levels(written, since=MOMENT + timedelta(hours=1)).incidents.total == 1
    assert resolution_levels(written, as_of=6).incidents.total == 2
    assert resolution_levels(written, places=("nowhere",)).incidents.within_town == 0


def test_the_worklist_is_judged_by_the_domain_and_sorted_by_urgency(store: ClickHouse, ledger_name: str) -> None:
    hour = timedelta(hours=1)
    log = Log()
    recorded_cases(
        log,
        (UUID(int=1), [reported(), registered(MOMENT + 2 * hour)]),
        (UUID(int=2), [reported(), registered(MOMENT + hour)]),
        (UUID(int=3), [reported(), registered(None, severity="urgent")]),
        (UUID(int=4), [reported(), registered(MOMENT - hour)]),
        (UUID(int=5), [reported(), registered(MOMENT - 2 * hour), closed()]),
        (UUID(int=6), [reported(GRIDS[4]), registered(MOMENT)]),
        (UUID(int=7), [reported()]),
        (UUID(int=8), [reported(), registered(None)]),
        at=MOMENT,
    )
    written = Written(store, ledger_name, log)

    def judge(case: UUID, state: IncidentState) -> tuple[str, ...]:
        return ("dispatch",) if state.status == "registered" and case.int != 8 else ()

    page = worklist(written, reader(TOWN), {"registered", "closed"}, judge, moment=MOMENT, limit=3)
    assert [(item.case.case.int, item.overdue) for item in page.items] == [(4, True), (3, False), (2, False)]
    assert page.items[0].verbs == ("dispatch",)
    rest = worklist(written, reader(TOWN), {"registered"}, judge, moment=MOMENT + 9 * hour, limit=3, cursor=page.next)
    assert [(item.case.case.int, item.overdue) for item in rest.items] == [(1, False)]
    assert rest.next is None
    past = [worklist(written, reader(TOWN), {"registered"}, judge, moment=MOMENT, limit=2, as_of=4)]
    assert [item.case.case.int for item in past[0].items] == [2, 1]
    past = [worklist(written, reader(), {"registered"}, judge, moment=MOMENT, limit=1, as_of=12)]
    past.append(
        worklist(written, reader(), {"registered"}, judge, moment=MOMENT, limit=9, cursor=past[0].next, as_of=12)
    )
    assert [item.case.case.int for page in past for item in page.items] == [4, 3, 2, 1]
