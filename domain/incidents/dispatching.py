"""Approval and dispatch (审批派遣): from the registered case to a lead that has it, with objection and return."""

from datetime import datetime

import msgspec

from domain.incidents import events as ev
from domain.incidents import refusals
from domain.incidents.circumstances import Circumstances
from domain.incidents.incident import Incident
from domain.incidents.rules import may_take_part
from domain.incidents.verbs import guard
from domain.shared.sealed import Sealed


class SubmitForApproval(msgspec.Struct, frozen=True, kw_only=True):
    """What the leader is asked to approve."""

    note: Sealed | None = None
    proposed_lead: str | None = None


def submit_for_approval(case: Incident, circumstances: Circumstances, body: SubmitForApproval) -> None:
    """Ask the leader to approve the handling (提请审批). Raises `NoApprovalNeeded`."""
    rule = guard("submit-for-approval", case.state, circumstances)
    circumstances.record(case, rule, ev.ApprovalRequested(note=body.note, proposed_lead=body.proposed_lead))


class Approve(msgspec.Struct, frozen=True, kw_only=True):
    """The leader's word."""

    note: Sealed | None = None


def approve(case: Incident, circumstances: Circumstances, body: Approve) -> None:
    """Approve the handling (批准), or once an emergency that was dispatched before. Raises `NothingToApprove`."""
    rule = guard("approve", case.state, circumstances)
    after = case.state.status != "awaiting_approval"
    circumstances.record(case, rule, ev.Approved(after_dispatch=after, note=body.note))


class Reject(msgspec.Struct, frozen=True, kw_only=True):
    """Why the leader does not approve."""

    reason: Sealed


def reject(case: Incident, circumstances: Circumstances, body: Reject) -> None:
    """Not approve (不予批准): back to the desk; an emergency's dispatch goes on. Raises `NothingToApprove`."""
    rule = guard("reject", case.state, circumstances)
    after = case.state.status != "awaiting_approval"
    circumstances.record(case, rule, ev.ApprovalRejected(after_dispatch=after, reason=body.reason))


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """To whom and until when: organs by code."""

    lead: str
    assists: tuple[str, ...] = ()
    due_at: datetime | None = None
    note: Sealed | None = None


def dispatch(case: Incident, circumstances: Circumstances, body: Dispatch) -> None:
    """Give the case to a lead and assists (派遣).

    Raises `ApprovalFirst`, `LeadAmongAssists`, `NotOnTheWay`, `AboveTheLevel`, `DueTooEarly`.
    """
    state = case.state
    rule = guard("dispatch", state, circumstances)
    assists = tuple(dict.fromkeys(body.assists))
    if body.lead in assists:
        raise refusals.LeadAmongAssists(organ=body.lead)
    for organ in (body.lead, *assists):
        may_take_part(organ, state.level, circumstances.standing)
    if body.due_at is not None and body.due_at <= circumstances.act.at:
        raise refusals.DueTooEarly(due_at=body.due_at.isoformat())
    event = ev.Dispatched(
        lead=body.lead,
        assists=assists,
        due_at=body.due_at,
        before_approval=state.status == "registered" and state.approval_needed,
        note=body.note,
    )
    circumstances.record(case, rule, event)


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing more to say."""


def sign(case: Incident, circumstances: Circumstances, body: Sign) -> None:  # noqa: ARG001 - the body of sign is empty
    """Take the case over (签收)."""
    rule = guard("sign", case.state, circumstances)
    circumstances.record(case, rule, ev.Signed())


class Object(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is not the lead's matter, and whose."""

    reason: Sealed
    proposed_lead: str | None = None


def object_to(case: Incident, circumstances: Circumstances, body: Object) -> None:
    """Object to the dispatch (派单异议). Source: Beijing 12345 regulation art. 12."""
    rule = guard("object", case.state, circumstances)
    circumstances.record(case, rule, ev.Objected(reason=body.reason, proposed_lead=body.proposed_lead))


class NewLead(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads from now on, and why."""

    lead: str
    reason: Sealed


def decide_objection(case: Incident, circumstances: Circumstances, body: NewLead) -> None:
    """Decide the objection: this lead is designated (异议裁定). Raises `NotOnTheWay`, `AboveTheLevel`."""
    rule = guard("decide-objection", case.state, circumstances)
    may_take_part(body.lead, case.state.level, circumstances.standing)
    circumstances.record(case, rule, ev.ObjectionDecided(lead=body.lead, reason=body.reason))


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """Why it goes back, and whose matter it is."""

    reason: Sealed
    proposed_lead: str | None = None


def give_back(case: Incident, circumstances: Circumstances, body: Return) -> None:
    """Give the case back to the desk (退回); its approval is kept. Raises `ReturnedTwice`."""
    state = case.state
    rule = guard("return", state, circumstances)
    event = ev.Returned(
        to="approved" if state.approved_by else "registered", reason=body.reason, proposed_lead=body.proposed_lead
    )
    circumstances.record(case, rule, event)


def designate(case: Incident, circumstances: Circumstances, body: NewLead) -> None:
    """Designate the lead (指定主办): it can neither object nor return.

    Raises `ApprovalFirst`, `NotOnTheWay`, `AboveTheLevel`. Source: Weifang 12345 regulation art. 22.
    """
    rule = guard("designate", case.state, circumstances)
    may_take_part(body.lead, case.state.level, circumstances.standing)
    circumstances.record(case, rule, ev.Designated(lead=body.lead, reason=body.reason))


def transfer(case: Incident, circumstances: Circumstances, body: NewLead) -> None:
    """Give the case to another lead; the clock runs on (转办).

    Raises `LeadsAlready`, `NotOnTheWay`, `AboveTheLevel`.
    """
    state = case.state
    rule = guard("transfer", state, circumstances)
    if body.lead == state.lead:
        raise refusals.LeadsAlready(organ=body.lead)
    may_take_part(body.lead, state.level, circumstances.standing)
    circumstances.record(case, rule, ev.Transferred(lead=body.lead, reason=body.reason))
