"""GCJ-02 (火星坐标系) and BD-09 (百度坐标系) to WGS 84.

Phones and maps sold in China show GCJ-02, Baidu's show BD-09; the ledger keeps WGS 84 and what was given. The formulas
are the publicly known approximations of the two obfuscations; they have no closed inverse, so it is found by iteration.
Outside the rectangle that both take for China they change nothing.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Literal

Crs = Literal["WGS84", "GCJ02", "BD09"]

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

_AXIS = 6378245.0
"""Semi-major axis of the Krasovsky ellipsoid, metres."""
_ECCENTRICITY = 0.00669342162296594323
"""Its first eccentricity, squared."""
_BAIDU = pi * 3000.0 / 180.0
_CLOSE = 1e-9
"""Degrees; a tenth of a millimetre."""
_ROUNDS = 30


def to_wgs84(lon: float, lat: float, crs: Crs) -> Point:
    """Return a point in WGS 84; the way there and back differs by less than a millimetre."""
    if crs == "GCJ02":
        return _inverse(gcj02_from_wgs84, lon, lat)
    if crs == "BD09":
        return _inverse(gcj02_from_wgs84, *_inverse(bd09_from_gcj02, lon, lat))
    return lon, lat


def gcj02_from_wgs84(lon: float, lat: float) -> Point:
    """Return where GCJ-02 shows a point of WGS 84."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):  # noqa: PLR2004 - the rectangle taken for China
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    radians = lat / 180.0 * pi
    magic = 1.0 - _ECCENTRICITY * sin(radians) ** 2
    metres_per_degree_north = _AXIS * (1.0 - _ECCENTRICITY) / (magic * sqrt(magic)) * pi / 180.0
    metres_per_degree_east = _AXIS / sqrt(magic) * cos(radians) * pi / 180.0
    return lon + east / metres_per_degree_east, lat + north / metres_per_degree_north


def bd09_from_gcj02(lon: float, lat: float) -> Point:
    """Return where BD-09 shows a point of GCJ-02."""
    length = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return length * cos(angle) + 0.0065, length * sin(angle) + 0.006


def _inverse(forward: Callable[[float, float], Point], lon: float, lat: float) -> Point:
    """Return the point that the forward way leads from; the shifts vary slowly, so each round gains digits."""
    x, y = lon, lat
    for _ in range(_ROUNDS):
        shown_lon, shown_lat = forward(x, y)
        x, y = x - (shown_lon - lon), y - (shown_lat - lat)
        if max(abs(shown_lon - lon), abs(shown_lat - lat)) < _CLOSE:
            break
    return x, y
