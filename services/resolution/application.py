"""Use case: how many cases ended at which level, for a place and a time."""

from datetime import datetime

from domain.shared.errors import Missing
from projections.resolution.queries import VIEW, ResolutionLevels, resolution_levels
from services.office import Office
from services.sessions.application import Caller


def levels_of(
    office: Office,
    caller: Caller,
    place: str | None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    at_least: int | None = None,
    as_of: datetime | None = None,
) -> ResolutionLevels:
    """Return where the cases of a place ended (default: the caller's place).

    A reader may ask for their place, what lies in it, and the units on the way up. Raises `Missing`, `ViewBehind`.
    """
    moment = office.moment(as_of, at_least, VIEW)
    register, own = moment.register, caller.actor().place
    code = place or own
    known = register.unit(code) is not None
    if not known or not (register.within(code, own) or register.within(own, code)):
        raise Missing(what=f"unit {code}")
    everything = office.is_county(register, code)
    places = () if everything else register.aliases(code)
    return resolution_levels(office.views, places=places, since=since, until=until, as_of=moment.position)
