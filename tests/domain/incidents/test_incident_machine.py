"""Anybody tries anything, in any order: the case follows the contract's transitions, or refuses and stays as it is."""

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.incidents import (
    BODIES,
    COMMITTEE,
    COUNTY_DESK,
    COUNTY_LEADER,
    DISPATCHER,
    GRID_WORKER,
    HERE,
    HOUR,
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
from domain.incidents.state import IncidentState
from domain.incidents.verbs import VERBS, allowed
from domain.incidents.words import OPEN
from domain.shared.act import Actor
from domain.shared.errors import Refusal
from domain.shared.stream import Recorded

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
SAME = {"rate", "add-assist", "remove-assist", "report-assist", "request-suspension", "deny-suspension"} | {
    "order-reopening",
    "relocate",
    "reclassify",
    "correct",
}
LEADS_TO = {
    "verify": {"verified"},
    "refute": {"refuted"},
    "register": {"registered"},
    "refuse": {"refused"},
    "submit-for-approval": {"awaiting_approval"},
    "approve": {"approved"},
    "reject": {"registered"},
    "dispatch": {"dispatched"},
    "sign": {"signed"},
    "object": {"objected"},
    "decide-objection": {"dispatched"},
    "return": {"approved", "registered"},
    "designate": {"dispatched"},
    "transfer": {"dispatched"},
    "record-action": {"in_progress"},
    "grant-suspension": {"suspended"},
    "resume": {"in_progress"},
    "submit-result": {"handled"},
    "escalate": {"registered"},
    "send-down": {"registered"},
    "check": {"checked", "in_progress", "registered"},
    "close": {"closed"},
    "reopen": {"registered", "reported"},
    "merge": {"merged"},
    "unmerge": OPEN,
}
WITH_A_LEAD = {"dispatched", "signed", "objected", "in_progress", "suspended"}
BEFORE = {"reported", "verified", "refuted", "refused"}


def model(verb: str, before: IncidentState) -> set[str]:
    """Return the statuses that the contract lets a verb lead to."""
    if verb in SAME or (verb in ("approve", "reject") and before.status != "awaiting_approval"):
        return {before.status}
    return set(LEADS_TO[verb])


class AnyLife(RuleBasedStateMachine):
    """One case, and people who try."""

    @initialize(
        channel=st.sampled_from(["grid_worker", "resident", "hotline_12345"]),
        severity=st.sampled_from(["normal", "emergency"]),
    )
    def report(self, channel: str, severity: str) -> None:
        self.case = Case().report(VILLAGE_OFFICER, channel=channel, severity=severity)
        self.other = Case(number=2).report(VILLAGE_OFFICER, channel="grid_worker")
        self.numbers = {None}

    @rule(
        actor=st.sampled_from(STAFF),
        verb=st.sampled_from(sorted(VERBS)),
        organ=st.sampled_from([OFFICE, OFFICE_2, COMMITTEE, WATER]),
        passed=st.booleans(),
    )
    def try_anything(self, actor: Actor, verb: str, organ: str, passed: bool) -> None:
        self.act(actor, verb, organ, passed=passed)

    @rule(data=st.data(), organ=st.sampled_from([OFFICE, OFFICE_2, COMMITTEE, WATER]), passed=st.booleans())
    def do_what_is_allowed(self, data: st.DataObject, organ: str, passed: bool) -> None:
        possible = [
            (actor, verb)
            for actor in STAFF
            for verb in allowed(self.case.state, self.case.circumstances(actor, self.case.clock))
        ]
        self.act(*data.draw(st.sampled_from(possible)), organ, passed=passed) if possible else None

    def act(self, actor: Actor, verb: str, organ: str, *, passed: bool) -> None:
        case, before, version = self.case, self.case.state, self.case.incident.originator_version
        permitted = allowed(before, case.circumstances(actor, case.clock + HOUR))
        try:
            case.act(actor, verb, **self.body(verb, organ, passed=passed))
        except Refusal:
            assert (case.state, case.incident.originator_version) == (before, version)
            return
        assert verb in permitted
        assert case.state.status in model(verb, before)
        assert case.incident.originator_version == version + 1

    def body(self, verb: str, organ: str, *, passed: bool) -> dict[str, Any]:
        names = BODIES.get(verb, {})
        more: dict[str, Any] = {name: organ for name in ("lead", "organ") if name in names}
        if verb == "request-suspension":
            more["until"] = self.case.clock + timedelta(days=3)
        if verb in ("merge", "unmerge"):
            more |= {"other": self.other.incident, "destination": HERE}
        return more | ({"passed": passed} if verb == "check" else {})

    @invariant()
    def a_number_is_given_once_and_stays(self) -> None:
        state = self.case.state
        self.numbers.add(state.number)
        assert (state.number is None) == ((state.before_merger or state.status) in BEFORE)
        assert len(self.numbers) <= 2

    @invariant()
    def a_case_has_a_lead_while_somebody_has_to_handle_it(self) -> None:
        state = self.case.state
        if state.status in WITH_A_LEAD:
            assert state.lead is not None
            assert state.lead not in state.assists
        if state.status in BEFORE | {"registered", "awaiting_approval", "approved"}:
            assert (state.lead, state.assists, state.designated, state.request) == (None, (), False, None)

    @invariant()
    def the_clock_runs_from_registration_on(self) -> None:
        state = self.case.state
        assert (state.due_at is None) == (state.number is None)
        assert (state.suspended_until is not None) == ("suspended" in (state.status, state.before_merger))

    @invariant()
    def approvers_handlers_and_checkers_are_different_persons(self) -> None:
        state = self.case.state
        parts = (set(state.approvers), set(state.handlers), set(state.checkers))
        assert sum(map(len, parts)) == len(set().union(*parts))

    @invariant()
    def returns_and_endings_are_kept(self) -> None:
        state = self.case.state
        assert state.returned <= 2
        assert (state.ended_at is None) == (state.status in OPEN)
        assert (state.merged_into is None) == (state.status != "merged")

    def teardown(self) -> None:
        if not hasattr(self, "case"):
            return
        history = [
            Recorded(n, change.originator_id, change.originator_version, MORNING, change.event, change.meta)
            for n, change in enumerate(self.case.incident.collect_events(), start=1)
        ]
        again = Incident(self.case.incident.originator_id).replay(history)
        assert again.state == self.case.state
        assert msgspec.json.decode(msgspec.json.encode(again.state), type=IncidentState) == again.state


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
