"""The table of verbs, written by hand from the contract: every status, every verb, every kind of post, at every level.

The answer of a cell: `ok`, 403 where the post has no right, 409 where it has but the case does not allow it now.
"""

from typing import Any, NamedTuple

import pytest
from support.incidents import (
    ADMIN,
    CHIEF,
    COUNTY,
    COUNTY_DESK,
    COUNTY_LEADER,
    DISPATCHER,
    ENVIRONMENT,
    GRID_WORKER,
    HERE,
    LEADER,
    MEDIATOR,
    NEXT_DOOR,
    OFFICE_2,
    OFFICER,
    OTHER_DISPATCHER,
    OTHER_GRID_WORKER,
    OTHER_VILLAGE_OFFICER,
    SECOND_OFFICER,
    SECOND_VILLAGE_OFFICER,
    STATION_OFFICER,
    SUPERVISOR,
    TEAM,
    TEAM_OFFICER,
    TOWN,
    VILLAGE,
    VILLAGE_OFFICER,
    WATER_OFFICER,
    Case,
)

from domain.incidents.circumstances import Policies
from domain.incidents.incident import Incident
from domain.incidents.verbs import VERBS, allowed, awaited, rights_table
from domain.incidents.words import STATUSES, Status
from domain.shared.act import Actor
from domain.shared.errors import Refusal
from domain.shared.place import Level

OPEN = (
    "reported verified registered awaiting_approval approved dispatched signed objected in_progress suspended handled "
    "checked"
)
BEFORE_HANDLED = OPEN.removesuffix(" handled checked")

HAND_WRITTEN = f"""
verify              | reported                                       | spot
refute              | reported                                       | spot
register            | reported verified                              | desk
refuse              | reported verified                              | desk
submit-for-approval | registered                                     | desk
approve             | awaiting_approval                              | leader
reject              | awaiting_approval                              | leader
dispatch            | registered approved                            | desk
sign                | dispatched                                     | lead
object              | dispatched                                     | lead
decide-objection    | objected                                       | desk above
return              | dispatched signed in_progress                  | lead
designate           | registered approved objected                   | desk above
transfer            | dispatched signed in_progress                  | desk
add-assist          | dispatched signed in_progress suspended        | desk lead
remove-assist       | dispatched signed in_progress suspended        | desk lead
report-assist       | dispatched signed in_progress suspended        | assist
record-action       | signed in_progress                             | lead
request-suspension  | signed in_progress                             | lead
grant-suspension    | signed in_progress                             | desk above
deny-suspension     | signed in_progress                             | desk above
resume              | suspended                                      | lead desk
submit-result       | signed in_progress                             | lead
check               | handled                                        | spot holder
rate                | checked closed                                 | desk
close               | checked                                        | desk
reopen              | closed refused refuted                         | desk
order-reopening     | closed                                         | supervision
merge               | {BEFORE_HANDLED}                               | desk
unmerge             | merged                                         | desk
escalate            | registered approved signed in_progress         | desk lead
send-down           | registered approved                            | desk
relocate            | {OPEN}                                         | desk
reclassify          | {OPEN}                                         | desk
correct             | {OPEN}                                         | desk
"""
TABLE: dict[str, tuple[set[str], set[str]]] = {}
for line in HAND_WRITTEN.strip().splitlines():
    verb, statuses, who = (cell.strip() for cell in line.split("|"))
    TABLE[verb] = (set(statuses.split()), set(who.split()))

AFTER_AN_EMERGENCY = {"dispatched", "signed", "objected", "in_progress", "suspended", "handled", "checked"}
"""Where a leader also decides, once, about an emergency that was dispatched before approval."""
NOBODY: set[str] = set()
STRANGERS = {
    OTHER_GRID_WORKER: NOBODY,
    OTHER_VILLAGE_OFFICER: NOBODY,
    OTHER_DISPATCHER: NOBODY,
    MEDIATOR: NOBODY,
    CHIEF: NOBODY,
    ADMIN: NOBODY,
    SUPERVISOR: {"supervision"},
}
PARTS: dict[Level, dict[Actor, set[str]]] = {
    "village": STRANGERS
    | {
        GRID_WORKER: {"spot"},
        VILLAGE_OFFICER: {"spot", "desk", "lead"},
        TEAM_OFFICER: {"assist"},
        DISPATCHER: {"above", "holder"},
        COUNTY_DESK: {"above", "holder"},
        LEADER: {"leader"},
        COUNTY_LEADER: NOBODY,
        OFFICER: NOBODY,
        WATER_OFFICER: NOBODY,
    },
    "town": STRANGERS
    | {
        GRID_WORKER: {"spot"},
        VILLAGE_OFFICER: {"spot"},
        DISPATCHER: {"desk", "holder"},
        COUNTY_DESK: {"above", "holder"},
        LEADER: {"leader"},
        COUNTY_LEADER: NOBODY,
        OFFICER: {"lead"},
        SECOND_OFFICER: {"lead"},
        STATION_OFFICER: {"assist"},
        WATER_OFFICER: NOBODY,
    },
    "county": STRANGERS
    | {
        GRID_WORKER: {"spot"},
        VILLAGE_OFFICER: {"spot"},
        DISPATCHER: {"holder"},
        COUNTY_DESK: {"desk", "holder"},
        LEADER: NOBODY,
        COUNTY_LEADER: {"leader"},
        WATER_OFFICER: {"lead"},
        OFFICER: {"assist"},
    },
}
"""What part each post has in a case of each level that lies in the first village of the town."""

SCHOOL, CLINIC, ROADS = f"{VILLAGE}.school", f"{TOWN}.clinic", f"{COUNTY}.roads"


class Cast(NamedTuple):
    """Who plays which part at a level, and the organs that its commands name."""

    reporter: Actor
    channel: str
    desk: Actor
    leader: Actor
    lead: Actor
    assist: Actor
    transferred_to: str
    added: str


CASTS: dict[Level, Cast] = {
    "village": Cast(
        VILLAGE_OFFICER, "resident", VILLAGE_OFFICER, LEADER, SECOND_VILLAGE_OFFICER, TEAM_OFFICER, TEAM, SCHOOL
    ),
    "town": Cast(DISPATCHER, "hotline_12345", DISPATCHER, LEADER, OFFICER, STATION_OFFICER, OFFICE_2, CLINIC),
    "county": Cast(DISPATCHER, "letter", COUNTY_DESK, COUNTY_LEADER, WATER_OFFICER, OFFICER, ENVIRONMENT, ROADS),
}
EARLY = ("reported", "verified", "refuted", "refused")
"""Statuses that a case in a village cannot have at the county: it comes in at the village or the town."""
NO_LEAD = {*EARLY, "registered", "awaiting_approval", "approved", "merged"}
"""Statuses in which the cases below have no lead, so that nobody has a lead's right."""
MISSING: dict[Level, dict[str, set[str]]] = {
    level: {
        "dispatch": {"registered"},
        "designate": {"registered"},
        "grant-suspension": {"signed", "in_progress"},
        "deny-suspension": {"signed", "in_progress"},
        "submit-result": {"signed", "in_progress"},
        "register": {"reported"},
        "send-down": {"registered", "approved"} if level == "village" else set(),
        "escalate": {"registered", "approved", "signed", "in_progress"} if level == "county" else set(),
    }
    for level in CASTS
}
"""Where the status would do but something else is missing in the cases below: the leader's approval, a request, the
assist's report, verification, a level to go to."""


def case_in(status: str, level: Level) -> Case:
    """Return a case of a level in a status, where approval is needed and an assist has not reported."""
    cast = CASTS[level]
    case = Case()
    case.world.policies = Policies(approval=dict.fromkeys(CASTS, True))
    case.report(cast.reporter, channel=cast.channel)
    life = [
        ("reported", ()),
        ("refuted", ((GRID_WORKER, "refute"),)),
        ("verified", ((GRID_WORKER, "verify"),)),
        ("refused", ((cast.desk, "refuse"),)),
        ("registered", ((cast.reporter, "register"),)),
        ("merged", ((cast.desk, "merge", {"other": another(), "destination": HERE}),)),
        ("awaiting_approval", ((cast.desk, "submit-for-approval"),)),
        ("approved", ((cast.leader, "approve"),)),
        ("dispatched", ((cast.desk, "dispatch", {"lead": cast.lead.organ, "assists": (cast.assist.organ,)}),)),
        ("objected", ((cast.lead, "object"),)),
        ("signed", ((cast.lead, "sign"),)),
        ("in_progress", ((cast.lead, "record-action"),)),
        ("suspended", ((cast.lead, "request-suspension"), (cast.desk, "grant-suspension"))),
        ("handled", ((cast.assist, "report-assist"), (cast.lead, "submit-result"))),
        ("checked", ((GRID_WORKER, "check"),)),
        ("closed", ((cast.desk, "close"),)),
    ]
    for reached, acts in life:
        if reached == status or reached not in ("refuted", "refused", "merged", "objected", "suspended"):
            case.then(*acts)
        if reached == "registered" and level == "county":
            case.act(DISPATCHER, "escalate")
        if reached == status:
            break
    assert (case.state.status, case.state.level) == (status, level)
    return case


def another() -> Incident:
    return Case(number=2).report(VILLAGE_OFFICER, channel="resident").incident


def body_of(verb: str, cast: Cast) -> dict[str, Any]:
    """Return what a verb needs said so that nothing but right and status decides."""
    if verb in ("dispatch", "designate", "decide-objection"):
        return {"lead": cast.lead.organ}
    if verb == "transfer":
        return {"lead": cast.transferred_to}
    if verb in ("add-assist", "remove-assist"):
        return {"organ": cast.added if verb == "add-assist" else cast.assist.organ}
    if verb == "relocate":
        return {"destination": NEXT_DOOR}
    return {"other": another(), "destination": HERE} if verb in ("merge", "unmerge") else {}


def expected(verb: str, status: str, level: Level, parts: set[str]) -> str:
    """Return what the hand-written table answers."""
    statuses, who = TABLE[verb]
    parts = parts - {"lead", "assist"} if status in NO_LEAD else parts
    if not parts & who:
        return "403"
    return "ok" if status in statuses and status not in MISSING[level].get(verb, ()) else "409"


def answer(case: Case, actor: Actor, verb: str, body: dict[str, Any]) -> str:
    """Return what the command answers, on a copy of the case."""
    copy = Case(world=case.world, place=case.place)
    copy.incident = Incident(case.incident.originator_id, case.state, case.incident.originator_version)
    copy.clock = case.clock
    try:
        copy.act(actor, verb, **body)
    except Refusal as refusal:
        return str(refusal.answer.value)
    return "ok"


CELLS = [(status, level) for level in CASTS for status in STATUSES if level != "county" or status not in EARLY]


def test_the_table_names_every_verb() -> None:
    assert set(TABLE) == set(VERBS)


@pytest.mark.parametrize(("status", "level"), CELLS)
def test_every_verb_and_every_post_is_answered_as_the_table_says(status: Status, level: Level) -> None:
    case, cast = case_in(status, level), CASTS[level]

    found, table = {}, {}
    for actor, parts in PARTS[level].items():
        for verb in TABLE:
            cell = (verb, actor.person)
            found[cell] = answer(case, actor, verb, body_of(verb, cast))
            table[cell] = expected(verb, status, level, parts)

    assert found == table


@pytest.mark.parametrize(("status", "level"), CELLS)
def test_the_verbs_shown_as_allowed_are_those_that_are_answered_with_ok(status: Status, level: Level) -> None:
    case = case_in(status, level)

    for actor, parts in PARTS[level].items():
        shown = set(allowed(case.state, case.circumstances(actor)))
        assert shown == {verb for verb in TABLE if expected(verb, status, level, parts) == "ok"}, actor.person


@pytest.mark.parametrize(("status", "level"), CELLS)
def test_what_waits_for_a_post_is_allowed_to_it(status: Status, level: Level) -> None:
    case = case_in(status, level)

    for actor in PARTS[level]:
        circumstances = case.circumstances(actor)
        assert set(awaited(case.state, circumstances)) <= set(allowed(case.state, circumstances))


def test_the_generated_table_of_rights_says_what_the_hand_written_one_says() -> None:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in rights_table().splitlines()[2:]]

    assert {row[0]: set(row[2].split()) for row in rows} == {
        verb: statuses | AFTER_AN_EMERGENCY if verb in ("approve", "reject") else statuses
        for verb, (statuses, _) in TABLE.items()
    }
    assert all(row[3] and row[5] for row in rows)
