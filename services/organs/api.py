"""HTTP of organs, posts and people."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from domain.shared.act import PostKind
from services.organs import reading, schemas
from services.organs.application import act_on_post, define_organ, define_post, register_person
from services.sessions.api import Commander, Reader, TheOffice
from services.web.answers import AsOf, CommandOut, Cursor, Limit, command_answer
from services.web.bodies import Code, CommandBody, takes
from services.web.problems import COMMAND_PROBLEMS, READ_PROBLEMS

router = APIRouter()

Place = Annotated[Code | None, Query(description="Only what is for this unit or one in it.", examples=["140830103"])]
MayLead = Annotated[bool | None, Query(description="Only organs that may lead a case now, or that may not.")]
Kind = Annotated[PostKind | None, Query(description="Only posts of this kind.")]
InPath = Annotated[Code, Path(description="Its code.", examples=["140830103.office"])]
PostInPath = Annotated[
    Code, Path(description="Its code; the slash in it may stand as it is.", examples=["140830103.office/officer-1"])
]
PersonInPath = Annotated[Code, Path(description="Id of the person.")]
VERBS: Mapping[str, type[CommandBody]] = {
    "assign": schemas.Assign,
    "relieve": schemas.Relieve,
    "hand-over": schemas.HandOver,
}


@router.get("/organs", tags=["organs"], responses=READ_PROBLEMS)
def list_organs(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    place: Place = None,
    may_lead: MayLead = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.OrgansOut:
    """List the organs, by code."""
    page = reading.list_organs(office.bureau, place=place, may_lead=may_lead, limit=limit, cursor=cursor, as_of=as_of)
    return schemas.OrgansOut.model_validate(page)


@router.post("/organs", tags=["organs"], status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def create_organ(office: TheOffice, caller: Commander, body: schemas.DefineOrgan) -> Response:
    """Set up an organ at a division (设立机构)."""
    return command_answer(define_organ(office.bureau, caller, body), 201, f"/api/v1/organs/{body.code}")


@router.get("/organs/{code}", tags=["organs"], responses=READ_PROBLEMS)
def read_organ(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    response: Response,
    code: InPath,
    as_of: AsOf = None,
) -> schemas.OrganOut:
    """Read an organ."""
    found = reading.read_organ(office.bureau, code, as_of)
    response.headers["ETag"] = f'"{found["version"]}"'
    return schemas.OrganOut.model_validate(found)


@router.get("/posts", tags=["posts"], responses=READ_PROBLEMS)
def list_posts(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    kind: Kind = None,
    place: Place = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.PostsOut:
    """List the posts and who holds them, by code."""
    page = reading.list_posts(office.bureau, kind=kind, place=place, limit=limit, cursor=cursor, as_of=as_of)
    return schemas.PostsOut.model_validate(page)


@router.post("/posts", tags=["posts"], status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def create_post(office: TheOffice, caller: Commander, body: schemas.DefinePost) -> Response:
    """Set up a post at an organ, for a place (设立岗位)."""
    return command_answer(define_post(office.bureau, caller, body), 201, f"/api/v1/posts/{body.code}")


@router.get("/posts/{code:path}", tags=["posts"], responses=READ_PROBLEMS)
def read_post(
    office: TheOffice,
    reader: Reader,  # noqa: ARG001 - it asks for a session
    response: Response,
    code: PostInPath,
    as_of: AsOf = None,
) -> schemas.PostDetailsOut:
    """Read a post with every term; its code holds a slash, which may stand as it is."""
    found = reading.read_post(office.bureau, code, as_of)
    response.headers["ETag"] = f'"{found["version"]}"'
    return schemas.PostDetailsOut.model_validate(found)


def _verb(verb: str, body_type: type[CommandBody]) -> Callable[..., Response]:
    def endpoint(office: TheOffice, caller: Commander, code: PostInPath, body: CommandBody) -> Response:
        return command_answer(act_on_post(office.bureau, caller, code, verb, body), 200)

    takes(endpoint, body_type)
    endpoint.__name__ = f"{verb}_post".replace("-", "_")
    endpoint.__doc__ = body_type.__doc__
    return endpoint


for _name, _body in VERBS.items():
    router.post(f"/posts/{{code:path}}/{_name}", tags=["posts"], responses=COMMAND_PROBLEMS, response_model=CommandOut)(
        _verb(_name, _body)
    )


@router.get("/people", tags=["people"], responses=READ_PROBLEMS)
def list_people(
    office: TheOffice,
    caller: Reader,
    post_kind: Kind = None,
    place: Place = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
) -> schemas.PeopleOut:
    """List the people who hold a post of a kind in a place, by id; all people where neither is given."""
    page = reading.list_people(
        office.bureau, caller, post_kind=post_kind, place=place, limit=limit, cursor=cursor, as_of=as_of
    )
    return schemas.PeopleOut.model_validate(page)


@router.post("/people", tags=["people"], status_code=201, responses=COMMAND_PROBLEMS, response_model=CommandOut)
def create_person(office: TheOffice, caller: Commander, body: schemas.RegisterPerson) -> Response:
    """Register a person who may hold posts (登记人员)."""
    done = register_person(office.bureau, caller, body)
    return command_answer(done, 201, f"/api/v1/people/{done.answer['id']}")


@router.get("/people/{person}", tags=["people"], responses=READ_PROBLEMS)
def read_person(
    office: TheOffice, caller: Reader, response: Response, person: PersonInPath, as_of: AsOf = None
) -> schemas.PersonDetailsOut:
    """Read a person and the posts they hold."""
    found = reading.read_person(office.bureau, caller, person, as_of)
    response.headers["ETag"] = f'"{found["version"]}"'
    return schemas.PersonDetailsOut.model_validate(found)
