"""The raw side in the engine of the views: rows that are ready, into tables of the same shape."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version as version_of
from typing import Any

from infra.clickhouse.client import ClickHouse

COPY = "_raw"
COPIES_A_PART = 100
"""So that the rows come in several parts, as a projector writes them, and not in one that is in order already."""


class RawTable:
    """A table of a view, its rows, and an empty one like it to write them into once more."""

    def __init__(self, store: ClickHouse, table: str) -> None:
        self._store, self._copy = store, table + COPY
        store.command(f"CREATE TABLE IF NOT EXISTS {self._copy} AS {table}")
        self._columns = store.columns(table)
        self._rows = store.tuples(f"SELECT {', '.join(self._columns)} FROM {table} ORDER BY position")

    def __len__(self) -> int:
        return len(self._rows)

    def clear(self) -> None:
        """Empty the copy."""
        self._store.command(f"TRUNCATE TABLE {self._copy}")

    def batches(self, size: int) -> Iterator[list[Sequence[Any]]]:
        """Yield the rows column by column, as the client takes them, so many at a time."""
        for start in range(0, len(self._rows), size):
            yield [list(column) for column in zip(*self._rows[start : start + size], strict=True)]

    def insert(self, batch: Sequence[Sequence[Any]]) -> None:
        """Write one batch into the copy."""
        self._store.insert(self._copy, self._columns, batch)


def multiply_cases(store: ClickHouse, source: str, ledger: str, times: int, villages: int) -> None:
    """Write the cases of one ledger so many times for another, each under an id of its own, spread over one county.

    The engine makes the rows itself: a million take seconds. Ten villages a town, four grids a village.
    """
    chance = "cityHash64(case, copies.number)"
    town = f"concat('1408301', leftPad(toString(intDiv({chance} % {villages}, 10)), 2, '0'))"
    village = f"concat({town}, '2', leftPad(toString({chance} % 10), 2, '0'))"
    grid = f"concat({village}, '-0', toString(1 + intDiv({chance}, {villages}) % 4))"
    path = f"['140830', {town}, {village}, {grid}]"
    made = {
        "ledger": "{ledger:String}",
        "case": "generateUUIDv4()",
        "path": path,
        "way": f"arrayStringConcat({path}, '/')",
        "unit": grid,
    }
    columns = list(store.columns("cases"))
    values = ", ".join(made.get(column, f"cases.{column}") for column in columns)
    for start in range(0, times, COPIES_A_PART):
        part = {"source": source, "ledger": ledger, "start": start, "copies": min(COPIES_A_PART, times - start)}
        store.command(
            f"INSERT INTO cases ({', '.join(columns)}) SELECT {values} FROM cases FINAL "
            "CROSS JOIN numbers({start:UInt64}, {copies:UInt64}) AS copies WHERE ledger = {source:String}",
            part,
        )


def version() -> str:
    """Return the version of the engine's package."""
    return version_of("chdb")
