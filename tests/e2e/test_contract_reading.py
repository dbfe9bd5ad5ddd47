"""Who reads what, as it stands and stood: cases, histories, views, lists and the feed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.client import CLOSED, DISPATCHED, OFFICE, TO_THE_TOWN, head, refused, walk, walked
from support.county import COUNTY, MICRO, TOWN, VILLAGE, Town

pytestmark = pytest.mark.servers

CASE_FIELDS = {
    *("id", "category", "severity", "description", "channel", "external_id", "occurred_at", "place", "location"),
    *("reporter", "attachments", "number", "status", "level", "version", "position", "lead", "assists", "designated"),
    *("returns", "due_at", "approved_by", "handled_by", "suspended_until", "outcome", "merged_into", "mediation"),
    *("allowed", "sealed"),
}
LEVELS = (COUNTY, TOWN, VILLAGE, f"{VILLAGE}-01", f"{VILLAGE}-01-02", MICRO)


def all_of(town: Town, username: str, path: str, **params: Any) -> list[dict[str, Any]]:
    """Return a list, read page by page."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = town[username].get(path, **params, **({"cursor": cursor} if cursor else {})).json()
        assert set(page) == {"items", "next", "position"}, page
        assert len(page["items"]) <= params.get("limit", 50)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


def told(answer: Any) -> list[dict[str, Any]]:
    """Return the server-sent events of an answer, each with its id."""
    found = []
    for block in answer.text.strip().split("\n\n"):
        fields = dict(line.partition(": ")[::2] for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append({**json.loads(fields["data"]), "id": int(fields["id"])})
    return found


def test_a_case_has_every_field_of_the_contract(town: Town) -> None:
    case = walked(town, reporter={"name": "张三", "phone": "13800000000", "id_number": None})

    shown = town["village"].get(f"/incidents/{case}").json()

    assert shown.keys() >= CASE_FIELDS
    assert shown["reporter"] == {"name": "张三", "phone": "13800000000", "id_number": None}
    assert (shown["returns"], shown["due_at"], shown["sealed"]) == (0, None, [])


@pytest.mark.parametrize("username", ["grid", "village", "dispatcher", "leader", "county", "county-leader", "office"])
def test_texts_are_open_to_desks_leaders_lead_grid_worker_and_village(town: Town, username: str) -> None:
    case = walked(town, DISPATCHED)

    shown = town[username].get(f"/incidents/{case}").json()

    assert (shown["description"], shown["sealed"]) == ("沟渠排出黑水", [])


@pytest.mark.parametrize("username", ["mediator", "supervisor", "water", "county-mediator", "village-mediator"])
def test_texts_are_sealed_to_others_of_the_place(town: Town, username: str) -> None:
    case = walked(town, DISPATCHED, reporter={"name": "张三"})

    for params in ({}, {"reason": ""}, {"reason": "  "}, {"version": 1}):
        shown = town[username].get(f"/incidents/{case}", **params).json()
        assert (shown["description"], shown["reporter"]) == (None, None)
        assert shown["sealed"] == ["description", "reporter"]
    history = town[username].get(f"/incidents/{case}/history").json()["items"]
    assert history[0]["data"]["description"] is None
    assert "张三" not in json.dumps(history, ensure_ascii=False)


@pytest.mark.parametrize("username", ["grid2", "village-202", "admin"])
def test_outside_the_place_there_is_no_such_case(town: Town, username: str) -> None:
    case = walked(town)

    for path in (f"/incidents/{case}", f"/incidents/{case}/history"):
        for params in ({}, {"reason": "想看"}, {"version": 1}):
            assert refused(town[username].get(path, **params)) == (404, "missing")
    if username != "admin":
        assert case not in {item["id"] for item in all_of(town, username, "/incidents", limit=200)}


def test_opening_with_a_reason_is_recorded_and_moves_no_version(town: Town) -> None:
    case = walked(town)

    opened = town["supervisor"].get(f"/incidents/{case}", reason="核查投诉").json()

    assert (opened["description"], opened["sealed"], opened["version"]) == ("沟渠排出黑水", [], 1)
    act = town["supervisor"].get("/views/audit", case=case, at_least=head(town)).json()["items"][0]
    assert act["type"] == "access.sealed_opened"
    assert "核查投诉" not in json.dumps(act, ensure_ascii=False)


def test_a_case_as_it_stood(town: Town) -> None:
    case = walked(town, CLOSED)
    history = all_of(town, "dispatcher", f"/incidents/{case}/history", limit=3)
    assert [item["version"] for item in history] == list(range(1, 12))

    for item in history:
        by_version = town["dispatcher"].get(f"/incidents/{case}", version=item["version"])
        by_time = town["dispatcher"].get(f"/incidents/{case}", as_of=item["recorded_at"]).json()
        assert by_version.headers["etag"] == f'"{item["version"]}"'
        assert by_version.json()["position"] == item["position"]
        assert by_time["version"] >= item["version"]
    assert refused(town["dispatcher"].get(f"/incidents/{case}", version=12)) == (404, "missing")
    before = datetime.fromisoformat(history[0]["recorded_at"]) - timedelta(seconds=1)
    assert refused(town["dispatcher"].get(f"/incidents/{case}", as_of=before.isoformat())) == (404, "missing")


def test_a_history_item_has_the_fields_of_the_contract(town: Town) -> None:
    case = walked(town, TO_THE_TOWN)

    for item in town["village"].get(f"/incidents/{case}/history").json()["items"]:
        assert item.keys() >= {"version", "position", "type", "occurred_at", "recorded_at", "actor", "sentence", "data"}
        assert set(item["actor"]) == {"person", "name", "post", "organ"}
        assert set(item["sentence"]) == {"zh", "en"}
        assert all(item["sentence"].values())


def test_a_unit_is_shown_at_all_six_levels_and_counts_what_lies_below(town: Town) -> None:
    before = {code: town["county"].get(f"/views/units/{code}", at_least=head(town)).json() for code in LEVELS}
    case = walked(town)

    for code, kind in zip(LEVELS, ("county", "town", "village", "grid", "sub_grid", "micro_grid"), strict=True):
        unit = town["county"].get(f"/views/units/{code}", at_least=head(town)).json()
        assert set(unit) == {*before[code]}
        assert (unit["kind"], unit["as_of"]) == (kind, None)
        assert unit["incidents"]["open"] == before[code]["incidents"]["open"] + 1, code
        assert set(unit["incidents"]["by_level"]) == {"village", "town", "county"}
        assert unit["mediations"]["open"] == 0
        assert unit["position"] >= head(town)
    walk(town, case, (("village", "refuse", {"ground": "unlawful", "reason": "不属", "other_route": "法院"}),))
    after = town["county"].get(f"/views/units/{MICRO}", at_least=head(town)).json()
    assert after["incidents"]["open"] == before[MICRO]["incidents"]["open"]
    assert town["county"].get(f"/views/units/{TOWN}").json()["units"] == {
        "grid": 28,
        "sub_grid": 109,
        "micro_grid": 280,
    }


def test_a_unit_as_it_stood_counts_what_had_been_recorded(town: Town) -> None:
    walked(town)
    moment = datetime.now(UTC).isoformat()
    then = town["county"].get(f"/views/units/{VILLAGE}", at_least=head(town)).json()
    walked(town)

    shown = town["county"].get(f"/views/units/{VILLAGE}", as_of=moment, at_least=head(town)).json()

    assert datetime.fromisoformat(shown["as_of"]) == datetime.fromisoformat(moment)
    assert (shown["incidents"], shown["position"]) == (then["incidents"], then["position"])
    now = town["county"].get(f"/views/units/{VILLAGE}", at_least=head(town)).json()
    assert now["incidents"]["open"] == then["incidents"]["open"] + 1


def test_the_worklist_says_what_waits_and_by_which_verbs(town: Town) -> None:
    case = walked(town, TO_THE_TOWN, severity="emergency")

    items = all_of(town, "dispatcher", "/views/worklist", limit=2, at_least=head(town))

    item = next(item for item in items if item["case"]["id"] == case)
    assert set(item) == {"case", "status", "level", "category", "severity", "unit", "due_at", "overdue", "verbs"}
    assert (item["case"]["kind"], item["verbs"], item["overdue"]) == ("incident", ["dispatch"], False)
    assert len({one["case"]["id"] for one in items}) == len(items)


def test_resolution_levels_count_the_closed_by_the_level_of_the_close(town: Town) -> None:
    start = datetime.now(UTC).isoformat()
    walked(town, CLOSED)
    end = datetime.now(UTC).isoformat()

    def counted(**params: Any) -> Any:
        return town["county"].get("/views/resolution-levels", place=VILLAGE, at_least=head(town), **params).json()

    found = counted(**{"from": start, "to": end})
    assert found["incidents"] == {"total": 1, "village": 0, "town": 1, "county": 0, "within_town": 1.0}
    assert found["mediations"]["total"] == 0
    assert counted(**{"from": end})["incidents"]["total"] == 0
    assert counted(**{"from": start, "as_of": start})["incidents"]["total"] == 0


def test_the_audit_trail_by_each_of_its_filters(town: Town) -> None:
    start = datetime.now(UTC).isoformat()
    case = walked(town, DISPATCHED)
    seen = {"at_least": head(town), "limit": 2}
    trail = all_of(town, "supervisor", "/views/audit", case=case, **seen)
    act = next(act for act in trail if act["type"] == "incident.approved")
    assert [act["position"] for act in trail] == sorted((act["position"] for act in trail), reverse=True)
    assert len(trail) == 6
    assert set(act) == {
        *("position", "recorded_at", "occurred_at", "type", "case", "unit", "actor", "external_actor"),
        *("on_behalf_of", "rule", "sentence"),
    }
    for question in (
        {"place": MICRO},
        {"actor": act["actor"]["person"]},
        {"organ": act["actor"]["organ"]},
        {"type": "incident.approved"},
        {"from": start},
        {"to": datetime.now(UTC).isoformat()},
    ):
        found = all_of(town, "supervisor", "/views/audit", **question, **{**seen, "limit": 200})
        assert act["position"] in {one["position"] for one in found}, question
    found_before = all_of(town, "supervisor", "/views/audit", case=case, to=start, **seen)
    assert [one["type"] for one in found_before] == ["incident.reported"]  # found five minutes before
    assert all_of(town, "supervisor", "/views/audit", case=case, organ=OFFICE, **seen) == []


def test_lists_are_filtered_and_paged_without_gap_or_repeat(town: Town) -> None:
    case = walked(town, DISPATCHED, severity="urgent")
    seen = {"at_least": head(town)}
    everything = [item["id"] for item in all_of(town, "county", "/incidents", limit=200, **seen)]
    assert [item["id"] for item in all_of(town, "county", "/incidents", limit=3, **seen)] == everything
    for question in (
        {"place": MICRO},
        {"place": COUNTY},
        {"status": "dispatched"},
        {"level": "town"},
        {"category": "environment.water"},
        {"organ": OFFICE},
        {"from": (datetime.now(UTC) - timedelta(hours=1)).isoformat()},
    ):
        assert case in {item["id"] for item in all_of(town, "county", "/incidents", **question, **seen)}, question
    for question in ({"place": f"{VILLAGE}-02"}, {"status": "closed"}, {"level": "county"}, {"organ": "140830.water"}):
        assert case not in {item["id"] for item in all_of(town, "county", "/incidents", **question, **seen)}, question


def test_what_is_nearby_in_any_coordinates(town: Town) -> None:
    point = {"lon": 110.69, "lat": 34.71}
    case = walked(town, location={**point, "crs": "WGS84"})
    near = {"lon": 110.69, "lat": 34.7103, "at_least": head(town)}

    def found(**params: Any) -> set[str]:
        return {item["id"] for item in town["grid"].get("/incidents/nearby", **params).json()["items"]}

    assert case in found(**near)
    assert case in found(**near, category="environment.water")
    assert case not in found(**near, category="environment.air")
    assert case not in found(**{**near, "lat": 34.7106})
    assert case not in found(**near, crs="GCJ02")
    located = town["grid"].get("/territory/locate", **point).json()
    assert [located[kind]["code"] for kind in ("village", "grid", "sub_grid", "micro_grid")] == list(LEVELS[2:])


def test_a_point_is_kept_in_wgs84_and_as_given(town: Town) -> None:
    case = walked(town, location={"lon": 110.694, "lat": 34.709, "crs": "GCJ02"})

    point = town["grid"].get(f"/incidents/{case}").json()["location"]

    assert (point["crs"], point["given_lon"], point["given_lat"]) == ("GCJ02", 110.694, 34.709)
    assert 100 < 111_195 * abs(point["lon"] - 110.694) < 1000


def test_the_feed_goes_on_from_the_last_position_seen(town: Town) -> None:
    start = head(town)
    case = walked(town, TO_THE_TOWN)
    assert town["village"].get("/incidents", at_least=head(town)).status_code == 200

    def follow(username: str, after: int) -> list[dict[str, Any]]:
        headers = {**town[username].headers, "Last-Event-ID": str(after)}
        answer = town.http.get("/api/v1/feed", params={"until_caught_up": True}, headers=headers)
        assert answer.headers["content-type"].startswith("text/event-stream")
        return told(answer)

    events = [event for event in follow("village", start) if event["case"] == case]
    assert [event["type"] for event in events] == ["incident.reported", "incident.registered", "incident.escalated"]
    assert [event["id"] for event in events] == [event["position"] for event in events]
    assert [event["type"] for event in follow("village", events[1]["id"])] == ["incident.escalated"]
    assert follow("grid2", start) == []
    assert refused(town.http.get("/api/v1/feed", headers={**town["grid"].headers, "Last-Event-ID": "x"}))[0] == 422
