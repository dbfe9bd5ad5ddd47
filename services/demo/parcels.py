"""The synthetic grids of the demo town (合成网格): 28 grids, 109 sub-grids and 280 micro-grids over its nine villages.

The counts are those that Ximo town reports; which village holds how many, and where the lines run, is made up from a
fixed seed. Boundaries are rectangles cut from rectangles, so that siblings share edges and never overlap.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from domain.shared.place import UnitKind

SEED = 140830
GRIDS, SUB_GRIDS, MICRO_GRIDS = 28, 109, 280
"""What the town reports. Source: the 4335 method of Ximo town; mechanisms.md row 1."""
ANCHOR = (110.69, 34.71)
"""A point in the middle of the micro-grid 140830103201-01-02-003."""
ANCHOR_CODE = "140830103201-01-02-003"
_COUNTY = (-0.42, -0.14, 0.3, 0.14)
"""The county around the anchor, in degrees: west, south, east, north."""
_TOWN = (0.18, 0.12)
"""Width and height of the town in degrees, about 16 by 13 km."""
_LEAST = {"140830103201-01": 2, "140830103201-01-02": 3}
"""Units that need so many below them, so that the units of the accounts and of the examples are there."""
_ORDINALS = "一二三四五六七八九十"


class Box(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def wkt(self) -> str:
        """The rectangle in WKT."""
        west, south, east, north = (f"{edge:.6f}" for edge in self)
        return f"POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"

    def moved(self, lon: float, lat: float) -> "Box":
        """Return the rectangle moved by so many degrees, its edges on millionths of a degree."""
        return Box(
            round(self.west + lon, 6), round(self.south + lat, 6), round(self.east + lon, 6), round(self.north + lat, 6)
        )


class Parcel(NamedTuple):
    """A unit to be drawn."""

    code: str
    kind: UnitKind
    name: str
    parent: str
    box: Box


class Layout(NamedTuple):
    """The demo county on the map: county, town and villages by code, and the grids from the top down."""

    divisions: dict[str, Box]
    parcels: tuple[Parcel, ...]


def lay_out(county: str, town: str, villages: Sequence[tuple[str, str]]) -> Layout:
    """Return the layout for the villages (code and short name)."""
    random = Random(SEED)  # noqa: S311 - the same county every time
    town_box = Box(0.0, 0.0, *_TOWN)
    boxes = dict(zip((code for code, _ in villages), _cut(random, town_box, len(villages)), strict=True))
    parcels = list(_parcels(random, villages, boxes))
    anchor = next(parcel.box for parcel in parcels if parcel.code == ANCHOR_CODE)
    lon = ANCHOR[0] - (anchor.west + anchor.east) / 2
    lat = ANCHOR[1] - (anchor.south + anchor.north) / 2
    divisions = {county: Box(*_COUNTY).moved(*ANCHOR), town: town_box.moved(lon, lat)}
    divisions |= {code: box.moved(lon, lat) for code, box in boxes.items()}
    return Layout(divisions, tuple(parcel._replace(box=parcel.box.moved(lon, lat)) for parcel in parcels))


def _parcels(random: Random, villages: Sequence[tuple[str, str]], boxes: dict[str, Box]) -> Iterator[Parcel]:
    above = [Parcel(code, "village", name, "", boxes[code]) for code, name in villages]
    steps: tuple[tuple[UnitKind, int, int, str], ...] = (
        ("grid", GRIDS, 2, "网格"),
        ("sub_grid", SUB_GRIDS, 2, "子网格"),
        ("micro_grid", MICRO_GRIDS, 3, "微网格"),
    )
    for kind, total, digits, word in steps:
        below: list[Parcel] = []
        for parent, count in zip(above, _share(random, [parcel.code for parcel in above], total), strict=True):
            base = parent.name.removesuffix("（演示）")
            below.extend(
                Parcel(f"{parent.code}-{n:0{digits}}", kind, f"{base}第{_ordinal(n)}{word}（演示）", parent.code, box)
                for n, box in enumerate(_cut(random, parent.box, count), start=1)
            )
        yield from below
        above = below


def _share(random: Random, codes: Sequence[str], total: int) -> list[int]:
    """Return how many units each code holds: at least one each, and `total` in all."""
    counts = [_LEAST.get(code, 1) for code in codes]
    for _ in range(total - sum(counts)):
        open_to = [index for index, count in enumerate(counts) if count <= min(counts) + 1]
        counts[random.choice(open_to)] += 1
    return counts


def _cut(random: Random, box: Box, count: int) -> list[Box]:
    """Return the rectangle cut into so many, across its longer side and not quite evenly."""
    if count == 1:
        return [box]
    first = count // 2
    share = first / count + random.uniform(-0.08, 0.08) / count
    if box.east - box.west >= box.north - box.south:
        line = round(box.west + (box.east - box.west) * share, 6)
        parts = box._replace(east=line), box._replace(west=line)
    else:
        line = round(box.south + (box.north - box.south) * share, 6)
        parts = box._replace(north=line), box._replace(south=line)
    return [*_cut(random, parts[0], first), *_cut(random, parts[1], count - first)]


def _ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _ORDINALS[ones - 1]
    return ("" if tens == 1 else _ORDINALS[tens - 1]) + "十" + (_ORDINALS[ones - 1] if ones else "")
