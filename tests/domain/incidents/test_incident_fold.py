"""The fold: replay equals what was lived through, unknown events pass, states survive the wire, imports stay."""

from datetime import timedelta

import msgspec
import pytest
from support.incidents import (
    DISPATCHER,
    GRID_WORKER,
    HERE,
    HOUR,
    MORNING,
    OFFICER,
    Case,
    closed,
    hotline_report,
    imported,
    reported,
    suspended,
)

from domain.incidents.external import ExternalIdTaken
from domain.incidents.importing import PastCase, close_past_case, open_past_case, record_past_act
from domain.incidents.incident import Incident
from domain.incidents.state import IncidentState
from domain.shared.errors import NoRight
from domain.shared.meta import Meta
from domain.shared.stream import Recorded, Unknown


def history(case: Case) -> list[Recorded]:
    return [
        Recorded(position, change.originator_id, change.originator_version, MORNING, change.event, change.meta)
        for position, change in enumerate(case.incident.collect_events(), start=1)
    ]


@pytest.mark.parametrize(
    "case", [reported(settled=True), suspended(), closed().act(DISPATCHER, "reopen"), hotline_report()]
)
def test_a_replay_gives_the_state_that_was_lived_through(case: Case) -> None:
    state, version = case.state, case.incident.originator_version

    again = Incident(case.incident.originator_id).replay(history(case))
    assert (again.state, again.originator_version) == (state, version)


@pytest.mark.parametrize("case", [reported(), suspended(), closed(), hotline_report()])
def test_a_state_survives_the_wire(case: Case) -> None:
    assert msgspec.json.decode(msgspec.json.encode(case.state), type=IncidentState) == case.state
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(case.state), type=IncidentState) == case.state


def test_unknown_events_and_those_of_other_streams_change_nothing() -> None:
    case = reported()
    meta = Meta(occurred_at=MORNING, person="x")
    unknown = Unknown(name="incident.of_tomorrow", schema=1, data={})
    taken = ExternalIdTaken(channel="letter", external_id="1", case=case.incident.originator_id)

    for event in (unknown, taken):
        assert Incident.evolve(case.state, event, meta) is case.state
        assert Incident.evolve(None, event, meta) is None


def test_the_state_before_is_never_changed() -> None:
    case = hotline_report()
    before = case.state
    copy = msgspec.structs.replace(before)

    case.then((GRID_WORKER, "verify"), (DISPATCHER, "register"))
    assert before == copy


# --- Past cases of other systems ---


def at(hours: float) -> Meta:
    return Meta(occurred_at=MORNING + hours * HOUR, person="importer", external_actor="Resource21")


def test_a_past_case_is_recorded_as_it_was_also_outside_its_own_times() -> None:
    case = imported(channel="resident")

    record_past_act(case.incident, "Confirmation of receipt", "task-1", at(-5))
    close_past_case(case.incident, at(10))
    record_past_act(case.incident, "T02 Check", "task-2", at(20))

    state = case.state
    assert (state.status, state.closed_at, state.closed_late, state.outcome) == (
        "closed",
        MORNING + 10 * HOUR,
        False,
        None,
    )
    assert (state.number, state.channel, state.level, state.unit) == ("case-10011", "resident", "county", None)
    assert case.incident.originator_version == 4


@pytest.mark.parametrize(("after_due", "late"), [(timedelta(), False), (timedelta(microseconds=1), True)])
def test_a_past_case_was_late_by_the_instant(after_due: timedelta, late: bool) -> None:
    case = imported()

    close_past_case(case.incident, Meta(occurred_at=case.state.due_at + after_due, person="importer"))
    assert case.state.closed_late is late


def test_a_past_case_without_a_due_time_was_never_late() -> None:
    case = Case(place=HERE)
    open_past_case(case.incident, HERE, PastCase(number="7", opened_at=MORNING, channel="letter"), at(0))

    close_past_case(case.incident, at(10_000))
    assert (case.state.closed_late, case.state.level) == (False, "town")


def test_a_past_case_in_no_unit_is_nobodys_to_act_on() -> None:
    for actor in (DISPATCHER, OFFICER, GRID_WORKER):
        with pytest.raises(NoRight):
            imported().act(actor, "dispatch")
