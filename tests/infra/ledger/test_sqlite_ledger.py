from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import monotonic
from uuid import uuid4

import pytest
from support.ledgers import META, NOON, Clock, ScalesApproved, Weighed, approval, command, parcel_mapper, weighing

from domain.shared.stream import named_id
from infra.ledger.ledger import CommandReused, Head, LedgerAway, VersionConflict
from infra.ledger.sqlite import SqliteLedger

pytestmark = pytest.mark.servers

PARCEL = named_id("parcel", "1")
OTHER = named_id("parcel", "2")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[SqliteLedger]:
    ledger = SqliteLedger(tmp_path / "ledger.db", clock, parcel_mapper())
    yield ledger
    ledger.close()


def test_an_empty_ledger_has_no_head(ledger: SqliteLedger) -> None:
    assert ledger.head() == Head(0, None)
    assert ledger.read(0, 10) == []
    assert ledger.position_at(NOON) == 0


def test_what_is_appended_is_read_again(ledger: SqliteLedger) -> None:
    receipt = ledger.append([weighing(PARCEL, 0, 100, 200)])

    assert (receipt.position, receipt.repeated) == (2, False)
    first, second = ledger.stream(PARCEL)
    assert (first.position, first.originator_version, first.event) == (1, 1, Weighed(grams=100))
    assert (second.position, second.originator_version, second.event) == (2, 2, Weighed(grams=200))
    assert (second.originator_id, second.meta, second.recorded_at) == (PARCEL, META, NOON)
    assert ledger.head() == Head(2, NOON)


def test_a_ledger_opened_again_goes_on(tmp_path: Path, ledger: SqliteLedger, clock: Clock) -> None:
    ledger.append([weighing(PARCEL, 0, 100)])
    ledger.close()

    again = SqliteLedger(tmp_path / "ledger.db", clock, parcel_mapper())
    again.append([weighing(PARCEL, 1, 200)])

    assert [recorded.position for recorded in again.read(0, 10)] == [1, 2]
    again.close()


def test_several_streams_are_appended_all_or_nothing(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 100)])

    with pytest.raises(VersionConflict) as conflict:
        ledger.append([weighing(OTHER, 0, 1, 2), weighing(PARCEL, 0, 200)])

    assert (conflict.value.stream, conflict.value.expected, conflict.value.actual) == (PARCEL, 0, 1)
    assert ledger.stream(OTHER) == []
    assert ledger.append([weighing(OTHER, 0, 1), weighing(PARCEL, 1, 200)]).position == 3


def test_an_entry_without_expected_version_goes_to_the_end(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 100)])

    ledger.append([weighing(PARCEL, None, 200)])
    ledger.append([weighing(PARCEL, None, 300), weighing(PARCEL, None, 400)])

    assert [recorded.originator_version for recorded in ledger.stream(PARCEL)] == [1, 2, 3, 4]


def test_a_stream_is_read_in_parts(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 1, 2)])
    ledger.append([weighing(OTHER, 0, 9)])
    ledger.append([weighing(PARCEL, 2, 3, 4)])

    def versions(**bounds: int) -> list[int]:
        return [recorded.originator_version for recorded in ledger.stream(PARCEL, **bounds)]

    assert versions(after=1) == [2, 3, 4]
    assert versions(version=2) == [1, 2]
    assert versions(position=4) == [1, 2, 3]
    assert versions(after=1, version=3, position=3) == [2]


def test_the_registers_are_read_apart(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 1), approval(OTHER, 0, "scales-1"), weighing(PARCEL, None, 2)])

    (only,) = ledger.read(0, 10, reference=True)

    assert (only.position, only.event) == (2, ScalesApproved(scales="scales-1"))
    assert ledger.read(2, 10, reference=True) == []


def test_recorded_at_never_goes_back(ledger: SqliteLedger, clock: Clock) -> None:
    ledger.append([weighing(PARCEL, 0, 1)])
    clock.advance(-3600)
    ledger.append([weighing(PARCEL, 1, 2)])
    clock.advance(3601)
    ledger.append([weighing(PARCEL, 2, 3)])

    assert [recorded.recorded_at for recorded in ledger.read(0, 10)] == [NOON, NOON, NOON + timedelta(seconds=1)]


def test_a_moment_is_a_prefix_of_positions(ledger: SqliteLedger, clock: Clock) -> None:
    for _ in range(5):
        ledger.append([weighing(PARCEL, None, 1, 2)])
        clock.advance(10)

    def at(seconds: float) -> int:
        return ledger.position_at(NOON + timedelta(seconds=seconds))

    assert [at(-1), at(0), at(9.999999), at(10), at(25), at(1000)] == [0, 2, 2, 4, 6, 10]


def test_a_command_is_done_once(ledger: SqliteLedger) -> None:
    first = ledger.append([weighing(PARCEL, 0, 100)], command("c-1"))
    again = ledger.append([weighing(PARCEL, 0, 100)], command("c-1", answer=b"another"))

    assert (again.position, again.answer, again.repeated) == (first.position, first.answer, True)
    assert ledger.find_command("person-1", "c-1", b"body") == again
    assert ledger.find_command("person-1", "c-2", b"body") is None
    assert ledger.find_command("person-2", "c-1", b"body") is None
    assert ledger.head().position == 1


def test_a_command_with_another_body_is_refused(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 100)], command("c-1"))

    with pytest.raises(CommandReused):
        ledger.append([weighing(PARCEL, 1, 100)], command("c-1", body=b"other"))
    with pytest.raises(CommandReused):
        ledger.find_command("person-1", "c-1", b"other")
    assert ledger.head().position == 1


def test_a_bulk_is_one_transaction_and_passes_over_repeats(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 1)], command("c-1"))

    receipts = ledger.append_many(
        [
            ([weighing(PARCEL, 0, 1)], command("c-1")),
            ([weighing(PARCEL, 1, 2)], command("c-2")),
            ([weighing(PARCEL, 2, 3)], command("c-3")),
            ([weighing(PARCEL, 2, 3)], command("c-3")),
        ]
    )

    assert [(receipt.position, receipt.repeated) for receipt in receipts] == [
        (1, True),
        (2, False),
        (3, False),
        (3, True),
    ]


def test_a_bulk_that_does_not_fit_leaves_nothing(ledger: SqliteLedger) -> None:
    with pytest.raises(VersionConflict):
        ledger.append_many([([weighing(PARCEL, 0, 1)], command("c-1")), ([weighing(PARCEL, 0, 2)], command("c-2"))])

    assert ledger.head().position == 0
    assert ledger.find_command("person-1", "c-1", b"body") is None


def test_waiting_ends_when_something_is_recorded(ledger: SqliteLedger) -> None:
    writer = Thread(target=ledger.append, args=([weighing(PARCEL, 0, 1)],))
    writer.start()

    assert ledger.wait(0, 10) is True
    writer.join()
    assert ledger.wait(0, 0) is True
    assert ledger.wait(1, 0.01) is False


def test_waiting_sees_what_another_opener_of_the_file_records(
    tmp_path: Path, ledger: SqliteLedger, clock: Clock
) -> None:
    other = SqliteLedger(tmp_path / "ledger.db", clock, parcel_mapper())
    writer = Thread(target=other.append, args=([weighing(PARCEL, 0, 1)],))
    writer.start()

    assert ledger.wait(0, 10) is True
    writer.join()
    other.close()


def test_closing_ends_a_wait_and_refuses_what_comes_later(ledger: SqliteLedger) -> None:
    answers: list[bool] = []
    waiter = Thread(target=lambda: answers.append(ledger.wait(0, 60)))
    waiter.start()

    begun = monotonic()
    ledger.close()
    waiter.join()

    assert answers == [False]
    assert monotonic() - begun < 5
    with pytest.raises(LedgerAway):
        ledger.append([weighing(uuid4(), 0, 1)])
    with pytest.raises(LedgerAway):
        ledger.head()
