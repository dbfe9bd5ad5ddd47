"""HTTP of attachments: upload and download."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from domain.shared.errors import Malformed
from services.attachments.application import File, hand_in, read_file
from services.attachments.schemas import DOWNLOAD, UPLOAD, AttachmentOut
from services.sessions.api import Reader, TheOffice
from services.web.answers import WithReason
from services.web.bodies import InMemory
from services.web.problems import READ_PROBLEMS, Undecodable, problems

router = APIRouter(prefix="/attachments", tags=["attachments"])

SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
}
_ALONE = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
"""A file that was handed in runs nothing and reaches nothing, whatever it holds."""


async def content_of(request: Request) -> bytes:
    """Return the file of a request: its body, or the field `file` of a form. Raises `Undecodable`, `Malformed`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        return await request.body()
    try:
        form = await InMemory(request.headers, request.stream(), max_files=1, max_fields=0).parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise Undecodable from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Malformed(field="file", why_zh="必填，不能缺少", why_en="is required")
        return await file.read()
    finally:
        await form.close()


@router.post(
    "",
    status_code=201,
    responses=problems(400, 401, 409, 413, 415, 422, 503),
    openapi_extra=UPLOAD,
)
def upload(
    office: TheOffice, caller: Reader, response: Response, content: Annotated[bytes, Depends(content_of)]
) -> AttachmentOut:
    """Hand in a photo, a scan or a short film; the same file again is the same attachment (上传附件)."""
    kept = hand_in(office.bureau, caller, content)
    response.headers["Location"] = f"/api/v1/attachments/{kept.sha256}"
    return kept


@router.get("/{sha256}", responses={**READ_PROBLEMS, **DOWNLOAD}, response_class=Response)
def download(
    office: TheOffice,
    caller: Reader,
    sha256: Annotated[str, Path(pattern="^sha256:[0-9a-f]{64}$", description="The digest, as the upload told it.")],
    case: Annotated[UUID | None, Query(description="A case in which it is cited, whose texts the reader may see.")] = (
        None
    ),
    reason: WithReason = None,
) -> Response:
    """Read a file again: for whoever handed it in, and for readers of a case in which it is cited."""
    return answer_file(read_file(office.bureau, caller, sha256, case, reason), sha256)


def answer_file(file: File, sha256: str) -> Response:
    """Return a file so that a browser shows it and runs nothing in it."""
    name = f"{sha256.removeprefix('sha256:')[:16]}.{SUFFIXES[file.media_type]}"
    shown = "inline" if file.media_type.startswith(("image/", "video/")) else "attachment"
    headers = {**_ALONE, "Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(file.content, media_type=file.media_type, headers=headers)
