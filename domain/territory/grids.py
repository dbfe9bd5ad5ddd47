"""The grids (网格) of one village: grids, sub-grids and micro-grids as one stream, so that its invariants are checks.

Source of the invariants: model.md §5.2. The village itself stands in the stream of the divisions and comes in as an
argument.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from domain.shared.act import Act
from domain.shared.administration import CodeTaken, administrators_only, register_meta
from domain.shared.errors import Missing
from domain.shared.meta import Meta
from domain.shared.place import UnitKind
from domain.shared.stream import Event, Stream, named_id
from domain.territory import events as e
from domain.territory import rules
from domain.territory.grid_tree import GridTree, GridUnit, after


class Village(msgspec.Struct, frozen=True, kw_only=True):
    """The village that the grids lie in, as the register of divisions has it."""

    code: str
    codes: tuple[str, ...]
    """Every code it has had, and those of villages merged into it."""
    in_force: bool
    boundary: str | None = None


class Grids(Stream[GridTree]):
    """The grid units of one village."""

    STATE = GridTree

    @staticmethod
    def stream_id(code: str) -> UUID:
        """Return the id of the stream that a unit belongs to, by the 12 digits its code begins with."""
        return named_id("grids", code[:12])

    @classmethod
    def evolve(cls, state: GridTree | None, event: Event, meta: Meta) -> GridTree | None:
        """Return the units after the event."""
        return after(state, event, meta)

    @property
    def tree(self) -> GridTree:
        """The units so far."""
        return self.state if self.exists else GridTree({})

    def define(
        self,
        act: Act,
        village: Village,
        geometry: rules.Geometry,
        *,
        code: str,
        kind: UnitKind,
        name: str,
        parent: str,
        boundary: str | None = None,
    ) -> None:
        """Draw a unit (划定网格). The same once more records nothing.

        Raises `NoRight`, `Malformed`, `CodeTaken`, `OtherVillage`, `WrongParent`, `UnitEnded`, `Missing`,
        `BoundaryOutsideParent`, `BoundariesOverlap`.
        """
        administrators_only(act, "define")
        rules.check_kind(code, kind, rules.grid_kind(code))
        rules.check_name(name)
        known = self.tree.units.get(code)
        if known is not None:
            if known.in_force and (known.name, known.parent, known.boundary) == (name, parent, boundary):
                return
            raise CodeTaken(code=code)
        if code[:12] not in village.codes:
            raise rules.OtherVillage(code=code, village=village.code)
        rules.check_parent(code, kind, parent, self._parent_in_force(act, village, parent))
        if boundary is not None:
            rules.check_boundary(
                geometry,
                code,
                boundary,
                parent=self._boundary(village, parent),
                siblings=self._beside(village, code, parent),
            )
        self._record(act, e.UnitDefined(code=code, kind=kind, name=name, parent=parent, boundary=boundary))

    def rename(self, act: Act, *, code: str, name: str) -> None:
        """Give a unit another name (更名). Raises `NoRight`, `Missing`, `UnitEnded`, `Malformed`."""
        administrators_only(act, "rename")
        rules.check_name(name)
        if self._in_force(act, code).name != name:
            self._record(act, e.UnitRenamed(code=code, name=name))

    def set_boundary(self, act: Act, village: Village, geometry: rules.Geometry, *, code: str, boundary: str) -> None:
        """Draw a unit's boundary anew (调整边界).

        Raises `NoRight`, `Missing`, `UnitEnded`, `Malformed`, `BoundaryOutsideParent`, `BoundariesOverlap`.
        """
        administrators_only(act, "set-boundary")
        unit = self._in_force(act, code)
        if unit.boundary == boundary:
            return
        rules.check_boundary(
            geometry,
            code,
            boundary,
            parent=self._boundary(village, unit.parent),
            siblings=self._beside(village, code, unit.parent),
            children=[(one.code, one.boundary) for one in self.tree.below(code)],
        )
        self._record(act, e.BoundarySet(code=code, boundary=boundary))

    def assign_worker(
        self, act: Act, village: Village, *, code: str, worker: rules.Worker, mode: e.WorkerMode = "responsible"
    ) -> None:
        """Let a post of grid worker look after a unit (配备网格员), in place of whoever does so in that mode.

        There is never more than one responsible worker, and once there is one, never none; a unit without its own is
        looked after by the one above. Raises `NoRight`, `Missing`, `UnitEnded`, `NotAGridWorkerHere`,
        `ResponsibleNeeded`.
        """
        administrators_only(act, "assign-worker")
        unit = self._in_force(act, code)
        rules.worker_serves(worker, [village.code, *self.tree.path(code)])
        if (unit.responsible if mode == "responsible" else unit.substitute) == worker.post:
            return
        if mode == "substitute" and unit.responsible in (None, worker.post):
            raise rules.ResponsibleNeeded(code=code)
        self._record(act, e.WorkerAssigned(code=code, worker=worker.post, mode=mode))

    def release_worker(self, act: Act, *, code: str, worker: str) -> None:
        """Release a post from a unit (解除网格员); the substitute moves up where the responsible one leaves.

        Raises `NoRight`, `Missing`, `UnitEnded`, `NotWorkerHere`, `ResponsibleNeeded`.
        """
        administrators_only(act, "release-worker")
        unit = self._in_force(act, code)
        if worker not in (unit.responsible, unit.substitute):
            raise rules.NotWorkerHere(post=worker, code=code)
        if unit.status == "active" and worker == unit.responsible and unit.substitute is None:
            raise rules.ResponsibleNeeded(code=code)
        self._record(act, e.WorkerReleased(code=code, worker=worker))

    def split(
        self,
        act: Act,
        village: Village,
        geometry: rules.Geometry,
        *,
        code: str,
        parts: Sequence[e.Part],
        workers: Sequence[rules.Worker],
        open_cases: int,
    ) -> None:
        """End a unit and leave several in its place (拆分网格); a part without a worker keeps the one of the unit.

        `open_cases`: cases open in this very unit. Raises `NoRight`, `Missing`, `UnitEnded`, `Malformed`,
        `PartsDoNotFit`, `CodeTaken`, `OtherVillage`, `CasesOpen`, `NotAGridWorkerHere`, `BoundaryOutsideParent`,
        `BoundariesOverlap`.
        """
        administrators_only(act, "split")
        unit = self._in_force(act, code)
        below = {one.code: one.boundary for one in self.tree.below(code)}
        rules.check_parts(code, parts, below)
        for part in parts:
            self._check_part(village, unit, part)
        _check_workers(parts, workers, [village.code, *self.tree.path(unit.parent)])
        rules.check_part_boundaries(
            geometry,
            parts,
            parent=self._boundary(village, unit.parent),
            siblings=self._beside(village, code, unit.parent),
            children=below,
        )
        rules.no_open_cases(code, open_cases)
        kept = tuple(msgspec.structs.replace(part, worker=part.worker or unit.responsible) for part in parts)
        self._record(act, e.UnitSplit(code=code, parts=kept))

    def merge(self, act: Act, geometry: rules.Geometry, *, code: str, into: str, open_cases: int) -> None:
        """End a unit and make it part of a sibling (合并网格); its own units come under the sibling.

        `open_cases`: cases open in this very unit. Raises `NoRight`, `Missing`, `UnitEnded`, `NotSideBySide`,
        `CasesOpen`.
        """
        administrators_only(act, "merge")
        unit, other = self._in_force(act, code), self._in_force(act, into)
        if code == into or (unit.kind, unit.parent) != (other.kind, other.parent):
            raise rules.NotSideBySide(code=code, into=into)
        if other.status != "active":
            raise rules.UnitEnded(code=into, status=other.status)
        rules.no_open_cases(code, open_cases)
        both = unit.boundary is not None and other.boundary is not None
        boundary = geometry.union(unit.boundary or "", other.boundary or "") if both else None
        self._record(act, e.UnitsMerged(code=code, into=into, boundary=boundary))

    def begin_closing(self, act: Act, *, code: str) -> None:
        """Let a unit take no new case (停止接收事项). Raises `NoRight`, `Missing`, `UnitEnded`."""
        administrators_only(act, "begin-closing")
        if self._in_force(act, code).status != "closing":
            self._record(act, e.ClosingBegun(code=code))

    def retire(self, act: Act, *, code: str, open_cases: int) -> None:
        """End a unit (撤销网格) that is closing and has nothing left.

        `open_cases`: cases open in this very unit. Raises `NoRight`, `Missing`, `UnitEnded`, `ClosingFirst`,
        `UnitsBelow`, `CasesOpen`.
        """
        administrators_only(act, "retire")
        unit = self._in_force(act, code)
        if unit.status != "closing":
            raise rules.ClosingFirst(code=code)
        if below := self.tree.below(code):
            raise rules.UnitsBelow(code=code, count=len(below))
        rules.no_open_cases(code, open_cases)
        self._record(act, e.UnitRetired(code=code))

    def _in_force(self, act: Act, code: str) -> GridUnit:
        unit = self.tree.units.get(code)
        if unit is None:
            raise Missing(what=code)
        if not unit.in_force:
            raise rules.UnitEnded(code=code, status=unit.status)
        act.check_time(ground=unit.changed_at)
        return unit

    def _parent_in_force(self, act: Act, village: Village, parent: str) -> UnitKind:
        if parent in village.codes:
            if not village.in_force:
                raise rules.UnitEnded(code=parent, status="–")
            return "village"
        unit = self._in_force(act, parent)
        if unit.status == "closing":
            raise rules.UnitEnded(code=parent, status=unit.status)
        return unit.kind

    def _check_part(self, village: Village, unit: GridUnit, part: e.Part) -> None:
        rules.check_kind(part.code, unit.kind, rules.grid_kind(part.code))
        rules.check_name(part.name)
        if part.code in self.tree.units:
            raise CodeTaken(code=part.code)
        if part.code[:12] not in village.codes:
            raise rules.OtherVillage(code=part.code, village=village.code)

    def _boundary(self, village: Village, parent: str) -> str | None:
        return village.boundary if parent in village.codes else self.tree.units[parent].boundary

    def _beside(self, village: Village, code: str, parent: str) -> list[tuple[str, str | None]]:
        parents = village.codes if parent in village.codes else (parent,)
        return [(one.code, one.boundary) for above in parents for one in self.tree.below(above) if one.code != code]

    def _record(self, act: Act, event: e.TerritoryEvent) -> None:
        self.record(event, register_meta(act, unit=event.code))


def _check_workers(parts: Sequence[e.Part], workers: Sequence[rules.Worker], above: Sequence[str]) -> None:
    known = {worker.post: worker for worker in workers}
    for part in parts:
        if part.worker is None:
            continue
        worker = known.get(part.worker)
        if worker is None:
            raise Missing(what=part.worker)
        rules.worker_serves(worker, [*above, part.code])
