"""The port of the ledger: what services and projectors ask of it, whichever store is behind it.

Positions are 1, 2, 3 ... without a gap, in commit order: whoever has read up to N has missed nothing. `recorded_at` is
set under the same lock and never goes back, so "as of time T" is a prefix of positions.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from domain.shared.stream import Change, Recorded
from infra.stores import StoreAway, StoreCorrupt


class Entry(msgspec.Struct, frozen=True):
    """One stream's share of an append.

    `expected` is the stream's version before the changes; None means "at the end, wherever that is" (the changes are
    then numbered anew), for streams in which only the order of arrival counts.
    """

    stream: UUID
    expected: int | None
    changes: tuple[Change, ...]


class Command(msgspec.Struct, frozen=True):
    """The key of a command and the answer to store with it.

    Key: (person, id). `fingerprint` is an HMAC of the plain body: the same id with another body is refused.
    `answer` is what a repeat is told, without positions; `Receipt.position` is stored beside it.
    """

    person: str
    id: str
    fingerprint: bytes
    answer: bytes


class Receipt(msgspec.Struct, frozen=True):
    """What an append answers: the position of its last event, and the stored answer. `repeated`: nothing new."""

    position: int
    answer: bytes
    repeated: bool


class Head(msgspec.Struct, frozen=True):
    """The end of the ledger: position 0 where nothing is recorded."""

    position: int
    recorded_at: datetime | None


class VersionConflict(Exception):  # noqa: N818 - it is an answer
    """A stream has moved since it was read."""

    def __init__(self, stream: UUID, expected: int, actual: int) -> None:
        self.stream, self.expected, self.actual = stream, expected, actual
        super().__init__(f"stream {stream}: expected version {expected}, is {actual}")


class CommandReused(Exception):  # noqa: N818 - it is an answer
    """The same command id came with another body."""


class LedgerAway(StoreAway):
    """The store cannot be written or read now (locked, disk full, away); nothing was recorded."""


class LedgerCorrupt(StoreCorrupt):
    """The store's file is damaged or is no ledger; the message says what to do."""


class Ledger(Protocol):
    """The one ordered, immutable log of a county."""

    def append(self, entries: Sequence[Entry], command: Command | None = None) -> Receipt:
        """Append to one or several streams, all or nothing, and store the command's answer in the same transaction.

        A command known already answers as it did and appends nothing, even where a version no longer fits.
        Concurrent callers share one transaction; a conflict fails its own caller only.
        Raises `VersionConflict`, `CommandReused`, `LedgerAway`.
        """
        ...

    def append_many(self, appends: Sequence[tuple[Sequence[Entry], Command | None]]) -> list[Receipt]:
        """Append in bulk, in one transaction, all or nothing, for imports; repeated commands are passed over."""
        ...

    def find_command(self, person: str, command_id: str, fingerprint: bytes) -> Receipt | None:
        """Return the stored answer of a command, or None. Raises `CommandReused`."""
        ...

    def stream(
        self, stream: UUID, *, after: int = 0, version: int | None = None, position: int | None = None
    ) -> list[Recorded]:
        """Return a stream's events after one version, up to a version or a ledger position, in order."""
        ...

    def read(self, after: int, limit: int, *, reference: bool = False) -> list[Recorded]:
        """Return up to `limit` events after a position, in order; `reference=True`: only those of the registers."""
        ...

    def head(self) -> Head:
        """Return the end of the ledger."""
        ...

    def position_at(self, moment: datetime) -> int:
        """Return the last position recorded at or before the moment; 0 where there is none."""
        ...

    def wait(self, after: int, timeout: float) -> bool:
        """Wait until something is recorded after a position, by any process, or the seconds have passed; tell which."""
        ...

    def close(self) -> None:
        """Finish what is being written and let go of the store."""
        ...
