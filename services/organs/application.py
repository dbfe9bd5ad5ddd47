"""Use cases of organs, posts and people, kept by the administrator (机构、岗位、人员)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from domain.organs.organ import Organ
from domain.organs.person import Person
from domain.organs.post import Post
from domain.shared.errors import Missing
from services.administration import Desk, administer, changed
from services.commands import Decision, Done
from services.office import Bureau
from services.organs import schemas
from services.sealing import person_key
from services.sessions.application import Caller
from services.territory.lookups import place_of
from services.web.bodies import CommandBody


def define_organ(bureau: Bureau, caller: Caller, body: schemas.DefineOrgan) -> Done:
    """Set up an organ at a division in force (设立机构). Raises `NoRight`, `Missing`, `Malformed`, `CodeTaken`."""

    def decide(desk: Desk) -> Decision:
        place_of(desk.register, body.place, desk.act.at)
        organ = bureau.repository.load(Organ, Organ.stream_id(body.code))
        seen = organ.originator_version
        organ.define(desk.act, **body.model_dump(exclude={"occurred_at"}))
        return changed(organ, body.code, seen=seen)

    return administer(bureau, caller, "organ", "define", body.occurred_at, decide)


def define_post(bureau: Bureau, caller: Caller, body: schemas.DefinePost) -> Done:
    """Set up a post at an organ, for a place in force (设立岗位).

    Raises `NoRight`, `Missing`, `Malformed`, `WrongPlace`, `CodeTaken`.
    """

    def decide(desk: Desk) -> Decision:
        organ = desk.register.organ(body.organ, desk.act.at)
        if organ is None:
            raise Missing(what=body.organ)
        post = bureau.repository.load(Post, Post.stream_id(body.code))
        seen = post.originator_version
        place = place_of(desk.register, body.place, desk.act.at)
        post.define(desk.act, code=body.code, organ=body.organ, organ_place=organ.place, kind=body.kind, place=place)
        return changed(post, body.code, seen=seen)

    return administer(bureau, caller, "post", "define", body.occurred_at, decide)


def register_person(bureau: Bureau, caller: Caller, body: schemas.RegisterPerson) -> Done:
    """Register a person (登记人员); name and phone are sealed under that person's key.

    Raises `NoRight`, `CodeTaken`.
    """
    person_id = body.id or str(uuid4())

    def decide(desk: Desk) -> Decision:
        person = bureau.repository.load(Person, Person.stream_id(person_id))
        seen, key = person.originator_version, person_key(person_id)
        name = bureau.keys.seal(key, body.name)
        phone = bureau.keys.seal(key, body.phone) if body.phone else None
        person.register(desk.act, person=person_id, name=name, phone=phone)
        return changed(person, person_id, seen=seen)

    return administer(bureau, caller, "person", "define", body.occurred_at, decide)


def act_on_post(bureau: Bureau, caller: Caller, code: str, verb: str, body: CommandBody) -> Done:
    """Change who holds a post. Raises `NoRight`, `Missing` and the verb's refusals."""

    def decide(desk: Desk) -> Decision:
        post = bureau.repository.load(Post, Post.stream_id(code))
        if not post.exists:
            raise Missing(what=code)
        seen = post.originator_version
        POST_VERBS[verb](desk, post, body)
        return changed(post, code, seen=seen)

    return administer(bureau, caller, "post", verb, body.occurred_at, decide)


def _assign(desk: Desk, post: Post, body: schemas.Assign) -> None:
    _known(desk, body.person)
    post.assign(desk.act, person=body.person, mode=body.mode, since=body.since, until=body.until)


def _relieve(desk: Desk, post: Post, body: schemas.Relieve) -> None:
    post.relieve(desk.act, person=body.person)


def _hand_over(desk: Desk, post: Post, body: schemas.HandOver) -> None:
    """Pass the post on. Incidents wait for an organ, a post or a place, never for a person, and so follow by itself."""
    if body.successor is not None:
        _known(desk, body.successor)
    post.hand_over(desk.act, successor=body.successor, person=body.person)


def _known(desk: Desk, person: str) -> None:
    if desk.register.person(person) is None:
        raise Missing(what=person)


POST_VERBS: Mapping[str, Callable[[Desk, Post, Any], None]] = {
    "assign": _assign,
    "relieve": _relieve,
    "hand-over": _hand_over,
}
