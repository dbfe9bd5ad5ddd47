"""Rules of the reference data: which policies there are, and what they are by default."""

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
