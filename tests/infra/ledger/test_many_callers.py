"""Many threads on one ledger, and a store that fails under them: each caller gets the answer that is its own."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from threading import Barrier, Event, Thread
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.ledgers import Clock, command, parcel_mapper, weighing

from domain.shared.stream import named_id
from infra.ledger.ledger import CommandReused, LedgerAway, LedgerCorrupt, Receipt, VersionConflict
from infra.ledger.sqlite import SqliteLedger
from infra.sqlite import database

pytestmark = pytest.mark.servers

PARCEL = named_id("parcel", "1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    ledger = SqliteLedger(tmp_path / "ledger.db", Clock(), parcel_mapper())
    yield ledger
    ledger.close()


@pytest.fixture
def other_process(ledger: SqliteLedger, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another opener of the file, in autocommit mode."""
    assert ledger.head().position == 0
    connection = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    yield connection
    connection.close()


def at_once(calls: list[Callable[[], Any]], ready: Callable[[], None] = lambda: None) -> list[Any]:
    """Run the calls in a thread each; do `ready` once all have started; return results and exceptions in order."""
    start = Barrier(len(calls) + 1)
    outcomes: list[Any] = [None] * len(calls)

    def run(place: int) -> None:
        start.wait()
        try:
            outcomes[place] = calls[place]()
        except Exception as error:  # noqa: BLE001 - it is the outcome
            outcomes[place] = error

    threads = [Thread(target=run, args=(place,), daemon=True) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    start.wait()
    ready()
    for thread in threads:
        thread.join()
    return outcomes


def until(condition: Callable[[], bool]) -> None:
    while not condition():
        Event().wait(0.001)


def test_a_conflict_fails_its_own_caller_and_none_of_63_bystanders(
    ledger: SqliteLedger, other_process: sqlite3.Connection
) -> None:
    ledger.append([weighing(PARCEL, 0, 1)])
    shared: list[int] = []
    commit = ledger._commit
    ledger._group._commit = lambda jobs: (shared.append(len(jobs)), commit(jobs))[1]
    calls: list[Callable[[], Receipt]] = [lambda: ledger.append([weighing(uuid4(), 0, 1)]) for _ in range(63)]
    calls.insert(40, lambda: ledger.append([weighing(PARCEL, 0, 2)]))
    other_process.execute("BEGIN IMMEDIATE")

    def all_have_come() -> None:
        until(lambda: len(ledger._group._queue) == 63)
        other_process.execute("ROLLBACK")

    outcomes = at_once(calls, all_have_come)

    conflict = outcomes.pop(40)
    assert isinstance(conflict, VersionConflict)
    assert sorted(outcome.position for outcome in outcomes) == list(range(2, 65))
    assert sorted(shared) == [1, 63], "one leads alone, the others share one transaction"


def test_racing_callers_of_one_stream_win_once(ledger: SqliteLedger) -> None:
    outcomes = at_once([lambda: ledger.append([weighing(PARCEL, 0, 1)]) for _ in range(16)])

    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, VersionConflict) for outcome in outcomes) == 15
    assert ledger.head().position == 1


def test_racing_repeats_of_one_command_are_done_once_and_answered_alike(ledger: SqliteLedger, tmp_path: Path) -> None:
    other = SqliteLedger(tmp_path / "ledger.db", Clock(), parcel_mapper())
    outcomes = at_once(
        [lambda store=store: store.append([weighing(PARCEL, 0, 1)], command("c")) for store in (ledger, other) * 8]
    )

    assert [outcome.repeated for outcome in outcomes].count(False) == 1
    assert {(outcome.position, outcome.answer) for outcome in outcomes} == {(1, command("c").answer)}
    assert ledger.head().position == 1
    other.close()


def test_racing_bodies_under_one_command_id_are_refused_but_one(ledger: SqliteLedger) -> None:
    outcomes = at_once(
        [
            lambda body=body: ledger.append([weighing(PARCEL, None, 1)], command("c", body=bytes([body])))
            for body in range(16)
        ]
    )

    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CommandReused) for outcome in outcomes) == 15
    assert ledger.head().position == 1


def test_a_lone_caller_waits_for_nothing_but_the_disk(ledger: SqliteLedger, tmp_path: Path) -> None:
    raw = sqlite3.connect(tmp_path / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE event (position INTEGER PRIMARY KEY, state BLOB)")

    def seconds(write: Callable[[], object]) -> float:
        begun = perf_counter()
        write()
        return perf_counter() - begun

    ours, theirs = [], []
    for _ in range(100):
        ours.append(seconds(lambda: ledger.append([weighing(uuid4(), 0, 1)])))
        theirs.append(seconds(lambda: raw.execute("INSERT INTO event (state) VALUES (?)", (bytes(300),))))
    raw.close()

    assert median(ours) < 2 * median(theirs) + 0.001


def test_a_full_disk_records_nothing_and_is_over_when_there_is_room(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 1)])
    with ledger._database.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(LedgerAway, match="磁盘已满"):
        ledger.append([weighing(PARCEL, 1, *range(10_000))], command("c"))

    assert ledger.head().position == 1
    assert ledger.find_command("person-1", "c", b"body") is None
    assert ledger.append([weighing(PARCEL, 1, 2)], command("c")).position == 2


def test_a_locked_ledger_is_away_and_every_waiting_caller_is_told(
    ledger: SqliteLedger, other_process: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    ledger._database._drop_writer()
    other_process.execute("BEGIN IMMEDIATE")

    outcomes = at_once([lambda: ledger.append([weighing(uuid4(), 0, 1)]) for _ in range(8)])

    assert [type(outcome) for outcome in outcomes] == [LedgerAway] * 8
    assert ledger.head().position == 0, "reading goes on"
    other_process.execute("ROLLBACK")
    assert ledger.append([weighing(uuid4(), 0, 1)]).position == 1


@pytest.mark.parametrize("statement", ["UPDATE event SET state = x'00'", "DELETE FROM event"])
def test_what_is_recorded_is_neither_changed_nor_deleted(
    ledger: SqliteLedger, other_process: sqlite3.Connection, statement: str
) -> None:
    ledger.append([weighing(PARCEL, 0, 1)])

    with pytest.raises(sqlite3.IntegrityError, match="what is recorded is never"):
        other_process.execute(statement)


def test_a_file_that_is_no_ledger_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"\x00garbage" * 1000)

    with pytest.raises(LedgerCorrupt, match=r"账本文件 ledger\.db 不是数据库.*put back its last backup"):
        SqliteLedger(tmp_path / "ledger.db", Clock())


def test_a_ledger_of_a_newer_release_is_refused(
    ledger: SqliteLedger, other_process: sqlite3.Connection, tmp_path: Path
) -> None:
    other_process.execute("INSERT INTO migration VALUES ('ledger', 99, 'of_tomorrow', 'x')")
    ledger.close()

    with pytest.raises(LedgerCorrupt, match="newer release"):
        SqliteLedger(tmp_path / "ledger.db", Clock())


def test_streams_are_as_many_as_callers_like(ledger: SqliteLedger) -> None:
    streams = [uuid4() for _ in range(500)]

    ledger.append_many([([weighing(stream, 0, 1), weighing(all_of(streams), None, 2)], None) for stream in streams])

    assert ledger.head().position == 1000
    assert len(ledger.stream(all_of(streams))) == 500


def all_of(streams: list[UUID]) -> UUID:
    return named_id("all", str(len(streams)))
