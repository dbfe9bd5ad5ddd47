"""What each event does to what is known of an incident, in the order of its life."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from domain.incidents import events as ev
from domain.incidents.state import Follower, IncidentState, Rating, SuspensionRequest
from domain.incidents.words import ENDED, Status
from domain.shared.meta import Meta
from domain.shared.place import Level, UnitKind
from domain.shared.stream import Event

Applier = Callable[[IncidentState, Any, Meta], IncidentState]

UNHANDLED: dict[str, Any] = {
    "lead": None,
    "assists": (),
    "assists_reported": (),
    "designated": False,
    "request": None,
    "suspended_at": None,
    "suspended_until": None,
    "settled": False,
    "handled_by": None,
    "handled_at": None,
}
"""What goes when a case comes back to a desk: lead, assists, designation, and what they had begun."""

UNAPPROVED: dict[str, Any] = {"approved_by": None, "decision": None}
"""What goes with the level: approval is of one level."""


def _to(state: IncidentState, status: Status, meta: Meta, **changes: Any) -> IncidentState:
    ended_at = meta.occurred_at if status in ENDED else None
    return replace(state, status=status, since=meta.occurred_at, ended_at=ended_at, **changes)


def _with(members: tuple[str, ...], member: str) -> tuple[str, ...]:
    return members if member in members else (*members, member)


def _without(members: tuple[str, ...], member: str) -> tuple[str, ...]:
    return tuple(each for each in members if each != member)


def been(places: tuple[str, ...], path: tuple[str, ...], kinds: tuple[UnitKind, ...], level: Level) -> tuple[str, ...]:
    """Return the places it has been at, with the division of this level on its way."""
    return next((_with(places, code) for code, kind in zip(path, kinds, strict=True) if kind == level), places)


def _becomes(status: Status) -> Applier:
    def applier(state: IncidentState, _event: Event, meta: Meta) -> IncidentState:
        return _to(state, status, meta)

    return applier


# --- Reporting ---
def _settled(state: IncidentState, event: ev.Settled, meta: Meta) -> IncidentState:
    return _to(
        state,
        "handled",
        meta,
        number=event.number,
        registered_at=meta.occurred_at,
        clock_from=meta.occurred_at,
        due_at=event.due_at,
        emergency=state.severity == "emergency",
        approval_needed=event.approval_needed,
        settled=True,
        handled_by=meta.person,
        handled_at=meta.occurred_at,
        handlers=_with(state.handlers, meta.person),
    )


def _registered(state: IncidentState, event: ev.Registered, meta: Meta) -> IncidentState:
    return _to(
        state,
        "registered",
        meta,
        number=event.number,
        category=event.category,
        severity=event.severity,
        registered_at=meta.occurred_at,
        clock_from=meta.occurred_at,
        due_at=event.due_at,
        emergency=event.severity == "emergency",
        approval_needed=event.approval_needed,
    )


def _relocated(state: IncidentState, event: ev.Relocated, meta: Meta) -> IncidentState:
    changes: dict[str, Any] = {
        "path": event.path,
        "kinds": event.kinds,
        "edition": meta.edition,
        "location": event.location or state.location,
        "level": event.level,
        "due_at": event.due_at,
        "been_at": been(state.been_at, event.path, event.kinds, event.level),
    }
    if event.moved:
        changes |= UNHANDLED | UNAPPROVED | {"approval_needed": event.approval_needed}
        changes["clock_from"] = _clock_after_pause(state, meta)
    return _to(state, event.to, meta, **changes) if event.to != state.status else replace(state, **changes)


def _reclassified(state: IncidentState, event: ev.Reclassified, _meta: Meta) -> IncidentState:
    return replace(state, category=event.category, severity=event.severity, due_at=event.due_at)


def _corrected(state: IncidentState, event: ev.Corrected, _meta: Meta) -> IncidentState:
    return replace(state, description=event.description)


def _merged(state: IncidentState, event: ev.Merged, meta: Meta) -> IncidentState:
    return _to(state, "merged", meta, merged_into=event.into, before_merger=state.status)


def _absorbed(state: IncidentState, event: ev.Absorbed, _meta: Meta) -> IncidentState:
    follower = Follower(case=event.case, reporters=event.reporters)
    named = state.due_named or event.due_at != state.due_at
    return replace(state, followers=(*state.followers, follower), due_at=event.due_at, due_named=named)


def _unmerged(state: IncidentState, _event: ev.Unmerged, meta: Meta) -> IncidentState:
    return _to(state, state.before_merger or "registered", meta, merged_into=None, before_merger=None)


def _parted(state: IncidentState, event: ev.Parted, _meta: Meta) -> IncidentState:
    return replace(state, followers=tuple(f for f in state.followers if f.case != event.case))


# --- Handling ---
def _approved(state: IncidentState, event: ev.Approved, meta: Meta) -> IncidentState:
    state = replace(
        state,
        approved_by=meta.person,
        approvers=_with(state.approvers, meta.person),
        decision="approved" if state.decision == "due" else state.decision,
    )
    return state if event.after_dispatch else _to(state, "approved", meta)


def _approval_rejected(state: IncidentState, event: ev.ApprovalRejected, meta: Meta) -> IncidentState:
    state = replace(state, decision="rejected" if state.decision == "due" else state.decision)
    return state if event.after_dispatch else _to(state, "registered", meta)


def _dispatched(state: IncidentState, event: ev.Dispatched, meta: Meta) -> IncidentState:
    return _to(
        state,
        "dispatched",
        meta,
        lead=event.lead,
        assists=event.assists,
        assists_reported=(),
        designated=False,
        due_at=event.due_at or state.due_at,
        due_named=state.due_named or event.due_at is not None,
        decision="due" if event.before_approval and state.decision is None else state.decision,
    )


def _designated(state: IncidentState, event: ev.Designated | ev.ObjectionDecided, meta: Meta) -> IncidentState:
    return _given_to(state, event.lead, meta, designated=True)


def _transferred(state: IncidentState, event: ev.Transferred, meta: Meta) -> IncidentState:
    return _given_to(state, event.lead, meta, designated=False)


def _given_to(state: IncidentState, lead: str, meta: Meta, *, designated: bool) -> IncidentState:
    """Give the case to another lead; its assists stay, save the one that now leads."""
    return _to(
        state,
        "dispatched",
        meta,
        lead=lead,
        assists=_without(state.assists, lead),
        assists_reported=_without(state.assists_reported, lead),
        designated=designated,
        request=None,
    )


def _returned(state: IncidentState, event: ev.Returned, meta: Meta) -> IncidentState:
    return _to(state, event.to, meta, returned=state.returned + 1, **UNHANDLED)


def _assist_added(state: IncidentState, event: ev.AssistAdded, _meta: Meta) -> IncidentState:
    return replace(state, assists=_with(state.assists, event.organ))


def _assist_removed(state: IncidentState, event: ev.AssistRemoved, _meta: Meta) -> IncidentState:
    return replace(
        state,
        assists=_without(state.assists, event.organ),
        assists_reported=_without(state.assists_reported, event.organ),
    )


def _assist_reported(state: IncidentState, event: ev.AssistReported, meta: Meta) -> IncidentState:
    return replace(
        state,
        assists_reported=_with(state.assists_reported, event.organ),
        handlers=_with(state.handlers, meta.person),
    )


def _action_recorded(state: IncidentState, _event: ev.ActionRecorded, meta: Meta) -> IncidentState:
    state = replace(state, handlers=_with(state.handlers, meta.person))
    return state if state.status == "in_progress" else _to(state, "in_progress", meta)


def _suspension_requested(state: IncidentState, event: ev.SuspensionRequested, meta: Meta) -> IncidentState:
    request = SuspensionRequest(
        person=meta.person,
        organ=meta.organ,
        at=meta.occurred_at,
        kind=event.kind,
        until=event.until,
        reason=event.reason,
        attachments=event.attachments,
    )
    return replace(state, request=request)


def _suspension_granted(state: IncidentState, event: ev.SuspensionGranted, meta: Meta) -> IncidentState:
    return _to(state, "suspended", meta, request=None, suspended_at=meta.occurred_at, suspended_until=event.until)


def _suspension_denied(state: IncidentState, _event: ev.SuspensionDenied, _meta: Meta) -> IncidentState:
    return replace(state, request=None)


def _resumed(state: IncidentState, event: ev.Resumed, meta: Meta) -> IncidentState:
    return _to(
        state,
        "in_progress",
        meta,
        due_at=event.due_at,
        clock_from=_clock_after_pause(state, meta),
        suspended_at=None,
        suspended_until=None,
    )


def _clock_after_pause(state: IncidentState, meta: Meta) -> Any:
    if state.clock_from is None or state.suspended_at is None:
        return state.clock_from
    return state.clock_from + (meta.occurred_at - state.suspended_at)


def _result_submitted(state: IncidentState, _event: ev.ResultSubmitted, meta: Meta) -> IncidentState:
    return _to(
        state,
        "handled",
        meta,
        request=None,
        handled_by=meta.person,
        handled_at=meta.occurred_at,
        handlers=_with(state.handlers, meta.person),
    )


# --- Passing between levels ---
def _level_changed(state: IncidentState, event: ev.Escalated | ev.SentDown, meta: Meta) -> IncidentState:
    return _to(
        state,
        "registered",
        meta,
        level=event.level,
        approval_needed=event.approval_needed,
        been_at=been(state.been_at, state.path, state.kinds, event.level),
        **UNHANDLED,
        **UNAPPROVED,
    )


# --- Closing ---
def _check_passed(state: IncidentState, _event: ev.CheckPassed, meta: Meta) -> IncidentState:
    return _to(state, "checked", meta, checkers=_with(state.checkers, meta.person))


def _check_failed(state: IncidentState, event: ev.CheckFailed, meta: Meta) -> IncidentState:
    changes = UNHANDLED if state.settled else {}
    return _to(state, event.to, meta, rework=state.rework + 1, **changes)


def _rated(state: IncidentState, event: ev.Rated, _meta: Meta) -> IncidentState:
    return replace(state, rating=Rating(score=event.score, solved=event.solved, by=event.by))


def _closed(state: IncidentState, event: ev.Closed | ev.ClosureImported, meta: Meta) -> IncidentState:
    return _to(state, "closed", meta, outcome=event.outcome, closed_at=meta.occurred_at, closed_late=event.late)


def _reopening_ordered(state: IncidentState, _event: ev.ReopeningOrdered, _meta: Meta) -> IncidentState:
    return replace(state, reopening_ordered=True)


def _reopened(state: IncidentState, event: ev.Reopened, meta: Meta) -> IncidentState:
    return _to(
        state,
        event.to,
        meta,
        due_at=event.due_at,
        due_named=False,
        clock_from=meta.occurred_at if event.to == "registered" else None,
        approval_needed=event.approval_needed,
        outcome=None,
        rating=None,
        closed_at=None,
        closed_late=False,
        reopening_ordered=False,
        reopened=state.reopened + 1,
        **UNHANDLED,
        **UNAPPROVED,
    )


APPLIERS: dict[type[Event], Applier] = {
    ev.Settled: _settled,
    ev.Verified: _becomes("verified"),
    ev.Refuted: _becomes("refuted"),
    ev.Registered: _registered,
    ev.Refused: _becomes("refused"),
    ev.Relocated: _relocated,
    ev.Reclassified: _reclassified,
    ev.Corrected: _corrected,
    ev.Merged: _merged,
    ev.Absorbed: _absorbed,
    ev.Unmerged: _unmerged,
    ev.Parted: _parted,
    ev.ApprovalRequested: _becomes("awaiting_approval"),
    ev.Approved: _approved,
    ev.ApprovalRejected: _approval_rejected,
    ev.Dispatched: _dispatched,
    ev.Signed: _becomes("signed"),
    ev.Objected: _becomes("objected"),
    ev.ObjectionDecided: _designated,
    ev.Returned: _returned,
    ev.Designated: _designated,
    ev.Transferred: _transferred,
    ev.AssistAdded: _assist_added,
    ev.AssistRemoved: _assist_removed,
    ev.AssistReported: _assist_reported,
    ev.ActionRecorded: _action_recorded,
    ev.SuspensionRequested: _suspension_requested,
    ev.SuspensionGranted: _suspension_granted,
    ev.SuspensionDenied: _suspension_denied,
    ev.Resumed: _resumed,
    ev.ResultSubmitted: _result_submitted,
    ev.Escalated: _level_changed,
    ev.SentDown: _level_changed,
    ev.CheckPassed: _check_passed,
    ev.CheckFailed: _check_failed,
    ev.Rated: _rated,
    ev.Closed: _closed,
    ev.ReopeningOrdered: _reopening_ordered,
    ev.Reopened: _reopened,
    ev.ClosureImported: _closed,
}
"""What each event does; an imported act is kept for the history and changes nothing."""
