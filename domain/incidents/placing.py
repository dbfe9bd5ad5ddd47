"""Putting right and putting together (更正与并案): relocate, reclassify, correct, merge, unmerge."""

from datetime import datetime

import msgspec

from domain.incidents import events as ev
from domain.incidents import refusals
from domain.incidents.circumstances import Circumstances
from domain.incidents.incident import Incident
from domain.incidents.rules import due_after, higher, level_at_report
from domain.incidents.state import IncidentState
from domain.incidents.verbs import guard
from domain.incidents.words import BEFORE_REGISTRATION, OPEN, STATUSES, Severity
from domain.shared.errors import Malformed
from domain.shared.place import Location, Standing
from domain.shared.sealed import Sealed


class Relocate(msgspec.Struct, frozen=True, kw_only=True):
    """Where it really is: the unit is the one that the circumstances' destination describes."""

    reason: Sealed
    location: Location | None = None


def relocate(case: Incident, circumstances: Circumstances, body: Relocate) -> None:
    """Put the place right (更正地点).

    In another village, town or level it is another desk's: it stands there as registered, without lead and without
    approval. What is not registered yet keeps its status and comes in at the level that its channel and new unit say.
    Raises `UnitTakesNoCase`.
    """
    state = case.state
    rule = guard("relocate", state, circumstances)
    there = circumstances.destination or circumstances.standing
    if there.closing:
        raise refusals.UnitTakesNoCase(unit=there.unit)
    early = state.status in BEFORE_REGISTRATION
    level = level_at_report(state.channel, there) if early else higher(state.level, there.lowest_level)
    moved = level != state.level or _divisions(there) != _divisions(circumstances.standing)
    event = ev.Relocated(
        path=there.path,
        kinds=there.kinds,
        level=level,
        to="registered" if moved and not early else state.status,
        moved=moved,
        due_at=due_after(state, circumstances.act.at) if moved else state.due_at,
        approval_needed=not early and circumstances.policies.approval[level] if moved else state.approval_needed,
        location=body.location,
        reason=body.reason,
    )
    meta = circumstances.meta(case.originator_id, rule, unit=there.unit)
    case.record(event, msgspec.structs.replace(meta, edition=there.edition))


def _divisions(standing: Standing) -> tuple[str | None, str | None]:
    return standing.place_of("village"), standing.place_of("town")


class Reclassify(msgspec.Struct, frozen=True, kw_only=True):
    """The right category or severity, or both."""

    reason: Sealed
    category: str | None = None
    severity: Severity | None = None


def reclassify(case: Incident, circumstances: Circumstances, body: Reclassify) -> None:
    """Put category or severity right (更正类别); the old value stays in the history.

    The new category's hours count from registration, unless a dispatch named the time. An approval that was needed at
    registration stays needed. Raises `UnknownCategory`, `Malformed` where neither is given.
    """
    state = case.state
    rule = guard("reclassify", state, circumstances)
    if body.category is None and body.severity is None:
        raise Malformed(field="category", why_zh="请填写类别或紧急程度", why_en="name a category or a severity")
    if body.category is not None and body.category not in circumstances.categories:
        raise refusals.UnknownCategory(category=body.category)
    event = ev.Reclassified(
        category=body.category or state.category or "",
        severity=body.severity or state.severity,
        due_at=_due_of(state, circumstances, body.category),
        reason=body.reason,
    )
    circumstances.record(case, rule, event)


def _due_of(state: IncidentState, circumstances: Circumstances, category: str | None) -> datetime | None:
    time = circumstances.time_for(category)
    if time is None or state.clock_from is None or state.due_named:
        return state.due_at
    return state.clock_from + time


class Correct(msgspec.Struct, frozen=True, kw_only=True):
    """The right description."""

    description: Sealed
    reason: Sealed


def correct(case: Incident, circumstances: Circumstances, body: Correct) -> None:
    """Put the description right (更正描述); the old one stays in the history."""
    rule = guard("correct", case.state, circumstances)
    circumstances.record(case, rule, ev.Corrected(description=body.description, reason=body.reason))


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """Into which incident: the other one of the circumstances, whose unit stands at their destination."""


def merge(case: Incident, circumstances: Circumstances, body: Merge) -> None:  # noqa: ARG001 - the circumstances name it
    """Merge the case into another one about the same matter (并案).

    Its reporters follow the other, and the earlier due time wins there. Raises `MergesInCircle`, `TargetNotOpen`,
    `TargetElsewhere`.
    """
    state = case.state
    rule = guard("merge", state, circumstances)
    target = _other(circumstances)
    into = target.state
    if case.originator_id in (target.originator_id, into.merged_into):
        raise refusals.MergesInCircle
    if into.status not in OPEN:
        raise refusals.TargetNotOpen(status=STATUSES[into.status].en, status_zh=STATUSES[into.status].zh)
    there = circumstances.destination.path if circumstances.destination else into.path
    if circumstances.act.actor.place not in there:
        raise refusals.TargetElsewhere
    circumstances.act.check_time(into.opened_at)
    circumstances.record(case, rule, ev.Merged(into=target.originator_id))
    own = (state.reporter,) if state.reporter else ()
    followers = tuple(reporter for follower in state.followers for reporter in follower.reporters)
    due = min((due for due in (state.due_at, into.due_at) if due is not None), default=None)
    _record_there(
        case, circumstances, rule, ev.Absorbed(case=case.originator_id, reporters=own + followers, due_at=due)
    )


class Unmerge(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is another matter after all."""

    reason: Sealed


def unmerge(case: Incident, circumstances: Circumstances, body: Unmerge) -> None:
    """Undo the merger: the case is again what it was (撤销并案)."""
    rule = guard("unmerge", case.state, circumstances)
    circumstances.record(case, rule, ev.Unmerged(reason=body.reason))
    _record_there(case, circumstances, rule, ev.Parted(case=case.originator_id))


def _other(circumstances: Circumstances) -> Incident:
    if circumstances.other is None:
        message = "merge and unmerge need the other incident"
        raise LookupError(message)
    return circumstances.other


def _record_there(case: Incident, circumstances: Circumstances, rule: str, event: ev.Absorbed | ev.Parted) -> None:
    other = _other(circumstances)
    cause = f"{case.originator_id}/{case.originator_version}"
    meta = circumstances.meta(other.originator_id, rule, unit=other.state.unit, causation=cause)
    other.record(event, msgspec.structs.replace(meta, edition=other.state.edition))
