"""Which unit a point lies in."""

from collections.abc import Iterable

import shapely

from domain.shared.place import UnitKind
from projections.register.units import depth


class UnitIndex:
    """A spatial index of boundaries; immutable."""

    def __init__(self, boundaries: Iterable[tuple[str, UnitKind, str]]) -> None:
        rows = sorted(boundaries)
        self._codes = [code for code, _, _ in rows]
        self._depths = [depth(kind) for _, kind, _ in rows]
        self._tree = shapely.STRtree([shapely.from_wkt(wkt) for _, _, wkt in rows])

    def deepest(self, lon: float, lat: float) -> str | None:
        """Return the code of the deepest unit that the point lies in or on the edge of, or None.

        On an edge between two, the lower code is taken, so that the answer is always the same.
        """
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        best = min(((-self._depths[index], self._codes[index]) for index in found), default=None)
        return best[1] if best is not None else None
