"""The story of the first paragraph: from the report in a village to the closure at the town."""

from datetime import timedelta

from support.incidents import (
    DISPATCHER,
    GRID_WORKER,
    HOUR,
    LEADER,
    MORNING,
    OFFICE,
    OFFICER,
    VILLAGE_OFFICER,
    recorded,
    reported,
)


def test_a_village_registers_what_it_has_no_power_over_and_the_town_brings_it_to_its_end() -> None:
    case = reported().then(
        (VILLAGE_OFFICER, "register"),
        (VILLAGE_OFFICER, "escalate"),
        (DISPATCHER, "submit-for-approval"),
        (LEADER, "approve"),
        (DISPATCHER, "dispatch"),
        (OFFICER, "sign"),
        (OFFICER, "record-action"),
        (OFFICER, "submit-result"),
        (GRID_WORKER, "check"),
        (DISPATCHER, "rate"),
        (DISPATCHER, "close"),
    )

    state = case.state
    assert (state.status, state.level, state.number) == ("closed", "town", "西陌〔2026〕0001号")
    assert (state.lead, state.approved_by, state.handled_by) == (OFFICE, "leader", "office")
    assert state.due_at == MORNING + HOUR + timedelta(hours=168)
    assert (state.closed_at, state.closed_late, state.outcome) == (MORNING + 11 * HOUR, False, "resolved")
    assert state.been_at == ("140830103201", "140830103")
    assert recorded(case) == [
        "incident.reported",
        "incident.registered",
        "incident.escalated",
        "incident.approval_requested",
        "incident.approved",
        "incident.dispatched",
        "incident.signed",
        "incident.action_recorded",
        "incident.result_submitted",
        "incident.check_passed",
        "incident.rated",
        "incident.closed",
    ]
