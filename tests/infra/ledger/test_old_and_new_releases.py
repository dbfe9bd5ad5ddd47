"""A ledger is written by one release and read by another, older or newer: nothing is lost either way."""

from pathlib import Path

import pytest
from support.ledgers import META, Clock

from domain.shared.stream import Change, Event, Unknown, named_id
from infra.ledger.ledger import Entry
from infra.ledger.mapper import Mapper
from infra.ledger.sqlite import SqliteLedger

pytestmark = pytest.mark.servers

PARCEL = named_id("parcel", "1")


class WeighedInKilograms(Event, frozen=True, kw_only=True):
    NAME = "parcel.weighed"
    kilograms: float


class WeighedInGrams(Event, frozen=True, kw_only=True):
    NAME = "parcel.weighed"
    SCHEMA = 2
    grams: int


class Returned(Event, frozen=True, kw_only=True):
    NAME = "parcel.returned"
    reason: str


OLD = Mapper({"parcel.weighed": WeighedInKilograms})
NEW = Mapper(
    {"parcel.weighed": WeighedInGrams, "parcel.returned": Returned},
    {("parcel.weighed", 1): lambda fields: {"grams": round(fields["kilograms"] * 1000)}},
)


def append(file: Path, mapper: Mapper, *events: Event) -> None:
    ledger = SqliteLedger(file, Clock(), mapper)
    version = len(ledger.stream(PARCEL))
    changes = tuple(Change(PARCEL, version + place, event, META) for place, event in enumerate(events, start=1))
    ledger.append([Entry(PARCEL, version, changes)])
    ledger.close()


def read(file: Path, mapper: Mapper) -> list[Event]:
    ledger = SqliteLedger(file, Clock(), mapper)
    events = [recorded.event for recorded in ledger.read(0, 10)]
    ledger.close()
    return events


def test_the_newer_release_reads_what_the_older_one_wrote(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    append(file, OLD, WeighedInKilograms(kilograms=1.5))
    append(file, NEW, WeighedInGrams(grams=2))

    assert read(file, NEW) == [WeighedInGrams(grams=1500), WeighedInGrams(grams=2)]


def test_the_older_release_passes_over_what_the_newer_one_wrote_and_writes_on(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    append(file, NEW, WeighedInGrams(grams=2), Returned(reason="湿"))
    append(file, OLD, WeighedInKilograms(kilograms=0.003))

    assert read(file, OLD) == [
        Unknown(name="parcel.weighed", schema=2, data={"grams": 2}),
        Unknown(name="parcel.returned", schema=1, data={"reason": "湿"}),
        WeighedInKilograms(kilograms=0.003),
    ]
    assert read(file, NEW) == [WeighedInGrams(grams=2), Returned(reason="湿"), WeighedInGrams(grams=3)]
