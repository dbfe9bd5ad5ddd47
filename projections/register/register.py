"""The register: every unit, organ, post, person, category and policy, in memory, as it stood at any moment.

It is the fold of the ledger's reference events. What it answers depends on two times: the position it was folded to
("as recorded at position P") and the moment asked about ("in force at T"); `at=None` asks for the last state
recorded, changes that lie in the future included.

While `apply` runs nobody may read. Who shares a register between threads applies to a `copy` and then swaps.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Self

import msgspec

from domain.organs.events import OrgansEvent
from domain.reference.events import CategoriesPublished, Category, PolicySet
from domain.reference.rules import approval_policy
from domain.shared.act import PostKind
from domain.shared.place import Level, Standing, UnitKind
from domain.shared.stream import Recorded
from domain.shared.words import Words
from domain.territory.events import TerritoryEvent
from projections.register.entries import Holder, OrganView, PersonView, PostView, UnitView
from projections.register.epoch import Epoch
from projections.register.names import POST_KIND_NAMES
from projections.register.posts import PostTable
from projections.register.reference import ReferenceTable
from projections.register.timeline import LAST
from projections.register.units import UnitTable

EPOCHS_KEPT = 64
"""How many spans between two changes are kept worked out; a worklist asks about one, an import about a few."""


class _Tables(NamedTuple):
    units: UnitTable
    posts: PostTable
    reference: ReferenceTable
    instants: list[datetime]
    """When anything changes, in order."""


class Register:
    """The registers folded up to `position`."""

    def __init__(self, position: int = 0, tables: _Tables | None = None) -> None:
        self.position = position
        """Last position folded, or passed over as no event of the registers."""
        tables = tables or _Tables(UnitTable(), PostTable(), ReferenceTable(), [])
        self._units, self._posts, self._reference, self._instants = tables
        self._epochs: dict[int, Epoch] = {}

    @classmethod
    def of(cls, history: Iterable[Recorded], position: int | None = None) -> Self:
        """Return the register as recorded at a position (all of the history where it is None)."""
        register = cls()
        for recorded in history:
            if position is not None and recorded.position > position:
                break
            register.apply(recorded)
        if position is not None:
            register.pass_to(position)
        return register

    def copy(self) -> Self:
        """Return a register of its own with the same content; what a county needs for this is about a millisecond."""
        tables = _Tables(self._units.copy(), self._posts.copy(), self._reference.copy(), list(self._instants))
        return type(self)(self.position, tables)

    def apply(self, recorded: Recorded) -> None:
        """Fold one event; other events only move the position. An event folded already changes nothing."""
        if recorded.position <= self.position:
            return
        self.position = recorded.position
        match recorded.event:
            case TerritoryEvent() as event:
                self._changed(self._units.apply(event, recorded.meta))
            case OrgansEvent() as event:
                self._changed(*self._posts.apply(event))
            case CategoriesPublished() | PolicySet() as event:
                self._reference.apply(event)

    def pass_to(self, position: int) -> None:
        """Note that no event of the registers lies between here and the position."""
        self.position = max(self.position, position)

    def _changed(self, *instants: datetime) -> None:
        self._epochs.clear()
        for instant in instants:
            index = bisect_right(self._instants, instant)
            if not index or self._instants[index - 1] != instant:
                insort(self._instants, instant)

    def _epoch(self, at: datetime | None) -> Epoch:
        number = len(self._instants) if at is None else bisect_right(self._instants, at)
        found = self._epochs.get(number)
        if found is None:
            for oldest in list(self._epochs)[: len(self._epochs) - EPOCHS_KEPT + 1]:
                self._epochs.pop(oldest, None)
            moment = LAST if number == len(self._instants) else (at or LAST)
            found = self._epochs[number] = Epoch(self._units, self._posts, moment)
        return found

    # units

    def standing(self, unit: str, at: datetime | None = None) -> Standing:
        """Return where a unit stands at a moment. Raises `Missing` for a code that never was.

        A code that was merged or recoded by then leads to its successor.
        """
        return self._epoch(at).standing(unit)

    def unit(self, code: str, at: datetime | None = None) -> UnitView | None:
        """Return the unit under this very code, or None."""
        return self._epoch(at).unit(code)

    def current(self, code: str, at: datetime | None = None) -> str:
        """Return the code that a unit has at a moment, after mergers and recodings."""
        return self._units.resolve(code, at or LAST)

    def first_code(self, code: str) -> str:
        """Return the code that a unit had before any recoding, by which its stream is known."""
        return self._units.first_code(code)

    def aliases(self, code: str, at: datetime | None = None) -> tuple[str, ...]:
        """Return every code that leads to the same unit at a moment, for filters over stored paths."""
        moment = at or LAST
        target = self._units.resolve(code, moment)
        return tuple(sorted(other for other in self._units.units if self._units.resolve(other, moment) == target))

    def children(self, code: str, at: datetime | None = None) -> tuple[UnitView, ...]:
        """Return the units directly below that are in force, by code."""
        epoch = self._epoch(at)
        return tuple(view for child in epoch.children.get(code, ()) if (view := epoch.unit(child)) is not None)

    def units(
        self, *, kind: UnitKind | None = None, place: str | None = None, at: datetime | None = None
    ) -> list[UnitView]:
        """Return the units of a kind that are in force in a place, the place among them, by code."""
        epoch = self._epoch(at)
        return [
            view
            for code in self._units.codes(kind)
            if (view := epoch.unit(code)) is not None and view.in_force and (place is None or epoch.within(code, place))
        ]

    def counts(self, code: str, at: datetime | None = None) -> dict[UnitKind, int]:
        """Return how many grids, sub-grids and micro-grids in force lie below a unit."""
        return self._epoch(at).counts(code)

    def below(self, code: str, at: datetime | None = None) -> list[str]:
        """Return the code of a unit and of all units in force below it."""
        found = [code]
        for parent in found:
            found.extend(child.code for child in self.children(parent, at))
        return found

    def within(self, code: str, place: str, at: datetime | None = None) -> bool:
        """Tell whether a unit is a place or lies in it."""
        return self._epoch(at).within(code, place)

    def locate(self, lon: float, lat: float, at: datetime | None = None) -> tuple[str, ...] | None:
        """Return the path of the deepest unit that a point (WGS 84 degrees) lies in, or None."""
        epoch = self._epoch(at)
        code = epoch.index.deepest(lon, lat)
        return self.standing(code, at).path if code is not None else None

    # organs, posts, people

    def organ(self, code: str, at: datetime | None = None) -> OrganView | None:
        """Return an organ, or None."""
        return self._epoch(at).organ(code)

    def organs(
        self, *, place: str | None = None, may_lead: bool | None = None, at: datetime | None = None
    ) -> list[OrganView]:
        """Return the organs whose place is a place or lies in it, by code."""
        epoch = self._epoch(at)
        return [
            view
            for code in sorted(self._posts.organs)
            if (view := epoch.organ(code)) is not None
            and (place is None or epoch.within(view.place, place))
            and (may_lead is None or view.may_lead == may_lead)
        ]

    def post(self, code: str, at: datetime | None = None) -> PostView | None:
        """Return a post, or None."""
        return self._epoch(at).post(code)

    def posts(
        self, *, kind: PostKind | None = None, place: str | None = None, at: datetime | None = None
    ) -> list[PostView]:
        """Return the posts of a kind whose place is a place or lies in it, by code."""
        epoch = self._epoch(at)
        return [
            view
            for code in sorted(self._posts.posts)
            if (view := epoch.post(code)) is not None
            and (kind is None or view.kind == kind)
            and (place is None or epoch.within(view.place, place))
        ]

    def holders(self, post: str, at: datetime | None = None) -> list[Holder]:
        """Return who holds a post at a moment, the first before the substitute (B)."""
        return self._posts.holders(post, at or LAST)

    def terms(self, post: str) -> tuple[Holder, ...]:
        """Return every term of a post, as recorded."""
        return tuple(self._posts.terms.get(post, ()))

    def posts_of(self, person: str, at: datetime | None = None) -> list[PostView]:
        """Return the posts that a person holds at a moment, by code, each with the mode."""
        epoch = self._epoch(at)
        return [
            msgspec.structs.replace(view, mode=term.mode)
            for code in sorted(self._posts.posts_of.get(person, ()))
            for term in self.holders(code, at)
            if term.person == person and (view := epoch.post(code)) is not None
        ]

    def person(self, person: str) -> PersonView | None:
        """Return a person, or None."""
        return self._posts.people.get(person)

    def people(
        self, *, post_kind: PostKind | None = None, place: str | None = None, at: datetime | None = None
    ) -> list[PersonView]:
        """Return the people who hold a post of a kind in a place, by id; all people where neither is given."""
        if post_kind is None and place is None:
            return [self._posts.people[person] for person in sorted(self._posts.people)]
        held = {
            h.person for post in self.posts(kind=post_kind, place=place, at=at) for h in self.holders(post.code, at)
        }
        return [self._posts.people[person] for person in sorted(held)]

    # reference data

    @property
    def catalogue_version(self) -> int:
        """The version of the catalogue of categories in force; 0 where none was published."""
        return self._reference.version

    @property
    def catalogue(self) -> Mapping[str, Category]:
        """The categories in force, by code."""
        return self._reference.categories

    @property
    def categories(self) -> tuple[Category, ...]:
        """The catalogue in force, in its order."""
        return tuple(self._reference.categories.values())

    def category(self, code: str) -> Category | None:
        """Return a category of the catalogue in force, or None."""
        return self._reference.categories.get(code)

    @property
    def policies(self) -> tuple[PolicySet, ...]:
        """Every policy value in force, by name and place, without the defaults."""
        found = self._reference.policies.values()
        return tuple(sorted(found, key=lambda policy: (policy.name, policy.place or "")))

    def policy(self, name: str, path: Sequence[str] = ()) -> bool | int:
        """Return a policy's value for a path: the nearest place counts. Raises `KeyError` for an unknown name."""
        return self._reference.policy(name, path)

    def approval_needed(self, level: Level, path: Sequence[str]) -> bool:
        """Tell whether a case of a level, in a unit with this path, needs approval before dispatch (领导审批)."""
        return bool(self.policy(approval_policy(level), path))

    # names for sentences

    def unit_label(self, code: str, at: datetime | None = None) -> Words:
        """Return the name of a unit; an unknown code is its own name."""
        view = self.unit(code, at)
        return Words(view.name, view.name) if view is not None else Words(code, code)

    def organ_label(self, code: str) -> Words:
        """Return the name of an organ."""
        organ = self._posts.organs.get(code)
        return Words(organ.name, organ.name_en) if organ is not None else Words(code, code)

    def post_label(self, code: str) -> Words:
        """Return the name of a post: its organ's and its kind's."""
        post = self._posts.posts.get(code)
        if post is None:
            return Words(code, code)
        organ, kind = self.organ_label(post.organ), POST_KIND_NAMES[post.kind]
        return Words(f"{organ.zh}{kind.zh}", f"{kind.en}, {organ.en}")

    def category_label(self, code: str) -> Words:
        """Return the name of a category, also of one no longer in the catalogue."""
        category = self._reference.ever.get(code)
        return Words(category.name_zh, category.name_en) if category is not None else Words(code, code)
