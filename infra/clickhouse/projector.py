"""The projector: every registered view at its own progress, and the rebuilding of any of them while it runs."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.keeper import Keeper
from infra.clickhouse.rebuilding import rebuild
from infra.clickhouse.tables import Mark, read_marks
from infra.ledger.ledger import Ledger
from projections.projection import Progress, RebuildFailed, Registry, ViewStatus


class Projector:
    """Keeps the views of one ledger, a thread each, and is what queries read them through (the port `Views`)."""

    def __init__(
        self, store: ClickHouse, ledger: Ledger, name: str, views: Registry, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._ledger, self._name, self._clock = store, ledger, name, clock
        marks = read_marks(store, name)
        self._keepers: dict[str, Keeper[Any]] = {
            view.NAME: Keeper(store, ledger, name, view, mark=marks.get(view.NAME, Mark()), clock=clock)
            for view in views
        }

    def start(self) -> None:
        """Start following the ledger."""
        for keeper in self._keepers.values():
            keeper.start()

    def stop(self) -> None:
        """Let every view finish the batch in hand, then stop."""
        for keeper in self._keepers.values():
            keeper.stop()

    def status(self) -> list[ViewStatus]:
        """Return how each view stands. Raises `LedgerAway`."""
        head = self._ledger.head().position
        return [keeper.status(head) for keeper in self._keepers.values()]

    def query(self, sql: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the rows of a query, with `{ledger:String}` bound. Raises `ViewsAway`."""
        return self._store.query(sql, {"ledger": self._name, **params})

    def position(self, *views: str) -> int:
        """Return the position that all of these views have reached."""
        return min(self._keepers[view].position for view in views)

    def wait(self, view: str, position: int, timeout: float) -> bool:
        """Wait until a view holds a position, or the seconds have passed; tell which."""
        return self._keepers[view].wait(position, timeout)

    def rebuild(self, views: Iterable[str] = (), report: Callable[[Progress], None] = lambda _: None) -> None:
        """Build these views anew, all where none is named, one after the other, while they go on being read.

        Works with the projector started or not. Raises `RebuildFailed`, `ViewsAway`, `LedgerAway`.
        """
        names = list(views) or list(self._keepers)
        if unknown := set(names) - self._keepers.keys():
            raise RebuildFailed(f"No view is called {min(unknown)}. There are: {', '.join(self._keepers)}.")
        for view in names:
            rebuild(self._store, self._ledger, self._name, self._keepers[view], report)
