"""Use cases of the territory: divisions and grid units, kept by the administrator."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from domain.shared.act import Act
from domain.shared.errors import Refusal
from domain.territory.divisions import Divisions, Edition
from domain.territory.events import Part
from domain.territory.grids import Grids, Village
from domain.territory.rules import division_kind, grid_kind
from infra.geo.boundaries import Boundaries
from projections.register.register import Register
from projections.units.queries import VIEW, open_in_unit
from services.administration import Desk, administer, changed
from services.commands import Decision, Done
from services.office import Bureau, Office
from services.sessions.application import Caller
from services.territory import schemas
from services.territory.lookups import village_of, worker_at
from services.web.bodies import CommandBody

GEOMETRY = Boundaries()


class KeptAsDivision(Refusal):
    """The unit is a county, town or village, which changes by editions (属于行政区划)."""

    zh = "{code} 属于行政区划，请用 /territory/divisions/{code} 办理，并注明版本、来源和生效日期。"
    en = "{code} is a division: use /territory/divisions/{code}, with edition, source and effective date."


def define_division(bureau: Bureau, caller: Caller, body: schemas.DefineDivision) -> Done:
    """Enter a county, town or village (设立). Raises `NoRight` and the refusals of `Divisions.define`."""

    def decide(desk: Desk) -> Decision:
        divisions = _divisions_of(bureau, desk.register, body.parent or body.code)
        seen = divisions.originator_version
        divisions.define(
            desk.act,
            _edition(body),
            code=body.code,
            name=body.name,
            kind=division_kind(body.code).kind,
            parent=body.parent,
            short_name=body.short_name,
        )
        return changed(divisions, body.code, seen=seen, status="active")

    return administer(bureau, caller, "division", "define", body.occurred_at, decide)


def change_division(bureau: Bureau, caller: Caller, code: str, verb: str, body: schemas.Published) -> Done:
    """Change a division by a verb. Raises `NoRight`, `Missing`, `UnitEnded` and the verb's refusals."""

    def decide(desk: Desk) -> Decision:
        divisions = _divisions_of(bureau, desk.register, code)
        seen = divisions.originator_version
        DIVISION_VERBS[verb](_DivisionDesk(desk.act, desk.register, divisions, _edition(body), code), body)
        known = divisions.tree.divisions[code]
        return changed(divisions, code, seen=seen, status=known.status)

    return administer(bureau, caller, "division", verb, body.occurred_at, decide)


def define_unit(bureau: Bureau, caller: Caller, body: schemas.DefineUnit) -> Done:
    """Draw a grid, sub-grid or micro-grid (划定网格). Raises `NoRight` and the refusals of `Grids.define`."""

    def decide(desk: Desk) -> Decision:
        kind = grid_kind(body.code)
        grids = bureau.repository.load(Grids, Grids.stream_id(body.code))
        seen = grids.originator_version
        grids.define(
            desk.act,
            village_of(desk.register, body.code, desk.act.at),
            GEOMETRY,
            code=body.code,
            kind=kind,
            name=body.name,
            parent=body.parent,
            boundary=body.boundary,
        )
        return changed(grids, body.code, seen=seen, status=grids.tree.units[body.code].status)

    return administer(bureau, caller, "unit", "define", body.occurred_at, decide)


def change_unit(office: Office, caller: Caller, code: str, verb: str, body: CommandBody) -> Done:
    """Change a grid unit by a verb. Raises `NoRight`, `Missing`, `UnitEnded` and the verb's refusals.

    Where a verb asks that no case is open, cases are counted in the view of cases once it has reached the end that the
    ledger has now; `ViewBehind` where it does not get there within two seconds.
    """

    def decide(desk: Desk) -> Decision:
        if desk.register.unit(code) is not None and "-" not in code:
            raise KeptAsDivision(code=code)
        grid_kind(code)
        grids = office.bureau.repository.load(Grids, Grids.stream_id(code))
        seen = grids.originator_version
        village = village_of(desk.register, code, desk.act.at)
        UNIT_VERBS[verb](_UnitDesk(office, desk.act, desk.register, grids, village, code), body)
        return changed(grids, code, seen=seen, status=grids.tree.units[code].status)

    return administer(office.bureau, caller, "unit", verb, body.occurred_at, decide)


class _DivisionDesk(NamedTuple):
    act: Act
    register: Register
    divisions: Divisions
    edition: Edition
    code: str


class _UnitDesk(NamedTuple):
    office: Office
    act: Act
    register: Register
    grids: Grids
    village: Village
    code: str

    def open_cases(self) -> int:
        """Return how many cases are open in this very unit, everything recorded so far counted."""
        self.office.await_view(VIEW, self.office.bureau.ledger.head().position)
        return open_in_unit(self.office.views, self.register.aliases(self.code))


def _divisions_of(bureau: Bureau, register: Register, code: str) -> Divisions:
    """Return the divisions of the county that a code lies in; of a county not known yet, none."""
    known = register.unit(code) is not None
    county = register.first_code(register.standing(code).path[0]) if known else code[:6]
    return bureau.repository.load(Divisions, Divisions.stream_id(county))


def _edition(body: schemas.Published) -> Edition:
    return Edition(edition=body.edition, source=body.source, effective_on=body.effective_on)


def _parts(parts: tuple[schemas.PartBody, ...]) -> tuple[Part, ...]:
    return tuple(Part(**part.model_dump()) for part in parts)


def _rename_division(desk: _DivisionDesk, body: schemas.RenameDivision) -> None:
    desk.divisions.rename(desk.act, desk.edition, code=desk.code, name=body.name, short_name=body.short_name)


def _draw_division(desk: _DivisionDesk, body: schemas.SetDivisionBoundary) -> None:
    desk.divisions.set_boundary(desk.act, desk.edition, GEOMETRY, code=desk.code, boundary=body.boundary)


def _merge_division(desk: _DivisionDesk, body: schemas.MergeDivision) -> None:
    desk.divisions.merge(desk.act, desk.edition, code=desk.code, into=body.into)


def _recode_division(desk: _DivisionDesk, body: schemas.RecodeDivision) -> None:
    desk.divisions.recode(desk.act, desk.edition, code=desk.code, new_code=body.new_code)


def _split_division(desk: _DivisionDesk, body: schemas.SplitDivision) -> None:
    below = {unit.code: unit.boundary for unit in desk.register.children(desk.code, desk.act.at)}
    desk.divisions.split(desk.act, desk.edition, GEOMETRY, code=desk.code, parts=_parts(body.parts), below=below)


DIVISION_VERBS: Mapping[str, Callable[[_DivisionDesk, Any], None]] = {
    "rename": _rename_division,
    "set-boundary": _draw_division,
    "merge": _merge_division,
    "split": _split_division,
    "recode": _recode_division,
}


def _rename_unit(desk: _UnitDesk, body: schemas.RenameUnit) -> None:
    desk.grids.rename(desk.act, code=desk.code, name=body.name)


def _draw_unit(desk: _UnitDesk, body: schemas.SetUnitBoundary) -> None:
    desk.grids.set_boundary(desk.act, desk.village, GEOMETRY, code=desk.code, boundary=body.boundary)


def _assign_worker(desk: _UnitDesk, body: schemas.AssignWorker) -> None:
    worker = worker_at(desk.register, body.worker, desk.act.at)
    desk.grids.assign_worker(desk.act, desk.village, code=desk.code, worker=worker, mode=body.mode)


def _release_worker(desk: _UnitDesk, body: schemas.ReleaseWorker) -> None:
    desk.grids.release_worker(desk.act, code=desk.code, worker=body.worker)


def _split_unit(desk: _UnitDesk, body: schemas.SplitUnit) -> None:
    workers = [worker_at(desk.register, part.worker, desk.act.at) for part in body.parts if part.worker]
    desk.grids.split(
        desk.act,
        desk.village,
        GEOMETRY,
        code=desk.code,
        parts=_parts(body.parts),
        workers=workers,
        open_cases=desk.open_cases(),
    )


def _merge_unit(desk: _UnitDesk, body: schemas.MergeUnit) -> None:
    desk.grids.merge(desk.act, GEOMETRY, code=desk.code, into=body.into, open_cases=desk.open_cases())


def _begin_closing(desk: _UnitDesk, body: schemas.BeginClosing) -> None:  # noqa: ARG001 - all verbs take a body
    desk.grids.begin_closing(desk.act, code=desk.code)


def _retire(desk: _UnitDesk, body: schemas.RetireUnit) -> None:  # noqa: ARG001 - all verbs take a body
    desk.grids.retire(desk.act, code=desk.code, open_cases=desk.open_cases())


UNIT_VERBS: Mapping[str, Callable[[_UnitDesk, Any], None]] = {
    "rename": _rename_unit,
    "set-boundary": _draw_unit,
    "assign-worker": _assign_worker,
    "release-worker": _release_worker,
    "split": _split_unit,
    "merge": _merge_unit,
    "begin-closing": _begin_closing,
    "retire": _retire,
}
