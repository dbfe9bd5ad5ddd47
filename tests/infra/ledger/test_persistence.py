"""Applications of the `eventsourcing` library on the county's ledger, and what its published suites do not ask."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from eventsourcing.utils import Environment
from support.ledgers import META, Clock

from domain.shared.numbering import NumberIssued, NumberSeries
from domain.shared.stream import Change, Unknown
from infra.ledger.ledger import Entry, LedgerAway, VersionConflict
from infra.ledger.persistence import Factory
from infra.ledger.recorders import Insert, LedgerEvent
from infra.ledger.sqlite import SqliteLedger

pytestmark = pytest.mark.servers

SERIES = NumberSeries.stream_id("140830.command", 2026)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    ledger = SqliteLedger(tmp_path / "ledger.db", Clock())
    yield ledger
    ledger.close()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "infra.ledger.persistence",
        "GRIDGOV_LEDGER_URL": f"sqlite:///{tmp_path / 'ledger.db'}",
    }


@pytest.fixture
def factory(env: dict[str, str]) -> Iterator[Factory]:
    factory = Factory(Environment(env=env))
    yield factory
    factory.close()


def issue(ledger: SqliteLedger) -> NumberIssued:
    """Give the next number of the series in the ledger's own strict way."""
    series = NumberSeries(SERIES).replay(ledger.stream(SERIES))
    before = series.originator_version
    series.issue("140830.command", "西陌", 2026, uuid4(), META)
    (change,) = series.collect_events()
    ledger.append([Entry(SERIES, before, (change,))])
    assert isinstance(change.event, NumberIssued)
    return change.event


class Numbers(Application[UUID]):
    """An application over the domain's own streams: immutable events, folded by a function."""

    def last(self) -> int:
        return int(self.repository.get(SERIES, projector_func=fold).last)

    def issue(self, number: NumberIssued, version: int) -> None:
        self.events.put([Change(SERIES, version, number, META)])


class Folded:
    """What the library wants of an aggregate: an id, a version and no pending events."""

    def __init__(self, last: int, version: int) -> None:
        self.id, self.last, self.version = SERIES, last, version


def fold(initial: Folded | None, changes: Iterator[Any]) -> Folded | None:
    for change in changes:
        initial = Folded(change.event.serial, change.originator_version)
    return initial


def test_an_application_of_the_library_reads_our_events_as_the_domain_knows_them(
    ledger: SqliteLedger, env: dict[str, str]
) -> None:
    issued = [issue(ledger), issue(ledger)]

    with Numbers(env) as numbers:
        assert numbers.last() == 2
        assert list(numbers.events.get(SERIES)) == [
            Change(SERIES, version, event, META) for version, event in enumerate(issued, start=1)
        ]
        notifications = numbers.notification_log.select(start=1, limit=10)
        assert [numbers.mapper.to_domain_event(found).event for found in notifications] == issued


def test_what_an_application_of_the_library_records_is_in_our_ledger(ledger: SqliteLedger, env: dict[str, str]) -> None:
    first = issue(ledger)
    second = NumberIssued(organ=first.organ, year=2026, serial=2, case=uuid4())

    with Numbers(env) as numbers:
        numbers.issue(second, 2)
        with pytest.raises(IntegrityError):
            numbers.issue(second, 2)

    recorded = ledger.stream(SERIES)
    assert [(r.position, r.originator_version, r.event, r.meta) for r in recorded] == [
        (1, 1, first, META),
        (2, 2, second, META),
    ]
    assert issue(ledger).serial == 3


def test_events_of_other_programs_stay_readable_for_us(ledger: SqliteLedger, env: dict[str, str]) -> None:
    with Application[UUID](env) as application:
        aggregate = Aggregate()
        application.save(aggregate)

    (recorded,) = ledger.read(0, 10)

    assert recorded.originator_id == aggregate.id
    assert isinstance(recorded.event, Unknown)
    assert recorded.event.name == "eventsourcing.domain:Aggregate.Created"
    assert recorded.event.data["originator_topic"] == "eventsourcing.domain:Aggregate"


def test_our_events_are_not_encrypted_whole(env: dict[str, str]) -> None:
    with (
        Numbers({**env, "COMPRESSOR_TOPIC": "zlib"}) as numbers,
        pytest.raises(ProgrammingError, match="with sealed values"),
    ):
        numbers.issue(NumberIssued(organ="o", year=2026, serial=1, case=uuid4()), 1)


def test_a_stream_is_known_by_uuid(factory: Factory) -> None:
    with pytest.raises(ProgrammingError, match="by UUID"):
        factory.application_recorder().insert_events([StoredEvent("name", 1, "topic", b"{}")])


def test_a_closed_ledger_is_away_in_the_words_of_both(factory: Factory) -> None:
    recorder = factory.application_recorder()
    factory.close()

    with pytest.raises(OperationalError) as away:
        recorder.insert_events([StoredEvent(uuid4(), 1, "topic", b"{}")])
    assert isinstance(away.value, LedgerAway)


@pytest.mark.parametrize("url", ["", "postgresql://host/db", "ledger.db"])
def test_a_missing_or_foreign_address_is_said(url: str) -> None:
    with pytest.raises(OSError, match="GRIDGOV_LEDGER_URL must be sqlite:///PATH"):
        Factory(Environment(env={"GRIDGOV_LEDGER_URL": url}))


def test_a_conflict_of_the_library_fails_its_own_caller_only(factory: Factory) -> None:
    recorder = factory.application_recorder()
    taken = StoredEvent(uuid4(), 1, "topic", b"{}")
    recorder.insert_events([taken])

    outcomes = recorder._commit(
        [Insert([StoredEvent(uuid4(), 1, "topic", b"{}")], None), Insert([taken], None), Insert([], None)]
    )

    assert outcomes[0] == range(2, 3)
    assert isinstance(outcomes[1], IntegrityError)
    assert recorder.max_notification_id() == 2


def test_a_strict_append_sees_a_version_that_the_library_wrote(ledger: SqliteLedger, factory: Factory) -> None:
    recorder = factory.application_recorder()
    recorder.insert_events([LedgerEvent(SERIES, 1, "numbering.issued", b'{"organ":"o","year":1,"serial":1}', 1, b"{}")])

    with pytest.raises(VersionConflict):
        ledger.append([Entry(SERIES, 0, (Change(SERIES, 1, Unknown(name="a", schema=1, data={}), META),))])


# What the published suites lack.


def test_a_tailing_reader_misses_nothing_while_many_write(factory: Factory) -> None:
    recorder = factory.application_recorder()
    writers, each = 8, 100
    seen: list[int] = []

    def tail() -> None:
        with recorder.subscribe(gt=0) as subscription:
            for notification in subscription:
                seen.append(notification.id)
                if len(seen) == writers * each:
                    return

    def write() -> None:
        for _ in range(each):
            recorder.insert_events([StoredEvent(uuid4(), 1, "topic", b"{}")])

    threads = [Thread(target=tail), *(Thread(target=write) for _ in range(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == list(range(1, writers * each + 1))


def test_a_subscription_sees_what_another_process_records_and_only_its_topics(
    factory: Factory, ledger: SqliteLedger
) -> None:
    issue(ledger)
    with factory.application_recorder().subscribe(gt=1, topics=["numbering.issued"]) as subscription:
        factory.application_recorder().insert_events([StoredEvent(uuid4(), 1, "other", b"{}")])
        writer = Thread(target=issue, args=(ledger,))
        writer.start()

        assert next(subscription).id == 3
        writer.join()


def test_the_factorys_process_recorder_keeps_events_and_tracking_together(factory: Factory) -> None:
    recorder = factory.process_recorder()
    assert isinstance(recorder, ProcessRecorder)
    stream = uuid4()
    recorder.insert_events([StoredEvent(stream, 1, "topic", b"{}")], tracking=Tracking("upstream", 5))

    with pytest.raises(IntegrityError):
        recorder.insert_events([StoredEvent(stream, 2, "topic", b"{}")], tracking=Tracking("upstream", 5))
    with pytest.raises(IntegrityError):
        recorder.insert_events([StoredEvent(stream, 1, "topic", b"{}")], tracking=Tracking("upstream", 6))

    assert recorder.max_tracking_id("upstream") == 5
    assert [event.originator_version for event in recorder.select_events(stream)] == [1]
    assert recorder.max_notification_id() == 1


def test_two_applications_share_one_ledger_and_its_one_order(env: dict[str, str]) -> None:
    class Left(Application[UUID]):
        pass

    class Right(Application[UUID]):
        pass

    def save(application: Application[UUID], kept: list[UUID]) -> None:
        for _ in range(50):
            aggregate = Aggregate()
            application.save(aggregate)
            kept.append(aggregate.id)

    with Left(env) as left, Right(env) as right:
        of_left: list[UUID] = []
        of_right: list[UUID] = []
        threads = [Thread(target=save, args=(left, of_left)), Thread(target=save, args=(right, of_right))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        notifications = left.recorder.select_notifications(1, 1000)
        assert [notification.id for notification in notifications] == list(range(1, 101))
        assert {notification.originator_id for notification in notifications} == {*of_left, *of_right}
        assert right.repository.get(of_right[-1]).version == 1
        with pytest.raises(AggregateNotFoundError):
            right.repository.get(uuid4())
