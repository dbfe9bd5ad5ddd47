"""Words of the demo cases (演示文本): every description, reason, note, name and phone is made up from templates."""

from collections.abc import Sequence
from importlib.resources import files
from random import Random
from typing import NamedTuple

from domain.incidents.words import EscalationGround, RefusalGround
from services.tables import Table

MARK = "【演示】"
"""Stands before every description, so that nobody takes it for a real one."""
CITIZENS = 600
"""People who report; some do so again."""

_WHERE = ("村口", "小学门前", "戏台旁", "水渠边", "主街北段", "老井旁", "卫生室对面", "果园路口", "桥头", "广场西侧")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = ("小演", "大示", "例一", "例二", "样三", "试四", "甲五", "乙六", "丙七", "丁八")

REASONS: dict[str, Sequence[str]] = {
    "verify": ("现场查看属实", "与反映一致", "属实，已拍照"),
    "refute": ("到场未发现所述情况", "已自行恢复，现场正常"),
    "refuse": ("经核对不属于受理范围", "材料显示不应由本级受理"),
    "submit-for-approval": ("建议派综合办公室办理", "请领导审定主办单位", "情况清楚，拟派遣"),
    "approve": ("同意", "同意，抓紧办理", "同意，注意安全"),
    "reject": ("请先补充现场情况", "主办单位请再研究"),
    "dispatch": ("请按时限办理", "请到现场处置并反馈", ""),
    "object": ("该事项不属于本单位职责", "地点不在本单位管护范围"),
    "decide-objection": ("按属地原则由该单位主办", "经会商，由该单位牵头"),
    "return": ("需要上级设备支持，退回重派", "应由产权单位办理，退回"),
    "transfer": ("转由更近的单位办理", "人员调配，转办"),
    "record-action": ("已到现场处置", "已联系当事人，约定整改", "材料已备齐，正在施工"),
    "report-assist": ("协办事项已完成", "已配合到场处理"),
    "request-suspension": ("需等待材料到货", "连日降雨，无法施工", "需等待检测结果"),
    "grant-suspension": ("情况属实，同意缓办",),
    "deny-suspension": ("可先行处置，不同意缓办",),
    "check-passed": ("现场复查，已整改到位", "问题已解决", "已与反映人核对"),
    "check-failed": ("现场仍有遗留，请继续处置", "处置不彻底，退回返工"),
    "rate": ("办得快", "基本满意", "希望再快些", "问题又出现了"),
    "close": ("资料齐全，予以结案", "已告知反映人，结案"),
    "reopen": ("反映人称问题复发", "回访不满意，重新办理"),
    "order-reopening": ("抽查发现处置不实，责令重办",),
    "escalate": ("本级无相应权限", "涉及多个部门，需上级协调", "多次处置未果"),
    "send-down": ("属村级小事，交村办理",),
    "support": ("镇里提供垃圾清运车一辆", "镇里派技术员一名"),
    "unmerge": ("核实后并非同一事项",),
    "relocate": ("现场定位更正",),
    "reclassify": ("按现场情况更正类别",),
    "correct": ("补充现场情况",),
    "open-sealed": ("抽查办理质量",),
}

REFUSALS: Sequence[tuple[RefusalGround, str]] = (
    ("outside_duty", "请向市场主体协商或通过合同约定解决"),
    ("litigation_or_arbitration", "请继续通过法院程序解决"),
    ("petition", "请向信访部门反映"),
    ("emergency_line", "请拨打110"),
)
"""Grounds of refusal, and where to turn instead."""
GROUNDS: Sequence[EscalationGround] = ("no_power", "no_power", "multi_department", "complex")


class Story(NamedTuple):
    """What a category's cases tell, and how likely it is among all."""

    category: str
    weight: int
    found: Sequence[str]
    done: Sequence[str]


class Citizen(NamedTuple):
    """Somebody made up, with a number that no telephone has."""

    name: str
    phone: str


def stories() -> tuple[Story, ...]:
    """Return the stories of all categories."""
    table = Table(
        files("services.demo").joinpath("stories.csv").read_bytes(), ("category", "weight", "story", "result")
    )
    return tuple(
        Story(
            row.cells["category"],
            int(row.cells["weight"]),
            row.cells["story"].split("|"),
            row.cells["result"].split("|"),
        )
        for row in table.rows()
    )


def description(random: Random, story: Story) -> str:
    """Return what was found."""
    return MARK + random.choice(story.found).format(where=random.choice(_WHERE))


def citizen(random: Random) -> Citizen:
    """Return one of the people who report."""
    number = random.randrange(CITIZENS)
    name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]
    return Citizen(name, f"100{number:08d}")


def reason(random: Random, verb: str) -> str:
    """Return a reason or note for a verb."""
    return random.choice(REASONS[verb])
