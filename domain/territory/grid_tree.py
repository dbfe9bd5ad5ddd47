"""The state of a village's grids: the fold of its events."""

from datetime import datetime
from typing import Literal

import msgspec

from domain.shared.meta import Meta
from domain.shared.place import UnitKind
from domain.shared.stream import Event
from domain.territory import events as e

GridStatus = Literal["active", "closing", "merged", "split", "retired"]


class GridUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A grid, sub-grid or micro-grid as decisions need it."""

    code: str
    kind: UnitKind
    name: str
    parent: str
    changed_at: datetime
    status: GridStatus = "active"
    boundary: str | None = None
    responsible: str | None = None
    """Post of the responsible worker; None: the one of the unit above looks after it."""
    substitute: str | None = None

    @property
    def in_force(self) -> bool:
        """Whether it has not ended."""
        return self.status in ("active", "closing")


class GridTree(msgspec.Struct, frozen=True):
    """All units that ever were in a village, by code."""

    units: dict[str, GridUnit]

    def below(self, code: str) -> list[GridUnit]:
        """Return the units in force directly below a unit or the village."""
        return [unit for unit in self.units.values() if unit.parent == code and unit.in_force]

    def path(self, code: str) -> list[str]:
        """Return the codes from below the village down to a unit."""
        way: list[str] = []
        unit = self.units.get(code)
        while unit is not None:
            way.append(unit.code)
            unit = self.units.get(unit.parent)
        return way[::-1]


def after(state: GridTree | None, event: Event, meta: Meta) -> GridTree | None:
    """Return the units after an event; an event of another context changes nothing."""
    if not isinstance(event, e.TerritoryEvent):
        return state
    before = state.units if state is not None else {}
    return GridTree({**before, **{unit.code: unit for unit in _changed(before, event, meta.occurred_at)}})


def _changed(before: dict[str, GridUnit], event: e.TerritoryEvent, at: datetime) -> list[GridUnit]:
    if isinstance(event, e.UnitDefined):
        return [
            GridUnit(
                code=event.code,
                kind=event.kind,
                name=event.name,
                parent=event.parent,
                changed_at=at,
                boundary=event.boundary,
            )
        ]
    if event.code not in before:
        return []
    old = msgspec.structs.replace(before[event.code], changed_at=at)
    replace = msgspec.structs.replace
    changed: list[GridUnit] = [old]
    match event:
        case e.UnitRenamed():
            changed = [replace(old, name=event.name)]
        case e.BoundarySet():
            changed = [replace(old, boundary=event.boundary)]
        case e.WorkerAssigned() | e.WorkerReleased():
            changed = [_with_worker(old, event)]
        case e.ClosingBegun():
            changed = [replace(old, status="closing")]
        case e.UnitRetired():
            changed = [replace(old, status="retired")]
        case e.UnitsMerged():
            changed = _merged(before, old, event)
        case e.UnitSplit():
            changed = _split(before, old, event)
    return changed


def _with_worker(unit: GridUnit, event: e.WorkerAssigned | e.WorkerReleased) -> GridUnit:
    first, second = unit.responsible, unit.substitute
    match event:
        case e.WorkerAssigned(mode="responsible"):
            first, second = event.worker, None if second == event.worker else second
        case e.WorkerAssigned():
            second = event.worker
        case e.WorkerReleased():
            first, second = second if first == event.worker else first, None
    return msgspec.structs.replace(unit, responsible=first, substitute=second)


def _merged(before: dict[str, GridUnit], old: GridUnit, event: e.UnitsMerged) -> list[GridUnit]:
    replace = msgspec.structs.replace
    into = before[event.into]
    below = (unit for unit in before.values() if unit.parent == event.code and unit.in_force)
    return [
        replace(old, status="merged"),
        replace(into, boundary=event.boundary or into.boundary, changed_at=old.changed_at),
        *(replace(unit, parent=event.into, changed_at=old.changed_at) for unit in below),
    ]


def _split(before: dict[str, GridUnit], old: GridUnit, event: e.UnitSplit) -> list[GridUnit]:
    replace = msgspec.structs.replace
    changed = [replace(old, status="split")]
    for part in event.parts:
        changed.append(
            GridUnit(
                code=part.code,
                kind=old.kind,
                name=part.name,
                parent=old.parent,
                changed_at=old.changed_at,
                boundary=part.boundary,
                responsible=part.worker,
            )
        )
        changed.extend(replace(before[child], parent=part.code, changed_at=old.changed_at) for child in part.children)
    return changed
