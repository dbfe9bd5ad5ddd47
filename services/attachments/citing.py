"""Citing attachments in a case: by the digest of a file that was handed in before."""

from collections.abc import Iterable
from typing import Any

import msgspec

from domain.shared.errors import Refusal
from services.office import Bureau


class AttachmentUnknown(Refusal):
    """A digest was cited whose file was never handed in (附件未上传)."""

    zh = "附件 {digest} 尚未上传。请先通过 POST /api/v1/attachments 上传。"
    en = "The attachment {digest} was never handed in. Upload it first: POST /api/v1/attachments."


def known(bureau: Bureau, digest: str) -> bool:
    """Tell whether a file was handed in."""
    return bureau.attachments.find(digest) is not None


def refuse_unknown(bureau: Bureau, digests: Iterable[str]) -> None:
    """Refuse a digest that was never handed in. Raises `AttachmentUnknown`."""
    for digest in digests:
        if not known(bureau, digest):
            raise AttachmentUnknown(digest=digest)


def cited(value: Any) -> frozenset[str]:
    """Return the digests in the `attachments` of an event, and of what it holds."""
    if not isinstance(value, msgspec.Struct):
        return frozenset()
    own = getattr(value, "attachments", ())
    return frozenset(own).union(*(cited(getattr(value, name)) for name in value.__struct_fields__))
