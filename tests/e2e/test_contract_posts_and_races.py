"""Accounts, posts that change hands, and many clients at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.client import APPROVED, DISPATCHED, HANDLED, OFFICE, TO_THE_TOWN, head, refused, walk, walked
from support.county import PASSWORD, TOWN, VILLAGE, Person, Town, report_body

pytestmark = pytest.mark.servers

AT_ONCE = 20
DESK = "140830103.command/desk"


def newcomer(town: Town, *posts: str, **term: Any) -> tuple[str, str]:
    """Return account and person of somebody new who holds these posts."""
    person, username = f"p-{uuid4()}", f"u-{uuid4().hex[:8]}"
    assert town["admin"].post("/people", {"id": person, "name": "新来的"}).status_code == 201
    for post in posts:
        answer = town["admin"].post(f"/posts/{post}/assign", {"person": person, **term})
        assert answer.status_code == 200, answer.text
    town.office.bureau.accounts.add(username, PASSWORD, person)
    return username, person


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return what each call answers, all called at the same time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


# --- Accounts and posts ---
def test_an_account_without_posts_logs_in_and_may_do_nothing(town: Town) -> None:
    username, _ = newcomer(town)

    session = town.http.post("/api/v1/sessions", json={"username": username, "password": PASSWORD}).json()

    assert session["posts"] == []
    for answer in (
        town[username].get("/incidents"),
        town[username].get(f"/views/units/{TOWN}"),
        town[username].get("/views/worklist"),
        town[username].get("/feed"),
    ):
        assert refused(answer) == (403, "no-post")
    assert refused(town[username].post("/incidents", report_body()))[0] == 403


def test_a_disabled_account_is_out_at_once(town: Town) -> None:
    username, _ = newcomer(town)
    person = town[username]
    town.office.bureau.accounts.disable(username)

    assert refused(person.get("/incidents")) == (401, "not-logged-in")
    again = town.http.post("/api/v1/sessions", json={"username": username, "password": PASSWORD})
    assert refused(again) == (401, "wrong-password")


def test_a_session_lasts_as_long_as_it_says(town: Town) -> None:
    username, _ = newcomer(town)
    told = town.http.post("/api/v1/sessions", json={"username": username, "password": PASSWORD}).json()
    later = datetime.fromisoformat(told["expires_at"]) + timedelta(seconds=1)

    known = town.office.bureau.accounts.session(told["token"], later - timedelta(seconds=2))

    assert known is not None
    assert town.office.bureau.accounts.session(told["token"], later) is None


def test_guessing_passwords_is_slowed_down(town: Town) -> None:
    username, _ = newcomer(town)
    tries = [town.http.post("/api/v1/sessions", json={"username": username, "password": "guess"}) for _ in range(12)]

    last = tries[-1]
    assert refused(last)[0] == 429
    assert int(last.headers["retry-after"]) >= 1
    right = town.http.post("/api/v1/sessions", json={"username": username, "password": PASSWORD})
    assert right.status_code == 429


def test_with_several_posts_one_says_which(town: Town) -> None:
    other = "140830103202.committee/village_officer"
    username, _ = newcomer(town, DESK, other, mode="B")
    case = walked(town, TO_THE_TOWN)

    assert refused(town.do(username, case, "submit-for-approval")) == (422, "malformed")
    assert refused(town.do(username, case, "submit-for-approval", {}, **{"Gridgov-Post": other})) == (403, "no-right")
    assert town.do(username, case, "submit-for-approval", {}, **{"Gridgov-Post": DESK}).status_code == 200


def test_a_substitute_acts_for_the_post_and_stands_in_the_history_as_herself(town: Town) -> None:
    leader = "140830103.government/leader"
    username, person = newcomer(town, leader, mode="B")

    case = walked(town, (*TO_THE_TOWN, ("dispatcher", "submit-for-approval", {}), (username, "approve", {})))

    last = town["dispatcher"].get(f"/incidents/{case}/history").json()["items"][-1]
    assert (last["type"], last["actor"]["person"], last["actor"]["post"]) == ("incident.approved", person, leader)


def test_a_report_is_judged_by_the_post_held_when_it_was_made(town: Town) -> None:
    since = datetime.now(UTC) - timedelta(days=3)
    username, person = newcomer(town, f"{VILLAGE}.committee/grid_worker-1", mode="B", since=since.isoformat())
    reporter = Person(town.http, username)
    relieved = {"person": person, "occurred_at": (datetime.now(UTC) - timedelta(days=1)).isoformat()}
    answer = town["admin"].post(f"/posts/{VILLAGE}.committee/grid_worker-1/relieve", relieved)
    assert answer.status_code == 200, answer.text

    def reported(days: int) -> Any:
        return reporter.post(
            "/incidents", report_body(occurred_at=(datetime.now(UTC) - timedelta(days=days)).isoformat())
        )

    assert reported(2).status_code == 201
    assert refused(reported(0)) == (403, "no-post-then")
    assert refused(reported(5)) == (403, "no-post-then")


def test_open_work_goes_to_the_successor(town: Town) -> None:
    post = f"{OFFICE}/officer-2"
    case = walked(town, DISPATCHED)
    _, successor = newcomer(town)

    answer = town["admin"].post(f"/posts/{post}/hand-over", {"successor": successor})

    assert answer.status_code == 200, answer.text
    holders = town["admin"].get(f"/posts/{post}").json()["holders"]
    assert [holder["person"] for holder in holders] == [successor]
    assert town["office"].get(f"/incidents/{case}").json()["lead"] == OFFICE


def test_a_policy_of_a_place_changes_who_approves_there(town: Town) -> None:
    policy = {"name": "approval.village", "place": VILLAGE, "value": True}
    assert town["admin"].post("/policies", policy).status_code == 201
    try:
        case = walked(town, TO_THE_TOWN[:1])
        lead = {"lead": f"{VILLAGE}.committee"}
        assert refused(town.do("village", case, "dispatch", lead)) == (409, "approval-first")
        walk(town, case, (("village", "submit-for-approval", {}), ("leader", "approve", {})))
        assert town.do("village", case, "dispatch", lead).status_code == 200
    finally:
        assert town["admin"].post("/policies", {**policy, "value": False}).status_code == 201
    assert refused(town["dispatcher"].post("/policies", policy)) == (403, "no-right")


def test_a_unit_that_is_being_closed_takes_no_new_case(town: Town) -> None:
    unit = f"{VILLAGE}-02-01"
    micro = town["admin"].get(f"/territory/units/{unit}").json()["children"][0]["code"]
    assert town["admin"].post(f"/territory/units/{micro}/begin-closing", {}).status_code == 200

    answer = town["grid2"].post("/incidents", report_body(place={"unit": micro}))

    assert refused(answer) == (409, "unit-takes-no-case")
    assert town["admin"].post(f"/territory/units/{micro}/retire", {}).status_code == 200
    again = {"code": micro, "name": "再用", "parent": unit}
    assert refused(town["admin"].post("/territory/units", again)) == (409, "code-taken")


# --- Many at once ---
def test_twenty_registrations_at_one_desk_take_serials_without_gaps(town: Town) -> None:
    cases = [walked(town) for _ in range(AT_ONCE)]
    town["village"]

    answers = at_once([lambda case=case: town.do("village", case, "register") for case in cases])  # type: ignore[misc]

    assert {answer.status_code for answer in answers} == {200}
    serials = sorted(int(answer.json()["number"].partition("〕")[2].removesuffix("号")) for answer in answers)
    assert serials == list(range(serials[0], serials[0] + AT_ONCE))


def test_one_report_sent_twenty_times_at_once_is_one_case(town: Town) -> None:
    body, key, end = report_body(), {"Idempotency-Key": str(uuid4())}, head(town)

    answers = at_once([lambda: town["grid"].post("/incidents", body, **key)] * AT_ONCE)

    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert head(town) == end + 1


def test_one_id_or_one_external_number_is_taken_once_among_twenty(town: Town) -> None:
    body = report_body(id=str(uuid4()))
    taken = at_once([lambda: town["grid"].post("/incidents", body)] * AT_ONCE)
    assert sorted(answer.status_code for answer in taken) == [201] + [409] * (AT_ONCE - 1)
    letter = report_body(channel="letter", external_id=str(uuid4()))

    reported = at_once([lambda: town["dispatcher"].post("/incidents", letter)] * AT_ONCE)

    assert sorted(answer.status_code for answer in reported) == [201] + [409] * (AT_ONCE - 1)


def test_two_tabs_on_one_case(town: Town) -> None:
    case = walked(town, APPROVED)
    seen = {"If-Match": '"5"'}

    answers = at_once(
        [
            lambda: town.do("dispatcher", case, "dispatch", {"lead": OFFICE}, **seen),
            lambda: town.do("dispatcher", case, "reclassify", {"severity": "urgent", "reason": "更急"}, **seen),
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert town["dispatcher"].get(f"/incidents/{case}").json()["version"] == 6


def test_without_if_match_acts_that_do_not_exclude_each_other_all_succeed(town: Town) -> None:
    case = walked(town, HANDLED[:-1])

    answers = at_once([lambda: town.do("office", case, "record-action", {"note": "巡查"})] * AT_ONCE)

    assert {answer.status_code for answer in answers} == {200}
    versions = sorted(answer.json()["version"] for answer in answers)
    assert versions == list(range(versions[0], versions[0] + AT_ONCE))
