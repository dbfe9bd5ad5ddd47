"""The schema of the views: numbered SQL files, each applied once and never changed afterwards."""

import hashlib
import re
from pathlib import Path

from infra.clickhouse.client import ClickHouse
from projections.projection import ViewsCorrupt

FOLDER = Path(__file__).parent / "migrations"
_APPLIED = """
CREATE TABLE IF NOT EXISTS migrations (number UInt32, name String, checksum String, applied_at DateTime64(6, 'UTC'))
ENGINE = MergeTree ORDER BY number
"""


def migrate(store: ClickHouse, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing, in order, and return its names. Safe to run again, also after a kill in between.

    Every statement is `IF NOT EXISTS`, so a file that was applied in part is applied again.
    Raises `ViewsCorrupt` where a file differs from the one that was applied, or is of a later release.
    """
    store.command(_APPLIED)
    applied = {number: (name, checksum) for number, name, checksum in store.tuples(_KNOWN)}
    fresh: list[str] = []
    files = {int(path.name[:4]): path for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))}
    if unknown := applied.keys() - files.keys():
        raise ViewsCorrupt(
            f"The views know migration {max(unknown):04d}, which this release does not have: "
            "run the release that made them, or move the folder of the views away to have them built anew."
        )
    for number, path in files.items():
        text = path.read_text(encoding="utf-8")
        checksum = hashlib.sha256(text.encode()).hexdigest()
        if number in applied:
            _check(path.name, checksum, applied[number][1])
            continue
        for statement in statements(text):
            store.command(statement)
        row = {"number": number, "name": path.name, "checksum": checksum}
        store.command(
            "INSERT INTO migrations SELECT {number:UInt32}, {name:String}, {checksum:String}, now64(6, 'UTC')", row
        )
        fresh.append(path.name)
    return fresh


_KNOWN = "SELECT number, name, checksum FROM migrations ORDER BY number"


def statements(text: str) -> list[str]:
    """Return the statements of a file: comments go, a semicolon at the end of a line ends one."""
    bare = re.sub(r"^--.*$", "", text, flags=re.MULTILINE)
    return [part.strip() for part in re.split(r";\s*$", bare, flags=re.MULTILINE) if part.strip()]


def _check(name: str, checksum: str, applied: str) -> None:
    if checksum != applied:
        raise ViewsCorrupt(
            f"Migration {name} of the views was changed after it had been applied: put the file back as it was and "
            "write a new migration, or move the folder of the views away to have them built anew."
        )
