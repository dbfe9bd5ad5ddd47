"""The table of incidents, sentence by sentence, through HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.client import (
    APPROVED,
    CHECKED,
    CLOSED,
    DISPATCHED,
    HANDLED,
    OFFICE,
    RAISED,
    SIGNED,
    TO_THE_TOWN,
    WATER,
    refused,
    walk,
    walked,
)
from support.county import MICRO, TOWN, VILLAGE, Town, report_body

pytestmark = pytest.mark.servers

OTHER_VILLAGE = "140830103202"


def shown(town: Town, username: str, case: str, **params: object) -> Any:
    answer = town[username].get(f"/incidents/{case}", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("username", "channel", "unit", "level"),
    [
        ("grid", "grid_worker", MICRO, "village"),
        ("village", "resident", VILLAGE, "village"),
        ("dispatcher", "sensor", MICRO, "village"),
        ("dispatcher", "hotline_12345", MICRO, "town"),
        ("dispatcher", "letter", TOWN, "town"),
        ("dispatcher", "upper_level", MICRO, "town"),
        ("dispatcher", "patrol", TOWN, "town"),
        ("county", "hotline_12345", "140830", "county"),
        ("office", "patrol", VILLAGE, "village"),
    ],
)
def test_the_level_at_report(town: Town, username: str, channel: str, unit: str, level: str) -> None:
    answer = town[username].post("/incidents", report_body(channel=channel, place={"unit": unit}))

    assert (answer.status_code, answer.json()["level"]) == (201, level)


@pytest.mark.parametrize("username", ["leader", "mediator", "supervisor", "admin", "grid2", "village-202"])
def test_who_may_not_report_here(town: Town, username: str) -> None:
    assert refused(town[username].post("/incidents", report_body())) == (403, "no-right")


@pytest.mark.parametrize("channel", ["resident", "sensor"])
def test_what_citizens_and_sensors_tell_is_verified_first(town: Town, channel: str) -> None:
    case = walked(town, channel=channel)
    assert refused(town.do("village", case, "register")) == (409, "not-verified-yet")

    done = walk(town, case, (("grid", "verify", {"note": "属实"}), ("village", "register", {})))

    assert (done["status"], done["number"]) == ("registered", shown(town, "village", case)["number"])


def test_outside_a_village_the_desk_verifies(town: Town) -> None:
    body = report_body(channel="resident", place={"unit": TOWN})
    case = town["dispatcher"].post("/incidents", body).json()["id"]

    assert refused(town.do("village", case, "verify")) == (403, "no-right")
    assert town.do("dispatcher", case, "verify").json()["status"] == "verified"


def test_numbers_run_without_gaps_at_each_desk_and_stay(town: Town) -> None:
    year = datetime.now(UTC).astimezone().year
    cases = [walked(town, TO_THE_TOWN[:1]) for _ in range(3)]

    numbers = [shown(town, "village", case)["number"] for case in cases]

    serials = [int(number.partition("〕")[2].removesuffix("号")) for number in numbers]
    assert serials == list(range(serials[0], serials[0] + 3))
    assert all(f"〔{year}〕" in number for number in numbers)
    walk(town, cases[0], TO_THE_TOWN[1:])
    assert shown(town, "village", cases[0])["number"] == numbers[0]


def test_an_external_number_is_taken_once_in_its_channel(town: Town) -> None:
    number = f"12345-{uuid4()}"
    first = report_body(channel="hotline_12345", external_id=number)
    assert town["dispatcher"].post("/incidents", first).status_code == 201

    assert refused(town["dispatcher"].post("/incidents", first)) == (409, "reported-already")
    assert town["dispatcher"].post("/incidents", {**first, "channel": "letter"}).status_code == 201


def test_settled_on_the_spot_is_numbered_and_waits_for_the_check(town: Town) -> None:
    done = town["grid"].report(settled={"result": "已劝离", "attachments": None})

    assert (done["status"], done["number"] is not None) == ("handled", True)
    case = done["id"]
    assert refused(town.do("grid", case, "check", {"passed": True})) == (403, "duties-conflict")
    assert town.do("village", case, "check", {"passed": False}).json()["status"] == "registered"
    assert shown(town, "village", case)["rework"] == 1


@pytest.mark.parametrize(
    ("username", "channel", "answer"),
    [("grid", "resident", (409, "not-settled-this-way")), ("village", "sensor", (409, "not-settled-this-way"))],
)
def test_only_rounds_are_settled_on_the_spot(town: Town, username: str, channel: str, answer: tuple[int, str]) -> None:
    body = report_body(channel=channel, settled={"result": "好了"})

    assert refused(town[username].post("/incidents", body)) == answer


def test_a_desk_settles_nothing_itself(town: Town) -> None:
    body = report_body(channel="patrol", settled={"result": "好了"})

    assert refused(town["dispatcher"].post("/incidents", body)) == (403, "no-right")


def test_the_town_dispatches_only_what_its_leader_approved(town: Town) -> None:
    case = walked(town, TO_THE_TOWN)
    assert refused(town.do("dispatcher", case, "dispatch", {"lead": OFFICE})) == (409, "approval-first")
    walk(town, case, (("dispatcher", "submit-for-approval", {}), ("leader", "reject", {"reason": "材料不全"})))
    assert shown(town, "dispatcher", case)["status"] == "registered"
    walk(town, case, (("dispatcher", "submit-for-approval", {}), ("leader", "approve", {})))

    done = town.do("dispatcher", case, "dispatch", {"lead": OFFICE})

    assert done.json()["status"] == "dispatched"
    assert shown(town, "leader", case)["approved_by"] is not None


def test_an_emergency_is_dispatched_first_and_closed_once_the_leader_has_decided(town: Town) -> None:
    case = walked(town, TO_THE_TOWN, severity="emergency")
    walk(
        town,
        case,
        (
            ("dispatcher", "dispatch", {"lead": OFFICE}),
            ("office", "sign", {}),
            ("office", "submit-result", {"result": "已排险"}),
            ("grid", "check", {"passed": True}),
        ),
    )
    assert refused(town.do("dispatcher", case, "close", {"outcome": "resolved"})) == (409, "decision-outstanding")

    walk(town, case, (("leader", "approve", {}), ("dispatcher", "close", {"outcome": "resolved"})))

    assert shown(town, "dispatcher", case)["status"] == "closed"


def test_a_lead_above_the_level_is_for_escalation(town: Town) -> None:
    case = walked(town, APPROVED)
    assert refused(town.do("dispatcher", case, "dispatch", {"lead": WATER})) == (409, "above-the-level")
    assert refused(town.do("dispatcher", case, "dispatch", {"lead": "no.such"})) == (409, "not-on-the-way")
    up = {"ground": "no_power", "reason": "县水利局主管"}

    walk(town, case, (("dispatcher", "escalate", up), ("county", "dispatch", {"lead": WATER}), ("water", "sign", {})))

    told = shown(town, "county", case)
    assert (told["level"], told["lead"], told["approved_by"]) == ("county", WATER, None)


def test_a_designated_lead_neither_objects_nor_returns_nor_escalates(town: Town) -> None:
    case = walked(town, DISPATCHED)
    walk(town, case, (("office", "object", {"reason": "非本职"}),))
    walk(town, case, (("dispatcher", "decide-objection", {"lead": OFFICE, "reason": "指定"}),))

    assert shown(town, "office", case)["designated"] is True
    for verb, body in (("object", {"reason": "x"}), ("return", {"reason": "x"}), ("escalate", RAISED)):
        assert refused(town.do("office", case, verb, body))[0] == 403, verb


def test_a_case_is_returned_twice_at_most_and_keeps_its_approval(town: Town) -> None:
    case = walked(town, DISPATCHED)
    for _ in range(2):
        back = walk(town, case, (("office", "return", {"reason": "非本职"}),))
        assert back["status"] == "approved"
        told = shown(town, "dispatcher", case)
        assert (told["lead"], told["assists"], told["designated"]) == (None, [], False)
        walk(town, case, (("dispatcher", "dispatch", {"lead": OFFICE}),))

    assert refused(town.do("office", case, "return", {"reason": "再退"})) == (409, "returned-twice")
    assert shown(town, "office", case)["returns"] == 2


def test_every_assist_reports_before_the_result(town: Town) -> None:
    case = walked(town, SIGNED)
    helper = f"{VILLAGE}.committee"
    walk(town, case, (("office", "add-assist", {"organ": helper}),))
    assert refused(town.do("office", case, "submit-result", {"result": "好"})) == (409, "assists-outstanding")

    walk(town, case, (("village", "report-assist", {"note": "已配合"}), ("office", "submit-result", {"result": "好"})))

    assert refused(town.do("village", case, "check", {"passed": True})) == (403, "duties-conflict")
    assert town.do("grid", case, "check", {"passed": True}).json()["status"] == "checked"


def test_a_suspension_is_granted_by_another_and_moves_the_due_time(town: Town) -> None:
    case = walked(town, SIGNED)
    due = datetime.fromisoformat(shown(town, "office", case)["due_at"])
    until = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    ask = {"kind": "appraisal", "reason": "等待鉴定", "until": until}
    walk(town, case, (("office", "request-suspension", ask),))
    assert refused(town.do("office2", case, "request-suspension", ask)) == (409, "request-pending")
    assert refused(town.do("office", case, "grant-suspension"))[0] == 403
    walk(town, case, (("dispatcher", "grant-suspension", {}),))
    assert shown(town, "office", case)["suspended_until"] is not None

    walk(town, case, (("office", "resume", {}),))

    told = shown(town, "office", case)
    assert (told["status"], told["suspended_until"]) == ("in_progress", None)
    assert due < datetime.fromisoformat(told["due_at"]) < due + timedelta(minutes=5)


def test_the_result_ends_a_request_and_rework_keeps_the_due_time(town: Town) -> None:
    case = walked(town, HANDLED)
    due = shown(town, "grid", case)["due_at"]

    back = walk(town, case, (("grid", "check", {"passed": False, "note": "未清"}),))

    told = shown(town, "office", case)
    assert (back["status"], told["rework"], told["due_at"], told["lead"]) == ("in_progress", 1, due, OFFICE)


def test_closed_once_rated_once_reopened_by_the_desk_with_a_new_clock(town: Town) -> None:
    case = walked(town, CLOSED)
    due = shown(town, "dispatcher", case)["due_at"]
    score = {"score": 5, "solved": True, "note": "满意", "by": "callback"}
    walk(town, case, (("dispatcher", "rate", score),))
    assert refused(town.do("dispatcher", case, "rate", score)) == (409, "rated-already")
    assert town.do("supervisor", case, "order-reopening", {"reason": "督查发现未解决"}).json()["status"] == "closed"

    done = walk(town, case, (("dispatcher", "reopen", {"reason": "重新办理"}),))

    told = shown(town, "dispatcher", case)
    assert (done["status"], told["lead"], told["approved_by"], told["outcome"]) == ("registered", None, None, None)
    assert told["due_at"] > due


def test_refused_and_refuted_are_reopened_as_reported(town: Town) -> None:
    refusal = {"ground": "outside_duty", "reason": "不属本级", "other_route": "请拨打12345"}
    for steps in ((("village", "refuse", refusal),), (("grid", "refute", {"reason": "查无此事"}),)):
        case = walked(town, steps)

        assert walk(town, case, (("village", "reopen", {"reason": "有新情况"}),))["status"] == "reported"


def test_merged_reporters_follow_and_the_earlier_due_time_wins(town: Town) -> None:
    early = walked(town, TO_THE_TOWN[:1])
    late = walked(town, TO_THE_TOWN[:1])
    due = shown(town, "village", early)["due_at"]

    done = walk(town, early, (("village", "merge", {"into": late}),))

    assert done["status"] == "merged"
    assert shown(town, "village", early)["merged_into"] == late
    assert shown(town, "village", late)["due_at"] == due
    assert refused(town.do("village", late, "merge", {"into": early})) == (409, "merges-in-circle")
    assert refused(town.do("village", late, "merge", {"into": late})) == (409, "merges-in-circle")
    assert walk(town, early, (("village", "unmerge", {"reason": "两回事"}),))["status"] == "registered"


def test_relocated_to_another_village_it_is_that_villages(town: Town) -> None:
    case = walked(town, TO_THE_TOWN[:1])
    move = {"place": {"unit": OTHER_VILLAGE}, "reason": "在邻村"}

    done = walk(town, case, (("village", "relocate", move),))

    assert done["status"] == "registered"
    assert refused(town.do("village", case, "dispatch", {"lead": f"{VILLAGE}.committee"})) == (403, "no-right")
    told = shown(town, "village-202", case)
    assert (told["place"]["unit"], told["description"] is not None) == (OTHER_VILLAGE, True)
    assert shown(town, "village-202", case, version=1)["place"]["unit"] == MICRO
    assert shown(town, "village", case)["sealed"] == ["description"]
    assert town["grid"].get(f"/incidents/{case}").status_code == 404


def test_the_reporter_corrects_until_registration(town: Town) -> None:
    case = walked(town)
    fix = {"description": "沟渠排出红水", "reason": "看错"}
    walk(town, case, (("grid", "correct", fix), ("village", "register", {})))

    assert refused(town.do("grid", case, "correct", fix)) == (403, "no-right")
    assert shown(town, "grid", case)["description"] == "沟渠排出红水"
    assert walk(town, case, (("village", "reclassify", {"severity": "urgent", "reason": "更急"}),))["version"] == 4


def test_sent_down_with_support_but_not_below_its_own(town: Town) -> None:
    case = walked(town, TO_THE_TOWN)
    down = {"reason": "村里可办", "support": "派技术员"}

    assert walk(town, case, (("dispatcher", "send-down", down),))["level"] == "village"
    assert refused(town.do("village", case, "send-down", down)) == (409, "not-below-its-own")
    own = town["dispatcher"].post("/incidents", report_body(channel="patrol", place={"unit": TOWN})).json()["id"]
    walk(town, own, (("dispatcher", "register", {}),))
    assert refused(town.do("dispatcher", own, "send-down", down)) == (409, "not-below-its-own")


def test_allowed_is_what_this_reader_may_do_now(town: Town) -> None:
    case = walked(town, CHECKED)

    assert shown(town, "grid", case)["allowed"] == []
    assert {"close", "rate"} <= set(shown(town, "dispatcher", case)["allowed"])
    assert shown(town, "supervisor", case)["allowed"] == []


def test_an_attempt_without_right_does_not_move_the_case_and_is_on_record(town: Town) -> None:
    case = walked(town)

    assert refused(town.do("grid2", case, "verify")) == (403, "no-right")

    assert shown(town, "village", case)["version"] == 1
    end = town.office.bureau.ledger.head().position
    [act, *_] = town["supervisor"].get("/views/audit", case=case, at_least=end).json()["items"]
    assert (act["type"], act["case"]["id"]) == ("access.attempt_refused", case)
