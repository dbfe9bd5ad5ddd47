"""Rules of organs and posts: which post may be for which place, and how a post is held.

Each rule is a named value or function that raises its refusal. Source of the table: the posts of cases.md.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from domain.organs.events import HoldingMode
from domain.shared.act import POST_KINDS, PostKind
from domain.shared.errors import Malformed, Refusal
from domain.shared.place import UnitKind

ORGAN_CODE = re.compile(r"(\d{6}|\d{9}|\d{12})\.[a-z][a-z0-9_]*\Z", re.ASCII)
"""Division code, dot, name: `140830.water`."""
POST_CODE = re.compile(r"(?P<organ>(\d{6}|\d{9}|\d{12})\.[a-z][a-z0-9_]*)/(?P<kind>[a-z_]+)(-[1-9]\d*)?\Z", re.ASCII)
"""Organ, slash, kind, and a number where there are several: `140830103.office/officer-2`."""

_DIVISIONS: tuple[UnitKind, ...] = ("county", "town", "village")
_SEATS: tuple[UnitKind, ...] = ("county", "town")
PLACES: dict[PostKind, tuple[UnitKind, ...]] = {
    "grid_worker": ("grid", "sub_grid", "micro_grid"),
    "village_officer": ("village",),
    "desk": _SEATS,
    "leader": _SEATS,
    "officer": _DIVISIONS,
    "mediator": _DIVISIONS,
    "mediation_chief": _DIVISIONS,
    "supervisor": _DIVISIONS,
    "admin": _DIVISIONS,
}
"""The kinds of unit that a post of each kind may be for."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A unit in force, as the register has it: its way from the county down, and its kind."""

    path: tuple[str, ...]
    kind: UnitKind


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A person's term in a post: from `since` on, until `until` where that is known."""

    person: str
    mode: HoldingMode
    since: datetime
    until: datetime | None = None

    def runs_at(self, at: datetime) -> bool:
        """Tell whether the post is held at a moment."""
        return self.since <= at and (self.until is None or at < self.until)

    def overlaps(self, other: "Term") -> bool:
        """Tell whether the two terms share a moment."""
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)


def check_organ_code(code: str, place: str) -> None:
    """Refuse an organ's code that is not made of its division's code and a name. Raises `Malformed`."""
    if ORGAN_CODE.match(code) is None or code.partition(".")[0] != place:
        raise Malformed(
            field="code",
            why_zh=f"“{code}”应为所属区划代码加点加英文名，如 140830.water",
            why_en=f"{code!r} should be the code of its division, a dot and a name, such as 140830.water",
        )


def check_post_code(code: str, organ: str, kind: str) -> None:
    """Refuse a post's code that is not made of its organ's code and its kind. Raises `Malformed`."""
    match = POST_CODE.match(code)
    if match is None or match["organ"] != organ or match["kind"] != kind or kind not in POST_KINDS:
        raise Malformed(
            field="code",
            why_zh=f"“{code}”应为机构代码加“/”加岗位类别，如 140830.water/officer",
            why_en=f"{code!r} should be its organ's code, a slash and the kind of post, such as 140830.water/officer",
        )


def post_fits_place(code: str, kind: PostKind, organ_place: str, place: Place) -> None:
    """Refuse a place that this kind of post cannot be for, or that lies outside the organ's. Raises `WrongPlace`."""
    if place.kind not in PLACES[kind] or organ_place not in place.path:
        raise WrongPlace(post=code, place=place.path[-1])


def only_one_at_a_time(post: str, new: Term, terms: Iterable[Term]) -> None:
    """Refuse a second first holder (sole or A) or a second substitute (B) at any moment, or one person as both.

    Raises `PostTaken`.
    """
    for term in terms:
        same_seat = (term.mode == "B") == (new.mode == "B")
        if term.overlaps(new) and (same_seat or term.person == new.person):
            raise PostTaken(post=post, since=term.since.isoformat(), mode=term.mode)


def holder_at(terms: Sequence[Term], at: datetime, *, substitute: bool) -> Term | None:
    """Return the term of the first holder, or of the substitute, at a moment."""
    return next((term for term in terms if term.runs_at(at) and (term.mode == "B") == substitute), None)


class WrongPlace(Refusal):
    """A post of this kind cannot be for this place (岗位与辖区不符)."""

    zh = "岗位 {post} 不能设在 {place}：类别与辖区不符，或超出了机构的范围。"
    en = "The post {post} cannot be for {place}: not a place for this kind of post, or outside its organ's."


class PostTaken(Refusal):
    """The post is held at that time already (岗位已有人任职)."""

    zh = "岗位 {post} 自 {since} 起已有人任职（{mode}）。请先免职，或办理交接。"
    en = "The post {post} is held since {since} ({mode}). Relieve its holder first, or hand it over."


class NotHeld(Refusal):
    """The person does not hold the post at that time (该人员未任此岗)."""

    zh = "该人员此时未担任岗位 {post}。"
    en = "The person does not hold the post {post} at that time."


class NobodyToHandOverTo(Refusal):
    """There is no substitute, and no successor was named (没有接任人)."""

    zh = "岗位 {post} 没有B岗人员，请指定接任人。"
    en = "The post {post} has no substitute (B); name a successor."


class TermEmpty(Refusal):
    """A term ends before it begins (任期起止颠倒)."""

    zh = "岗位 {post} 的任期止于开始之前。请更正起止时间。"
    en = "The term in the post {post} ends before it begins. Correct its times."
