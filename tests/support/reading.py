"""Views that were written from a ledger, for tests of queries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from support.log import Log

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.projector import Projector
from projections.registry import VIEWS


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
