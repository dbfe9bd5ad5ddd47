"""Handling (处置): assists, actions, suspension and the result."""

from datetime import datetime

import msgspec

from domain.incidents import events as ev
from domain.incidents import refusals
from domain.incidents.circumstances import Circumstances
from domain.incidents.incident import Incident
from domain.incidents.reporting import evidence
from domain.incidents.rules import due_after, may_take_part
from domain.incidents.verbs import guard
from domain.shared.sealed import Sealed


class Assist(msgspec.Struct, frozen=True, kw_only=True):
    """Which organ, and why."""

    organ: str
    reason: Sealed | None = None


def add_assist(case: Incident, circumstances: Circumstances, body: Assist) -> None:
    """Call an organ in to assist (增加协办).

    Raises `LeadAmongAssists`, `AssistsAlready`, `NotOnTheWay`, `AboveTheLevel`.
    """
    state = case.state
    rule = guard("add-assist", state, circumstances)
    if body.organ == state.lead:
        raise refusals.LeadAmongAssists(organ=body.organ)
    if body.organ in state.assists:
        raise refusals.AssistsAlready(organ=body.organ)
    may_take_part(body.organ, state.level, circumstances.standing)
    circumstances.record(case, rule, ev.AssistAdded(organ=body.organ, reason=body.reason))


def remove_assist(case: Incident, circumstances: Circumstances, body: Assist) -> None:
    """Let an assisting organ go (取消协办). Raises `NobodyAssists`, `NoAssist`."""
    rule = guard("remove-assist", case.state, circumstances)
    if body.organ not in case.state.assists:
        raise refusals.NoAssist(organ=body.organ)
    circumstances.record(case, rule, ev.AssistRemoved(organ=body.organ, reason=body.reason))


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What was done or found."""

    note: Sealed | None = None
    attachments: tuple[str, ...] = ()


def report_assist(case: Incident, circumstances: Circumstances, body: Record) -> None:
    """Report to the lead what the assist did (协办反馈)."""
    rule = guard("report-assist", case.state, circumstances)
    event = ev.AssistReported(organ=circumstances.act.actor.organ, note=body.note, attachments=body.attachments)
    circumstances.record(case, rule, event)


def record_action(case: Incident, circumstances: Circumstances, body: Record) -> None:
    """Record what the lead did (处置记录)."""
    rule = guard("record-action", case.state, circumstances)
    circumstances.record(case, rule, ev.ActionRecorded(note=body.note, attachments=body.attachments))


class RequestSuspension(msgspec.Struct, frozen=True, kw_only=True):
    """What it waits for and until when. `kind`: a short word, not free text."""

    kind: str
    reason: Sealed
    until: datetime
    attachments: tuple[str, ...] = ()


def request_suspension(case: Incident, circumstances: Circumstances, body: RequestSuspension) -> None:
    """Ask to put the handling off (申请缓办). Raises `RequestPending`, `DueTooEarly`."""
    rule = guard("request-suspension", case.state, circumstances)
    if body.until <= circumstances.act.at:
        raise refusals.DueTooEarly(due_at=body.until.isoformat())
    event = ev.SuspensionRequested(kind=body.kind, until=body.until, reason=body.reason, attachments=body.attachments)
    circumstances.record(case, rule, event)


class Decide(msgspec.Struct, frozen=True, kw_only=True):
    """Why, if something has to be said."""

    reason: Sealed | None = None


def grant_suspension(case: Incident, circumstances: Circumstances, body: Decide) -> None:
    """Put the handling off: the clock stands still (同意缓办). Raises `NoRequest`."""
    state = case.state
    rule = guard("grant-suspension", state, circumstances)
    if state.request is None:
        raise refusals.NoRequest
    circumstances.act.check_time(state.request.at)
    circumstances.record(case, rule, ev.SuspensionGranted(until=state.request.until, reason=body.reason))


def deny_suspension(case: Incident, circumstances: Circumstances, body: Decide) -> None:
    """Not put the handling off (不同意缓办). Raises `NoRequest`."""
    state = case.state
    rule = guard("deny-suspension", state, circumstances)
    if state.request is None:
        raise refusals.NoRequest
    circumstances.act.check_time(state.request.at)
    circumstances.record(case, rule, ev.SuspensionDenied(reason=body.reason))


class Resume(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing more to say."""


def resume(case: Incident, circumstances: Circumstances, body: Resume) -> None:  # noqa: ARG001 - the body is empty
    """Go on with the handling; the due time moves by the time that the clock stood still (恢复办理)."""
    rule = guard("resume", case.state, circumstances)
    circumstances.record(case, rule, ev.Resumed(due_at=due_after(case.state, circumstances.act.at)))


class SubmitResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    result: Sealed
    attachments: tuple[str, ...] = ()


def submit_result(case: Incident, circumstances: Circumstances, body: SubmitResult) -> None:
    """Hand in the result (处置反馈). Raises `AssistsOutstanding`, `EvidenceRequired`."""
    state = case.state
    rule = guard("submit-result", state, circumstances)
    evidence(circumstances, state.category, body.attachments)
    circumstances.record(case, rule, ev.ResultSubmitted(result=body.result, attachments=body.attachments))
