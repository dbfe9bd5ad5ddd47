import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.ledgers import META, NOON, ScalesApproved

from domain.shared.stream import Event, Unknown, named_id
from infra.ledger.mapper import Mapper, Row, Unreadable, canonical_bytes, from_microseconds, to_microseconds
from infra.ledger.upcasting import Fields

CORPUS = Path(__file__).parent / "corpus" / "parcel.jsonl"
META_STORED = b'{"occurred_at":"2026-11-20T12:00:00Z","person":"p"}'
PARCEL = named_id("parcel", "1")


class Weighed(Event, frozen=True, kw_only=True):
    """The third schema: first kilograms, then grams, then with a note."""

    NAME = "parcel.weighed"
    SCHEMA = 3
    grams: int
    note: str


def grams_instead_of_kilograms(fields: Fields) -> Fields:
    return {"grams": round(fields["kilograms"] * 1000)}


def with_a_note(fields: Fields) -> Fields:
    return {**fields, "note": "none then"}


UPCASTERS = {("parcel.weighed", 1): grams_instead_of_kilograms, ("parcel.weighed", 2): with_a_note}
CATALOGUE: dict[str, type[Event]] = {event.NAME: event for event in (Weighed, ScalesApproved)}


@pytest.fixture
def mapper() -> Mapper:
    return Mapper(CATALOGUE, UPCASTERS)


def row(
    name: str, schema: int, state: bytes, meta: bytes | None = b'{"occurred_at":"2026-11-20T12:00:00Z","person":"p"}'
) -> Row:
    return Row(7, PARCEL.bytes, 2, name, schema, to_microseconds(NOON), meta, state)


def corpus() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]


def test_the_kept_corpus_of_old_events_is_read_as_the_newest(mapper: Mapper) -> None:
    events = [mapper.decode(kept["type"], kept["schema"], msgspec.json.encode(kept["state"])) for kept in corpus()]

    assert events == [
        Weighed(grams=1500, note="none then"),
        Weighed(grams=1, note="none then"),
        Weighed(grams=1500, note="none then"),
        Weighed(grams=1500, note="湿"),
        ScalesApproved(scales="scales-1"),
        Unknown(name="parcel.returned", schema=1, data={"to": "寄件人", "at": "2026-11-20T12:00:00Z", "fee": 1.5}),
        Unknown(name="parcel.weighed", schema=4, data={"milligrams": 1500000}),
    ]


def test_an_event_and_its_meta_come_back_as_they_were(mapper: Mapper) -> None:
    event = Weighed(grams=1, note="'\"\\ 湿 \x00")

    encoded = mapper.encode(event, META)
    recorded = mapper.recorded(row(encoded.type, encoded.schema, encoded.state, encoded.meta))

    assert (encoded.type, encoded.schema, encoded.reference) == ("parcel.weighed", 3, False)
    assert (recorded.event, recorded.meta) == (event, META)
    assert (recorded.position, recorded.originator_id, recorded.originator_version) == (7, PARCEL, 2)
    assert recorded.recorded_at == NOON


def test_a_missing_upcaster_is_named_with_its_position() -> None:
    mapper = Mapper(CATALOGUE, {("parcel.weighed", 1): grams_instead_of_kilograms})

    with pytest.raises(Unreadable, match=r"parcel\.weighed of schema 1 at position 7 cannot"):
        mapper.recorded(row("parcel.weighed", 1, b'{"kilograms":1}'))


@pytest.mark.parametrize("state", [b"", b"{", b"[]", b'{"grams":"many","note":""}', b"\xff"])
def test_a_known_event_with_broken_fields_is_not_guessed(mapper: Mapper, state: bytes) -> None:
    with pytest.raises(Unreadable, match="position 7"):
        mapper.recorded(row("parcel.weighed", 3, state))


def test_the_message_of_an_unreadable_event_does_not_repeat_what_it_held(mapper: Mapper) -> None:
    with pytest.raises(Unreadable) as caught:
        mapper.decode("parcel.weighed", 3, b'{"grams":"13800000000","note":""}')

    assert "13800000000" not in str(caught.value)


@pytest.mark.parametrize(
    "state", [b'{"a":1.5,"b":[null,"\xe6\xb9\xbf"]}', b'{ "a" : 1 }', b"1e400", b"state1", b"\x00\xff"]
)
def test_an_unknown_event_is_written_again_byte_for_byte(mapper: Mapper, state: bytes) -> None:
    event = mapper.decode("parcel.returned", 2, state)

    assert isinstance(event, Unknown)
    encoded = mapper.encode(event, META)
    assert (encoded.type, encoded.schema, encoded.state) == ("parcel.returned", 2, state)


def test_an_event_of_another_program_without_meta_is_readable(mapper: Mapper) -> None:
    recorded = mapper.recorded(row("module:Class.Created", 1, b"state1", None))

    assert recorded.event == Unknown(name="module:Class.Created", schema=1, data=b"state1")
    assert (recorded.meta.person, recorded.meta.occurred_at) == ("unknown", NOON)


def test_a_moment_keeps_its_microseconds() -> None:
    moment = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)

    assert from_microseconds(to_microseconds(moment)) == moment
    assert to_microseconds(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005


def test_the_canonical_bytes_are_fixed() -> None:
    given = Row(1, bytes(range(16)), 2, "a.b", 3, 1_000_005, b"{}", b'{"x":1}')

    assert canonical_bytes(given).hex() == (
        "00000008" "0000000000000001"
        "00000010" "000102030405060708090a0b0c0d0e0f"
        "00000008" "0000000000000002"
        "00000003" "612e62"
        "00000008" "0000000000000003"
        "00000008" "00000000000f4245"
        "00000002" "7b7d"
        "00000007" "7b2278223a317d"
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"position": 8}, {"stream_id": bytes(16)}, {"version": 3}, {"type": "a.c"}, {"schema": 4},
        {"recorded_at": 0}, {"meta": b"{ }"}, {"meta": None}, {"state": b"{ }"},
        {"type": "a", "meta": b".b{}"},
    ],
)  # fmt: skip
def test_every_field_stands_in_the_canonical_bytes(change: dict[str, Any]) -> None:
    given = Row(1, bytes(range(16)), 2, "a.b", 3, 5, b"{}", b'{"x":1}')

    assert canonical_bytes(given._replace(**change)) != canonical_bytes(given)
