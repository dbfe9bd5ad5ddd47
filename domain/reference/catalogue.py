"""The catalogue of categories (事项目录), published in versions."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from domain.reference import rules
from domain.reference.events import CategoriesPublished, Category
from domain.shared.act import Act
from domain.shared.administration import administrators_only, register_meta
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class Catalogue(Stream[CategoriesPublished]):
    """The catalogue in its last version."""

    STATE = CategoriesPublished
    ID: ClassVar[UUID] = named_id("categories")
    """Id of its stream: there is one."""

    def publish(self, act: Act, items: Sequence[Category]) -> None:
        """Publish a whole catalogue as the next version (发布). The same once more records nothing.

        Raises `NoRight`, `Malformed`.
        """
        administrators_only(act, "publish")
        rules.check_catalogue(items)
        version = self.state.version if self.exists else 0
        if version and self.state.items == tuple(items):
            return
        self.record(CategoriesPublished(version=version + 1, items=tuple(items)), register_meta(act))

    @classmethod
    def evolve(cls, state: CategoriesPublished | None, event: Event, meta: Meta) -> CategoriesPublished | None:  # noqa: ARG003 - the meta decides nothing
        """Return the catalogue after the event."""
        return event if isinstance(event, CategoriesPublished) else state
