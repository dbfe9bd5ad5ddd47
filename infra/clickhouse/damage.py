"""Rows that the engine lost: after a damaged disk it sets broken parts aside when it starts, and says nothing."""

from collections.abc import Iterable

import msgspec

from infra.clickhouse.client import ClickHouse


class LostPart(msgspec.Struct, frozen=True):
    """A part of a table that could not be read any more."""

    table: str
    name: str


def lost_parts(store: ClickHouse) -> list[LostPart]:
    """Return what the engine has set aside as broken. Raises `ViewsAway`."""
    sql = "SELECT table, name FROM system.detached_parts WHERE database = currentDatabase() AND reason LIKE 'broken%'"
    return [LostPart(table, name) for table, name in store.tuples(sql)]


def forget(store: ClickHouse, parts: Iterable[LostPart]) -> None:
    """Remove broken parts, once their view has been built anew. Raises `ViewsAway`."""
    for part in parts:
        store.command(
            f"ALTER TABLE {part.table} DROP DETACHED PART {{name:String}} SETTINGS allow_drop_detached = 1",
            {"name": part.name},
        )
