"""The access log of a case: beside the case, for whoever tried without right or read what is sealed."""

from datetime import UTC, datetime
from uuid import UUID

from domain.access.log import Accesses, AccessLog
from domain.access.sentences import sentence
from domain.shared.meta import Meta
from domain.shared.numbering import NumberIssued
from domain.shared.sealed import Sealed
from domain.shared.words import Words

CASE = UUID(int=7)


class Nobody:
    """Names that no sentence of this context asks for."""

    def organ_label(self, code: str) -> Words:
        return Words(code, code)

    unit_label = category_label = organ_label


NAMES = Nobody()
META = Meta(occurred_at=datetime(2026, 11, 20, tzinfo=UTC), person="water")


def test_attempts_and_openings_are_kept_in_a_stream_beside_the_case() -> None:
    log = AccessLog(AccessLog.stream_id(CASE))

    log.attempt_refused(CASE, "incident", "register", "no-right", META)
    log.sealed_opened(CASE, "incident", ("description",), Sealed(key="case/7", box=b"why"), META)

    assert log.originator_id != CASE
    assert log.state == Accesses(refused=1, opened=1)
    assert [change.event.NAME for change in log.collect_events()] == ["access.attempt_refused", "access.sealed_opened"]


def test_a_sentence_names_the_verb_and_the_fields_but_not_the_reason() -> None:
    log = AccessLog(AccessLog.stream_id(CASE))
    log.attempt_refused(CASE, "incident", "register", "no-right", META)
    log.sealed_opened(CASE, "incident", ("description", "reporter"), Sealed(key="k", box=b"why"), META)

    said = [sentence(change.event, META, NAMES) for change in log.collect_events()]
    assert [words.en for words in said if words] == [
        "Was refused register for lack of right",
        "Read, for a reason given: description, reporter",
    ]


def test_events_of_others_are_passed_over() -> None:
    event = NumberIssued(organ="o", year=2026, serial=1, case=CASE)

    assert sentence(event, META, NAMES) is None
    assert AccessLog.evolve(None, event, META) is None
