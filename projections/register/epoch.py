"""The register between two changes: everything that is worked out once and then looked up."""

from datetime import datetime
from functools import cached_property

from domain.organs.events import PostDefined
from domain.shared.act import PostKind
from domain.shared.errors import Missing
from domain.shared.place import LEVELS, UNIT_KINDS, Level, Standing, UnitKind
from projections.register.entries import OrganView, PostView, UnitView
from projections.register.locate import UnitIndex
from projections.register.posts import LEADING, PostTable
from projections.register.units import UnitTable

DIVISION_LEVELS: dict[UnitKind, Level] = {"county": "county", "town": "town", "village": "village"}


class Epoch:
    """All that is in force at one moment, and so until the next change."""

    def __init__(self, units: UnitTable, posts: PostTable, at: datetime) -> None:
        self._units = units
        self._posts = posts
        self._at = at
        self._standings: dict[str, Standing] = {}
        self._views: dict[str, UnitView | None] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        self._counts: dict[str, dict[UnitKind, int]] = {}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Codes directly below each unit."""
        return self._units.children(self._at)

    @cached_property
    def _held(self) -> list[PostDefined]:
        return [post for code, post in self._posts.posts.items() if self._posts.holders(code, self._at)]

    @cached_property
    def _seats(self) -> set[tuple[PostKind, str]]:
        return {(post.kind, self._units.resolve(post.place, self._at)) for post in self._held}

    @cached_property
    def _leading(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in sorted({post.organ for post in self._held if post.kind in LEADING}):
            found.setdefault(self._units.resolve(self._posts.organs[code].place, self._at), []).append(code)
        return found

    @cached_property
    def index(self) -> UnitIndex:
        """The spatial index of the boundaries in force."""
        return UnitIndex(
            (unit.code, unit.kind, boundary)
            for unit in self._units.units.values()
            if unit.in_force(self._at) and (boundary := unit.boundary.get(self._at)) is not None
        )

    def standing(self, unit: str) -> Standing:
        """Return where a unit stands. Raises `Missing`."""
        found = self._standings.get(unit)
        if found is None:
            found = self._standings[unit] = self._stand(unit)
        return found

    def _stand(self, code: str) -> Standing:
        way = self._units.path(code, self._at)
        if not way:
            raise Missing(what=code)
        places = {DIVISION_LEVELS[unit.kind]: unit.code for unit in way if unit.kind in DIVISION_LEVELS}
        return Standing(
            path=tuple(unit.code for unit in way),
            kinds=tuple(unit.kind for unit in way),
            edition=self._units.editions.nearest(self._at),
            desks=self._acting(places, {"village": "village_officer", "town": "desk", "county": "desk"}),
            leaders=self._acting(places, {"town": "leader", "county": "leader"}),
            chiefs=self._acting(places, dict.fromkeys(LEVELS, "mediation_chief")),
            organs={
                organ: level for level in LEVELS if level in places for organ in self._leading.get(places[level], ())
            },
            closing=any(unit.status.nearest(self._at) != "active" for unit in way),
        )

    def _acting(self, places: dict[Level, str], kinds: dict[Level, PostKind]) -> dict[Level, str]:
        acting: dict[Level, str] = {}
        above: str | None = None
        for level in reversed(LEVELS):
            if level not in places:
                continue
            if level in kinds and (kinds[level], places[level]) in self._seats:
                above = places[level]
            if above is not None:
                acting[level] = above
        return acting

    def unit(self, code: str) -> UnitView | None:
        """Return a unit, or None."""
        if code not in self._views:
            self._views[code] = self._units.view(code, self._at)
        return self._views[code]

    def path(self, code: str) -> tuple[str, ...]:
        """Return the codes from the county down to a unit; empty where it is unknown."""
        found = self._paths.get(code)
        if found is None:
            found = self._paths[code] = tuple(unit.code for unit in self._units.path(code, self._at))
        return found

    def within(self, code: str, place: str) -> bool:
        """Tell whether a unit is a place or lies in it."""
        return self._units.resolve(place, self._at) in self.path(code)

    def counts(self, code: str) -> dict[UnitKind, int]:
        """Return how many grid units of each kind lie below."""
        found = self._counts.get(code)
        if found is None:
            found = dict.fromkeys(UNIT_KINDS[3:], 0)
            for child in self.children.get(code, ()):
                kind = self._units.units[child].kind
                if kind in found:
                    found[kind] += 1
                for below, number in self.counts(child).items():
                    found[below] += number
            self._counts[code] = found
        return dict(found)

    def organ(self, code: str) -> OrganView | None:
        """Return an organ, or None."""
        organ = self._posts.organs.get(code)
        if organ is None:
            return None
        place = self._units.resolve(organ.place, self._at)
        return OrganView(
            code=code,
            name=organ.name,
            name_en=organ.name_en,
            short_name=organ.short_name,
            place=place,
            kind=organ.kind,
            may_lead=code in self._leading.get(place, ()),
        )

    def post(self, code: str) -> PostView | None:
        """Return a post, or None."""
        post = self._posts.posts.get(code)
        if post is None:
            return None
        return PostView(code=code, kind=post.kind, organ=post.organ, place=self._units.resolve(post.place, self._at))
