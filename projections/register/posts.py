"""The organs, posts and people of the register, and who holds which post from when to when."""

from collections.abc import Iterator
from datetime import datetime
from typing import Self

import msgspec

from domain.organs import events as e
from projections.register.entries import Holder, PersonView

LEADING = ("officer", "village_officer")
"""Kinds of post that let an organ lead or assist."""


class PostTable:
    """Organs and posts by code, people by id, and the terms of each post."""

    def __init__(self) -> None:
        self.organs: dict[str, e.OrganDefined] = {}
        self.posts: dict[str, e.PostDefined] = {}
        self.people: dict[str, PersonView] = {}
        self.terms: dict[str, tuple[Holder, ...]] = {}
        self.posts_of: dict[str, frozenset[str]] = {}

    def copy(self) -> Self:
        """Return a table of its own with the same content."""
        table = type(self)()
        table.organs, table.posts, table.people = dict(self.organs), dict(self.posts), dict(self.people)
        table.terms, table.posts_of = dict(self.terms), dict(self.posts_of)
        return table

    def apply(self, event: e.OrgansEvent) -> Iterator[datetime]:
        """Fold one event; yield the instants at which it changes who holds what."""
        match event:
            case e.OrganDefined():
                self.organs[event.code] = event
            case e.PostDefined():
                self.posts[event.code] = event
                self.terms[event.code] = ()
            case e.PersonRegistered():
                self.people[event.person] = PersonView(id=event.person, name=event.name, phone=event.phone)
            case e.PostAssigned():
                self._begin(event.post, event.person, event.mode, event.since, event.until)
                yield event.since
                if event.until is not None:
                    yield event.until
            case e.PostRelieved():
                self._end(event.post, event.person, event.at)
                yield event.at
            case e.PostHandedOver():
                self._end(event.post, event.person, event.at)
                self._end(event.post, event.successor, event.at)
                self._begin(event.post, event.successor, event.mode, event.at, None)
                yield event.at
            case _:
                pass

    def _begin(self, post: str, person: str, mode: e.HoldingMode, since: datetime, until: datetime | None) -> None:
        self.terms[post] = (*self.terms[post], Holder(person=person, mode=mode, since=since, until=until))
        self.posts_of[person] = self.posts_of.get(person, frozenset()) | {post}

    def _end(self, post: str, person: str, at: datetime) -> None:
        """End the person's terms at a moment; what had not begun by then is left out."""
        self.terms[post] = tuple(
            term
            if term.person != person or (term.until is not None and term.until <= at)
            else msgspec.structs.replace(term, until=at)
            for term in self.terms[post]
            if term.person != person or term.since < at
        )

    def holders(self, post: str, at: datetime) -> list[Holder]:
        """Return who holds the post at a moment, the first before the substitute."""
        return sorted(
            (term for term in self.terms.get(post, ()) if term.since <= at and (term.until is None or at < term.until)),
            key=lambda term: (term.mode == "B", term.since),
        )
