"""How the bodies of incidents look as forms: a label and a widget a field, a word of guidance a verb."""

from typing import NamedTuple
from uuid import uuid4

from domain.shared.words import Words
from services.incidents.schemas import BODIES, Report
from services.web import choices
from services.web.choices import Choice
from services.web.forms import Field, Form, Widget, leaves
from services.web.pages import Visit
from services.web.templating import typed


class Look(NamedTuple):
    """How a field looks."""

    words: Words
    widget: Widget
    options: str = ""
    hint: Words | None = None


FIELDS: dict[str, Look] = {
    "assists": Look(Words("协办单位", "Assisting organs"), "checks", "organs"),
    "attachments": Look(
        Words("附件", "Attachments"),
        "files",
        hint=Words("照片或文件，可多选", "Photos or documents; several if need be"),
    ),
    "by": Look(Words("评价方式", "How"), "hidden", "callback"),
    "category": Look(Words("类别", "Category"), "search", "categories"),
    "channel": Look(Words("来源", "How it came in"), "choice", "channel"),
    "description": Look(
        Words("情况描述", "What was found"),
        "text",
        hint=Words("写明地点、现状和影响；加密保存", "Where, what, and whom it affects; kept sealed"),
    ),
    "due_at": Look(
        Words("办理期限", "Due"), "moment", hint=Words("不填则按类别规定的时限", "Left empty: as the category says")
    ),
    "external_id": Look(
        Words("来源编号", "Number at its source"), "line", hint=Words("例如热线工单号", "Such as the hotline's number")
    ),
    "ground": Look(Words("事由", "Ground"), "choice", "escalation_ground"),
    "id": Look(Words("编号", "Id"), "hidden"),
    "into": Look(Words("并入哪一件", "Into which incident"), "search", "cases"),
    "kind": Look(
        Words("缓办类型", "Kind"),
        "line",
        hint=Words("一个词，例如：鉴定、招标、天气", "One word, such as appraisal, tender"),
    ),
    "lead": Look(Words("主办单位", "Lead"), "search", "organs"),
    "location.crs": Look(Words("坐标系", "Reference system"), "choice", "crs"),
    "location.lat": Look(Words("纬度", "Latitude"), "number"),
    "location.lon": Look(Words("经度", "Longitude"), "number"),
    "note": Look(Words("备注", "Note"), "text"),
    "occurred_at": Look(
        Words("办理时间", "When it was done"),
        "moment",
        hint=Words("不填即为现在；补记时填写", "Left empty: now; fill in when recording later"),
    ),
    "organ": Look(Words("单位", "Organ"), "search", "organs"),
    "other_route": Look(
        Words("其他途径", "Where to turn instead"), "text", hint=Words("告知可以向哪里反映", "Which office can help")
    ),
    "outcome": Look(Words("办结方式", "Outcome"), "radios", "closing_outcome"),
    "passed": Look(Words("核查结论", "Result of the check"), "flag", "passed"),
    "place.unit": Look(
        Words("所在单元", "Where it lies"), "search", "units", Words("尽量选到最小的网格", "The smallest unit you know")
    ),
    "proposed_lead": Look(Words("建议主办单位", "Proposed lead"), "search", "organs"),
    "reason": Look(Words("理由", "Reason"), "text"),
    "reporter.id_number": Look(Words("身份证号", "Identity number"), "line"),
    "reporter.name": Look(Words("姓名", "Name"), "line"),
    "reporter.phone": Look(Words("电话", "Phone"), "line"),
    "result": Look(Words("处置结果", "Result"), "text"),
    "score": Look(Words("满意度", "Score"), "radios", "scores"),
    "settled.attachments": Look(Words("处置凭证", "Evidence"), "files"),
    "settled.result": Look(
        Words("处置结果", "What was done"),
        "text",
        hint=Words("已当场办妥时填写，填写后直接进入核查", "Only if it is done already; it then goes to the check"),
    ),
    "severity": Look(Words("紧急程度", "Severity"), "radios", "severity"),
    "solved": Look(Words("问题是否解决", "Is it solved"), "flag", "solved"),
    "support": Look(Words("给予的支持", "Support given"), "text"),
    "until": Look(Words("缓办到", "Until"), "moment"),
}
"""Every field of every body, by its path."""

SPECIAL: dict[tuple[str, str], Look] = {
    ("refuse", "ground"): Look(Words("不予受理情形", "Ground"), "choice", "refusal_ground"),
    ("report", "occurred_at"): Look(Words("发现时间", "When it was found"), "moment"),
    ("register", "category"): FIELDS["category"]._replace(
        hint=Words("需要更正时选择", "Only where it has to be put right")
    ),
    ("register", "severity"): Look(Words("紧急程度", "Severity"), "choice", "severity"),
    ("reclassify", "severity"): Look(Words("紧急程度", "Severity"), "choice", "severity"),
    ("add-assist", "reason"): Look(Words("说明", "Why"), "text"),
}
"""Fields that look different in one verb's form."""


class Guide(NamedTuple):
    """What a verb's form says before one fills it in."""

    words: Words
    weighty: Words | None = None
    """What has to be confirmed, where the act is hard to take back."""


GUIDES: dict[str, Guide] = {
    "verify": Guide(Words("到现场看过，情况属实。", "You were there, and it is so.")),
    "refute": Guide(
        Words("到现场看过，情况不属实；事件就此结束。", "You were there, and it is not so; the case ends."),
        Words("已到现场核实，确认不属实", "I was there and it is not so"),
    ),
    "register": Guide(Words("受理后编号，开始计时。", "It gets its number, and its time begins.")),
    "refuse": Guide(
        Words("告知不受理的情形、理由和其他途径。", "Say why not, and where to turn instead."),
        Words("确认不予受理，并已写明其他途径", "Do not accept; another route is named"),
    ),
    "submit-for-approval": Guide(Words("报请本级领导审批。", "Take it to the leader of this level.")),
    "approve": Guide(Words("同意派遣办理。", "Let it be dispatched.")),
    "reject": Guide(Words("退回指挥室重新考虑。", "Back to the desk.")),
    "dispatch": Guide(Words("确定一个主办单位，可以有协办单位。", "One lead, and assists if need be.")),
    "sign": Guide(Words("签收后由您单位办理。", "Your organ takes it on.")),
    "object": Guide(Words("认为不属于您单位的职责，提请裁定。", "Say why it is not your organ's business.")),
    "decide-objection": Guide(
        Words("裁定后主办单位不得再退回。", "The lead you name may not return it."),
        Words("确认指定该主办单位", "I designate this lead"),
    ),
    "return": Guide(
        Words("退回指挥室；一件最多退回两次。", "Back to the desk; twice in a case at most."),
        Words("确认退回", "Return it"),
    ),
    "designate": Guide(
        Words("指定主办单位，不得推诿。", "Name the lead; it may not return the case."),
        Words("确认指定该主办单位", "I designate this lead"),
    ),
    "transfer": Guide(Words("改由另一个单位主办。", "Another organ takes the lead.")),
    "add-assist": Guide(Words("请另一个单位协助。", "Ask another organ to help.")),
    "remove-assist": Guide(Words("不再需要该单位协助。", "Its help is not needed any more.")),
    "report-assist": Guide(Words("说明您单位完成的协办工作。", "Say what your organ has done.")),
    "record-action": Guide(Words("记下一次处置，可以多次。", "Note one step; there may be many.")),
    "request-suspension": Guide(Words("同意后停止计时，到期自动提醒。", "If granted the clock stops until then.")),
    "grant-suspension": Guide(Words("同意后停止计时。", "The clock stops.")),
    "deny-suspension": Guide(Words("继续办理，期限不变。", "It goes on; the time limit stays.")),
    "resume": Guide(Words("恢复计时，期限顺延。", "The clock goes on, later by the time it stood still.")),
    "submit-result": Guide(Words("办理完成，交由他人核查。", "It is done; somebody else will check.")),
    "escalate": Guide(
        Words("交由上一级办理；主办和审批重新确定。", "The next level takes it; lead and approval start anew."),
        Words("确认上报上一级", "Pass it up"),
    ),
    "send-down": Guide(
        Words("交由下一级办理，并写明支持。", "The level below takes it, with your support."),
        Words("确认下放", "Send it down"),
    ),
    "check": Guide(Words("到现场核查处置结果。", "See for yourself whether it is done.")),
    "rate": Guide(Words("电话回访反映人后填写。", "After calling the reporter back.")),
    "close": Guide(
        Words("核查通过后结案。", "It passed the check; end it."), Words("材料齐全，确认结案", "All is there; close it")
    ),
    "reopen": Guide(Words("重新受理，重新计时。", "It starts anew, and so does its time.")),
    "order-reopening": Guide(
        Words("责令承办单位重新办理。", "Order the desk to take it up again."), Words("确认责令重办", "Order it")
    ),
    "merge": Guide(
        Words("并入同一事项，反映人一并转入。", "It goes on in the other case; its reporters follow."),
        Words("确认两件是同一事项", "Both are the same matter"),
    ),
    "unmerge": Guide(Words("恢复为单独一件。", "It stands alone again.")),
    "relocate": Guide(
        Words("更正所在单元；换村或换级后重新派遣。", "Another village or level: it is dispatched anew.")
    ),
    "reclassify": Guide(Words("更正类别或紧急程度；原值留在过程里。", "The old value stays in the history.")),
    "correct": Guide(Words("更正描述；原文留在过程里。", "The old text stays in the history.")),
}
"""One line a verb."""


def form_of(verb: str) -> tuple[Field, ...]:
    """Return the fields of a verb's form, or of the report's, in the order of its body; its own time comes last."""
    required = leaves(Report if verb == "report" else BODIES[verb])
    fields = [_field(verb, name, needed) for name, needed in required.items()]
    return tuple(sorted(fields, key=lambda field: field.name == "occurred_at"))


def _field(verb: str, name: str, needed: bool) -> Field:
    look = SPECIAL.get((verb, name), FIELDS[name])
    value = look.options if look.widget == "hidden" else ""
    return Field(name, look.words, look.widget, needed, look.hint, look.options, value)


OWN_CHANNEL: dict[str, str] = {"grid_worker": "grid_worker", "desk": "hotline_12345"}
"""The channel that a report of this kind of post comes by most often; another kind patrols."""


def report_form(visit: Visit) -> Form:
    """Return the form of a report before anything is typed: now, here, by the channel of one's post."""
    now = visit.office.bureau.clock()
    begun = {
        "id": [str(uuid4())],
        "occurred_at": [typed(now)],
        "severity": ["normal"],
        "channel": [OWN_CHANNEL.get(visit.reader.actor().kind, "patrol")],
    }
    return Form(form_of("report"), begun)


def report_choices(visit: Visit) -> dict[str, list[Choice]]:
    """Return what a report's form offers; units are those of the visitor's place."""
    labels, place = visit.labels, visit.reader.actor().place
    words = {kind: choices.of_words(labels, kind) for kind in ("severity", "channel", "crs")}
    units = choices.units(labels, place, visit.office.bureau.clock())
    return {**words, "categories": choices.categories(labels), "units": units}
