"""A walk over every state that a case can reach with the least staff: no open state is a dead end.

States are told apart by all that rules look at, save times: every act of the walk comes an hour after the last.
"""

from collections import deque
from typing import Any

import pytest
from msgspec.structs import replace
from support.incidents import (
    COMMITTEE,
    COUNTY_DESK,
    COUNTY_LEADER,
    DISPATCHER,
    GRID_WORKER,
    HERE,
    LEADER,
    MORNING,
    OFFICE,
    OFFICE_2,
    OFFICER,
    STATION_OFFICER,
    SUPERVISOR,
    VILLAGE_OFFICER,
    WATER,
    WATER_OFFICER,
    Case,
)

from domain.incidents.incident import Incident
from domain.incidents.rules import VERIFIED_FIRST
from domain.incidents.state import IncidentState
from domain.incidents.verbs import allowed
from domain.incidents.words import OPEN
from domain.shared.errors import Refusal

STAFF = (
    GRID_WORKER,
    VILLAGE_OFFICER,
    DISPATCHER,
    LEADER,
    OFFICER,
    STATION_OFFICER,
    COUNTY_DESK,
    COUNTY_LEADER,
    WATER_OFFICER,
    SUPERVISOR,
)
"""One person a post, as few as a county can have."""
DOUBLE = ("grid", "village")
"""Who holds a post that both checks and handles, so that their part in the case decides what they may still do."""
LEADS = {"village": COMMITTEE, "town": OFFICE, "county": WATER}
UNCHANGING = {"reclassify", "correct", "relocate", "rate", "remove-assist"}
"""Verbs that change nothing the walk tells apart, or only undo."""

Key = tuple[Any, ...]


def key(state: IncidentState) -> Key:
    """Return what decides the rest of the case's life, and nothing else."""
    persons = tuple(person in members for person in DOUBLE for members in (state.handlers, state.checkers))
    before = state.before_merger or state.status
    if before in ("reported", "verified", "refuted", "refused"):
        return (state.status, before, state.level, state.channel in VERIFIED_FIRST, state.severity)
    if state.status == "closed":
        return ("closed", state.level, state.emergency, state.returned, state.reopening_ordered, persons)
    return (
        state.status,
        before,
        state.level,
        state.emergency,
        state.approval_needed,
        state.approved_by is not None,
        state.decision,
        state.lead,
        set(state.assists) <= set(state.assists_reported),
        state.designated,
        state.returned,
        state.request.person if state.request else None,
        state.settled,
        persons,
    )


def timeless(state: IncidentState) -> IncidentState:
    """Return the state as if all of it had happened in the morning."""
    return replace(state, since=MORNING, ended_at=MORNING if state.ended_at else None)


def bodies(verb: str, state: IncidentState) -> list[dict[str, Any]]:
    """Return the bodies that lead to different states; none where a verb only undoes another."""
    lead = [{"lead": LEADS[state.level]}]
    other = Case(number=2).report(VILLAGE_OFFICER, channel="resident").incident
    different: dict[str, list[dict[str, Any]]] = {
        "dispatch": lead + ([{"lead": OFFICE, "assists": (OFFICE_2,)}] if state.level == "town" else []),
        "designate": lead,
        "decide-objection": lead,
        "transfer": [{"lead": OFFICE_2}] if state.level != "village" else [],
        "add-assist": [],
        "check": [{"passed": True}, {"passed": False}],
        "merge": [{"other": other, "destination": HERE}],
        "unmerge": [{"other": other}],
    }
    return different.get(verb, [{}])


def steps(state: IncidentState) -> list[IncidentState]:
    """Return every state that one act of somebody leads to."""
    found = []
    for actor in STAFF:
        case = Case()
        circumstances = case.circumstances(actor)
        for verb in set(allowed(state, circumstances)) - UNCHANGING:
            for body in bodies(verb, state):
                copy = Case()
                copy.incident = Incident(copy.incident.originator_id, state, 1)
                copy.clock = MORNING
                try:
                    copy.act(actor, verb, **body)
                except Refusal:
                    continue
                found.append(timeless(copy.state))
    return found


def beginnings() -> list[IncidentState]:
    reports = [
        Case().report(VILLAGE_OFFICER, channel=channel, severity=severity)
        for channel in ("resident", "grid_worker", "hotline_12345", "upper_level")
        for severity in ("normal", "emergency")
    ]
    settled = [
        Case().report(actor, settled=True, severity=severity)
        for actor in (GRID_WORKER, VILLAGE_OFFICER)
        for severity in ("normal", "emergency")
    ]
    return [timeless(case.state) for case in (*reports, *settled)]


def walk() -> tuple[dict[Key, set[Key]], dict[Key, str]]:
    """Return where each reachable state leads, and its status."""
    seen = {key(state): state for state in beginnings()}
    queue = deque(seen)
    leads_to: dict[Key, set[Key]] = {}
    while queue:
        at = queue.popleft()
        after = {key(state): state for state in steps(seen[at])}
        leads_to[at] = set(after)
        for each in after.keys() - seen.keys():
            seen[each] = after[each]
            queue.append(each)
    return leads_to, {each: state.status for each, state in seen.items()}


@pytest.mark.slow
def test_from_every_reachable_open_state_the_case_can_be_closed() -> None:
    leads_to, status = walk()

    comes_from: dict[Key, set[Key]] = {each: set() for each in leads_to}
    for before, afters in leads_to.items():
        for after in afters:
            comes_from[after].add(before)
    closable = {each for each in status if status[each] == "closed"}
    queue = deque(closable)
    while queue:
        for before in comes_from[queue.popleft()] - closable:
            closable.add(before)
            queue.append(before)

    assert set(status.values()) == OPEN | {"refuted", "refused", "closed", "merged"}
    assert {each for each in leads_to if each not in closable} == set()
    assert len(leads_to) > 1000
