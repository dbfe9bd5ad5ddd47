"""How many cases are open in a very unit: what is asked before it is retired, merged or split."""

from uuid import UUID

import pytest
from support.lives import COUNTY, GRIDS, TOWN, VILLAGES, closed, county, recorded_cases, relocated, reported
from support.log import Log
from support.reading import Written, folded

from infra.clickhouse.client import ClickHouse
from projections.units.queries import open_in_unit

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("seed", [4, 5])
def test_it_is_what_a_fold_says_and_never_counts_what_lies_below(
    store: ClickHouse, ledger_name: str, seed: int
) -> None:
    log = county(seed, cases=25)
    written, rows = Written(store, ledger_name, log), folded(log)

    for code in (COUNTY, TOWN, *VILLAGES, *(path[-1] for path in GRIDS)):
        assert open_in_unit(written, [code]) == sum(row.open and row.unit == code for row in rows)


def test_what_has_left_or_is_closed_is_not_counted(store: ClickHouse, ledger_name: str) -> None:
    log = Log()
    recorded_cases(
        log,
        (UUID(int=1), [reported(GRIDS[0]), relocated(GRIDS[1])]),
        (UUID(int=2), [reported(GRIDS[0]), closed()]),
        (UUID(int=3), [reported(GRIDS[0])]),
    )
    written = Written(store, ledger_name, log)

    assert open_in_unit(written, [GRIDS[0][-1]]) == 1
    assert open_in_unit(written, [GRIDS[0][-1], GRIDS[1][-1]]) == 2
