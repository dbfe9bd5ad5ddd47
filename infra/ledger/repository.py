"""Loading a stream with its state: what is remembered, else a snapshot, and the events after it.

The events after it are always read from the ledger, so what another process has appended is never missed.
"""

import hashlib
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
import structlog

from domain.shared.stream import Stream
from infra.ledger.ledger import Ledger
from infra.ledger.snapshots import Snapshot, Snapshots
from infra.stores import StoreTrouble

SNAPSHOT_EVERY = 200
"""Events after the last snapshot, or from the beginning, until the state is kept again."""
REMEMBERED = 1024
"""Streams whose last state is remembered in memory."""

Loaded = TypeVar("Loaded", bound=Stream[Any])


class _Known(NamedTuple):
    """A state that need not be replayed, where it stands, and the version last kept as a snapshot."""

    state: Any
    version: int
    position: int
    kept: int


NOTHING = _Known(None, 0, 0, 0)


def stamp_of(kind: type[Stream[Any]]) -> str:
    """Return what tells a snapshot that this release can read: kind, version of the state, and the state's fields."""
    fields = msgspec.json.encode(msgspec.json.schema(kind.STATE), order="deterministic")
    return f"{kind.__name__}/{kind.STATE_VERSION}/{hashlib.sha256(fields).hexdigest()[:32]}"


class Repository:
    """Loads streams from a ledger. Threads may share it; it remembers states, which are never changed in place."""

    def __init__(self, ledger: Ledger, snapshots: Snapshots | None = None) -> None:
        self._ledger = ledger
        self._snapshots = snapshots
        self._lock = Lock()
        self._remembered: OrderedDict[tuple[type[Stream[Any]], UUID], _Known] = OrderedDict()
        self._stamps: dict[type[Stream[Any]], str] = {}
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="snapshots")

    def load(
        self, kind: type[Loaded], stream: UUID, *, version: int | None = None, position: int | None = None
    ) -> Loaded:
        """Return the stream as it stands, or as it stood at one of its versions or at a ledger position.

        A stream without events is returned empty. Raises `LedgerAway`, `LedgerCorrupt`, `Unreadable`.
        """
        known = self._known(kind, stream, version, position)
        history = self._ledger.stream(stream, after=known.version, version=version, position=position)
        loaded = kind(stream, known.state, known.version).replay(history)
        if loaded.exists and version is None and position is None:
            at = history[-1].position if history else known.position
            now = _Known(loaded.state, loaded.originator_version, at, known.kept)
            if self._snapshots is not None and now.version - now.kept >= SNAPSHOT_EVERY:
                now = now._replace(kept=now.version)
                self._keeper.submit(self._keep, self._snapshots, kind, stream, now)
            self._remember(kind, stream, now)
        return loaded

    def close(self) -> None:
        """Finish the snapshot that is being written."""
        self._keeper.shutdown()

    def _known(self, kind: type[Loaded], stream: UUID, version: int | None, position: int | None) -> _Known:
        known = self._recall(kind, stream) or self._snapshot(kind, stream)
        if (version is not None and known.version > version) or (position is not None and known.position > position):
            return NOTHING
        return known

    def _recall(self, kind: type[Loaded], stream: UUID) -> _Known | None:
        with self._lock:
            known = self._remembered.get((kind, stream))
            if known is not None:
                self._remembered.move_to_end((kind, stream))
        return known

    def _remember(self, kind: type[Loaded], stream: UUID, now: _Known) -> None:
        with self._lock:
            before = self._remembered.get((kind, stream), NOTHING)
            if before.version < now.version:
                self._remembered[kind, stream] = now
                self._remembered.move_to_end((kind, stream))
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)

    def _snapshot(self, kind: type[Loaded], stream: UUID) -> _Known:
        snapshot = self._snapshots.find(stream, self._stamp(kind)) if self._snapshots else None
        if snapshot is None:
            return NOTHING
        try:
            state = msgspec.msgpack.decode(snapshot.state, type=kind.STATE)
        except msgspec.DecodeError:
            return NOTHING
        return _Known(state, snapshot.version, snapshot.position, snapshot.version)

    def _stamp(self, kind: type[Stream[Any]]) -> str:
        stamp = self._stamps.get(kind)
        if stamp is None:
            stamp = self._stamps[kind] = stamp_of(kind)
        return stamp

    def _keep(self, snapshots: Snapshots, kind: type[Loaded], stream: UUID, now: _Known) -> None:
        """Write a snapshot, unless the state would not come back as it is; that it cannot be written harms nothing."""
        try:
            encoded = msgspec.msgpack.encode(now.state)
            same = msgspec.msgpack.decode(encoded, type=kind.STATE) == now.state
        except (TypeError, msgspec.MsgspecError):
            same = False
        if not same:
            return
        try:
            snapshots.keep(stream, self._stamp(kind), Snapshot(now.version, now.position, encoded))
        except StoreTrouble:
            structlog.get_logger().warning("snapshot_not_kept", stream=str(stream))
