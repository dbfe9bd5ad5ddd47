"""Grids from CSV and GeoJSON: what is taken, and what is refused line by line."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from support.administration import FIRST_DAY, GEOMETRY, VILLAGE, act
from support.house import ROOT
from support.imports import Desk

from domain.organs import events as organs
from domain.organs.organ import Organ
from domain.territory import events as e
from services.tables import ColumnsMissing, Imported, Report, UnreadableFile
from services.territory.divisions_file import import_divisions
from services.territory.grids_file import import_grids

HEAD = "code,kind,name,parent_code,worker,boundary\n"
NEXT_VILLAGE = "140830103202"
WORKER = f"{VILLAGE}.committee/grid_worker-1"
SQUARE = '"POLYGON((0 0,2 0,2 2,0 2,0 0))"'
GOOD = (
    f"{VILLAGE}-01,grid,第一网格,{VILLAGE},{WORKER},{SQUARE}\n"
    f"{VILLAGE}-01-01,sub_grid,第一子网格,{VILLAGE}-01,{WORKER},\n"
    f"{VILLAGE}-01-01-001,micro_grid,第一微网格,{VILLAGE}-01-01,,\n"
)


@pytest.fixture
def desk() -> Desk:
    """A county with its villages, and the committees of two."""
    desk = Desk()
    divisions = (ROOT / "examples/divisions-ruicheng.csv").read_bytes()
    on = date(2023, 6, 30)
    desk.take(import_divisions(divisions, edition=on, source="x", act=act(), register=desk.register, load=desk.load))
    for village in (VILLAGE, NEXT_VILLAGE):
        code = f"{village}.committee"
        committee = Organ(Organ.stream_id(code))
        committee.define(
            act(), code=code, name="村委会", name_en="Committee", short_name="村", place=village, kind="committee"
        )
        desk.take(Imported((committee,), Report(rows=0, changed=0, unchanged=0, rejected=())))
    return desk


def taken(desk: Desk, content: bytes | str, day: float = 1) -> Report:
    content = content.encode() if isinstance(content, str) else content
    return desk.take(import_grids(content, act=act(day), register=desk.register, geometry=GEOMETRY, load=desk.load))


def features(*items: tuple[dict[str, Any], Any]) -> str:
    found = [{"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in items]
    return json.dumps({"type": "FeatureCollection", "features": found})


def test_grids_are_taken_with_their_workers_and_run_again_change_nothing(desk: Desk) -> None:
    assert taken(desk, HEAD + GOOD) == Report(rows=3, changed=3, unchanged=0, rejected=())
    assert taken(desk, HEAD + GOOD) == Report(rows=3, changed=0, unchanged=3, rejected=())
    unit = desk.register.unit(f"{VILLAGE}-01-01")
    assert unit is not None
    assert unit.worker == WORKER
    post = desk.register.post(WORKER)
    assert post is not None
    assert post.place == f"{VILLAGE}-01"


def test_a_post_that_is_there_is_not_set_up_again(desk: Desk) -> None:
    taken(desk, HEAD + GOOD)
    taken(desk, HEAD + f"{VILLAGE}-01-02,sub_grid,第二子网格,{VILLAGE}-01,{WORKER},\n", day=2)

    assert sum(isinstance(one.event, organs.PostDefined) for one in desk.history) == 1


def test_a_file_run_later_renames_redraws_and_reassigns(desk: Desk) -> None:
    taken(desk, HEAD + GOOD)
    before = len(desk.history)

    report = taken(
        desk,
        HEAD + f'{VILLAGE}-01,grid,新名,{VILLAGE},{VILLAGE}.committee/grid_worker-9,"POLYGON((0 0,3 0,3 3,0 3,0 0))"\n',
        day=2,
    )

    assert report.changed == 1
    changes = [type(one.event) for one in desk.history[before:]]
    assert set(changes) == {e.UnitRenamed, e.BoundarySet, e.WorkerAssigned, organs.PostDefined}
    assert desk.register.unit(f"{VILLAGE}-01", FIRST_DAY + timedelta(days=1)).name == "第一网格"  # type: ignore[union-attr]


def test_parents_are_taken_first_whatever_the_order(desk: Desk) -> None:
    assert taken(desk, HEAD + "".join(reversed(GOOD.splitlines(keepends=True)))).changed == 3


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"{VILLAGE}-02,square,x,{VILLAGE},,", "grid、sub_grid 或 micro_grid"),
        (f"{VILLAGE}-02,sub_grid,x,{VILLAGE},,", "不是"),
        (f"{VILLAGE}-02,grid,x,140830103202,,", "没有找到"),
        ("140830103999-01,grid,x,140830103999,,", "没有找到"),
        ("140830103-01,grid,x,140830103,,", "没有找到"),
        (f"{VILLAGE}-02,grid,x,{VILLAGE},,POINT(1 1)", "边界"),
        (f'{VILLAGE}-02,grid,x,{VILLAGE},,"POLYGON((1 1,3 1,3 3,1 3,1 1))"', "重叠"),
        (f'{VILLAGE}-01-02,sub_grid,x,{VILLAGE}-01,,"POLYGON((1 1,3 1,3 3,1 3,1 1))"', "超出"),
        (f"{VILLAGE}-02,grid,x,{VILLAGE},张三,", "岗位"),
        (f"{VILLAGE}-02,grid,x,{VILLAGE},张三/grid_worker,", "岗位"),
        (f"{VILLAGE}-02,grid,x,{VILLAGE},{WORKER},", "不是覆盖"),
        (f"{VILLAGE}-02,grid,x,{VILLAGE},140830103999.committee/grid_worker-1,", "没有找到"),
        (f"{VILLAGE}-02,grid,x,{VILLAGE},{NEXT_VILLAGE}.committee/grid_worker-1,", "不能设在"),
        (f"{VILLAGE}-02,grid,,{VILLAGE},{VILLAGE}.committee/grid_worker-2,", "名称"),
    ],
)
def test_a_bad_line_is_refused_by_itself_and_leaves_nothing_behind(desk: Desk, line: str, says: str) -> None:
    taken(desk, HEAD + GOOD)
    before = len(desk.history)

    report = taken(desk, f"{HEAD}{line}\n", day=2)

    (rejected,) = report.rejected
    assert rejected.line == 2
    assert says in rejected.zh
    assert "张三" not in rejected.zh + rejected.en
    assert len(desk.history) == before


def test_geojson_with_the_same_properties_is_taken(desk: Desk) -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    grid = {"code": f"{VILLAGE}-01", "kind": "grid", "name": "第一网格", "parent_code": VILLAGE, "worker": WORKER}
    sub_grid = {"code": f"{VILLAGE}-01-01", "kind": "sub_grid", "name": "子网格", "parent_code": f"{VILLAGE}-01"}

    report = taken(desk, features((grid, square), (sub_grid, None)))

    assert report == Report(rows=2, changed=2, unchanged=0, rejected=())
    assert desk.register.locate(1, 1) == ("140830", "140830103", VILLAGE, f"{VILLAGE}-01")
    assert taken(desk, features((grid, square), (sub_grid, None))).unchanged == 2


@pytest.mark.parametrize("geometry", [{"type": "Polygon"}, {"type": "Point", "coordinates": [1, 1]}, "x", [1]])
def test_a_feature_without_a_polygon_is_refused_by_itself(desk: Desk, geometry: Any) -> None:
    grid = {"code": f"{VILLAGE}-01", "kind": "grid", "name": "第一网格", "parent_code": VILLAGE}

    (rejected,) = taken(desk, features((grid, geometry))).rejected

    assert (rejected.line, "边界" in rejected.zh) == (1, True)


@pytest.mark.parametrize(
    "content", ["{", '{"type": "FeatureCollection"}', '{"features": [1]}', '{"features": ' + "[" * 50_000]
)
def test_what_is_no_geojson_is_refused_as_a_whole(desk: Desk, content: str) -> None:
    with pytest.raises(UnreadableFile):
        taken(desk, content)


def test_a_missing_column_is_refused_as_a_whole(desk: Desk) -> None:
    with pytest.raises(ColumnsMissing):
        taken(desk, "code,kind,name,parent_code,worker\n")
