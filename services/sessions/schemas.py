"""Bodies and answers of sessions."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from domain.shared.act import PostKind
from services.web.bodies import Body, Filled


class LogIn(Body):
    """A user name and a password."""

    username: Annotated[Filled, Field(description="The account.", max_length=64, examples=["grid"])]
    password: Annotated[
        str, Field(description="Its password.", min_length=1, max_length=256, examples=["the demo password"])
    ]


class PersonOut(BaseModel):
    """A person who works here."""

    id: str = Field(description="Id of the person.")
    name: str | None = Field(description="Name of the person.")


class PostOut(BaseModel):
    """A post the person holds."""

    code: str = Field(description="Its code.")
    kind: PostKind = Field(description="What kind of post it is.")
    organ: str = Field(description="The organ it belongs to.")
    place: str = Field(description="The unit it is for.")


class SessionOut(BaseModel):
    """A session: send its token as `Authorization: Bearer TOKEN`."""

    token: str = Field(description="Send it as `Authorization: Bearer TOKEN`.")
    expires_at: datetime = Field(description="Until when it holds.")
    person: PersonOut = Field(description="Who has logged in.")
    posts: list[PostOut] = Field(description="The posts held now; with several, say which in `Gridgov-Post`.")
