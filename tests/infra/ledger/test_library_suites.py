"""The test suites that the `eventsourcing` library publishes for persistence modules, unmodified, on the ledger.

`TranscoderTestCase` does not apply: the module brings no transcoder, its events are encoded by the mapper. Nor do the
suites of dynamic consistency boundaries: a stream of the ledger has one id.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import Tracking
from eventsourcing.tests import application, persistence, projection
from eventsourcing.utils import Environment

from infra.ledger.persistence import Factory
from infra.ledger.recorders import (
    LedgerAggregateRecorder,
    LedgerApplicationRecorder,
    LedgerProcessRecorder,
    LedgerTrackingRecorder,
)

pytestmark = pytest.mark.servers


@pytest.fixture(autouse=True)
def new_ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give every test a ledger of its own, named in the environment as an operator would."""
    file = tmp_path / "ledger.db"
    settings = {"PERSISTENCE_MODULE": "infra.ledger.persistence", "GRIDGOV_LEDGER_URL": f"sqlite:///{file}"}
    os.environ.update(settings)
    if request.instance is not None:
        request.instance.env = Environment(env=dict(settings))
    yield file
    for name in settings:
        os.environ.pop(name)


class Built:
    """Builds recorders through the factory and closes them afterwards."""

    env: Environment
    factory: Factory

    @pytest.fixture(autouse=True)
    def build_factory(self, new_ledger: Path) -> Iterator[None]:
        assert not new_ledger.exists()
        self.factory = Factory(self.env)
        yield
        self.factory.close()


class TestAggregateRecorder(Built, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> Any:
        return self.factory.aggregate_recorder()


class TestSnapshotRecorder(Built, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> Any:
        return self.factory.aggregate_recorder(purpose="snapshots")


class TestApplicationRecorder(Built, persistence.ApplicationRecorderTestCase[LedgerApplicationRecorder]):
    def create_recorder(self) -> Any:
        return self.factory.application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleaving(Built, persistence.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> Any:
        return self.factory.application_recorder()


class TestTrackingRecorder(Built, persistence.TrackingRecorderTestCase):
    def create_recorder(self) -> Any:
        return self.factory.tracking_recorder()


class TestProcessRecorder(Built, persistence.ProcessRecorderTestCase):
    def create_recorder(self) -> Any:
        return self.factory.process_recorder()


class TestProcessRecorderAsApplicationRecorder(TestApplicationRecorder):
    def create_recorder(self) -> Any:
        return self.factory.process_recorder()


class OwnTrackingRecorder(LedgerTrackingRecorder):
    """A recorder that an operator names in the environment."""


class TestFactory(persistence.InfrastructureFactoryTestCase[Factory]):
    def expected_factory_class(self) -> Any:
        return Factory

    def expected_aggregate_recorder_class(self) -> Any:
        return LedgerAggregateRecorder

    def expected_application_recorder_class(self) -> Any:
        return LedgerApplicationRecorder

    def expected_tracking_recorder_class(self) -> Any:
        return LedgerTrackingRecorder

    def tracking_recorder_subclass(self) -> Any:
        return OwnTrackingRecorder

    def expected_process_recorder_class(self) -> Any:
        return LedgerProcessRecorder


@pytest.mark.filterwarnings("default:'log' is deprecated:DeprecationWarning")
class TestApplication(application.ApplicationTestCase):
    pass


class TestExampleApplication(application.ExampleApplicationTestCase):
    expected_factory_topic = "infra.ledger.persistence:Factory"


class LedgerEventCounters(LedgerTrackingRecorder, projection.EventCountersView):
    """A view of the library's tests: two counters, written together with the tracking."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        with self.transaction() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, count INTEGER)")

    def get_created_event_counter(self) -> int:
        return self._count("created")

    def get_subsequent_event_counter(self) -> int:
        return self._count("subsequent")

    def incr_created_event_counter(self, tracking: Tracking) -> None:
        self._increment("created", tracking)

    def incr_subsequent_event_counter(self, tracking: Tracking) -> None:
        self._increment("subsequent", tracking)

    def _count(self, name: str) -> int:
        with self.database.reading() as connection:
            row = connection.execute("SELECT count FROM counter WHERE name = ?", (name,)).fetchone()
        return 0 if row is None else int(row[0])

    def _increment(self, name: str, tracking: Tracking) -> None:
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1", (name,)
            )
            self.track(connection, tracking)


class TestEventCountersView(Built, projection.EventCountersViewTestCase):
    def construct_event_counters_view(self) -> projection.EventCountersView:
        return self.factory.tracking_recorder(LedgerEventCounters)


class TestEventCountersProjection(projection.AggregateEventCountersProjectionTestCase):
    view_class = LedgerEventCounters


class TestEventSourcedProjection(projection.EventSourcedProjectionTestCase):
    """Each of the two applications has a ledger of its own: one that follows itself would never come to an end."""

    @pytest.fixture(autouse=True)
    def two_ledgers(self, new_ledger: Path) -> None:
        self.env = {"COUNTERS_GRIDGOV_LEDGER_URL": f"sqlite:///{new_ledger.with_name('counters.db')}"}
