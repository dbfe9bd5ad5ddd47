"""rebuild: every view anew from the ledger, as `gridgov rebuild` does it.

Ours: events read, decoded, folded, written and checked; events/s is events times views, over the time of all views.
Raw: the log by a plain SELECT, and the very rows that the views hold, ready made, into tables of the same shape: once
row by row, as a projection does that is handed one event at a time (a sample), once in batches, which nothing
that also has to make the rows can reach.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter

from infra.bench.raw_sqlite import select_all
from infra.bench.raw_views import RawTable
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import migrate
from infra.clickhouse.projector import Projector
from infra.clickhouse.rebuilding import BATCH
from infra.clock import system_clock
from infra.ledger.sqlite import SqliteLedger
from projections.registry import VIEWS
from services.bench.cases import closed_case
from services.bench.figures import Figure, Run, compared
from services.commands import entries_of

CASES = 10_000
"""Cases of eight events each."""
ROUNDS = 3
SAMPLE = 50
"""Rows of each table that are written one by one, at some milliseconds each."""


def rebuild(run: Run) -> Iterator[Figure]:
    """Measure a ledger of closed cases."""
    path = run.folder / "ledger.db"
    ledger, store = SqliteLedger(path, system_clock), ClickHouse.embedded(run.folder / "views")
    try:
        migrate(store)
        run.tell("rebuild: making the ledger")
        fill(ledger, run.sized(CASES, 10))
        events = ledger.head().position
        projector = Projector(store, ledger, "bench", VIEWS, system_clock)
        ours, rows, batches = [], [], []
        for turn in range(ROUNDS):
            run.tell(f"rebuild: {turn + 1}/{ROUNDS}")
            started = perf_counter()
            projector.rebuild()
            ours.append(len(VIEWS) * events / (perf_counter() - started))
            tables = _raw_tables(store)
            rows.append(_row_by_row(path, tables, events))
            batches.append(_in_batches(path, tables, events))
    finally:
        store.close()
        ledger.close()
    yield compared("rebuild", "row by row", "events/s", zip(ours, rows, strict=True))
    yield compared("rebuild", "ready batches", "events/s", zip(ours, batches, strict=True))


def fill(ledger: SqliteLedger, cases: int) -> None:
    """Record so many closed cases."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for first in range(0, cases, BATCH):
        made = (closed_case(number, start + timedelta(minutes=number)) for number in range(first, first + BATCH))
        batch = [(entries_of([case]), None) for case, _ in zip(made, range(cases - first), strict=False)]
        ledger.append_many(batch)


def _raw_tables(store: ClickHouse) -> list[RawTable]:
    tables = [RawTable(store, table) for view in VIEWS for table in (view.TABLE, view.CURRENT) if table]
    for table in tables:
        table.clear()
    return tables


def _row_by_row(path: Path, tables: Sequence[RawTable], events: int) -> float:
    """Return the rate at which single rows would take all tables to the end, from a sample of each."""
    select = _select(path)
    seconds = 0.0
    for table in tables:
        rows = list(islice(table.batches(1), SAMPLE))
        started = perf_counter()
        for row in rows:
            table.insert(row)
        seconds += (perf_counter() - started) * len(table) / len(rows)
        table.clear()
    return len(VIEWS) * events / (len(VIEWS) * select + seconds)


def _in_batches(path: Path, tables: Sequence[RawTable], events: int) -> float:
    seconds = len(VIEWS) * _select(path)
    for table in tables:
        batches = list(table.batches(BATCH))
        started = perf_counter()
        for batch in batches:
            table.insert(batch)
        seconds += perf_counter() - started
    return len(VIEWS) * events / seconds


def _select(path: Path) -> float:
    started = perf_counter()
    for _ in select_all(path, BATCH):
        continue
    return perf_counter() - started
