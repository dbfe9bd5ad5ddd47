"""Every event the ledger may hold, by its stable name: one line a context."""

from domain.access import events as access
from domain.incidents import events as incidents
from domain.incidents import external
from domain.organs import events as organs
from domain.reference import events as reference
from domain.shared import numbering
from domain.shared.stream import Event
from domain.territory import events as territory

CONTEXTS: tuple[tuple[type[Event], ...], ...] = (
    numbering.EVENTS,
    territory.EVENTS,
    organs.EVENTS,
    reference.EVENTS,
    incidents.EVENTS,
    external.EVENTS,
    access.EVENTS,
)

EVENTS: dict[str, type[Event]] = {event.NAME: event for events in CONTEXTS for event in events}
