"""One row a version of a case: the domain's own fold, with the columns that lists, counts and rights look at.

The row carries the whole state as the domain encodes it, sealed values sealed, so that what may be done next is told by
the domain's own functions. A case whose place was put right leaves a tombstone at its old key.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.incidents.incident import Incident
from domain.incidents.state import IncidentState
from domain.incidents.words import OPEN
from domain.shared.stream import Recorded
from projections.projection import Projection, Row, event_name

INCIDENT = "incident."


class CaseRow(Row, frozen=True, kw_only=True):
    """A case after one of its acts. Empty text stands for what it does not have (yet)."""

    way: str
    """The codes from the county down to its unit, joined: rows of one place lie side by side."""
    case: UUID
    version: int
    born: int
    """The position of its first act."""
    gone: bool
    """A tombstone: at this version the case left this place."""
    kind: str
    type: str
    """The act that made the version, by its stable name."""
    recorded_at: datetime
    occurred_at: datetime
    """The act's own time."""
    path: Sequence[str]
    """The codes from the county down to its unit; empty where an import knew none."""
    unit: str
    number: str
    status: str
    level: str
    category: str
    severity: str
    channel: str
    lead: str
    assists: Sequence[str]
    been_at: Sequence[str]
    open: bool
    opened_at: datetime
    registered_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    closed_late: bool
    outcome: str
    reopening_ordered: bool
    lon: float | None
    lat: float | None
    state: str
    """`IncidentState` as JSON."""

    @property
    def incident(self) -> IncidentState:
        """The state of an incident, as the domain knows it."""
        return incident_state(self.state)


_STATES = msgspec.json.Decoder(IncidentState)
_ENCODER = msgspec.json.Encoder()


def incident_state(text: str) -> IncidentState:
    """Return the state that a row carries."""
    return _STATES.decode(text)


class Cases(Projection[CaseRow]):
    """All cases of a ledger."""

    NAME = "cases"
    TABLE = "case_versions"
    CURRENT = "cases"
    KEY = "case"
    ROW = CaseRow
    GONE = "gone"

    def subject(self, recorded: Recorded) -> UUID | None:
        """Return the case, whose stream it is."""
        return recorded.originator_id if event_name(recorded.event).startswith(INCIDENT) else None

    def project(self, before: CaseRow | None, recorded: Recorded) -> CaseRow | None:
        """Return the case after the act."""
        state = Incident.evolve(before.incident if before else None, recorded.event, recorded.meta)
        return _row(state, recorded, before.born if before else recorded.position) if state else None

    def rows(self, before: CaseRow | None, after: CaseRow) -> tuple[CaseRow, ...]:
        """Return the row, after a tombstone where the case left another place."""
        if before is None or before.way == after.way:
            return (after,)
        left = {"way": before.way, "path": before.path, "unit": before.unit, "gone": True, "state": ""}
        return (msgspec.structs.replace(after, **left), after)


def _row(state: IncidentState, recorded: Recorded, born: int) -> CaseRow:
    return CaseRow(
        position=recorded.position,
        way="/".join(state.path),
        case=recorded.originator_id,
        version=recorded.originator_version,
        born=born,
        gone=False,
        kind="incident",
        type=event_name(recorded.event),
        recorded_at=recorded.recorded_at,
        occurred_at=recorded.meta.occurred_at,
        path=state.path,
        unit=state.unit or "",
        number=state.number or "",
        status=state.status,
        level=state.level,
        category=state.category or "",
        severity=state.severity,
        channel=state.channel or "",
        lead=state.lead or "",
        assists=state.assists,
        been_at=state.been_at,
        open=state.status in OPEN,
        opened_at=state.opened_at,
        registered_at=state.registered_at,
        due_at=state.due_at,
        ended_at=state.ended_at,
        closed_late=state.closed_late,
        outcome=state.outcome or "",
        reopening_ordered=state.reopening_ordered,
        lon=state.location.lon if state.location else None,
        lat=state.location.lat if state.location else None,
        state=_ENCODER.encode(state).decode(),
    )
