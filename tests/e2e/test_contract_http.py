"""The common rules of the HTTP interface, as an outside client meets them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.client import DISPATCHED, RAISED, TO_THE_TOWN, head, refused, walk, walked
from support.county import MICRO, Town, report_body

pytestmark = pytest.mark.servers


def send(town: Town, path: str, content: bytes, username: str = "village", **headers: str) -> Any:
    return town.http.post(f"/api/v1{path}", content=content, headers={**town[username].headers, **headers})


def test_a_session_tells_who_and_in_which_posts(town: Town) -> None:
    answer = town.http.post("/api/v1/sessions", json={"username": "grid", "password": "gridgov-demo"})

    told = answer.json()
    assert answer.status_code == 201
    assert set(told) == {"token", "expires_at", "person", "posts"}
    assert set(told["person"]) == {"id", "name"}
    assert told["posts"] == [
        {
            "code": "140830103201.committee/grid_worker-1",
            "kind": "grid_worker",
            "organ": "140830103201.committee",
            "place": "140830103201-01",
        }
    ]


def test_a_session_that_was_ended_opens_nothing(town: Town) -> None:
    token = town.http.post("/api/v1/sessions", json={"username": "grid", "password": "gridgov-demo"}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert town.http.delete("/api/v1/sessions", headers=headers).status_code == 204

    assert refused(town.http.get("/api/v1/incidents", headers=headers)) == (401, "not-logged-in")
    assert refused(town.http.delete("/api/v1/sessions", headers=headers)) == (401, "not-logged-in")


@pytest.mark.parametrize("header", ["Basic Z3JpZA==", "Bearer", "Bearer ", "bearer x y", "令牌"])
def test_a_token_that_is_none(town: Town, header: str) -> None:
    answer = town.http.get("/api/v1/incidents", headers={"Authorization": header.encode()})

    assert refused(answer) == (401, "not-logged-in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_creating_answers_201_where_it_is_and_its_version(town: Town) -> None:
    chosen = str(uuid4())

    answer = town["grid"].post("/incidents", report_body(id=chosen))

    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/incidents/{chosen}"
    assert answer.headers["etag"] == '"1"'
    told = answer.json()
    assert set(told) == {"id", "number", "version", "position", "status", "level"}
    assert (told["id"], told["number"], told["status"], told["level"]) == (chosen, None, "reported", "village")
    assert told["position"] == head(town)
    read = town.http.get(answer.headers["location"], headers=town["grid"].headers)
    assert (read.json()["id"], read.headers["etag"]) == (chosen, '"1"')


def test_a_verb_answers_200_with_the_position_of_its_last_event(town: Town) -> None:
    case = walked(town)

    answer = town.do("village", case, "register")

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert answer.json()["position"] == head(town)
    assert town["village"].get(f"/incidents/{case}").json()["position"] == head(town)


def test_an_id_that_is_a_case_already_is_told_to_those_who_may_report_only(town: Town) -> None:
    case = walked(town)

    assert refused(town["grid"].post("/incidents", report_body(id=case))) == (409, "id-taken")
    assert refused(town["admin"].post("/incidents", report_body(id=case))) == (403, "no-right")


def test_right_comes_before_state_and_state_before_version(town: Town) -> None:
    case = walked(town, DISPATCHED)
    stale = {"If-Match": '"1"'}

    assert refused(town.do("grid", case, "register", **stale)) == (403, "no-right")
    assert refused(town.do("dispatcher", case, "register", **stale)) == (409, "not-in-this-status")
    assert refused(town.do("office", case, "sign", **stale)) == (412, "version-moved")
    assert town.do("office", case, "sign", **{"If-Match": '"6"'}).status_code == 200


def test_a_repeat_wins_over_if_match_and_over_what_came_since(town: Town) -> None:
    case, key = walked(town), {"Idempotency-Key": str(uuid4()), "If-Match": '"1"'}
    first = town.do("village", case, "register", {}, **key)
    walk(town, case, (("village", "escalate", RAISED),))
    end = head(town)

    again = town.do("village", case, "register", {}, **key)

    assert (again.status_code, again.content, again.headers["etag"]) == (200, first.content, first.headers["etag"])
    assert head(town) == end


def test_a_key_is_one_persons_and_one_commands(town: Town) -> None:
    case, key = walked(town), {"Idempotency-Key": str(uuid4())}
    assert town.do("village", case, "register", {}, **key).status_code == 200

    assert refused(town.do("village", case, "escalate", RAISED, **key)) == (409, "key-reused")
    assert town["grid"].post("/incidents", report_body(), **key).status_code == 201


def test_a_refusal_is_not_kept_under_its_key(town: Town) -> None:
    case, key = walked(town, channel="letter"), {"Idempotency-Key": str(uuid4())}
    assert refused(town.do("dispatcher", case, "register", {}, **key)) == (409, "not-verified-yet")
    walk(town, case, (("village", "verify", {}),))

    assert town.do("dispatcher", case, "register", {}, **key).status_code == 200


def test_an_empty_key_is_a_mistake_and_no_key(town: Town) -> None:
    answer = town["grid"].post("/incidents", report_body(), **{"Idempotency-Key": ""})

    assert refused(answer) == (422, "malformed")


def test_a_post_that_is_not_held_gives_no_right(town: Town) -> None:
    answer = town["grid"].post("/incidents", report_body(), **{"Gridgov-Post": "140830.command/desk"})

    assert refused(answer) == (403, "post-not-held")


@pytest.mark.parametrize("body", [b"", b"{}", b'{"occurred_at": null}'])
def test_a_verb_that_needs_nothing_takes_an_empty_body(town: Town, body: bytes) -> None:
    case = walked(town)

    answer = send(town, f"/incidents/{case}/register", body, **{"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["status"]) == (200, "registered")


def test_a_verb_without_body_and_content_type(town: Town) -> None:
    case = walked(town)

    assert send(town, f"/incidents/{case}/register", b"").status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_that_does_not_say_it_is_json(town: Town, kind: str) -> None:
    case = walked(town)

    answer = send(town, f"/incidents/{case}/register", b"{}", **{"Content-Type": kind})

    assert refused(answer) == (415, "unsupported")


@pytest.mark.parametrize(
    ("point", "status"),
    [
        ('{"lon": NaN, "lat": 34.71}', 422),
        ('{"lon": Infinity, "lat": 34.71}', 422),
        ('{"lon": 1e999, "lat": 34.71}', 422),
        ('{"lon": 181, "lat": 34.71}', 422),
        ('{"lon": %s, "lat": 34.71}' % ("9" * 400), 422),
        ('{"lon": %s, "lat": 34.71}' % ("9" * 5000), 400),
        ('{"lon": ' + "[" * 50_000 + "]" * 50_000 + "}", 400),
    ],
    ids=["nan", "infinity", "overflow", "off-the-earth", "huge", "huger", "deep"],
)
def test_numbers_that_are_none(town: Town, point: str, status: int) -> None:
    body = json.dumps(report_body(location=0)).replace('"location": 0', f'"location": {point}')
    end = head(town)

    answer = send(town, "/incidents", body.encode(), "grid", **{"Content-Type": "application/json"})

    assert refused(answer)[0] == status
    assert head(town) == end


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_method_that_a_path_does_not_know(town: Town, method: str) -> None:
    answer = town.http.request(method, "/api/v1/incidents", headers=town["grid"].headers)

    assert refused(answer) == (405, "not-asked-like-this")
    assert "GET" in answer.headers["allow"] or "POST" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/incidents/", "/nothing", "/views/units/140830/", "/incidents/x/y/z", "//incidents"])
def test_a_path_that_is_none(town: Town, path: str) -> None:
    assert refused(town["grid"].get(path)) == (404, "missing")


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/incidents", {"limit": 0}),
        ("/incidents", {"limit": 201}),
        ("/incidents", {"cursor": "x"}),
        ("/incidents", {"status": "open"}),
        ("/incidents", {"level": "province"}),
        ("/incidents", {"place": "1" * 60_000}),
        ("/incidents", {"place": "a\x00b"}),
        ("/incidents", {"from": "yesterday"}),
        ("/incidents", {"from": "2026-11-20"}),
        ("/incidents", {"from": "1700000000"}),
        ("/incidents", {"at_least": -1}),
        ("/incidents", {"at_least": 10**30}),
        ("/incidents/nearby", {"lon": "nan", "lat": 1}),
        ("/incidents/nearby", {"lon": 110}),
        ("/views/units/140830103", {"as_of": "2026-11-20T08:15:00"}),
        ("/views/worklist", {"cursor": "'; DROP TABLE cases; --"}),
        ("/views/audit", {"case": "12"}),
        ("/territory/locate", {"lon": 110, "lat": 34, "crs": "EPSG:4326"}),
    ],
)
def test_a_question_that_is_malformed(town: Town, path: str, params: dict[str, object]) -> None:
    assert refused(town["dispatcher"].get(path, **params)) == (422, "malformed")


def test_a_place_that_nobody_knows(town: Town) -> None:
    for path in ("/incidents", "/views/audit", "/views/resolution-levels"):
        assert refused(town["county"].get(path, place="西陌镇")) == (404, "missing")
    assert refused(town["county"].get("/views/units/西陌镇")) == (404, "missing")


def test_waiting_for_what_is_not_recorded_yet_answers_503_and_when_to_ask_again(town: Town) -> None:
    answer = town["grid"].get("/incidents", at_least=head(town) + 1000)

    assert refused(answer) == (503, "view-behind")
    assert int(answer.headers["retry-after"]) >= 1


def test_a_time_with_any_offset_is_an_instant(town: Town) -> None:
    found = datetime.now(UTC) - timedelta(hours=1)
    shanghai = found.astimezone().isoformat().replace("+00:00", "Z")

    case = walked(town, occurred_at=shanghai)

    told = town["grid"].get(f"/incidents/{case}").json()["occurred_at"]
    assert datetime.fromisoformat(told) == found


def test_times_are_never_in_the_future_and_never_before_their_ground(town: Town) -> None:
    later = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    assert refused(town["grid"].post("/incidents", report_body(occurred_at=later))) == (422, "in-the-future")
    case = walked(town)
    assert refused(town.do("village", case, "register", {"occurred_at": later})) == (422, "in-the-future")
    long_ago = (datetime.now(UTC) - timedelta(days=1)).isoformat()

    assert refused(town.do("village", case, "register", {"occurred_at": long_ago})) == (409, "before-its-ground")
    assert town["village"].get(f"/incidents/{case}").json()["version"] == 1


def test_a_note_may_be_empty_and_a_reason_not(town: Town) -> None:
    case = walked(town, TO_THE_TOWN)

    assert refused(town.do("dispatcher", case, "send-down", {"reason": " ", "support": "派车"})) == (422, "malformed")
    assert town.do("dispatcher", case, "submit-for-approval", {"note": ""}).status_code == 200


def test_what_may_be_absent_may_be_null(town: Town) -> None:
    nothing = dict.fromkeys(("id", "severity", "external_id", "location", "reporter", "attachments", "settled"))

    case = walked(town, **nothing)

    told = town["grid"].get(f"/incidents/{case}").json()
    assert (told["severity"], told["attachments"], told["external_id"]) == ("normal", [], None)


@pytest.mark.parametrize("place", [None, {}, {"unit": None}])
def test_the_unit_may_be_left_out_where_the_point_lies_in_one(town: Town, place: object) -> None:
    case = walked(town, place=place, location={"lon": 110.69, "lat": 34.71, "crs": None})

    assert town["grid"].get(f"/incidents/{case}").json()["place"]["unit"] == MICRO
