"""A person who may hold posts (人员). The name and phone are sealed before they come here."""

from uuid import UUID

from domain.organs.events import PersonRegistered
from domain.shared.act import Act
from domain.shared.administration import CodeTaken, administrators_only, register_meta
from domain.shared.meta import Meta
from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Stream, named_id


class Person(Stream[PersonRegistered]):
    """A person; what is known is what was registered."""

    STATE = PersonRegistered

    @staticmethod
    def stream_id(person: str) -> UUID:
        """Return the id of a person's stream."""
        return named_id("person", person)

    def register(self, act: Act, *, person: str, name: Sealed, phone: Sealed | None = None) -> None:
        """Enter a person (登记人员). Raises `NoRight`, `CodeTaken`."""
        administrators_only(act, "define")
        if self.exists:
            raise CodeTaken(code=person)
        self.record(PersonRegistered(person=person, name=name, phone=phone), register_meta(act))

    @classmethod
    def evolve(cls, state: PersonRegistered | None, event: Event, meta: Meta) -> PersonRegistered | None:  # noqa: ARG003 - the meta decides nothing
        """Return the person after the event."""
        return event if isinstance(event, PersonRegistered) else state
