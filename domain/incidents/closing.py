"""Closing (核查结案), and passing between levels (上报与下放)."""

from typing import Literal

import msgspec

from domain.incidents import events as ev
from domain.incidents.circumstances import Circumstances
from domain.incidents.incident import Incident
from domain.incidents.verbs import guard
from domain.incidents.words import ClosingOutcome, EscalationGround
from domain.shared.errors import Malformed
from domain.shared.place import Level, level_above, level_below
from domain.shared.sealed import Sealed

BEST_SCORE = 5


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found."""

    passed: bool
    note: Sealed | None = None
    attachments: tuple[str, ...] = ()


def check(case: Incident, circumstances: Circumstances, body: Check) -> None:
    """Check the result (核查): passed, or back to the lead as rework; what was settled on the spot back to the desk."""
    rule = guard("check", case.state, circumstances)
    event: ev.CheckPassed | ev.CheckFailed
    if body.passed:
        event = ev.CheckPassed(note=body.note, attachments=body.attachments)
    else:
        to: Literal["registered", "in_progress"] = "registered" if case.state.settled else "in_progress"
        event = ev.CheckFailed(to=to, note=body.note, attachments=body.attachments)
    circumstances.record(case, rule, event)


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What the reporter said when called back. `score`: 1 to 5."""

    score: int
    solved: bool
    by: Literal["callback"] = "callback"
    note: Sealed | None = None


def rate(case: Incident, circumstances: Circumstances, body: Rate) -> None:
    """Record the reporter's rating, once per closure (回访评价). Raises `RatedAlready`, `Malformed`."""
    rule = guard("rate", case.state, circumstances)
    if not 1 <= body.score <= BEST_SCORE:
        raise Malformed(field="score", why_zh="评分为1到5", why_en="a score lies between 1 and 5")
    event = ev.Rated(score=body.score, solved=body.solved, by=body.by, note=body.note)
    circumstances.record(case, rule, event)


class Close(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended."""

    outcome: ClosingOutcome
    note: Sealed | None = None


def close(case: Incident, circumstances: Circumstances, body: Close) -> None:
    """Close the case, in time or late, by the instant (结案). Raises `DecisionOutstanding`."""
    state = case.state
    rule = guard("close", state, circumstances)
    late = state.due_at is not None and circumstances.act.at > state.due_at
    event = ev.Closed(outcome=body.outcome, level=state.level, late=late, note=body.note)
    circumstances.record(case, rule, event)


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why."""

    reason: Sealed


def reopen(case: Incident, circumstances: Circumstances, body: Why) -> None:
    """Open the case again (重新办理): with a new clock, or as reported where it had never been registered.

    Raises `GoesOnElsewhere`, `ReopeningTooLate`.
    """
    state = case.state
    rule = guard("reopen", state, circumstances)
    closed = state.status == "closed"
    time = circumstances.time_for(state.category) if closed else None
    event = ev.Reopened(
        to="registered" if closed else "reported",
        due_at=circumstances.act.at + time if time else None,
        approval_needed=closed and circumstances.policies.approval[state.level],
        ordered=state.reopening_ordered,
        reason=body.reason,
    )
    circumstances.record(case, rule, event)


def order_reopening(case: Incident, circumstances: Circumstances, body: Why) -> None:
    """Order that the desk opens the case again (责令重办). Raises `GoesOnElsewhere`."""
    rule = guard("order-reopening", case.state, circumstances)
    circumstances.record(case, rule, ev.ReopeningOrdered(reason=body.reason))


class Escalate(msgspec.Struct, frozen=True, kw_only=True):
    """On what ground, and why."""

    ground: EscalationGround
    reason: Sealed


def escalate(case: Incident, circumstances: Circumstances, body: Escalate) -> None:
    """Pass the case one level up (上报上级): registered there, its approval and lead gone, its clock running on.

    Raises `NoLevelAbove`.
    """
    rule = guard("escalate", case.state, circumstances)
    level = _existing(level_above(case.state.level))
    event = ev.Escalated(
        level=level,
        ground=body.ground,
        approval_needed=circumstances.policies.approval[level],
        reason=body.reason,
    )
    circumstances.record(case, rule, event)


class SendDown(msgspec.Struct, frozen=True, kw_only=True):
    """Why, and what the level above lends."""

    reason: Sealed
    support: Sealed


def send_down(case: Incident, circumstances: Circumstances, body: SendDown) -> None:
    """Give the case one level down, with support (下放). Raises `NotBelowItsOwn`."""
    rule = guard("send-down", case.state, circumstances)
    level = _existing(level_below(case.state.level))
    event = ev.SentDown(
        level=level,
        approval_needed=circumstances.policies.approval[level],
        reason=body.reason,
        support=body.support,
    )
    circumstances.record(case, rule, event)


def _existing(level: Level | None) -> Level:
    if level is None:
        message = "the guard lets nothing pass beyond the levels"
        raise LookupError(message)
    return level
