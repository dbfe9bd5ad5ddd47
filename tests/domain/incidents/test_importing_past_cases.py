"""Past cases of other systems are recorded as they were, each act once, whatever the rules of today say."""

from datetime import timedelta

from support.incidents import HERE, HOUR, MORNING, NOWHERE, Case, text

from domain.incidents import events as ev
from domain.incidents.importing import PastAct, PastCase, enter
from domain.incidents.incident import Incident
from domain.shared.place import Standing
from domain.shared.stream import Recorded, named_id


def past(*hours: float, **changes: object) -> PastCase:
    acts = tuple(PastAct(activity=f"T{hour}", at=MORNING + hour * HOUR, actor="Resource21") for hour in hours)
    values = {"number": "case-7", "opened_at": MORNING, "due_at": MORNING + 24 * HOUR, "acts": acts, **changes}
    return PastCase(**values)  # type: ignore[arg-type]


def entered(told: PastCase, history: list[Recorded] | None = None, place: Standing = NOWHERE) -> list[Recorded]:
    """Enter a case into a stream that holds a history; return what the stream holds then."""
    history = history or []
    case = Incident(named_id("a past case")).replay(history)
    enter(case, place, told, history)
    later = [
        Recorded(len(history) + n, change.originator_id, change.originator_version, MORNING, change.event, change.meta)
        for n, change in enumerate(case.collect_events(), start=1)
    ]
    return history + later


def names(history: list[Recorded]) -> list[str]:
    return [recorded.event.NAME.partition(".")[2] for recorded in history]


def test_acts_and_closure_stand_in_the_order_of_their_own_times() -> None:
    history = entered(past(3, 1, 30, closed_at=MORNING + 20 * HOUR))

    assert names(history) == ["imported", "act_imported", "act_imported", "closure_imported", "act_imported"]
    assert [recorded.meta.occurred_at for recorded in history[1:]] == [MORNING + h * HOUR for h in (1, 3, 20, 30)]
    assert {recorded.meta.person for recorded in history} == {"importer"}
    assert history[1].meta.external_actor == "Resource21"


def test_an_act_before_the_opening_is_kept_after_it() -> None:
    history = entered(past(-2, 1))

    assert names(history) == ["imported", "act_imported", "act_imported"]
    assert history[1].meta.occurred_at == MORNING - 2 * HOUR


def test_lateness_is_judged_by_the_instant() -> None:
    at_the_instant = entered(past(closed_at=MORNING + 24 * HOUR))
    a_moment_later = entered(past(closed_at=MORNING + 24 * HOUR + timedelta(microseconds=1)))
    never_due = entered(past(closed_at=MORNING + 999 * HOUR, due_at=None))

    assert [_closure(history).late for history in (at_the_instant, a_moment_later, never_due)] == [False, True, False]


def test_the_same_again_adds_nothing() -> None:
    told = past(1, 2, 2, closed_at=MORNING + 20 * HOUR)
    history = entered(told)

    assert entered(told, history) == history


def test_a_later_file_adds_what_is_new_and_the_closure() -> None:
    history = entered(past(1, 2))

    grown = entered(past(1, 2, 2, 5, closed_at=MORNING + 6 * HOUR), history)

    assert names(grown[len(history) :]) == ["act_imported", "act_imported", "closure_imported"]


def test_what_the_desk_has_opened_again_is_not_closed_by_the_same_file() -> None:
    told = past(1, closed_at=MORNING + 6 * HOUR)
    history = entered(told)
    reopened = Incident(history[0].originator_id).replay(history)
    event = ev.Reopened(to="registered", due_at=None, approval_needed=False, ordered=False, reason=text())
    reopened.record(event, history[-1].meta)
    (change,) = reopened.collect_events()
    history.append(
        Recorded(len(history) + 1, change.originator_id, change.originator_version, MORNING, event, change.meta)
    )

    assert entered(told, history) == history


def test_a_case_lies_where_its_unit_stands_and_in_no_unit_at_the_county() -> None:
    nowhere, here = Case(place=NOWHERE), Case(place=HERE)

    enter(nowhere.incident, NOWHERE, past(1))
    enter(here.incident, HERE, past(1))

    assert (nowhere.incident.state.level, nowhere.incident.state.unit) == ("county", None)
    assert (here.incident.state.level, here.incident.state.unit) == ("village", HERE.unit)


def _closure(history: list[Recorded]) -> ev.ClosureImported:
    return next(recorded.event for recorded in history if isinstance(recorded.event, ev.ClosureImported))
