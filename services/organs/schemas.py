"""Bodies and answers of organs, posts and people. Names and phones are sealed before they go any further."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from domain.organs.events import HoldingMode, OrganKind
from domain.shared.act import PostKind
from services.web.bodies import Code, CommandBody, Filled, Moment

OrganCode = Annotated[Code, Field(examples=["140830103.office"], description="Division code, dot, name.")]
PostCode = Annotated[
    Code, Field(examples=["140830103.office/officer-1"], description="Organ, slash, kind, a number where several.")
]
PersonId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$"),
    Field(examples=["p-0017"], description="Id of a person of the register."),
]
Name = Annotated[Filled, Field(max_length=100)]
Phone = Annotated[str, StringConstraints(min_length=3, max_length=30, pattern=r"^[0-9+() \-]+$")]


class DefineOrgan(CommandBody):
    """Set up an organ at a division (设立机构)."""

    code: OrganCode
    name: Annotated[Name, Field(examples=["西陌镇综合办公室"], description="Full name, in Chinese.")]
    name_en: Annotated[Name, Field(examples=["Ximo town office"], description="Full name, in English.")]
    short_name: Annotated[Filled, Field(max_length=20, examples=["西陌"], description="As it stands in case numbers.")]
    place: Annotated[Code, Field(examples=["140830103"], description="Code of the division it serves.")]
    kind: Annotated[OrganKind, Field(description="What kind of organ it is.")]


class DefinePost(CommandBody):
    """Set up a post at an organ, for a place (设立岗位)."""

    code: PostCode
    organ: OrganCode
    kind: Annotated[PostKind, Field(description="What kind of post it is.")]
    place: Annotated[Code, Field(examples=["140830103"], description="Code of the unit it is for.")]


class RegisterPerson(CommandBody):
    """Register a person who may hold posts (登记人员)."""

    id: Annotated[PersonId | None, Field(description="Chosen by the client, or given here. No name, no number.")] = None
    name: Annotated[Name, Field(examples=["王芳"], description="Sealed under the person's key.")]
    phone: Annotated[Phone | None, Field(examples=["13800000000"], description="Sealed under the person's key.")] = None


class Assign(CommandBody):
    """Let a person take up the post (任职)."""

    person: PersonId
    mode: Annotated[HoldingMode, Field(description="Alone, as the first of two (A), or as the substitute (B).")] = (
        "sole"
    )
    since: Annotated[Moment | None, Field(description="Default: the time of the act.")] = None
    until: Annotated[Moment | None, Field(description="Where the end is known already.")] = None


class Relieve(CommandBody):
    """Let a person leave the post (免职); terms that have not begun are dropped."""

    person: PersonId


class HandOver(CommandBody):
    """Pass the post with its open work to a successor (工作交接)."""

    successor: Annotated[PersonId | None, Field(description="Default: the substitute (B).")] = None
    person: Annotated[PersonId | None, Field(description="Who leaves; default: the first holder.")] = None


class Organ(BaseModel):
    """An organ."""

    code: str = Field(description="Its code.")
    name: str = Field(description="Its name, in Chinese.")
    name_en: str = Field(description="Its name, in English.")
    short_name: str = Field(description="As it stands in case numbers.")
    place: str = Field(description="The division it serves.")
    kind: OrganKind = Field(description="What kind of organ it is.")
    may_lead: bool = Field(description="Whether an officer or village officer is in force, so that it may lead a case.")


class OrganOut(Organ):
    """An organ with the version of its stream."""

    version: int = Field(description="Version of its stream, for If-Match.")
    position: int = Field(description="Ledger position this is exact at.")


class OrgansOut(BaseModel):
    """A page of organs, by code."""

    items: list[Organ] = Field(description="The organs.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")


class Holder(BaseModel):
    """Somebody who holds, has held or will hold a post."""

    person: str = Field(description="Id of the person.")
    name: str | None = Field(description="Name; null once it was erased.")
    mode: HoldingMode = Field(description="Alone, as A or as B, the substitute.")
    since: datetime = Field(description="From when on.")
    until: datetime | None = Field(description="Until when; null while it is open.")


class Post(BaseModel):
    """A post and who holds it at the moment asked about, the first before the substitute."""

    code: str = Field(description="Its code.")
    kind: PostKind = Field(description="What kind of post it is.")
    organ: str = Field(description="The organ it belongs to.")
    place: str = Field(description="The unit it is for.")
    holders: list[Holder] = Field(description="Who holds it.")


class PostDetailsOut(Post):
    """A post with every term and the version of its stream."""

    terms: list[Holder] = Field(description="Every term, past, present and to come, as recorded.")
    version: int = Field(description="Version of its stream, for If-Match.")
    position: int = Field(description="Ledger position this is exact at.")


class PostsOut(BaseModel):
    """A page of posts, by code."""

    items: list[Post] = Field(description="The posts.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")


class HeldPost(BaseModel):
    """A post that a person holds."""

    code: str = Field(description="Its code.")
    kind: PostKind = Field(description="What kind of post it is.")
    organ: str = Field(description="The organ it belongs to.")
    place: str = Field(description="The unit it is for.")
    mode: HoldingMode | None = Field(description="Alone, as A or as B, the substitute.")


class Person(BaseModel):
    """A person who may hold posts."""

    id: str = Field(description="Id of the person.")
    name: str | None = Field(description="Name; null once it was erased.")
    phone: str | None = Field(
        description="For the administrator, the person, and posts whose place holds one of theirs; else null."
    )
    posts: list[HeldPost] = Field(description="The posts held at the moment asked about.")


class PersonDetailsOut(Person):
    """A person with the version of their stream."""

    version: int = Field(description="Version of their stream, for If-Match.")
    position: int = Field(description="Ledger position this is exact at.")


class PeopleOut(BaseModel):
    """A page of people, by id."""

    items: list[Person] = Field(description="The people.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")
