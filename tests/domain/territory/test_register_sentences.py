"""Every event of the registers has a sentence in both languages, without names of people."""

from datetime import date

import pytest
from support.administration import FIRST_DAY

from domain.organs import events as organs
from domain.organs import sentences as organs_sentences
from domain.reference import events as reference
from domain.reference import sentences as reference_sentences
from domain.shared.meta import Meta
from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Unknown
from domain.shared.words import Words
from domain.territory import events as territory
from domain.territory import sentences as territory_sentences

ON = {"edition": "2026-07-01", "source": "notice", "effective_on": date(2026, 7, 1)}
PARTS = (territory.Part(code="c1", name="甲"), territory.Part(code="c2", name="乙"))
EVENTS: tuple[Event, ...] = (
    territory.DivisionDefined(code="c", name="西陌镇", kind="town", parent="p", **ON),  # type: ignore[arg-type]
    territory.DivisionRenamed(code="c", name="新名", **ON),  # type: ignore[arg-type]
    territory.DivisionBoundarySet(code="c", boundary="POLYGON", **ON),  # type: ignore[arg-type]
    territory.DivisionMerged(code="c", into="d", **ON),  # type: ignore[arg-type]
    territory.DivisionSplit(code="c", parts=PARTS, **ON),  # type: ignore[arg-type]
    territory.DivisionRecoded(code="c", new_code="d", **ON),  # type: ignore[arg-type]
    territory.UnitDefined(code="c", kind="grid", name="第一网格", parent="p"),
    territory.UnitRenamed(code="c", name="新名"),
    territory.BoundarySet(code="c", boundary="POLYGON"),
    territory.WorkerAssigned(code="c", worker="o/grid_worker-1", mode="responsible"),
    territory.WorkerReleased(code="c", worker="o/grid_worker-1"),
    territory.UnitsMerged(code="c", into="d"),
    territory.UnitSplit(code="c", parts=PARTS),
    territory.ClosingBegun(code="c"),
    territory.UnitRetired(code="c"),
    organs.OrganDefined(code="o", name="水务局", name_en="Water", short_name="水", place="c", kind="department"),
    organs.PostDefined(code="o/officer", organ="o", kind="officer", place="c"),
    organs.PersonRegistered(person="LI-SI", name=Sealed("person/LI-SI", b"x")),
    organs.PostAssigned(post="o/officer", person="LI-SI", mode="B", since=FIRST_DAY),
    organs.PostRelieved(post="o/officer", person="LI-SI", at=FIRST_DAY),
    organs.PostHandedOver(post="o/officer", person="LI-SI", successor="LI-SI", mode="A", at=FIRST_DAY, cases=("x",)),
    reference.CategoriesPublished(version=2, items=()),
    reference.PolicySet(name="approval.town", place="c", value=True, version=1),
)


class Names:
    def unit_label(self, code: str) -> Words:
        return Words(f"〈{code}〉", f"<{code}>")

    organ_label = unit_label
    post_label = unit_label


SPEAKERS = (territory_sentences.sentence, organs_sentences.sentence, reference_sentences.sentence)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_an_event_is_told_in_both_languages(event: Event) -> None:
    meta = Meta(occurred_at=FIRST_DAY, person="LI-SI", organ="admin")

    (said,) = [said for speak in SPEAKERS if (said := speak(event, meta, Names())) is not None]

    assert said.zh.startswith("〈admin〉：")
    assert said.zh.endswith("。")
    assert said.en.startswith("<admin>: ")
    assert said.en.endswith(".")
    assert "LI-SI" not in said.zh + said.en


def test_every_event_of_the_registers_is_told() -> None:
    assert {type(event) for event in EVENTS} == {*territory.EVENTS, *organs.EVENTS, *reference.EVENTS}


def test_an_event_of_another_context_is_not() -> None:
    unknown = Unknown(name="x", schema=1, data=None)

    assert [speak(unknown, Meta(occurred_at=FIRST_DAY, person="p"), Names()) for speak in SPEAKERS] == [None] * 3


def test_a_sentence_reads_well() -> None:
    meta = Meta(occurred_at=FIRST_DAY, person="p")

    assert territory_sentences.sentence(EVENTS[3], meta, Names()) == Words(
        "自2026-07-01起〈c〉（c）并入〈d〉（d）。", "<c> (c) is part of <d> (d) from 2026-07-01."
    )
