"""Use cases of attachments (附件): hand in a file, and read it again."""

from typing import NamedTuple
from uuid import UUID

from domain.shared.errors import Malformed, Missing, Refusal
from infra.attachments.kinds import MEDIA_TYPES, media_type_of
from infra.crypto.key_store import KeyDestroyed
from services.attachments.citing import cited
from services.attachments.schemas import AttachmentOut
from services.incidents import reading
from services.office import Bureau
from services.sessions.application import Caller
from services.web.problems import Unsupported


class AttachmentErased(Refusal):
    """The file was erased, and is never taken again (附件已销毁)."""

    zh = "该文件已按规定销毁，不能再次提交。"
    en = "This file was erased and is not taken again."


class File(NamedTuple):
    """A plain file as it goes out."""

    content: bytes
    media_type: str


def hand_in(bureau: Bureau, caller: Caller, content: bytes) -> AttachmentOut:
    """Keep a file, sealed; the same again is the same. Raises `Malformed`, `Unsupported`, `AttachmentErased`."""
    if not content:
        raise Malformed(field="file", why_zh="文件是空的", why_en="the file is empty")
    media_type = media_type_of(content)
    if media_type is None:
        raise Unsupported(accepted=", ".join(MEDIA_TYPES))
    try:
        kept = bureau.attachments.keep(content, media_type, caller.person, bureau.clock())
    except KeyDestroyed as destroyed:
        raise AttachmentErased from destroyed
    return AttachmentOut.model_validate({"sha256": kept.digest, "size": kept.size, "media_type": kept.media_type})


def read_file(bureau: Bureau, caller: Caller, digest: str, case: UUID | None, reason: str | None = None) -> File:
    """Return a file to whoever handed it in, or to a reader of a case's texts in which it is cited.

    A reader with no right to the texts gives a reason, and that is recorded. Only a citing by somebody who had handed
    the file in counts, so that knowing a digest opens nothing. For everybody else the file is not there, nor is one
    that was erased. Raises `Missing`.
    """
    kept = bureau.attachments.find(digest)
    if kept is not None and _may_read(bureau, caller, kept.digest, case, reason):
        try:
            return File(bureau.attachments.read(kept.digest), kept.media_type)
        except KeyDestroyed as destroyed:
            raise Missing(what=digest) from destroyed
    raise Missing(what=digest)


def _may_read(bureau: Bureau, caller: Caller, digest: str, case: UUID | None, reason: str | None) -> bool:
    uploaders = bureau.attachments.uploaders(digest)
    if caller.person in uploaders:
        return True
    if case is None:
        return False
    found = reading.read(bureau, caller, case)
    acts = bureau.ledger.stream(case)
    if not any(one.meta.person in uploaders and digest in cited(one.event) for one in acts):
        return False
    return found.openly or reading.read(bureau, caller, case, reason=reason, fields=("attachments",)).openly
