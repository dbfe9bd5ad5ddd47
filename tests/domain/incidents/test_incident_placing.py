"""Putting right and putting together: place, category, mergers; and what they do to the clock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from support.incidents import (
    ACROSS,
    CITIZEN,
    COMMITTEE,
    COUNTY,
    COUNTY_DESK,
    DISPATCHER,
    GRID_WORKER,
    HERE,
    HOUR,
    IN_THE_TOWN,
    LOCATION,
    MORNING,
    NEXT_DOOR,
    OFFICE,
    OFFICER,
    OTHER_VILLAGE,
    OTHER_VILLAGE_OFFICER,
    VILLAGE,
    VILLAGE_OFFICER,
    Case,
    World,
    approved,
    closed,
    dispatched,
    emergency,
    hotline_report,
    in_progress,
    registered,
    reported,
    signed,
    standing,
    suspended,
    village_registered,
)

from domain.incidents.refusals import (
    ApprovalFirst,
    MergesInCircle,
    TargetElsewhere,
    TargetNotOpen,
    UnitTakesNoCase,
    UnknownCategory,
)
from domain.shared.errors import BeforeItsGround, Malformed, NoRight, NotInThisStatus

OTHER_TOWN = standing(COUNTY, "140830104", "140830104201")

# --- Place ---


def test_within_the_village_a_relocation_changes_the_unit_only() -> None:
    case = in_progress()
    before = case.state

    case.act(DISPATCHER, "relocate", destination=NEXT_DOOR, location=LOCATION)
    state = case.state
    assert (state.unit, state.location, state.status, state.lead) == (NEXT_DOOR.unit, LOCATION, "in_progress", OFFICE)
    assert (state.since, state.due_at, state.approved_by) == (before.since, before.due_at, before.approved_by)


def test_a_point_alone_can_be_put_right() -> None:
    case = reported().act(GRID_WORKER, "relocate", location=LOCATION)

    assert (case.state.location, case.state.unit) == (LOCATION, HERE.unit)


def test_in_another_village_it_is_registered_there_without_lead() -> None:
    case = village_registered().then(
        (VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}),
        (VILLAGE_OFFICER, "sign"),
        (VILLAGE_OFFICER, "relocate", {"destination": ACROSS}),
    )

    state = case.state
    assert (state.status, state.level, state.lead, state.unit) == ("registered", "village", None, ACROSS.unit)
    assert state.been_at == (VILLAGE, OTHER_VILLAGE)
    case.place = ACROSS
    with pytest.raises(NoRight):
        case.act(VILLAGE_OFFICER, "dispatch")
    case.act(OTHER_VILLAGE_OFFICER, "dispatch", lead=f"{OTHER_VILLAGE}.committee")
    assert case.state.status == "dispatched"


def test_in_another_town_approval_is_had_anew() -> None:
    case = approved().act(DISPATCHER, "relocate", destination=OTHER_TOWN)

    state = case.state
    assert (state.status, state.level, state.approved_by, state.approval_needed) == ("registered", "town", None, True)
    case.place = OTHER_TOWN
    with pytest.raises(NoRight):
        case.act(DISPATCHER, "submit-for-approval")


def test_in_a_unit_of_a_higher_level_the_case_rises_to_it() -> None:
    case = village_registered().act(VILLAGE_OFFICER, "relocate", destination=IN_THE_TOWN)

    assert (case.state.level, case.state.status, case.state.approval_needed) == ("town", "registered", True)


def test_before_registration_a_case_keeps_its_status_and_comes_in_where_its_unit_says() -> None:
    case = reported().act(GRID_WORKER, "relocate", destination=IN_THE_TOWN)
    assert (case.state.status, case.state.level, case.state.number) == ("reported", "town", None)

    case = (
        Case(place=IN_THE_TOWN).report(DISPATCHER, channel="resident").act(DISPATCHER, "relocate", destination=ACROSS)
    )
    assert (case.state.status, case.state.level) == ("reported", "village")


def test_a_relocation_ends_a_suspension_and_gives_its_time_back() -> None:
    case = suspended()
    due, since = case.state.due_at, case.state.suspended_at

    case.act(DISPATCHER, "relocate", at=since + 10 * HOUR, destination=ACROSS)
    assert (case.state.due_at, case.state.suspended_until) == (due + 10 * HOUR, None)


def test_after_a_relocation_a_new_category_still_counts_the_time_suspended() -> None:
    case = suspended()
    since = case.state.suspended_at

    case.act(DISPATCHER, "relocate", at=since + 10 * HOUR, destination=ACROSS)
    case.place = ACROSS
    assert case.act(DISPATCHER, "reclassify").state.due_at == MORNING + (2 + 10 + 360) * HOUR


def test_the_edition_of_the_new_place_counts() -> None:
    newer = standing(*ACROSS.path, edition="2027")
    case = reported().act(GRID_WORKER, "relocate", destination=newer)

    assert (case.state.edition, case.incident.collect_events()[-1].meta.edition) == ("2027", "2027")


def test_a_unit_that_is_being_closed_takes_nobody_elses_case() -> None:
    with pytest.raises(UnitTakesNoCase):
        reported().act(GRID_WORKER, "relocate", destination=standing(*ACROSS.path, closing=True))


@pytest.mark.parametrize("verb", ["relocate", "reclassify", "correct"])
def test_the_reporter_puts_right_until_registration(verb: str) -> None:
    reported().act(GRID_WORKER, verb)

    with pytest.raises(NoRight):
        village_registered().act(GRID_WORKER, verb)


def test_another_worker_is_not_the_reporter() -> None:
    with pytest.raises(NoRight):
        hotline_report().act(GRID_WORKER, "correct")


# --- Category ---


def test_a_new_category_sets_the_clock_anew_from_registration() -> None:
    case = signed().act(DISPATCHER, "reclassify")

    assert case.state.due_at == MORNING + 2 * HOUR + 360 * HOUR


def test_a_new_category_counts_the_time_suspended() -> None:
    case = suspended().act(OFFICER, "resume", at=MORNING + 100 * HOUR)
    paused = MORNING + 100 * HOUR - suspended().state.suspended_at

    assert case.act(DISPATCHER, "reclassify").state.due_at == MORNING + 2 * HOUR + paused + 360 * HOUR


def test_a_time_that_a_dispatch_named_is_kept() -> None:
    due = MORNING + 48 * HOUR
    case = approved().then((DISPATCHER, "dispatch", {"due_at": due}), (DISPATCHER, "reclassify"))

    assert case.state.due_at == due


def test_before_registration_there_is_no_clock_to_set() -> None:
    assert reported().act(GRID_WORKER, "reclassify").state.due_at is None


def test_a_category_that_is_not_there_or_nothing_at_all_is_no_correction() -> None:
    with pytest.raises(UnknownCategory):
        reported().act(GRID_WORKER, "reclassify", category="nothing.known")
    with pytest.raises(Malformed):
        reported().act(GRID_WORKER, "reclassify", category=None)


def test_an_approval_needed_at_registration_stays_needed() -> None:
    case = registered().act(DISPATCHER, "reclassify", severity="emergency")

    with pytest.raises(ApprovalFirst):
        case.act(DISPATCHER, "dispatch")


# --- Mergers ---


def two(world: World | None = None) -> tuple[Case, Case]:
    """Two cases about one matter, registered at the town."""
    world = world or World()
    cases = [Case(number, world).report(DISPATCHER, channel="hotline_12345", reporter=CITIZEN) for number in (1, 2)]
    for case in cases:
        case.then((GRID_WORKER, "verify"), (DISPATCHER, "register"))
    return cases[0], cases[1]


def merge(case: Case, target: Case, **changes: object) -> None:
    case.act(DISPATCHER, "merge", **({"other": target.incident, "destination": target.place} | changes))


def test_a_merged_case_follows_its_target_with_its_reporter() -> None:
    case, target = two()

    merge(case, target)
    assert (case.state.status, case.state.merged_into) == ("merged", target.incident.originator_id)
    assert [follower.reporters for follower in target.state.followers] == [(CITIZEN,)]
    assert (target.state.status, target.state.lead) == ("registered", None)


@pytest.mark.parametrize(("hours", "expected"), [(10, 10), (400, 170)])
def test_the_earlier_due_time_wins(hours: int, expected: int) -> None:
    _, target = two()
    case = Case(3, target.world).report().act(VILLAGE_OFFICER, "register")
    case.act(VILLAGE_OFFICER, "dispatch", lead=COMMITTEE, due_at=MORNING + hours * HOUR)

    case.act(VILLAGE_OFFICER, "merge", other=target.incident, destination=target.place)
    assert target.state.due_at == MORNING + expected * HOUR


def test_the_due_time_of_a_merger_is_not_moved_by_a_new_category() -> None:
    _, target = two()
    case = Case(3, target.world).report().act(VILLAGE_OFFICER, "register")
    case.act(VILLAGE_OFFICER, "dispatch", lead=COMMITTEE, due_at=MORNING + 10 * HOUR)

    case.act(VILLAGE_OFFICER, "merge", other=target.incident, destination=target.place)
    assert target.act(DISPATCHER, "reclassify").state.due_at == MORNING + 10 * HOUR


def test_a_target_registered_later_keeps_the_earlier_due_time() -> None:
    case, _ = two()
    target = Case(3, case.world).report(DISPATCHER, channel="hotline_12345")
    due = case.state.due_at

    merge(case, target)
    target.then((GRID_WORKER, "verify"), (DISPATCHER, "register", {"at": MORNING + 50 * HOUR}))
    assert target.state.due_at == due


def test_reporters_follow_through_two_mergers() -> None:
    first, second = two()
    third = Case(3, first.world).report(DISPATCHER, channel="hotline_12345")

    merge(first, second)
    merge(second, third)
    assert [follower.reporters for follower in third.state.followers] == [(CITIZEN, CITIZEN)]


def test_a_case_is_not_merged_into_itself_nor_into_one_merged_into_it() -> None:
    case, target = two()

    with pytest.raises(MergesInCircle):
        merge(case, case)
    merge(case, target)
    with pytest.raises(MergesInCircle):
        merge(target, case)


def test_a_longer_circle_does_not_close_either() -> None:
    first, second = two()
    third = Case(3, first.world).report(DISPATCHER, channel="hotline_12345")
    merge(first, second)
    merge(second, third)

    with pytest.raises(TargetNotOpen):
        merge(third, first)


def test_only_an_open_case_takes_another_in() -> None:
    _, case = two()

    with pytest.raises(TargetNotOpen):
        merge(case, closed())


def test_both_cases_lie_in_the_desks_place() -> None:
    case = village_registered()
    target = Case(2, place=ACROSS).report(DISPATCHER)

    with pytest.raises(TargetElsewhere):
        case.act(VILLAGE_OFFICER, "merge", other=target.incident, destination=ACROSS)
    registered().act(DISPATCHER, "merge", other=target.incident, destination=ACROSS)
    assert target.state.followers


def test_a_merger_is_not_dated_before_its_target() -> None:
    case, _ = two()
    target = Case(3, case.world).report(DISPATCHER, channel="hotline_12345", at=MORNING + 90 * HOUR)

    with pytest.raises(BeforeItsGround):
        merge(case, target)


@pytest.mark.parametrize("build", [registered, approved, dispatched, signed, in_progress, suspended, emergency])
def test_an_undone_merger_leaves_both_as_they_were(build: Callable[[], Case]) -> None:
    case = build()
    target = Case(2).report(DISPATCHER, channel="hotline_12345")
    before = case.state

    merge(case, target)
    case.act(DISPATCHER, "unmerge", other=target.incident)
    assert case.state == replace(before, since=case.clock)
    assert target.state.followers == ()


def test_the_time_merged_is_not_time_suspended_twice() -> None:
    case = suspended()
    due, since = case.state.due_at, case.state.suspended_at
    target = Case(2).report(DISPATCHER, channel="hotline_12345")

    merge(case, target)
    case.act(DISPATCHER, "unmerge", other=target.incident)
    assert case.act(OFFICER, "resume", at=since + timedelta(days=2)).state.due_at == due + timedelta(days=2)


def test_both_sides_of_a_merger_name_each_other() -> None:
    case, target = two()
    merge(case, target)

    here, there = case.incident.collect_events()[-1], target.incident.collect_events()[-1]
    assert (here.event.NAME, there.event.NAME) == ("incident.merged", "incident.absorbed")
    assert there.meta.causation == f"{case.incident.originator_id}/{here.originator_version}"
    assert there.meta.unit == target.state.unit


def test_what_is_merged_cannot_go_on_by_itself() -> None:
    case, target = two()
    merge(case, target)

    with pytest.raises(NotInThisStatus, match="merged"):
        case.act(DISPATCHER, "submit-for-approval")
    with pytest.raises(NoRight):
        case.act(COUNTY_DESK, "unmerge", other=target.incident)
