"""HTTP of the resolution levels."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from projections.resolution.queries import ResolutionLevels
from services.resolution.application import levels_of
from services.sessions.api import Reader, TheOffice
from services.web.answers import AsOf, AtLeast
from services.web.bodies import Code, Moment
from services.web.models import answers, in_json
from services.web.problems import READ_PROBLEMS

router = APIRouter(prefix="/views/resolution-levels", tags=["views"])


@router.get("", responses={**READ_PROBLEMS, **answers(ResolutionLevels)})
def read_levels(
    office: TheOffice,
    caller: Reader,
    place: Annotated[Code | None, Query(description="A unit's code; default: my place.")] = None,
    since: Annotated[Moment | None, Query(alias="from", description="Ended from here on.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Ended before here.")] = None,
    at_least: AtLeast = None,
    as_of: AsOf = None,
) -> Response:
    """Read how many cases ended in the village, in the town and in the county."""
    return in_json(levels_of(office, caller, place, since=since, until=until, at_least=at_least, as_of=as_of))
