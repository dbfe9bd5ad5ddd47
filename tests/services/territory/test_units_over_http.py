"""The territory through HTTP, in the order in which the administrator of a county would change it."""

from datetime import UTC, datetime, timedelta

import pytest
from support.registers import Registry

pytestmark = pytest.mark.servers

VILLAGE = "140830103202"
GRID = f"{VILLAGE}-90"
EDITION = {"edition": "2026-11-01", "source": "县民政局公告", "effective_on": "2026-11-01"}


def unit(registry: Registry, code: str) -> dict:
    answer = registry["grid"].get(f"/territory/units/{code}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_everybody_reads_a_unit_with_its_way_and_what_lies_below(registry: Registry) -> None:
    town = unit(registry, "140830103")

    assert (town["name"], town["kind"], town["parent"], town["status"]) == ("西陌镇", "town", "140830", "active")
    assert town["units"] == {"grid": 28, "sub_grid": 109, "micro_grid": 280}
    assert [one["code"] for one in town["path"]] == ["140830", "140830103"]
    assert len(town["children"]) == 9
    assert town["position"] == registry.head


def test_without_a_session_nothing_is_told(registry: Registry) -> None:
    assert registry.http.get("/api/v1/territory/units/140830103").status_code == 401


def test_an_unknown_unit_is_not_found(registry: Registry) -> None:
    assert registry["grid"].get("/territory/units/999999").status_code == 404


def test_only_the_administrator_defines_units(registry: Registry) -> None:
    before = registry.head
    for username in ("grid", "village", "dispatcher", "leader", "county", "supervisor"):
        answer = registry[username].post("/territory/units", {"code": GRID, "name": "新网格", "parent": VILLAGE})
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/no-right"
    told = [one.event for one in registry.office.bureau.ledger.read(before, 100)]
    assert [one.NAME for one in told] == ["access.change_refused"] * 6
    assert registry["grid"].get(f"/territory/units/{GRID}").status_code == 404


def test_a_defined_grid_is_there_at_once_and_a_repeat_answers_the_same(registry: Registry) -> None:
    body = {"code": GRID, "name": "新网格", "parent": VILLAGE}
    first = registry["admin"].post("/territory/units", body, **{"Idempotency-Key": "define-90"})
    head = registry.head
    again = registry["admin"].post("/territory/units", body, **{"Idempotency-Key": "define-90"})

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.json()["id"] == GRID
    assert first.headers["Location"] == f"/api/v1/territory/units/{GRID}"
    assert registry.head == head == first.json()["position"]
    assert unit(registry, GRID)["kind"] == "grid"


def test_the_same_key_with_another_body_is_refused(registry: Registry) -> None:
    body = {"code": f"{VILLAGE}-91", "name": "别的网格", "parent": VILLAGE}
    answer = registry["admin"].post("/territory/units", body, **{"Idempotency-Key": "define-90"})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/key-reused")


def test_a_version_that_has_passed_is_refused(registry: Registry) -> None:
    version = unit(registry, GRID)["version"]
    done = registry["admin"].post(
        f"/territory/units/{GRID}/rename", {"name": "东片网格"}, **{"If-Match": f'"{version}"'}
    )
    late = registry["admin"].post(
        f"/territory/units/{GRID}/rename", {"name": "西片网格"}, **{"If-Match": f'"{version}"'}
    )

    assert (done.status_code, done.json()["version"]) == (200, version + 1)
    assert done.headers["ETag"] == f'"{version + 1}"'
    assert (late.status_code, late.json()["type"]) == (412, "/problems/version-moved")
    assert unit(registry, GRID)["name"] == "东片网格"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"code": GRID, "name": "重复", "parent": VILLAGE}, (409, "code-taken")),
        ({"code": f"{VILLAGE}-92", "name": "x", "parent": "140830103"}, (404, "missing")),
        ({"code": "not a code", "name": "x", "parent": VILLAGE}, (422, "malformed")),
        ({"code": "140830103999-01", "name": "x", "parent": "140830103999"}, (404, "missing")),
        ({"code": f"{VILLAGE}-92", "name": "x", "parent": VILLAGE, "boundary": "POINT (1 2)"}, (422, "malformed")),
        ({"code": f"{VILLAGE}-92", "name": "x", "parent": VILLAGE, "kind": "grid"}, (422, "malformed")),
        ({"code": f"{VILLAGE}-92", "name": "  ", "parent": VILLAGE}, (422, "malformed")),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(registry: Registry, body: dict, kind: tuple[int, str]) -> None:
    answer = registry["admin"].post("/territory/units", body)

    assert (answer.status_code, answer.json()["type"]) == (kind[0], f"/problems/{kind[1]}")
    assert " / " in answer.json()["detail"]


def test_a_boundary_over_a_sibling_is_refused(registry: Registry) -> None:
    taken = unit(registry, f"{VILLAGE}-01")["boundary"]
    answer = registry["admin"].post(f"/territory/units/{GRID}/set-boundary", {"boundary": taken})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/boundaries-overlap")


def test_a_worker_is_assigned_and_a_substitute_moves_up(registry: Registry) -> None:
    organ = f"{VILLAGE}.committee"
    for number in (8, 9):
        post = {"code": f"{organ}/grid_worker-{number}", "organ": organ, "kind": "grid_worker", "place": GRID}
        assert registry["admin"].post("/posts", post).status_code == 201
    path = f"/territory/units/{GRID}"
    assert registry["admin"].post(f"{path}/assign-worker", {"worker": f"{organ}/grid_worker-8"}).status_code == 200
    alone = registry["admin"].post(f"{path}/release-worker", {"worker": f"{organ}/grid_worker-8"})
    assert (alone.status_code, alone.json()["type"]) == (409, "/problems/responsible-needed")
    substitute = {"worker": f"{organ}/grid_worker-9", "mode": "substitute"}
    assert registry["admin"].post(f"{path}/assign-worker", substitute).status_code == 200
    assert registry["admin"].post(f"{path}/release-worker", {"worker": f"{organ}/grid_worker-8"}).status_code == 200

    shown = unit(registry, GRID)
    assert (shown["worker"], shown["substitute"]) == (f"{organ}/grid_worker-9", None)


def test_a_post_for_another_place_does_not_serve(registry: Registry) -> None:
    worker = {"worker": "140830103201.committee/grid_worker-1"}
    answer = registry["admin"].post(f"/territory/units/{GRID}/assign-worker", worker)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-a-grid-worker-here")


def test_a_unit_is_split_and_merged_again(registry: Registry) -> None:
    parts = [{"code": f"{GRID}-01", "name": "甲"}, {"code": f"{GRID}-02", "name": "乙"}]
    for part in parts:
        assert registry["admin"].post("/territory/units", {**part, "parent": GRID}).status_code == 201
    halves = [
        {"code": f"{VILLAGE}-93", "name": "北", "children": [f"{GRID}-01"]},
        {"code": f"{VILLAGE}-94", "name": "南", "children": [f"{GRID}-02"]},
    ]
    answer = registry["admin"].post(f"/territory/units/{GRID}/split", {"parts": halves})
    assert (answer.status_code, answer.json()["status"]) == (200, "split")
    assert unit(registry, f"{GRID}-02")["parent"] == f"{VILLAGE}-94"

    merged = registry["admin"].post(f"/territory/units/{VILLAGE}-94/merge", {"into": f"{VILLAGE}-93"})
    assert (merged.status_code, merged.json()["status"]) == (200, "merged")
    assert unit(registry, f"{VILLAGE}-94")["successor"] == f"{VILLAGE}-93"
    assert unit(registry, f"{GRID}-02")["parent"] == f"{VILLAGE}-93"


def test_a_unit_is_closed_before_it_is_retired_and_not_while_a_case_is_open(registry: Registry) -> None:
    path = f"/territory/units/{GRID}-01"
    early = registry["admin"].post(f"{path}/retire")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/closing-first")
    assert registry["admin"].post(f"{path}/begin-closing").json()["status"] == "closing"
    assert unit(registry, f"{GRID}-01")["takes_cases"] is False

    registry.views.open_cases = 2
    busy = registry["admin"].post(f"{path}/retire")
    assert (busy.status_code, busy.json()["type"]) == (409, "/problems/cases-open")
    assert registry.views.asked[-1]["codes"] == [f"{GRID}-01"]

    registry.views.open_cases = 0
    assert registry["admin"].post(f"{path}/retire").json()["status"] == "retired"
    assert unit(registry, f"{GRID}-01")["in_force"] is False


def test_no_unit_is_retired_by_a_count_that_is_behind(registry: Registry) -> None:
    path = f"/territory/units/{GRID}-02"
    assert registry["admin"].post(f"{path}/begin-closing").status_code == 200
    registry.views.behind = True
    answer = registry["admin"].post(f"{path}/retire")
    registry.views.behind = False

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert unit(registry, f"{GRID}-02")["status"] == "closing"


def test_as_it_stood_before(registry: Registry) -> None:
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    answer = registry["grid"].get(f"/territory/units/{GRID}", as_of=at)

    assert answer.status_code == 404


def test_divisions_change_by_editions(registry: Registry) -> None:
    body = {"code": "140830103290", "name": "新村村委会", "parent": "140830103", **EDITION}
    assert registry["admin"].post("/territory/divisions", body).status_code == 201
    assert unit(registry, "140830103290")["name"] == "新村村委会"

    path = "/territory/divisions/140830103290"
    assert registry["admin"].post(f"{path}/rename", {"name": "兴村村委会", **EDITION}).status_code == 200
    undated = registry["admin"].post(f"{path}/rename", {"name": "兴村村委会"})
    assert undated.status_code == 422
    by_unit = registry["admin"].post("/territory/units/140830103290/rename", {"name": "旺村"})
    assert (by_unit.status_code, by_unit.json()["type"]) == (409, "/problems/kept-as-division")
    recoded = registry["admin"].post(f"{path}/recode", {"new_code": "140830103291", **EDITION})
    assert recoded.json()["status"] == "recoded"
    merged = registry["admin"].post("/territory/divisions/140830103291/merge", {"into": VILLAGE, **EDITION})
    assert merged.json()["status"] == "merged"
    assert unit(registry, "140830103291")["successor"] == VILLAGE


def test_a_division_is_split_among_its_parts(registry: Registry) -> None:
    grids = [one["code"] for one in unit(registry, "140830103203")["children"]]
    parts = [
        {"code": "140830103281", "name": "东村", "children": grids[:1]},
        {"code": "140830103282", "name": "西村", "children": grids[1:]},
    ]
    answer = registry["admin"].post("/territory/divisions/140830103203/split", {"parts": parts, **EDITION})

    assert (answer.status_code, answer.json()["status"]) == (200, "split")
    assert unit(registry, grids[0])["parent"] == "140830103281"
    renamed = registry["admin"].post(f"/territory/units/{grids[0]}/rename", {"name": "一号"})
    assert renamed.status_code == 200


@pytest.mark.parametrize("kind", [None, "village", "micro_grid"])
def test_lists_come_in_pages_without_a_gap(registry: Registry, kind: str | None) -> None:
    asked = {"place": "140830103", "limit": 50} | ({"kind": kind} if kind else {})
    codes: list[str] = []
    cursor = None
    while True:
        page = registry["grid"].get("/territory/units", **asked, **({"cursor": cursor} if cursor else {})).json()
        codes += [one["code"] for one in page["items"]]
        assert page["position"] == registry.head
        if (cursor := page["next"]) is None:
            break

    assert codes == sorted(set(codes))
    assert (len(codes) > 400) if kind is None else all(code.startswith("140830103") for code in codes)


def test_divisions_are_listed_without_grids(registry: Registry) -> None:
    page = registry["grid"].get("/territory/divisions", limit=200).json()

    assert {one["kind"] for one in page["items"]} == {"county", "town", "village"}


def test_a_made_up_cursor_is_refused(registry: Registry) -> None:
    for cursor in ("zzz", "WzFd", "W10"):
        assert registry["grid"].get("/territory/units", cursor=cursor).status_code == 422


def test_a_point_is_found_on_every_level(registry: Registry) -> None:
    boundary = unit(registry, "140830103201-01-02-003")["boundary"]
    west, south = (float(part) for part in boundary.split("((")[1].split(",")[0].split())
    corners = [tuple(map(float, pair.split())) for pair in boundary.split("((")[1].split("))")[0].split(",")]
    lon = sum(corner[0] for corner in corners[:-1]) / len(corners[:-1])
    lat = sum(corner[1] for corner in corners[:-1]) / len(corners[:-1])
    assert (west, south) == corners[0]

    found = registry["grid"].get("/territory/locate", lon=lon, lat=lat).json()
    assert found["unit"] == found["micro_grid"]["code"] == "140830103201-01-02-003"
    assert found["sub_grid"]["code"] == "140830103201-01-02"
    assert found["grid"]["code"] == "140830103201-01"
    assert (found["village"]["code"], found["town"]["name"]) == ("140830103201", "西陌镇")
    assert found["location"] == {"lon": lon, "lat": lat, "crs": "WGS84"}


def test_a_point_as_a_chinese_phone_gives_it_is_moved_before_it_is_looked_up(registry: Registry) -> None:
    given = registry["grid"].get("/territory/locate", lon=110.69, lat=34.71).json()
    moved = registry["grid"].get("/territory/locate", lon=110.69, lat=34.71, crs="GCJ02").json()

    assert abs(moved["location"]["lon"] - given["location"]["lon"]) > 0.001


def test_a_point_in_no_unit_is_not_found(registry: Registry) -> None:
    answer = registry["grid"].get("/territory/locate", lon=0, lat=0)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/outside-all-units")
    assert registry["grid"].get("/territory/locate", lon=200, lat=0).status_code == 422
    assert registry["grid"].get("/territory/locate", lon="nan", lat=0).status_code == 422
