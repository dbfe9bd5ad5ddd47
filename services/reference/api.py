"""HTTP of the reference data: categories and policies."""

from fastapi import APIRouter, Response

from services.reference import schemas
from services.reference.application import list_categories, list_policies, set_policy
from services.sessions.api import Commander, Reader, TheOffice
from services.web.answers import AsOf, CommandOut, Cursor, Limit, command_answer
from services.web.problems import COMMAND_PROBLEMS, READ_PROBLEMS

router = APIRouter(tags=["reference"])


@router.get("/categories", responses=READ_PROBLEMS)
def read_categories(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.CategoriesOut:
    """List the categories of the catalogue in force (事项目录)."""
    page = list_categories(office.bureau, limit=limit, cursor=cursor, as_of=as_of)
    return schemas.CategoriesOut.model_validate(page)


@router.get("/policies", responses=READ_PROBLEMS)
def read_policies(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    response: Response,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.PoliciesOut:
    """List the policies (办理规则): approval by level, and the values that speak for passing a case up."""
    page = list_policies(office.bureau, limit=limit, cursor=cursor, as_of=as_of)
    response.headers["ETag"] = f'"{page["version"]}"'
    return schemas.PoliciesOut.model_validate(page)


@router.post("/policies", status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def create_policy(office: TheOffice, caller: Commander, body: schemas.SetPolicy) -> Response:
    """Give a policy a value (设定办理规则)."""
    return command_answer(set_policy(office.bureau, caller, body), 201, "/api/v1/policies")
