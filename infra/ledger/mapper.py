"""From events to the bytes that are stored, and back.

Events are stored by their stable name and schema, never by their Python path. Reading is forgiving where it must be:
an older schema passes through its upcasters; a name or schema that this release does not know becomes `Unknown`, which
stays readable and is written again byte for byte.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.catalogue import EVENTS
from domain.shared.meta import Meta
from domain.shared.stream import Event, Recorded, Unknown
from infra.ledger.ledger import LedgerCorrupt
from infra.ledger.upcasting import UPCASTERS, Upcaster, upcast

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Row(NamedTuple):
    """An event as it is stored. `recorded_at` counts microseconds from 1970 UTC; a foreign event may lack meta."""

    position: int
    stream_id: bytes
    version: int
    type: str
    schema: int
    recorded_at: int
    meta: bytes | None
    state: bytes


class Encoded(NamedTuple):
    """An event and its meta as they will be stored, before they have their place."""

    type: str
    schema: int
    meta: bytes
    state: bytes
    reference: bool


class Unreadable(LedgerCorrupt):
    """A stored event of a known name and schema does not hold what it should. What it holds is not repeated."""

    def __init__(self, name: str, schema: int, position: int | None = None) -> None:
        self.name, self.schema = name, schema
        where, wo = ("", "") if position is None else (f" at position {position}", f"（位置 {position}）")
        super().__init__(
            f"The event {name} of schema {schema}{where} cannot be read; use the release that wrote it, or a backup.",
            f"事件 {name}（模式 {schema}）{wo}无法读取，请使用写成它的版本或备份。",
        )


def to_microseconds(moment: datetime) -> int:
    """Return a moment as microseconds from 1970 UTC, without rounding."""
    return (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)
def from_microseconds(microseconds: int) -> datetime:
    """Return the moment, UTC, so many microseconds from 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


@lru_cache(maxsize=65_536)
def _stream(stream_id: bytes) -> UUID:
    """Return the id as the domain knows it; events of one stream lie close together, so most are known already."""
    return UUID(bytes=stream_id)


def canonical_bytes(row: Row) -> bytes:
    """Return what a proof hashes: the event's place, kind, time, meta and state, each with its length before it.

    Order: position, stream id, version, type, schema, recorded_at, meta, state. Numbers are 8 bytes, lengths 4, both
    big-endian and signed where time before 1970 would need it; the stream id is its 16 bytes, text UTF-8, meta and
    state the bytes as stored, no meta zero bytes.
    """
    fields = (
        row.position.to_bytes(8, "big"),
        row.stream_id,
        row.version.to_bytes(8, "big"),
        row.type.encode(),
        row.schema.to_bytes(8, "big"),
        row.recorded_at.to_bytes(8, "big", signed=True),
        row.meta or b"",
        row.state,
    )
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


class Mapper:
    """Encodes events for the ledger and decodes them again. Threads may share it."""

    def __init__(
        self,
        catalogue: Mapping[str, type[Event]] = EVENTS,
        upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
    ) -> None:
        self._catalogue = catalogue
        self._upcasters = upcasters
        self._encoder = msgspec.json.Encoder()
        self._decoders = {name: msgspec.json.Decoder(event) for name, event in catalogue.items()}
        self._any: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
        self._meta = msgspec.json.Decoder(Meta)

    def encode(self, event: Event, meta: Meta) -> Encoded:
        """Return an event and its meta as they are stored."""
        if isinstance(event, Unknown):
            state = event.data if isinstance(event.data, bytes) else self._encoder.encode(event.data)
            return Encoded(event.name, event.schema, self._encoder.encode(meta), state, reference=False)
        encode = self._encoder.encode
        return Encoded(event.NAME, event.SCHEMA, encode(meta), encode(event), event.REFERENCE)

    def decode(self, name: str, schema: int, state: bytes) -> Event:
        """Return a stored event as this release knows it, or `Unknown`. Raises `Unreadable`."""
        known = self._catalogue.get(name)
        if known is None or schema > known.SCHEMA:
            return Unknown(name=name, schema=schema, data=self._readable(state))
        try:
            if schema == known.SCHEMA:
                return self._decoders[name].decode(state)
            fields = upcast(self._upcasters, name, schema, known.SCHEMA, self._any.decode(state))
            return msgspec.convert(fields, known)
        except (msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
            raise Unreadable(name, schema) from error

    def decode_meta(self, meta: bytes) -> Meta:
        """Return a stored meta. Raises `msgspec.DecodeError`."""
        return self._meta.decode(meta)

    def recorded(self, row: Row) -> Recorded:
        """Return a stored row as the domain sees it. Raises `Unreadable`, naming the position."""
        recorded_at = from_microseconds(row.recorded_at)
        try:
            event = self.decode(row.type, row.schema, row.state)
            meta = Meta(occurred_at=recorded_at, person="unknown") if row.meta is None else self._meta.decode(row.meta)
        except (Unreadable, msgspec.DecodeError) as error:
            raise Unreadable(row.type, row.schema, row.position) from error
        return Recorded(row.position, _stream(row.stream_id), row.version, recorded_at, event, meta)

    def all_recorded(self, rows: Iterable[Row]) -> list[Recorded]:
        """Return stored rows as the domain sees them. Raises `Unreadable`, naming the position."""
        return [self.recorded(row) for row in rows]

    def _readable(self, state: bytes) -> Any:
        """Return the fields, or the bytes themselves where writing the fields again would not give the same bytes."""
        try:
            data = self._any.decode(state)
        except msgspec.DecodeError:
            return state
        return data if self._encoder.encode(data) == state else state
