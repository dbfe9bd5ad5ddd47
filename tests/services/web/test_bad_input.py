"""Bad input gets a sentence with a type, in both languages, and loses nothing."""

import json

import pytest
from support.county import Town, report_body

pytestmark = pytest.mark.servers


def raw(town: Town, body: bytes, path: str = "/incidents", **headers: str) -> tuple[int, str]:
    answer = town.http.post(
        f"/api/v1{path}",
        content=body,
        headers={**town["grid"].headers, "Content-Type": "application/json", **headers},
    )
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["detail_zh"]
    assert document["detail_en"]
    return answer.status_code, document["type"]


def changed(**changes: object) -> bytes:
    return json.dumps(report_body(**changes)).encode()


@pytest.mark.parametrize(
    ("body", "status", "type_"),
    [
        (b"{", 400, "undecodable"),
        (b'{"description": "\xff\xfe"}', 400, "undecodable"),
        (b"[" * 100_000, 400, "undecodable"),
        (b"", 422, "malformed"),
        (b"[]", 422, "malformed"),
        (b"{}", 422, "malformed"),
        (changed(description="\ud800"), 422, "malformed"),
        (changed(description="a\x00b"), 422, "malformed"),
        (changed(description=" "), 422, "malformed"),
        (changed(category="no.such"), 422, "unknown-category"),
        (changed(place={"unit": "999999999999"}), 404, "missing"),
        (changed(place=None), 422, "malformed"),
        (changed(place=None, location={"lon": 0, "lat": 0}), 422, "malformed"),
        (changed(occurred_at="2026-11-20T08:15:00"), 422, "malformed"),
        (changed(occurred_at=1_700_000_000), 422, "malformed"),
        (changed(occurred_at="2999-01-01T00:00:00Z"), 422, "in-the-future"),
        (changed(colour="red"), 422, "malformed"),
        (changed(id="not-a-uuid"), 422, "malformed"),
        (changed(attachments=["sha256:" + "0" * 64]), 409, "attachment-unknown"),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
def test_a_report_that_cannot_be_taken(town: Town, body: bytes, status: int, type_: str) -> None:
    head = town.office.bureau.ledger.head().position
    assert raw(town, body) == (status, f"/problems/{type_}")
    assert town.office.bureau.ledger.head().position == head


def test_a_body_of_ten_megabytes_is_refused_early(town: Town) -> None:
    assert raw(town, b" " * 10_000_000) == (413, "/problems/too-large")


def test_a_malformed_id_and_one_that_is_nobodys(town: Town) -> None:
    assert raw(town, b"{}", "/incidents/12/register") == (422, "/problems/malformed")
    nobodys = "/incidents/018f0000-0000-7000-8000-000000000000/sign"
    assert raw(town, b"{}", nobodys) == (404, "/problems/missing")


@pytest.mark.parametrize("version", ["7", '"x"', '"-1"', '"99999999999999"'])
def test_a_version_that_is_none(town: Town, version: str) -> None:
    case = town["grid"].report()["id"]
    status, type_ = raw(town, b"{}", f"/incidents/{case}/verify", **{"If-Match": version})
    assert (status, type_) in {(422, "/problems/malformed"), (412, "/problems/version-moved")}


def test_nobody_is_told_to_log_in(town: Town) -> None:
    answer = town.http.post("/api/v1/incidents", json=report_body())
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-logged-in")
    wrong = town.http.post("/api/v1/sessions", json={"username": "grid", "password": "wrong"})
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/wrong-password")


def test_a_closed_case_takes_no_more(town: Town) -> None:
    case = town["grid"].report()["id"]
    refused = {"ground": "outside_duty", "reason": "不属本级", "other_route": "请拨打12345"}
    assert town.do("village", case, "refuse", refused).status_code == 200
    late = town.do("village", case, "register")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/not-in-this-status")
    assert "重新办理" in late.json()["detail_zh"]


def test_paths_and_methods_that_are_none(town: Town) -> None:
    for method, path, status in (("GET", "/api/v1/nothing", 404), ("PUT", "/api/v1/incidents", 405)):
        answer = town.http.request(method, path, headers=town["grid"].headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
