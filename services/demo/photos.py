"""Photos of the demo cases (演示照片): small plain pictures in one colour, so that results can carry evidence."""

import struct
import zlib
from random import Random

from services.attachments.application import hand_in
from services.office import Bureau
from services.sessions.application import Caller

_WIDTH, _HEIGHT = 32, 24
_COLOURS = 12


def photo(bureau: Bureau, caller: Caller, random: Random) -> str:
    """Hand in one of a dozen pictures; return its digest."""
    shade = 255 * random.randrange(_COLOURS) // _COLOURS
    return hand_in(bureau, caller, png(shade, 160, 255 - shade)).sha256


def png(red: int, green: int, blue: int) -> bytes:
    """Return a picture in one colour, as PNG."""
    rows = (b"\x00" + bytes((red, green, blue)) * _WIDTH) * _HEIGHT
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
