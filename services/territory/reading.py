"""Reading the territory: one unit, lists of units, and where a point lies."""

from datetime import datetime
from typing import Any

import msgspec

from domain.shared.errors import Answer, Missing, Refusal
from domain.shared.place import UNIT_KINDS, UnitKind
from domain.territory.divisions import Divisions
from domain.territory.grids import Grids
from infra.geo.coordinates import Crs, to_wgs84
from projections.register.register import Register
from services.administration import page_by, registers_at
from services.office import Bureau


class OutsideAllUnits(Refusal):
    """The point lies in no unit whose boundary is known (不在任何单元范围内)."""

    answer = Answer.MISSING
    zh = "该位置不在任何已划定边界的单元范围内。请直接选择单元。"
    en = "The point lies in no unit whose boundary is drawn. Choose the unit itself."


def read_unit(bureau: Bureau, code: str, as_of: datetime | None) -> dict[str, Any]:
    """Return a unit as it stands, or stood by what had been recorded by a time. Raises `Missing`."""
    register, at, position = registers_at(bureau, as_of)
    view = register.unit(code, at)
    if view is None:
        raise Missing(what=code)
    way = register.standing(code, at).path
    return {
        **msgspec.structs.asdict(view),
        "path": [_named(register, one, at) for one in way],
        "children": [_named(register, child.code, at) for child in register.children(code, at)],
        "units": register.counts(code, at),
        "version": _version(bureau, register, code, position),
        "position": position,
    }


def list_units(
    bureau: Bureau,
    *,
    kinds: tuple[UnitKind, ...],
    place: str | None,
    limit: int,
    cursor: str | None,
    as_of: datetime | None,
) -> dict[str, Any]:
    """Return a page of the units in force of some kinds, in a place or everywhere, by code."""
    register, at, position = registers_at(bureau, as_of)
    units = [unit for unit in register.units(place=place, at=at) if unit.kind in kinds]
    page = page_by(units, lambda unit: unit.code, limit, cursor, position)
    return {**page, "items": [msgspec.structs.asdict(unit) for unit in page["items"]]}


def locate(bureau: Bureau, lon: float, lat: float, crs: Crs) -> dict[str, Any]:
    """Return the units that a point lies in, level by level. Raises `OutsideAllUnits`."""
    register, at, position = registers_at(bureau, None)
    lon, lat = to_wgs84(lon, lat, crs)
    way = register.locate(lon, lat, at)
    if way is None:
        raise OutsideAllUnits
    named = {unit["kind"]: unit for unit in (_named(register, code, at) for code in way)}
    return {
        "unit": way[-1],
        **{kind: named.get(kind) for kind in UNIT_KINDS},
        "location": {"lon": lon, "lat": lat, "crs": "WGS84"},
        "position": position,
    }


def _named(register: Register, code: str, at: datetime) -> dict[str, str]:
    view = register.unit(code, at)
    if view is None:
        raise Missing(what=code)
    return {"code": code, "name": view.name, "kind": view.kind}


def _version(bureau: Bureau, register: Register, code: str, position: int) -> int:
    if "-" in code:
        stream = Grids.stream_id(code)
        return bureau.repository.load(Grids, stream, position=position).originator_version
    county = register.first_code(register.standing(code).path[0])
    return bureau.repository.load(Divisions, Divisions.stream_id(county), position=position).originator_version
