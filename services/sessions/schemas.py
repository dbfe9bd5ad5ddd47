"""Bodies and answers of sessions."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from domain.shared.act import PostKind
from services.web.bodies import Body, Filled


class LogIn(Body):
    """A user name and a password."""

    username: Annotated[Filled, Field(max_length=64, examples=["grid"])]
    password: Annotated[str, Field(min_length=1, max_length=256, examples=["the demo password"])]


class PersonOut(BaseModel):
    """A person who works here."""

    id: str
    name: str | None


class PostOut(BaseModel):
    """A post the person holds."""

    code: str
    kind: PostKind
    organ: str
    place: str


class SessionOut(BaseModel):
    """A session: send its token as `Authorization: Bearer TOKEN`."""

    token: str
    expires_at: datetime
    person: PersonOut
    posts: list[PostOut]
