"""A view built anew beside the one in use, checked, and put in its place: nobody sees a half-built view."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.folding import Folding
from infra.clickhouse.keeper import Keeper
from infra.clickhouse.tables import Mark, ViewTables
from infra.ledger.ledger import Ledger
from projections.projection import Progress, RebuildFailed

BESIDE = "_beside"
BATCH = 10_000
"""Events a batch. At most half of what a folding remembers, so that no row still being written is looked for."""


def rebuild(
    store: ClickHouse, ledger: Ledger, name: str, keeper: Keeper[Any], report: Callable[[Progress], None]
) -> None:
    """Build a view from nothing and put it in the place of the one in use.

    The writer goes on meanwhile; it is paused only for the last events and the change of place.
    Raises `RebuildFailed`, and then the view in use is as it was; `ViewsAway`, `LedgerAway`.
    """
    tables = ViewTables(store, name, keeper.projection, BESIDE)
    with keeper.being_rebuilt():
        tables.make_beside()
        building = _Building(ledger, keeper, tables, report)
        try:
            building.follow(ledger.head().position)
            with keeper.paused():
                building.follow(ledger.head().position)
                building.check()
                tables.take_place()
                keeper.continue_from(Mark(position=building.position, recorded_at=building.recorded_at))
        finally:
            building.close()
            tables.clear()


class _Building:
    """One rebuild under way."""

    def __init__(
        self, ledger: Ledger, keeper: Keeper[Any], tables: ViewTables[Any], report: Callable[[Progress], None]
    ) -> None:
        self._ledger, self._tables, self._report = ledger, tables, report
        self._keeper, self._view = keeper, keeper.projection.NAME
        self._folding = Folding(keeper.projection, tables)
        self._started = time.monotonic()
        self._versions, self._last_row = 0, 0
        self._writer = ThreadPoolExecutor(1, "view-rebuild")
        self._writing: Future[None] | None = None
        self.position = 0
        self.recorded_at: datetime | None = None

    def follow(self, head: int) -> None:
        """Take all events up to a position."""
        while self.position < head:
            if self._keeper.stopping:
                raise RebuildFailed(f"{self._view}: gridgov is stopping. The view in use was left as it is.")
            events = self._ledger.read(self.position, BATCH)
            batch = self._folding.fold(events, self.position)
            if batch.poison:
                raise RebuildFailed(
                    f"{self._view} cannot take {batch.poison.reason}. The view in use was left as it is."
                )
            self._written()
            self._writing = self._writer.submit(self._tables.write, batch.history, batch.current)
            self._versions += batch.versions
            self._last_row = batch.history[-1].position if batch.history else self._last_row
            self.position, self.recorded_at = batch.position, batch.recorded_at
            rate = self.position / max(time.monotonic() - self._started, 1e-6)
            self._report(Progress(view=self._view, position=self.position, head=head, events_per_second=rate))
        self._written()

    def close(self) -> None:
        """Let the last write end, whatever became of it."""
        self._writer.shutdown()

    def _written(self) -> None:
        """Wait until the batch before is written: one is written while the next is folded, never more."""
        if self._writing is not None:
            self._writing.result()

    def check(self) -> None:
        """Compare what was stored with what the ledger gave."""
        stored = self._tables.count()
        if stored != (self._versions, self._last_row):
            raise RebuildFailed(
                f"{self._view}: the new tables hold {stored[0]} rows up to position {stored[1]}, the ledger gave "
                f"{self._versions} up to {self._last_row}. The view in use was left as it is."
            )
