"""The answer to an upload, and what a request with a file looks like."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from infra.attachments.kinds import MEDIA_TYPES
from services.web.bodies import Digest

MediaType = Literal["image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4"]


class AttachmentOut(BaseModel):
    """A file that was handed in; cite it by its digest."""

    sha256: Digest = Field(description="`sha256:` and the SHA-256 of the plain file.")
    size: int = Field(description="Size of the plain file, in bytes.")
    media_type: MediaType = Field(description="Told by the content alone.")


_FILE = {"type": "string", "format": "binary", "minLength": 1}
_FORM_FILE = {**_FILE, "description": "The photo, scan or short film."}
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, or one field `file` of a form.",
        "content": {
            **{media_type: {"schema": _FILE} for media_type in (*MEDIA_TYPES, "application/octet-stream")},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": _FORM_FILE}, "required": ["file"]},
            },
        },
    }
}
"""The request of an upload, for its OpenAPI document."""
DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The plain file, with the media type told when it was handed in.",
        "content": {media_type: {"schema": _FILE} for media_type in MEDIA_TYPES},
    }
}
