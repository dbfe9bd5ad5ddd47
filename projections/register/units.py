"""The units of the register: divisions and grid units, each with the history of all that changes."""

from copy import copy
from datetime import datetime
from typing import Self

import msgspec

from domain.shared.meta import Meta
from domain.shared.place import UNIT_KINDS, UnitKind
from domain.territory import events as e
from projections.register.entries import UnitStatus, UnitView
from projections.register.timeline import Timeline, midnight

IN_FORCE: tuple[UnitStatus, ...] = ("active", "closing")


class Unit(msgspec.Struct):
    """One code and its history. Changed in place by the table that owns it, and by no other."""

    code: str
    kind: UnitKind
    name: Timeline[str] = Timeline()
    short_name: Timeline[str | None] = Timeline()
    parent: Timeline[str | None] = Timeline()
    boundary: Timeline[str | None] = Timeline()
    status: Timeline[UnitStatus] = Timeline()
    responsible: Timeline[str | None] = Timeline()
    substitute: Timeline[str | None] = Timeline()
    successor: Timeline[str] = Timeline()

    def in_force(self, at: datetime) -> bool:
        """Tell whether it existed at a moment."""
        return self.status.get(at) in IN_FORCE


class UnitTable:
    """All units by code."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.editions: Timeline[str] = Timeline()
        self.recoded_from: dict[str, str] = {}

    def copy(self) -> Self:
        """Return a table of its own with the same content."""
        table = type(self)()
        table.units = {code: copy(unit) for code, unit in self.units.items()}
        table.editions = self.editions
        table.recoded_from = dict(self.recoded_from)
        return table

    def apply(self, event: e.TerritoryEvent, meta: Meta) -> datetime:
        """Fold one event; return the instant from which it holds."""
        if isinstance(event, e.DivisionEvent):
            since = midnight(event.effective_on)
            self.editions = self.editions.put(since, event.edition)
            self._division(event, since)
        elif isinstance(event, e.WorkerAssigned | e.WorkerReleased):
            since = meta.occurred_at
            self._worker(event, since)
        else:
            since = meta.occurred_at
            self._unit(event, since)
        return since

    def _division(self, event: e.DivisionEvent, since: datetime) -> None:
        match event:
            case e.DivisionDefined():
                unit = self._define(event.code, event.kind, event.name, event.parent, since)
                unit.short_name = unit.short_name.put(since, event.short_name)
            case e.DivisionRenamed():
                self.units[event.code].name = self.units[event.code].name.put(since, event.name)
                self.units[event.code].short_name = self.units[event.code].short_name.put(since, event.short_name)
            case e.DivisionBoundarySet():
                self.units[event.code].boundary = self.units[event.code].boundary.put(since, event.boundary)
            case e.DivisionMerged():
                self._end(self.units[event.code], "merged", since, event.into)
            case e.DivisionSplit():
                self._split(event.code, event.parts, since)
            case e.DivisionRecoded():
                old = self.units[event.code]
                self.recoded_from[event.new_code] = event.code
                new = self._define(
                    event.new_code, old.kind, old.name.nearest(since) or "", old.parent.nearest(since), since
                )
                new.short_name = new.short_name.put(since, old.short_name.get(since))
                new.boundary = new.boundary.put(since, old.boundary.get(since))
                self._end(old, "recoded", since, event.new_code)
            case _:
                pass

    def _unit(self, event: e.TerritoryEvent, since: datetime) -> None:
        match event:
            case e.UnitDefined():
                unit = self._define(event.code, event.kind, event.name, event.parent, since)
                unit.boundary = unit.boundary.put(since, event.boundary)
            case e.UnitRenamed():
                self.units[event.code].name = self.units[event.code].name.put(since, event.name)
            case e.BoundarySet():
                self.units[event.code].boundary = self.units[event.code].boundary.put(since, event.boundary)
            case e.UnitsMerged():
                self._end(self.units[event.code], "merged", since, event.into)
                if event.boundary is not None:
                    self.units[event.into].boundary = self.units[event.into].boundary.put(since, event.boundary)
            case e.UnitSplit():
                self._split(event.code, event.parts, since)
            case e.ClosingBegun() | e.UnitRetired():
                self.units[event.code].status = self.units[event.code].status.put(
                    since, "closing" if isinstance(event, e.ClosingBegun) else "retired"
                )
            case _:
                pass

    def _define(self, code: str, kind: UnitKind, name: str, parent: str | None, since: datetime) -> Unit:
        unit = self.units[code] = Unit(code, kind)
        unit.name = unit.name.put(since, name)
        unit.parent = unit.parent.put(since, parent)
        unit.status = unit.status.put(since, "active")
        return unit

    def _worker(self, event: e.WorkerAssigned | e.WorkerReleased, since: datetime) -> None:
        unit = self.units[event.code]
        first, second = unit.responsible.get(since), unit.substitute.get(since)
        match event:
            case e.WorkerAssigned(worker=worker, mode="responsible"):
                first, second = worker, None if second == worker else second
            case e.WorkerAssigned(worker=worker):
                second = worker
            case e.WorkerReleased(worker=worker):
                first, second = second if first == worker else first, None
        unit.responsible = unit.responsible.put(since, first)
        unit.substitute = unit.substitute.put(since, second)

    def _end(self, unit: Unit, status: UnitStatus, since: datetime, successor: str | None) -> None:
        unit.status = unit.status.put(since, status)
        if successor is not None:
            unit.successor = unit.successor.put(since, successor)

    def _split(self, code: str, parts: tuple[e.Part, ...], since: datetime) -> None:
        old = self.units[code]
        for part in parts:
            new = self._define(part.code, old.kind, part.name, old.parent.nearest(since), since)
            new.boundary = new.boundary.put(since, part.boundary)
            if part.worker is not None:
                new.responsible = new.responsible.put(since, part.worker)
            for child in part.children:
                self.units[child].parent = self.units[child].parent.put(since, part.code)
        self._end(old, "split", since, None)

    def codes(self, kind: UnitKind | None) -> list[str]:
        """Return every code of a kind there ever was, in order."""
        return sorted(unit.code for unit in self.units.values() if kind in (None, unit.kind))

    def resolve(self, code: str, at: datetime) -> str:
        """Return the code that the unit has at a moment, after what it was merged into or recoded to by then.

        So what lay below comes under the successor by itself.
        """
        unit = self.units.get(code)
        while unit is not None and (successor := unit.successor.get(at)) is not None:
            code, unit = successor, self.units.get(successor)
        return code

    def first_code(self, code: str) -> str:
        """Return the code that a unit had before any recoding."""
        while code in self.recoded_from:
            code = self.recoded_from[code]
        return code

    def path(self, code: str, at: datetime) -> list[Unit]:
        """Return the units from the county down to this one as they stood, or nothing where it is unknown."""
        unit = self.units.get(self.resolve(code, at))
        way: list[Unit] = []
        while unit is not None:
            way.append(unit)
            parent = unit.parent.nearest(at)
            unit = self.units.get(self.resolve(parent, at)) if parent is not None else None
        return way[::-1]

    def view(self, code: str, at: datetime) -> UnitView | None:
        """Return the unit under this very code as it stood at a moment."""
        unit = self.units.get(code)
        if unit is None:
            return None
        name = unit.name.nearest(at) or code
        parent = unit.parent.nearest(at)
        in_force = unit.in_force(at)
        return UnitView(
            code=code,
            kind=unit.kind,
            name=name,
            short_name=unit.short_name.nearest(at) or name,
            parent=self.resolve(parent, at) if parent is not None else None,
            status=unit.status.nearest(at) or "active",
            in_force=in_force,
            takes_cases=in_force and all(above.status.nearest(at) == "active" for above in self.path(code, at)),
            boundary=unit.boundary.get(at),
            worker=unit.responsible.get(at),
            substitute=unit.substitute.get(at),
            successor=unit.successor.get(at),
        )

    def children(self, at: datetime) -> dict[str, tuple[str, ...]]:
        """Return, for every unit, the codes of those directly below that are in force at a moment, in order."""
        below: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.in_force(at) and (parent := unit.parent.nearest(at)) is not None:
                below.setdefault(self.resolve(parent, at), []).append(unit.code)
        return {parent: tuple(sorted(codes)) for parent, codes in below.items()}


def depth(kind: UnitKind) -> int:
    """Return how deep a kind lies: a county 0, a micro-grid 5."""
    return UNIT_KINDS.index(kind)
