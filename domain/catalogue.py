"""Every event the ledger may hold, by its stable name: one line a context."""

from domain.shared import claims, numbering
from domain.shared.stream import Event

CONTEXTS: tuple[tuple[type[Event], ...], ...] = (numbering.EVENTS, claims.EVENTS)

EVENTS: dict[str, type[Event]] = {event.NAME: event for events in CONTEXTS for event in events}
