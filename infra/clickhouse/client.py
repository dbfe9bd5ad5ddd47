"""The store of the views: chDB in this process or a ClickHouse server, through one client class.

A client serialises its calls on a lock, so each caller borrows one of a pool. Values are bound by the engine
(`{place:String}`), never formatted into the text.
"""

import atexit
import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock
from typing import Any, Self

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from projections.projection import ViewsAway, ViewsCorrupt, ViewsInUse

WRITING = {"max_threads": 1}
"""A batch is one part: more threads would only take the processor from those who read."""


class ClickHouse:
    """A pool of clients of one engine."""

    def __init__(self, connect: Callable[[], Client]) -> None:
        self._connect = connect
        self._idle: LifoQueue[Client] = LifoQueue()
        self._all: list[Client] = []
        self._lock = Lock()
        self._closed = False

    @classmethod
    def embedded(cls, folder: Path) -> Self:
        """Open chDB on a folder, made if need be. A process has one engine, and a folder one process.

        Raises `ViewsInUse`, `ViewsCorrupt`.
        """
        folder.mkdir(parents=True, exist_ok=True)
        _check_lock(folder)
        opened = cls(lambda: clickhouse_connect.get_client(interface="chdb", path=str(folder), tz_mode="aware"))
        try:
            with opened.client():
                pass
        except ViewsAway as away:
            raise ViewsCorrupt(
                f"The views in {folder} cannot be opened ({away}). They hold nothing that the ledger does not hold: "
                "move the folder away and start again, and they are built anew."
            ) from away
        atexit.register(opened.close)
        return opened

    @contextmanager
    def client(self) -> Iterator[Client]:
        """Lend a client to one caller. Raises `ViewsAway` for whatever the engine refuses."""
        try:
            borrowed = self._borrow()
            try:
                yield borrowed
            finally:
                self._give_back(borrowed)
        except ClickHouseError as error:
            raise ViewsAway(str(error).split("\n", 1)[0]) from error

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a query by column name. Raises `ViewsAway`."""
        with self.client() as client:
            return list(client.query(sql, parameters=dict(params or {})).named_results())

    def tuples(self, sql: str, params: Mapping[str, object] | None = None) -> Sequence[Sequence[Any]]:
        """Return the rows of a query as tuples. Raises `ViewsAway`."""
        with self.client() as client:
            return client.query(sql, parameters=dict(params or {})).result_rows

    def command(self, sql: str, params: Mapping[str, object] | None = None) -> None:
        """Run a statement that returns nothing. Raises `ViewsAway`."""
        with self.client() as client:
            client.command(sql, parameters=dict(params or {}))

    def columns(self, table: str) -> dict[str, str]:
        """Return the columns of a table with their types, in order. Raises `ViewsAway`."""
        sql = "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} "
        return {row[0]: row[1] for row in self.tuples(sql + "ORDER BY position", {"table": table})}

    def insert(self, table: str, columns: Mapping[str, str], data: Sequence[Sequence[Any]]) -> None:
        """Insert a batch, given column by column, as one part. Raises `ViewsAway`."""
        with self.client() as client:
            client.insert(
                table,
                data,
                column_names=list(columns),
                column_type_names=list(columns.values()),
                column_oriented=True,
                settings=WRITING,
            )

    def close(self) -> None:
        """Close every client; the engine ends with the last one."""
        with self._lock:
            self._closed = True
            clients, self._all = self._all, []
        atexit.unregister(self.close)
        for client in clients:
            client.close()

    def _borrow(self) -> Client:
        if self._closed:
            raise ViewsAway("the views are closed")
        try:
            return self._idle.get_nowait()
        except Empty:
            client = self._connect()
            with self._lock:
                self._all.append(client)
            return client

    def _give_back(self, client: Client) -> None:
        self._idle.put(client)


def _check_lock(folder: Path) -> None:
    """Ask for the engine's own lock before it does, for it answers a held one without saying so."""
    status = folder / "status"
    if not status.exists():
        return
    with status.open("rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ViewsInUse(
                f"Another process holds the views in {folder}. One data folder belongs to one running gridgov: "
                "stop the other one, or give this one a folder of its own with --data."
            ) from None
