"""Reporting (采集受理): report, verify, refute, register, refuse."""

from datetime import datetime

import msgspec

from domain.incidents import events as ev
from domain.incidents import refusals
from domain.incidents.circumstances import Circumstances, number_series
from domain.incidents.incident import Incident
from domain.incidents.rules import ON_THE_ROUND, REPORTING, SETTLING, level_at_report
from domain.incidents.verbs import guard
from domain.incidents.words import Channel, RefusalGround, Reporter, Severity
from domain.shared.errors import NoRight
from domain.shared.place import Location
from domain.shared.sealed import Sealed

REPORTING_RULE = "reporter_of_the_place"
"""The name under which the right to report stands in the ledger."""


class SettledOnTheSpot(msgspec.Struct, frozen=True, kw_only=True):
    """What was done about it at once."""

    result: Sealed
    attachments: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report. Its unit is the one that the circumstances' standing describes."""

    channel: Channel
    category: str
    description: Sealed
    severity: Severity = "normal"
    location: Location | None = None
    external_id: str | None = None
    reporter: Reporter | None = None
    attachments: tuple[str, ...] = ()
    settled: SettledOnTheSpot | None = None


def report(case: Incident, circumstances: Circumstances, body: Report) -> None:
    """Report an incident in a unit (上报); with a result, it is settled on the spot, numbered at once and handled.

    Raises `NoRight`, `InTheFuture`, `UnitTakesNoCase`, `UnknownCategory`, `ReportedAlready`; with a result also
    `NotSettledThisWay`, `EvidenceRequired`.
    """
    _may_report(circumstances, body)
    circumstances.act.check_time()
    standing = circumstances.standing
    if standing.closing:
        raise refusals.UnitTakesNoCase(unit=standing.unit)
    if body.category not in circumstances.categories:
        raise refusals.UnknownCategory(category=body.category)
    if body.settled is not None:
        _may_settle(circumstances, body, body.settled)
    meta = circumstances.meta(case.originator_id, REPORTING_RULE)
    meta = msgspec.structs.replace(meta, channel=body.channel)
    if body.external_id is not None and circumstances.external is not None:
        circumstances.external.take(body.channel, body.external_id, case.originator_id, meta)
    case.record(
        ev.Reported(
            channel=body.channel,
            category=body.category,
            severity=body.severity,
            description=body.description,
            path=standing.path,
            kinds=standing.kinds,
            level=level_at_report(body.channel, standing),
            location=body.location,
            external_id=body.external_id,
            reporter=body.reporter,
            attachments=body.attachments,
        ),
        meta,
    )
    if body.settled is not None:
        _settle(case, circumstances, body.settled)


def _may_report(circumstances: Circumstances, body: Report) -> None:
    actor = circumstances.act.actor
    kinds = REPORTING if body.settled is None else SETTLING
    if actor.kind not in kinds or actor.place not in circumstances.standing.path:
        raise NoRight(
            verb="report",
            verb_zh="上报",
            who_zh="本辖区的网格员、村干部、经办人员，以及（未当场办结的）指挥室",
            who_en="a grid worker, village officer or officer of the place, and for what is not settled a desk",
        )


def _may_settle(circumstances: Circumstances, body: Report, settled: SettledOnTheSpot) -> None:
    if body.channel not in ON_THE_ROUND:
        raise refusals.NotSettledThisWay
    evidence(circumstances, body.category, settled.attachments)


def _settle(case: Incident, circumstances: Circumstances, settled: SettledOnTheSpot) -> None:
    state = case.state
    event = ev.Settled(
        number=_number(case, circumstances, REPORTING_RULE),
        due_at=_due_at(circumstances, state.category, None),
        approval_needed=circumstances.policies.approval[state.level],
        result=settled.result,
        attachments=settled.attachments,
    )
    circumstances.record(case, REPORTING_RULE, event)


def _due_at(circumstances: Circumstances, category: str | None, merged: datetime | None) -> datetime | None:
    """Return the category's time from now on, or the earlier one that came with a case merged into this one."""
    time = circumstances.time_for(category)
    return min((due for due in (circumstances.act.at + time if time else None, merged) if due), default=None)


def evidence(circumstances: Circumstances, category: str | None, attachments: tuple[str, ...]) -> None:
    """Let a result come with a photo or document where its category asks for one. Raises `EvidenceRequired`."""
    facts = circumstances.categories.get(category or "")
    if facts is not None and facts.evidence_required and not attachments:
        raise refusals.EvidenceRequired


def _number(case: Incident, circumstances: Circumstances, rule: str) -> str:
    numbers = circumstances.numbers
    if numbers is None:
        message = "registration needs the series of number_series(act)"
        raise LookupError(message)
    organ, year = number_series(circumstances.act)
    meta = circumstances.meta(case.originator_id, rule)
    return numbers.series.issue(organ, numbers.short_name, year, case.originator_id, meta)


class Verify(msgspec.Struct, frozen=True, kw_only=True):
    """What was found on the spot."""

    note: Sealed | None = None
    attachments: tuple[str, ...] = ()


def verify(case: Incident, circumstances: Circumstances, body: Verify) -> None:
    """Confirm on the spot that it is as reported (核实)."""
    rule = guard("verify", case.state, circumstances)
    circumstances.record(case, rule, ev.Verified(note=body.note, attachments=body.attachments))


class Refute(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is not as reported."""

    reason: Sealed


def refute(case: Incident, circumstances: Circumstances, body: Refute) -> None:
    """Find on the spot that it is not as reported (核实不属实)."""
    rule = guard("refute", case.state, circumstances)
    circumstances.record(case, rule, ev.Refuted(reason=body.reason))


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk puts right while registering."""

    category: str | None = None
    severity: Severity | None = None


def register(case: Incident, circumstances: Circumstances, body: Register) -> None:
    """Take the case on: number, clock, and whether a leader has to approve (受理立案).

    Raises `NotVerifiedYet`, `UnknownCategory`.
    """
    state = case.state
    rule = guard("register", state, circumstances)
    category = body.category or state.category or ""
    if body.category is not None and body.category not in circumstances.categories:
        raise refusals.UnknownCategory(category=body.category)
    event = ev.Registered(
        number=_number(case, circumstances, rule),
        category=category,
        severity=body.severity or state.severity,
        due_at=_due_at(circumstances, category, state.due_at),
        approval_needed=circumstances.policies.approval[state.level],
    )
    circumstances.record(case, rule, event)


class Refuse(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is not accepted, and where else to go."""

    ground: RefusalGround
    reason: Sealed
    other_route: Sealed


def refuse(case: Incident, circumstances: Circumstances, body: Refuse) -> None:
    """Not accept it, on a ground of the closed list, and name another way (不予受理).

    Source: Beijing 12345 regulation art. 11; Weifang 12345 regulation art. 19 (a reason is required).
    """
    rule = guard("refuse", case.state, circumstances)
    circumstances.record(case, rule, ev.Refused(ground=body.ground, reason=body.reason, other_route=body.other_route))
