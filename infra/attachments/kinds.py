"""Kinds of files that are taken, told by how their content begins, never by a name or by what a sender says."""

from collections.abc import Callable, Mapping

JPEG, PNG, WEBP, PDF, MP4 = "image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4"
_MP4_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"3gp4",
    b"3gp5",
)
"""Brands of the ISO base media format that players take for MP4; a HEIC photo or QuickTime film has others."""

_BEGINNINGS: Mapping[str, Callable[[bytes], bool]] = {
    JPEG: lambda content: content.startswith(b"\xff\xd8\xff"),
    PNG: lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    WEBP: lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP",
    PDF: lambda content: content.startswith(b"%PDF-"),
    MP4: lambda content: content[4:8] == b"ftyp" and content[8:12] in _MP4_BRANDS,
}
MEDIA_TYPES = tuple(_BEGINNINGS)
"""The media types that are taken: photos, scanned documents, short films from a phone."""


def media_type_of(content: bytes) -> str | None:
    """Return the media type of a file, or None where it is none of those that are taken."""
    return next((media_type for media_type, begins in _BEGINNINGS.items() if begins(content)), None)
