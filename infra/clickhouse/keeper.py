"""Keeps one view up to the end of the ledger, at its own progress: no other view waits for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Condition, Event, Lock, Thread
from typing import Generic, TypeVar

import structlog

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.folding import Batch, Folding
from infra.clickhouse.tables import Mark, ViewTables, write_mark
from infra.ledger.ledger import Ledger, LedgerAway
from projections.projection import Projection, RebuildFailed, Row, ViewsAway, ViewStatus

R = TypeVar("R", bound=Row)
log = structlog.get_logger()

BATCH = 2_000
"""Events a batch at most. An insert costs about 6 ms for one row and 20 ms for a thousand."""
IDLE_SECONDS = 0.5
"""How long a keeper sleeps at the end of the ledger before it looks whether it should stop."""
MARK_SECONDS = 0.25
"""How often a busy view writes down how far it has come; killed in between, it writes the same rows again."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between tries while a store is away; each pause is twice the last."""


class Keeper(Generic[R]):
    """The writer of one view: one thread, one batch at a time."""

    def __init__(
        self,
        store: ClickHouse,
        ledger: Ledger,
        name: str,
        projection: Projection[R],
        *,
        mark: Mark,
        clock: Callable[[], datetime],
    ) -> None:
        self.projection = projection
        self._store, self._ledger, self._name, self._clock = store, ledger, name, clock
        self._tables = ViewTables(store, name, projection)
        self._folding = Folding(projection, self._tables)
        self._mark = mark
        self._saved: Mark | None = None
        self._saved_at = 0.0
        self._pending: Batch[R] | None = None
        self._trouble: str | None = None
        self._stands_still = False
        self._rebuilding = False
        self._last_batch: tuple[datetime | None, float] = (None, 0.0)
        self._moved = Condition()
        self._turn = Lock()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=f"view-{projection.NAME}", daemon=True)

    @property
    def position(self) -> int:
        """The last position whose rows can be read."""
        return self._mark.position

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping.is_set()

    def status(self, head: int) -> ViewStatus:
        """Return how the view stands against the end of the ledger."""
        at, seconds = self._last_batch
        return ViewStatus(
            view=self.projection.NAME,
            position=self._mark.position,
            head=head,
            recorded_at=self._mark.recorded_at,
            stands_still=self._stands_still,
            rebuilding=self._rebuilding,
            error=self._trouble or self._mark.error or None,
            last_batch_at=at,
            last_batch_seconds=seconds,
        )

    def wait(self, position: int, timeout: float) -> bool:
        """Wait until the view holds a position, or the seconds have passed; tell which."""
        with self._moved:
            return self._moved.wait_for(lambda: self.position >= position, timeout)

    def start(self) -> None:
        """Start following the ledger."""
        self._thread.start()

    def stand_still(self, reason: str) -> None:
        """Take no more events, and say why, until the view is built anew."""
        self._trouble = reason
        self._stands_still = True

    def stop(self) -> None:
        """Finish the batch in hand and stop."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def advance(self) -> bool:
        """Take the next batch; tell whether there was one.

        Raises `ViewsAway`, `LedgerAway`; the next call then tries the same frozen batch again.
        """
        with self._turn:
            if self._stands_still:
                return False
            started = time.monotonic()
            if self._pending is None:
                events = self._ledger.read(self.position, BATCH)
                if not events:
                    self._save()
                    return False
                self._pending = self._folding.fold(events, self.position)
            self._write(self._pending)
            self._pending = None
            self._last_batch = (self._clock(), time.monotonic() - started)
            return True

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hold the writer still between two batches."""
        with self._turn:
            yield

    @contextmanager
    def being_rebuilt(self) -> Iterator[None]:
        """Say in the status that a new one is being built beside; raises `RebuildFailed` where one is already."""
        with self._moved:
            if self._rebuilding:
                raise RebuildFailed(f"{self.projection.NAME} is being rebuilt already: wait until that is done.")
            self._rebuilding = True
        try:
            yield
        finally:
            self._rebuilding = False

    def continue_from(self, mark: Mark) -> None:
        """Go on from rows that were put in the place of the old ones. The caller holds the writer paused."""
        self._folding = Folding(self.projection, self._tables)
        self._pending = None
        self._stands_still = False
        self._trouble = None
        self._move(mark)
        self._save()

    def _write(self, batch: Batch[R]) -> None:
        self._tables.write(batch.history, batch.current)
        mark = Mark(
            position=batch.position,
            recorded_at=batch.recorded_at or self._mark.recorded_at,
            error=batch.poison.reason if batch.poison else "",
        )
        self._move(mark)
        if batch.poison or time.monotonic() - self._saved_at > MARK_SECONDS:
            self._save()
        if batch.poison:
            self._stands_still = True
            log.error("view_stands_still", view=self.projection.NAME, reason=batch.poison.reason)

    def _save(self) -> None:
        """Write down how far the view has come: always after the data."""
        if self._mark is not self._saved:
            mark = self._mark
            write_mark(self._store, self._name, self.projection.NAME, mark, self._clock())
            self._saved, self._saved_at = mark, time.monotonic()

    def _move(self, mark: Mark) -> None:
        with self._moved:
            self._mark = mark
            self._moved.notify_all()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            if self._stands_still:
                self._stopping.wait(IDLE_SECONDS)
                continue
            try:
                if not self.advance():
                    self._ledger.wait(self.position, IDLE_SECONDS)
                if self.projection.GATHER:
                    self._stopping.wait(self.projection.GATHER)
                self._trouble, pause = None, FIRST_PAUSE
            except (ViewsAway, LedgerAway) as away:
                self._trouble = f"{type(away).__name__}: {away}"
                log.warning("view_waits", view=self.projection.NAME, reason=self._trouble, seconds=pause)
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            except Exception as error:
                self.stand_still(f"{type(error).__name__}: {error}")
                log.exception("view_stands_still", view=self.projection.NAME, reason=self._trouble)
        self._finish()

    def _finish(self) -> None:
        try:
            with self._turn:
                self._save()
        except ViewsAway as away:
            log.warning("view_unmarked", view=self.projection.NAME, reason=str(away))
