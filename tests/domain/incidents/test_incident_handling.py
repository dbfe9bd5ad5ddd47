"""Handling: assists, suspension, the result, and the three persons of a case."""

from datetime import timedelta

import pytest
from support.incidents import (
    COMMITTEE,
    COUNTY_DESK,
    COUNTY_LEADER,
    DISPATCHER,
    GRID_WORKER,
    HOUR,
    LEADER,
    MORNING,
    OFFICE,
    OFFICE_2,
    OFFICER,
    OTHER_COMMITTEE,
    SECOND_OFFICER,
    SECOND_VILLAGE_OFFICER,
    STATION_OFFICER,
    TOWN,
    VILLAGE_OFFICER,
    Case,
    approved,
    awaiting_approval,
    checked,
    closed,
    dispatched,
    emergency,
    handled,
    in_progress,
    post,
    signed,
    suspended,
    village_registered,
)

from domain.incidents.refusals import (
    AssistsAlready,
    AssistsOutstanding,
    DueTooEarly,
    DutiesConflict,
    LeadAmongAssists,
    NoAssist,
    NobodyAssists,
    NoRequest,
    NotOnTheWay,
    RequestPending,
)
from domain.shared.act import Actor
from domain.shared.errors import BeforeItsGround, NoRight

# --- Assists ---


def with_assist() -> Case:
    return approved().then((DISPATCHER, "dispatch", {"assists": (OFFICE_2,)}), (OFFICER, "sign"))


def test_the_result_waits_until_every_assist_has_reported() -> None:
    case = with_assist()

    with pytest.raises(AssistsOutstanding):
        case.act(OFFICER, "submit-result")
    case.then((STATION_OFFICER, "report-assist"), (OFFICER, "submit-result"))
    assert case.state.status == "handled"


def test_an_assist_that_is_let_go_is_not_waited_for() -> None:
    case = with_assist().then((OFFICER, "remove-assist"), (OFFICER, "submit-result"))

    assert (case.state.status, case.state.assists) == ("handled", ())


def test_an_assist_that_comes_back_has_to_report_anew() -> None:
    case = with_assist().then(
        (STATION_OFFICER, "report-assist"), (DISPATCHER, "remove-assist"), (OFFICER, "add-assist")
    )

    with pytest.raises(AssistsOutstanding):
        case.act(OFFICER, "submit-result")


def test_an_assist_that_led_in_between_reports_anew() -> None:
    case = with_assist().then((STATION_OFFICER, "report-assist"), (DISPATCHER, "transfer"))
    case.then((DISPATCHER, "transfer", {"lead": OFFICE}), (DISPATCHER, "add-assist"), (OFFICER, "sign"))

    with pytest.raises(AssistsOutstanding):
        case.act(OFFICER, "submit-result")


@pytest.mark.parametrize(
    ("organ", "refusal"),
    [(OFFICE, LeadAmongAssists), (OFFICE_2, AssistsAlready), (OTHER_COMMITTEE, NotOnTheWay)],
)
def test_an_assist_is_another_organ_on_the_way(organ: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        with_assist().act(OFFICER, "add-assist", organ=organ)


def test_only_an_assist_is_let_go() -> None:
    with pytest.raises(NoAssist):
        with_assist().act(OFFICER, "remove-assist", organ=COMMITTEE)
    with pytest.raises(NobodyAssists):
        signed().act(OFFICER, "remove-assist")


def test_the_first_recorded_action_begins_the_work_and_the_next_ones_go_on() -> None:
    case = signed().act(OFFICER, "record-action")
    begun = case.state.since

    case.act(SECOND_OFFICER, "record-action")
    assert (case.state.status, case.state.since) == ("in_progress", begun)
    assert case.state.handlers == ("office", "office2")


# --- Suspension ---


def test_a_suspension_is_asked_for_by_the_lead_and_granted_by_another() -> None:
    case = in_progress().act(OFFICER, "request-suspension", until=MORNING + 100 * HOUR)

    assert case.state.status == "in_progress"
    case.act(DISPATCHER, "grant-suspension")
    assert (case.state.status, case.state.suspended_until) == ("suspended", MORNING + 100 * HOUR)


def test_one_request_waits_at_a_time() -> None:
    case = signed().act(OFFICER, "request-suspension")

    with pytest.raises(RequestPending):
        case.act(OFFICER, "request-suspension")
    assert case.then((DISPATCHER, "deny-suspension"), (OFFICER, "request-suspension")).state.request is not None


def test_without_a_request_there_is_nothing_to_grant() -> None:
    for verb in ("grant-suspension", "deny-suspension"):
        with pytest.raises(NoRequest):
            signed().act(DISPATCHER, verb)


def test_a_denial_leaves_everything_as_it_was() -> None:
    case = signed()
    before = case.state

    case.then((OFFICER, "request-suspension"), (DISPATCHER, "deny-suspension"))
    assert case.state == before


def test_who_asked_for_a_suspension_does_not_grant_it() -> None:
    case = village_registered().then(
        (VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}),
        (VILLAGE_OFFICER, "sign"),
        (VILLAGE_OFFICER, "request-suspension"),
    )

    for verb in ("grant-suspension", "deny-suspension"):
        with pytest.raises(DutiesConflict):
            case.act(VILLAGE_OFFICER, verb)
    assert case.act(SECOND_VILLAGE_OFFICER, "grant-suspension").state.status == "suspended"


@pytest.mark.parametrize("desk", [DISPATCHER, COUNTY_DESK])
def test_a_desk_above_grants_too(desk: Actor) -> None:
    case = signed().act(OFFICER, "request-suspension")

    assert case.act(desk, "grant-suspension").state.status == "suspended"


def test_a_suspension_ends_after_it_begins() -> None:
    case = signed()

    with pytest.raises(DueTooEarly):
        case.act(OFFICER, "request-suspension", until=case.clock + HOUR)


def test_a_decision_is_not_dated_before_the_request() -> None:
    case = signed().act(OFFICER, "request-suspension")

    with pytest.raises(BeforeItsGround):
        case.act(DISPATCHER, "grant-suspension", at=case.clock - timedelta(minutes=1))
    with pytest.raises(BeforeItsGround):
        case.act(DISPATCHER, "deny-suspension", at=case.state.request.at - timedelta(minutes=1))


@pytest.mark.parametrize("actor", [OFFICER, DISPATCHER])
def test_lead_and_desk_resume_and_the_due_time_moves_by_the_time_suspended(actor: Actor) -> None:
    case = suspended()
    due, since = case.state.due_at, case.state.suspended_at

    case.act(actor, "resume", at=since + timedelta(days=3, minutes=5))
    assert case.state.status == "in_progress"
    assert case.state.due_at == due + timedelta(days=3, minutes=5)
    assert case.state.suspended_until is None


def test_a_result_ends_a_request_for_suspension() -> None:
    assert signed().then((OFFICER, "request-suspension"), (OFFICER, "submit-result")).state.request is None


# --- Three persons: who approves, who handles, who checks ---


def test_who_handled_does_not_check() -> None:
    officer_and_worker = post("office", "grid_worker", GRID_WORKER.organ, GRID_WORKER.place)

    with pytest.raises(DutiesConflict):
        handled().act(officer_and_worker, "check")


def test_who_reported_an_assist_does_not_check() -> None:
    case = with_assist().then((STATION_OFFICER, "report-assist"), (OFFICER, "submit-result"))

    with pytest.raises(DutiesConflict):
        case.act(post("station", "desk", f"{TOWN}.command", TOWN), "check")


def test_who_recorded_an_action_does_not_check_what_a_colleague_handed_in() -> None:
    case = in_progress().act(SECOND_OFFICER, "submit-result")

    with pytest.raises(DutiesConflict):
        case.act(post("office", "desk", f"{TOWN}.command", TOWN), "check")


def test_who_approved_neither_handles_nor_checks() -> None:
    leader_as_officer = post("leader", "officer", OFFICE, TOWN)
    leader_as_desk = post("leader", "desk", f"{TOWN}.command", TOWN)

    for verb in ("record-action", "submit-result"):
        with pytest.raises(DutiesConflict):
            signed().act(leader_as_officer, verb)
    with pytest.raises(DutiesConflict):
        handled().act(leader_as_desk, "check")
    with pytest.raises(DutiesConflict):
        with_assist().act(post("leader", "officer", OFFICE_2, TOWN), "report-assist")


def test_who_handled_does_not_approve() -> None:
    case = emergency().then((OFFICER, "sign"), (OFFICER, "record-action"))
    officer_as_leader = post("office", "leader", LEADER.organ, TOWN)

    for verb in ("approve", "reject"):
        with pytest.raises(DutiesConflict):
            case.act(officer_as_leader, verb)


def test_who_let_it_pass_the_check_does_not_approve_or_handle_it_afterwards() -> None:
    case = closed().then((DISPATCHER, "reopen"), (DISPATCHER, "submit-for-approval"))

    with pytest.raises(DutiesConflict):
        case.act(post("grid", "leader", LEADER.organ, TOWN), "approve")
    case.then((LEADER, "approve"), (DISPATCHER, "dispatch"), (OFFICER, "sign"))
    with pytest.raises(DutiesConflict):
        case.act(post("grid", "officer", OFFICE, TOWN), "record-action")


def test_a_check_that_failed_binds_nobody_but_the_next_check_is_by_another() -> None:
    case = Case().report(settled=True).act(VILLAGE_OFFICER, "check", passed=False)
    case.then(
        (VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}),
        (VILLAGE_OFFICER, "sign"),
        (VILLAGE_OFFICER, "submit-result"),
    )

    with pytest.raises(DutiesConflict):
        case.act(VILLAGE_OFFICER, "check")
    with pytest.raises(DutiesConflict):
        case.act(GRID_WORKER, "check")
    assert case.act(DISPATCHER, "check").state.status == "checked"


def test_the_reporter_may_check() -> None:
    case = Case().report(GRID_WORKER).act(VILLAGE_OFFICER, "register")
    case.then(
        (VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}),
        (VILLAGE_OFFICER, "sign"),
        (VILLAGE_OFFICER, "submit-result"),
    )

    assert case.act(GRID_WORKER, "check").state.status == "checked"


@pytest.mark.parametrize("actor", [GRID_WORKER, VILLAGE_OFFICER, DISPATCHER, COUNTY_DESK])
def test_those_on_the_spot_and_every_desk_above_check(actor: Actor) -> None:
    assert handled().act(actor, "check").state.status == "checked"


def test_nobody_else_checks() -> None:
    for actor in (LEADER, COUNTY_LEADER, SECOND_OFFICER):
        with pytest.raises(NoRight):
            handled().act(actor, "check")


def test_a_leader_of_another_level_does_not_approve() -> None:
    with pytest.raises(NoRight):
        awaiting_approval().act(COUNTY_LEADER, "approve")


def test_the_named_states_are_what_they_say() -> None:
    states = {build().state.status for build in (dispatched, signed, in_progress, suspended, handled, checked, closed)}

    assert states == {"dispatched", "signed", "in_progress", "suspended", "handled", "checked", "closed"}
