"""HTTP of the territory: divisions, grid units, and where a point lies."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from domain.shared.place import UNIT_KINDS, UnitKind
from services.sessions.api import Commander, Reader, TheOffice
from services.territory import reading, schemas
from services.territory.application import change_division, change_unit, define_division, define_unit
from services.web.answers import AsOf, CommandOut, Cursor, Limit, command_answer
from services.web.bodies import Code, CommandBody, takes
from services.web.problems import COMMAND_PROBLEMS, READ_PROBLEMS

router = APIRouter(prefix="/territory", tags=["territory"])

Place = Annotated[Code | None, Query(description="Only what is this unit or lies in it.", examples=["140830103"])]
InPath = Annotated[Code, Path(description="The unit's code.", examples=["140830103"])]
DIVISIONS: tuple[UnitKind, ...] = UNIT_KINDS[:3]

DIVISION_BODIES: Mapping[str, type[CommandBody]] = {
    "rename": schemas.RenameDivision,
    "set-boundary": schemas.SetDivisionBoundary,
    "merge": schemas.MergeDivision,
    "split": schemas.SplitDivision,
    "recode": schemas.RecodeDivision,
}
UNIT_BODIES: Mapping[str, type[CommandBody]] = {
    "rename": schemas.RenameUnit,
    "set-boundary": schemas.SetUnitBoundary,
    "assign-worker": schemas.AssignWorker,
    "release-worker": schemas.ReleaseWorker,
    "split": schemas.SplitUnit,
    "merge": schemas.MergeUnit,
    "begin-closing": schemas.BeginClosing,
    "retire": schemas.RetireUnit,
}


@router.get("/locate", responses=READ_PROBLEMS)
def locate(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="Longitude.", examples=[110.69])],
    lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="Latitude.", examples=[34.71])],
    crs: Annotated[schemas.Crs, Query(description="Reference system of the coordinates.")] = "WGS84",
) -> schemas.LocatedOut:
    """Tell which micro-grid, sub-grid, grid, village and town a point lies in."""
    return schemas.LocatedOut.model_validate(reading.locate(office.bureau, lon, lat, crs))


@router.get("/divisions", responses=READ_PROBLEMS)
def list_divisions(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    place: Place = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.UnitsOut:
    """List the counties, towns and villages in force, by code."""
    page = reading.list_units(office.bureau, kinds=DIVISIONS, place=place, limit=limit, cursor=cursor, as_of=as_of)
    return schemas.UnitsOut.model_validate(page)


@router.post("/divisions", status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def enter_division(office: TheOffice, caller: Commander, body: schemas.DefineDivision) -> Response:
    """Enter a county, town or village (设立)."""
    return command_answer(define_division(office.bureau, caller, body), 201, f"/api/v1/territory/units/{body.code}")


@router.get("/units", responses=READ_PROBLEMS)
def list_units(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    place: Place = None,
    kind: Annotated[UnitKind | None, Query(description="Only units of this kind.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.UnitsOut:
    """List the units of all kinds in force, by code."""
    kinds = UNIT_KINDS if kind is None else (kind,)
    page = reading.list_units(office.bureau, kinds=kinds, place=place, limit=limit, cursor=cursor, as_of=as_of)
    return schemas.UnitsOut.model_validate(page)


@router.post("/units", status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def draw_unit(office: TheOffice, caller: Commander, body: schemas.DefineUnit) -> Response:
    """Draw a grid, sub-grid or micro-grid (划定网格)."""
    return command_answer(define_unit(office.bureau, caller, body), 201, f"/api/v1/territory/units/{body.code}")


@router.get("/units/{code}", responses=READ_PROBLEMS)
def read_unit(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    response: Response,
    code: InPath,
    as_of: AsOf = None,
) -> schemas.UnitOut:
    """Read a unit of any kind, also one that has ended."""
    found = reading.read_unit(office.bureau, code, as_of)
    response.headers["ETag"] = f'"{found["version"]}"'
    return schemas.UnitOut.model_validate(found)


def _division_verb(verb: str, body_type: type[CommandBody]) -> Callable[..., Response]:
    def endpoint(office: TheOffice, caller: Commander, code: InPath, body: schemas.Published) -> Response:
        return command_answer(change_division(office.bureau, caller, code, verb, body), 200)

    return _named(endpoint, f"{verb}-division", body_type)


def _unit_verb(verb: str, body_type: type[CommandBody]) -> Callable[..., Response]:
    def endpoint(office: TheOffice, caller: Commander, code: InPath, body: CommandBody) -> Response:
        return command_answer(change_unit(office, caller, code, verb, body), 200)

    return _named(endpoint, f"{verb}-unit", body_type)


def _named(endpoint: Callable[..., Response], name: str, body_type: type[CommandBody]) -> Callable[..., Response]:
    takes(endpoint, body_type)
    endpoint.__name__ = name.replace("-", "_")
    endpoint.__doc__ = body_type.__doc__
    return endpoint


for _name, _body in DIVISION_BODIES.items():
    router.post(f"/divisions/{{code}}/{_name}", responses=COMMAND_PROBLEMS, response_model=CommandOut)(
        _division_verb(_name, _body)
    )
for _name, _body in UNIT_BODIES.items():
    router.post(f"/units/{{code}}/{_name}", responses=COMMAND_PROBLEMS, response_model=CommandOut)(
        _unit_verb(_name, _body)
    )
