"""Check, rating, closure and reopening, and the way between the levels."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from support.incidents import (
    COMMITTEE,
    COUNTY,
    COUNTY_DESK,
    DISPATCHER,
    GRID_WORKER,
    HOUR,
    IN_THE_TOWN,
    MORNING,
    OFFICE_2,
    OFFICER,
    SUPERVISOR,
    VILLAGE,
    VILLAGE_OFFICER,
    WATER,
    WATER_OFFICER,
    Case,
    approved,
    checked,
    closed,
    emergency,
    handled,
    hotline_report,
    in_progress,
    registered,
    reported,
    signed,
    village_registered,
)

from domain.incidents.circumstances import Policies
from domain.incidents.events import Closed
from domain.incidents.refusals import (
    GoesOnElsewhere,
    NoLevelAbove,
    NotBelowItsOwn,
    RatedAlready,
    ReopeningTooLate,
)
from domain.shared.errors import Malformed, NotInThisStatus
from domain.shared.meta import Meta

# --- Check and rating ---


def test_a_failed_check_is_rework_and_keeps_all() -> None:
    case = approved().then((DISPATCHER, "designate"), (OFFICER, "sign"), (OFFICER, "submit-result"))
    due = case.state.due_at

    case.act(GRID_WORKER, "check", passed=False)
    state = case.state
    assert (state.status, state.rework, state.lead, state.designated) == ("in_progress", 1, "140830103.office", True)
    assert (state.due_at, state.approved_by) == (due, "leader")
    assert case.then((OFFICER, "submit-result"), (GRID_WORKER, "check")).state.status == "checked"


def test_what_was_settled_badly_goes_to_the_desk() -> None:
    case = reported(settled=True).act(VILLAGE_OFFICER, "check", passed=False)

    state = case.state
    assert (state.status, state.rework, state.settled, state.handled_by) == ("registered", 1, False, None)
    assert case.act(VILLAGE_OFFICER, "dispatch", lead=COMMITTEE).state.status == "dispatched"


def test_each_closure_is_rated_once_before_or_after_it() -> None:
    case = checked().act(DISPATCHER, "rate", score=2, solved=False)

    assert (case.state.rating.score, case.state.rating.solved) == (2, False)
    with pytest.raises(RatedAlready):
        case.act(DISPATCHER, "rate")
    case.act(DISPATCHER, "close")
    with pytest.raises(RatedAlready):
        case.act(DISPATCHER, "rate")
    assert closed().act(DISPATCHER, "rate").state.rating.score == 4


def test_a_new_closure_is_rated_anew() -> None:
    case = checked().then((DISPATCHER, "rate"), (DISPATCHER, "close"), (DISPATCHER, "reopen"))

    assert case.state.rating is None


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_lies_between_one_and_five(score: int) -> None:
    with pytest.raises(Malformed):
        checked().act(DISPATCHER, "rate", score=score)


@pytest.mark.parametrize("score", [1, 5])
def test_one_and_five_are_scores(score: int) -> None:
    assert checked().act(DISPATCHER, "rate", score=score).state.rating.score == score


# --- Closure ---


def test_a_case_is_late_when_it_is_closed_after_its_due_time_by_the_instant() -> None:
    due = checked().state.due_at

    assert not checked().act(DISPATCHER, "close", at=due).state.closed_late
    assert checked().act(DISPATCHER, "close", at=due + timedelta(microseconds=1)).state.closed_late


def test_a_closure_says_how_and_at_which_level() -> None:
    case = checked().act(DISPATCHER, "close", outcome="partly_resolved")

    event = case.incident.collect_events()[-1].event
    assert isinstance(event, Closed)
    assert (event.outcome, event.level, event.late) == ("partly_resolved", "town", False)
    assert case.state.ended_at == case.clock


def test_a_closed_case_takes_no_more_handling_and_says_what_is_possible() -> None:
    with pytest.raises(NotInThisStatus) as refused:
        closed().act(DISPATCHER, "close")

    assert refused.value.sentence_en == "The status is closed; close is not possible now. Possible now: rate, reopen."
    assert refused.value.sentence_zh == "当前状态为“已结案”，不能办理“结案”。现在可以办理：回访评价、重新办理。"


# --- Reopening ---


def test_a_closed_case_is_opened_again_for_thirty_days_counted_by_dates() -> None:
    end = closed().state.ended_at
    last = end.replace(hour=15, minute=59) + timedelta(days=30)

    assert closed().act(DISPATCHER, "reopen", at=last).state.status == "registered"
    with pytest.raises(ReopeningTooLate):
        closed().act(DISPATCHER, "reopen", at=last + timedelta(minutes=1))


def test_the_policy_sets_the_days() -> None:
    case = closed()
    case.world.policies = Policies(reopen_days=1)

    with pytest.raises(ReopeningTooLate):
        case.act(DISPATCHER, "reopen", at=case.clock + timedelta(days=2))


def test_an_ordered_reopening_has_no_limit_and_is_used_up() -> None:
    case = closed().act(SUPERVISOR, "order-reopening")
    assert (case.state.status, case.state.reopening_ordered) == ("closed", True)

    case.act(DISPATCHER, "reopen", at=case.clock + timedelta(days=400))
    assert (case.state.status, case.state.reopening_ordered) == ("registered", False)


def test_a_reopening_starts_anew_and_keeps_number_and_returns() -> None:
    case = in_progress().then((OFFICER, "return"), (DISPATCHER, "dispatch"), (OFFICER, "sign"))
    case.then((OFFICER, "submit-result"), (GRID_WORKER, "check"), (DISPATCHER, "close"), (DISPATCHER, "reopen"))

    state = case.state
    assert (state.status, state.lead, state.approved_by, state.handled_by) == ("registered", None, None, None)
    assert (state.outcome, state.closed_at, state.closed_late, state.ended_at) == (None, None, False, None)
    assert (state.number, state.returned, state.approval_needed) == ("西陌〔2026〕0001号", 1, True)
    assert state.due_at == case.clock + 168 * HOUR
    assert state.handlers == ("office",)


def test_what_was_refused_or_refuted_is_opened_again_as_reported() -> None:
    for end in (
        hotline_report().act(GRID_WORKER, "refute"),
        hotline_report().act(DISPATCHER, "refuse"),
    ):
        case = end.act(DISPATCHER, "reopen")
        assert (case.state.status, case.state.due_at, case.state.number) == ("reported", None, None)
        assert case.then((GRID_WORKER, "verify"), (DISPATCHER, "register")).state.number == "西陌〔2026〕0001号"


def test_what_was_converted_goes_on_elsewhere() -> None:
    case = registered()
    event = Closed(outcome="converted", level="town", late=False)
    case.incident.record(event, Meta(occurred_at=case.clock, person="dispatcher"))

    with pytest.raises(GoesOnElsewhere):
        case.act(DISPATCHER, "reopen")
    with pytest.raises(GoesOnElsewhere):
        case.act(SUPERVISOR, "order-reopening")


# --- Between the levels ---


@pytest.mark.parametrize("build", [registered, approved, signed, in_progress])
def test_the_desk_passes_a_case_one_level_up(build: Callable[[], Case]) -> None:
    case = build().act(DISPATCHER, "escalate")

    state = case.state
    assert (state.status, state.level, state.lead, state.approved_by) == ("registered", "county", None, None)
    assert state.due_at == MORNING + 2 * HOUR + 168 * HOUR
    assert not state.approval_needed


def test_the_lead_passes_it_up_too_and_its_request_for_suspension_ends() -> None:
    case = signed().then((OFFICER, "request-suspension"), (OFFICER, "escalate"))

    assert (case.state.level, case.state.request) == ("county", None)


def test_the_number_stays_on_the_way_up_and_each_level_is_remembered() -> None:
    case = village_registered().then((VILLAGE_OFFICER, "escalate"), (DISPATCHER, "escalate"))

    assert case.state.number == "西陌〔2026〕0001号"
    assert case.state.been_at == (VILLAGE, "140830103", COUNTY)


def test_at_the_county_there_is_no_level_above() -> None:
    case = registered().act(DISPATCHER, "escalate")

    with pytest.raises(NoLevelAbove):
        case.act(COUNTY_DESK, "escalate")


def test_a_case_that_went_up_and_down_needs_the_approval_of_its_level_again() -> None:
    case = approved().then((DISPATCHER, "escalate"), (COUNTY_DESK, "send-down"))

    state = case.state
    assert (state.status, state.level, state.approval_needed, state.approved_by) == ("registered", "town", True, None)
    assert state.due_at == MORNING + 2 * HOUR + 168 * HOUR


def test_a_case_is_not_sent_down_below_its_units_own_level() -> None:
    case = Case(place=IN_THE_TOWN).report(DISPATCHER).act(DISPATCHER, "register")

    with pytest.raises(NotBelowItsOwn):
        case.act(DISPATCHER, "send-down")
    assert registered().act(DISPATCHER, "send-down").state.level == "village"
    with pytest.raises(NotBelowItsOwn):
        village_registered().act(VILLAGE_OFFICER, "send-down")


def test_an_emergency_decision_belongs_to_its_level() -> None:
    case = emergency().then((OFFICER, "sign"), (OFFICER, "escalate"))

    assert case.state.decision is None
    case.then((COUNTY_DESK, "dispatch", {"lead": WATER}), (WATER_OFFICER, "sign"), (WATER_OFFICER, "submit-result"))
    case.then((GRID_WORKER, "check"), (COUNTY_DESK, "close"))
    assert case.state.status == "closed"


def test_the_county_dispatches_to_any_organ_on_the_way() -> None:
    case = registered().then((DISPATCHER, "escalate"), (COUNTY_DESK, "dispatch", {"lead": OFFICE_2}))

    assert case.state.lead == OFFICE_2


def test_handing_in_keeps_the_case_where_it_is() -> None:
    assert handled().state.level == "town"
