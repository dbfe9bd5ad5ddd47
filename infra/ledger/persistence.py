"""The ledger as a persistence module of the `eventsourcing` library: `PERSISTENCE_MODULE=infra.ledger.persistence`.

`GRIDGOV_LEDGER_URL=sqlite:///path` says which ledger. An `Application` of the library then reads and writes the one
log: the domain's events appear as `Change`s, other programs' events as whatever their topic names.
"""

from pathlib import Path
from typing import Any, TypeVar, cast

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    Transcoder,
)
from eventsourcing.persistence import Mapper as LibraryMapper
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from domain.shared.stream import Change
from infra.ledger.mapper import Mapper
from infra.ledger.recorders import (
    LedgerAggregateRecorder,
    LedgerApplicationRecorder,
    LedgerEvent,
    LedgerNotification,
    LedgerProcessRecorder,
    LedgerRecorder,
    LedgerTrackingRecorder,
    RecorderAway,
    RecorderCorrupt,
)
from infra.ledger.sqlite import MIGRATIONS, STORE
from infra.sqlite.database import Database, Store
from infra.sqlite.migrating import migrate

_STORE = Store(STORE.en, STORE.zh, STORE.application_id, RecorderAway, RecorderCorrupt)
_SCHEME = "sqlite:///"
Recorder = TypeVar("Recorder", bound=LedgerRecorder)


class LedgerMapper(LibraryMapper[Any]):
    """Maps the domain's changes by their stable names, and everything else as the library does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mapper = Mapper()

    def to_stored_event(self, domain_event: DomainEventProtocol[Any]) -> StoredEvent:
        """Return a domain event as it is stored. Raises `ProgrammingError` where the library would encrypt it whole."""
        if not isinstance(domain_event, Change):
            return super().to_stored_event(domain_event)
        if self.cipher or self.compressor:
            message = "the ledger keeps JSON with sealed values: unset CIPHER_TOPIC and COMPRESSOR_TOPIC"
            raise ProgrammingError(message)
        name, schema, meta, state, reference = self._mapper.encode(domain_event.event, domain_event.meta)
        return LedgerEvent(
            domain_event.originator_id, domain_event.originator_version, name, state, schema, meta, reference
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[Any]:
        """Return a stored event as the domain, or its program, knows it."""
        if not isinstance(stored_event, LedgerEvent | LedgerNotification):
            return super().to_domain_event(stored_event)
        event = self._mapper.decode(stored_event.topic, stored_event.schema, stored_event.state)
        meta = self._mapper.decode_meta(stored_event.meta)
        return Change(cast("Any", stored_event.originator_id), stored_event.originator_version, event, meta)


class Factory(InfrastructureFactory[LedgerTrackingRecorder]):
    """Builds recorders over one ledger. Raises `OSError` where `GRIDGOV_LEDGER_URL` is missing or of another kind."""

    LEDGER_URL = "GRIDGOV_LEDGER_URL"
    CREATE_TABLE = "CREATE_TABLE"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        url = self.env.get(self.LEDGER_URL) or ""
        if not url.startswith(_SCHEME):
            message = f"{self.LEDGER_URL} must be {_SCHEME}PATH, not {url!r}"
            raise OSError(message)
        self._database = Database(Path(url.removeprefix(_SCHEME)), _STORE)

    def mapper(
        self, transcoder: Transcoder | None = None, mapper_class: type[LibraryMapper[Any]] | None = None
    ) -> LibraryMapper[Any]:
        """Return the mapper that `MAPPER_TOPIC` names, or else the ledger's own."""
        if mapper_class is None and not self.env.get(self.MAPPER_TOPIC):
            mapper_class = LedgerMapper
        return super().mapper(transcoder, mapper_class)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Return a recorder of events by stream, or of the library's snapshots."""
        return LedgerAggregateRecorder(self._migrated(), purpose)

    def application_recorder(self) -> ApplicationRecorder:
        """Return a recorder of events by stream and position."""
        return self._built(self.APPLICATION_RECORDER_TOPIC, LedgerApplicationRecorder)

    def tracking_recorder(
        self, tracking_recorder_class: type[LedgerTrackingRecorder] | None = None
    ) -> LedgerTrackingRecorder:
        """Return a recorder of how far applications have been followed."""
        if tracking_recorder_class is not None:
            return tracking_recorder_class(self._migrated())
        return self._built(self.TRACKING_RECORDER_TOPIC, LedgerTrackingRecorder)

    def process_recorder(self) -> ProcessRecorder:
        """Return a recorder of both in one transaction."""
        return self._built(self.PROCESS_RECORDER_TOPIC, LedgerProcessRecorder)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _built(self, setting: str, default: type[Recorder]) -> Recorder:
        topic = self.env.get(setting)
        recorder_class: type[Recorder] = resolve_topic(topic) if topic else default
        return recorder_class(self._migrated())

    def _migrated(self) -> Database:
        if strtobool(self.env.get(self.CREATE_TABLE) or "yes"):
            migrate(self._database, "ledger", MIGRATIONS)
        return self._database
