"""Who is calling, and in which post (登录与岗位)."""

from datetime import datetime

import msgspec

from domain.shared.act import Act, Actor, PostKind
from domain.shared.errors import Answer, Malformed, Refusal
from projections.register.entries import PostView
from projections.register.register import Register
from projections.scope import Scope
from services.commands import Envelope
from services.names import name_of
from services.office import Office
from services.sessions.schemas import PersonOut, PostOut, SessionOut
from services.web.problems import NotLoggedIn


class NoPost(Refusal):
    """The person holds no post now, so there is nothing they may do (没有在任岗位)."""

    answer = Answer.NO_RIGHT
    zh = "您目前没有在任岗位，不能办理。请联系管理员。"
    en = "You hold no post now, so nothing can be done. Ask the administrator."


class PostNotHeld(Refusal):
    """The person does not hold the post they name (未担任该岗位)."""

    answer = Answer.NO_RIGHT
    zh = "请求头 Gridgov-Post 所写的岗位，您当时并未担任。您担任的是：{posts}。"
    en = "You do not hold the post named in the header Gridgov-Post. You hold: {posts}."


class NoPostThen(Refusal):
    """The person held no post when the report was made, so it is nobody's to make (当时无岗位)."""

    answer = Answer.NO_RIGHT
    zh = "上报时间为 {at}，您当时没有在任岗位。请更正时间，或由当时在岗的人员上报。"
    en = "The report is dated {at}, when you held no post. Correct its time, or let somebody report it who held one."


class Caller(msgspec.Struct, frozen=True):
    """A person with a session, the posts they hold now, and how their request arrived."""

    person: str
    posts: tuple[PostView, ...]
    chosen: str | None = None
    device: str | None = None
    envelope: Envelope = Envelope("")

    def actor(self) -> Actor:
        """Return the person in the post they act in.

        Raises `NoPost`, `PostNotHeld`, `Malformed` where one must be chosen.
        """
        return _choose(self.person, self.posts, self.chosen)

    def actor_at(self, register: Register, moment: datetime) -> Actor:
        """Return the person in the post they held at a moment: a report made offline is judged by it.

        Raises `NoPostThen`, `PostNotHeld`, `Malformed` where one must be chosen.
        """
        posts = tuple(register.posts_of(self.person, moment))
        if not posts:
            raise NoPostThen(at=moment.isoformat())
        return _choose(self.person, posts, self.chosen)

    @staticmethod
    def bare_act(actor: Actor, now: datetime) -> Act:
        """Return an act of an actor now, to ask what they might do."""
        return Act(actor=actor, at=now, now=now)

    def act(self, now: datetime, occurred_at: datetime | None = None, actor: Actor | None = None) -> Act:
        """Return the act of this caller."""
        return Act(
            actor=actor or self.actor(),
            at=occurred_at or now,
            now=now,
            command=self.envelope.key,
            device=self.device,
        )


def _choose(person: str, posts: tuple[PostView, ...], chosen: str | None) -> Actor:
    if not posts:
        raise NoPost
    codes = ", ".join(post.code for post in posts)
    if chosen is None and len(posts) > 1:
        raise Malformed(
            field="Gridgov-Post",
            why_zh=f"您有多个岗位，请用请求头 Gridgov-Post 选择：{codes}",
            why_en=f"you hold several posts; choose one in the header Gridgov-Post: {codes}",
        )
    post = next((post for post in posts if chosen in (None, post.code)), None)
    if post is None:
        raise PostNotHeld(posts=codes)
    kind: PostKind = post.kind
    return Actor(person=person, post=post.code, kind=kind, organ=post.organ, place=post.place)


def scope_of(register: Register, actor: Actor) -> Scope:
    """Return what an actor may see: their place under all codes it ever had."""
    unit = register.unit(register.current(actor.place))
    whole = unit is not None and unit.kind == "county"
    return Scope(actor=actor, places=register.aliases(actor.place), whole=whole)


def identify(office: Office, token: str | None) -> tuple[str, tuple[PostView, ...]]:
    """Return the person behind a token and the posts they hold now. Raises `NotLoggedIn`."""
    now = office.bureau.clock()
    person = office.bureau.accounts.session(token, now) if token else None
    if person is None:
        raise NotLoggedIn
    return person, tuple(office.bureau.registers.current().posts_of(person, now))


def log_in(office: Office, username: str, password: str, source: str) -> SessionOut:
    """Open a session. Raises `WrongPassword`, `TooManyAttempts`."""
    now = office.bureau.clock()
    opened = office.bureau.accounts.log_in(username, password, source, now)
    register = office.bureau.registers.current()
    return SessionOut(
        token=opened.token,
        expires_at=opened.expires_at,
        person=PersonOut(id=opened.person, name=name_of(office.bureau.keys, register, opened.person)),
        posts=[
            PostOut(code=post.code, kind=post.kind, organ=post.organ, place=post.place)
            for post in register.posts_of(opened.person, now)
        ],
    )
