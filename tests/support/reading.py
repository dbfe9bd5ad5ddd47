"""Views that were written from a ledger, for tests of queries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from support.log import Log

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.projector import Projector
from projections.cases.projection import CaseRow, Cases
from projections.registry import VIEWS

CASES = Cases()


class Written:
    """The port `Views`, at the end of a ledger or at a position before it."""

    def __init__(self, store: ClickHouse, name: str, log: Log) -> None:
        self._projector = Projector(store, log, name, VIEWS, lambda: datetime.now(UTC))
        self._log = log
        self.catch_up()

    def catch_up(self) -> None:
        """Take what was recorded since."""
        for keeper in self._projector._keepers.values():
            while keeper.advance():
                pass

    def query(self, sql: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        return self._projector.query(sql, params)

    def position(self, *views: str) -> int:
        """Return the end of the ledger."""
        return self._projector.position(*views)

    def wait(self, view: str, position: int, timeout: float) -> bool:
        """Tell whether it is that far."""
        return self._projector.wait(view, position, timeout)


def folded(log: Log, position: int | None = None) -> list[CaseRow]:
    """Return how every case stood at a position, folded here and not by a store: what the views must agree with."""
    rows: dict[UUID, CaseRow] = {}
    for recorded in log.history[:position]:
        case = CASES.subject(recorded)
        row = CASES.project(rows.get(case), recorded) if case else None
        if case and row:
            rows[case] = row
    return list(rows.values())
