"""A process that projects a ledger into a folder and prints what the tables hold: made to be killed by a test.

Usage: python -m support.projecting_process FOLDER
"""

import hashlib
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from support.lives import county

from infra.clickhouse import keeper
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import migrate
from infra.clickhouse.projector import Projector
from projections.projection import ViewsAway
from projections.registry import VIEWS

NAME = "140830"


def is_there(projector: Projector, view: str, position: int) -> bool:
    """Wait for a view, also for one that is being built anew."""
    for _ in range(100):
        try:
            return projector.wait(view, position, timeout=60)
        except ViewsAway:
            time.sleep(0.1)
    return False


def main(folder: Path) -> None:
    """Project to the end in small batches, then print a digest of every table."""
    keeper.BATCH = 10
    log = county(7, cases=60)
    store = ClickHouse.embedded(folder)
    migrate(store)
    projector = Projector(store, log, NAME, VIEWS, lambda: datetime.now(UTC))
    sys.stdout.write("started\n")
    sys.stdout.flush()
    projector.start()
    for view in VIEWS:
        assert is_there(projector, view.NAME, log.head().position)
    projector.stop()
    for table in sorted({table for view in VIEWS for table in (view.TABLE, view.CURRENT) if table}):
        rows = store.tuples(f"SELECT * FROM {table} FINAL WHERE ledger = {{ledger:String}}", {"ledger": NAME})
        digest = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
        sys.stdout.write(f"{table} {len(rows)} {digest}\n")
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
