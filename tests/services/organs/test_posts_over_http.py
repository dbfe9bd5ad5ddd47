"""Organs, posts and people through HTTP: who is set up, who takes over from whom, and whose phone is told to whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.registers import Registry

pytestmark = pytest.mark.servers

TOWN = "140830103"
ORGAN = f"{TOWN}.forestry"
POST = f"{ORGAN}/officer"
PHONE, NAME = "13912345678", "樊小满"
MISSING, MALFORMED = (404, "/problems/missing"), (422, "/problems/malformed")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]


def organ(**changes: Any) -> dict[str, Any]:
    body = {
        "code": ORGAN,
        "name": "西陌镇林业站",
        "name_en": "Ximo forestry station",
        "short_name": "西陌林",
        "place": TOWN,
        "kind": "stationed",
    }
    return {**body, **changes}


def codes(answer: Any, key: str = "code") -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one[key] for one in answer.json()["items"]]


def test_an_organ_is_set_up_by_the_administrator_only(registry: Registry) -> None:
    assert refused(registry["county"].post("/organs", organ())) == (403, "/problems/no-right")
    done = registry["admin"].post("/organs", organ())
    again = registry["admin"].post("/organs", organ())

    assert (done.status_code, again.status_code) == (201, 201)
    assert done.json()["version"] == again.json()["version"] == 1
    assert refused(registry["admin"].post("/organs", organ(name="另一个"))) == (409, "/problems/code-taken")
    shown = registry["grid"].get(f"/organs/{ORGAN}")
    assert shown.headers["ETag"] == '"1"'
    assert (shown.json()["name_en"], shown.json()["may_lead"]) == ("Ximo forestry station", False)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"code": "forestry"}, MALFORMED),
        ({"code": "140830.forestry"}, MALFORMED),
        ({"code": "999999.forestry", "place": "999999"}, MISSING),
        ({"kind": "ministry"}, MALFORMED),
        ({"name": "\u0000"}, MALFORMED),
        ({"name": ""}, MALFORMED),
    ],
)
def test_an_organ_that_does_not_fit_is_refused(registry: Registry, changes: dict, answer: tuple) -> None:
    assert refused(registry["admin"].post("/organs", organ(**changes))) == answer


def test_a_post_is_set_up_for_a_place_of_its_organ(registry: Registry) -> None:
    body = {"code": POST, "organ": ORGAN, "kind": "officer", "place": TOWN}
    elsewhere = registry["admin"].post("/posts", {**body, "place": "140830"})
    assert refused(elsewhere) == (409, "/problems/wrong-place")
    assert refused(registry["admin"].post("/posts", {**body, "organ": "140830.nobody"})) == MISSING
    assert refused(registry["admin"].post("/posts", {**body, "code": f"{ORGAN}/leader"})) == MALFORMED

    done = registry["admin"].post("/posts", body)
    assert (done.status_code, done.headers["Location"]) == (201, f"/api/v1/posts/{POST}")
    shown = registry["grid"].get(f"/posts/{POST}").json()
    assert (shown["kind"], shown["place"], shown["holders"]) == ("officer", TOWN, [])


def test_people_are_registered_and_their_data_lies_sealed(registry: Registry) -> None:
    for person in ("p-1", "p-2", "p-3"):
        body = {"id": person, "name": f"{NAME}{person}", "phone": PHONE}
        assert registry["admin"].post("/people", body).status_code == 201
    taken = registry["admin"].post("/people", {"id": "p-1", "name": "别人"})
    assert refused(taken) == (409, "/problems/code-taken")
    made = registry["admin"].post("/people", {"name": "无号"}, **{"Idempotency-Key": "person-1"})
    assert registry["admin"].post("/people", {"name": "无号"}, **{"Idempotency-Key": "person-1"}).json() == made.json()

    data = registry.office.bureau.settings.data
    stored = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert NAME.encode() not in stored
    assert PHONE.encode() not in stored


@pytest.mark.parametrize("id_", ["王芳", "a/b", "", "x" * 65])
def test_an_id_holds_no_name(registry: Registry, id_: str) -> None:
    assert refused(registry["admin"].post("/people", {"id": id_, "name": "某"})) == MALFORMED


def test_a_post_passes_from_one_to_the_next(registry: Registry) -> None:
    path = f"/posts/{POST}"
    assert refused(registry["admin"].post(f"{path}/assign", {"person": "nobody"})) == MISSING
    assert refused(registry["office"].post(f"{path}/assign", {"person": "p-1"})) == (403, "/problems/no-right")
    assert registry["admin"].post(f"{path}/assign", {"person": "p-1", "mode": "A"}).status_code == 200
    assert registry["grid"].get(f"/organs/{ORGAN}").json()["may_lead"] is True
    taken = registry["admin"].post(f"{path}/assign", {"person": "p-2"})
    assert refused(taken) == (409, "/problems/post-taken")
    assert refused(registry["admin"].post(f"{path}/hand-over")) == (409, "/problems/nobody-to-hand-over-to")
    assert registry["admin"].post(f"{path}/assign", {"person": "p-2", "mode": "B"}).status_code == 200
    assert registry["admin"].post(f"{path}/hand-over").status_code == 200

    shown = registry["grid"].get(path).json()
    assert [(one["person"], one["name"], one["mode"]) for one in shown["holders"]] == [("p-2", f"{NAME}p-2", "A")]
    assert shown["terms"][0]["person"] == "p-1"
    assert shown["terms"][0]["until"] is not None
    assert shown["version"] == 4

    assert registry["admin"].post(f"{path}/hand-over", {"successor": "p-3"}).status_code == 200
    assert registry["admin"].post(f"{path}/relieve", {"person": "p-3"}).status_code == 200
    assert refused(registry["admin"].post(f"{path}/relieve", {"person": "p-3"})) == (409, "/problems/not-held")
    assert registry["grid"].get(f"/organs/{ORGAN}").json()["may_lead"] is False


def test_a_term_in_the_past_or_to_come_is_dated(registry: Registry) -> None:
    path, now = f"/posts/{POST}", datetime.now(UTC)
    later = (now + timedelta(days=30)).isoformat()
    assert registry["admin"].post(f"{path}/assign", {"person": "p-1", "since": later}).status_code == 200
    assert registry["grid"].get(path).json()["holders"] == []
    future = registry["admin"].post(f"{path}/relieve", {"person": "p-1", "occurred_at": later})
    assert refused(future) == (422, "/problems/in-the-future")
    empty = {"person": "p-2", "since": later, "until": now.isoformat()}
    assert refused(registry["admin"].post(f"{path}/assign", empty)) == (409, "/problems/term-empty")


def test_organs_are_filtered_by_place_and_by_who_may_lead(registry: Registry) -> None:
    town = codes(registry["grid"].get("/organs", place=TOWN, limit=200))
    leading = codes(registry["grid"].get("/organs", place=TOWN, may_lead=True, limit=200))

    assert ORGAN in town
    assert ORGAN not in leading
    assert f"{TOWN}.office" in leading
    assert all(code.startswith(TOWN) for code in town)
    assert "140830.water" in codes(registry["grid"].get("/organs", may_lead=True, limit=200))


def test_posts_and_people_are_filtered_by_kind_and_place(registry: Registry) -> None:
    desks = codes(registry["grid"].get("/posts", kind="desk", limit=200))
    assert desks == ["140830.command/desk", "140830103.command/desk"]
    [desk] = registry["grid"].get("/posts", kind="desk", place=TOWN).json()["items"]
    people = registry["grid"].get("/people", post_kind="desk", place=TOWN).json()["items"]

    assert [one["id"] for one in people] == [one["person"] for one in desk["holders"]]
    assert people[0]["posts"][0]["code"] == desk["code"]
    assert people[0]["name"]
    assert codes(registry["grid"].get("/people", place="999999"), "id") == []


def test_a_phone_is_told_to_those_above_and_to_the_administrator_only(registry: Registry) -> None:
    assert registry["admin"].post(f"/posts/{POST}/relieve", {"person": "p-1"}).status_code == 200
    assert registry["admin"].post(f"/posts/{POST}/assign", {"person": "p-3"}).status_code == 200

    def told(username: str, person: str = "p-3") -> tuple[str, str | None]:
        shown = registry[username].get(f"/people/{person}").json()
        return shown["name"], shown["phone"]

    for username in ("admin", "dispatcher", "leader", "county", "supervisor"):
        assert told(username) == (f"{NAME}p-3", PHONE)
    for username in ("grid", "village"):
        assert told(username) == (f"{NAME}p-3", None)
    assert told("county", "p-1") == (f"{NAME}p-1", None), "who holds no post concerns no place"
    assert told("admin", "p-1") == (f"{NAME}p-1", PHONE)


def test_what_was_erased_is_null_and_breaks_no_list(registry: Registry) -> None:
    registry.office.bureau.keys.destroy("person/p-3")

    shown = registry["admin"].get("/people/p-3").json()
    assert (shown["name"], shown["phone"]) == (None, None)
    assert registry["admin"].get("/people", limit=200).status_code == 200
    assert registry["grid"].get(f"/posts/{POST}").json()["holders"][0]["name"] is None


def test_lists_come_in_pages(registry: Registry) -> None:
    first = registry["grid"].get("/people", limit=7).json()
    second = registry["grid"].get("/people", limit=7, cursor=first["next"]).json()
    whole = codes(registry["grid"].get("/people", limit=200), "id")

    assert [one["id"] for one in first["items"] + second["items"]] == whole[:14]


def test_as_they_stood_before(registry: Registry) -> None:
    at = datetime.now(UTC) - timedelta(days=1)

    assert registry["grid"].get(f"/posts/{POST}", as_of=at.isoformat()).status_code == 404
    assert registry["grid"].get("/organs", as_of=at.isoformat()).json() == {"items": [], "next": None, "position": 0}


@pytest.mark.parametrize("path", ["/organs/none", "/posts/none/officer", "/people/none"])
def test_what_is_not_there_is_not_found(registry: Registry, path: str) -> None:
    assert refused(registry["grid"].get(path)) == MISSING
