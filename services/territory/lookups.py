"""What the rules of the territory ask of the register, looked up."""

from datetime import datetime

from domain.organs.rules import Place
from domain.shared.errors import Missing
from domain.territory.grids import Village
from domain.territory.rules import Worker
from projections.register.register import Register


def village_of(register: Register, code: str, at: datetime) -> Village:
    """Return the village that a grid's code begins with, as it stands. Raises `Missing`."""
    view = register.unit(register.current(code[:12], at), at)
    if view is None or view.kind != "village":
        raise Missing(what=code[:12])
    return Village(
        code=view.code,
        codes=register.aliases(view.code, at),
        in_force=view.in_force and view.takes_cases,
        boundary=view.boundary,
    )


def worker_at(register: Register, post: str, at: datetime) -> Worker:
    """Return a post as a worker of a unit. Raises `Missing`."""
    view = register.post(post, at)
    if view is None:
        raise Missing(what=post)
    return Worker(view.code, view.kind, view.place)


def place_of(register: Register, code: str, at: datetime) -> Place:
    """Return a unit in force as the place of a post. Raises `Missing`."""
    view = register.unit(register.current(code, at), at)
    if view is None or not view.in_force:
        raise Missing(what=code)
    return Place(path=register.standing(view.code, at).path, kind=view.kind)
