"""A post (岗位) and who holds it from when to when, alone or as A and B."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.organs import events as e
from domain.organs import rules
from domain.shared.act import Act, PostKind
from domain.shared.administration import CodeTaken, administrators_only, register_meta
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class PostState(msgspec.Struct, frozen=True):
    """What the post is, and all its terms."""

    defined: e.PostDefined
    terms: tuple[rules.Term, ...] = ()


class Post(Stream[PostState]):
    """A post."""

    STATE = PostState

    @staticmethod
    def stream_id(code: str) -> UUID:
        """Return the id of a post's stream."""
        return named_id("post", code)

    def define(self, act: Act, *, code: str, organ: str, organ_place: str, kind: PostKind, place: rules.Place) -> None:
        """Set up a post at an organ, for a place (设立岗位). The same once more records nothing.

        Raises `NoRight`, `Malformed`, `WrongPlace`, `CodeTaken`.
        """
        administrators_only(act, "define")
        rules.check_post_code(code, organ, kind)
        rules.post_fits_place(code, kind, organ_place, place)
        defined = e.PostDefined(code=code, organ=organ, kind=kind, place=place.path[-1])
        if not self.exists:
            self._record(act, defined)
        elif self.state.defined != defined:
            raise CodeTaken(code=code)

    def assign(
        self,
        act: Act,
        *,
        person: str,
        mode: e.HoldingMode = "sole",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Let a person take up the post (任职), from the act's time or `since` on. The same again records nothing.

        Beside whoever holds it alone or as A there may be one substitute (B). Raises `NoRight`, `TermEmpty`,
        `PostTaken`.
        """
        administrators_only(act, "assign")
        term = rules.Term(person=person, mode=mode, since=since or act.at, until=until)
        if until is not None and until <= term.since:
            raise rules.TermEmpty(post=self.code)
        held = rules.holder_at(self.state.terms, term.since, substitute=mode == "B")
        if held is not None and (held.person, held.mode, held.until) == (person, mode, until):
            return
        rules.only_one_at_a_time(self.code, term, self.state.terms)
        self._record(act, e.PostAssigned(post=self.code, person=person, mode=mode, since=term.since, until=until))

    def relieve(self, act: Act, *, person: str) -> None:
        """Let a person leave the post (免职) at the act's time; terms not begun yet are dropped.

        Raises `NoRight`, `NotHeld`.
        """
        administrators_only(act, "relieve")
        if not any(term.person == person and (term.until is None or act.at < term.until) for term in self.state.terms):
            raise rules.NotHeld(post=self.code)
        self._record(act, e.PostRelieved(post=self.code, person=person, at=act.at))

    def hand_over(
        self, act: Act, *, successor: str | None = None, person: str | None = None, cases: Sequence[str] = ()
    ) -> None:
        """Pass the post with its open work to a successor, or to the substitute where none is named (工作交接).

        `person`: who leaves, by default the first holder. `cases`: open cases bound to that person; all other work
        waits for the post and follows by itself. Raises `NoRight`, `NotHeld`, `NobodyToHandOverTo`, `PostTaken`.
        """
        administrators_only(act, "hand-over")
        leaving, substitute = self._leaving(act, person), self._seat(act, substitute=True)
        if successor is None:
            if substitute is None or substitute == leaving:
                raise rules.NobodyToHandOverTo(post=self.code)
            successor = substitute.person
        if successor == leaving.person:
            raise rules.PostTaken(post=self.code, since=leaving.since.isoformat(), mode=leaving.mode)
        stay = _ended(self.state.terms, {leaving.person, successor}, act.at)
        term = rules.Term(person=successor, mode=leaving.mode, since=act.at)
        rules.only_one_at_a_time(self.code, term, stay)
        self._record(
            act,
            e.PostHandedOver(
                post=self.code,
                person=leaving.person,
                successor=successor,
                mode=leaving.mode,
                at=act.at,
                cases=tuple(cases),
            ),
        )

    @property
    def code(self) -> str:
        """The post's code."""
        return self.state.defined.code

    def _leaving(self, act: Act, person: str | None) -> rules.Term:
        for substitute in (False, True):
            term = self._seat(act, substitute=substitute)
            if term is not None and person in (None, term.person):
                return term
        raise rules.NotHeld(post=self.code)

    def _seat(self, act: Act, *, substitute: bool) -> rules.Term | None:
        return rules.holder_at(self.state.terms, act.at, substitute=substitute)

    def _record(self, act: Act, event: e.PostDefined | e.PostAssigned | e.PostRelieved | e.PostHandedOver) -> None:
        place = event.place if isinstance(event, e.PostDefined) else self.state.defined.place
        self.record(event, register_meta(act, unit=place))

    @classmethod
    def evolve(cls, state: PostState | None, event: Event, meta: Meta) -> PostState | None:  # noqa: ARG003 - the meta decides nothing
        """Return the post after the event."""
        match event:
            case e.PostDefined():
                return PostState(event)
            case e.PostAssigned() if state is not None:
                term = rules.Term(person=event.person, mode=event.mode, since=event.since, until=event.until)
                return PostState(state.defined, (*state.terms, term))
            case e.PostRelieved() if state is not None:
                return PostState(state.defined, _ended(state.terms, {event.person}, event.at))
            case e.PostHandedOver() if state is not None:
                term = rules.Term(person=event.successor, mode=event.mode, since=event.at)
                stay = _ended(state.terms, {event.person, event.successor}, event.at)
                return PostState(state.defined, (*stay, term))
        return state


def _ended(terms: Sequence[rules.Term], people: set[str], at: datetime) -> tuple[rules.Term, ...]:
    """Return the terms with those of some people ended at a moment; what had not begun by then is left out."""
    found: list[rules.Term] = []
    for term in terms:
        if term.person not in people or (term.until is not None and term.until <= at):
            found.append(term)
        elif term.since < at:
            found.append(msgspec.structs.replace(term, until=at))
    return tuple(found)
