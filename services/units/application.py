"""Use case: the figures of a unit, for whoever's place it lies in or holds."""

from datetime import datetime

from domain.shared.errors import Missing
from projections.register.entries import UnitView as RegisterUnit
from projections.register.register import Register
from projections.units.queries import VIEW, Named, UnitView, unit_view
from services.office import Office
from services.sessions.application import Caller


def view_of_unit(
    office: Office, caller: Caller, code: str, *, at_least: int | None = None, as_of: datetime | None = None
) -> UnitView:
    """Return a unit's figures, now or as recorded by a time.

    A reader sees the units on the way from the county to their place, and all within it.
    Raises `Missing`, `ViewBehind`.
    """
    moment = office.moment(as_of, at_least, VIEW)
    register = moment.register
    unit = register.unit(code, moment.judged_at)
    place = caller.actor().place
    if unit is None or not (register.within(code, place) or register.within(place, code)):
        raise Missing(what=f"unit {code}")
    return unit_view(
        office.views,
        _named(register, unit),
        [_named(register, child) for child in register.children(code, moment.judged_at)],
        units={str(kind): count for kind, count in register.counts(code, moment.judged_at).items()},
        moment=moment.judged_at,
        as_of=moment.position,
    )


def _named(register: Register, unit: RegisterUnit) -> Named:
    """Return a unit for the query; the county holds every case, those that lie in no unit too."""
    codes = () if unit.kind == "county" else register.aliases(unit.code)
    return Named(code=unit.code, name=unit.name, kind=unit.kind, codes=codes)
