"""Who acts in the demo county and where (演示角色): every act goes through the use cases that HTTP calls."""

import re
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from domain.incidents.state import IncidentState
from domain.shared.place import Level, UnitKind
from infra.clock import SimulatedClock
from projections.register.entries import UnitView
from services.commands import Envelope
from services.demo.photos import photo
from services.demo.seats import COUNTY, TOWN, worker_of
from services.incidents import schemas
from services.incidents.application import act_on_incident, load, report_incident
from services.office import Bureau
from services.sessions.application import Caller

OFFICE = f"{TOWN}.office"
LEADER = f"{TOWN}.government/leader"
SUPERVISORS = (f"{COUNTY}.supervision/supervisor-1", f"{COUNTY}.supervision/supervisor-2")
TOWN_DESK = f"{TOWN}.command/desk"
COUNTY_DESK = f"{COUNTY}.command/desk"
SUBSTITUTE_DEPARTMENT = f"{COUNTY}.environment"
"""Leads at the county where the catalogue names no department."""
_WHERE: dict[UnitKind, int] = {"micro_grid": 70, "sub_grid": 10, "grid": 10, "village": 8, "town": 2}
"""How exactly places are known, in parts of a hundred."""
_NUMBER = re.compile(r"-?\d+\.\d+")


class Spot(NamedTuple):
    """Where something is found: a unit, its village, and the edges of its boundary in degrees."""

    unit: str
    kind: UnitKind
    village: str | None
    box: tuple[float, float, float, float] | None

    def point(self, random: Random) -> dict[str, Any] | None:
        """Return a point inside, as a phone would tell it."""
        if self.box is None:
            return None
        west, south, east, north = self.box
        across, up = random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)
        return {"lon": round(west + (east - west) * across, 6), "lat": round(south + (north - south) * up, 6)}


class Cast:
    """The posts of the county, and what their holders do at the time of the simulated clock."""

    def __init__(self, bureau: Bureau, clock: SimulatedClock) -> None:
        self.bureau = bureau
        self.clock = clock
        register = bureau.registers.current()
        self._catalogue = register.catalogue
        self._callers: dict[str, Caller] = {}
        self._departments = {organ.code for organ in register.organs(place=COUNTY) if organ.kind == "department"}
        self._spots: dict[UnitKind, list[Spot]] = {kind: [] for kind in _WHERE}
        self._gather(register.children, TOWN, None)
        self._spots["town"].append(Spot(TOWN, "town", None, None))

    def _gather(self, children: Callable[[str], tuple[UnitView, ...]], code: str, village: str | None) -> None:
        for unit in children(code):
            of = unit.code if unit.kind == "village" else village
            self._spots[unit.kind].append(Spot(unit.code, unit.kind, of, _box(unit.boundary)))
            self._gather(children, unit.code, of)

    def spot(self, random: Random) -> Spot:
        """Return where something is found."""
        kind = random.choices(list(_WHERE), weights=list(_WHERE.values()))[0]
        return random.choice(self._spots[kind])

    def hours_for(self, category: str) -> int:
        """Return the hours that a category gives."""
        return self._catalogue[category].due_hours

    def department_for(self, category: str) -> str | None:
        """Return the county's department for a category, or None where the town's office has it."""
        code = f"{COUNTY}.{self._catalogue[category].lead}"
        return code if code in self._departments else None

    def needs_photo(self, category: str) -> bool:
        """Tell whether a result needs a photo."""
        return self._catalogue[category].evidence_required

    def caller(self, post: str) -> Caller:
        """Return the one person who holds a post, as if logged in."""
        caller = self._callers.get(post)
        if caller is None:
            register, now = self.bureau.registers.current(), self.clock()
            (holder,) = register.holders(post, now)
            caller = Caller(
                holder.person, tuple(register.posts_of(holder.person, now)), None, None, Envelope(holder.person)
            )
            self._callers[post] = caller
        return caller

    def report(self, post: str, body: dict[str, Any]) -> IncidentState:
        """Report an incident; return it as it stands."""
        done = report_incident(self.bureau, self.caller(post), schemas.Report.model_validate(body))
        return self.state(UUID(done.answer["id"]))

    def act(self, post: str, case: UUID, verb: str, body: dict[str, Any]) -> IncidentState:
        """Do what a verb says to an incident; return it as it stands."""
        act_on_incident(self.bureau, self.caller(post), case, verb, schemas.BODIES[verb].model_validate(body))
        return self.state(case)

    def state(self, case: UUID) -> IncidentState:
        """Return an incident as it stands."""
        return load(self.bureau, case).state

    def photo(self, post: str, random: Random) -> list[str]:
        """Return a photo that the holder of a post has handed in."""
        return [photo(self.bureau, self.caller(post), random)]

    def person(self, post: str) -> str:
        """Return the id of who holds a post."""
        return self.caller(post).person

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return self.clock()


def desk(level: Level, spot: Spot) -> str:
    """Return the post of the desk of a level."""
    if level == "village":
        return village_officer(spot)
    return TOWN_DESK if level == "town" else COUNTY_DESK


def village_officer(spot: Spot) -> str:
    """Return the officer of the village that a spot lies in."""
    return f"{spot.village}.committee/village_officer"


def on_the_spot(spot: Spot) -> str:
    """Return who looks after a spot: its grid's worker, else the village officer, else the town's desk."""
    if spot.kind in ("grid", "sub_grid", "micro_grid"):
        return worker_of(spot.unit)
    return village_officer(spot) if spot.village else TOWN_DESK


def officer(organ: str, random: Random) -> str:
    """Return somebody who handles for an organ."""
    if organ == OFFICE:
        return f"{organ}/officer-{random.choice((1, 2))}"
    return f"{organ}/village_officer" if organ.endswith(".committee") else f"{organ}/officer"


def _box(boundary: str | None) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of a rectangle in WKT."""
    numbers = [float(number) for number in _NUMBER.findall(boundary or "")]
    lons, lats = numbers[::2], numbers[1::2]
    return (min(lons), min(lats), max(lons), max(lats)) if numbers else None
