"""The demo county for tests that go through HTTP, as a client who has only read the contract."""

from collections.abc import Iterator

import pytest
from support.county import Town, demo_office

from infra.clickhouse.client import ClickHouse


@pytest.fixture(scope="package")
def town(tmp_path_factory: pytest.TempPathFactory, store: ClickHouse) -> Iterator[Town]:
    with demo_office(tmp_path_factory.mktemp("contract"), store, "contract") as office:
        yield Town(office)
