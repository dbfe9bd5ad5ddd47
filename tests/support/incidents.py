"""Incidents for the tests: the demo county's people, and named states of a case, each built from its history."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from domain.incidents.circumstances import Circumstances, Numbers, Policies, number_series
from domain.incidents.commands import COMMANDS
from domain.incidents.importing import PastCase, enter
from domain.incidents.incident import Incident
from domain.incidents.reporting import Report, SettledOnTheSpot, report
from domain.incidents.words import Reporter
from domain.shared.act import Act, Actor, PostKind
from domain.shared.numbering import NumberSeries
from domain.shared.place import UNIT_KINDS, Level, Location, Standing
from domain.shared.sealed import Sealed

MORNING = datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
"""When the reports of the tests are made: 08:15 in Asia/Shanghai."""
HOUR = timedelta(hours=1)

COUNTY, TOWN, VILLAGE, OTHER_VILLAGE = "140830", "140830103", "140830103201", "140830103202"
OTHER_TOWN = "140830104"
GRID = f"{VILLAGE}-01"
MICRO_GRID = f"{GRID}-02-003"

COMMITTEE, TEAM = f"{VILLAGE}.committee", f"{VILLAGE}.team"
OFFICE, OFFICE_2 = f"{TOWN}.office", f"{TOWN}.station"
WATER, ENVIRONMENT = f"{COUNTY}.water", f"{COUNTY}.environment"
OTHER_COMMITTEE = f"{OTHER_VILLAGE}.committee"

ORGANS: dict[Level, tuple[str, ...]] = {
    "village": ("committee", "team", "school"),
    "town": ("office", "station", "clinic"),
    "county": ("water", "environment", "roads"),
}
"""Organs of each division with an officer in force."""


def standing(*path: str, **changes: Any) -> Standing:
    """Return where a unit of the demo county stands, every seat on its way taken."""
    kinds = UNIT_KINDS[: len(path)]
    divisions: dict[Level, str] = {
        kind: code for code, kind in zip(path, kinds, strict=True) if kind in ("village", "town", "county")
    }
    organs: dict[str, Level] = {}
    for level, code in divisions.items():
        organs |= dict.fromkeys((f"{code}.{name}" for name in ORGANS[level]), level)
    leaders = {level: divisions["town"] if level == "village" else code for level, code in divisions.items()}
    values: dict[str, Any] = {"edition": "2026", "desks": divisions, "leaders": leaders, "organs": organs}
    return Standing(path=path, kinds=kinds, **(values | changes))


HERE = standing(COUNTY, TOWN, VILLAGE, GRID, f"{GRID}-02", MICRO_GRID)
NEXT_DOOR = standing(COUNTY, TOWN, VILLAGE, f"{VILLAGE}-02")
ACROSS = standing(COUNTY, TOWN, OTHER_VILLAGE, f"{OTHER_VILLAGE}-01")
IN_THE_TOWN = standing(COUNTY, TOWN)
NOWHERE = Standing(path=(), kinds=())


def post(person: str, kind: PostKind, organ: str, place: str) -> Actor:
    return Actor(person=person, post=f"{organ}/{kind}", kind=kind, organ=organ, place=place)


GRID_WORKER = post("grid", "grid_worker", COMMITTEE, GRID)
OTHER_GRID_WORKER = post("grid2", "grid_worker", COMMITTEE, f"{VILLAGE}-02")
VILLAGE_OFFICER = post("village", "village_officer", COMMITTEE, VILLAGE)
SECOND_VILLAGE_OFFICER = post("village-2", "village_officer", COMMITTEE, VILLAGE)
OTHER_VILLAGE_OFFICER = post("village-202", "village_officer", OTHER_COMMITTEE, OTHER_VILLAGE)
DISPATCHER = post("dispatcher", "desk", f"{TOWN}.command", TOWN)
OTHER_DISPATCHER = post("dispatcher-104", "desk", f"{OTHER_TOWN}.command", OTHER_TOWN)
LEADER = post("leader", "leader", f"{TOWN}.government", TOWN)
OFFICER = post("office", "officer", OFFICE, TOWN)
SECOND_OFFICER = post("office2", "officer", OFFICE, TOWN)
STATION_OFFICER = post("station", "officer", OFFICE_2, TOWN)
COUNTY_DESK = post("county", "desk", f"{COUNTY}.command", COUNTY)
COUNTY_LEADER = post("county-leader", "leader", f"{COUNTY}.government", COUNTY)
WATER_OFFICER = post("water", "officer", WATER, COUNTY)
SUPERVISOR = post("supervisor", "supervisor", f"{COUNTY}.supervision", COUNTY)
ADMIN = post("admin", "admin", f"{COUNTY}.admin", COUNTY)
MEDIATOR = post("mediator", "mediator", f"{TOWN}.mediation", TOWN)
TEAM_OFFICER = post("team", "officer", TEAM, VILLAGE)
CHIEF = post("village-mediator", "mediation_chief", f"{VILLAGE}.mediation", VILLAGE)


class Category(NamedTuple):
    due_hours: int
    evidence_required: bool


CATEGORIES = {
    "environment.water": Category(168, evidence_required=False),
    "construction.illegal": Category(360, evidence_required=True),
}


def text(words: str = "…") -> Sealed:
    """Return a text as the domain sees it."""
    return Sealed(key="case/1", box=words.encode())


CITIZEN = Reporter(person="p-1", name=text("name"), phone=text("phone"))


class World:
    """The register and the series of numbers that the tests' acts look at."""

    def __init__(self) -> None:
        self.series: dict[tuple[str, int], NumberSeries] = {}
        self.policies = Policies()
        self.categories = dict(CATEGORIES)

    def circumstances(self, actor: Actor, at: datetime, place: Standing = HERE, **more: Any) -> Circumstances:
        act = Act(actor=actor, at=at, now=more.pop("now", at))
        key = number_series(act)
        series = self.series.setdefault(key, NumberSeries(NumberSeries.stream_id(key[0], key[1])))
        return Circumstances(
            act=act,
            standing=place,
            policies=self.policies,
            categories=self.categories,
            numbers=Numbers(series, "西陌"),
            **more,
        )


BODIES: dict[str, dict[str, Any]] = {
    "refute": {"reason": text()},
    "refuse": {"ground": "outside_duty", "reason": text(), "other_route": text()},
    "reject": {"reason": text()},
    "dispatch": {"lead": OFFICE},
    "object": {"reason": text(), "proposed_lead": OFFICE_2},
    "decide-objection": {"lead": OFFICE, "reason": text()},
    "return": {"reason": text()},
    "designate": {"lead": OFFICE, "reason": text()},
    "transfer": {"lead": OFFICE_2, "reason": text()},
    "add-assist": {"organ": OFFICE_2},
    "remove-assist": {"organ": OFFICE_2},
    "request-suspension": {"kind": "weather", "reason": text(), "until": MORNING + 500 * HOUR},
    "submit-result": {"result": text()},
    "escalate": {"ground": "no_power", "reason": text()},
    "send-down": {"reason": text(), "support": text()},
    "check": {"passed": True},
    "rate": {"score": 4, "solved": True},
    "close": {"outcome": "resolved"},
    "reopen": {"reason": text()},
    "order-reopening": {"reason": text()},
    "unmerge": {"reason": text()},
    "relocate": {"reason": text()},
    "reclassify": {"reason": text(), "category": "construction.illegal"},
    "correct": {"reason": text(), "description": text("corrected")},
}
"""A body that each verb accepts, where it needs one."""


class Case:
    """One incident and its world, told act by act, each an hour after the last."""

    def __init__(self, number: int = 1, world: World | None = None, place: Standing = HERE) -> None:
        self.world = world or World()
        self.incident = Incident(UUID(int=number))
        self.place = place
        self.clock = MORNING

    @property
    def state(self) -> Any:
        return self.incident.state

    def circumstances(self, actor: Actor, at: datetime | None = None, **more: Any) -> Circumstances:
        return self.world.circumstances(actor, at or self.clock, more.pop("place", self.place), **more)

    def report(
        self,
        actor: Actor = GRID_WORKER,
        *,
        settled: bool = False,
        evidence: tuple[str, ...] = ("sha256:1",),
        **changes: Any,
    ) -> "Case":
        more = {name: changes.pop(name) for name in ("at", "now", "external") if name in changes}
        values = {"channel": "grid_worker", "category": "environment.water", "description": text()} | changes
        done = SettledOnTheSpot(result=text(), attachments=evidence) if settled else None
        report(self.incident, self.circumstances(actor, **more), Report(**values, settled=done))
        return self

    def act(self, actor: Actor, verb: str, at: datetime | None = None, **changes: Any) -> "Case":
        names = ("place", "now", "other", "destination")
        more = {name: changes.pop(name) for name in names if name in changes}
        self.clock = at or self.clock + HOUR
        command = COMMANDS[verb]
        body = command.body(**(BODIES.get(verb, {}) | changes))
        command.apply(self.incident, self.circumstances(actor, **more), body)
        return self

    def then(self, *acts: tuple[Actor, str] | tuple[Actor, str, dict[str, Any]]) -> "Case":
        for actor, verb, *changes in acts:
            self.act(actor, verb, **(changes[0] if changes else {}))
        return self


def reported(**changes: Any) -> Case:
    """A grid worker's report, at the village."""
    return Case().report(**changes)


def hotline_report(**changes: Any) -> Case:
    """A citizen's report through 12345, at the town."""
    return Case().report(DISPATCHER, channel="hotline_12345", reporter=CITIZEN, **changes)


def registered(**changes: Any) -> Case:
    """Registered at the town, where the leader has to approve."""
    return hotline_report(**changes).then((GRID_WORKER, "verify"), (DISPATCHER, "register"))


def awaiting_approval(**changes: Any) -> Case:
    return registered(**changes).act(DISPATCHER, "submit-for-approval")


def approved(**changes: Any) -> Case:
    return awaiting_approval(**changes).act(LEADER, "approve")


def dispatched(**changes: Any) -> Case:
    return approved(**changes).act(DISPATCHER, "dispatch")


def objected(**changes: Any) -> Case:
    return dispatched(**changes).act(OFFICER, "object")


def signed(**changes: Any) -> Case:
    return dispatched(**changes).act(OFFICER, "sign")


def in_progress(**changes: Any) -> Case:
    return signed(**changes).act(OFFICER, "record-action")


def suspended(**changes: Any) -> Case:
    return in_progress(**changes).then((OFFICER, "request-suspension"), (DISPATCHER, "grant-suspension"))


def handled(**changes: Any) -> Case:
    return in_progress(**changes).act(OFFICER, "submit-result")


def checked(**changes: Any) -> Case:
    return handled(**changes).act(GRID_WORKER, "check")


def closed(**changes: Any) -> Case:
    return checked(**changes).act(DISPATCHER, "close")


def village_registered(**changes: Any) -> Case:
    """Registered in the village, where no approval is needed."""
    return reported(**changes).act(VILLAGE_OFFICER, "register")


def emergency(**changes: Any) -> Case:
    """Dispatched at the town before approval."""
    return registered(severity="emergency", **changes).act(DISPATCHER, "dispatch")


def imported(**changes: Any) -> Case:
    """A past case of another system, in no unit."""
    case = Case(place=NOWHERE)
    body = PastCase(number="case-10011", opened_at=MORNING, due_at=MORNING + 24 * HOUR, **changes)
    enter(case.incident, case.place, body)
    return case


LOCATION = Location(lon=110.69, lat=34.71)


def recorded(case: Case) -> list[str]:
    """Return the names of the events not collected yet."""
    return [change.event.NAME for change in case.incident.collect_events()]
