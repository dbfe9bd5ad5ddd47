"""One engine a test process (chDB allows no second), and a ledger's name a test to keep them apart."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import migrate


@pytest.fixture(scope="session")
def store() -> Iterator[ClickHouse]:
    """Open the engine of this test process, with its schema."""
    with tempfile.TemporaryDirectory(prefix="gridgov-views-") as folder:
        opened = ClickHouse.embedded(Path(folder))
        migrate(opened)
        yield opened
        opened.close()


@pytest.fixture
def ledger_name() -> str:
    """Return the name of a ledger that no other test uses."""
    return uuid4().hex
