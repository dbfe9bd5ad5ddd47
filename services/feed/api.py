"""HTTP of the feed (动态): server-sent events; the id of each is its ledger position."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from domain.shared.errors import Malformed
from projections.cases.queries import VIEW, FeedItem, feed
from projections.scope import Scope
from services.office import Office
from services.sessions.api import Reader, TheOffice
from services.sessions.application import scope_of
from services.web.problems import READ_PROBLEMS

router = APIRouter(prefix="/feed", tags=["views"])

BATCH = 200
LOOK_EVERY_SECONDS = 0.1
HEARTBEAT_EVERY_LOOKS = 150
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "Events, one a case."}
}


@router.get("", responses={**READ_PROBLEMS, **_STREAM}, response_class=StreamingResponse)
async def follow(
    office: TheOffice,
    caller: Reader,
    last_event_id: Annotated[str | None, Header(max_length=20, description="The last position seen.")] = None,
    until_caught_up: Annotated[bool, Query(description="End when everything recorded so far was told.")] = False,
) -> StreamingResponse:
    """Follow what happens to the cases one may see, from a position on; without one, from now."""
    after = office.views.position(VIEW) if last_event_id is None else _position(last_event_id)
    scope = scope_of(office.bureau.registers.current(), caller.actor())
    events = _events(office, scope, after, endless=not until_caught_up)
    return StreamingResponse(events, media_type="text/event-stream")


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Malformed(field="Last-Event-ID", why_zh="应为账本位置（整数）", why_en="must be a ledger position")
    return int(text)


async def _events(office: Office, scope: Scope, after: int, *, endless: bool) -> AsyncIterator[bytes]:
    """Yield what happens; a view that moved without anything for this reader only moves the position looked from."""
    quiet = 0
    yield b": gridgov\n\n"
    while True:
        reached = office.views.position(VIEW)
        items = await run_in_threadpool(feed, office.views, scope, after, BATCH) if reached > after else []
        for item in items:
            yield _line(item)
        after = items[-1].position if len(items) == BATCH else max(after, reached)
        if len(items) == BATCH:
            continue
        if not endless:
            return
        quiet = 0 if items else quiet + 1
        if quiet % HEARTBEAT_EVERY_LOOKS == HEARTBEAT_EVERY_LOOKS - 1:
            yield b": still here\n\n"
        await asyncio.sleep(LOOK_EVERY_SECONDS)


def _line(item: FeedItem) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (item.position, item.type.encode(), msgspec.json.encode(item))
