"""Places: units of the division tree and the grid, the levels of government, and where a case stands in them."""

from collections.abc import Mapping
from typing import Literal

import msgspec

UnitKind = Literal["county", "town", "village", "grid", "sub_grid", "micro_grid"]
"""County 县, town 乡镇, village 村, grid 网格, sub-grid 子网格, micro-grid 微网格, from the top down."""
UNIT_KINDS: tuple[UnitKind, ...] = ("county", "town", "village", "grid", "sub_grid", "micro_grid")

Level = Literal["village", "town", "county"]
"""A level of government that handles cases (层级)."""
LEVELS: tuple[Level, ...] = ("village", "town", "county")
"""From the bottom up."""


def level_above(level: Level) -> Level | None:
    """Return the next level up, or None at the top."""
    rank = LEVELS.index(level) + 1
    return LEVELS[rank] if rank < len(LEVELS) else None


def level_below(level: Level) -> Level | None:
    """Return the next level down, or None at the bottom."""
    rank = LEVELS.index(level) - 1
    return LEVELS[rank] if rank >= 0 else None


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A point in WGS 84 degrees, and the coordinates as they were given (`crs` WGS84, GCJ02 or BD09)."""

    lon: float
    lat: float
    crs: str = "WGS84"
    given_lon: float | None = None
    given_lat: float | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a unit stands (所属与管辖): the way up from it, and who holds which seat on that way at a moment.

    Read from the register of units and posts and handed to the domain as an argument.
    """

    path: tuple[str, ...]
    """Codes from the county down to the unit itself."""
    kinds: tuple[UnitKind, ...]
    """The kind of each of them."""
    edition: str | None = None
    """Edition of the divisions in force."""
    desks: Mapping[Level, str] = msgspec.field(default_factory=dict)
    """For each level on the way, the place whose desk acts for it: its own, or the next above where nobody holds it."""
    leaders: Mapping[Level, str] = msgspec.field(default_factory=dict)
    """The same for the leader (领导)."""
    chiefs: Mapping[Level, str] = msgspec.field(default_factory=dict)
    """The same for the chief of mediation (调解中心负责人)."""
    organs: Mapping[str, Level] = msgspec.field(default_factory=dict)
    """Organs on the way with an officer or village officer in force (possible leads and assists), and their level."""
    closing: bool = False
    """Whether the unit is being closed (注销中), so that it takes no new case."""

    @property
    def unit(self) -> str:
        """The code of the unit itself."""
        return self.path[-1]

    @property
    def lowest_level(self) -> Level:
        """The unit's own level: village for all that lies in a village, else town or county."""
        kind = self.kinds[-1]
        return kind if kind in ("county", "town") else "village"

    def place_of(self, level: Level) -> str | None:
        """Return the code of the division of that level on the way, or None where there is none."""
        return next((code for code, kind in zip(self.path, self.kinds, strict=True) if kind == level), None)
