"""One sentence for each event of an incident, in Chinese and English: codes, names of organs, figures and times.

Never free text, never a citizen's data: a sentence is for everybody whose place holds the unit.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from domain.incidents import events as ev
from domain.incidents import rules
from domain.incidents.words import CHANNELS, ESCALATION_GROUNDS, OUTCOMES, REFUSAL_GROUNDS, SEVERITIES, STATUSES
from domain.shared.meta import Meta
from domain.shared.place import Level
from domain.shared.stream import Event
from domain.shared.time import SHANGHAI
from domain.shared.words import Words


class Label(Protocol):
    """A name in both languages."""

    @property
    def zh(self) -> str:
        """In Chinese."""

    @property
    def en(self) -> str:
        """In English."""


class Names(Protocol):
    """Who knows the names behind codes: the register."""

    def organ_label(self, code: str) -> Label:
        """Return the name of an organ."""

    def unit_label(self, code: str) -> Label:
        """Return the name of a unit."""

    def category_label(self, code: str) -> Label:
        """Return the name of a category."""


LEVEL_NAMES: dict[Level, Words] = {
    "village": Words("村", "the village"),
    "town": Words("乡镇", "the town"),
    "county": Words("县", "the county"),
}
NOTABLE = {part.name: part.words for part in (rules.desk_of_the_level_or_above, rules.reporter_until_registered)}
"""Rules worth naming beside the step, because another one is usual."""


def sentence(event: Event, meta: Meta, names: Names) -> Words | None:
    """Return what happened; None for an event of another context."""
    say = SENTENCES.get(type(event))
    if say is None:
        return None
    said = say(event, names)
    organ = names.organ_label(meta.organ) if meta.organ else None
    zh = f"{organ.zh}{said.zh}" if organ else said.zh
    en = f"{organ.en} {said.en}" if organ else f"{said.en[:1].upper()}{said.en[1:]}"
    if rule := NOTABLE.get(meta.rule or ""):
        zh, en = f"{zh}（以{rule.zh}身份）", f"{en} (as {rule.en})"
    return Words(f"{zh}。", f"{en}.")


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _due(moment: datetime | None) -> Words:
    return Words(f"，办理期限{_time(moment)}", f", due {_time(moment)}") if moment else Words("", "")


def _approval(*, needed: bool) -> Words:
    return Words("，派遣前须经领导批准", ", to be approved before dispatch") if needed else Words("", "")


def _fixed(zh: str, en: str) -> Callable[[Any, Names], Words]:
    return lambda _event, _names: Words(zh, en)


# --- Reporting ---
def _reported(event: ev.Reported, names: Names) -> Words:
    unit, category = names.unit_label(event.path[-1]), names.category_label(event.category)
    channel, severity, level = CHANNELS[event.channel], SEVERITIES[event.severity], LEVEL_NAMES[event.level]
    return Words(
        f"上报{unit.zh}的事件：{category.zh}，{severity.zh}，来源{channel.zh}，由{level.zh}级受理",
        f"reported an incident in {unit.en}: {category.en}, {severity.en}, by {channel.en}, for {level.en}",
    )


def _settled(event: ev.Settled, _names: Names) -> Words:
    return Words(f"当场办结，编号{event.number}", f"settled it on the spot as {event.number}")


def _registered(event: ev.Registered, _names: Names) -> Words:
    due, approval = _due(event.due_at), _approval(needed=event.approval_needed)
    return Words(
        f"受理，编号{event.number}{due.zh}{approval.zh}", f"registered it as {event.number}{due.en}{approval.en}"
    )


def _refused(event: ev.Refused, _names: Names) -> Words:
    ground = REFUSAL_GROUNDS[event.ground]
    return Words(f"不予受理：{ground.zh}，已告知其他途径", f"refused it ({ground.en}) and named another way")


def _relocated(event: ev.Relocated, names: Names) -> Words:
    unit = names.unit_label(event.path[-1])
    there = Words("，转由当地受理", ", where the desk takes it on") if event.moved else Words("", "")
    return Words(f"将地点更正为{unit.zh}{there.zh}", f"put its place right: {unit.en}{there.en}")


def _reclassified(event: ev.Reclassified, names: Names) -> Words:
    category, severity, due = names.category_label(event.category), SEVERITIES[event.severity], _due(event.due_at)
    return Words(
        f"将类别更正为{category.zh}，{severity.zh}{due.zh}",
        f"put its category right: {category.en}, {severity.en}{due.en}",
    )


def _merged(event: ev.Merged, _names: Names) -> Words:
    return Words(f"并入事件{event.into}", f"merged it into incident {event.into}")


def _absorbed(event: ev.Absorbed, _names: Names) -> Words:
    due = _due(event.due_at)
    return Words(f"并入事件{event.case}{due.zh}", f"merged incident {event.case} into it{due.en}")


def _parted(event: ev.Parted, _names: Names) -> Words:
    return Words(f"拆出事件{event.case}", f"let incident {event.case} part from it again")


# --- Handling ---
def _proposal(event: ev.ApprovalRequested | ev.Objected | ev.Returned, names: Names) -> Words:
    if event.proposed_lead is None:
        return Words("", "")
    organ = names.organ_label(event.proposed_lead)
    return Words(f"，建议由{organ.zh}主办", f" and proposed {organ.en} as lead")


def _with_proposal(zh: str, en: str) -> Callable[[Any, Names], Words]:
    def say(event: Any, names: Names) -> Words:
        proposal = _proposal(event, names)
        return Words(f"{zh}{proposal.zh}", f"{en}{proposal.en}")

    return say


def _approved(event: ev.Approved, _names: Names) -> Words:
    if event.after_dispatch:
        return Words("补批了先行派遣的突发事件", "approved the emergency that had been dispatched before")
    return Words("批准办理", "approved the handling")


def _rejected(event: ev.ApprovalRejected, _names: Names) -> Words:
    if event.after_dispatch:
        return Words("对先行派遣的突发事件不予批准", "did not approve the emergency that had been dispatched before")
    return Words("不予批准", "did not approve the handling")


def _dispatched(event: ev.Dispatched, names: Names) -> Words:
    lead, due = names.organ_label(event.lead), _due(event.due_at)
    assists = [names.organ_label(code) for code in event.assists]
    zh = f"，{'、'.join(each.zh for each in assists)}协办" if assists else ""
    en = f", assisted by {', '.join(each.en for each in assists)}" if assists else ""
    early = (
        Words("（突发事件，先派遣后审批）", " (an emergency, before approval)")
        if event.before_approval
        else Words("", "")
    )
    return Words(f"派遣{lead.zh}主办{zh}{due.zh}{early.zh}", f"dispatched it to {lead.en}{en}{due.en}{early.en}")


def _given_to(zh: str, en: str) -> Callable[[Any, Names], Words]:
    def say(event: ev.ObjectionDecided | ev.Designated | ev.Transferred, names: Names) -> Words:
        lead = names.organ_label(event.lead)
        return Words(zh.format(lead.zh), en.format(lead.en))

    return say


def _of_assist(zh: str, en: str) -> Callable[[Any, Names], Words]:
    def say(event: ev.AssistAdded | ev.AssistRemoved, names: Names) -> Words:
        organ = names.organ_label(event.organ)
        return Words(zh.format(organ.zh), en.format(organ.en))

    return say


def _suspension(zh: str, en: str) -> Callable[[Any, Names], Words]:
    def say(event: ev.SuspensionRequested | ev.SuspensionGranted, _names: Names) -> Words:
        return Words(f"{zh}，至{_time(event.until)}", f"{en} until {_time(event.until)}")

    return say


def _resumed(event: ev.Resumed, _names: Names) -> Words:
    due = _due(event.due_at)
    return Words(f"恢复办理{due.zh}", f"resumed the handling{due.en}")


# --- Passing between levels, closing ---
def _escalated(event: ev.Escalated, _names: Names) -> Words:
    level, ground, approval = (
        LEVEL_NAMES[event.level],
        ESCALATION_GROUNDS[event.ground],
        _approval(needed=event.approval_needed),
    )
    return Words(f"上报{level.zh}：{ground.zh}{approval.zh}", f"passed it up to {level.en} ({ground.en}){approval.en}")


def _sent_down(event: ev.SentDown, _names: Names) -> Words:
    level, approval = LEVEL_NAMES[event.level], _approval(needed=event.approval_needed)
    return Words(
        f"下放{level.zh}办理，并给予支持{approval.zh}", f"sent it down to {level.en}, with support{approval.en}"
    )


def _check_failed(event: ev.CheckFailed, _names: Names) -> Words:
    back = STATUSES[event.to]
    return Words(f"核查不通过，返工，状态回到“{back.zh}”", f"checked the result: not done, so it is {back.en} again")


def _rated(event: ev.Rated, _names: Names) -> Words:
    solved = Words("已解决", "solved") if event.solved else Words("未解决", "not solved")
    return Words(f"回访：{event.score}分，{solved.zh}", f"called the reporter back: {event.score} of 5, {solved.en}")


def _closed(event: ev.Closed, _names: Names) -> Words:
    outcome, level = OUTCOMES[event.outcome], LEVEL_NAMES[event.level]
    late = Words("，超期", ", late") if event.late else Words("，按期", ", in time")
    return Words(f"在{level.zh}级结案：{outcome.zh}{late.zh}", f"closed it at {level.en}: {outcome.en}{late.en}")


def _reopened(event: ev.Reopened, _names: Names) -> Words:
    due = _due(event.due_at)
    ordered = Words("依责令", " as ordered") if event.ordered else Words("", "")
    return Words(f"{ordered.zh}重新办理{due.zh}", f"opened it again{ordered.en}{due.en}")


# --- Imports ---
def _imported(event: ev.Imported, _names: Names) -> Words:
    due = _due(event.due_at)
    return Words(
        f"导入历史事件{event.number}，上报于{_time(event.opened_at)}{due.zh}",
        f"imported the past case {event.number}, opened {_time(event.opened_at)}{due.en}",
    )


def _act_imported(event: ev.ActImported, _names: Names) -> Words:
    return Words(f"原系统记录：{event.activity}", f"in the former system: {event.activity}")


def _closure_imported(event: ev.ClosureImported, _names: Names) -> Words:
    late = Words("，超期", ", late") if event.late else Words("", "")
    return Words(f"原系统已办结{late.zh}", f"closed in the former system{late.en}")


SENTENCES: dict[type[Event], Callable[[Any, Names], Words]] = {
    ev.Reported: _reported,
    ev.Settled: _settled,
    ev.Verified: _fixed("现场核实属实", "verified it on the spot"),
    ev.Refuted: _fixed("现场核实不属实", "found on the spot that it is not so"),
    ev.Registered: _registered,
    ev.Refused: _refused,
    ev.Relocated: _relocated,
    ev.Reclassified: _reclassified,
    ev.Corrected: _fixed("更正了描述", "put its description right"),
    ev.Merged: _merged,
    ev.Absorbed: _absorbed,
    ev.Unmerged: _fixed("撤销并案", "undid its merger"),
    ev.Parted: _parted,
    ev.ApprovalRequested: _with_proposal("提请领导审批", "submitted it for approval"),
    ev.Approved: _approved,
    ev.ApprovalRejected: _rejected,
    ev.Dispatched: _dispatched,
    ev.Signed: _fixed("签收", "signed for it"),
    ev.Objected: _with_proposal("对派单提出异议", "objected to the dispatch"),
    ev.ObjectionDecided: _given_to(
        "裁定异议，指定{}主办，不得再退回", "decided the objection: {} is designated as lead, for good"
    ),
    ev.Returned: _with_proposal("退回", "returned it"),
    ev.Designated: _given_to("指定{}主办，不得退回", "designated {} as lead, for good"),
    ev.Transferred: _given_to("转办，改由{}主办", "transferred it to {}"),
    ev.AssistAdded: _of_assist("增加{}协办", "called in {} to assist"),
    ev.AssistRemoved: _of_assist("取消{}协办", "let {} go as assist"),
    ev.AssistReported: _fixed("向主办单位反馈协办情况", "reported to the lead what it did to assist"),
    ev.ActionRecorded: _fixed("记录处置情况", "recorded what it did"),
    ev.SuspensionRequested: _suspension("申请缓办", "asked to put it off"),
    ev.SuspensionGranted: _suspension("同意缓办", "put it off"),
    ev.SuspensionDenied: _fixed("不同意缓办", "did not put it off"),
    ev.Resumed: _resumed,
    ev.ResultSubmitted: _fixed("提交处置结果", "handed in its result"),
    ev.Escalated: _escalated,
    ev.SentDown: _sent_down,
    ev.CheckPassed: _fixed("核查通过", "checked the result: done"),
    ev.CheckFailed: _check_failed,
    ev.Rated: _rated,
    ev.Closed: _closed,
    ev.ReopeningOrdered: _fixed("责令重新办理", "ordered that it be opened again"),
    ev.Reopened: _reopened,
    ev.Imported: _imported,
    ev.ActImported: _act_imported,
    ev.ClosureImported: _closure_imported,
}
"""What each event is told as; the organ that acted stands before it."""
