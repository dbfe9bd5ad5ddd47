"""The demo county for tests that go through HTTP, as a client who has only read the contract."""

from collections.abc import Iterator

import pytest
from support.county import Town, demo_office

from infra.clickhouse.client import ClickHouse


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, store: ClickHouse, request: pytest.FixtureRequest) -> Iterator[Town]:
    """The demo county, a module's own, because some change it."""
    with demo_office(tmp_path_factory.mktemp("contract"), store, request.node.name) as office:
        yield Town(office)
