"""Lives of incidents as the ledger would hold them: made of events, in a county with two towns."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from support import incidents
from support.log import START, Log
from support.samples import sample

from domain.catalogue import EVENTS
from domain.incidents import events as ev
from domain.shared.meta import Meta
from domain.shared.place import Level, Location, UnitKind
from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Unknown
from scripts.catalogue import GOLDEN

COUNTY, TOWN, OTHER_TOWN = "140830", "140830103", "140830104"
VILLAGES = {"140830103201": TOWN, "140830103202": TOWN, "140830104201": OTHER_TOWN}
KINDS: tuple[UnitKind, ...] = ("county", "town", "village", "grid")
GRIDS = tuple((COUNTY, town, village, f"{village}-0{grid}") for village, town in VILLAGES.items() for grid in (1, 2))
TEXT = Sealed("case/1", b"sealed")
CATEGORIES = ("environment.water", "roads.damage", "order.noise")


def meta(at: datetime, person: str = "p1", organ: str = "140830103.command", unit: str | None = None) -> Meta:
    """Return the circumstances of an act."""
    return Meta(occurred_at=at, person=person, post=f"{organ}/desk", organ=organ, rule="desk_of_the_level", unit=unit)


def reported(path: tuple[str, ...] = GRIDS[0], level: Level = "village", **fields: object) -> ev.Reported:
    """Return a report from a unit."""
    known: dict[str, object] = {
        "channel": "patrol",
        "category": CATEGORIES[0],
        "severity": "normal",
        "description": TEXT,
        "location": Location(lon=110.69, lat=34.71),
    }
    return ev.Reported(path=path, kinds=KINDS[: len(path)], level=level, **{**known, **fields})  # type: ignore[arg-type]


def registered(due_at: datetime | None = None, severity: str = "normal") -> ev.Registered:
    """Return a registration."""
    return ev.Registered(
        number="西陌〔2026〕0001号",
        category=CATEGORIES[0],
        severity=severity,  # type: ignore[arg-type]
        due_at=due_at,
        approval_needed=False,
    )


def relocated(path: tuple[str, ...], level: Level = "village") -> ev.Relocated:
    """Return a change of place."""
    return ev.Relocated(
        reason=TEXT,
        path=path,
        kinds=KINDS[: len(path)],
        level=level,
        to="registered",
        moved=True,
        due_at=None,
        approval_needed=False,
    )


def closed(level: Level = "village", *, late: bool = False) -> ev.Closed:
    """Return a close."""
    return ev.Closed(outcome="resolved", level=level, late=late)


def life(chance: random.Random, at: datetime) -> Iterator[Event]:
    """Yield the events of one incident, of any course that a fold has to follow."""
    path = chance.choice(GRIDS)[: chance.choice((2, 3, 4, 4))]
    level: Level = "village" if len(path) > 2 else "town"
    yield reported(path, level, category=chance.choice(CATEGORIES), severity=chance.choice(("normal", "urgent")))
    if chance.random() < 0.1:
        yield ev.Refuted(reason=TEXT)
        return
    yield registered(at + timedelta(hours=chance.randint(-20, 20)))
    if chance.random() < 0.2:
        yield relocated(chance.choice(GRIDS))
        level = "village"
    if chance.random() < 0.3:
        level = "town"
        yield ev.Escalated(reason=TEXT, level=level, ground="complex", approval_needed=True)
    yield Unknown(name="incident.foreseen", schema=3, data={"by": "a later release"})
    yield ev.Dispatched(lead=f"{path[1]}.office", assists=(f"{COUNTY}.water",) if chance.random() < 0.3 else ())
    yield ev.Signed()
    if chance.random() < 0.2:
        yield ev.Returned(reason=TEXT, to="registered")
        return
    yield ev.ResultSubmitted(result=TEXT)
    yield ev.CheckPassed()
    yield closed(level, late=chance.random() < 0.3)
    if chance.random() < 0.2:
        yield ev.Reopened(reason=TEXT, to="registered", due_at=at, approval_needed=False, ordered=False)
        yield relocated(chance.choice(GRIDS))


def county(seed: int, cases: int = 12) -> Log:
    """Return a ledger with so many incidents whose acts are mixed, and with what other contexts record."""
    chance = random.Random(seed)
    log = Log()
    lives = [(UUID(int=chance.getrandbits(128)), life(chance, START)) for _ in range(cases)]
    while lives:
        number = chance.randrange(len(lives))
        case, events = lives[number]
        event = next(events, None)
        if event is None:
            del lives[number]
            continue
        at = START + timedelta(minutes=len(log.history))
        log.record(case, event, meta(at, person=f"p{chance.randint(1, 3)}", unit=COUNTY))
        if chance.random() < 0.1:
            log.record(UUID(int=1), Unknown(name="post.assigned", schema=1, data={}), meta(at, unit=TOWN))
    return log


def recorded_cases(log: Log, *cases: tuple[UUID, Sequence[Event]], at: datetime | None = None) -> None:
    """Record some cases, one after the other."""
    for case, events in cases:
        for event in events:
            log.record(case, event, meta(at or datetime(2026, 3, 2, 1, tzinfo=UTC)))


def stories() -> Log:
    """Return a ledger of cases that went through the real commands, up to every state that a test has a name for."""
    cases = [
        build()
        for build in (
            incidents.reported,
            incidents.hotline_report,
            incidents.awaiting_approval,
            incidents.objected,
            incidents.suspended,
            incidents.closed,
            incidents.emergency,
            incidents.imported,
        )
    ]
    cases.append(incidents.closed().act(incidents.DISPATCHER, "reopen"))
    cases.append(incidents.village_registered().act(incidents.VILLAGE_OFFICER, "escalate"))
    away = {"destination": incidents.ACROSS}
    cases.append(incidents.village_registered().then((incidents.VILLAGE_OFFICER, "relocate", away)))
    told = [(UUID(int=number), iter(case.incident.collect_events())) for number, case in enumerate(cases, 1)]
    log = Log()
    while told:
        case, changes = told.pop(0)
        if change := next(changes, None):
            log.record(case, change.event, change.meta)
            told.append((case, changes))
    return log


def catalogue() -> Log:
    """Return a ledger that holds each event there is once, each on a stream of its own."""
    log = Log()
    kept = json.loads(GOLDEN.read_text("utf-8"))
    for number, (name, event) in enumerate(sorted(EVENTS.items()), 1):
        fields = kept[f"{name}/{event.SCHEMA}"]["fields"]
        data = msgspec.json.encode(sample(fields, all_fields=True))
        log.record(UUID(int=number), msgspec.json.decode(data, type=event))
    return log
