"""Cases to measure with: ordinary ones, as a grid worker reports them, with sealed texts of an ordinary length."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from domain.incidents import events as ev
from domain.incidents.incident import Incident
from domain.shared.meta import Meta
from domain.shared.place import Location, UnitKind
from domain.shared.sealed import Sealed
from domain.shared.stream import Event
from infra.ledger.ledger import Command

PATH = ("140830", "140830103", "140830103201", "140830103201-01", "140830103201-01-02", "140830103201-01-02-003")
KINDS: tuple[UnitKind, ...] = ("county", "town", "village", "grid", "sub_grid", "micro_grid")
SEALED_BYTES = 120
"""Some thirty characters and what sealing adds."""


def reported_case(at: datetime) -> Incident:
    """Return a new case with its report, not recorded yet."""
    case = Incident(uuid4())
    case.record(_report(case.originator_id), _meta(case.originator_id, at, "reporter_of_the_place"))
    return case


def closed_case(number: int, at: datetime) -> Incident:
    """Return a case with its eight acts from report to close, not recorded yet; each fifth is closed late."""
    case = reported_case(at)
    text = _sealed(case.originator_id)
    late = number % 5 == 0
    acts: tuple[Event, ...] = (
        ev.Registered(
            number=f"西陌〔2026〕{number:06d}号",
            category="environment.water",
            severity="normal",
            due_at=at + timedelta(days=3),
            approval_needed=False,
        ),
        ev.Dispatched(lead="140830103.office"),
        ev.Signed(),
        ev.ActionRecorded(note=text),
        ev.ResultSubmitted(result=text),
        ev.CheckPassed(),
        ev.Closed(outcome="resolved", level=case.state.level, late=late),
    )
    for hours, act in enumerate(acts, 1):
        case.record(act, _meta(case.originator_id, at + timedelta(hours=hours), "desk_of_the_level"))
    return case


def command_of(case: Incident) -> Command:
    """Return the command that a case came with, as the HTTP interface keeps it."""
    answer: dict[str, Any] = {
        "id": str(case.originator_id),
        "number": case.state.number,
        "version": case.originator_version,
        "status": case.state.status,
        "level": case.state.level,
    }
    return Command("p140830103201", uuid4().hex, os.urandom(32), msgspec.json.encode(answer))


def _report(case: UUID) -> ev.Reported:
    return ev.Reported(
        channel="grid_worker",
        category="environment.water",
        severity="normal",
        description=_sealed(case),
        path=PATH,
        kinds=KINDS,
        level="village",
        location=Location(lon=110.69, lat=34.71),
    )


def _sealed(case: UUID) -> Sealed:
    return Sealed(f"case/{case}", os.urandom(SEALED_BYTES))


def _meta(case: UUID, at: datetime, rule: str) -> Meta:
    return Meta(
        occurred_at=at,
        person="p140830103201",
        post="140830103201.committee/officer",
        organ="140830103201.committee",
        rule=rule,
        unit=PATH[-1],
        edition="2026-01-01",
        channel="grid_worker",
        correlation=str(case),
    )
