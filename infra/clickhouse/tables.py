"""The tables of one view and one ledger: rows before, rows written, progress, and the tables of a rebuild beside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from infra.clickhouse.client import ClickHouse
from projections.projection import Projection, Row

R = TypeVar("R", bound=Row)


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How far a view has come, as it is stored."""

    position: int = 0
    recorded_at: datetime | None = None
    error: str = ""


_PROGRESS = {
    "ledger": "LowCardinality(String)",
    "view": "LowCardinality(String)",
    "position": "UInt64",
    "recorded_at": "Nullable(DateTime64(6, 'UTC'))",
    "error": "String",
    "written_at": "DateTime64(6, 'UTC')",
}


class ViewTables(Generic[R]):
    """The tables in which one ledger's rows of one view lie; with a suffix, those of a rebuild beside them."""

    def __init__(self, store: ClickHouse, ledger: str, projection: Projection[R], suffix: str = "") -> None:
        self._store = store
        self._ledger = ledger
        self._projection = projection
        self.history = projection.TABLE + suffix
        self.current = projection.CURRENT + suffix if projection.CURRENT else None
        self._fields = projection.ROW.__struct_fields__
        types = store.columns(projection.TABLE)
        self._columns = {name: types[name] for name in ("ledger", *self._fields)}

    def before(self, subjects: Collection[UUID], position: int) -> dict[UUID, R]:
        """Return the rows of these subjects as they stood at a position."""
        key, gone = self._projection.KEY, self._projection.GONE
        living = f"AND NOT {gone} " if gone else ""
        sql = (
            f"SELECT {', '.join(self._fields)} FROM {self.history} "
            f"WHERE ledger = {{ledger:String}} AND {key} IN {{subjects:Array(UUID)}} "
            f"AND position <= {{position:UInt64}} {living}ORDER BY position DESC LIMIT 1 BY {key}"
        )
        bound = {"ledger": self._ledger, "subjects": list(subjects), "position": position}
        rows = (self._row(values) for values in self._store.tuples(sql, bound))
        return {getattr(row, key): row for row in rows}

    def write(self, history: Sequence[R], current: Sequence[R]) -> None:
        """Write rows by key and position: the same again changes nothing."""
        self._insert(self.history, history)
        if self.current:
            self._insert(self.current, current)

    def _row(self, values: Sequence[Any]) -> R:
        return self._projection.ROW(**dict(zip(self._fields, values, strict=True)))

    def _insert(self, table: str, rows: Sequence[R]) -> None:
        if rows:
            columns = list(zip(*map(msgspec.structs.astuple, rows), strict=True))
            self._store.insert(table, self._columns, [[self._ledger] * len(rows), *columns])

    # A rebuild beside.

    def make_beside(self) -> None:
        """Make empty tables like those in use."""
        for table, like in self._pairs():
            self._store.command(f"CREATE TABLE IF NOT EXISTS {table} AS {like}")
        self.clear()

    def count(self) -> tuple[int, int]:
        """Return how many versions the tables hold, and the position of the last one."""
        gone = f"AND NOT {self._projection.GONE}" if self._projection.GONE else ""
        sql = f"SELECT uniqExact(position), max(position) FROM {self.history} WHERE ledger = {{ledger:String}} {gone}"
        ((versions, last),) = self._store.tuples(sql, {"ledger": self._ledger})
        return int(versions), int(last)

    def take_place(self) -> None:
        """Put these rows in the place of those in use, and let go of the latter."""
        for table, in_use in self._pairs():
            self._store.command(
                f"ALTER TABLE {in_use} REPLACE PARTITION {{ledger:String}} FROM {table}", {"ledger": self._ledger}
            )
        self.clear()

    def clear(self) -> None:
        """Remove this ledger's rows from these tables."""
        for table, _ in self._pairs():
            self._store.command(f"ALTER TABLE {table} DROP PARTITION {{ledger:String}}", {"ledger": self._ledger})

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [(self.history, self._projection.TABLE)]
        if self.current and self._projection.CURRENT:
            pairs.append((self.current, self._projection.CURRENT))
        return pairs


def read_marks(store: ClickHouse, ledger: str) -> Mapping[str, Mark]:
    """Return how far each view of a ledger has come."""
    sql = "SELECT view, position, recorded_at, error FROM progress FINAL WHERE ledger = {ledger:String}"
    rows = store.tuples(sql, {"ledger": ledger})
    return {view: Mark(position=position, recorded_at=at, error=error) for view, position, at, error in rows}


def write_mark(store: ClickHouse, ledger: str, view: str, mark: Mark, now: datetime) -> None:
    """Write how far a view has come; the latest row counts."""
    values = (ledger, view, mark.position, mark.recorded_at, mark.error, now)
    store.insert("progress", _PROGRESS, [[value] for value in values])
