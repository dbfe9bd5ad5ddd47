"""The vocabulary of incidents: statuses, channels, grounds, outcomes, with the words that people read."""

from typing import Literal

import msgspec

from domain.shared.sealed import Sealed
from domain.shared.words import Words

Status = Literal[
    "reported",
    "verified",
    "refuted",
    "refused",
    "registered",
    "awaiting_approval",
    "approved",
    "dispatched",
    "signed",
    "objected",
    "in_progress",
    "suspended",
    "handled",
    "checked",
    "closed",
    "merged",
]
Severity = Literal["normal", "urgent", "emergency"]
Channel = Literal["grid_worker", "resident", "hotline_12345", "patrol", "sensor", "letter", "upper_level"]
Outcome = Literal["resolved", "partly_resolved", "not_resolvable", "converted"]
"""How an incident ended (办结方式); `converted`: it goes on as a mediation case."""
ClosingOutcome = Literal["resolved", "partly_resolved", "not_resolvable"]
"""The outcomes that a desk may close with."""
RefusalGround = Literal[
    "emergency_line",
    "litigation_or_arbitration",
    "petition",
    "discipline",
    "same_matter",
    "secret",
    "outside_duty",
    "unlawful",
]
"""Grounds not to accept (不予受理情形). Source: Beijing 12345 regulation (北京市接诉即办工作条例) art. 11."""
EscalationGround = Literal["no_power", "complex", "multi_department", "emergency", "tried_and_failed"]
"""Grounds to pass a case up (上报事由)."""


STATUSES: dict[Status, Words] = {
    "reported": Words("已上报", "reported"),
    "verified": Words("已核实", "verified"),
    "refuted": Words("核实不属实", "refuted"),
    "refused": Words("不予受理", "refused"),
    "registered": Words("已受理", "registered"),
    "awaiting_approval": Words("待审批", "awaiting approval"),
    "approved": Words("已批准", "approved"),
    "dispatched": Words("已派遣", "dispatched"),
    "signed": Words("已签收", "signed"),
    "objected": Words("派单异议", "objected"),
    "in_progress": Words("处置中", "in progress"),
    "suspended": Words("缓办", "suspended"),
    "handled": Words("已处置", "handled"),
    "checked": Words("已核查", "checked"),
    "closed": Words("已结案", "closed"),
    "merged": Words("已并案", "merged"),
}
ENDED: frozenset[Status] = frozenset({"refuted", "refused", "closed", "merged"})
OPEN: frozenset[Status] = frozenset(STATUSES) - ENDED
"""The statuses of an open case (未结)."""
BEFORE_REGISTRATION: frozenset[Status] = frozenset({"reported", "verified"})
BEFORE_HANDLED: frozenset[Status] = OPEN - {"handled", "checked"}

SEVERITIES: dict[Severity, Words] = {
    "normal": Words("一般", "normal"),
    "urgent": Words("紧急", "urgent"),
    "emergency": Words("突发", "emergency"),
}
CHANNELS: dict[Channel, Words] = {
    "grid_worker": Words("网格员上报", "grid worker"),
    "resident": Words("群众反映", "resident"),
    "hotline_12345": Words("12345热线", "hotline 12345"),
    "patrol": Words("巡查发现", "patrol"),
    "sensor": Words("感知设备", "sensor"),
    "letter": Words("来信", "letter"),
    "upper_level": Words("上级交办", "upper level"),
}
OUTCOMES: dict[Outcome, Words] = {
    "resolved": Words("已解决", "resolved"),
    "partly_resolved": Words("部分解决", "partly resolved"),
    "not_resolvable": Words("无法解决", "not resolvable"),
    "converted": Words("转为调解", "converted to mediation"),
}
REFUSAL_GROUNDS: dict[RefusalGround, Words] = {
    "emergency_line": Words("应由紧急专线办理", "belongs to an emergency line"),
    "litigation_or_arbitration": Words("已进入诉讼或仲裁", "in litigation or arbitration"),
    "petition": Words("属信访事项", "a petition"),
    "discipline": Words("属纪检监察事项", "a matter of discipline"),
    "same_matter": Words("同一事项正在办理或已办结，无新情况", "the same matter, without new facts"),
    "secret": Words("涉及秘密", "touches secrets"),
    "outside_duty": Words("不属于职责范围", "outside the duties of government"),
    "unlawful": Words("诉求违法", "an unlawful request"),
}
ESCALATION_GROUNDS: dict[EscalationGround, Words] = {
    "no_power": Words("本级无权限", "no power at this level"),
    "complex": Words("情况复杂", "complex"),
    "multi_department": Words("涉及多部门", "several departments"),
    "emergency": Words("突发紧急", "emergency"),
    "tried_and_failed": Words("本级处置未果", "tried and failed"),
}


class Reporter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The citizen who reported (反映人): an id, and what identifies them, each sealed under that person's key."""

    person: str
    name: Sealed | None = None
    phone: Sealed | None = None
    id_number: Sealed | None = None
