"""HTTP of the worklist."""

from fastapi import APIRouter, Response

from services.sessions.api import Reader, TheOffice
from services.web.answers import AsOf, AtLeast, Cursor, Limit
from services.web.models import answers, in_json
from services.web.problems import READ_PROBLEMS
from services.worklist.application import Worklist, my_worklist

router = APIRouter(prefix="/views/worklist", tags=["views"])


@router.get("", responses={**READ_PROBLEMS, **answers(Worklist)})
def read_worklist(
    office: TheOffice,
    caller: Reader,
    limit: Limit = 50,
    cursor: Cursor = None,
    at_least: AtLeast = None,
    as_of: AsOf = None,
) -> Response:
    """Read what waits for me, most urgent first."""
    return in_json(my_worklist(office, caller, limit=limit, cursor=cursor, at_least=at_least, as_of=as_of))
