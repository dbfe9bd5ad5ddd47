"""What holds for every registered view: replay, repetition, foreign events, the past, and crashes."""

import random
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from support.lives import catalogue, county, stories
from support.log import Log

from domain.shared.stream import Recorded, Unknown
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.folding import Folding
from infra.clickhouse.tables import ViewTables
from projections.projection import Projection
from projections.registry import VIEWS

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.NAME)]
View = Projection[Any]


HISTORIES = {"one county": lambda: county(1), "another": lambda: county(2), "stories": stories, "catalogue": catalogue}


@pytest.fixture(params=HISTORIES)
def log(request: pytest.FixtureRequest) -> Log:
    return HISTORIES[request.param]()


def project(store: ClickHouse, ledger: str, view: View, batches: Sequence[Sequence[Recorded]]) -> None:
    """Write batches one after the other, the way a projector does, with its memory of rows."""
    tables = ViewTables(store, ledger, view)
    folding = Folding(view, tables)
    for events in batches:
        batch = folding.fold(events, events[0].position - 1)
        assert batch.poison is None
        tables.write(batch.history, batch.current)


def rows(store: ClickHouse, ledger: str, table: str) -> list[dict[str, Any]]:
    found = store.query(
        f"SELECT * EXCEPT ledger FROM {table} FINAL WHERE ledger = {{ledger:String}}", {"ledger": ledger}
    )
    return sorted(found, key=repr)


def everything(store: ClickHouse, ledger: str, view: View) -> list[list[dict[str, Any]]]:
    return [rows(store, ledger, table) for table in (view.TABLE, view.CURRENT) if table]


def split(history: Sequence[Recorded], seed: int) -> list[Sequence[Recorded]]:
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(1, len(history)), 9))
    return [history[start:end] for start, end in zip([0, *cuts], [*cuts, len(history)], strict=True)]


def test_live_in_any_batches_is_the_same_as_a_replay_in_one(store: ClickHouse, log: Log, view: View) -> None:
    one, many = uuid4().hex, uuid4().hex
    project(store, one, view, [log.history])
    project(store, many, view, split(log.history, seed=1))
    assert everything(store, one, view) == everything(store, many, view)
    assert all(everything(store, one, view))


def test_a_repeated_batch_changes_nothing(store: ClickHouse, ledger_name: str, log: Log, view: View) -> None:
    project(store, ledger_name, view, [log.history])
    before = everything(store, ledger_name, view)
    project(store, ledger_name, view, [log.history[-20:]])
    project(store, ledger_name, view, split(log.history, seed=2))
    assert everything(store, ledger_name, view) == before


def test_killed_between_two_tables_it_ends_the_same(store: ClickHouse, ledger_name: str, log: Log, view: View) -> None:
    tables = ViewTables(store, ledger_name, view)
    half = len(log.history) // 2
    project(store, ledger_name, view, [log.history[:half]])
    lost = Folding(view, tables).fold(log.history[half:], half)
    tables.write(lost.history, ())
    project(store, ledger_name, view, split(log.history[half:], seed=3))
    fresh = uuid4().hex
    project(store, fresh, view, [log.history])
    assert everything(store, ledger_name, view) == everything(store, fresh, view)


def test_the_rows_before_are_those_of_the_position_even_when_later_ones_were_written(
    store: ClickHouse, ledger_name: str, log: Log, view: View
) -> None:
    tables = ViewTables(store, ledger_name, view)
    project(store, ledger_name, view, [log.history])
    half = len(log.history) // 2
    expected: dict[Any, Any] = {}
    for recorded in log.history[:half]:
        subject = view.subject(recorded)
        row = view.project(expected.get(subject), recorded) if subject else None
        if row is not None:
            expected[subject] = row
    if view.FOLDS:
        assert {key: same(row) for key, row in tables.before(expected.keys(), half).items()} == {
            key: same(row) for key, row in expected.items()
        }


def same(row: msgspec.Struct) -> dict[str, Any]:
    """Return a row's values, with tuples and lists alike."""
    values = msgspec.structs.asdict(row)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def test_the_past_is_a_replay_of_its_prefix(store: ClickHouse, log: Log, view: View) -> None:
    whole, prefix = uuid4().hex, uuid4().hex
    position = 2 * len(log.history) // 3
    project(store, whole, view, [log.history])
    project(store, prefix, view, [log.history[:position]])
    past = [row for row in rows(store, whole, view.TABLE) if row["position"] <= position]
    assert past == rows(store, prefix, view.TABLE)


def test_events_of_a_later_release_pass(store: ClickHouse, ledger_name: str, log: Log, view: View) -> None:
    log.record(uuid4(), Unknown(name="something.new", schema=9, data={"a": [1]}))
    log.record(log.history[0].originator_id, Unknown(name="incident.dreamt", schema=9, data=None))
    project(store, ledger_name, view, [log.history])
    assert everything(store, ledger_name, view)[0]


def test_a_row_has_the_columns_of_its_table(store: ClickHouse, view: View) -> None:
    for table in (view.TABLE, view.CURRENT):
        if table:
            assert set(store.columns(table)) == {"ledger", *view.ROW.__struct_fields__}
