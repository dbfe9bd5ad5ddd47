"""Approval and dispatch: the policy by level, emergencies, who can lead, objection, return and designation."""

from datetime import timedelta

import pytest
from support.incidents import (
    COMMITTEE,
    COUNTY_DESK,
    DISPATCHER,
    ENVIRONMENT,
    GRID_WORKER,
    HERE,
    HOUR,
    LEADER,
    MORNING,
    OFFICE,
    OFFICE_2,
    OFFICER,
    OTHER_COMMITTEE,
    STATION_OFFICER,
    VILLAGE_OFFICER,
    WATER,
    WATER_OFFICER,
    Case,
    approved,
    awaiting_approval,
    dispatched,
    emergency,
    hotline_report,
    in_progress,
    objected,
    registered,
    signed,
    standing,
    village_registered,
)

from domain.incidents.circumstances import Policies
from domain.incidents.refusals import (
    AboveTheLevel,
    ApprovalFirst,
    DecisionOutstanding,
    DueTooEarly,
    LeadAmongAssists,
    LeadsAlready,
    NoApprovalNeeded,
    NothingToApprove,
    NotOnTheWay,
    ReturnedTwice,
)
from domain.shared.act import Actor
from domain.shared.errors import NoRight

# --- Approval ---


def test_a_village_dispatches_without_approval_and_cannot_ask_for_it() -> None:
    case = village_registered()

    with pytest.raises(NoApprovalNeeded):
        case.act(VILLAGE_OFFICER, "submit-for-approval")
    assert case.act(VILLAGE_OFFICER, "dispatch", lead=COMMITTEE).state.status == "dispatched"


def test_a_town_dispatches_after_approval_only() -> None:
    case = registered()

    with pytest.raises(ApprovalFirst):
        case.act(DISPATCHER, "dispatch")
    with pytest.raises(ApprovalFirst):
        case.act(DISPATCHER, "designate")
    case.then((DISPATCHER, "submit-for-approval"), (LEADER, "approve"), (DISPATCHER, "dispatch"))
    assert (case.state.status, case.state.approved_by, case.state.decision) == ("dispatched", "leader", None)


def test_the_policy_of_the_level_counts_when_the_case_comes_to_it() -> None:
    case = registered()
    case.world.policies = Policies(approval={"village": False, "town": False, "county": False})

    with pytest.raises(ApprovalFirst):
        case.act(DISPATCHER, "dispatch")


def test_a_rejection_brings_the_case_back_to_the_desk() -> None:
    case = awaiting_approval().act(LEADER, "reject")

    assert (case.state.status, case.state.approved_by) == ("registered", None)
    assert case.then((DISPATCHER, "submit-for-approval"), (LEADER, "approve")).state.status == "approved"


def test_the_leader_of_the_town_approves_for_a_village_that_has_none() -> None:
    case = Case()
    case.world.policies = Policies(approval={"village": True, "town": True, "county": False})

    case.report().then((VILLAGE_OFFICER, "register"), (VILLAGE_OFFICER, "submit-for-approval"), (LEADER, "approve"))

    assert case.state.status == "approved"


# --- Emergencies ---


def test_an_emergency_is_dispatched_before_approval_and_decided_afterwards() -> None:
    case = emergency()

    assert case.state.decision == "due"
    case.act(LEADER, "approve")
    assert (case.state.status, case.state.decision, case.state.approved_by) == ("dispatched", "approved", "leader")


def test_the_leader_decides_about_an_emergency_once() -> None:
    case = emergency().act(LEADER, "reject")

    assert (case.state.status, case.state.decision, case.state.approved_by) == ("dispatched", "rejected", None)
    with pytest.raises(NothingToApprove):
        case.act(LEADER, "approve")


def test_an_emergency_is_closed_once_the_leader_has_decided() -> None:
    case = emergency().then(
        (OFFICER, "sign"), (OFFICER, "record-action"), (OFFICER, "submit-result"), (GRID_WORKER, "check")
    )

    with pytest.raises(DecisionOutstanding):
        case.act(DISPATCHER, "close")
    assert case.then((LEADER, "reject"), (DISPATCHER, "close")).state.status == "closed"


def test_the_leader_who_approved_a_returned_emergency_has_decided() -> None:
    case = emergency().then((OFFICER, "return"), (DISPATCHER, "submit-for-approval"), (LEADER, "approve"))
    case.then((DISPATCHER, "dispatch"), (OFFICER, "sign"), (OFFICER, "submit-result"), (GRID_WORKER, "check"))

    assert case.act(DISPATCHER, "close").state.status == "closed"


def test_an_emergency_in_a_village_needs_no_decision_because_it_needs_no_approval() -> None:
    case = village_registered(severity="emergency").act(VILLAGE_OFFICER, "dispatch", lead=COMMITTEE)

    assert case.state.decision is None
    with pytest.raises(NothingToApprove):
        case.act(LEADER, "approve")


def test_what_becomes_an_emergency_after_registration_still_needs_approval_first() -> None:
    case = registered().act(DISPATCHER, "reclassify", severity="emergency", category=None)

    assert case.state.severity == "emergency"
    with pytest.raises(ApprovalFirst):
        case.act(DISPATCHER, "dispatch")


def test_the_desk_makes_it_an_emergency_while_registering() -> None:
    case = hotline_report().act(GRID_WORKER, "verify").act(DISPATCHER, "register", severity="emergency")

    assert case.act(DISPATCHER, "dispatch").state.decision == "due"


def test_an_emergency_at_registration_stays_one() -> None:
    case = registered(severity="emergency").act(DISPATCHER, "reclassify", severity="normal", category=None)

    assert case.act(DISPATCHER, "dispatch").state.decision == "due"


def test_an_ordinary_case_leaves_the_leader_nothing_to_approve_after_dispatch() -> None:
    with pytest.raises(NothingToApprove):
        dispatched().act(LEADER, "approve")


# --- Who can lead ---


@pytest.mark.parametrize("lead", [OFFICE, COMMITTEE])
def test_organs_on_the_way_up_to_the_level_can_lead(lead: str) -> None:
    assert approved().act(DISPATCHER, "dispatch", lead=lead).state.lead == lead


@pytest.mark.parametrize(
    ("lead", "refusal"), [(WATER, AboveTheLevel), (OTHER_COMMITTEE, NotOnTheWay), ("x", NotOnTheWay)]
)
@pytest.mark.parametrize("verb", ["dispatch", "designate"])
def test_no_other_organ_can_lead(verb: str, lead: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        approved().act(DISPATCHER, verb, lead=lead)


def test_an_organ_without_an_officer_in_force_cannot_lead() -> None:
    empty = standing(*HERE.path, organs={COMMITTEE: "village"})

    with pytest.raises(NotOnTheWay):
        approved().act(DISPATCHER, "dispatch", place=empty)


@pytest.mark.parametrize(
    ("assists", "refusal"),
    [((OFFICE,), LeadAmongAssists), ((WATER,), AboveTheLevel), ((OTHER_COMMITTEE,), NotOnTheWay)],
)
def test_assists_lie_on_the_way_too_and_are_not_the_lead(assists: tuple[str, ...], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        approved().act(DISPATCHER, "dispatch", assists=assists)


def test_an_assist_named_twice_assists_once() -> None:
    assert approved().act(DISPATCHER, "dispatch", assists=(OFFICE_2, OFFICE_2)).state.assists == (OFFICE_2,)


def test_any_officer_of_the_lead_acts_for_it_and_nobody_else() -> None:
    with pytest.raises(NoRight):
        dispatched().act(STATION_OFFICER, "sign")
    with pytest.raises(NoRight):
        dispatched().act(DISPATCHER, "sign")


# --- The time a dispatch names ---


def test_the_time_of_a_dispatch_wins_over_the_category() -> None:
    due = MORNING + 24 * HOUR

    assert approved().act(DISPATCHER, "dispatch", due_at=due).state.due_at == due
    assert approved().act(DISPATCHER, "dispatch").state.due_at == MORNING + 2 * HOUR + 168 * HOUR


def test_the_time_of_a_dispatch_lies_after_it() -> None:
    case = approved()
    now = case.clock + HOUR

    with pytest.raises(DueTooEarly):
        case.act(DISPATCHER, "dispatch", at=now, due_at=now)
    assert case.act(DISPATCHER, "dispatch", at=now, due_at=now + timedelta(seconds=1)).state.status == "dispatched"


# --- Objection, return, designation, transfer ---


@pytest.mark.parametrize("desk", [DISPATCHER, COUNTY_DESK])
def test_an_objection_is_decided_by_the_desk_or_the_one_above_and_designates(desk: Actor) -> None:
    case = objected().act(desk, "decide-objection", lead=OFFICE_2)

    assert (case.state.status, case.state.lead, case.state.designated) == ("dispatched", OFFICE_2, True)


@pytest.mark.parametrize("verb", ["object", "return"])
def test_a_designated_lead_neither_objects_nor_returns(verb: str) -> None:
    with pytest.raises(NoRight):
        objected().act(DISPATCHER, "decide-objection").act(OFFICER, verb)


def test_a_designated_lead_does_not_escalate_but_the_desk_does() -> None:
    case = approved().then((DISPATCHER, "designate"), (OFFICER, "sign"))

    with pytest.raises(NoRight):
        case.act(OFFICER, "escalate")
    assert case.act(DISPATCHER, "escalate").state.level == "county"


def test_a_return_keeps_the_approval_and_clears_the_lead() -> None:
    case = approved().then((DISPATCHER, "dispatch", {"assists": (OFFICE_2,)}), (OFFICER, "return"))

    state = case.state
    assert (state.status, state.approved_by, state.returned) == ("approved", "leader", 1)
    assert (state.lead, state.assists, state.designated) == (None, (), False)


def test_a_return_goes_to_the_registered_where_no_approval_is_needed() -> None:
    case = village_registered().then((VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}), (VILLAGE_OFFICER, "return"))

    assert case.state.status == "registered"


def test_an_emergency_that_nobody_approved_is_returned_as_registered() -> None:
    assert emergency().act(OFFICER, "return").state.status == "registered"
    assert emergency().then((LEADER, "approve"), (OFFICER, "return")).state.status == "approved"


def test_a_case_is_returned_twice_at_most_over_its_whole_life() -> None:
    case = dispatched().act(OFFICER, "return")
    case.then((DISPATCHER, "dispatch"), (OFFICER, "return"), (DISPATCHER, "escalate"))
    case.then((COUNTY_DESK, "dispatch", {"lead": WATER}), (WATER_OFFICER, "sign"))

    assert case.state.returned == 2
    with pytest.raises(ReturnedTwice):
        case.act(WATER_OFFICER, "return")


def test_a_designation_ends_with_the_next_dispatch_or_transfer() -> None:
    case = approved().act(DISPATCHER, "designate")
    assert case.state.designated

    case.act(DISPATCHER, "transfer")
    assert (case.state.status, case.state.lead, case.state.designated) == ("dispatched", OFFICE_2, False)
    assert case.act(STATION_OFFICER, "return").state.returned == 1


def test_a_transfer_goes_to_another_organ_and_keeps_assists_and_clock() -> None:
    case = approved().then((DISPATCHER, "dispatch", {"assists": (OFFICE_2, COMMITTEE)}), (OFFICER, "sign"))
    due = case.state.due_at

    with pytest.raises(LeadsAlready):
        case.act(DISPATCHER, "transfer", lead=OFFICE)
    case.act(DISPATCHER, "transfer", lead=OFFICE_2)
    assert (case.state.lead, case.state.assists, case.state.due_at) == (OFFICE_2, (COMMITTEE,), due)


def test_a_transfer_ends_a_request_for_suspension() -> None:
    case = signed().then((OFFICER, "request-suspension"), (DISPATCHER, "transfer"))

    assert case.state.request is None


def test_a_transfer_stays_below_the_level() -> None:
    with pytest.raises(AboveTheLevel):
        in_progress().act(DISPATCHER, "transfer", lead=ENVIRONMENT)
