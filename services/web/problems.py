"""Refusals on the wire: `application/problem+json` (RFC 9457), with a stable type and a sentence in both languages.

The one place where a refusal becomes an HTTP status. A refusal never answers 500.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain.shared.errors import Answer, Malformed, Missing, Refusal
from infra.stores import StoreTrouble
from projections.projection import ViewsAway

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 1

log = structlog.get_logger()


class NotLoggedIn(Refusal):
    """No session, or one that has ended (未登录)."""

    answer = Answer.NOT_LOGGED_IN
    zh = "请先登录：POST /api/v1/sessions，然后带上 Authorization: Bearer 令牌。"
    en = "Log in first: POST /api/v1/sessions, then send Authorization: Bearer TOKEN."


class Undecodable(Refusal):
    """The body is not what its content type says (无法解析)."""

    answer = Answer.UNDECODABLE
    zh = "请求内容无法解析：应为 UTF-8 编码的 JSON。"
    en = "The body cannot be read: it must be JSON in UTF-8."


class NotAskedLikeThis(Refusal):
    """The path does not know this method (方法不支持)."""

    answer = Answer.METHOD_UNKNOWN
    zh = "此路径不支持这种请求方法。响应头 Allow 列出可用的方法；接口说明见 /openapi.json。"
    en = "This path does not know this method. The header Allow lists those it knows; see /openapi.json."


class TooLarge(Refusal):
    """The body is larger than is taken (内容过大)."""

    answer = Answer.TOO_LARGE
    zh = "请求内容超过 {limit} 字节的上限。请缩小后再提交。"
    en = "The body is over the limit of {limit} bytes. Make it smaller."


class Unsupported(Refusal):
    """The content type is not one that is taken here (类型不支持)."""

    answer = Answer.UNSUPPORTED
    zh = "不支持这种内容类型。此处接受：{accepted}。"
    en = "This content type is not taken here. Accepted: {accepted}."


class StoreUnreachable(Refusal):
    """A store cannot be reached now; nothing was recorded (存储暂不可用)."""

    answer = Answer.AWAY
    zh = "存储暂时无法读写，没有记录任何内容。请稍后用同一个 Idempotency-Key 重试。"
    en = "A store cannot be reached now; nothing was recorded. Try again with the same Idempotency-Key."


class ViewBehind(Refusal):
    """A view has not reached the position asked for within two seconds (视图尚未更新到位)."""

    answer = Answer.AWAY
    zh = "视图还没有更新到位置 {position}（现在是 {actual}）。请稍后重试。"
    en = "The view has not reached position {position} yet (it is at {actual}). Try again."


def body_of(refusal: Refusal, instance: str) -> dict[str, Any]:
    """Return the problem document of a refusal."""
    return {
        "type": f"/problems/{refusal.slug()}",
        "title": (type(refusal).__doc__ or refusal.slug()).strip().splitlines()[0],
        "status": refusal.answer.value,
        "detail": f"{refusal.sentence_zh} / {refusal.sentence_en}",
        "detail_zh": refusal.sentence_zh,
        "detail_en": refusal.sentence_en,
        "instance": instance,
    }


def answer(refusal: Refusal, request: Request) -> JSONResponse:
    """Return the response that tells a refusal."""
    headers = {}
    if refusal.answer in {Answer.AWAY, Answer.TOO_MANY}:
        headers["Retry-After"] = str(refusal.facts.get("seconds", RETRY_AFTER_SECONDS))
    if refusal.answer is Answer.NOT_LOGGED_IN:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        body_of(refusal, request.url.path), refusal.answer.value, headers=headers, media_type=MEDIA_TYPE
    )


def malformed(error: RequestValidationError) -> Refusal:
    """Say which field is wrong and why, without repeating what was sent."""
    first = error.errors()[0]
    if first["type"] in {"json_invalid", "value_error.jsondecode"}:
        return Undecodable()
    field = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path", "header"})
    message = first["msg"]
    if first["type"] == "missing":
        return Malformed(field=field or "body", why_zh="必填，不能缺少", why_en="is required")
    if first["type"] == "extra_forbidden":
        return Malformed(field=field, why_zh="没有这个字段", why_en="there is no such field")
    return Malformed(field=field or "body", why_zh=f"格式不正确（{message}）", why_en=message)


def install(app: FastAPI) -> None:
    """Teach the application to tell refusals."""

    @app.exception_handler(Refusal)
    def refused(request: Request, refusal: Refusal) -> Response:
        return answer(refusal, request)

    @app.exception_handler(StoreTrouble)
    @app.exception_handler(ViewsAway)
    def away(request: Request, error: Exception) -> Response:
        log.warning("store_away", reason=str(error))
        return answer(StoreUnreachable(), request)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(malformed(error), request)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        refusal = _OF_HTTP.get(error.status_code) or Missing(what=request.url.path)
        refused = answer(refusal, request)
        refused.headers.update(error.headers or {})
        return refused


_OF_HTTP: Mapping[int, Refusal] = {400: Undecodable(), 405: NotAskedLikeThis()}
"""What HTTP itself refuses; for all else there is nothing at the path."""


class ProblemOut(BaseModel):
    """A refusal (RFC 9457)."""

    type: str = Field(
        description="Stable name of the refusal; `docs/problems.md` tells each.", examples=["/problems/missing"]
    )
    title: str = Field(description="What kind of refusal it is, in English, with the Chinese term.")
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What is wrong and what to do next, in Chinese and English.")
    detail_zh: str = Field(description="The same in Chinese.")
    detail_en: str = Field(description="The same in English.")
    instance: str = Field(description="The path that was asked for.", examples=["/api/v1/incidents"])


_MEANING = {
    400: "The body cannot be decoded.",
    401: "No session.",
    403: "The post has no right to this.",
    404: "Not there, or outside the reader's place.",
    409: "In conflict with the state, or refused by a rule.",
    412: "Somebody has acted since the version in If-Match.",
    413: "The body is too large.",
    415: "The content type is not taken.",
    422: "Malformed.",
    429: "Too many attempts.",
    503: "A store is away or a view is behind; Retry-After tells when to try again.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the refusals an endpoint may answer, for its OpenAPI document."""
    return {
        status: {"description": _MEANING[status], "content": {MEDIA_TYPE: {"schema": _PROBLEM_SCHEMA}}}
        for status in statuses
    }


_PROBLEM_SCHEMA = ProblemOut.model_json_schema()
COMMAND_PROBLEMS = problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503)
READ_PROBLEMS = problems(401, 403, 404, 422, 503)
