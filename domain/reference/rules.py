"""Rules of the reference data: which policies there are, and what they are by default; what makes a catalogue."""

import re
from collections.abc import Sequence

from domain.reference.events import Category
from domain.shared.errors import Malformed, Missing
from domain.shared.place import Level

POLICIES: dict[str, bool | int] = {
    "approval.village": False,
    "approval.town": True,
    "approval.county": False,
    "escalation.grid_hours": 24,
    "escalation.village_sessions": 2,
    "escalation.village_days": 15,
    "escalation.town_days": 30,
}
"""Each policy (办理规则) and its default.

`approval.LEVEL`: whether a case of that level needs the leader's approval before dispatch (领导审批).
`escalation.*`: values that speak for passing a case up (上报): hours a grid may keep what it cannot settle, failed
sessions and days in the village, days in the town. No national norm is known for them, so they are configurable.
"""


def approval_policy(level: Level) -> str:
    """Return the name of the policy that says whether a level asks for approval before dispatch."""
    return f"approval.{level}"


CATEGORY_CODE = re.compile(r"(?P<class>[a-z][a-z_]*)\.[a-z][a-z_]*\Z")
"""Class, dot, name: `environment.water`."""
LONGEST_HOURS = 8760
"""A year; a longer limit is a slip."""


def check_catalogue(items: Sequence[Category]) -> None:
    """Refuse an empty catalogue, a code twice, or an item that does not hold together. Raises `Malformed`."""
    if not items:
        raise Malformed(field="items", why_zh="目录不能为空", why_en="the catalogue is empty")
    seen: set[str] = set()
    for item in items:
        if item.code in seen:
            raise Malformed(
                field="code", why_zh=f"类别 {item.code} 重复", why_en=f"the category {item.code} comes twice"
            )
        seen.add(item.code)
        check_category(item)


def check_category(item: Category) -> None:
    """Refuse a category that does not hold together. Raises `Malformed`."""
    match = CATEGORY_CODE.match(item.code)
    if match is None or match["class"] != item.class_:
        raise Malformed(
            field="code",
            why_zh=f"“{item.code}”应为大类加点加名称，如 environment.water",
            why_en=f"{item.code!r} should be its class, a dot and a name, such as environment.water",
        )
    if not item.name_zh.strip() or not item.name_en.strip():
        raise Malformed(field="name", why_zh=f"{item.code} 缺少名称", why_en=f"{item.code} has no name")
    if not 0 < item.due_hours <= LONGEST_HOURS:
        raise Malformed(
            field="due_hours",
            why_zh=f"{item.code} 的时限应为1至{LONGEST_HOURS}小时",
            why_en=f"the limit of {item.code} should be 1 to {LONGEST_HOURS} hours",
        )


def check_policy(name: str, value: bool | int) -> None:
    """Refuse a policy that does not exist, or a value not of its kind. Raises `Missing`, `Malformed`."""
    if name not in POLICIES:
        raise Missing(what=name)
    if type(value) is not type(POLICIES[name]) or value < 0:
        asked = (
            ("是或否", "true or false")
            if isinstance(POLICIES[name], bool)
            else ("非负整数", "a whole number, 0 or more")
        )
        raise Malformed(field="value", why_zh=f"{name} 应为{asked[0]}", why_en=f"{name} should be {asked[1]}")
