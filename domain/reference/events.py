"""Every event of the reference data."""

from typing import ClassVar

import msgspec

from domain.shared.stream import Event


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A category of incidents (事项类别)."""

    code: str
    """Class and name, such as `environment.water`."""
    name_zh: str
    name_en: str
    class_: str = msgspec.field(name="class")
    """The class it belongs to (大类), such as `environment`."""
    lead: str
    """The organ that usually leads (主办), by the name part of its code, such as `water`; empty where none is usual."""
    due_hours: int
    """Hours from registration within which it is due."""
    evidence_required: bool
    """Whether the result needs a photo or document."""


class CategoriesPublished(Event, frozen=True, kw_only=True):
    """A whole catalogue of categories was published (发布事项目录)."""

    NAME: ClassVar[str] = "reference.categories_published"
    REFERENCE: ClassVar[bool] = True
    version: int
    items: tuple[Category, ...]


class PolicySet(Event, frozen=True, kw_only=True):
    """A policy got a value, for a place or for all (设定办理规则)."""

    NAME: ClassVar[str] = "reference.policy_set"
    REFERENCE: ClassVar[bool] = True
    name: str
    place: str | None = None
    """Code of the division it holds for; None for the whole county."""
    value: bool | int
    version: int


EVENTS = (CategoriesPublished, PolicySet)
