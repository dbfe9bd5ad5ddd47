"""What a post may see (可见范围): one object for the yes or no about a case and for the filter of a list.

Source: `Who reads` of the table of cases. Every post whose place holds the unit, the organ that leads, the organs that
assist, and the places at whose level the case has been. An administrator sees no cases.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from domain.shared.act import Actor


class Placed(Protocol):
    """What the right to see a case depends on; the state of a case has it, and so has its row."""

    @property
    def path(self) -> Sequence[str]:
        """Codes from the county down to its unit; empty where it lies in none."""
        ...

    @property
    def lead(self) -> str | None:
        """The organ that leads."""
        ...

    @property
    def assists(self) -> Sequence[str]:
        """The organs that assist."""
        ...

    @property
    def been_at(self) -> Sequence[str]:
        """The divisions at whose level it has been."""
        ...


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What one actor may see."""

    actor: Actor
    places: tuple[str, ...]
    """The codes by which the post's place is or was known: a recoded village keeps what lay in it."""
    whole: bool
    """Whether the place is the whole county, which also holds the cases that lie in no unit."""

    @property
    def nothing(self) -> bool:
        """Whether the post has no business with cases at all."""
        return self.actor.kind == "admin"

    def may_see(self, case: Placed) -> bool:
        """Tell whether the actor may see a case."""
        if self.nothing or self.whole:
            return self.whole and not self.nothing
        return (
            not set(self.places).isdisjoint(case.path)
            or self.actor.organ == case.lead
            or self.actor.organ in case.assists
            or not set(self.places).isdisjoint(case.been_at)
        )

    def where(self) -> tuple[str, dict[str, object]]:
        """Return the same as a condition over the columns of a case, with its parameters."""
        if self.nothing or self.whole:
            return ("0" if self.nothing else "1"), {}
        sql = (
            "(hasAny(path, {scope_places:Array(String)}) OR lead = {scope_organ:String} "
            "OR has(assists, {scope_organ:String}) OR hasAny(been_at, {scope_places:Array(String)}))"
        )
        return sql, {"scope_places": list(self.places), "scope_organ": self.actor.organ}
