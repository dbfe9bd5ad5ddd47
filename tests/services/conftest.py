"""The demo county for tests that go through HTTP."""

from collections.abc import Iterator

import pytest
from support.county import Town, demo_office
from support.registers import Registry, open_registry

from infra.clickhouse.client import ClickHouse


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, store: ClickHouse) -> Iterator[Town]:
    with demo_office(tmp_path_factory.mktemp("county"), store, "140830") as office:
        yield Town(office)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The demo county without views; a module's own, because it changes."""
    with open_registry(tmp_path_factory.mktemp("registry")) as registry:
        yield registry
