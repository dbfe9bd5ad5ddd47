"""One sentence for any event of any context (一事一句), zh and en."""

from domain.access.sentences import sentence as access
from domain.incidents.sentences import sentence as incidents
from domain.organs.sentences import sentence as organs
from domain.reference.sentences import sentence as reference
from domain.shared.meta import Meta
from domain.shared.stream import Event
from domain.shared.words import Words
from domain.territory.sentences import sentence as territory
from projections.projection import event_name
from projections.register.register import Register

CONTEXTS = (incidents, access, territory, organs, reference)


def sentence_of(event: Event, meta: Meta, register: Register) -> Words:
    """Return what happened; for an event that this release does not know, its name."""
    said = (sentence(event, meta, register) for sentence in CONTEXTS)
    return next((words for words in said if words), Words(event_name(event), event_name(event)))
