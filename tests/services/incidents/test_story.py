"""The story of a case through HTTP: from a grid worker's report to the close, and what everybody sees of it."""

import uuid

import pytest
from support.county import COUNTY, TOWN, Town, report_body

pytestmark = pytest.mark.servers


def to_the_town(town: Town, case: str) -> None:
    assert town.do("village", case, "register").status_code == 200
    assert town.do("village", case, "escalate", {"ground": "no_power", "reason": "村里无权"}).status_code == 200


def handled(town: Town) -> str:
    case = town["grid"].report()["id"]
    to_the_town(town, case)
    for username, verb, body in (
        ("dispatcher", "submit-for-approval", {}),
        ("leader", "approve", {}),
        ("dispatcher", "dispatch", {"lead": "140830103.office"}),
        ("office", "sign", {}),
        ("office", "record-action", {"note": "到场"}),
        ("office", "submit-result", {"result": "已清理"}),
    ):
        answer = town.do(username, case, verb, body)
        assert answer.status_code == 200, (verb, answer.text)
    return str(case)


def test_a_report_goes_up_is_approved_dispatched_handled_checked_and_closed(town: Town) -> None:
    case = handled(town)
    assert town.do("grid", case, "check", {"passed": True}).json()["status"] == "checked"
    closed = town.do("dispatcher", case, "close", {"outcome": "resolved"}).json()
    assert (closed["status"], closed["level"], closed["version"]) == ("closed", "town", 11)

    history = town["dispatcher"].get(f"/incidents/{case}/history").json()["items"]
    assert [item["version"] for item in history] == list(range(1, 12))
    assert history[2]["sentence"]["zh"].startswith("板桥村委会上报乡镇")
    unit = town["county"].get(f"/views/units/{TOWN}", at_least=closed["position"]).json()
    assert unit["incidents"]["by_level"]["town"] >= 1
    trail = town["supervisor"].get("/views/audit", case=case, at_least=closed["position"]).json()["items"]
    assert trail[0]["type"] == "incident.closed"
    assert trail[0]["rule"] == "desk_of_the_level"


def test_who_handled_it_does_not_check_it_and_the_attempt_is_on_record(town: Town) -> None:
    case = handled(town)
    refused = town.do("office", case, "check", {"passed": True})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/no-right")
    head = town.office.bureau.ledger.head().position
    trail = town["supervisor"].get("/views/audit", case=case, at_least=head).json()["items"]
    assert trail[0]["type"] == "access.attempt_refused"
    assert town["dispatcher"].get(f"/incidents/{case}").json()["version"] == 9


def test_a_verb_that_asks_for_nothing_takes_no_body(town: Town) -> None:
    case = town["grid"].report()["id"]
    village = town["village"]

    registered = town.http.post(f"/api/v1/incidents/{case}/register", headers=village.headers)
    refused = town.http.post(f"/api/v1/incidents/{case}/escalate", headers=village.headers)

    assert (registered.status_code, registered.json()["status"]) == (200, "registered")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/malformed")


def test_a_report_from_outside_ones_place_is_refused_and_on_record(town: Town) -> None:
    case = str(uuid.uuid4())
    assert town["grid2"].post("/incidents", report_body(id=case)).status_code == 403
    head = town.office.bureau.ledger.head().position
    trail = town["supervisor"].get("/views/audit", case=case, at_least=head).json()["items"]
    assert [(item["type"], item["actor"]["post"]) for item in trail] == [
        ("access.attempt_refused", "140830103201.committee/grid_worker-2")
    ]


def test_a_repeated_report_answers_the_same_and_adds_nothing(town: Town) -> None:
    body, key = report_body(), str(uuid.uuid4())
    first = town["grid"].post("/incidents", body, **{"Idempotency-Key": key})
    head = town.office.bureau.ledger.head().position
    again = town["grid"].post("/incidents", body, **{"Idempotency-Key": key})
    assert (again.status_code, again.json(), again.headers["etag"]) == (201, first.json(), first.headers["etag"])
    assert town.office.bureau.ledger.head().position == head
    other = town["grid"].post("/incidents", {**body, "severity": "urgent"}, **{"Idempotency-Key": key})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/key-reused")


def test_two_clerks_on_one_case_right_before_state_before_version(town: Town) -> None:
    case = town["grid"].report()["id"]
    assert town.do("village", case, "register", **{"If-Match": '"1"'}).status_code == 200
    stale = town.do("village", case, "escalate", {"ground": "complex", "reason": "难"}, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/version-moved")
    assert town.do("village", case, "register", **{"If-Match": '"1"'}).status_code == 409
    assert town.do("grid", case, "register", **{"If-Match": '"1"'}).status_code == 403


def test_texts_are_sealed_to_others_until_they_give_a_reason(town: Town) -> None:
    case = town["grid"].report(reporter={"name": "张三", "phone": "13800000000"})["id"]
    shown = town["supervisor"].get(f"/incidents/{case}").json()
    assert (shown["sealed"], shown["description"], shown["reporter"]) == (["description", "reporter"], None, None)
    opened = town["supervisor"].get(f"/incidents/{case}", reason="核查投诉").json()
    assert (opened["sealed"], opened["description"], opened["reporter"]["name"]) == ([], "沟渠排出黑水", "张三")
    head = town.office.bureau.ledger.head().position
    trail = town["supervisor"].get("/views/audit", case=case, at_least=head).json()["items"]
    assert trail[0]["type"] == "access.sealed_opened"


def test_a_case_is_not_there_for_a_neighbour(town: Town) -> None:
    case = town["grid"].report()["id"]
    assert town["grid2"].get(f"/incidents/{case}").status_code == 404
    assert town["admin"].get(f"/incidents/{case}").status_code == 404
    assert town["village-202"].get(f"/incidents/{case}/history").status_code == 404


def test_a_case_is_read_as_it_stood(town: Town) -> None:
    case = town["grid"].report()["id"]
    moment = town["village"].get(f"/incidents/{case}/history").json()["items"][0]["recorded_at"]
    to_the_town(town, case)
    assert town["village"].get(f"/incidents/{case}", version=2).json()["status"] == "registered"
    then = town["village"].get(f"/incidents/{case}", as_of=moment).json()
    assert (then["status"], then["level"]) == ("reported", "village")


def test_the_lower_desk_keeps_sight_and_the_higher_sees_at_once(town: Town) -> None:
    case = town["grid"].report()["id"]
    to_the_town(town, case)
    head = town.office.bureau.ledger.head().position
    assert town["village"].get(f"/incidents/{case}").json()["level"] == "town"
    waiting = town["dispatcher"].get("/views/worklist", at_least=head, limit=200).json()["items"]
    assert [item["verbs"] for item in waiting if item["case"]["id"] == case] == [["submit-for-approval"]]
    county = town["county"].get(f"/views/units/{COUNTY}", at_least=head)
    assert county.status_code == 200


def test_views_hold_what_is_sealed_sealed(town: Town) -> None:
    planted = ("诸葛大力", "13987654321", "水塔背后的暗管")
    name, phone, text = planted
    done = town["grid"].report(description=text, reporter={"name": name, "phone": phone})
    assert town["grid"].get("/incidents", at_least=done["position"]).status_code == 200
    assert town.office.views.wait("audit", done["position"], 5)
    for table in ("cases", "case_versions", "audit"):
        rows = town.office.views.query(f"SELECT * FROM {table} WHERE ledger = {{ledger:String}}", {})
        assert any(str(done["id"]) in str(row) for row in rows)
        assert not any(word in str(row) for row in rows for word in planted)
