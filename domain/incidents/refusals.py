"""What is said instead of doing what was asked of an incident. Each is raised where its rule stands."""

from domain.shared.errors import Malformed, NoRight, Refusal


class DutiesConflict(NoRight):
    """The post would do, but this person has another part in the case (应当回避)."""

    zh = "您在本事件中{why}，不得再办理“{verb}”。请由其他人员办理。"
    en = "In this case you {why}, so {verb} must be done by somebody else."


class NotVerifiedYet(Refusal):
    """Reports of this channel are verified on the spot before registration (应先核实)."""

    zh = "此渠道的上报须先由网格员或村干部现场核实，再受理。"
    en = "A report of this channel is verified on the spot first, by the grid worker or the village officer."


class ApprovalFirst(Refusal):
    """The leader has not approved yet (应先审批)."""

    zh = "本级规定派遣前须经领导批准。请先提请审批。"
    en = "At this level the leader approves before dispatch. Submit it for approval first."


class NoApprovalNeeded(Refusal):
    """The level's policy asks for no approval (无须审批)."""

    zh = "本级规定无须审批，可以直接派遣。"
    en = "At this level no approval is needed. Dispatch it."


class NothingToApprove(Refusal):
    """No decision of the leader is waiting (没有待审批事项)."""

    zh = "没有等待领导决定的事项：未提请审批，也没有先派遣后审批的突发事件。"
    en = "Nothing waits for the leader: no approval was asked for, and no emergency was dispatched before approval."


class ReturnedTwice(Refusal):
    """A case goes back twice at most (退回不得超过两次)."""

    zh = "本事件已被退回两次，不能再退回。可以提出缓办、上报上级，或请指挥室转办。"
    en = "The case was returned twice already. Ask for a suspension, escalate it, or have the desk transfer it."


class RequestPending(Refusal):
    """A request for suspension is waiting already (已有缓办申请)."""

    zh = "已有一项缓办申请等待决定。"
    en = "A request for suspension waits for its decision already."


class NoRequest(Refusal):
    """No request for suspension is waiting (没有缓办申请)."""

    zh = "没有等待决定的缓办申请。"
    en = "No request for suspension waits for a decision."


class AssistsOutstanding(Refusal):
    """Not every assist has reported (协办尚未反馈)."""

    zh = "协办单位尚未全部反馈：{organs}。请先催办，或取消该协办。"
    en = "These assists have not reported yet: {organs}. Wait for them or remove them."


class NoAssist(Refusal):
    """The organ does not assist (不是协办单位)."""

    zh = "{organ} 不是本事件的协办单位。"
    en = "{organ} does not assist in this case."


class NobodyAssists(Refusal):
    """The case has no assist (没有协办单位)."""

    zh = "本事件没有协办单位。"
    en = "No organ assists in this case."


class AssistsAlready(Refusal):
    """The organ assists already (已是协办单位)."""

    zh = "{organ} 已是本事件的协办单位。"
    en = "{organ} assists in this case already."


class LeadAmongAssists(Refusal):
    """The lead cannot assist as well (主办不得兼协办)."""

    zh = "主办单位 {organ} 不能同时协办。"
    en = "{organ} leads, so it cannot assist as well."


class LeadsAlready(Refusal):
    """It is the lead already (已是主办单位)."""

    zh = "{organ} 已是主办单位，转办须换一个单位。"
    en = "{organ} leads already. A transfer goes to another organ."


class NotOnTheWay(Refusal):
    """The organ does not lie on the way from the unit up, or nobody is in force there (不在办理路径上)."""

    zh = "{organ} 不在本网格到县的办理路径上，或没有在岗的经办人员。可选单位见机构列表（may_lead）。"
    en = "{organ} does not lie on the way up from the unit, or has no officer in force. See /organs with may_lead."


class AboveTheLevel(Refusal):
    """The organ lies above the level of the case (高于当前层级)."""

    zh = "{organ} 高于事件当前层级（{level}）。需要上级单位办理的，请先上报上级。"
    en = "{organ} lies above the level of the case ({level}). Escalate the case for that."


class DueTooEarly(Refusal):
    """The due time does not lie after the act (期限早于办理时间)."""

    zh = "期限 {due_at} 不晚于办理时间，请重新填写。"
    en = "The time {due_at} does not lie after the act. Name a later one."


class EvidenceRequired(Refusal):
    """The category asks for evidence (须附凭证)."""

    zh = "此类事项的处置结果须附照片或文件。请先上传附件。"
    en = "A result of this category needs a photo or document. Upload it and name it in attachments."


class RatedAlready(Refusal):
    """The closure was rated already (已评价)."""

    zh = "本次办结已有评价，每次办结只评价一次。"
    en = "This closure was rated already; each is rated once."


class DecisionOutstanding(Refusal):
    """The leader has not decided about the emergency yet (突发事件待补批)."""

    zh = "本突发事件先派遣后审批，领导尚未作出决定，不能结案。"
    en = "This emergency was dispatched before approval and the leader has not decided yet, so it cannot be closed."


class ReopeningTooLate(Refusal):
    """The time to open it again is over and no order was given (已超过重办期限)."""

    zh = "办结已超过 {days} 日。须有监督机构责令重办，方可重新办理。"
    en = "It ended more than {days} days ago. It is opened again only once supervision has ordered it."


class GoesOnElsewhere(Refusal):
    """It was converted and goes on as a mediation case (已转调解)."""

    zh = "本事件已转为调解案件，请在调解案件中办理。"
    en = "The incident was converted and goes on as a mediation case. Act there."


class NoLevelAbove(Refusal):
    """There is no level above (已是最高层级)."""

    zh = "事件已在最高层级，不能再上报。"
    en = "The case is at the highest level already."


class NotBelowItsOwn(Refusal):
    """A case does not go below its unit's own level (不得低于所属层级)."""

    zh = "事件不能下放到所在单元本级以下。"
    en = "A case is not sent down below the level of the unit it lies in."


class NotSettledThisWay(Refusal):
    """Only what was found on one's round is settled on the spot (不适用自处置)."""

    zh = "只有网格员上报和巡查发现的事件可以当场办结。其他渠道请先上报。"
    en = "Only what came by grid_worker or patrol is settled on the spot. Report it without a result."


class UnitTakesNoCase(Refusal):
    """The unit is being closed (单元正在注销)."""

    zh = "{unit} 正在注销，不再接收新事件。请选择承接的单元。"
    en = "{unit} is being closed and takes no new case. Choose the unit that takes over."


class UnknownCategory(Malformed):
    """The category is not in the catalogue in force (类别不存在)."""

    zh = "事项目录中没有类别 {category}。现行目录见 /categories。"
    en = "The catalogue has no category {category}. The one in force is at /categories."


class MergesInCircle(Refusal):
    """A case cannot be merged into itself (不能循环并案)."""

    zh = "不能并入自身或已并入本事件的事件。"
    en = "A case cannot be merged into itself, or into one that was merged into it."


class TargetNotOpen(Refusal):
    """Only an open case takes in another (目标事件已办结)."""

    zh = "目标事件的状态为“{status}”，只能并入未结的事件。"
    en = "The target is {status}. A case is merged into an open one only."


class TargetElsewhere(Refusal):
    """The target lies outside the desk's place (目标事件不在辖区)."""

    zh = "目标事件不在您的辖区内。两件事件都须在辖区内方可并案。"
    en = "The target lies outside your place. Both cases have to lie in it."
