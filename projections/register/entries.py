"""What the register answers with."""

from datetime import datetime
from typing import Literal

import msgspec

from domain.organs.events import HoldingMode, OrganKind
from domain.shared.act import PostKind
from domain.shared.place import UnitKind
from domain.shared.sealed import Sealed

UnitStatus = Literal["active", "closing", "merged", "split", "recoded", "retired"]


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    """A division or grid unit as it stood at a moment."""

    code: str
    kind: UnitKind
    name: str
    short_name: str
    parent: str | None
    status: UnitStatus
    in_force: bool
    """Whether it existed then: defined, and not ended."""
    takes_cases: bool
    """Whether new cases may lie in it: it is in force, and neither it nor a unit above is closing."""
    boundary: str | None
    """WKT, WGS 84 degrees."""
    worker: str | None
    """Post of the responsible worker (grid units)."""
    substitute: str | None
    """Post of the substitute (grid units)."""
    successor: str | None
    """The unit it was merged into or recoded to."""


class OrganView(msgspec.Struct, frozen=True, kw_only=True):
    """An organ at a moment."""

    code: str
    name: str
    name_en: str
    short_name: str
    place: str
    kind: OrganKind
    may_lead: bool
    """Whether an officer or village officer is in force there, so that a case may be dispatched to it."""


class PostView(msgspec.Struct, frozen=True, kw_only=True):
    """A post at a moment, and how a person holds it, where a person was asked about."""

    code: str
    kind: PostKind
    organ: str
    place: str
    mode: HoldingMode | None = None


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who holds a post."""

    person: str
    mode: HoldingMode
    since: datetime
    until: datetime | None


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """A person who may hold posts; name and phone stay sealed."""

    id: str
    name: Sealed
    phone: Sealed | None
