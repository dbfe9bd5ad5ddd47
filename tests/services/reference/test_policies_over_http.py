"""Categories and policies through HTTP."""

from typing import Any

import pytest
from support.registers import Registry

pytestmark = pytest.mark.servers


def value(registry: Registry, name: str, place: str | None = None) -> Any:
    items = registry["grid"].get("/policies").json()["items"]
    return next(one["value"] for one in items if (one["name"], one["place"]) == (name, place))


def test_the_catalogue_holds_what_everybody_may_report(registry: Registry) -> None:
    page = registry["grid"].get("/categories", limit=200).json()
    water = next(one for one in page["items"] if one["code"] == "environment.water")

    assert page["version"] == 1
    assert len(page["items"]) >= 40
    assert (water["class"], water["due_hours"], water["evidence_required"]) == ("environment", 168, False)
    first = registry["grid"].get("/categories", limit=10).json()
    second = registry["grid"].get("/categories", limit=10, cursor=first["next"]).json()
    assert first["items"] + second["items"] == page["items"][:20]


def test_policies_are_told_with_their_defaults(registry: Registry) -> None:
    answer = registry["grid"].get("/policies")

    assert answer.json()["version"] == 0
    assert [value(registry, f"approval.{level}") for level in ("village", "town", "county")] == [False, True, False]
    assert value(registry, "escalation.grid_hours") == 24


def test_each_setting_is_a_new_version_by_the_administrator(registry: Registry) -> None:
    body = {"name": "approval.county", "value": True}
    assert registry["leader"].post("/policies", body).status_code == 403
    done = registry["admin"].post("/policies", body, **{"If-Match": '"0"'})
    assert (done.status_code, done.json()["version"]) == (201, 1)
    stale = registry["admin"].post("/policies", {"name": "approval.county", "value": False}, **{"If-Match": '"0"'})
    assert stale.status_code == 412
    local = {"name": "approval.town", "value": False, "place": "140830103"}
    assert registry["admin"].post("/policies", local).json()["version"] == 2

    assert value(registry, "approval.county") is True
    assert value(registry, "approval.town") is True
    assert value(registry, "approval.town", "140830103") is False
    assert registry.office.bureau.registers.current().approval_needed("town", ("140830", "140830103")) is False


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "approval.moon", "value": True}, 404),
        ({"name": "approval.town", "value": 1}, 422),
        ({"name": "escalation.grid_hours", "value": True}, 422),
        ({"name": "escalation.grid_hours", "value": -1}, 422),
        ({"name": "escalation.grid_hours", "value": "24"}, 422),
        ({"name": "escalation.grid_hours", "value": 24, "place": "999999"}, 404),
        ({"name": "escalation.grid_hours"}, 422),
        ({"name": "escalation.grid_hours", "value": 24, "level": "town"}, 422),
    ],
)
def test_a_policy_that_does_not_fit_is_refused(registry: Registry, body: dict[str, Any], status: int) -> None:
    assert registry["admin"].post("/policies", body).status_code == status
