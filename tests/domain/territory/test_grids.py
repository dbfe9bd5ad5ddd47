"""The grids of a village: each invariant of model.md §5.2, kept and broken."""

import msgspec
import pytest
from support.administration import BANQIAO, GEOMETRY, VILLAGE, act, box, grids_of_banqiao, happened

from domain.shared.administration import CodeTaken
from domain.shared.errors import BeforeItsGround, Malformed, Missing, NoRight
from domain.territory import events as e
from domain.territory.grids import Grids
from domain.territory.rules import (
    BoundariesOverlap,
    BoundaryOutsideParent,
    CasesOpen,
    ClosingFirst,
    NotAGridWorkerHere,
    NotSideBySide,
    NotWorkerHere,
    OtherVillage,
    PartsDoNotFit,
    ResponsibleNeeded,
    UnitEnded,
    UnitsBelow,
    Worker,
    WrongParent,
)

G1, G2, G3 = (f"{VILLAGE}-0{n}" for n in (1, 2, 3))
S1, S2 = f"{G1}-01", f"{G1}-02"
M1 = f"{S1}-001"
FIRST = Worker(f"{VILLAGE}.committee/grid_worker-1", "grid_worker", G1)
SECOND = Worker(f"{VILLAGE}.committee/grid_worker-2", "grid_worker", G1)


def define(grids: Grids, code: str, kind: str, parent: str, **more: str) -> None:
    name = more.pop("name", "某网格")
    grids.define(act(1), BANQIAO, GEOMETRY, code=code, kind=kind, name=name, parent=parent, **more)  # type: ignore[arg-type]


# codes, kinds and parents


def test_three_levels_are_drawn_one_under_the_other() -> None:
    grids = grids_of_banqiao(G1, S1)

    define(grids, M1, "micro_grid", S1)

    (defined,) = happened(grids)
    assert isinstance(defined, e.UnitDefined)
    assert grids.tree.path(M1) == [G1, S1, M1]


def test_the_same_unit_again_records_nothing() -> None:
    grids = grids_of_banqiao(G1)

    define(grids, G1, "grid", VILLAGE, name="网格-01")

    assert happened(grids) == []


@pytest.mark.parametrize(("code", "kind", "parent"), [(S1, "sub_grid", VILLAGE), (M1, "micro_grid", G1)])
def test_no_level_is_left_out(code: str, kind: str, parent: str) -> None:
    with pytest.raises(WrongParent):
        define(grids_of_banqiao(G1), code, kind, parent)


def test_the_parent_is_there() -> None:
    with pytest.raises(Missing):
        define(grids_of_banqiao(), S1, "sub_grid", G1)


def test_the_kind_is_what_the_code_says() -> None:
    with pytest.raises(Malformed):
        define(grids_of_banqiao(G1), S1, "grid", VILLAGE)


def test_a_code_belongs_to_its_village() -> None:
    with pytest.raises(OtherVillage):
        define(grids_of_banqiao(), "140830103202-01", "grid", VILLAGE)


def test_nothing_is_drawn_in_a_village_that_has_ended() -> None:
    ended = msgspec.structs.replace(BANQIAO, in_force=False)

    with pytest.raises(UnitEnded):
        grids_of_banqiao().define(act(), ended, GEOMETRY, code=G1, kind="grid", name="一", parent=VILLAGE)


def test_nothing_is_drawn_under_a_unit_that_is_closing() -> None:
    grids = grids_of_banqiao(G1)
    grids.begin_closing(act(1), code=G1)

    with pytest.raises(UnitEnded):
        define(grids, S1, "sub_grid", G1)


def test_the_code_of_a_retired_unit_is_never_used_again() -> None:
    grids = grids_of_banqiao(G1)
    grids.begin_closing(act(), code=G1)
    grids.retire(act(), code=G1, open_cases=0)

    with pytest.raises(CodeTaken):
        define(grids, G1, "grid", VILLAGE)


def test_only_an_administrator_draws_grids() -> None:
    with pytest.raises(NoRight):
        grids_of_banqiao(G1).rename(act(kind="village_officer"), code=G1, name="新名")


def test_an_act_is_not_dated_before_the_last_one_on_the_unit() -> None:
    grids = grids_of_banqiao(G1)
    grids.rename(act(2), code=G1, name="新名")

    with pytest.raises(BeforeItsGround):
        grids.rename(act(1), code=G1, name="旧名")


# boundaries


def test_boundaries_are_checked_where_both_have_one() -> None:
    grids = grids_of_banqiao(G1, G2)

    define(grids, G3, "grid", VILLAGE, boundary=box(0, 0, 4, 8))
    grids.set_boundary(act(1), BANQIAO, GEOMETRY, code=G1, boundary=box(4, 0, 8, 8))

    assert len(happened(grids)) == 2


def test_a_boundary_lies_inside_the_village() -> None:
    with pytest.raises(BoundaryOutsideParent):
        define(grids_of_banqiao(), G1, "grid", VILLAGE, boundary=box(0, 0, 9, 8))


def test_siblings_do_not_overlap() -> None:
    grids = grids_of_banqiao()
    define(grids, G1, "grid", VILLAGE, boundary=box(0, 0, 4, 8))

    with pytest.raises(BoundariesOverlap):
        define(grids, G2, "grid", VILLAGE, boundary=box(3, 0, 8, 8))


def test_a_boundary_keeps_what_lies_below_inside() -> None:
    grids = grids_of_banqiao()
    define(grids, G1, "grid", VILLAGE, boundary=box(0, 0, 4, 8))
    define(grids, S1, "sub_grid", G1, boundary=box(0, 0, 4, 4))

    grids.set_boundary(act(1), BANQIAO, GEOMETRY, code=G1, boundary=box(0, 0, 4, 5))

    with pytest.raises(BoundaryOutsideParent):
        grids.set_boundary(act(1), BANQIAO, GEOMETRY, code=G1, boundary=box(0, 0, 4, 3))


def test_a_boundary_is_a_polygon() -> None:
    with pytest.raises(Malformed):
        grids_of_banqiao(G1).set_boundary(act(), BANQIAO, GEOMETRY, code=G1, boundary="nonsense")


# workers


def test_a_unit_has_one_responsible_worker_and_the_next_one_replaces_him() -> None:
    grids = grids_of_banqiao(G1)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=FIRST)

    grids.assign_worker(act(2), BANQIAO, code=G1, worker=SECOND)

    assert (grids.tree.units[G1].responsible, grids.tree.units[G1].substitute) == (SECOND.post, None)
    assert len(happened(grids)) == 2


def test_assigning_the_same_worker_again_records_nothing() -> None:
    grids = grids_of_banqiao(G1)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=FIRST)
    grids.collect_events()

    grids.assign_worker(act(2), BANQIAO, code=G1, worker=FIRST)

    assert happened(grids) == []


def test_the_substitute_moves_up_when_the_responsible_worker_is_released() -> None:
    grids = grids_of_banqiao(G1)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=FIRST)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=SECOND, mode="substitute")

    grids.release_worker(act(2), code=G1, worker=FIRST.post)

    assert (grids.tree.units[G1].responsible, grids.tree.units[G1].substitute) == (SECOND.post, None)


def test_an_active_unit_is_never_left_without_its_responsible_worker() -> None:
    grids = grids_of_banqiao(G1)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=FIRST)

    with pytest.raises(ResponsibleNeeded):
        grids.release_worker(act(2), code=G1, worker=FIRST.post)


def test_a_unit_that_is_closing_may_lose_its_worker() -> None:
    grids = grids_of_banqiao(G1)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=FIRST)
    grids.begin_closing(act(2), code=G1)

    grids.release_worker(act(3), code=G1, worker=FIRST.post)

    assert grids.tree.units[G1].responsible is None


@pytest.mark.parametrize("responsible", [None, FIRST])
def test_a_substitute_stands_beside_another_responsible_worker(responsible: Worker | None) -> None:
    grids = grids_of_banqiao(G1)
    if responsible is not None:
        grids.assign_worker(act(1), BANQIAO, code=G1, worker=responsible)

    with pytest.raises(ResponsibleNeeded):
        grids.assign_worker(act(2), BANQIAO, code=G1, worker=FIRST, mode="substitute")


def test_the_worker_of_a_grid_may_look_after_what_lies_below() -> None:
    grids = grids_of_banqiao(G1, S1)

    grids.assign_worker(act(1), BANQIAO, code=S1, worker=FIRST)

    assert grids.tree.units[S1].responsible == FIRST.post


@pytest.mark.parametrize(
    "worker",
    [Worker("140830103201.committee/village_officer", "village_officer", VILLAGE), Worker("x", "grid_worker", G2)],
)
def test_a_worker_is_a_grid_workers_post_whose_place_holds_the_unit(worker: Worker) -> None:
    with pytest.raises(NotAGridWorkerHere):
        grids_of_banqiao(G1, G2).assign_worker(act(), BANQIAO, code=G1, worker=worker)


def test_only_a_worker_of_the_unit_is_released_from_it() -> None:
    with pytest.raises(NotWorkerHere):
        grids_of_banqiao(G1).release_worker(act(), code=G1, worker=FIRST.post)


# split and merge

NORTH = e.Part(code=G2, name="北", boundary=box(0, 4, 8, 8), children=(S1,))
SOUTH = e.Part(code=G3, name="南", boundary=box(0, 0, 8, 4), children=(S2,))


def split(grids: Grids, *parts: e.Part, workers: tuple[Worker, ...] = (), open_cases: int = 0) -> None:
    grids.split(act(2), BANQIAO, GEOMETRY, code=G1, parts=parts, workers=workers, open_cases=open_cases)


def test_a_split_unit_ends_and_its_parts_keep_the_worker() -> None:
    grids = grids_of_banqiao(G1, S1, S2)
    grids.assign_worker(act(1), BANQIAO, code=G1, worker=FIRST)

    split(grids, NORTH, SOUTH)

    units = grids.tree.units
    assert (units[G1].status, units[S1].parent, units[S2].parent) == ("split", G2, G3)
    assert (units[G2].responsible, units[G3].responsible) == (FIRST.post, FIRST.post)


def test_a_part_may_have_a_worker_of_its_own() -> None:
    grids = grids_of_banqiao(G1)
    other = Worker("w", "grid_worker", G2)

    split(grids, e.Part(code=G2, name="北", worker="w"), e.Part(code=G3, name="南"), workers=(other,))

    assert (grids.tree.units[G2].responsible, grids.tree.units[G3].responsible) == ("w", None)


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        ((NORTH,), PartsDoNotFit),
        ((NORTH, e.Part(code=G3, name="南")), PartsDoNotFit),
        ((NORTH, e.Part(code="140830103202-01", name="南", children=(S2,))), OtherVillage),
        ((NORTH, e.Part(code=G1, name="南", children=(S2,))), CodeTaken),
        ((NORTH, e.Part(code=f"{G1}-03", name="南", children=(S2,))), Malformed),
        ((NORTH, e.Part(code=G3, name="南", boundary=box(0, 0, 8, 5), children=(S2,))), BoundariesOverlap),
        ((NORTH, e.Part(code=G3, name="南", worker="nobody", children=(S2,))), Missing),
    ],
)
def test_a_split_that_does_not_fit_is_refused(parts: tuple[e.Part, ...], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        split(grids_of_banqiao(G1, S1, S2), *parts)


def test_a_unit_with_open_cases_is_neither_split_nor_merged() -> None:
    grids = grids_of_banqiao(G1, G2, S1, S2)

    with pytest.raises(CasesOpen):
        split(
            grids, e.Part(code=f"{VILLAGE}-04", name="北", children=(S1, S2)), e.Part(code=G3, name="南"), open_cases=1
        )
    with pytest.raises(CasesOpen):
        grids.merge(act(2), GEOMETRY, code=G1, into=G2, open_cases=1)


def test_a_merged_unit_leaves_its_own_and_its_ground_to_the_sibling() -> None:
    grids = grids_of_banqiao(G1, G2, S1)
    grids.set_boundary(act(1), BANQIAO, GEOMETRY, code=G1, boundary=box(0, 0, 4, 8))
    grids.set_boundary(act(1), BANQIAO, GEOMETRY, code=G2, boundary=box(4, 0, 8, 8))

    grids.merge(act(2), GEOMETRY, code=G1, into=G2, open_cases=0)

    units = grids.tree.units
    assert (units[G1].status, units[S1].parent) == ("merged", G2)
    assert GEOMETRY.inside(box(0, 0, 8, 8), units[G2].boundary or "")


def test_only_siblings_in_force_are_merged() -> None:
    grids = grids_of_banqiao(G1, G2, S1)
    with pytest.raises(NotSideBySide):
        grids.merge(act(2), GEOMETRY, code=S1, into=G2, open_cases=0)
    with pytest.raises(NotSideBySide):
        grids.merge(act(2), GEOMETRY, code=G1, into=G1, open_cases=0)

    grids.begin_closing(act(2), code=G2)

    with pytest.raises(UnitEnded):
        grids.merge(act(3), GEOMETRY, code=G1, into=G2, open_cases=0)


# the end


def test_a_unit_is_closed_and_then_retired() -> None:
    grids = grids_of_banqiao(G1)

    grids.begin_closing(act(1), code=G1)
    grids.begin_closing(act(1), code=G1)
    grids.retire(act(2), code=G1, open_cases=0)

    assert [type(event) for event in happened(grids)] == [e.ClosingBegun, e.UnitRetired]
    with pytest.raises(UnitEnded):
        grids.rename(act(3), code=G1, name="新名")


def test_a_unit_is_not_retired_before_it_is_closing() -> None:
    with pytest.raises(ClosingFirst):
        grids_of_banqiao(G1).retire(act(), code=G1, open_cases=0)


def test_a_unit_with_open_cases_is_not_retired() -> None:
    grids = grids_of_banqiao(G1)
    grids.begin_closing(act(1), code=G1)

    with pytest.raises(CasesOpen):
        grids.retire(act(2), code=G1, open_cases=1)


def test_a_unit_with_units_below_is_not_retired() -> None:
    grids = grids_of_banqiao(G1, S1)
    grids.begin_closing(act(1), code=G1)

    with pytest.raises(UnitsBelow):
        grids.retire(act(2), code=G1, open_cases=0)
