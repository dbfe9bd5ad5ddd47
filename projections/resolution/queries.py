"""How many cases ended at which level: closed, not converted, by the level of the close."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from domain.shared.place import LEVELS, Level
from projections.projection import Views
from projections.selecting import CasesAt, Where

VIEW = "cases"


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """Cases by the level at which they ended (小事不出村、大事不出镇).

    `within_town`: the share, of 1, that did not have to leave the town.
    """

    total: int = 0
    village: int = 0
    town: int = 0
    county: int = 0
    within_town: float = 0.0


class ResolutionLevels(msgspec.Struct, frozen=True, kw_only=True):
    """The view, exact at a ledger position."""

    position: int
    incidents: Ended
    mediations: Ended


def resolution_levels(
    views: Views,
    *,
    places: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    as_of: int | None = None,
) -> ResolutionLevels:
    """Return where the cases of a place ended, by the time of their end. Raises `ViewsAway`."""
    position = views.position(VIEW) if as_of is None else as_of
    where = Where().add("status = 'closed' AND outcome != 'converted'").between("ended_at", since, until)
    needed = ("kind", "status", "outcome", "ended_at", "level")
    rows = views.query(
        *CasesAt(as_of=as_of, places=places).figures(
            "kind, level, count() AS total", needed, where, "GROUP BY kind, level"
        )
    )
    counts = {
        level: sum(row["total"] for row in rows if row["level"] == level and row["kind"] == "incident")
        for level in LEVELS
    }
    return ResolutionLevels(position=position, incidents=_ended(counts), mediations=Ended())


def _ended(counts: Mapping[Level, int]) -> Ended:
    total = sum(counts.values())
    within = (counts["village"] + counts["town"]) / total if total else 0.0
    return Ended(
        total=total, village=counts["village"], town=counts["town"], county=counts["county"], within_town=within
    )
