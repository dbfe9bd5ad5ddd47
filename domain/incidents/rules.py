"""The rules of incidents, each a named value or function: who may act, who may not, and what has to be so first.

Who may act stands in the column "who" of the table of verbs; every predicate there is one `Part` here, and its name is
what the ledger records as the rule that allowed an act. Conditions raise the refusal that says what is missing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.incidents import refusals
from domain.incidents.circumstances import Circumstances
from domain.incidents.state import IncidentState
from domain.incidents.words import BEFORE_REGISTRATION, Channel
from domain.shared.act import Actor, PostKind
from domain.shared.place import LEVELS, Level, Standing, level_above, level_below
from domain.shared.time import official_date
from domain.shared.words import Words

VERIFIED_FIRST: frozenset[Channel] = frozenset({"resident", "hotline_12345", "letter", "sensor"})
"""Channels whose reports are verified on the spot before registration (先核实后立案).

Source: Guilin handbook of digital city management: reports by citizens and media are verified by the inspector before
filing, an inspector's own are filed at once, papers of the upper level are registered centrally.
"""
TO_THE_TOWN: frozenset[Channel] = frozenset({"hotline_12345", "letter", "upper_level"})
"""Channels whose reports come in at the town (由乡镇受理的渠道)."""
ON_THE_ROUND: frozenset[Channel] = frozenset({"grid_worker", "patrol"})
"""Channels of what somebody found on the round and may settle on the spot (自处置)."""
RETURNS = 2
"""How often a case may be returned in its whole life (退回次数); then it is designated. No national norm is known."""

REPORTING: frozenset[PostKind] = frozenset({"grid_worker", "village_officer", "desk", "officer"})
SETTLING: frozenset[PostKind] = frozenset({"grid_worker", "village_officer", "officer"})
LEADING: frozenset[PostKind] = frozenset({"officer", "village_officer"})
DESKS: frozenset[PostKind] = frozenset({"desk", "village_officer"})


class Part(NamedTuple):
    """A part that somebody has in a case (在事件中的身份)."""

    name: str
    words: Words
    holds: Callable[[IncidentState, Actor, Standing], bool]


def _part(zh: str, en: str) -> Callable[[Callable[[IncidentState, Actor, Standing], bool]], Part]:
    def named(holds: Callable[[IncidentState, Actor, Standing], bool]) -> Part:
        return Part(holds.__name__, Words(zh, en), holds)

    return named


# --- Who may act ---
def _is_desk(actor: Actor, standing: Standing, level: Level) -> bool:
    return actor.kind in DESKS and actor.place == standing.desks.get(level)


@_part("本级指挥室（村为村委会干部）", "the desk of the level (in a village its village officer)")
def desk_of_the_level(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor is desk for the case's level, or acts for it where nobody holds that post (本级指挥室)."""
    return _is_desk(actor, standing, case.level)


@_part("本级或上级指挥室", "the desk of the level or above")
def desk_of_the_level_or_above(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor is desk for the case's level or a higher one (本级或上级指挥室)."""
    return any(_is_desk(actor, standing, level) for level in LEVELS[LEVELS.index(case.level) :])


@_part("本级指挥室或监督其办理的乡镇指挥室", "the desk of the level, or the town's over its village")
def desk_or_overseer(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether what needs a second person waits for the actor: the level's desk, and the town's over a village.

    A village has one officer as a rule, who handles as well, so that somebody above has to look (指挥室).
    """
    return any(_is_desk(actor, standing, level) for level in {case.level, higher(case.level, "town")})


@_part("本级领导", "the leader of the level")
def leader_of_the_level(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor is leader for the case's level, or acts for a vacant one below (本级领导)."""
    return actor.kind == "leader" and actor.place == standing.leaders.get(case.level)


@_part("主办单位", "the lead")
def lead(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor is an officer of the organ that leads (主办单位)."""
    return actor.kind in LEADING and actor.organ == case.lead


@_part("未被指定的主办单位", "the lead, unless it was designated")
def lead_not_designated(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor leads, and was not designated.

    Source: Weifang 12345 regulation (潍坊市12345条例) art. 22: once designated, the unit may not return.
    """
    return lead.holds(case, actor, standing) and not case.designated


@_part("协办单位", "an assist")
def assist(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor is an officer of an organ that assists (协办单位)."""
    return actor.kind in LEADING and actor.organ in case.assists


@_part(
    "本单元网格员或村干部（不在村内的，本级指挥室）",
    "the unit's grid worker or village officer (outside a village the desk)",
)
def verifier(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor verifies on the spot: grid worker of the unit, village officer, or who acts for them.

    Where the unit lies in no village it is the desk of the level (现场核实人员).
    """
    if standing.place_of("village") is None:
        return _is_desk(actor, standing, case.level)
    return (actor.kind == "grid_worker" and actor.place in standing.path) or _is_desk(actor, standing, "village")


@_part("辖区内的网格员、村干部或指挥室", "a grid worker, village officer or desk whose place holds the unit")
def checker(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor may check results here: grid worker, village officer or desk of the place (核查人员)."""
    return actor.kind in ("grid_worker", "village_officer", "desk") and actor.place in standing.path


@_part("上报人（受理前）", "whoever recorded the report, until registration")
def reporter_until_registered(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor recorded the report, which is not registered yet (上报人)."""
    return case.status in BEFORE_REGISTRATION and actor.kind in REPORTING and actor.person == case.reported_by


@_part("本辖区监督机构", "supervision of the zone")
def supervision(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether the actor supervises the zone that the unit lies in (监督员)."""
    return actor.kind == "supervisor" and actor.place in standing.path


# --- Who may not: approving, handling and checking are three persons, throughout the case (职责分离) ---
@_part("已审批过", "have approved")
def approved_it(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether this person approved, at any time in the case."""
    return actor.person in case.approvers


@_part("已参与处置", "have handled")
def handled_it(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether this person settled it, recorded an action, handed in a result or reported an assist."""
    return actor.person in case.handlers


@_part("已核查通过", "have passed its check")
def checked_it(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether this person's check let the case pass, at any time.

    A check that failed binds nobody: it ended with the case sent back, and whoever handles it then is barred from the
    next check anyway. Else a village with one officer could not handle what its grid worker settled badly.
    """
    return actor.person in case.checkers


@_part("是缓办申请人", "asked for the suspension")
def asked_for_it(case: IncidentState, actor: Actor, standing: Standing) -> bool:
    """Tell whether this person asked for the suspension that waits: nobody suspends their own clock."""
    return case.request is not None and actor.person == case.request.person


# --- What has to be so first ---
def verified_where_needed(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a report of a citizen be verified before registration. Raises `NotVerifiedYet`."""
    if case.status == "reported" and case.channel in VERIFIED_FIRST:
        raise refusals.NotVerifiedYet


def approval_is_needed(case: IncidentState, circumstances: Circumstances) -> None:
    """Let only what needs approval be submitted for it. Raises `NoApprovalNeeded`."""
    if not case.approval_needed:
        raise refusals.NoApprovalNeeded


def leader_has_to_decide(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a leader decide what was submitted, or an emergency dispatched before. Raises `NothingToApprove`."""
    if case.status != "awaiting_approval" and case.decision != "due":
        raise refusals.NothingToApprove


def approved_where_needed(case: IncidentState, circumstances: Circumstances) -> None:
    """Let approval come before dispatch. Raises `ApprovalFirst`."""
    if case.status == "registered" and case.approval_needed:
        raise refusals.ApprovalFirst


def approved_or_emergency(case: IncidentState, circumstances: Circumstances) -> None:
    """Let approval come before dispatch, save in an emergency. Raises `ApprovalFirst`."""
    if not case.emergency:
        approved_where_needed(case, circumstances)


def returns_left(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a case go back twice at most. Raises `ReturnedTwice`."""
    if case.returned >= RETURNS:
        raise refusals.ReturnedTwice


def no_request_waits(case: IncidentState, circumstances: Circumstances) -> None:
    """Let one request for suspension wait at a time. Raises `RequestPending`."""
    if case.request is not None:
        raise refusals.RequestPending


def request_waits(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a suspension be decided where one was asked for. Raises `NoRequest`."""
    if case.request is None:
        raise refusals.NoRequest


def assists_have_reported(case: IncidentState, circumstances: Circumstances) -> None:
    """Let every assist report first. Raises `AssistsOutstanding`. Source: Beijing 12345 regulation art. 14."""
    if outstanding := [organ for organ in case.assists if organ not in case.assists_reported]:
        raise refusals.AssistsOutstanding(organs=", ".join(outstanding))


def somebody_assists(case: IncidentState, circumstances: Circumstances) -> None:
    """Let an assist be removed where there is one. Raises `NobodyAssists`."""
    if not case.assists:
        raise refusals.NobodyAssists


def not_rated_yet(case: IncidentState, circumstances: Circumstances) -> None:
    """Let each closure be rated once. Raises `RatedAlready`."""
    if case.rating is not None:
        raise refusals.RatedAlready


def emergency_decided(case: IncidentState, circumstances: Circumstances) -> None:
    """Let the leader decide about an emergency before it is closed. Raises `DecisionOutstanding`."""
    if case.decision == "due":
        raise refusals.DecisionOutstanding


def not_converted(case: IncidentState, circumstances: Circumstances) -> None:
    """Let what goes on as a mediation case go on there. Raises `GoesOnElsewhere`."""
    if case.outcome == "converted":
        raise refusals.GoesOnElsewhere


def within_the_window(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a case be opened again for some days, or when it was ordered. Raises `ReopeningTooLate`.

    Days are counted by dates in Asia/Shanghai; the day of the end is not counted.
    """
    days = circumstances.policies.reopen_days
    last = official_date(case.ended_at or case.since) + timedelta(days=days)
    if official_date(circumstances.act.at) > last and not case.reopening_ordered:
        raise refusals.ReopeningTooLate(days=days)


def a_level_above(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a case go up where there is a level. Raises `NoLevelAbove`."""
    above = level_above(case.level)
    if above is None or circumstances.standing.place_of(above) is None:
        raise refusals.NoLevelAbove


def a_level_below(case: IncidentState, circumstances: Circumstances) -> None:
    """Let a case go down, but not below its unit's own level. Raises `NotBelowItsOwn`."""
    below = level_below(case.level)
    if below is None or circumstances.standing.place_of(below) is None:
        raise refusals.NotBelowItsOwn


# --- What follows ---
def level_at_report(channel: Channel | None, standing: Standing) -> Level:
    """Return the level at which a report comes in (受理层级): the village, by some channels the town.

    Never below the unit's own level.
    """
    return higher("town" if channel in TO_THE_TOWN else "village", standing.lowest_level)


def higher(one: Level, other: Level) -> Level:
    """Return the higher of two levels."""
    return max(one, other, key=LEVELS.index)


def due_after(case: IncidentState, moment: datetime) -> datetime | None:
    """Return the due time once the clock goes on at a moment: later by the time it stood still (顺延缓办时间)."""
    if case.due_at is None or case.suspended_at is None:
        return case.due_at
    return case.due_at + (moment - case.suspended_at)


def may_take_part(organ: str, level: Level, standing: Standing) -> None:
    """Let a case go to organs on the way up to its level. Raises `NotOnTheWay`, `AboveTheLevel`.

    They have an officer or village officer in force and do not lie above the level: for that, a case is escalated.
    """
    at = standing.organs.get(organ)
    if at is None:
        raise refusals.NotOnTheWay(organ=organ)
    if LEVELS.index(at) > LEVELS.index(level):
        raise refusals.AboveTheLevel(organ=organ, level=level)
