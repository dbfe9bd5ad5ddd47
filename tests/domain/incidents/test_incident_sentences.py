"""The public history of a case: one sentence an event, without free text and without citizens' data."""

import msgspec
from support.incidents import (
    ACROSS,
    DISPATCHER,
    GRID_WORKER,
    LEADER,
    MORNING,
    OFFICE_2,
    VILLAGE_OFFICER,
    Case,
    emergency,
    hotline_report,
    reported,
    village_registered,
)

from domain.incidents.events import EVENTS
from domain.incidents.sentences import SENTENCES, sentence
from domain.incidents.words import Reporter
from domain.shared.meta import Meta
from domain.shared.numbering import NumberIssued
from domain.shared.sealed import Sealed
from domain.shared.words import Words

SECRET = "李四在门口倾倒农药"


class Names:
    def organ_label(self, code: str) -> Words:
        name = code.partition(".")[2] or code
        return Words(f"〈{name}〉", f"<{name}>")

    unit_label = organ_label
    category_label = organ_label


def told(case: Case) -> list[Words]:
    return [
        said
        for change in case.incident.collect_events()
        if (said := sentence(change.event, change.meta, Names())) is not None
    ]


def test_every_event_has_its_sentence() -> None:
    assert set(SENTENCES) == set(EVENTS)


def test_the_history_of_a_case_reads_as_a_story() -> None:
    case = hotline_report().then(
        (GRID_WORKER, "verify"),
        (DISPATCHER, "register"),
        (DISPATCHER, "submit-for-approval", {"proposed_lead": OFFICE_2}),
        (LEADER, "approve"),
        (DISPATCHER, "dispatch", {"assists": (OFFICE_2,)}),
    )

    assert [said.en for said in told(case)] == [
        "<command> reported an incident in <140830103201-01-02-003>: <water>, normal, by hotline 12345, for the town.",
        "<committee> verified it on the spot.",
        "<command> registered it as 西陌〔2026〕0001号, due 2026-11-27 10:15, to be approved before dispatch.",
        "<command> submitted it for approval and proposed <station> as lead.",
        "<government> approved the handling.",
        "<command> dispatched it to <office>, assisted by <station>.",
    ]


def test_the_chinese_sentence_says_the_same() -> None:
    case = village_registered().act(VILLAGE_OFFICER, "escalate")

    assert [said.zh for said in told(case)] == [
        "〈committee〉上报〈140830103201-01-02-003〉的事件：〈water〉，一般，来源网格员上报，由村级受理。",
        "〈committee〉受理，编号西陌〔2026〕0001号，办理期限2026-11-27 09:15。",
        "〈committee〉上报乡镇：本级无权限，派遣前须经领导批准。",
    ]


def test_an_emergency_and_the_right_that_is_not_the_usual_one_are_named() -> None:
    assert told(emergency())[-1].en.endswith("(an emergency, before approval).")
    assert told(reported().act(GRID_WORKER, "correct"))[-1].en.endswith(
        "put its description right (as whoever recorded the report, until registration)."
    )


def test_an_event_of_another_context_is_not_told_here() -> None:
    event = NumberIssued(organ="o", year=2026, serial=1, case=hotline_report().incident.originator_id)

    assert sentence(event, Meta(occurred_at=MORNING, person="setup"), Names()) is None


def test_no_sentence_repeats_a_text_or_a_citizens_data() -> None:
    sealed = Sealed(key="case/1", box=SECRET.encode())
    citizen = Reporter(person=SECRET, name=sealed, phone=sealed, id_number=sealed)
    case = Case().report(VILLAGE_OFFICER, channel="resident", description=sealed, reporter=citizen)
    case.then(
        (GRID_WORKER, "verify", {"note": sealed}),
        (VILLAGE_OFFICER, "register"),
        (VILLAGE_OFFICER, "relocate", {"destination": ACROSS, "reason": sealed}),
    )
    words = told(case)

    assert len(words) == 4
    assert SECRET not in msgspec.json.encode(words).decode()
