"""Bodies and answers of divisions and grid units."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from domain.shared.place import UnitKind
from domain.territory.events import WorkerMode
from services.web.bodies import Body, Code, CommandBody, Day, Filled

Name = Annotated[Filled, Field(max_length=100, examples=["东片网格"], description="Name; not empty.")]
ShortName = Annotated[
    Filled | None, Field(max_length=20, examples=["西陌"], description="As it stands in case numbers; default: none.")
]
DivisionCode = Annotated[Code, Field(examples=["140830103"], description="6, 9 or 12 digits.")]
UnitCode = Annotated[Code, Field(examples=["140830103201-01"], description="Code of a unit of any kind.")]
GridPost = Annotated[
    Code, Field(examples=["140830103201.committee/grid_worker-1"], description="Code of a grid worker's post.")
]
Boundary = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500_000, pattern=r"^[\x20-\x7e\s]+$"),
    Field(
        examples=["POLYGON ((110.68 34.70, 110.70 34.70, 110.70 34.72, 110.68 34.72, 110.68 34.70))"],
        description="A polygon or multipolygon as WKT, degrees of WGS 84; inside the unit above, beside the siblings.",
    ),
]
MaybeBoundary = Annotated[Boundary | None, Field(description="As in set-boundary; null: not drawn.")]
Crs = Literal["WGS84", "GCJ02", "BD09"]


class Published(CommandBody):
    """A change of the divisions stands in a published edition and takes effect on a date."""

    edition: Annotated[Filled, Field(max_length=50, examples=["2026-01-01"], description="Edition of the divisions.")]
    source: Annotated[Filled, Field(max_length=500, examples=["民政部2026年区划代码"], description="Where it stands.")]
    effective_on: Annotated[Day, Field(description="Date from which it holds, from midnight in Asia/Shanghai.")]


class DefineDivision(Published):
    """Enter a county, town or village (设立)."""

    code: DivisionCode
    name: Name
    parent: Annotated[Code | None, Field(examples=["140830"], description="The division above; none for a county.")] = (
        None
    )
    short_name: ShortName = None


class RenameDivision(Published):
    """Give a division another name (更名)."""

    name: Name
    short_name: ShortName = None


class SetDivisionBoundary(Published):
    """Draw a division's boundary (勘界)."""

    boundary: Boundary


class MergeDivision(Published):
    """End a division and make it part of another of its kind (撤并)."""

    into: DivisionCode


class RecodeDivision(Published):
    """Give the same division another code (代码变更)."""

    new_code: DivisionCode


class PartBody(Body):
    """One of the units that a split leaves."""

    code: UnitCode
    name: Name
    boundary: MaybeBoundary = None
    children: Annotated[tuple[Code, ...], Field(max_length=1000, description="Units below that come under it.")] = ()
    worker: Annotated[Code | None, Field(description="Post of its responsible worker; default: the one so far.")] = None


Parts = Annotated[
    tuple[PartBody, ...],
    Field(min_length=1, max_length=100, description="Two or more; each unit below in one of them."),
]


class SplitDivision(Published):
    """End a division and leave several in its place (分设)."""

    parts: Parts


class DefineUnit(CommandBody):
    """Draw a grid, sub-grid or micro-grid (划定网格). Its kind is told by its code."""

    code: Annotated[Code, Field(examples=["140830103201-01"], description="Village, -GG, -SS, -MMM.")]
    name: Name
    parent: Annotated[Code, Field(examples=["140830103201"], description="The unit right above.")]
    boundary: MaybeBoundary = None


class RenameUnit(CommandBody):
    """Give a unit another name (更名)."""

    name: Name


class SetUnitBoundary(CommandBody):
    """Draw a unit's boundary anew (调整边界)."""

    boundary: Boundary


class AssignWorker(CommandBody):
    """Let a post of grid worker look after a unit (配备网格员)."""

    worker: GridPost
    mode: Annotated[WorkerMode, Field(description="The responsible worker (A), or the substitute (B).")] = "responsible"


class ReleaseWorker(CommandBody):
    """Release a post of grid worker from a unit (解除网格员); a substitute moves up."""

    worker: GridPost


class SplitUnit(CommandBody):
    """End a unit and leave several in its place (拆分网格)."""

    parts: Parts


class MergeUnit(CommandBody):
    """End a unit and make it part of a sibling (合并网格)."""

    into: UnitCode


class BeginClosing(CommandBody):
    """Let a unit take no new case (停止接收事项)."""


class RetireUnit(CommandBody):
    """End a unit that is closing, with nothing below and no case open (撤销网格)."""


class NamedUnit(BaseModel):
    """A unit by name."""

    code: str = Field(description="Its code.")
    name: str = Field(description="Its name.")
    kind: UnitKind = Field(description="County, town, village, grid, sub-grid or micro-grid.")


class UnitItem(NamedUnit):
    """A unit as it stood at the moment asked about."""

    short_name: str = Field(description="As it stands in case numbers.")
    parent: str | None = Field(description="The unit right above; stored, never read from the code.")
    status: Literal["active", "closing", "merged", "split", "recoded", "retired"] = Field(
        description="`closing` takes no new case; the ones after it have ended."
    )
    in_force: bool = Field(description="Whether it existed then.")
    takes_cases: bool = Field(description="Whether new cases may lie in it: neither it nor a unit above is closing.")
    boundary: str | None = Field(description="WKT, degrees of WGS 84; null where none is drawn.")
    worker: str | None = Field(description="Post of the responsible worker (A), of grid units.")
    substitute: str | None = Field(description="Post of the substitute (B), of grid units.")
    successor: str | None = Field(description="The unit it was merged into or recoded to.")


class UnitOut(UnitItem):
    """A unit with its way from the county, what lies below, and the version of the stream it is kept in."""

    path: list[NamedUnit] = Field(description="From the county down to the unit itself.")
    children: list[NamedUnit] = Field(description="Units in force directly below.")
    units: dict[str, int] = Field(description="How many grids, sub-grids and micro-grids in force lie below.")
    version: int = Field(description="Version of its stream, for If-Match; a village's grid units share one.")
    position: int = Field(description="Ledger position this is exact at.")


class UnitsOut(BaseModel):
    """A page of units in force, by code."""

    items: list[UnitItem] = Field(description="The units.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")


class PointOut(BaseModel):
    """A point in degrees of WGS 84."""

    lon: float = Field(description="Longitude.")
    lat: float = Field(description="Latitude.")
    crs: Literal["WGS84"] = Field(description="Always WGS84.")


class LocatedOut(BaseModel):
    """Where a point lies. A level is null where no boundary of it holds the point."""

    unit: str = Field(description="Code of the deepest unit that it lies in.")
    county: NamedUnit | None = Field(description="The county.")
    town: NamedUnit | None = Field(description="The town.")
    village: NamedUnit | None = Field(description="The village.")
    grid: NamedUnit | None = Field(description="The grid.")
    sub_grid: NamedUnit | None = Field(description="The sub-grid.")
    micro_grid: NamedUnit | None = Field(description="The micro-grid.")
    location: PointOut = Field(description="The point in WGS 84.")
    position: int = Field(description="Ledger position this is exact at.")
