"""Reporting: where a report comes in, who may make it, what is settled on the spot, and registration."""

from datetime import UTC, datetime, timedelta

import pytest
from support.incidents import (
    ACROSS,
    ADMIN,
    CITIZEN,
    COMMITTEE,
    COUNTY,
    COUNTY_DESK,
    DISPATCHER,
    GRID_WORKER,
    HERE,
    HOUR,
    IN_THE_TOWN,
    LEADER,
    MORNING,
    OFFICER,
    OTHER_GRID_WORKER,
    SUPERVISOR,
    TOWN,
    VILLAGE_OFFICER,
    WATER_OFFICER,
    Case,
    World,
    hotline_report,
    recorded,
    registered,
    reported,
    standing,
    text,
    village_registered,
)

from domain.incidents.external import ExternalId, ReportedAlready
from domain.incidents.refusals import (
    EvidenceRequired,
    NotSettledThisWay,
    NotVerifiedYet,
    UnitTakesNoCase,
    UnknownCategory,
)
from domain.incidents.words import CHANNELS
from domain.shared.act import Actor
from domain.shared.errors import BeforeItsGround, InTheFuture, NoRight
from domain.shared.place import Standing

IN_THE_COUNTY = standing(COUNTY)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("place", "usual", "by_the_town"),
    [(HERE, "village", "town"), (IN_THE_TOWN, "town", "town"), (IN_THE_COUNTY, "county", "county")],
)
def test_a_report_comes_in_at_the_level_of_its_channel_but_not_below_its_unit(
    channel: str, place: Standing, usual: str, by_the_town: str
) -> None:
    case = Case(place=place).report(COUNTY_DESK, channel=channel)

    town = channel in ("hotline_12345", "letter", "upper_level")
    assert case.state.level == (by_the_town if town else usual)
    assert case.state.status == "reported"


def test_a_report_keeps_all_that_was_said() -> None:
    case = hotline_report(external_id="12345-77", attachments=("sha256:a",), severity="urgent")

    state = case.state
    assert (state.channel, state.external_id, state.severity) == ("hotline_12345", "12345-77", "urgent")
    assert (state.reporter, state.reported_by, state.attachments) == (CITIZEN, "dispatcher", ("sha256:a",))
    assert (state.path, state.kinds, state.edition) == (HERE.path, HERE.kinds, "2026")
    assert (state.opened_at, state.due_at, state.number) == (MORNING, None, None)


@pytest.mark.parametrize("actor", [GRID_WORKER, VILLAGE_OFFICER, DISPATCHER, COUNTY_DESK, OFFICER, WATER_OFFICER])
def test_whoever_is_at_work_in_the_place_reports(actor: Actor) -> None:
    assert Case().report(actor).state.reported_by == actor.person


@pytest.mark.parametrize("actor", [OTHER_GRID_WORKER, LEADER, SUPERVISOR, ADMIN])
def test_nobody_else_reports(actor: Actor) -> None:
    with pytest.raises(NoRight):
        Case().report(actor)


def test_nobody_reports_outside_their_place() -> None:
    with pytest.raises(NoRight):
        Case(place=ACROSS).report(VILLAGE_OFFICER)


def test_a_unit_that_is_being_closed_takes_no_new_case() -> None:
    closing = standing(*HERE.path, closing=True)

    with pytest.raises(UnitTakesNoCase):
        Case(place=closing).report()


def test_a_category_has_to_be_in_the_catalogue() -> None:
    with pytest.raises(UnknownCategory):
        Case().report(category="nothing.known")


def test_a_report_is_not_dated_in_the_future() -> None:
    with pytest.raises(InTheFuture):
        Case().report(at=MORNING + HOUR, now=MORNING)


def test_a_sources_number_comes_in_once() -> None:
    number = ExternalId(ExternalId.stream_id("hotline_12345", "77"))
    first = Case().report(DISPATCHER, channel="hotline_12345", external_id="77", external=number)

    with pytest.raises(ReportedAlready):
        Case(number=2).report(DISPATCHER, channel="hotline_12345", external_id="77", external=number)
    assert number.state.case == first.incident.originator_id


# --- Settled on the spot ---


@pytest.mark.parametrize("channel", ["grid_worker", "patrol"])
def test_what_is_settled_on_the_spot_is_numbered_and_handled_at_once(channel: str) -> None:
    case = Case().report(channel=channel, settled=True)

    state = case.state
    assert (state.status, state.number, state.settled) == ("handled", "西陌〔2026〕0001号", True)
    assert (state.handled_by, state.due_at) == ("grid", MORNING + 168 * HOUR)
    assert recorded(case) == ["incident.reported", "incident.settled"]


@pytest.mark.parametrize("channel", sorted(set(CHANNELS) - {"grid_worker", "patrol"}))
def test_what_came_from_others_is_not_settled_on_the_spot(channel: str) -> None:
    case = Case()

    with pytest.raises(NotSettledThisWay):
        case.report(channel=channel, settled=True)
    assert not case.incident.exists


def test_a_desk_settles_nothing_on_the_spot() -> None:
    with pytest.raises(NoRight):
        Case().report(DISPATCHER, channel="patrol", settled=True)


def test_what_was_settled_shows_its_evidence_where_the_category_asks_for_it() -> None:
    assert Case().report(category="construction.illegal", settled=True).state.status == "handled"

    with pytest.raises(EvidenceRequired):
        Case().report(category="construction.illegal", settled=True, evidence=())


def test_a_result_shows_its_evidence_where_the_category_asks_for_it() -> None:
    with pytest.raises(EvidenceRequired):
        village_registered(category="construction.illegal").then(
            (VILLAGE_OFFICER, "dispatch", {"lead": COMMITTEE}),
            (VILLAGE_OFFICER, "sign"),
            (VILLAGE_OFFICER, "submit-result"),
        )


# --- Verification and registration ---


@pytest.mark.parametrize("channel", ["resident", "hotline_12345", "letter", "sensor"])
def test_reports_from_outside_are_verified_before_registration(channel: str) -> None:
    case = Case().report(DISPATCHER, channel=channel)
    desk = DISPATCHER if case.state.level == "town" else VILLAGE_OFFICER

    with pytest.raises(NotVerifiedYet):
        case.act(desk, "register")
    assert case.then((GRID_WORKER, "verify"), (desk, "register")).state.status == "registered"


@pytest.mark.parametrize("channel", ["grid_worker", "patrol", "upper_level"])
def test_reports_from_within_are_registered_at_once(channel: str) -> None:
    case = Case().report(DISPATCHER, channel=channel)
    desk = DISPATCHER if case.state.level == "town" else VILLAGE_OFFICER

    assert case.act(desk, "register").state.status == "registered"


def test_outside_a_village_the_desk_of_the_level_verifies() -> None:
    case = Case(place=IN_THE_TOWN).report(DISPATCHER, channel="resident")

    with pytest.raises(NoRight):
        case.act(COUNTY_DESK, "verify")
    assert case.act(DISPATCHER, "verify").state.status == "verified"


def test_where_a_village_has_no_officer_the_next_desk_up_acts_for_it() -> None:
    vacant = standing(*HERE.path, desks={"village": TOWN, "town": TOWN, "county": COUNTY})
    case = Case(place=vacant).report(DISPATCHER, channel="resident")

    assert case.then((DISPATCHER, "verify"), (DISPATCHER, "register")).state.level == "village"


def test_registration_gives_number_clock_and_what_the_desk_puts_right() -> None:
    case = reported().act(VILLAGE_OFFICER, "register", category="construction.illegal", severity="urgent")

    state = case.state
    assert (state.number, state.category, state.severity) == ("西陌〔2026〕0001号", "construction.illegal", "urgent")
    assert state.due_at == MORNING + HOUR + 360 * HOUR
    assert not state.approval_needed


def test_numbers_of_an_organ_and_year_have_no_gaps() -> None:
    world = World()

    numbers = [Case(number, world).report().act(VILLAGE_OFFICER, "register").state.number for number in range(1, 4)]

    assert numbers == ["西陌〔2026〕0001号", "西陌〔2026〕0002号", "西陌〔2026〕0003号"]


def test_the_year_of_a_number_is_the_one_in_shanghai() -> None:
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)

    before = reported(at=new_year - HOUR).act(VILLAGE_OFFICER, "register", at=new_year - timedelta(seconds=1))
    after = reported(at=new_year - HOUR).act(VILLAGE_OFFICER, "register", at=new_year)

    assert (before.state.number, after.state.number) == ("西陌〔2026〕0001号", "西陌〔2027〕0001号")


def test_a_case_is_not_registered_under_a_category_that_is_not_there() -> None:
    with pytest.raises(UnknownCategory):
        reported().act(VILLAGE_OFFICER, "register", category="nothing.known")


def test_no_act_is_dated_before_the_one_it_stands_on() -> None:
    with pytest.raises(BeforeItsGround):
        reported().act(VILLAGE_OFFICER, "register", at=MORNING - timedelta(seconds=1))
    assert reported().act(VILLAGE_OFFICER, "register", at=MORNING).state.registered_at == MORNING


def test_no_act_is_dated_in_the_future() -> None:
    with pytest.raises(InTheFuture):
        reported().act(VILLAGE_OFFICER, "register", at=MORNING + HOUR, now=MORNING)


def test_the_meta_names_the_rule_the_unit_and_the_case() -> None:
    case = registered()

    meta = case.incident.collect_events()[-1].meta
    assert (meta.rule, meta.unit, meta.edition) == ("desk_of_the_level", HERE.unit, "2026")
    assert meta.correlation == str(case.incident.originator_id)


def test_a_refused_act_records_nothing() -> None:
    case = reported()
    case.incident.collect_events()

    with pytest.raises(NoRight):
        case.act(DISPATCHER, "register", category="construction.illegal")
    assert recorded(case) == []


def test_a_description_is_put_right_and_the_old_one_stays_in_the_history() -> None:
    case = reported().act(GRID_WORKER, "correct", description=text("better"))

    first, second = case.incident.collect_events()
    assert case.state.description == text("better") == second.event.description
    assert first.event.description == text()
