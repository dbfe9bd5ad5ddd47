"""For whom a case waits, and by which verbs: forward steps only, each for those who are there to take them."""

import pytest
from support.incidents import (
    COMMITTEE,
    COUNTY_DESK,
    DISPATCHER,
    GRID_WORKER,
    HOUR,
    LEADER,
    OFFICE_2,
    OFFICER,
    SECOND_VILLAGE_OFFICER,
    STATION_OFFICER,
    SUPERVISOR,
    VILLAGE_OFFICER,
    Case,
    approved,
    awaiting_approval,
    checked,
    closed,
    dispatched,
    emergency,
    handled,
    hotline_report,
    objected,
    registered,
    reported,
    signed,
    suspended,
    village_registered,
)

from domain.incidents.verbs import awaited
from domain.shared.act import Actor

EVERYBODY = (
    GRID_WORKER,
    VILLAGE_OFFICER,
    DISPATCHER,
    LEADER,
    OFFICER,
    STATION_OFFICER,
    COUNTY_DESK,
    SUPERVISOR,
)


def waiting(case: Case, *staff: Actor) -> dict[str, tuple[str, ...]]:
    """Return for whom the case waits, and by which verbs."""
    found = {actor.person: awaited(case.state, case.circumstances(actor)) for actor in staff or EVERYBODY}
    return {person: verbs for person, verbs in found.items() if verbs}


def with_assist() -> Case:
    return approved().act(DISPATCHER, "dispatch", assists=(OFFICE_2,))


def with_request() -> Case:
    return signed().act(OFFICER, "request-suspension")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (reported(), {"village": ("register", "refuse")}),
        (hotline_report(), {"grid": ("verify", "refute"), "village": ("verify", "refute")}),
        (hotline_report().act(GRID_WORKER, "verify"), {"dispatcher": ("register", "refuse")}),
        (registered(), {"dispatcher": ("submit-for-approval",)}),
        (registered(severity="emergency"), {"dispatcher": ("dispatch",)}),
        (awaiting_approval(), {"leader": ("approve", "reject")}),
        (approved(), {"dispatcher": ("dispatch",)}),
        (dispatched(), {"office": ("sign",)}),
        (emergency(), {"leader": ("approve", "reject"), "office": ("sign",)}),
        (with_assist(), {"office": ("sign",), "station": ("report-assist",)}),
        (with_assist().act(STATION_OFFICER, "report-assist"), {"office": ("sign",)}),
        (objected(), {"dispatcher": ("decide-objection",)}),
        (signed(), {"office": ("record-action", "submit-result")}),
        (with_assist().act(OFFICER, "sign"), {"office": ("record-action",), "station": ("report-assist",)}),
        (
            with_request(),
            {"office": ("record-action", "submit-result"), "dispatcher": ("grant-suspension", "deny-suspension")},
        ),
        (suspended(), {}),
        (handled(), {"grid": ("check",), "village": ("check",), "dispatcher": ("check",)}),
        (checked(), {"dispatcher": ("close",)}),
        (closed(), {}),
        (closed().act(SUPERVISOR, "order-reopening"), {"dispatcher": ("reopen",)}),
        (hotline_report().act(DISPATCHER, "refuse"), {}),
    ],
)
def test_a_case_waits_for_those_who_carry_it_on(case: Case, expected: dict[str, tuple[str, ...]]) -> None:
    assert waiting(case) == expected


def test_a_suspended_case_waits_for_its_lead_once_the_time_is_over() -> None:
    case = suspended()

    case.clock = case.state.suspended_until - HOUR
    assert waiting(case) == {}
    case.clock = case.state.suspended_until
    assert waiting(case) == {"office": ("resume",)}


def test_what_a_village_did_itself_waits_for_the_town_to_check_and_to_grant() -> None:
    case = village_registered().then((VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}), (VILLAGE_OFFICER, "sign"))
    case.act(VILLAGE_OFFICER, "request-suspension")
    assert waiting(case, DISPATCHER, COUNTY_DESK, SECOND_VILLAGE_OFFICER) == {
        "dispatcher": ("grant-suspension", "deny-suspension"),
        "village-2": ("record-action", "grant-suspension", "deny-suspension", "submit-result"),
    }

    case.act(VILLAGE_OFFICER, "submit-result")
    assert waiting(case) == {"grid": ("check",), "dispatcher": ("check",)}
