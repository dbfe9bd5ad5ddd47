"""The shape of answers: what a command tells, pages of lists, cursors."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Query, Response
from pydantic import AfterValidator, BaseModel, Field

from domain.shared.errors import Malformed
from services.commands import Done
from services.web.bodies import Moment, Text

T = TypeVar("T")

AsOf = Annotated[Moment | None, Query(description="As it stood when this had been recorded.")]
AtLeast = Annotated[
    int | None, Query(ge=0, le=10**15, description="Wait until the view holds this position; 2 s at most, then 503.")
]
Limit = Annotated[int, Query(ge=1, le=200, description="How many items.")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next` of the page before.")]
WithReason = Annotated[
    Text | None,
    AfterValidator(lambda text: text and text.strip()),
    Query(description="Why sealed values of a case that is not one's own are opened. Recorded."),
]


class Created(BaseModel):
    """Another case that a verb created."""

    kind: str = Field(description="What kind of case.")
    id: str = Field(description="Its id.")


class CommandOut(BaseModel):
    """What every command answers; `position` is that of its last event in the ledger."""

    id: str = Field(description="Id of the case, or code of what was changed.")
    number: str | None = Field(default=None, description="Number of the case (案号), once it has one.")
    version: int = Field(description="Its version now, for If-Match.")
    position: int = Field(description="Ledger position of the last event.")
    status: str | None = Field(default=None, description="Its status now.")
    level: str | None = Field(default=None, description="The level that handles the case.")
    created: Created | None = Field(default=None, description="Where the verb created another case.")


def command_answer(done: Done, status: int, location: str | None = None) -> Response:
    """Return a command's answer with its version as the ETag; a repeat answers the same."""
    headers = {"ETag": f'"{done.answer["version"]}"'}
    if location is not None:
        headers["Location"] = location
    return Response(msgspec.json.encode(done.answer), status, headers, "application/json")


def cursor_of(cursor: str | None) -> int:
    """Return where a page starts: after this number. Raises `Malformed`."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):  # noqa: PLR2004 - 64 bits
        raise Malformed(field="cursor", why_zh="请原样使用上一页的 next", why_en="send the `next` of the page before")
    return int(cursor)


def page_of(items: Sequence[T], limit: int, mark: Callable[[T], object], position: int) -> dict[str, Any]:
    """Return a page of a list that was read one item further than the page is long."""
    page = list(items[:limit])
    more = len(items) > limit
    return {"items": page, "next": str(mark(page[-1])) if more else None, "position": position}
