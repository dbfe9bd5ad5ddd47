"""Rules of the territory: which code is what, what may lie under what, and how boundaries fit together.

Each rule is a named value or function that raises its refusal.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from domain.shared.act import PostKind
from domain.shared.errors import Malformed, Refusal
from domain.shared.place import UNIT_KINDS, UnitKind
from domain.territory.events import Part

Form = Literal["county", "subdistrict", "town", "township", "enterprise", "residents", "villagers", "other"]
"""What a division is: county 县, subdistrict 街道, town 镇, township 乡, government and enterprise in one
政企合一单位, residents' committee 居委会, villagers' committee 村委会; anything else the codes allow."""

GRID_SHAPE = re.compile(r"\d{12}(-\d{2}){1,2}\Z|\d{12}-\d{2}-\d{2}-\d{3}\Z", re.ASCII)
"""Village, grid, sub-grid, micro-grid: `140830103201-01-02-003`. Source: rules.md §2.10."""
_DIVISION_SHAPE = re.compile(r"\d{6}(\d{3}){0,2}\Z", re.ASCII)
_LEVEL_OF_LENGTH: dict[int, UnitKind] = {6: "county", 9: "town", 12: "village"}
_TOWN_FORMS: tuple[tuple[int, int, Form], ...] = (
    (1, 99, "subdistrict"),
    (100, 199, "town"),
    (200, 399, "township"),
    (400, 599, "enterprise"),
)
_VILLAGE_FORMS: tuple[tuple[int, int, Form], ...] = ((1, 199, "residents"), (200, 399, "villagers"))


class DivisionKind(msgspec.Struct, frozen=True):
    """What a division code says: the kind of unit and its form."""

    kind: UnitKind
    form: Form


def division_kind(code: str) -> DivisionKind:
    """Return what a code of 6, 9 or 12 digits stands for. Raises `Malformed`.

    Source: GB/T 2260 (6 digits), GB/T 10114 (9 digits: 001-099 subdistrict, 100-199 town, 200-399 township, 400-599
    enterprise units) and the statistical code of 12 digits (001-199 residents' committee, 200-399 villagers'
    committee); rules.md §2.10. Farms and forestry bureaus use further numbers, so any number is accepted.
    """
    if _DIVISION_SHAPE.match(code) is None:
        raise Malformed(
            field="code",
            why_zh=f"“{code}”不是6位、9位或12位数字的区划代码",
            why_en=f"{code!r} is not 6, 9 or 12 digits",
        )
    kind = _LEVEL_OF_LENGTH[len(code)]
    if kind == "county":
        return DivisionKind(kind, "county")
    number = int(code[-3:])
    forms = _TOWN_FORMS if kind == "town" else _VILLAGE_FORMS
    return DivisionKind(kind, next((form for low, high, form in forms if low <= number <= high), "other"))


def short_name(name: str) -> str:
    """Return a division's name as it stands in case numbers: 西陌镇 -> 西陌, 板桥村委会 -> 板桥."""
    for ending in ("社区居委会", "村委会", "居委会", "社区", "街道", "自治县", "县", "镇", "乡", "村"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def grid_kind(code: str) -> UnitKind:
    """Return the kind of a grid unit's code. Raises `Malformed`."""
    if GRID_SHAPE.match(code) is None:
        raise Malformed(
            field="code",
            why_zh=f"“{code}”不是网格编码，应如 140830103201-01-02-003",
            why_en=f"{code!r} is not the code of a grid unit such as 140830103201-01-02-003",
        )
    return UNIT_KINDS[2 + code.count("-")]


def kind_above(kind: UnitKind) -> UnitKind | None:
    """Return the only kind that a unit of a kind may lie under; None for a county."""
    rank = UNIT_KINDS.index(kind)
    return UNIT_KINDS[rank - 1] if rank else None


def check_kind(code: str, kind: UnitKind, of_code: UnitKind) -> None:
    """Refuse a kind that its code does not say. Raises `Malformed`."""
    if kind != of_code:
        raise Malformed(
            field="kind",
            why_zh=f"编码 {code} 不是“{kind}”的编码",
            why_en=f"the code {code} is that of a {of_code}, not {kind}",
        )


def check_parent(code: str, kind: UnitKind, parent: str | None, parent_kind: UnitKind | None) -> None:
    """Refuse a parent that is not of the kind right above. Raises `WrongParent`."""
    if parent_kind != kind_above(kind):
        raise WrongParent(code=code, kind=kind, parent=parent or "–", above=kind_above(kind) or "–")


def check_name(name: str) -> None:
    """Refuse an empty name. Raises `Malformed`."""
    if not name.strip():
        raise Malformed(field="name", why_zh="名称不能为空", why_en="the name is empty")


class Geometry(Protocol):
    """What the domain asks of a geometry library; boundaries are WKT in WGS 84 degrees."""

    def readable(self, boundary: str) -> bool:
        """Tell whether it is a valid polygon or multipolygon."""
        ...

    def inside(self, inner: str, outer: str) -> bool:
        """Tell whether one lies inside the other, edges included."""
        ...

    def overlap(self, one: str, other: str) -> bool:
        """Tell whether the two share more than edges."""
        ...

    def union(self, one: str, other: str) -> str:
        """Return both as one boundary."""
        ...


def check_boundary(
    geometry: Geometry,
    code: str,
    boundary: str,
    *,
    parent: str | None,
    siblings: Iterable[tuple[str, str | None]],
    children: Iterable[tuple[str, str | None]] = (),
) -> None:
    """Refuse a boundary that does not fit where both have one: inside the parent, no overlap, children inside.

    Raises `Malformed`, `BoundaryOutsideParent`, `BoundariesOverlap`. Source: model.md §5.2.
    """
    if not geometry.readable(boundary):
        raise Malformed(
            field="boundary", why_zh="边界不是有效的 WKT 多边形", why_en="the boundary is not a valid polygon in WKT"
        )
    if parent is not None and not geometry.inside(boundary, parent):
        raise BoundaryOutsideParent(code=code)
    for other, drawn in siblings:
        if drawn is not None and geometry.overlap(boundary, drawn):
            raise BoundariesOverlap(code=code, other=other)
    for child, drawn in children:
        if drawn is not None and not geometry.inside(drawn, boundary):
            raise BoundaryOutsideParent(code=child)


class Worker(msgspec.Struct, frozen=True):
    """A post that is to look after a unit: what it is and the unit it is for."""

    post: str
    kind: PostKind
    place: str


def worker_serves(worker: Worker, path: Sequence[str]) -> None:
    """Refuse a post that is no grid worker's, or whose place does not hold the unit. Raises `NotAGridWorkerHere`."""
    if worker.kind != "grid_worker" or worker.place not in path:
        raise NotAGridWorkerHere(post=worker.post, unit=path[-1])


def check_parts(code: str, parts: Sequence[Part], children: Iterable[str]) -> None:
    """Refuse a split that leaves fewer than two units, or a unit below without a place. Raises `PartsDoNotFit`."""
    codes = [part.code for part in parts]
    given = sorted(child for part in parts for child in part.children)
    if len(set(codes)) < 2 or len(set(codes)) != len(codes) or sorted(children) != given:  # noqa: PLR2004 - two
        raise PartsDoNotFit(code=code)


def check_part_boundaries(
    geometry: Geometry,
    parts: Sequence[Part],
    *,
    parent: str | None,
    siblings: Sequence[tuple[str, str | None]],
    children: Mapping[str, str | None],
) -> None:
    """Refuse parts whose boundaries do not fit their parent, their siblings, each other or what comes under them."""
    for number, part in enumerate(parts):
        if part.boundary is not None:
            check_boundary(
                geometry,
                part.code,
                part.boundary,
                parent=parent,
                siblings=[*siblings, *((other.code, other.boundary) for other in parts[:number])],
                children=[(child, children.get(child)) for child in part.children],
            )


def no_open_cases(code: str, count: int) -> None:
    """Refuse to end a unit in which cases are open. Raises `CasesOpen`."""
    if count:
        raise CasesOpen(code=code, count=count)


class WrongParent(Refusal):
    """The parent is not of the kind right above (上下级不符)."""

    zh = "{code}（{kind}）不能设在 {parent} 之下，上级应为“{above}”。"
    en = "{code} ({kind}) cannot lie under {parent}; its parent is a {above}."


class UnitEnded(Refusal):
    """The unit is no longer, or not yet, in force (单元已停用)."""

    zh = "{code} 当前状态为“{status}”，不能办理。请使用现行有效的单元。"
    en = "{code} is {status}; this is not possible. Use a unit in force."


class OtherVillage(Refusal):
    """The code begins with the code of another village (编码不属于本村)."""

    zh = "编码 {code} 不属于 {village}。网格编码应以本村的12位代码开头。"
    en = "The code {code} does not belong to {village}. A grid's code begins with its village's 12 digits."


class BoundaryOutsideParent(Refusal):
    """A unit's boundary reaches beyond the unit above (边界超出上级范围)."""

    zh = "{code} 的边界超出了上级单元的范围。请调整边界。"
    en = "The boundary of {code} reaches beyond the unit above. Draw it inside."


class BoundariesOverlap(Refusal):
    """Two units side by side overlap (边界重叠)."""

    zh = "{code} 的边界与 {other} 重叠。请调整边界。"
    en = "The boundary of {code} overlaps {other}. Draw them apart."


class NotAGridWorkerHere(Refusal):
    """The post is no grid worker's, or is for another place (不是本网格的网格员岗位)."""

    zh = "{post} 不是覆盖 {unit} 的网格员岗位。请先设立该单元的网格员岗位。"
    en = "{post} is not a post of grid worker whose place holds {unit}. Define such a post first."


class ResponsibleNeeded(Refusal):
    """An active unit keeps exactly one responsible worker (须有且仅有一名责任网格员)."""

    zh = "{code} 须有一名责任网格员。请直接配备接替者，或先配备替补网格员。"
    en = "{code} needs a responsible worker. Assign a successor instead, or a substitute first."


class NotWorkerHere(Refusal):
    """The post does not look after the unit (不是本单元的网格员)."""

    zh = "{post} 不是 {code} 的网格员。"
    en = "{post} does not look after {code}."


class UnitsBelow(Refusal):
    """Units in force lie below (尚有下级单元)."""

    zh = "{code} 之下还有 {count} 个有效单元。请先撤销或调整下级单元。"
    en = "{count} units in force lie below {code}. Retire or move them first."


class CasesOpen(Refusal):
    """Cases are open in the unit (尚有未办结事项)."""

    zh = "{code} 还有 {count} 件未办结事项。请先办结或迁移。"
    en = "{count} cases are open in {code}. Close or relocate them first."


class ClosingFirst(Refusal):
    """A unit is closed before it is retired (先停止接收，再撤销)."""

    zh = "撤销 {code} 之前，请先停止接收事项（begin-closing）。"
    en = "Before {code} is retired it stops taking cases (begin-closing)."


class NotSideBySide(Refusal):
    """Only units of one kind under one parent are merged (只能合并同级单元)."""

    zh = "{code} 与 {into} 不是同一上级之下的同类单元，不能合并。"
    en = "{code} and {into} are not of one kind under one parent; they cannot be merged."


class PartsDoNotFit(Refusal):
    """A split leaves two or more units and gives each unit below one place (拆分方案不完整)."""

    zh = "拆分 {code} 须分为两个以上单元，并且每个下级单元归入且仅归入其中一个。"
    en = "A split of {code} leaves two or more units, and each unit below goes to exactly one of them."
