"""What all pages share: who visits, in which language and post, forms nobody can forge, refusals as pages."""

import dataclasses
import hashlib
import hmac
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from python_multipart.exceptions import FormParserError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import FormParser, MultiPartException

from domain.shared.errors import Answer, Malformed, Missing, Refusal
from domain.shared.time import SHANGHAI
from infra.stores import StoreTrouble
from projections.projection import ViewsAway
from projections.register.entries import PostView
from services.commands import Envelope
from services.office import Office
from services.sessions.application import Caller, identify
from services.web import problems
from services.web.bodies import InMemory
from services.web.labels import LANGUAGES, Labels, Language
from services.web.problems import (
    MEDIA_TYPE,
    NotLoggedIn,
    StoreUnreachable,
    Undecodable,
    ViewBehind,
    body_of,
    malformed,
)
from services.web.templating import distance, templates

T = TypeVar("T")
LANGUAGE_COOKIE, POST_COOKIE, SEEN_COOKIE = "lang", "gridgov_post", "gridgov_seen"
MOST_FILES = 100
SEEN_FOR_SECONDS = 60
"""How long after a command the visitor's pages wait for the views to hold it."""


class Forged(Refusal):
    """A form came from another site, or from a page of another session (跨站请求)."""

    answer = Answer.NO_RIGHT
    zh = "这张表单不是从本系统的页面提交的，没有办理。请重新打开页面再试。"
    en = "This form was not sent from a page of this system; nothing was done. Open the page again."


@dataclasses.dataclass(frozen=True)
class Visit:
    """One request for a page: by whom, in which language, on which office."""

    request: Request
    office: Office
    language: Language
    token: str | None
    caller: Caller | None

    @property
    def reader(self) -> Caller:
        """Who visits. Raises `NotLoggedIn`."""
        if self.caller is None:
            raise NotLoggedIn
        return self.caller

    @property
    def labels(self) -> Labels:
        """Names in the visitor's language."""
        return Labels(self.office.bureau.registers.current(), self.office.bureau.keys, self.language)

    @property
    def seen(self) -> int | None:
        """The position of the visitor's last command: views they look at hold it."""
        text = self.request.cookies.get(SEEN_COOKIE, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None  # noqa: PLR2004 - 64 bits

    @property
    def address(self) -> str:
        """Path and query of this page."""
        url = self.request.url
        return url.path + (f"?{url.query}" if url.query and self.request.method == "GET" else "")

    @property
    def by_script(self) -> bool:
        """Whether a script on a page asked, and takes a part of the answer."""
        return self.request.headers.get("hx-request") == "true"

    def fresh(self, read: Callable[[int | None], T]) -> T:
        """Read a view that holds the visitor's last command; where it takes too long, as it stands."""
        try:
            return read(self.seen)
        except ViewBehind:
            self.request.state.behind = True
            return read(None)

    def commander(self, form: FormData, content: bytes) -> Caller:
        """Return the visitor with a command: its key, the version they saw, and what the form says."""
        caller = self.reader
        key, version = str(form.get("key") or "") or None, str(form.get("version") or "")
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None  # noqa: PLR2004
        whole = f"POST {self.request.url.path}\n".encode() + content
        return Caller(caller.person, caller.posts, caller.chosen, None, Envelope(caller.person, key, seen, whole))


def secure(request: Request) -> bool:
    """Tell whether the page came over https."""
    return request.url.scheme == "https"


def session_cookie(request: Request) -> str:
    """Return the name of the session's cookie; browsers keep `__Host-` to one host, and to https."""
    return "__Host-gridgov" if secure(request) else "gridgov_session"


def visit_of(request: Request) -> Visit:
    """Return the visit, also of somebody who has not logged in."""
    office: Office = request.app.state.office
    token = request.cookies.get(session_cookie(request))
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    language = next((known for known in LANGUAGES if known == chosen), LANGUAGES[0])
    try:
        person, posts = identify(office, token)
    except NotLoggedIn:
        return Visit(request, office, language, None, None)
    return Visit(request, office, language, token, Caller(person, posts, _post(request, posts)))


def _post(request: Request, posts: tuple[PostView, ...]) -> str | None:
    wanted = request.cookies.get(POST_COOKIE)
    codes = [post.code for post in posts]
    return wanted if wanted in codes else next(iter(codes), None)


def visitor_of(visit: Annotated[Visit, Depends(visit_of)]) -> Visit:
    """Return the visit of somebody who has logged in. Raises `NotLoggedIn`."""
    _ = visit.reader
    return visit


async def form_of(request: Request) -> FormData:
    """Return what was filled into the form; its files stay in memory. Raises `Undecodable`."""
    known: FormData | None = getattr(request.state, "form", None)
    if known is None:
        known = request.state.form = await _parsed(request)
    return known


async def _parsed(request: Request) -> FormData:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            return await InMemory(request.headers, request.stream(), max_files=MOST_FILES).parse()
        return await FormParser(request.headers, request.stream()).parse()
    except (MultiPartException, FormParserError, KeyError, ValueError) as error:
        raise Undecodable from error


Anyone = Annotated[Visit, Depends(visit_of)]
Visitor = Annotated[Visit, Depends(visitor_of)]
Posted = Annotated[FormData, Depends(form_of)]


# --- Forms nobody can forge ---
def form_token(session: str) -> str:
    """Return the token in every form of a session, for browsers that do not say where a form comes from."""
    return hashlib.sha256(f"gridgov form {session}".encode()).hexdigest()[:40]


async def refuse_forgery(request: Request) -> None:
    """Let a form pass that this site's own pages sent. Raises `Forged`.

    Source: OWASP Cross-Site Request Forgery Prevention: Fetch Metadata first, then Origin, then a token.
    """
    if request.method in {"GET", "HEAD"}:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        genuine = site in {"same-origin", "none"}
    elif origin is not None:
        genuine = urlsplit(origin).netloc == request.headers.get("host")
    else:
        session = request.cookies.get(session_cookie(request))
        sent = str((await form_of(request)).get("token", ""))
        genuine = session is None or hmac.compare_digest(sent.encode(), form_token(session).encode())
    if not genuine:
        raise Forged


# --- Answers ---
def render(visit: Visit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page."""
    labels, now = visit.labels, visit.office.bureau.clock()
    caller = visit.caller

    def due(at: datetime) -> str:
        left = distance((at - now).total_seconds(), visit.language)
        return labels.text(f"还有 {left}", f"{left} left") if at >= now else labels.text(f"超期 {left}", f"{left} late")

    page = templates().get_template(template)
    shared = {
        "visit": visit,
        "me": caller,
        "place": next((post.place for post in caller.posts if post.code == caller.chosen), None) if caller else None,
        "labels": labels,
        "t": labels.text,
        "now": now,
        "due": due,
        "behind": getattr(visit.request.state, "behind", False),
        "query": following(visit),
        "token": form_token(visit.token or ""),
        "new_key": lambda: str(uuid4()),
    }
    return HTMLResponse(page.render(**shared, **context), status, {"Vary": "Cookie, HX-Request"})


def go_to(visit: Visit, address: str, position: int | None = None) -> Response:
    """Send the visitor to another page; its views will hold the position of what they just did."""
    answer: Response
    if visit.by_script:
        answer = Response(status_code=204, headers={"HX-Redirect": address})
    else:
        answer = RedirectResponse(address, 303)
    if position is not None:
        keep(visit.request, answer, SEEN_COOKIE, str(position), SEEN_FOR_SECONDS)
    return answer


def keep(request: Request, answer: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Keep a value in a cookie that scripts and other sites cannot read."""
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure(request), path="/")


def asked(visit: Visit, name: str) -> str | None:
    """Return a parameter of the address; an empty one is none. Raises `Malformed`."""
    value = visit.request.query_params.get(name, "").strip()
    if len(value) > 500 or not value.isprintable():  # noqa: PLR2004 - longer than any cursor
        raise Malformed(field=name, why_zh="不是可以识别的内容", why_en="cannot be read")
    return value or None


def moment_asked(visit: Visit, name: str) -> datetime | None:
    """Return the moment asked about; without an offset it is meant in Asia/Shanghai. Raises `Malformed`."""
    text = asked(visit, name)
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = None
    if value is None or not 1900 <= value.year <= 9000:  # noqa: PLR2004 - the years that a record can mean
        raise Malformed(
            field=name,
            why_zh="请填写日期和时间，例如 2026-11-20 08:15",
            why_en="give date and time, as 2026-11-20 08:15",
        )
    return (value if value.tzinfo else value.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def filtered(visit: Visit) -> bool:
    """Tell whether a list is narrowed down, so that its filters are shown open."""
    return any(value for name, value in visit.request.query_params.items() if name != "cursor")


def following(visit: Visit) -> Callable[..., str]:
    """Return how this page's query becomes another one: `query(cursor="…")`."""

    def query(**changes: str | None) -> str:
        kept = {name: value for name, value in visit.request.query_params.items() if value} | changes
        return urlencode({name: value for name, value in kept.items() if value})

    return query


def local(address: str) -> str:
    """Return an address of this site, so that nobody is sent elsewhere."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"


def plain(refusal: Refusal) -> HTMLResponse:
    """Return the page that tells a refusal to whoever it may be, in both languages."""
    page = HTMLResponse(templates().get_template("web/away.html").render(refusal=refusal), refusal.answer.value)
    page.headers["HX-Retarget"] = page.headers["HX-Reselect"] = "main"
    return page


def tell(refusal: Refusal, path: str) -> tuple[str, bytes]:
    """Write a refusal for whoever asked at a path: a problem document for programs, a page for people."""
    if path.startswith("/api/"):
        return MEDIA_TYPE, msgspec.json.encode(body_of(refusal, path))
    page = plain(refusal)
    return page.headers["content-type"], bytes(page.body)


def install(app: FastAPI) -> None:
    """Answer an address that nothing stands at with a page, outside the API."""

    @app.exception_handler(Answer.MISSING.value)
    def missing(request: Request, _error: Exception) -> Response:
        refusal = Missing(what=request.url.path)
        if request.url.path.startswith("/api/"):
            return problems.answer(refusal, request)
        return plain(refusal)


class PageRoute(APIRoute):
    """A route of a page: refuses forged forms, and tells refusals as pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                await refuse_forgery(request)
                return await handle(request)
            except RequestValidationError as error:
                refusal = malformed(error)
            except (StoreTrouble, ViewsAway):
                refusal = StoreUnreachable()
            except Refusal as raised:
                refusal = raised
            finally:
                if (form := getattr(request.state, "form", None)) is not None:
                    await form.close()
            return await run_in_threadpool(refused, request, refusal)

        return told


def refused(request: Request, refusal: Refusal) -> Response:
    """Return the page that tells a refusal; whoever has to log in first is taken there."""
    if isinstance(refusal, StoreUnreachable):
        return plain(refusal)
    visit = visit_of(request)
    if isinstance(refusal, NotLoggedIn):
        wanted = visit.address if request.method == "GET" else "/"
        return go_to(visit, f"/login?next={quote(wanted, safe='')}")
    page = render(visit, "web/refusal.html", refusal.answer.value, refusal=refusal)
    if visit.by_script:
        page.headers["HX-Retarget"] = page.headers["HX-Reselect"] = "main"
        page.headers["HX-Reswap"] = "outerHTML"
    return page


def pages() -> APIRouter:
    """Return a router for pages."""
    return APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)
