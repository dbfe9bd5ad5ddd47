"""Every event of the territory: the divisions of a county, one stream; the grids of a village, one stream.

A division changes on a date (`effective_on`, from midnight in Asia/Shanghai), a grid unit at the act's own time
(`occurred_at`). Codes are never used twice and nothing is removed: what ended keeps its history.
"""

from datetime import date
from typing import ClassVar, Literal

import msgspec

from domain.shared.place import UnitKind
from domain.shared.stream import Event

WorkerMode = Literal["responsible", "substitute"]
"""The one responsible worker (责任网格员, A) and the substitute (替补网格员, B)."""


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the units that a split leaves."""

    code: str
    name: str
    boundary: str | None = None
    """WKT, WGS 84 degrees."""
    children: tuple[str, ...] = ()
    """Codes of the units below that come under it."""
    worker: str | None = None
    """Post of its responsible worker (grid units only)."""


class TerritoryEvent(Event, frozen=True, kw_only=True):
    """An event of the territory, kept in the register."""

    REFERENCE: ClassVar[bool] = True
    code: str
    """Code of the unit it happened to."""


class DivisionEvent(TerritoryEvent, frozen=True, kw_only=True):
    """A change of the divisions, with the edition it was published in (区划版本) and the date it takes effect."""

    edition: str
    source: str
    effective_on: date


class DivisionDefined(DivisionEvent, frozen=True, kw_only=True):
    """A county, town or village entered the register (设立)."""

    NAME: ClassVar[str] = "territory.division_defined"
    name: str
    kind: UnitKind
    parent: str | None = None
    short_name: str | None = None
    """As it stands in case numbers, such as 西陌."""


class DivisionRenamed(DivisionEvent, frozen=True, kw_only=True):
    """A division got another name (更名)."""

    NAME: ClassVar[str] = "territory.division_renamed"
    name: str
    short_name: str | None = None


class DivisionBoundarySet(DivisionEvent, frozen=True, kw_only=True):
    """A division's boundary was drawn (勘界)."""

    NAME: ClassVar[str] = "territory.division_boundary_set"
    boundary: str


class DivisionMerged(DivisionEvent, frozen=True, kw_only=True):
    """A division ended and became part of another of its kind (撤并)."""

    NAME: ClassVar[str] = "territory.division_merged"
    into: str


class DivisionSplit(DivisionEvent, frozen=True, kw_only=True):
    """A division ended and left several in its place (分设)."""

    NAME: ClassVar[str] = "territory.division_split"
    parts: tuple[Part, ...]


class DivisionRecoded(DivisionEvent, frozen=True, kw_only=True):
    """The same division got another code (代码变更)."""

    NAME: ClassVar[str] = "territory.division_recoded"
    new_code: str


class UnitDefined(TerritoryEvent, frozen=True, kw_only=True):
    """A grid, sub-grid or micro-grid was drawn (划定网格)."""

    NAME: ClassVar[str] = "territory.unit_defined"
    kind: UnitKind
    name: str
    parent: str
    boundary: str | None = None


class UnitRenamed(TerritoryEvent, frozen=True, kw_only=True):
    """A grid unit got another name (更名)."""

    NAME: ClassVar[str] = "territory.unit_renamed"
    name: str


class BoundarySet(TerritoryEvent, frozen=True, kw_only=True):
    """A grid unit's boundary was drawn anew (调整边界)."""

    NAME: ClassVar[str] = "territory.boundary_set"
    boundary: str


class WorkerAssigned(TerritoryEvent, frozen=True, kw_only=True):
    """A post of grid worker took a unit on (配备网格员); whoever was there in that mode is replaced."""

    NAME: ClassVar[str] = "territory.worker_assigned"
    worker: str
    mode: WorkerMode


class WorkerReleased(TerritoryEvent, frozen=True, kw_only=True):
    """A post of grid worker was released from a unit (解除网格员); a substitute moves up."""

    NAME: ClassVar[str] = "territory.worker_released"
    worker: str


class UnitsMerged(TerritoryEvent, frozen=True, kw_only=True):
    """A unit ended and became part of a sibling (合并网格); its own units come under the sibling."""

    NAME: ClassVar[str] = "territory.units_merged"
    into: str
    boundary: str | None = None
    """The sibling's boundary from now on, where both had one."""


class UnitSplit(TerritoryEvent, frozen=True, kw_only=True):
    """A unit ended and left several in its place (拆分网格)."""

    NAME: ClassVar[str] = "territory.unit_split"
    parts: tuple[Part, ...]


class ClosingBegun(TerritoryEvent, frozen=True, kw_only=True):
    """A unit takes no new case (停止接收事项)."""

    NAME: ClassVar[str] = "territory.closing_begun"


class UnitRetired(TerritoryEvent, frozen=True, kw_only=True):
    """A unit ended, with no case open (撤销网格)."""

    NAME: ClassVar[str] = "territory.unit_retired"


EVENTS = (
    DivisionDefined,
    DivisionRenamed,
    DivisionBoundarySet,
    DivisionMerged,
    DivisionSplit,
    DivisionRecoded,
    UnitDefined,
    UnitRenamed,
    BoundarySet,
    WorkerAssigned,
    WorkerReleased,
    UnitsMerged,
    UnitSplit,
    ClosingBegun,
    UnitRetired,
)
