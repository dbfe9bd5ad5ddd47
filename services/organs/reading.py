"""Reading organs, posts and people: names are shown to every account, phones to those whom they concern."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from domain.organs.organ import Organ
from domain.organs.person import Person
from domain.organs.post import Post
from domain.shared.act import PostKind
from domain.shared.errors import Missing
from projections.register.entries import Holder, PersonView, PostView
from services.administration import RegisterAt, page_by, registers_at
from services.names import name_of
from services.office import Bureau
from services.sealing import open_text
from services.sessions.application import Caller


def list_organs(
    bureau: Bureau,
    *,
    place: str | None,
    may_lead: bool | None,
    limit: int,
    cursor: str | None,
    as_of: datetime | None,
) -> dict[str, Any]:
    """Return a page of the organs in a place, by code."""
    shown = registers_at(bureau, as_of)
    organs = shown.register.organs(place=place, may_lead=may_lead, at=shown.at)
    page = page_by(organs, lambda organ: organ.code, limit, cursor, shown.position)
    return {**page, "items": [msgspec.structs.asdict(organ) for organ in page["items"]]}


def read_organ(bureau: Bureau, code: str, as_of: datetime | None) -> dict[str, Any]:
    """Return an organ. Raises `Missing`."""
    register, at, position = registers_at(bureau, as_of)
    organ = register.organ(code, at)
    if organ is None:
        raise Missing(what=code)
    version = bureau.repository.load(Organ, Organ.stream_id(code), position=position).originator_version
    return {**msgspec.structs.asdict(organ), "version": version, "position": position}


def list_posts(
    bureau: Bureau,
    *,
    kind: PostKind | None,
    place: str | None,
    limit: int,
    cursor: str | None,
    as_of: datetime | None,
) -> dict[str, Any]:
    """Return a page of the posts of a kind in a place, by code, with who holds them."""
    shown = registers_at(bureau, as_of)
    posts = shown.register.posts(kind=kind, place=place, at=shown.at)
    page = page_by(posts, lambda post: post.code, limit, cursor, shown.position)
    return {**page, "items": [_post(bureau, shown, post) for post in page["items"]]}


def read_post(bureau: Bureau, code: str, as_of: datetime | None) -> dict[str, Any]:
    """Return a post with all its terms. Raises `Missing`."""
    shown = registers_at(bureau, as_of)
    post = shown.register.post(code, shown.at)
    if post is None:
        raise Missing(what=code)
    version = bureau.repository.load(Post, Post.stream_id(code), position=shown.position).originator_version
    terms = _holders(bureau, shown, shown.register.terms(code))
    return {**_post(bureau, shown, post), "terms": terms, "version": version, "position": shown.position}


def list_people(
    bureau: Bureau,
    caller: Caller,
    *,
    post_kind: PostKind | None,
    place: str | None,
    limit: int,
    cursor: str | None,
    as_of: datetime | None,
) -> dict[str, Any]:
    """Return a page of the people who hold a post of a kind in a place, by id; of all where neither is given."""
    shown = registers_at(bureau, as_of)
    people = shown.register.people(post_kind=post_kind, place=place, at=shown.at)
    page = page_by(people, lambda person: person.id, limit, cursor, shown.position)
    return {**page, "items": [_person(bureau, caller, shown, person) for person in page["items"]]}


def read_person(bureau: Bureau, caller: Caller, person_id: str, as_of: datetime | None) -> dict[str, Any]:
    """Return a person. Raises `Missing`."""
    shown = registers_at(bureau, as_of)
    person = shown.register.person(person_id)
    if person is None:
        raise Missing(what=person_id)
    version = bureau.repository.load(Person, Person.stream_id(person_id), position=shown.position).originator_version
    return {**_person(bureau, caller, shown, person), "version": version, "position": shown.position}


def _post(bureau: Bureau, shown: RegisterAt, post: PostView) -> dict[str, Any]:
    holders = _holders(bureau, shown, shown.register.holders(post.code, shown.at))
    return {"code": post.code, "kind": post.kind, "organ": post.organ, "place": post.place, "holders": holders}


def _holders(bureau: Bureau, shown: RegisterAt, terms: Iterable[Holder]) -> list[dict[str, Any]]:
    return [
        {**msgspec.structs.asdict(term), "name": name_of(bureau.keys, shown.register, term.person)} for term in terms
    ]


def _person(bureau: Bureau, caller: Caller, shown: RegisterAt, person: PersonView) -> dict[str, Any]:
    posts = shown.register.posts_of(person.id, shown.at)
    openly = may_see_phone(caller, shown, person.id, posts)
    return {
        "id": person.id,
        "name": open_text(bureau.keys, person.name),
        "phone": open_text(bureau.keys, person.phone) if openly else None,
        "posts": [msgspec.structs.asdict(post) for post in posts],
    }


def may_see_phone(caller: Caller, shown: RegisterAt, person: str, posts: Iterable[PostView]) -> bool:
    """Tell whether a phone is open: to the administrator, the person, and posts whose place holds one of theirs."""
    if caller.person == person or any(post.kind == "admin" for post in caller.posts):
        return True
    return any(shown.register.within(theirs.place, own.place, shown.at) for theirs in posts for own in caller.posts)
