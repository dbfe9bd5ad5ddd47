"""Use cases of the reference data: the catalogue of categories, and policies set by the administrator."""

from datetime import datetime
from typing import Any

import msgspec

from domain.reference.policies import Policies
from domain.reference.rules import POLICIES
from services.administration import Desk, administer, changed, page_by, registers_at
from services.commands import Decision, Done
from services.office import Bureau
from services.reference import schemas
from services.sessions.application import Caller
from services.territory.lookups import place_of


def set_policy(bureau: Bureau, caller: Caller, body: schemas.SetPolicy) -> Done:
    """Give a policy a value (设定办理规则), each time a new version. Raises `NoRight`, `Missing`, `Malformed`."""

    def decide(desk: Desk) -> Decision:
        if body.place is not None:
            place_of(desk.register, body.place, desk.act.at)
        policies = bureau.repository.load(Policies, Policies.ID)
        seen = policies.originator_version
        policies.set(desk.act, name=body.name, value=body.value, place=body.place)
        return changed(policies, body.name, seen=seen)

    return administer(bureau, caller, "policy", "set", body.occurred_at, decide)


def list_policies(bureau: Bureau, *, limit: int, cursor: str | None, as_of: datetime | None) -> dict[str, Any]:
    """Return a page of all policies with their values, by name and place, defaults among them."""
    shown = registers_at(bureau, as_of)
    given = {(one.name, one.place or ""): (one.value, one.version) for one in shown.register.policies}
    values = {(name, ""): (value, 0) for name, value in POLICIES.items()} | given
    items = [
        {"name": name, "place": place or None, "value": value, "version": version}
        for (name, place), (value, version) in sorted(values.items())
    ]
    page = page_by(items, lambda item: f"{item['name']}@{item['place'] or ''}", limit, cursor, shown.position)
    return {**page, "version": max((one.version for one in shown.register.policies), default=0)}


def list_categories(bureau: Bureau, *, limit: int, cursor: str | None, as_of: datetime | None) -> dict[str, Any]:
    """Return a page of the catalogue in force, by code."""
    shown = registers_at(bureau, as_of)
    categories = sorted(shown.register.categories, key=lambda category: category.code)
    page = page_by(categories, lambda category: category.code, limit, cursor, shown.position)
    return {
        **page,
        "items": [msgspec.to_builtins(category) for category in page["items"]],
        "version": shown.register.catalogue_version,
    }
