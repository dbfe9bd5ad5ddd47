"""The HTTP application: every context's resources and pages, refusals, limits and security headers."""

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.attachments import api as attachments
from services.audit import api as audit
from services.audit import pages as audit_pages
from services.feed import api as feed
from services.incidents import api as incidents
from services.incidents import pages as incidents_pages
from services.office import Office
from services.organs import api as organs
from services.reference import api as reference
from services.resolution import api as resolution
from services.sessions import api as sessions
from services.sessions import pages as sessions_pages
from services.territory import api as territory
from services.units import api as units
from services.units import pages as units_pages
from services.web import health, health_page, pages, problems
from services.web.bodies import BodyLimit
from services.worklist import api as worklist
from services.worklist import pages as worklist_pages

API = "/api/v1"
RESOURCES = (
    sessions.router,
    incidents.router,
    attachments.router,
    territory.router,
    organs.router,
    reference.router,
    units.router,
    worklist.router,
    resolution.router,
    audit.router,
    feed.router,
)
"""The resources and views under `/api/v1`, one line a context."""
PAGES = (
    sessions_pages.router,
    worklist_pages.router,
    incidents_pages.router,
    units_pages.router,
    audit_pages.router,
    health_page.router,
)
"""The pages, one line a context."""
STATIC = Path(__file__).parent / "static"

SECURITY_HEADERS = {
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"permissions-policy": b"camera=(self), geolocation=(self), microphone=()",
}


class SecurityHeaders:
    """Adds the security headers to every answer; an answer of the API is never kept in a cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                headers += [(name, value) for name, value in SECURITY_HEADERS.items() if name not in present]
                if not scope["path"].startswith("/static/") and b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, secured)


def create_app(office: Office, demo_password: str | None = None) -> FastAPI:
    """Return the application that serves an office; a demo tells its accounts' password on the page to log in."""
    settings = office.bureau.settings
    app = FastAPI(
        title="gridgov",
        version="1",
        summary="The official memory of grassroots governance",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(
                BodyLimit, limit=settings.max_body_bytes, uploads=settings.max_attachment_bytes, tell=pages.tell
            ),
        ],
    )
    app.state.office = office
    app.state.demo_password = demo_password
    app.state.head_at_start = office.bureau.ledger.head().position
    problems.install(app)
    pages.install(app)
    app.include_router(health.router)
    for router in RESOURCES:
        app.include_router(router, prefix=API)
    for router in PAGES:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
