"""HTTP of the audit trail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.audit.application import AuditTrail, Question, trail
from services.sessions.api import Reader, TheOffice
from services.web.answers import AsOf, AtLeast, Cursor, Limit
from services.web.bodies import Code, Moment
from services.web.models import answers, in_json
from services.web.problems import READ_PROBLEMS

router = APIRouter(prefix="/views/audit", tags=["views"])


@router.get("", responses={**READ_PROBLEMS, **answers(AuditTrail)})
def read_trail(
    office: TheOffice,
    caller: Reader,
    place: Annotated[Code | None, Query(description="Only acts in this unit.")] = None,
    case: Annotated[UUID | None, Query(description="Only acts in this case.")] = None,
    actor: Annotated[Code | None, Query(description="Only acts of this person.")] = None,
    organ: Annotated[Code | None, Query(description="Only acts of this organ.")] = None,
    type_: Annotated[Code | None, Query(alias="type", description="Only this kind of act.")] = None,
    since: Annotated[Moment | None, Query(alias="from", description="Done from here on.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Done before here.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    at_least: AtLeast = None,
    as_of: AsOf = None,
) -> Response:
    """Read who did what, in which post, under which rule; the latest first."""
    question = Question(place=place, case=case, actor=actor, organ=organ, type=type_, since=since, until=until)
    return in_json(trail(office, caller, question, limit=limit, cursor=cursor, at_least=at_least, as_of=as_of))
