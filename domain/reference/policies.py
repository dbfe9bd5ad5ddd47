"""The policies (办理规则): values that a county or one of its divisions decides, each setting a version of its own."""

from typing import ClassVar
from uuid import UUID

import msgspec

from domain.reference import rules
from domain.reference.events import PolicySet
from domain.shared.act import Act
from domain.shared.administration import administrators_only, register_meta
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class PolicyBook(msgspec.Struct, frozen=True):
    """The last version, and the last setting of each policy for each place."""

    version: int
    settings: tuple[PolicySet, ...]


class Policies(Stream[PolicyBook]):
    """All policies of the deployment."""

    STATE = PolicyBook
    ID: ClassVar[UUID] = named_id("policies")
    """Id of their stream: there is one."""

    def set(self, act: Act, *, name: str, value: bool | int, place: str | None = None) -> None:
        """Give a policy a value, for a place and all below it, or for all (设定). The same value records nothing.

        Raises `NoRight`, `Missing`, `Malformed`.
        """
        administrators_only(act, "set")
        rules.check_policy(name, value)
        book = self.state if self.exists else PolicyBook(0, ())
        if any((one.name, one.place, one.value) == (name, place, value) for one in book.settings):
            return
        changed = PolicySet(name=name, place=place, value=value, version=book.version + 1)
        self.record(changed, register_meta(act, unit=place))

    @classmethod
    def evolve(cls, state: PolicyBook | None, event: Event, meta: Meta) -> PolicyBook | None:  # noqa: ARG003 - the meta decides nothing
        """Return the policies after the event."""
        if not isinstance(event, PolicySet):
            return state
        others = (
            one for one in (state.settings if state else ()) if (one.name, one.place) != (event.name, event.place)
        )
        return PolicyBook(event.version, (*others, event))
