"""The life of a demo case (演示案件全程): from each status a step leads on, and where none does, the case is left."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from domain.incidents.rules import VERIFIED_FIRST
from domain.incidents.words import Status
from domain.shared.errors import NoRight
from services.demo import ending, pace, texts, working
from services.demo.case import Case, Steps
from services.demo.cast import OFFICE, SUPERVISORS, TOWN_DESK, officer, on_the_spot, village_officer
from services.incidents.reading import read

_SETTLED = 0.36
"""Share of what is found on the round that is settled there (小事不出村)."""
_LATE_UPLOADS = 0.05
"""Share of reports that are made offline and come in hours later."""
_REFUTED, _REFUSED = 0.06, 0.05
_PUT_RIGHT = 0.02
_OPENED_BY_SUPERVISION, _OVERSTEPPED = 0.006, 0.004


def life(case: Case) -> Steps:
    """Live through a case, until nothing more is done about it."""
    late = case.chance(_LATE_UPLOADS)
    yield case.found_at + pace.minutes(case.random, *((60, 360) if late else (1, 15)))
    _report(case)
    case.begin()
    while (step := STEPS.get(case.state.status)) is not None:
        before = case.state
        yield from step(case)
        if case.state is before:
            return
        _looked_into(case)


def _report(case: Case) -> None:
    post = _recorder(case)
    body: dict[str, Any] = {
        "id": case.id,
        "category": case.story.category,
        "severity": case.severity,
        "description": texts.description(case.random, case.story),
        "channel": case.channel,
        "occurred_at": case.found_at,
        "place": {"unit": case.spot.unit},
        "location": case.spot.point(case.random) if case.chance(0.6) else None,
    }
    if case.channel in ("hotline_12345", "upper_level"):
        body["external_id"] = f"{case.found_at:%y%m%d}-{case.id.int % 10**8:08d}"
    if case.channel in ("resident", "hotline_12345", "letter"):
        body["reporter"] = texts.citizen(case.random)._asdict()
    if post != TOWN_DESK and _settles(case):
        photos = case.photo(post) if case.needs_photo or case.chance(0.3) else []
        body["settled"] = {"result": case.random.choice(case.story.done), "attachments": photos}
    case.known = case.cast.report(post, body)


def _settles(case: Case) -> bool:
    found_on_the_round = case.channel in ("grid_worker", "patrol") and case.spot.village is not None
    return found_on_the_round and case.severity == "normal" and case.chance(_SETTLED)


def _recorder(case: Case) -> str:
    """Return the post of whoever records the report."""
    if case.channel in ("hotline_12345", "letter", "upper_level", "sensor"):
        return TOWN_DESK
    if case.channel == "patrol":
        return village_officer(case.spot) if case.spot.village else officer(OFFICE, case.random)
    return on_the_spot(case.spot)


def _looked_into(case: Case) -> None:
    """Let supervision open a text now and then, and somebody try what is not theirs to do."""
    if case.chance(_OPENED_BY_SUPERVISION):
        caller = case.cast.caller(case.random.choice(SUPERVISORS))
        read(case.cast.bureau, caller, case.id, reason=case.why("open-sealed"))
    if case.chance(_OVERSTEPPED) and case.spot.kind == "micro_grid":
        with suppress(NoRight):
            case.cast.act(on_the_spot(case.spot), case.id, "close", {"outcome": "resolved"})


def _reported(case: Case) -> Steps:
    if case.channel not in VERIFIED_FIRST:
        yield from _taken_on(case)
        return
    yield case.soon(20, 300)
    post = on_the_spot(case.spot) if case.spot.village else case.desk
    if case.chance(_REFUTED):
        case.do(post, "refute", reason=case.why("refute"))
    else:
        case.do(post, "verify", note=case.why("verify"), attachments=case.photo(post) if case.chance(0.4) else ())


def _taken_on(case: Case) -> Steps:
    yield case.soon(10, 240)
    if case.channel in VERIFIED_FIRST and not case.emergency and case.chance(_REFUSED):
        ground, route = case.random.choice(texts.REFUSALS)
        case.do(case.desk, "refuse", ground=ground, reason=case.why("refuse"), other_route=route)
        return
    _put_right(case)
    case.do(case.desk, "register")
    case.begin()
    case.siblings.setdefault((case.spot.village or "", case.story.category), []).append(case)


def _put_right(case: Case) -> None:
    if case.chance(_PUT_RIGHT):
        case.do(case.desk, "reclassify", severity="normal", reason=case.why("reclassify"))
    if case.chance(_PUT_RIGHT):
        description = texts.description(case.random, case.story)
        case.do(case.desk, "correct", description=description, reason=case.why("correct"))
    if case.spot.village and case.chance(_PUT_RIGHT):
        place = {"unit": case.spot.unit}
        case.do(case.desk, "relocate", place=place, location=case.spot.point(case.random), reason=case.why("relocate"))


STEPS: Mapping[Status, Callable[[Case], Steps]] = {
    "reported": _reported,
    "verified": _taken_on,
    "registered": working.registered,
    "awaiting_approval": working.awaiting_approval,
    "approved": working.approved,
    "dispatched": working.dispatched,
    "objected": working.objected,
    "signed": working.in_hand,
    "in_progress": working.in_hand,
    "suspended": working.suspended,
    "handled": ending.handled,
    "checked": ending.checked,
    "closed": ending.closed,
    "refused": ending.turned_away,
    "refuted": ending.turned_away,
    "merged": ending.merged,
}
"""What is done from each status on."""
