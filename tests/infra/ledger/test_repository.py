from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import ClassVar
from uuid import UUID

import msgspec
import pytest
from support.ledgers import Clock, Weighed, parcel_mapper, weighing

from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id
from infra.ledger.repository import SNAPSHOT_EVERY, Repository, stamp_of
from infra.ledger.snapshots import Snapshot
from infra.ledger.sqlite import SqliteLedger

pytestmark = pytest.mark.servers

PARCEL = named_id("parcel", "1")
SHORT = named_id("parcel", "2")
LONG_AGO = SNAPSHOT_EVERY + 50


class Load(msgspec.Struct, frozen=True):
    grams: int
    largest: int


class Parcel(Stream[Load]):
    STATE = Load
    folded: ClassVar[int] = 0

    @classmethod
    def evolve(cls, state: Load | None, event: Event, meta: Meta) -> Load | None:  # noqa: ARG003 - the meta decides nothing
        Parcel.folded += 1
        if not isinstance(event, Weighed):
            return state
        before = state or Load(0, 0)
        return Load(before.grams + event.grams, max(before.largest, event.grams))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    ledger = SqliteLedger(tmp_path / "ledger.db", Clock(), parcel_mapper())
    yield ledger
    ledger.close()


def load(ledger: SqliteLedger, kind: type[Parcel] = Parcel, stream: UUID = PARCEL, **bounds: int) -> tuple[Parcel, int]:
    """Load in a repository that remembers nothing; return the stream and how many events were folded for it."""
    repository = Repository(ledger, ledger.snapshots)
    before = Parcel.folded
    parcel = repository.load(kind, stream, **bounds)
    repository.close()
    return parcel, Parcel.folded - before


def test_a_stream_without_events_is_empty(ledger: SqliteLedger) -> None:
    parcel, folded = load(ledger)

    assert (parcel.exists, parcel.originator_version, folded) == (False, 0, 0)


def test_a_stream_is_loaded_as_it_stands_and_as_it_stood(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 1, 2)])
    ledger.append([weighing(SHORT, 0, 9)])
    ledger.append([weighing(PARCEL, 2, 3)])

    assert load(ledger)[0].state == Load(6, 3)
    assert load(ledger, version=2)[0].state == Load(3, 2)
    assert load(ledger, position=3)[0].state == Load(3, 2)
    assert load(ledger, version=1)[0].originator_version == 1


def test_a_remembered_stream_reads_only_its_tail_also_of_another_process(tmp_path: Path, ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * 50)])
    repository = Repository(ledger, ledger.snapshots)
    repository.load(Parcel, PARCEL)
    other = SqliteLedger(tmp_path / "ledger.db", Clock(), parcel_mapper())
    other.append([weighing(PARCEL, 50, 7)])
    other.close()

    before = Parcel.folded
    parcel = repository.load(Parcel, PARCEL)

    assert (parcel.state, parcel.originator_version, Parcel.folded - before) == (Load(57, 7), 51, 1)
    assert repository.load(Parcel, PARCEL, version=3).state == Load(3, 1)
    repository.close()


def test_changes_that_are_not_recorded_are_not_remembered(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, 1)])
    repository = Repository(ledger)
    parcel = repository.load(Parcel, PARCEL)
    parcel.record(Weighed(grams=5), ledger.stream(PARCEL)[0].meta)

    assert repository.load(Parcel, PARCEL).state == Load(1, 1)
    repository.close()


def test_a_long_stream_is_loaded_from_its_snapshot(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * LONG_AGO)])
    assert load(ledger)[1] == LONG_AGO
    ledger.append([weighing(PARCEL, LONG_AGO, 7)])

    parcel, folded = load(ledger)

    assert (parcel.state, parcel.originator_version, folded) == (Load(LONG_AGO + 7, 7), LONG_AGO + 1, 1)
    assert load(ledger, version=3)[0].state == Load(3, 1)
    assert load(ledger, position=3)[0].state == Load(3, 1)


def test_a_stream_that_grows_while_it_is_remembered_is_kept_again(ledger: SqliteLedger) -> None:
    repository = Repository(ledger, ledger.snapshots)
    for _ in range(SNAPSHOT_EVERY * 2 + 5):
        ledger.append([weighing(PARCEL, None, 1)])
        repository.load(Parcel, PARCEL)
    repository.close()

    kept = ledger.snapshots.find(PARCEL, stamp_of(Parcel))
    assert kept is not None
    assert kept.version == SNAPSHOT_EVERY * 2
    assert load(ledger)[1] == 5


def test_a_snapshot_at_the_end_of_a_stream_is_read_once(ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * LONG_AGO)])
    load(ledger)
    repository, found = Repository(ledger, ledger.snapshots), []
    find = ledger.snapshots.find
    monkeypatch.setattr(ledger.snapshots, "find", lambda *asked: found.append(asked) or find(*asked))

    states = {repository.load(Parcel, PARCEL).state.grams for _ in range(3)}

    assert (states, len(found)) == ({LONG_AGO}, 1)
    repository.close()


def test_a_short_stream_makes_no_snapshot(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * (SNAPSHOT_EVERY - 1))])
    load(ledger)

    assert ledger.snapshots.find(PARCEL, stamp_of(Parcel)) is None


def test_a_snapshot_of_another_state_is_thrown_away(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * LONG_AGO)])
    load(ledger)

    class Renewed(Parcel):
        STATE_VERSION = 2

    class Other(msgspec.Struct, frozen=True):
        grams: int

    Renewed.__name__ = "Parcel"
    reshaped = type("Parcel", (Parcel,), {"STATE": Other})

    assert len({stamp_of(kind) for kind in (Parcel, Renewed, reshaped)}) == 3
    assert load(ledger, Renewed)[1] == LONG_AGO


@pytest.mark.parametrize(
    "doubtful",
    [
        Snapshot(100, 100, b"\x93not a state"),
        Snapshot(LONG_AGO + 1, LONG_AGO + 1, msgspec.msgpack.encode(Load(1, 1))),
        Snapshot(100, 99, msgspec.msgpack.encode(Load(1, 1))),
    ],
    ids=["unreadable", "beyond the log", "at another position"],
)
def test_a_doubtful_snapshot_is_passed_over(ledger: SqliteLedger, doubtful: Snapshot) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * LONG_AGO)])
    ledger.snapshots.keep(PARCEL, stamp_of(Parcel), doubtful)

    parcel, folded = load(ledger)

    assert (parcel.state, folded) == (Load(LONG_AGO, 1), LONG_AGO)


def test_ten_thousand_events_load_warm_like_ten(ledger: SqliteLedger) -> None:
    ledger.append([weighing(PARCEL, 0, *[1] * 10_000)])
    ledger.append([weighing(SHORT, 0, *[1] * 10)])
    repository = Repository(ledger, ledger.snapshots)

    def fastest(stream: UUID) -> float:
        repository.load(Parcel, stream)
        times = []
        for _ in range(50):
            begun = perf_counter()
            repository.load(Parcel, stream)
            times.append(perf_counter() - begun)
        return min(times)

    assert fastest(PARCEL) <= 2 * fastest(SHORT)
    repository.close()
