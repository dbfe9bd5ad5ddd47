"""views: the view of a unit while the store holds a million cases, one reader.

Ours: `unit_view`, from the question to the figures of the unit and each of its children. Raw: `SELECT 1` through the
same client, the least that any question costs.
"""

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

from infra.bench.raw_views import multiply_cases
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import migrate
from infra.clickhouse.projector import Projector
from infra.clock import system_clock
from infra.ledger.sqlite import SqliteLedger
from projections.registry import VIEWS
from projections.units.queries import Named, unit_view
from services.bench.figures import ROUNDS, Figure, Run, compared, percentile
from services.bench.rebuilding import fill

ROWS = 1_000_000
MADE = 1_000
"""Cases that are folded from events; the engine multiplies them."""
VILLAGES = 200
READINGS = 40
"""Readings of each unit a round."""


def views(run: Run) -> Iterator[Figure]:
    """Measure a village, a town and the county."""
    ledger, store = SqliteLedger(run.folder / "ledger.db", system_clock), ClickHouse.embedded(run.folder / "views")
    try:
        migrate(store)
        run.tell("views: making the rows")
        made = min(MADE, run.sized(ROWS, 10))
        fill(ledger, made)
        Projector(store, ledger, "made", VIEWS, system_clock).rebuild(["cases"])
        multiply_cases(store, "made", "bench", times=max(1, run.sized(ROWS) // made), villages=VILLAGES)
        projector = Projector(store, ledger, "bench", VIEWS, system_clock)
        for kind, unit, children in _units():
            read = partial(unit_view, projector, unit, children, {}, moment=system_clock())
            run.tell(f"views: {kind}")
            yield from _compare(kind, run.sized(READINGS, 2), read, lambda: store.tuples("SELECT 1"))
    finally:
        store.close()
        ledger.close()


def _compare(kind: str, readings: int, read: Callable[[], object], least: Callable[[], object]) -> Iterator[Figure]:
    """Read in turns; yield the percentiles of both."""
    rounds = [
        ([_seconds(read) for _ in range(readings)], [_seconds(least) for _ in range(readings)]) for _ in range(ROUNDS)
    ]
    for percent in (50, 99):
        pairs = [(percentile(ours, percent), percentile(raw, percent)) for ours, raw in rounds]
        yield compared("views", f"{kind}, p{percent}", "ms", pairs)


def _seconds(ask: Callable[[], object]) -> float:
    started = perf_counter()
    ask()
    return perf_counter() - started


def _units() -> Iterator[tuple[str, Named, list[Named]]]:
    """Yield a village, a town and the county, each with its children."""
    towns = [_named(f"1408301{number:02d}", "town") for number in range(VILLAGES // 10)]
    villages = [_named(f"{towns[0].code}2{number:02d}", "village") for number in range(10)]
    grids = [_named(f"{villages[0].code}-0{number}", "grid") for number in range(1, 5)]
    yield "village", villages[0], grids
    yield "town", towns[0], villages
    yield "county", Named(code="140830", name="", kind="county", codes=()), towns


def _named(code: str, kind: str) -> Named:
    return Named(code=code, name=code, kind=kind, codes=(code,))
