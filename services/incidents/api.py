"""HTTP of incidents: report, every verb, the case, its history."""

from collections.abc import Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from domain.incidents.verbs import VERBS
from domain.incidents.words import Status
from domain.shared.place import Level
from infra.geo.coordinates import to_wgs84
from services.incidents import reading
from services.incidents.application import act_on_incident, report_incident
from services.incidents.listing import IncidentList, Question, list_incidents, nearby_incidents
from services.incidents.schemas import BODIES, CaseOut, HistoryOut, Report
from services.sessions.api import Commander, Reader, TheOffice
from services.web.answers import (
    AsOf,
    AtLeast,
    CommandOut,
    Cursor,
    Limit,
    WithReason,
    command_answer,
    cursor_of,
    page_of,
)
from services.web.bodies import Code, CommandBody, Moment, takes
from services.web.models import answers, in_json
from services.web.problems import COMMAND_PROBLEMS, READ_PROBLEMS

router = APIRouter(prefix="/incidents", tags=["incidents"])

CaseId = Annotated[UUID, Path(description="Id of the incident.")]
Version = Annotated[int | None, Query(ge=1, le=10**9, description="As it stood at this version.")]


@router.post("", status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def report(office: TheOffice, caller: Commander, body: Report) -> Response:
    """Report an incident (上报)."""
    done = report_incident(office.bureau, caller, body)
    return command_answer(done, 201, f"/api/v1/incidents/{done.answer['id']}")


@router.get("", responses={**READ_PROBLEMS, **answers(IncidentList)})
def read_list(
    office: TheOffice,
    caller: Reader,
    place: Annotated[Code | None, Query(description="Only in this unit.")] = None,
    status: Annotated[Status | None, Query(description="Only in this status.")] = None,
    level: Annotated[Level | None, Query(description="Only at this level.")] = None,
    category: Annotated[Code | None, Query(description="Only of this category.")] = None,
    organ: Annotated[Code | None, Query(description="Only those this organ leads or assists.")] = None,
    is_open: Annotated[bool | None, Query(alias="open", description="Only open ones, or only ended ones.")] = None,
    overdue: Annotated[bool, Query(description="Only those open past their due time.")] = False,
    closed_late: Annotated[bool, Query(description="Only those closed after their due time.")] = False,
    since: Annotated[Moment | None, Query(alias="from", description="Found from here on.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Found before here.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    at_least: AtLeast = None,
    as_of: AsOf = None,
) -> Response:
    """List incidents, the latest report first."""
    question = Question(
        place=place,
        status=status,
        level=level,
        category=category,
        organ=organ,
        open=is_open,
        overdue=overdue,
        closed_late=closed_late,
        since=since,
        until=until,
    )
    page = list_incidents(office, caller, question, limit=limit, cursor=cursor, at_least=at_least, as_of=as_of)
    return in_json(page)


@router.get("/nearby", responses={**READ_PROBLEMS, **answers(IncidentList)})
def read_nearby(
    office: TheOffice,
    caller: Reader,
    lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="Longitude.")],
    lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="Latitude.")],
    crs: Annotated[Literal["WGS84", "GCJ02", "BD09"], Query(description="Their reference system.")] = "WGS84",
    category: Annotated[Code | None, Query(description="Only of this category.")] = None,
    at_least: AtLeast = None,
) -> Response:
    """List the open incidents within 50 m and 7 days, to see whether it is reported already."""
    lon, lat = to_wgs84(lon, lat, crs)
    return in_json(nearby_incidents(office, caller, lon, lat, category, at_least))


@router.get("/{case_id}", responses=READ_PROBLEMS)
def read_case(
    office: TheOffice,
    caller: Reader,
    response: Response,
    case_id: CaseId,
    version: Version = None,
    as_of: AsOf = None,
    reason: WithReason = None,
) -> CaseOut:
    """Read a case from its own stream: always up to date, or as it stood."""
    found = reading.read(office.bureau, caller, case_id, version=version, as_of=as_of, reason=reason)
    response.headers["ETag"] = f'"{found.case.originator_version}"'
    return CaseOut.model_validate(reading.document(office.bureau, found))


@router.get("/{case_id}/history", responses=READ_PROBLEMS)
def read_history(
    office: TheOffice,
    caller: Reader,
    case_id: CaseId,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    reason: WithReason = None,
) -> HistoryOut:
    """Read every act of a case, a sentence each (办理过程)."""
    found = reading.read(office.bureau, caller, case_id, as_of=as_of, reason=reason)
    items = reading.history(office.bureau, found, cursor_of(cursor), limit + 1)
    return HistoryOut.model_validate(page_of(items, limit, lambda item: item["version"], found.position))


def _verb(verb: str, body_type: type[CommandBody]) -> Callable[..., Response]:
    def endpoint(office: TheOffice, caller: Commander, case_id: CaseId, body: CommandBody) -> Response:
        return command_answer(act_on_incident(office.bureau, caller, case_id, verb, body), 200)

    takes(endpoint, body_type)
    endpoint.__name__ = verb.replace("-", "_")
    endpoint.__doc__ = f"{VERBS[verb].words.en} ({VERBS[verb].words.zh})."
    return endpoint


for _name in VERBS:
    router.post(f"/{{case_id}}/{_name}", responses=COMMAND_PROBLEMS, response_model=CommandOut)(
        _verb(_name, BODIES[_name])
    )
