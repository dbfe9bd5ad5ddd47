"""The projector: every registered view at its own progress, and the rebuilding of any of them while it runs."""

import atexit
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from threading import Thread
from typing import Any

import structlog

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.damage import forget, lost_parts
from infra.clickhouse.keeper import Keeper
from infra.clickhouse.rebuilding import rebuild
from infra.clickhouse.tables import Mark, read_marks
from infra.ledger.ledger import Ledger, LedgerAway
from projections.projection import Progress, RebuildFailed, Registry, ViewsAway, ViewStatus

log = structlog.get_logger()


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
        lost = lost_parts(store)
        self._lost = {view.NAME: [part for part in lost if part.table in (view.TABLE, view.CURRENT)] for view in views}
        self._healing: list[Thread] = []
        for view, parts in self._lost.items():
            if parts:
                self._keepers[view].stand_still(
                    f"{len(parts)} damaged parts of its tables were lost: it is built anew."
                )

    def start(self) -> None:
        """Start following the ledger, and building anew whatever view has lost rows.

        A process that ends without `stop` stops here too: a thread inside the engine would crash it.
        """
        atexit.register(self.stop)
        for view, keeper in self._keepers.items():
            keeper.start()
            if self._lost[view]:
                healing = Thread(target=self._heal, args=(view,), name=f"heal-{view}", daemon=True)
                self._healing.append(healing)
                healing.start()

    def stop(self) -> None:
        """Let every view finish the batch in hand, then stop."""
        for keeper in self._keepers.values():
            keeper.stop()
        for healing in self._healing:
            healing.join()
        atexit.unregister(self.stop)

    def status(self) -> list[ViewStatus]:
        """Return how each view stands. Raises `LedgerAway`."""
        head = self._ledger.head().position
        return [keeper.status(head) for keeper in self._keepers.values()]

    def query(self, sql: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the rows of a query, with `{ledger:String}` bound. Raises `ViewsAway`."""
        return self._store.query(sql, {"ledger": self._name, **params})

    def position(self, *views: str) -> int:
        """Return the position that all of these views have reached.

        Raises `ViewsAway` where one has lost rows: it is being built anew.
        """
        for view in views:
            self._check(view)
        return min(self._keepers[view].position for view in views)

    def wait(self, view: str, position: int, timeout: float) -> bool:
        """Wait until a view holds a position, or the seconds have passed; tell which. Raises `ViewsAway` as above."""
        self._check(view)
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
            forget(self._store, self._lost[view])
            self._lost[view] = []

    def _check(self, view: str) -> None:
        if self._lost[view]:
            raise ViewsAway(f"The view {view} has lost rows to a damaged file and is being built anew.")

    def _heal(self, view: str) -> None:
        try:
            self.rebuild([view])
        except (RebuildFailed, ViewsAway, LedgerAway) as error:
            log.error("view_not_healed", view=view, reason=str(error))  # noqa: TRY400 - the reason says it all
