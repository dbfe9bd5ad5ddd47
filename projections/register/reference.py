"""The catalogue of categories and the policies of the register."""

from collections.abc import Sequence
from typing import Self

from domain.reference.events import CategoriesPublished, Category, PolicySet
from domain.reference.rules import POLICIES
from domain.shared.stream import Event


class ReferenceTable:
    """The catalogue in its last version, every category there ever was, and the policies by name and place."""

    def __init__(self) -> None:
        self.version = 0
        self.categories: dict[str, Category] = {}
        self.ever: dict[str, Category] = {}
        self.policies: dict[tuple[str, str | None], PolicySet] = {}

    def copy(self) -> Self:
        """Return a table of its own with the same content."""
        table = type(self)()
        table.version, table.categories, table.ever = self.version, self.categories, self.ever
        table.policies = dict(self.policies)
        return table

    def apply(self, event: Event) -> None:
        """Fold one event."""
        match event:
            case CategoriesPublished():
                self.version = event.version
                self.categories = {item.code: item for item in event.items}
                self.ever = self.ever | self.categories
            case PolicySet():
                self.policies[event.name, event.place] = event
            case _:
                pass

    def policy(self, name: str, path: Sequence[str]) -> bool | int:
        """Return the value set nearest to the end of the path, else for all, else the default."""
        for place in (*reversed(path), None):
            if (found := self.policies.get((name, place))) is not None:
                return found.value
        return POLICIES[name]
