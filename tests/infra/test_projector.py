"""The projector: every view at its own progress, loud about what it cannot take, and the same after any crash."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import uuid4

import pytest
from support.log import Log

from domain.shared.numbering import NumberIssued
from domain.shared.stream import Recorded, Unknown
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.projector import Projector
from infra.clickhouse.tables import read_marks
from projections.audit.projection import Audit, AuditRow
from projections.projection import Progress, RebuildFailed, ViewsAway

pytestmark = pytest.mark.servers


def clock() -> datetime:
    return datetime.now(UTC)


def act(number: int = 1) -> Unknown:
    return Unknown(name="unit.renamed", schema=1, data={"number": number})


def positions(projector: Projector) -> list[int]:
    sql = "SELECT position FROM audit FINAL WHERE ledger = {ledger:String} ORDER BY position"
    return [row["position"] for row in projector.query(sql, {})]


@pytest.fixture
def log() -> Log:
    log = Log()
    for number in range(1, 6):
        log.record(uuid4(), act(number))
    return log


@pytest.fixture
def projector(store: ClickHouse, ledger_name: str, log: Log) -> Iterator[Projector]:
    projector = Projector(store, log, ledger_name, (Audit(),), clock)
    yield projector
    projector.stop()


def test_a_view_follows_the_ledger(projector: Projector, log: Log) -> None:
    projector.start()
    assert projector.wait("audit", 5, timeout=10)
    later = log.record(uuid4(), act())
    assert projector.wait("audit", later.position, timeout=10)
    assert positions(projector) == [1, 2, 3, 4, 5, 6]


def test_an_event_that_a_view_ignores_still_moves_it(projector: Projector, log: Log) -> None:
    projector.start()
    ignored = log.record(uuid4(), NumberIssued(organ="o", year=2026, serial=1, case=uuid4()))
    assert projector.wait("audit", ignored.position, timeout=10)
    assert positions(projector) == [1, 2, 3, 4, 5]


def test_waiting_for_what_is_not_recorded_ends(projector: Projector) -> None:
    projector.start()
    assert not projector.wait("audit", 99, timeout=0.2)


class Choking(Audit):
    """A view that cannot take the third event."""

    NAME = "choking"

    def project(self, before: AuditRow | None, recorded: Recorded) -> AuditRow | None:
        if recorded.position == 3:
            raise ValueError("a field is missing")
        return super().project(before, recorded)


def test_a_poison_event_stops_its_view_with_position_and_reason_and_no_other(
    store: ClickHouse, ledger_name: str, log: Log
) -> None:
    projector = Projector(store, log, ledger_name, (Choking(), Audit()), clock)
    projector.start()
    assert projector.wait("audit", 5, timeout=10)
    assert projector.wait("choking", 2, timeout=10)
    assert not projector.wait("choking", 3, timeout=0.3)
    projector.stop()
    choking, audit = projector.status()
    assert (choking.position, choking.lag, choking.stands_still) == (2, 3, True)
    assert choking.error == "unit.renamed at position 3: ValueError: a field is missing"
    assert (audit.position, audit.lag, audit.error, audit.stands_still) == (5, 0, None, False)
    assert read_marks(store, ledger_name)["choking"].error == choking.error


class Flaky(ClickHouse):
    """A store that is away for the next calls."""

    away = 0

    def insert(self, *args: object) -> None:
        if self.away:
            self.away -= 1
            raise ViewsAway("nobody answers")
        super().insert(*args)  # type: ignore[arg-type]


@pytest.mark.parametrize("failures", [1, 2])
def test_a_store_that_was_away_is_tried_again_with_the_same_batch(
    store: ClickHouse, ledger_name: str, log: Log, failures: int
) -> None:
    flaky = Flaky(store._connect)
    projector = Projector(flaky, log, ledger_name, (Audit(),), clock)
    flaky.away = failures
    projector.start()
    assert projector.wait("audit", 5, timeout=10)
    projector.stop()
    assert positions(projector) == [1, 2, 3, 4, 5]
    assert projector.status()[0].error is None
    flaky.close()


def test_killed_between_data_and_progress_it_writes_the_same_rows_again(
    store: ClickHouse, ledger_name: str, log: Log
) -> None:
    flaky = Flaky(store._connect)
    first = Projector(flaky, log, ledger_name, (Audit(),), clock)
    keeper = first._keepers["audit"]
    write = keeper._tables.write

    def write_and_die(history: object, current: object) -> None:
        write(history, current)
        flaky.away = 1

    keeper._tables.write = write_and_die
    with pytest.raises(ViewsAway):
        keeper.advance()
    assert read_marks(store, ledger_name) == {}
    second = Projector(store, log, ledger_name, (Audit(),), clock)
    second.start()
    assert second.wait("audit", 5, timeout=10)
    second.stop()
    assert positions(second) == [1, 2, 3, 4, 5]
    flaky.close()


def test_a_view_is_rebuilt_while_it_is_read_and_written(projector: Projector, log: Log, store: ClickHouse) -> None:
    projector.start()
    assert projector.wait("audit", 5, timeout=10)
    store.command("ALTER TABLE audit DELETE WHERE position = 2 SETTINGS mutations_sync = 2")
    assert positions(projector) == [1, 3, 4, 5]
    seen = []
    projector.rebuild(["audit"], seen.append)
    assert positions(projector) == [1, 2, 3, 4, 5]
    assert seen[-1].position == 5
    log.record(uuid4(), act())
    assert projector.wait("audit", 6, timeout=10)
    assert positions(projector) == [1, 2, 3, 4, 5, 6]


def test_while_a_view_is_rebuilt_nobody_sees_less_and_what_arrives_is_in_it(projector: Projector, log: Log) -> None:
    projector.start()
    assert projector.wait("audit", 5, timeout=10)
    done = Event()
    seen: list[int] = []

    def read() -> None:
        while not done.is_set():
            seen.append(len(positions(projector)))

    def record(_: Progress) -> None:
        for _ in range(3):
            log.record(uuid4(), act())

    reader = Thread(target=read)
    reader.start()
    for _ in range(3):
        projector.rebuild(["audit"], record)
    done.set()
    reader.join()
    head = log.head().position
    assert head >= 14
    assert projector.wait("audit", head, timeout=10)
    assert positions(projector) == list(range(1, head + 1))
    assert seen == sorted(seen)
    assert len(set(seen)) > 1


def test_a_view_is_rebuilt_once_at_a_time(projector: Projector) -> None:
    refused = []

    def again(_: Progress) -> None:
        with pytest.raises(RebuildFailed, match="being rebuilt already"):
            projector.rebuild(["audit"])
        refused.append(True)

    projector.rebuild(["audit"], again)
    assert refused


def test_a_rebuild_ends_where_the_projector_is_stopped(projector: Projector, log: Log) -> None:
    projector.start()
    assert projector.wait("audit", 5, timeout=10)

    def stop_and_record(_: Progress) -> None:
        projector.stop()
        log.record(uuid4(), act())

    with pytest.raises(RebuildFailed, match="stopping"):
        projector.rebuild(["audit"], stop_and_record)
    assert positions(projector) == [1, 2, 3, 4, 5]


def test_a_rebuild_takes_a_standing_view_on_where_it_is_cured(
    store: ClickHouse, ledger_name: str, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector = Projector(store, log, ledger_name, (Choking(),), clock)
    projector.start()
    assert projector.wait("choking", 2, timeout=10)
    monkeypatch.setattr(Choking, "project", Audit.project)
    projector.rebuild()
    log.record(uuid4(), act())
    assert projector.wait("choking", 6, timeout=10)
    projector.stop()
    assert positions(projector) == [1, 2, 3, 4, 5, 6]
    assert projector.status()[0].error is None


def test_a_rebuild_that_fails_leaves_the_view_as_it_was(store: ClickHouse, ledger_name: str, log: Log) -> None:
    projector = Projector(store, log, ledger_name, (Choking(),), clock)
    projector.start()
    assert projector.wait("choking", 2, timeout=10)
    with pytest.raises(RebuildFailed, match="position 3"):
        projector.rebuild()
    projector.stop()
    assert positions(projector) == [1, 2]
    assert not projector.status()[0].rebuilding


def test_an_unknown_view_is_named(projector: Projector) -> None:
    with pytest.raises(RebuildFailed, match=r"No view is called nonsense. There are: audit"):
        projector.rebuild(["nonsense"])
