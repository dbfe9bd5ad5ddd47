"""The demo county for tests that go through HTTP."""

from collections.abc import Iterator

import pytest
from support.county import Town, demo_office

from infra.clickhouse.client import ClickHouse


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, store: ClickHouse) -> Iterator[Town]:
    with demo_office(tmp_path_factory.mktemp("county"), store, "140830") as office:
        yield Town(office)
