"""The fold: replay equals what was lived through, unknown events pass, states survive the wire, imports stay."""

import msgspec
import pytest
from support.incidents import (
    DISPATCHER,
    GRID_WORKER,
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


def test_a_past_case_in_no_unit_is_nobodys_to_act_on() -> None:
    for actor in (DISPATCHER, OFFICER, GRID_WORKER):
        with pytest.raises(NoRight):
            imported().act(actor, "dispatch")
