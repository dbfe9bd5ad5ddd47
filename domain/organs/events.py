"""Every event of the organs: organs and posts are set up, people are registered, and hold posts from-to."""

from datetime import datetime
from typing import ClassVar, Literal

from domain.shared.act import PostKind
from domain.shared.sealed import Sealed
from domain.shared.stream import Event

OrganKind = Literal[
    "government", "command", "office", "department", "stationed", "committee", "mediation", "supervision", "admin"
]
"""Government 政府, command room 指挥室, office 内设机构, department 部门, stationed body 派驻机构, village committee
村委会, mediation centre 调解中心, supervision body 监督机构, administration of the system 系统管理."""

HoldingMode = Literal["sole", "A", "B"]
"""How a post is held: alone (专任), as the first of two (A岗), or as the substitute (B岗)."""


class OrgansEvent(Event, frozen=True, kw_only=True):
    """An event of organs, posts and people, kept in the register."""

    REFERENCE: ClassVar[bool] = True


class OrganDefined(OrgansEvent, frozen=True, kw_only=True):
    """An organ was set up (设立机构)."""

    NAME: ClassVar[str] = "organs.organ_defined"
    code: str
    name: str
    name_en: str
    short_name: str
    """As it stands in case numbers, such as 西陌."""
    place: str
    """Code of the division it serves."""
    kind: OrganKind


class PostDefined(OrgansEvent, frozen=True, kw_only=True):
    """A post was set up at an organ (设立岗位)."""

    NAME: ClassVar[str] = "organs.post_defined"
    code: str
    organ: str
    kind: PostKind
    place: str
    """Code of the unit it is for."""


class PersonRegistered(OrgansEvent, frozen=True, kw_only=True):
    """A person who may hold posts was entered (登记人员)."""

    NAME: ClassVar[str] = "organs.person_registered"
    person: str
    name: Sealed
    phone: Sealed | None = None


class PostAssigned(OrgansEvent, frozen=True, kw_only=True):
    """A person took up a post (任职)."""

    NAME: ClassVar[str] = "organs.post_assigned"
    post: str
    person: str
    mode: HoldingMode
    since: datetime
    until: datetime | None = None


class PostRelieved(OrgansEvent, frozen=True, kw_only=True):
    """A person left a post (免职)."""

    NAME: ClassVar[str] = "organs.post_relieved"
    post: str
    person: str
    at: datetime


class PostHandedOver(OrgansEvent, frozen=True, kw_only=True):
    """A post passed from one holder to the next, with the open work (工作交接).

    Incidents wait for an organ, a post or a place and so follow by themselves; cases bound to the person are named.
    """

    NAME: ClassVar[str] = "organs.post_handed_over"
    post: str
    person: str
    """Who leaves."""
    successor: str
    mode: HoldingMode
    at: datetime
    cases: tuple[str, ...] = ()
    """Ids of the open cases bound to the person, which the successor takes on."""


EVENTS = (OrganDefined, PostDefined, PersonRegistered, PostAssigned, PostRelieved, PostHandedOver)
