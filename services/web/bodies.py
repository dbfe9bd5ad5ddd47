"""What may come in through the door: strict texts, moments, and bodies of a bounded size."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import FunctionType
from typing import Annotated, Any, cast

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.shared.errors import Answer, Refusal
from services.web.problems import TooLarge

MAX_TEXT = 10_000


_DAY = re.compile(r"(19|[2-8][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _clean(text: str) -> str:
    if _NO_CHARACTER.search(text):
        raise ValueError("holds a control character or a lone surrogate")
    return text


def _aware(value: Any) -> Any:
    if isinstance(value, (int, float)) or (isinstance(value, str) and value.replace(".", "").lstrip("-").isdigit()):
        raise ValueError("must be RFC 3339 with an offset, for example 2026-11-20T08:15:00+08:00")
    return value


def _in_range(moment: datetime) -> datetime:
    if not 1900 <= moment.year <= 9000:  # noqa: PLR2004 - the years that a record can mean
        raise ValueError("the year must lie between 1900 and 9000")
    return moment.astimezone(UTC)


def _written_out(value: Any) -> Any:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise ValueError("must be a date such as 2026-11-20, from 1900 on")
    return value


_CLEAN = Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"})
"""Says in the OpenAPI document what `_clean` checks."""
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT), AfterValidator(_clean), _CLEAN]
"""A text that every store can hold: no lone surrogates, no NUL, no other control characters."""
Filled = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT, strip_whitespace=True),
    AfterValidator(_clean),
    Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\S[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"}),
]
"""A text that is not empty."""
Code = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\w.\-/〔〕:]+$"), AfterValidator(_clean)
]
"""A code of a unit, organ, post, category or person."""
Moment = Annotated[AwareDatetime, BeforeValidator(_aware), AfterValidator(_in_range)]
"""RFC 3339 with offset; kept in UTC."""
Day = Annotated[date, BeforeValidator(_written_out)]
"""A date, as offices count it in Asia/Shanghai."""
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
"""An attachment, by the SHA-256 of its plain file."""


def absent_is(default: Any) -> BeforeValidator:
    """Take null for what a field holds when it is left out."""
    return BeforeValidator(lambda value: default if value is None else value)


class Body(BaseModel):
    """The base of all bodies: an unknown field is refused, because a typing error must not lose data."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CommandBody(Body):
    """What every command's body may carry."""

    occurred_at: Annotated[Moment | None, Field(description="When it was done; default now; never in the future.")] = (
        None
    )


def takes(endpoint: Callable[..., Any], body: type[CommandBody]) -> None:
    """Let an endpoint take a body as its last argument; where nothing in it is required, it may be left out."""
    endpoint.__annotations__["body"] = body
    if not any(field.is_required() for field in body.model_fields.values()):
        cast("FunctionType", endpoint).__defaults__ = (body(),)


class InMemory(MultiPartParser):
    """Keeps files in memory, which the limit of bodies bounds, so that they never lie on disk in clear."""

    spool_max_size = 1 << 62


Tell = Callable[[Refusal, str], tuple[str, bytes]]
"""Writes a refusal for a path: its media type and body."""


class BodyLimit:
    """Reads a body whole, up to a limit, before anything else happens; refuses a larger one early.

    A form with files may be as large as an upload.
    """

    def __init__(self, app: ASGIApp, limit: int, uploads: int, tell: Tell) -> None:
        self._app, self._limit, self._uploads, self._tell = app, limit, uploads, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body, or answer 413."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        with_files = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        limit = self._uploads if with_files or scope["path"].endswith("/attachments") else self._limit
        announced = headers.get(b"content-length", b"0")
        body = None
        if announced.isdigit() and int(announced) <= limit:
            body = await _read(receive, limit)
        if body is None:
            await self._refuse(scope, send, limit)
            return
        whole: Message | None = {"type": "http.request", "body": body, "more_body": False}

        async def replayed() -> Message:
            nonlocal whole
            if whole is None:
                return await receive()
            message, whole = whole, None
            return message

        await self._app(scope, replayed, send)

    async def _refuse(self, scope: Scope, send: Send, limit: int) -> None:
        media_type, document = self._tell(TooLarge(limit=limit), scope["path"])
        headers = [(b"content-type", media_type.encode()), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": Answer.TOO_LARGE.value, "headers": headers})
        await send({"type": "http.response.body", "body": document})


async def _read(receive: Receive, limit: int) -> bytes | None:
    """Return the whole body, or None when it is over the limit."""
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
