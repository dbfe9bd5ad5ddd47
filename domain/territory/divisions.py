"""The divisions (行政区划) of a county: its towns and villages in one stream, so that invariants are plain checks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.shared.act import Act
from domain.shared.administration import CodeTaken, administrators_only, register_meta
from domain.shared.errors import BeforeItsGround, Missing
from domain.shared.meta import Meta
from domain.shared.place import UnitKind
from domain.shared.stream import Event, Stream, named_id
from domain.territory import events as e
from domain.territory import rules

DivisionStatus = Literal["active", "merged", "split", "recoded"]


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The publication a change stands in (区划版本), and the date from which it holds."""

    edition: str
    source: str
    effective_on: date


class Division(msgspec.Struct, frozen=True, kw_only=True):
    """A division as decisions need it."""

    code: str
    kind: UnitKind
    name: str
    short_name: str | None
    parent: str | None
    changed_on: date
    status: DivisionStatus = "active"
    boundary: str | None = None


class DivisionTree(msgspec.Struct, frozen=True):
    """All divisions that ever were, by code."""

    divisions: dict[str, Division]

    def below(self, code: str) -> list[Division]:
        """Return the active divisions directly below."""
        return [one for one in self.divisions.values() if one.parent == code and one.status == "active"]


class Divisions(Stream[DivisionTree]):
    """The divisions of one county."""

    STATE = DivisionTree

    @staticmethod
    def stream_id(county: str) -> UUID:
        """Return the id of a county's stream, by the first code the county had."""
        return named_id("divisions", county)

    @property
    def tree(self) -> DivisionTree:
        """The divisions so far."""
        return self.state if self.exists else DivisionTree({})

    def define(
        self,
        act: Act,
        edition: Edition,
        *,
        code: str,
        name: str,
        kind: UnitKind,
        parent: str | None,
        short_name: str | None = None,
    ) -> None:
        """Enter a division (设立). The same once more records nothing.

        Raises `NoRight`, `Malformed`, `CodeTaken`, `WrongParent`, `Missing`, `UnitEnded`.
        """
        administrators_only(act, "define")
        rules.check_kind(code, kind, rules.division_kind(code).kind)
        rules.check_name(name)
        known = self.tree.divisions.get(code)
        if known is not None:
            if (known.name, known.parent, known.status) == (name, parent, "active"):
                return
            raise CodeTaken(code=code)
        above = self._active(parent, edition) if parent is not None else None
        rules.check_parent(code, kind, parent, above.kind if above is not None else None)
        self._record(
            act,
            e.DivisionDefined(
                code=code, name=name, kind=kind, parent=parent, short_name=short_name, **msgspec.structs.asdict(edition)
            ),
        )

    def rename(self, act: Act, edition: Edition, *, code: str, name: str, short_name: str | None = None) -> None:
        """Give a division another name (更名). The same name records nothing. Raises as `define`."""
        administrators_only(act, "rename")
        rules.check_name(name)
        division = self._active(code, edition)
        if (division.name, division.short_name) != (name, short_name):
            changed = e.DivisionRenamed(code=code, name=name, short_name=short_name, **msgspec.structs.asdict(edition))
            self._record(act, changed)

    def set_boundary(self, act: Act, edition: Edition, geometry: rules.Geometry, *, code: str, boundary: str) -> None:
        """Draw a division's boundary (勘界).

        Raises as `define`, and `BoundaryOutsideParent`, `BoundariesOverlap`.
        """
        administrators_only(act, "set-boundary")
        division = self._active(code, edition)
        if division.boundary == boundary:
            return
        rules.check_boundary(
            geometry,
            code,
            boundary,
            parent=self._boundary_above(division),
            siblings=self._beside(division),
            children=_boundaries(self.tree.below(code)),
        )
        self._record(act, e.DivisionBoundarySet(code=code, boundary=boundary, **msgspec.structs.asdict(edition)))

    def merge(self, act: Act, edition: Edition, *, code: str, into: str) -> None:
        """End a division and make it part of another (撤并); what lies below comes under the other.

        Raises as `define`, and `NotSideBySide`.
        """
        administrators_only(act, "merge")
        division, other = self._active(code, edition), self._active(into, edition)
        if code == into or division.kind != other.kind or division.kind == "county":
            raise rules.NotSideBySide(code=code, into=into)
        self._record(act, e.DivisionMerged(code=code, into=into, **msgspec.structs.asdict(edition)))

    def split(
        self,
        act: Act,
        edition: Edition,
        geometry: rules.Geometry,
        *,
        code: str,
        parts: Sequence[e.Part],
        below: Mapping[str, str | None],
    ) -> None:
        """End a division and leave several in its place (分设); `below`: a village's grids and their boundaries.

        Raises as `set_boundary`, and `PartsDoNotFit`.
        """
        administrators_only(act, "split")
        division = self._active(code, edition)
        if division.kind == "county":
            raise rules.PartsDoNotFit(code=code)
        children = below if division.kind == "village" else dict(_boundaries(self.tree.below(code)))
        rules.check_parts(code, parts, children)
        for part in parts:
            rules.check_kind(part.code, division.kind, rules.division_kind(part.code).kind)
            rules.check_name(part.name)
            self._unused(part.code)
        rules.check_part_boundaries(
            geometry, parts, parent=self._boundary_above(division), siblings=self._beside(division), children=children
        )
        self._record(act, e.DivisionSplit(code=code, parts=tuple(parts), **msgspec.structs.asdict(edition)))

    def recode(self, act: Act, edition: Edition, *, code: str, new_code: str) -> None:
        """Give the same division another code (代码变更). Raises as `define`."""
        administrators_only(act, "recode")
        division = self._active(code, edition)
        rules.check_kind(new_code, division.kind, rules.division_kind(new_code).kind)
        self._unused(new_code)
        self._record(act, e.DivisionRecoded(code=code, new_code=new_code, **msgspec.structs.asdict(edition)))

    def _active(self, code: str, edition: Edition) -> Division:
        division = self.tree.divisions.get(code)
        if division is None:
            raise Missing(what=code)
        if division.status != "active":
            raise rules.UnitEnded(code=code, status=division.status)
        if edition.effective_on < division.changed_on:
            raise BeforeItsGround(at=edition.effective_on.isoformat(), ground=division.changed_on.isoformat())
        return division

    def _boundary_above(self, division: Division) -> str | None:
        above = self.tree.divisions.get(division.parent or "")
        return above.boundary if above is not None else None

    def _beside(self, division: Division) -> list[tuple[str, str | None]]:
        return _boundaries(one for one in self.tree.below(division.parent or "") if one.code != division.code)

    def _unused(self, code: str) -> None:
        if code in self.tree.divisions:
            raise CodeTaken(code=code)

    def _record(self, act: Act, event: e.DivisionEvent) -> None:
        self.record(event, register_meta(act, unit=event.code, edition=event.edition))

    @classmethod
    def evolve(cls, state: DivisionTree | None, event: Event, meta: Meta) -> DivisionTree | None:  # noqa: ARG003 - the meta decides nothing
        """Return the divisions after the event."""
        if not isinstance(event, e.DivisionEvent):
            return state
        before = state.divisions if state is not None else {}
        return DivisionTree({**before, **{one.code: one for one in _changed(before, event)}})


def _changed(before: dict[str, Division], event: e.DivisionEvent) -> list[Division]:
    """Return the divisions that an event changes, as they are after it."""
    on = event.effective_on
    if isinstance(event, e.DivisionDefined):
        return [
            Division(
                code=event.code,
                kind=event.kind,
                name=event.name,
                short_name=event.short_name,
                parent=event.parent,
                changed_on=on,
            )
        ]
    old = before[event.code]
    below = [one for one in before.values() if one.parent == event.code and one.status == "active"]
    replace = msgspec.structs.replace
    changed: list[Division] = []
    match event:
        case e.DivisionRenamed():
            changed = [replace(old, name=event.name, short_name=event.short_name, changed_on=on)]
        case e.DivisionBoundarySet():
            changed = [replace(old, boundary=event.boundary, changed_on=on)]
        case e.DivisionMerged():
            changed = [replace(old, status="merged", changed_on=on)]
            changed += [replace(one, parent=event.into) for one in below]
        case e.DivisionRecoded():
            changed = [replace(old, status="recoded", changed_on=on)]
            changed += [replace(old, code=event.new_code, changed_on=on)]
            changed += [replace(one, parent=event.new_code) for one in below]
        case e.DivisionSplit():
            changed = [replace(old, status="split", changed_on=on), *_parts(before, old, event)]
    return changed


def _parts(before: dict[str, Division], old: Division, event: e.DivisionSplit) -> list[Division]:
    found: list[Division] = []
    for part in event.parts:
        found.append(
            Division(
                code=part.code,
                kind=old.kind,
                name=part.name,
                short_name=None,
                parent=old.parent,
                changed_on=event.effective_on,
                boundary=part.boundary,
            )
        )
        found.extend(
            msgspec.structs.replace(before[child], parent=part.code) for child in part.children if child in before
        )
    return found


def _boundaries(divisions: Iterable[Division]) -> list[tuple[str, str | None]]:
    return [(one.code, one.boundary) for one in divisions]
