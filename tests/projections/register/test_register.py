"""The register answers what is in force, at a moment and as recorded at a position."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.organs import events as organs
from domain.reference import events as reference
from domain.shared.errors import Missing
from domain.shared.meta import Meta
from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Recorded, named_id
from domain.territory import events as territory
from projections.register.register import Register

DAY_0 = datetime(2026, 1, 1, tzinfo=UTC)
EDITION = {"edition": "2023-06-30", "source": "statistics bureau", "effective_on": date(2023, 6, 30)}


def history(*events: Event, start: datetime = DAY_0) -> list[Recorded]:
    """Each event recorded one day after the one before."""
    return [
        Recorded(
            position=number + 1,
            originator_id=named_id("test"),
            originator_version=number + 1,
            recorded_at=start + timedelta(days=number),
            event=event,
            meta=Meta(occurred_at=start + timedelta(days=number), person="setup"),
        )
        for number, event in enumerate(events)
    ]


COUNTY: tuple[Event, ...] = (
    territory.DivisionDefined(code="140830", name="芮城县", kind="county", **EDITION),
    territory.DivisionDefined(code="140830103", name="西陌镇", kind="town", parent="140830", **EDITION),
    territory.DivisionDefined(code="140830103201", name="板桥村", kind="village", parent="140830103", **EDITION),
    territory.UnitDefined(code="140830103201-01", kind="grid", name="板桥一", parent="140830103201"),
    organs.OrganDefined(
        code="140830.command",
        name="县指挥室",
        name_en="County command",
        short_name="芮城",
        place="140830",
        kind="command",
    ),
    organs.OrganDefined(
        code="140830103.command",
        name="镇指挥室",
        name_en="Town command",
        short_name="西陌",
        place="140830103",
        kind="command",
    ),
    organs.PostDefined(code="140830.command/desk", organ="140830.command", kind="desk", place="140830"),
    organs.PostDefined(code="140830103.command/desk", organ="140830103.command", kind="desk", place="140830103"),
    organs.PersonRegistered(person="p1", name=Sealed("person/p1", b"1")),
    organs.PersonRegistered(person="p2", name=Sealed("person/p2", b"2")),
    organs.PostAssigned(post="140830.command/desk", person="p1", mode="sole", since=DAY_0),
)
LATER = DAY_0 + timedelta(days=30)


def test_where_nobody_holds_the_desk_the_next_level_up_acts() -> None:
    register = Register.of(history(*COUNTY))

    standing = register.standing("140830103201-01", LATER)

    assert standing.path == ("140830", "140830103", "140830103201", "140830103201-01")
    assert standing.kinds == ("county", "town", "village", "grid")
    assert standing.edition == "2023-06-30"
    assert standing.desks == {"county": "140830", "town": "140830", "village": "140830"}


def test_a_desk_acts_from_the_moment_it_is_held() -> None:
    assigned = organs.PostAssigned(post="140830103.command/desk", person="p2", mode="sole", since=LATER)
    register = Register.of(history(*COUNTY, assigned))

    assert register.standing("140830103201", LATER - timedelta(seconds=1)).desks["town"] == "140830"
    assert register.standing("140830103201", LATER).desks["town"] == "140830103"
    assert register.standing("140830103201", LATER).desks["village"] == "140830103"


def test_a_code_that_never_was_is_missing() -> None:
    with pytest.raises(Missing):
        Register.of(history(*COUNTY)).standing("999999", LATER)


def test_a_recoded_town_keeps_its_history_and_its_posts() -> None:
    recoded = territory.DivisionRecoded(
        code="140830103", new_code="140830111", edition="2026-06-30", source="notice", effective_on=date(2026, 6, 30)
    )
    register = Register.of(history(*COUNTY, recoded))
    before, after = datetime(2026, 6, 29, 15, 59, tzinfo=UTC), datetime(2026, 6, 29, 16, 0, tzinfo=UTC)

    assert register.standing("140830103201-01", before).path[1] == "140830103"
    assert register.standing("140830103201-01", after).path[1] == "140830111"
    assert register.standing("140830103", after).path == ("140830", "140830111")
    assert register.post("140830103.command/desk", after).place == "140830111"  # type: ignore[union-attr]
    assert register.aliases("140830103", after) == ("140830103", "140830111")
    assert [child.code for child in register.children("140830", after)] == ["140830111"]


def test_policies_hold_for_the_nearest_place() -> None:
    settings = [
        reference.PolicySet(name="approval.town", value=False, version=1),
        reference.PolicySet(name="approval.town", place="140830", value=True, version=2),
        reference.PolicySet(name="approval.town", place="140830103", value=False, version=3),
    ]
    path = ("140830", "140830103")

    register = Register.of(history(*COUNTY, *settings))

    assert register.approval_needed("town", path) is False
    assert register.approval_needed("town", ("140830", "140830104")) is True
    assert register.approval_needed("town", ()) is False
    assert register.approval_needed("town", ()) != Register().approval_needed("town", ())
    assert register.policies == tuple(settings)


def test_before_it_was_defined_a_unit_is_answered_with_what_it_was_first() -> None:
    renamed = territory.UnitRenamed(code="140830103201-01", name="新名")
    register = Register.of(history(*COUNTY, renamed))
    before = DAY_0 - timedelta(days=1)

    assert register.standing("140830103201-01", before).path[-2:] == ("140830103201", "140830103201-01")
    view = register.unit("140830103201-01", before)
    assert view is not None
    assert (view.name, view.in_force, view.takes_cases) == ("板桥一", False, False)


def test_a_substitute_who_takes_over_is_no_longer_the_substitute() -> None:
    handed = [
        organs.PostAssigned(post="140830.command/desk", person="p2", mode="B", since=DAY_0),
        organs.PostHandedOver(post="140830.command/desk", person="p1", successor="p2", mode="sole", at=LATER),
    ]
    register = Register.of(history(*COUNTY, *handed))

    assert [(h.person, h.mode) for h in register.holders("140830.command/desk", LATER)] == [("p2", "sole")]


def test_an_event_that_comes_twice_counts_once() -> None:
    recorded = history(*COUNTY)
    register = Register.of(recorded)

    register.apply(recorded[-1])

    assert len(register.terms("140830.command/desk")) == 1


def test_the_parts_of_a_split_have_their_workers_and_what_comes_under_them() -> None:
    grid = "140830103201-01"
    parts = (
        territory.Part(code="140830103201-02", name="北", worker="w1", children=(f"{grid}-01",)),
        territory.Part(code="140830103201-03", name="南", worker="w2"),
    )
    register = Register.of(
        history(
            *COUNTY,
            territory.UnitDefined(code=f"{grid}-01", kind="sub_grid", name="子", parent=grid),
            territory.UnitSplit(code=grid, parts=parts),
        )
    )

    children = register.children("140830103201")
    assert [(unit.code, unit.worker, unit.status) for unit in children] == [
        ("140830103201-02", "w1", "active"),
        ("140830103201-03", "w2", "active"),
    ]
    assert register.standing(f"{grid}-01").path[-2:] == ("140830103201-02", f"{grid}-01")


def test_what_lies_under_a_merged_unit_comes_under_the_other() -> None:
    grid, other = "140830103201-01", "140830103201-02"
    register = Register.of(
        history(
            *COUNTY,
            territory.UnitDefined(code=other, kind="grid", name="二", parent="140830103201"),
            territory.UnitDefined(code=f"{grid}-01", kind="sub_grid", name="子", parent=grid),
            territory.UnitsMerged(code=grid, into=other),
        )
    )

    assert [unit.code for unit in register.children(other)] == [f"{grid}-01"]
    assert register.standing(grid).path[-1] == other
    assert register.counts("140830103201") == {"grid": 1, "sub_grid": 1, "micro_grid": 0}
