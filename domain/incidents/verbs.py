"""The table of incidents (办理规则表): every verb, in which statuses, by whom, and what has to be so first.

The commands' guard, the verbs that a reader may use now, and the verbs by which a case waits for somebody all read this
one table.
"""

from collections.abc import Callable
from typing import NamedTuple

from domain.incidents import rules as r
from domain.incidents.circumstances import Circumstances
from domain.incidents.refusals import DutiesConflict
from domain.incidents.rules import Part
from domain.incidents.state import IncidentState
from domain.incidents.words import BEFORE_HANDLED, BEFORE_REGISTRATION, OPEN, STATUSES, Status
from domain.shared.errors import NoRight, NotInThisStatus, Refusal
from domain.shared.words import Words

Condition = Callable[[IncidentState, Circumstances], None]


class Verb(NamedTuple):
    """What may be done to an incident (办理事项)."""

    name: str
    words: Words
    statuses: frozenset[Status]
    who: tuple[Part, ...]
    """Any of them."""
    unless: tuple[Part, ...] = ()
    """None of these, though the post would do."""
    first: tuple[Condition, ...] = ()
    """What has to be so first."""


def _in(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_DESK, _ABOVE = (r.desk_of_the_level,), (r.desk_of_the_level_or_above,)
_VERIFIER, _LEADER = (r.verifier,), (r.leader_of_the_level,)
_LEAD, _FREE_LEAD = (r.lead,), (r.lead_not_designated,)
_DESK_OR_LEAD, _DESK_OR_REPORTER = (r.desk_of_the_level, r.lead), (r.desk_of_the_level, r.reporter_until_registered)
_NOT_HANDLING, _NOT_APPROVING = (r.approved_it, r.checked_it), (r.handled_it, r.checked_it)
_WITH_A_LEAD = _in("dispatched", "signed", "in_progress")
_ASSISTED = _WITH_A_LEAD | _in("suspended")
_WORK = _in("signed", "in_progress")
_REQUEST = ((r.asked_for_it,), (r.request_waits,))
_ASKED, _REPORTED, _HERE = (r.approval_is_needed,), (r.assists_have_reported,), (r.not_converted,)
_AFTER_DISPATCH = _in("dispatched", "signed", "objected", "in_progress", "suspended", "handled", "checked")

_TABLE = (
    # Reporting
    Verb("verify", Words("核实", "verify"), _in("reported"), _VERIFIER),
    Verb("refute", Words("核实不属实", "refute"), _in("reported"), _VERIFIER),
    Verb("register", Words("受理", "register"), BEFORE_REGISTRATION, _DESK, first=(r.verified_where_needed,)),
    Verb("refuse", Words("不予受理", "refuse"), BEFORE_REGISTRATION, _DESK),
    # Handling
    Verb(
        "submit-for-approval",
        Words("提请审批", "submit for approval"),
        _in("registered"),
        _DESK,
        first=_ASKED,
    ),
    Verb(
        "approve",
        Words("批准", "approve"),
        _in("awaiting_approval") | _AFTER_DISPATCH,
        _LEADER,
        _NOT_APPROVING,
        (r.leader_has_to_decide,),
    ),
    Verb(
        "reject",
        Words("不予批准", "reject"),
        _in("awaiting_approval") | _AFTER_DISPATCH,
        _LEADER,
        _NOT_APPROVING,
        (r.leader_has_to_decide,),
    ),
    Verb("dispatch", Words("派遣", "dispatch"), _in("registered", "approved"), _DESK, first=(r.approved_or_emergency,)),
    Verb("sign", Words("签收", "sign"), _in("dispatched"), _LEAD),
    Verb("object", Words("派单异议", "object"), _in("dispatched"), _FREE_LEAD),
    Verb("decide-objection", Words("异议裁定", "decide the objection"), _in("objected"), _ABOVE),
    Verb("return", Words("退回", "return"), _WITH_A_LEAD, _FREE_LEAD, first=(r.returns_left,)),
    Verb(
        "designate",
        Words("指定主办", "designate"),
        _in("registered", "approved", "objected"),
        _ABOVE,
        first=(r.approved_where_needed,),
    ),
    Verb("transfer", Words("转办", "transfer"), _WITH_A_LEAD, _DESK),
    Verb("add-assist", Words("增加协办", "add an assist"), _ASSISTED, _DESK_OR_LEAD),
    Verb("remove-assist", Words("取消协办", "remove an assist"), _ASSISTED, _DESK_OR_LEAD, first=(r.somebody_assists,)),
    Verb("report-assist", Words("协办反馈", "report an assist"), _ASSISTED, (r.assist,), _NOT_HANDLING),
    Verb("record-action", Words("记录处置", "record an action"), _WORK, _LEAD, _NOT_HANDLING),
    Verb("request-suspension", Words("申请缓办", "ask for suspension"), _WORK, _LEAD, first=(r.no_request_waits,)),
    Verb("grant-suspension", Words("同意缓办", "grant suspension"), _WORK, _ABOVE, *_REQUEST),
    Verb("deny-suspension", Words("不同意缓办", "deny suspension"), _WORK, _ABOVE, *_REQUEST),
    Verb("resume", Words("恢复办理", "resume"), _in("suspended"), (r.lead, r.desk_of_the_level)),
    Verb("submit-result", Words("提交结果", "submit the result"), _WORK, _LEAD, _NOT_HANDLING, _REPORTED),
    # Passing between levels
    Verb(
        "escalate",
        Words("上报上级", "escalate"),
        _in("registered", "approved") | _WORK,
        (r.desk_of_the_level, r.lead_not_designated),
        first=(r.a_level_above,),
    ),
    Verb("send-down", Words("下放", "send down"), _in("registered", "approved"), _DESK, first=(r.a_level_below,)),
    # Closing
    Verb("check", Words("核查", "check"), _in("handled"), (r.checker,), (r.approved_it, r.handled_it)),
    Verb("rate", Words("回访评价", "rate"), _in("checked", "closed"), _DESK, first=(r.not_rated_yet,)),
    Verb("close", Words("结案", "close"), _in("checked"), _DESK, first=(r.emergency_decided,)),
    Verb(
        "reopen",
        Words("重新办理", "reopen"),
        _in("closed", "refused", "refuted"),
        _DESK,
        first=(r.not_converted, r.within_the_window),
    ),
    Verb(
        "order-reopening",
        Words("责令重办", "order reopening"),
        _in("closed"),
        (r.supervision,),
        first=_HERE,
    ),
    # At any time while it is open
    Verb("merge", Words("并案", "merge"), BEFORE_HANDLED, _DESK),
    Verb("unmerge", Words("撤销并案", "undo the merger"), _in("merged"), _DESK),
    Verb("relocate", Words("更正地点", "relocate"), OPEN, _DESK_OR_REPORTER),
    Verb("reclassify", Words("更正类别", "reclassify"), OPEN, _DESK_OR_REPORTER),
    Verb("correct", Words("更正描述", "correct"), OPEN, _DESK_OR_REPORTER),
)
VERBS: dict[str, Verb] = {verb.name: verb for verb in _TABLE}
"""Every verb by its name; reporting creates a case and stands apart."""


def guard(name: str, case: IncidentState, circumstances: Circumstances) -> str:
    """Let an act pass that is allowed now, and return the name of the rule that allows it.

    Right before state: raises `NoRight` or `DutiesConflict`, then `NotInThisStatus`, then what the verb's conditions
    raise, then `InTheFuture` or `BeforeItsGround`.
    """
    verb = VERBS[name]
    rule = _right(verb, case, circumstances)
    if case.status not in verb.statuses:
        raise _not_now(verb, case, circumstances)
    for condition in verb.first:
        condition(case, circumstances)
    circumstances.act.check_time(case.since)
    return rule


def _right(verb: Verb, case: IncidentState, circumstances: Circumstances) -> str:
    actor, standing = circumstances.act.actor, circumstances.standing
    rule = next((part.name for part in verb.who if part.holds(case, actor, standing)), None)
    if rule is None:
        raise NoRight(
            verb=verb.words.en,
            verb_zh=verb.words.zh,
            who_zh="、".join(part.words.zh for part in verb.who),
            who_en=", ".join(part.words.en for part in verb.who),
        )
    if bar := next((part for part in verb.unless if part.holds(case, actor, standing)), None):
        raise DutiesConflict(verb=verb.words.en, verb_zh=verb.words.zh, why=bar.words.en, why_zh=bar.words.zh)
    return rule


def _not_now(verb: Verb, case: IncidentState, circumstances: Circumstances) -> NotInThisStatus:
    possible = [VERBS[name].words for name in allowed(case, circumstances)] or [Words("无", "nothing")]
    return NotInThisStatus(
        status=STATUSES[case.status].en,
        status_zh=STATUSES[case.status].zh,
        verb=verb.words.en,
        verb_zh=verb.words.zh,
        allowed=", ".join(words.en for words in possible),
        allowed_zh="、".join(words.zh for words in possible),
    )


def _passes(verb: Verb, case: IncidentState, circumstances: Circumstances) -> bool:
    if case.status not in verb.statuses:
        return False
    try:
        _right(verb, case, circumstances)
        for condition in verb.first:
            condition(case, circumstances)
    except Refusal:
        return False
    return True


def allowed(case: IncidentState, circumstances: Circumstances) -> tuple[str, ...]:
    """Return the verbs that the actor may use now, in the order of the table."""
    return tuple(name for name, verb in VERBS.items() if _passes(verb, case, circumstances))


# --- What waits for whom ---
def _always(_case: IncidentState, _circumstances: Circumstances) -> bool:
    return True


def _unverified(case: IncidentState, _circumstances: Circumstances) -> bool:
    return case.channel in r.VERIFIED_FIRST


def _registrable(case: IncidentState, circumstances: Circumstances) -> bool:
    return _passes(VERBS["register"], case, circumstances)


def _no_emergency(case: IncidentState, _circumstances: Circumstances) -> bool:
    return not case.emergency


def _by_the_desk(case: IncidentState, circumstances: Circumstances) -> bool:
    return r.desk_of_the_level.holds(case, circumstances.act.actor, circumstances.standing)


def _by_desk_or_overseer(case: IncidentState, circumstances: Circumstances) -> bool:
    return r.desk_or_overseer.holds(case, circumstances.act.actor, circumstances.standing)


def _by_the_nearest(case: IncidentState, circumstances: Circumstances) -> bool:
    on_the_spot = circumstances.act.actor.kind in ("grid_worker", "village_officer")
    return on_the_spot or _by_desk_or_overseer(case, circumstances)


def _not_reported(case: IncidentState, circumstances: Circumstances) -> bool:
    return circumstances.act.actor.organ not in case.assists_reported


def _overdue_pause(case: IncidentState, circumstances: Circumstances) -> bool:
    over = case.suspended_until is not None and circumstances.act.now >= case.suspended_until
    return over and r.lead.holds(case, circumstances.act.actor, circumstances.standing)


def _ordered(case: IncidentState, _circumstances: Circumstances) -> bool:
    return case.reopening_ordered


_WAITING: dict[str, Callable[[IncidentState, Circumstances], bool]] = {
    "verify": _unverified,
    "refute": _unverified,
    "register": _always,
    "refuse": _registrable,
    "submit-for-approval": _no_emergency,
    "approve": _always,
    "reject": _always,
    "dispatch": _always,
    "sign": _always,
    "decide-objection": _by_the_desk,
    "report-assist": _not_reported,
    "record-action": _always,
    "grant-suspension": _by_desk_or_overseer,
    "deny-suspension": _by_desk_or_overseer,
    "resume": _overdue_pause,
    "submit-result": _always,
    "check": _by_the_nearest,
    "close": _always,
    "reopen": _ordered,
}
"""The verbs that carry a case on, and when it waits for them rather than merely allows them."""


def awaited(case: IncidentState, circumstances: Circumstances) -> tuple[str, ...]:
    """Return the verbs by which the case waits for the actor (待办), in the order of the table."""
    return tuple(
        name
        for name, waits in _WAITING.items()
        if _passes(VERBS[name], case, circumstances) and waits(case, circumstances)
    )


def rights_table() -> str:
    """Return the table as Markdown, in Chinese and English, for the documentation of rights."""
    rows = ["| verb | 事项 | from | who | unless they | 办理主体 |", "|---|---|---|---|---|---|"]
    for verb in VERBS.values():
        statuses = " ".join(status for status in STATUSES if status in verb.statuses)
        who, unless = "; ".join(p.words.en for p in verb.who), "; ".join(p.words.en for p in verb.unless)
        zh = "；".join(p.words.zh for p in verb.who)
        rows.append(f"| {verb.name} | {verb.words.zh} | {statuses} | {who} | {unless} | {zh} |")
    return "\n".join(rows) + "\n"
