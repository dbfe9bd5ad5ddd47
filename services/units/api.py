"""HTTP of the unit view."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from projections.units.queries import UnitView
from services.sessions.api import Reader, TheOffice
from services.units.application import view_of_unit
from services.web.answers import AsOf, AtLeast
from services.web.bodies import Code
from services.web.models import answers, in_json
from services.web.problems import READ_PROBLEMS

router = APIRouter(prefix="/views/units", tags=["views"])


@router.get("/{code}", responses={**READ_PROBLEMS, **answers(UnitView)})
def read_unit(
    office: TheOffice,
    caller: Reader,
    code: Annotated[Code, Path(description="Code of a unit of any kind.")],
    at_least: AtLeast = None,
    as_of: AsOf = None,
) -> Response:
    """Read the figures of a county, town, village, grid, sub-grid or micro-grid, and of its children."""
    return in_json(view_of_unit(office, caller, code, at_least=at_least, as_of=as_of))
