"""The ledger on SQLite: one file, written by one transaction at a time, read by anyone meanwhile.

Several processes may have the file open (`import` beside `serve`): positions are given under SQLite's write lock, so
they are without gaps and in commit order across processes too.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from domain.shared.stream import Recorded
from infra.ledger.group_commit import GroupCommit
from infra.ledger.ledger import (
    Command,
    CommandReused,
    Entry,
    Head,
    LedgerAway,
    LedgerCorrupt,
    Receipt,
    VersionConflict,
)
from infra.ledger.mapper import Mapper, Row, from_microseconds, to_microseconds
from infra.ledger.news import News
from infra.ledger.planning import Append, EncodedEntry, Job, Plan, head_of, stored_answer
from infra.ledger.snapshots import SqliteSnapshots
from infra.sqlite.database import Database, Store
from infra.sqlite.migrating import migrate, migrations_in

STORE = Store("the ledger", "账本", 0x67676C31, LedgerAway, LedgerCorrupt)
MIGRATIONS = migrations_in(Path(__file__).parent / "migrations")

_COLUMNS = "position, stream_id, version, type, schema, recorded_at, meta, state"


class SqliteLedger:
    """The ledger in one file; made, or brought up to date, when it is opened. Threads may share it.

    `clock` gives the server's time, UTC; `each_on_disk` as in `infra.sqlite.database.Database`.
    Raises `LedgerAway`, `LedgerCorrupt` here and from every method.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime], mapper: Mapper | None = None, *, each_on_disk: bool = True
    ) -> None:
        self._clock = clock
        self._mapper = mapper or Mapper()
        self._database = Database(path, STORE, each_on_disk=each_on_disk)
        self.snapshots = SqliteSnapshots(self._database)
        self._group: GroupCommit[Job, list[Receipt]] = GroupCommit(self._commit)
        self._news = News(lambda: self.head().position)
        migrate(self._database, "ledger", MIGRATIONS)

    def append(self, entries: Sequence[Entry], command: Command | None = None) -> Receipt:
        """Append to one or several streams, all or nothing; see `infra.ledger.ledger.Ledger`."""
        return self._group.submit((self._encoded(entries, command),))[0]

    def append_many(self, appends: Sequence[tuple[Sequence[Entry], Command | None]]) -> list[Receipt]:
        """Append in bulk, in one transaction, all or nothing; repeated commands are passed over."""
        return self._group.submit([self._encoded(entries, command) for entries, command in appends])

    def find_command(self, person: str, command_id: str, fingerprint: bytes) -> Receipt | None:
        """Return the stored answer of a command, or None. Raises `CommandReused`."""
        with self._database.reading() as connection:
            return stored_answer(connection, person, command_id, fingerprint)

    def stream(
        self, stream: UUID, *, after: int = 0, version: int | None = None, position: int | None = None
    ) -> list[Recorded]:
        """Return a stream's events after one version, up to a version or a ledger position, in order."""
        sql = f"SELECT {_COLUMNS} FROM event WHERE stream_id = ? AND version > ?"  # noqa: S608 - constants only
        parameters: list[bytes | int] = [stream.bytes, after]
        if version is not None:
            sql += " AND version <= ?"
            parameters.append(version)
        if position is not None:
            sql += " AND position <= ?"
            parameters.append(position)
        return self._select(sql + " ORDER BY version", parameters)

    def read(self, after: int, limit: int, *, reference: bool = False) -> list[Recorded]:
        """Return up to `limit` events after a position, in order; `reference=True`: only those of the registers."""
        only = "AND reference = 1 " if reference else ""
        sql = f"SELECT {_COLUMNS} FROM event WHERE position > ? {only}ORDER BY position LIMIT ?"  # noqa: S608 - constants only
        return self._select(sql, (after, limit))

    def head(self) -> Head:
        """Return the end of the ledger."""
        with self._database.reading() as connection:
            position, recorded_at = head_of(connection)
        return Head(position, from_microseconds(recorded_at) if position else None)

    def position_at(self, moment: datetime) -> int:
        """Return the last position recorded at or before the moment; 0 where there is none.

        Times never go back from one position to the next, so the place is found by halving.
        """
        wanted = to_microseconds(moment)
        with self._database.reading() as connection:
            low, high = 0, head_of(connection)[0]
            while low < high:
                middle = (low + high + 1) // 2
                (at,) = connection.execute("SELECT recorded_at FROM event WHERE position = ?", (middle,)).fetchone()
                low, high = (middle, high) if at <= wanted else (low, middle - 1)
        return low

    def wait(self, after: int, timeout: float) -> bool:
        """Wait until something is recorded after a position, by any process, or the seconds have passed; tell which.

        What this process records is seen at once, another's within `news.POLL_SECONDS`. Closing ends the wait.
        """
        return self._news.wait(after, timeout)

    def close(self) -> None:
        """Finish what is being written and let go of the file; whoever waits is woken."""
        self._news.close()
        self._database.close()

    def _encoded(self, entries: Sequence[Entry], command: Command | None) -> Append:
        encode = self._mapper.encode
        return Append(
            [
                EncodedEntry(
                    entry.stream.bytes, entry.expected, [encode(change.event, change.meta) for change in entry.changes]
                )
                for entry in entries
            ],
            command,
        )

    def _commit(self, jobs: Sequence[Job]) -> Sequence[list[Receipt] | Exception]:
        outcomes: list[list[Receipt] | Exception] = []
        with self._database.writing() as connection:
            plan = Plan(connection, to_microseconds(self._clock()))
            for job in jobs:
                try:
                    outcomes.append(plan.add(job))
                except (VersionConflict, CommandReused) as refusal:
                    outcomes.append(refusal)
            position = plan.write()
        self._news.tell(position)
        return outcomes

    def _select(self, sql: str, parameters: Sequence[bytes | int]) -> list[Recorded]:
        with self._database.reading() as connection:
            rows = connection.execute(sql, parameters).fetchall()
        return self._mapper.all_recorded(map(Row._make, rows))
