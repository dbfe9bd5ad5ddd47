"""The divisions of a county: each invariant, kept and broken."""

from datetime import date

import pytest
from support.administration import COUNTY, GEOMETRY, TOWN, VILLAGE, act, box, edition, happened, ruicheng

from domain.shared.administration import CodeTaken
from domain.shared.errors import BeforeItsGround, InTheFuture, Malformed, Missing, NoRight
from domain.territory import events as e
from domain.territory.rules import (
    BoundariesOverlap,
    BoundaryOutsideParent,
    NotSideBySide,
    PartsDoNotFit,
    UnitEnded,
    WrongParent,
)

JULY = edition(date(2026, 7, 1))


def test_a_village_is_defined_under_a_town() -> None:
    divisions = ruicheng()

    divisions.define(act(), edition(), code="140830103203", name="夹沟村委会", kind="village", parent=TOWN)

    (defined,) = happened(divisions)
    assert isinstance(defined, e.DivisionDefined)
    assert (defined.code, defined.parent, defined.edition) == ("140830103203", TOWN, "2023-06-30")


def test_the_same_definition_again_records_nothing() -> None:
    divisions = ruicheng()

    divisions.define(act(), edition(), code=TOWN, name="西陌镇", kind="town", parent=COUNTY)

    assert happened(divisions) == []


def test_a_village_is_not_defined_under_the_county() -> None:
    with pytest.raises(WrongParent):
        ruicheng().define(act(), edition(), code="140830103203", name="夹沟", kind="village", parent=COUNTY)


def test_a_town_needs_a_parent_that_is_there() -> None:
    with pytest.raises(Missing):
        ruicheng().define(act(), edition(), code="140831100", name="别处", kind="town", parent="140831")


def test_the_kind_is_what_the_code_says() -> None:
    with pytest.raises(Malformed):
        ruicheng().define(act(), edition(), code="140830105", name="大王镇", kind="village", parent=TOWN)


def test_a_name_is_not_empty() -> None:
    with pytest.raises(Malformed):
        ruicheng().rename(act(), JULY, code=TOWN, name="  ")


def test_a_code_in_use_is_not_given_to_another() -> None:
    with pytest.raises(CodeTaken):
        ruicheng().define(act(), edition(), code=TOWN, name="大王镇", kind="town", parent=COUNTY)


def test_the_code_of_what_has_ended_is_never_used_again() -> None:
    divisions = ruicheng()
    divisions.merge(act(), JULY, code="140830103202", into=VILLAGE)

    with pytest.raises(CodeTaken):
        divisions.define(act(), JULY, code="140830103202", name="石湖村委会", kind="village", parent=TOWN)


def test_only_an_administrator_keeps_the_divisions() -> None:
    with pytest.raises(NoRight):
        ruicheng().rename(act(kind="desk"), JULY, code=TOWN, name="西陌乡")


def test_a_change_is_not_dated_in_the_future() -> None:
    with pytest.raises(InTheFuture):
        ruicheng().rename(act(day=1, now=act().at), JULY, code=TOWN, name="西陌乡")


def test_a_renamed_town_keeps_its_code_and_what_lies_below() -> None:
    divisions = ruicheng()

    divisions.rename(act(), JULY, code=TOWN, name="西陌街道", short_name="西陌")

    (renamed,) = happened(divisions)
    assert isinstance(renamed, e.DivisionRenamed)
    assert [one.code for one in divisions.tree.below(TOWN)] == [VILLAGE, "140830103202"]


def test_a_change_does_not_take_effect_before_the_last_one() -> None:
    divisions = ruicheng()
    divisions.rename(act(), JULY, code=TOWN, name="西陌街道")

    with pytest.raises(BeforeItsGround):
        divisions.rename(act(), edition(date(2026, 6, 30)), code=TOWN, name="西陌镇")


def test_a_merged_town_leaves_its_villages_to_the_other() -> None:
    divisions = ruicheng()

    divisions.merge(act(), JULY, code=TOWN, into="140830104")

    assert divisions.tree.divisions[TOWN].status == "merged"
    assert [one.code for one in divisions.tree.below("140830104")] == [VILLAGE, "140830103202"]


@pytest.mark.parametrize("into", [TOWN, VILLAGE, COUNTY])
def test_a_town_is_merged_into_another_town_only(into: str) -> None:
    with pytest.raises(NotSideBySide):
        ruicheng().merge(act(), JULY, code=TOWN, into=into)


def test_nothing_more_happens_to_what_has_ended() -> None:
    divisions = ruicheng()
    divisions.merge(act(), JULY, code=TOWN, into="140830104")

    with pytest.raises(UnitEnded):
        divisions.rename(act(), JULY, code=TOWN, name="西陌街道")


def test_a_recoded_town_keeps_what_lies_below() -> None:
    divisions = ruicheng()

    divisions.recode(act(), JULY, code=TOWN, new_code="140830111")

    tree = divisions.tree
    assert tree.divisions[TOWN].status == "recoded"
    assert tree.divisions["140830111"].name == "西陌镇"
    assert [one.code for one in tree.below("140830111")] == [VILLAGE, "140830103202"]


@pytest.mark.parametrize(("new_code", "refused"), [("140830104", CodeTaken), ("140830103203", Malformed)])
def test_a_new_code_is_unused_and_of_the_same_kind(new_code: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        ruicheng().recode(act(), JULY, code=TOWN, new_code=new_code)


EAST = e.Part(code="140830111", name="西陌东镇", children=(VILLAGE,))
WEST = e.Part(code="140830112", name="西陌西镇", children=("140830103202",))


def test_a_split_town_gives_each_village_one_place() -> None:
    divisions = ruicheng()

    divisions.split(act(), JULY, GEOMETRY, code=TOWN, parts=[EAST, WEST], below={})

    assert [one.code for one in divisions.tree.below(COUNTY)] == ["140830104", "140830111", "140830112"]
    assert [one.code for one in divisions.tree.below("140830112")] == ["140830103202"]


@pytest.mark.parametrize(
    "parts",
    [
        [EAST],
        [EAST, EAST],
        [EAST, e.Part(code="140830112", name="西陌西镇")],
        [EAST, e.Part(code="140830112", name="西陌西镇", children=(VILLAGE, "140830103202"))],
    ],
)
def test_a_split_that_leaves_a_village_without_one_place_is_refused(parts: list[e.Part]) -> None:
    with pytest.raises(PartsDoNotFit):
        ruicheng().split(act(), JULY, GEOMETRY, code=TOWN, parts=parts, below={})


def test_a_split_village_distributes_its_grids() -> None:
    divisions = ruicheng()
    north = e.Part(code="140830103211", name="板桥北", children=(f"{VILLAGE}-01",))
    south = e.Part(code="140830103212", name="板桥南")

    divisions.split(act(), JULY, GEOMETRY, code=VILLAGE, parts=[north, south], below={f"{VILLAGE}-01": None})

    assert isinstance(happened(divisions)[0], e.DivisionSplit)


def test_boundaries_lie_inside_the_parent_and_apart() -> None:
    divisions = ruicheng()
    divisions.set_boundary(act(), edition(), GEOMETRY, code=TOWN, boundary=box(0, 0, 8, 8))
    divisions.set_boundary(act(), edition(), GEOMETRY, code=VILLAGE, boundary=box(0, 0, 4, 8))

    divisions.set_boundary(act(), edition(), GEOMETRY, code="140830103202", boundary=box(4, 0, 8, 8))

    assert len(happened(divisions)) == 3
    with pytest.raises(BoundariesOverlap):
        divisions.set_boundary(act(), JULY, GEOMETRY, code="140830103202", boundary=box(3, 0, 8, 8))
    with pytest.raises(BoundaryOutsideParent):
        divisions.set_boundary(act(), JULY, GEOMETRY, code="140830103202", boundary=box(4, 0, 9, 8))
    with pytest.raises(BoundaryOutsideParent):
        divisions.set_boundary(act(), JULY, GEOMETRY, code=TOWN, boundary=box(0, 0, 7, 8))
    with pytest.raises(Malformed):
        divisions.set_boundary(act(), JULY, GEOMETRY, code=TOWN, boundary="POINT(1 1)")


def test_the_parts_of_a_split_do_not_overlap() -> None:
    divisions = ruicheng()
    east = e.Part(code="140830111", name="东", boundary=box(4, 0, 8, 8), children=(VILLAGE, "140830103202"))
    west = e.Part(code="140830112", name="西", boundary=box(0, 0, 5, 8))

    with pytest.raises(BoundariesOverlap):
        divisions.split(act(), JULY, GEOMETRY, code=TOWN, parts=[east, west], below={})
