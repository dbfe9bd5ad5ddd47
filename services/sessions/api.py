"""HTTP of sessions, and the dependency through which every endpoint knows its caller."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from domain.shared.errors import Malformed
from services.commands import Envelope
from services.office import Office
from services.sessions.application import Caller, identify, log_in
from services.sessions.schemas import LogIn, SessionOut
from services.web.problems import Unsupported, problems

router = APIRouter(prefix="/sessions", tags=["sessions"])

MAX_KEY = 200
JSON = "application/json"


async def office_of(request: Request) -> Office:
    """Return the office this application works with."""
    office: Office = request.app.state.office
    return office


TheOffice = Annotated[Office, Depends(office_of)]


def token_of(request: Request) -> str | None:
    """Return the bearer token of a request, if it has one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def caller_of(
    request: Request,
    office: TheOffice,
    gridgov_post: Annotated[
        str | None, Header(description="The post to act in, for someone with several.", max_length=200)
    ] = None,
) -> Caller:
    """Return who reads. Raises `NotLoggedIn`."""
    person, posts = identify(office, token_of(request))
    return Caller(person, posts, gridgov_post)


async def commander_of(
    request: Request,
    office: TheOffice,
    gridgov_post: Annotated[str | None, Header(description="The post to act in.", max_length=200)] = None,
    idempotency_key: Annotated[
        str | None,
        Header(description="Repeat it and nothing is done twice: same answer.", min_length=1, max_length=MAX_KEY),
    ] = None,
    if_match: Annotated[str | None, Header(description='The version you have seen: `"7"`.', max_length=40)] = None,
    gridgov_device: Annotated[str | None, Header(description="The device's id.", max_length=100)] = None,
) -> Caller:
    """Return who sends a command, with its key and the version they have seen.

    Raises `NotLoggedIn`, `Unsupported`, `Malformed`.
    """
    person, posts = identify(office, token_of(request))
    if not await _is_json(request):
        raise Unsupported(accepted=JSON)
    content = f"{request.method} {request.url.path}\n".encode() + await request.body()
    envelope = Envelope(person, idempotency_key, _version(if_match), content)
    return Caller(person, posts, gridgov_post, gridgov_device, envelope)


Reader = Annotated[Caller, Depends(caller_of)]
Commander = Annotated[Caller, Depends(commander_of)]


async def _is_json(request: Request) -> bool:
    """Tell whether a body says that it is JSON; one that is empty says nothing."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == JSON or (kind.startswith("application/") and kind.endswith("+json")) or not await request.body()


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):  # noqa: PLR2004 - a version is a small number
        raise Malformed(field="If-Match", why_zh='应为您看到的版本，例如 "7"', why_en='must be a version, such as "7"')
    return int(digits)


@router.post("", status_code=201, responses=problems(400, 401, 413, 422, 429, 503))
def create(request: Request, office: TheOffice, body: LogIn) -> SessionOut:
    """Log in (登录)."""
    source = request.client.host if request.client else "unknown"
    return log_in(office, body.username, body.password, source)


@router.delete("", status_code=204, responses=problems(401, 422, 503))
def end(request: Request, office: TheOffice, reader: Reader) -> Response:  # noqa: ARG001 - it asks for a session
    """Log out (退出)."""
    office.bureau.accounts.log_out(token_of(request) or "")
    return Response(status_code=204)
