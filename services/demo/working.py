"""From registration to the result, in the demo county (演示办理): routing, approval, dispatch, handling."""

from datetime import timedelta

from domain.incidents.words import OPEN
from services.demo import texts
from services.demo.case import Case, Steps
from services.demo.cast import LEADER, OFFICE, SUBSTITUTE_DEPARTMENT, TOWN_DESK, officer, village_officer

_MERGED = 0.03
_NO_POWER, _UP_FROM_OFFICE_WORK, _UP_IN_EMERGENCY = 0.24, 0.05, 0.5
"""How often a village passes up what a department has power over, what it has not, and an emergency."""
_TO_THE_COUNTY = 0.09
"""How often the town passes up what a department has power over; within the town stay 98 in 100 (mechanisms.md 7)."""
_SENT_DOWN = 0.015
_REJECTED = 0.04
_OBJECTED, _RETURNED, _TRANSFERRED = 0.035, 0.025, 0.02
_TO_THE_VILLAGE = 0.3
"""Share of the town's cases that a village committee leads."""
_ASSISTED, _SUSPENDED, _GRANTED, _GIVEN_UP = 0.06, 0.04, 0.75, 0.01
_WORTH_SUSPENDING = timedelta(hours=120)


def registered(case: Case) -> Steps:
    """Let the desk of the level merge it, pass it up or down, ask the leader, or dispatch it."""
    yield case.at(0.05)
    state = case.state
    if case.chance(_MERGED) and _merged(case):
        return
    if state.level == "village" and (case.barred(village_officer(case.spot)) or case.chance(_up_from_village(case))):
        _escalate(case, case.desk)
    elif state.level == "town" and _can_go_down(case) and case.chance(_SENT_DOWN):
        case.do(case.desk, "send-down", reason=case.why("send-down"), support=case.why("support"))
    elif state.level == "town" and case.department and case.chance(_TO_THE_COUNTY):
        _escalate(case, case.desk)
    elif state.approval_needed and state.approved_by is None and not state.emergency:
        case.do(case.desk, "submit-for-approval", note=case.why("submit-for-approval"), proposed_lead=_lead(case))
    else:
        _dispatch(case)


def _up_from_village(case: Case) -> float:
    if case.emergency:
        return _UP_IN_EMERGENCY
    return _NO_POWER if case.department else _UP_FROM_OFFICE_WORK


def _can_go_down(case: Case) -> bool:
    village = case.spot.village
    return village is not None and village not in case.state.been_at and not case.barred(village_officer(case.spot))


def _escalate(case: Case, post: str) -> None:
    ground = "emergency" if case.emergency else case.random.choice(texts.GROUNDS)
    case.do(post, "escalate", ground=ground, reason=case.why("escalate"))


def _merged(case: Case) -> bool:
    """Merge it into an open case about the same in the same village, where there is one at its level."""
    siblings = case.siblings.get((case.spot.village or "", case.story.category), ())
    for other in siblings:
        if other is not case and other.state.status in OPEN and other.state.level == case.state.level:
            case.do(case.desk, "merge", into=other.id)
            return True
    return False


def awaiting_approval(case: Case) -> Steps:
    """Let the leader decide."""
    yield case.at(0.12)
    if case.chance(_REJECTED):
        case.do(LEADER, "reject", reason=case.why("reject"))
    else:
        case.do(LEADER, "approve", note=case.why("approve"))


def approved(case: Case) -> Steps:
    """Let the desk dispatch what the leader has approved."""
    yield case.at(0.16)
    _dispatch(case)


def _dispatch(case: Case) -> None:
    lead = _lead(case)
    assists = [OFFICE] if case.state.level == "county" and case.chance(_ASSISTED * 3) else []
    case.do(case.desk, "dispatch", lead=lead, assists=assists, note=case.why("dispatch") or None)


def _lead(case: Case) -> str:
    """Return who is to lead: at the village its committee, at the town its office, at the county a department."""
    level, village = case.state.level, case.spot.village
    if level == "village":
        return f"{village}.committee"
    if level == "county":
        return case.department or SUBSTITUTE_DEPARTMENT
    if village and not case.department and not case.barred(village_officer(case.spot)) and case.chance(_TO_THE_VILLAGE):
        return f"{village}.committee"
    return OFFICE


def _another_lead(case: Case) -> str | None:
    """Return another organ that might lead, or None where there is no choice."""
    level, village = case.state.level, case.spot.village
    if level == "village" or (level == "town" and (village is None or case.barred(village_officer(case.spot)))):
        return None
    if level == "county" or case.state.lead != OFFICE:
        return OFFICE if case.state.lead != OFFICE else SUBSTITUTE_DEPARTMENT
    return f"{village}.committee"


def dispatched(case: Case) -> Steps:
    """Let the lead sign; now and then it objects, gives the case back, or the desk gives it to another."""
    yield case.soon(15, 240)
    state, other = case.state, _another_lead(case)
    post = officer(state.lead or "", case.random)
    if other is not None and not state.designated and not state.emergency:
        if case.chance(_OBJECTED):
            case.do(post, "object", reason=case.why("object"), proposed_lead=other)
            return
        if case.chance(_RETURNED) and state.returned == 0:
            case.do(post, "return", reason=case.why("return"), proposed_lead=other)
            return
        if case.chance(_TRANSFERRED):
            case.do(case.desk, "transfer", lead=other, reason=case.why("transfer"))
            return
    case.do(post, "sign")


def objected(case: Case) -> Steps:
    """Let the desk decide who leads; whoever it names may not object again."""
    yield case.soon(30, 300)
    lead = _another_lead(case) if case.chance(0.5) else case.state.lead
    case.do(case.desk, "decide-objection", lead=lead or OFFICE, reason=case.why("decide-objection"))


def in_hand(case: Case) -> Steps:
    """Let the lead handle it: an action or two, perhaps a pause, an assist, or up it goes; then the result."""
    lead = case.state.lead or ""
    post = officer(lead, case.random)
    yield case.at(0.4)
    if case.state.decision == "due":
        case.do(LEADER, "approve", note=case.why("approve"))
    case.do(post, "record-action", note=case.why("record-action"))
    if case.span >= _WORTH_SUSPENDING and case.chance(_SUSPENDED):
        yield from _pause(case, post)
        if case.state.status == "suspended":
            return
    yield from _assisted(case)
    if case.chance(_GIVEN_UP) and case.state.level == "town" and not case.state.designated and case.department:
        case.do(post, "escalate", ground="tried_and_failed", reason=case.why("escalate"))
        return
    if case.chance(0.3):
        yield case.at(0.6)
        photos = case.photo(post) if case.chance(0.5) else ()
        case.do(post, "record-action", note=case.why("record-action"), attachments=photos)
    yield case.at(0.75)
    photos = case.photo(post) if case.needs_photo or case.chance(0.3) else ()
    case.do(post, "submit-result", result=case.random.choice(case.story.done), attachments=photos)


def _pause(case: Case, post: str) -> Steps:
    until = case.cast.now + timedelta(days=case.random.randrange(2, 9))
    kind = case.random.choice(("weather", "materials", "appraisal"))
    case.do(post, "request-suspension", kind=kind, reason=case.why("request-suspension"), until=until)
    yield case.soon(30, 400)
    above = TOWN_DESK if case.state.level == "village" else case.desk
    verb = "grant-suspension" if case.chance(_GRANTED) else "deny-suspension"
    case.do(above, verb, reason=case.why(verb))


def suspended(case: Case) -> Steps:
    """Let the lead go on once what it waited for is there."""
    until = case.state.suspended_until or case.cast.now
    yield max(case.cast.now, until - timedelta(hours=case.random.randrange(48)))
    yield case.soon(5, 60)
    case.do(officer(case.state.lead or "", case.random), "resume")


def _assisted(case: Case) -> Steps:
    """Let those who assist report, and now and then ask for such help first."""
    other = _another_lead(case)
    if other and other not in case.state.assists and case.chance(_ASSISTED):
        case.do(case.desk, "add-assist", organ=other)
    for organ in case.state.assists:
        if organ not in case.state.assists_reported:
            yield case.at(0.55)
            case.do(officer(organ, case.random), "report-assist", note=case.why("report-assist"))
