"""The stream of one incident. Its commands stand in the files of the phases: reporting, handling, passing, closing."""

from domain.incidents import events as ev
from domain.incidents.fold import APPLIERS, been
from domain.incidents.state import IncidentState
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream


class Incident(Stream[IncidentState]):
    """An incident (网格事件), from report to closure."""

    STATE = IncidentState
    STATE_VERSION = 1

    @classmethod
    def evolve(cls, state: IncidentState | None, event: Event, meta: Meta) -> IncidentState | None:
        """Return the state after the event; events of unknown names change nothing."""
        if state is None:
            return _opened(event, meta)
        applier = APPLIERS.get(type(event))
        return applier(state, event, meta) if applier else state


def _opened(event: Event, meta: Meta) -> IncidentState | None:
    match event:
        case ev.Reported():
            return _reported(event, meta)
        case ev.Imported():
            return _imported(event, meta)
        case _:
            return None


def _reported(event: ev.Reported, meta: Meta) -> IncidentState:
    return IncidentState(
        status="reported",
        level=event.level,
        path=event.path,
        kinds=event.kinds,
        edition=meta.edition,
        opened_at=meta.occurred_at,
        since=meta.occurred_at,
        channel=event.channel,
        category=event.category,
        severity=event.severity,
        description=event.description,
        location=event.location,
        external_id=event.external_id,
        reporter=event.reporter,
        reported_by=meta.person,
        attachments=event.attachments,
        been_at=been((), event.path, event.kinds, event.level),
    )


def _imported(event: ev.Imported, meta: Meta) -> IncidentState:
    return IncidentState(
        status="registered",
        level=event.level,
        path=event.path,
        kinds=event.kinds,
        edition=meta.edition,
        opened_at=event.opened_at,
        since=event.opened_at,
        channel=event.channel,
        category=event.category,
        imported=True,
        number=event.number,
        registered_at=event.opened_at,
        due_at=event.due_at,
        due_named=event.due_at is not None,
        been_at=been((), event.path, event.kinds, event.level),
    )
