"""The geometry that the rules of the territory ask about, by shapely. Boundaries are WKT in WGS 84 degrees."""

import re
from functools import lru_cache
from typing import Any

import shapely
from shapely.errors import GEOSException

_TOLERANCE = 1e-6
"""Share of an area that may stick out or overlap: the rounding of coordinates, no strip of land."""

_NO_NUMBER = re.compile("nan|inf", re.IGNORECASE)
"""What WKT may hold in the place of a number, and no boundary does."""


class Boundaries:
    """`domain.territory.rules.Geometry`, by shapely."""

    def readable(self, boundary: str) -> bool:
        """Tell whether it is a valid polygon or multipolygon within the range of degrees."""
        if _NO_NUMBER.search(boundary):
            return False
        try:
            shape = _shape(boundary)
        except (GEOSException, ValueError):
            return False
        if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty or not shape.is_valid:
            return False
        return all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in shapely.get_coordinates(shape))  # noqa: PLR2004 - degrees

    def inside(self, inner: str, outer: str) -> bool:
        """Tell whether one lies inside the other, edges included."""
        one, other = _shape(inner), _shape(outer)
        return bool(one.difference(other).area <= _TOLERANCE * one.area)

    def overlap(self, one: str, other: str) -> bool:
        """Tell whether the two share more than edges."""
        first, second = _shape(one), _shape(other)
        if not first.intersects(second):
            return False
        return bool(first.intersection(second).area > _TOLERANCE * min(first.area, second.area))

    def union(self, one: str, other: str) -> str:
        """Return both as one boundary, in WKT."""
        return str(shapely.to_wkt(_shape(one).union(_shape(other)), rounding_precision=-1))

    def holds(self, boundary: str, lon: float, lat: float) -> bool:
        """Tell whether a point lies inside or on the edge."""
        return bool(_shape(boundary).intersects(shapely.Point(lon, lat)))


@lru_cache(maxsize=4096)
def _shape(wkt: str) -> Any:
    return shapely.from_wkt(wkt)
