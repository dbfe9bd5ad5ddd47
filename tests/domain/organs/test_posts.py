"""Posts: where they may be, and who holds them from when to when."""

from datetime import timedelta

import pytest
from support.administration import COUNTY, FIRST_DAY, TOWN, VILLAGE, act, happened

from domain.organs import events as e
from domain.organs.post import Post
from domain.organs.rules import NobodyToHandOverTo, NotHeld, Place, PostTaken, TermEmpty, WrongPlace
from domain.shared.act import POST_KINDS, PostKind
from domain.shared.administration import CodeTaken
from domain.shared.errors import Malformed, NoRight
from domain.shared.place import UNIT_KINDS, UnitKind

OFFICER = f"{TOWN}.office/officer-1"
PATH = (COUNTY, TOWN, VILLAGE, f"{VILLAGE}-01", f"{VILLAGE}-01-01", f"{VILLAGE}-01-01-001")


def place(kind: UnitKind) -> Place:
    depth = UNIT_KINDS.index(kind) + 1
    return Place(path=PATH[:depth], kind=kind)


def office() -> Post:
    """The post of an officer at the town's office, that nobody holds."""
    post = Post(Post.stream_id(OFFICER))
    post.define(act(), code=OFFICER, organ=f"{TOWN}.office", organ_place=TOWN, kind="officer", place=place("town"))
    post.collect_events()
    return post


def held(*, substitute: str | None = None) -> Post:
    """The same post, held by li since the first day, with a substitute."""
    post = office()
    post.assign(act(), person="li", mode="sole")
    if substitute is not None:
        post.assign(act(), person=substitute, mode="B")
    post.collect_events()
    return post


def holders(post: Post, day: float) -> list[tuple[str, str]]:
    at = FIRST_DAY + timedelta(days=day)
    return [(term.person, term.mode) for term in post.state.terms if term.runs_at(at)]


# where a post may be

FITS: dict[PostKind, set[UnitKind]] = {
    "grid_worker": {"grid", "sub_grid", "micro_grid"},
    "village_officer": {"village"},
    "desk": {"county", "town"},
    "leader": {"county", "town"},
    "officer": {"county", "town", "village"},
    "mediator": {"county", "town", "village"},
    "mediation_chief": {"county", "town", "village"},
    "supervisor": {"county", "town", "village"},
    "admin": {"county", "town", "village"},
}
"""The table of posts in cases.md, written out by hand."""


@pytest.mark.parametrize("kind", POST_KINDS)
@pytest.mark.parametrize("unit", UNIT_KINDS)
def test_each_kind_of_post_has_its_kinds_of_place(kind: PostKind, unit: UnitKind) -> None:
    code = f"{COUNTY}.government/{kind}"
    post = Post(Post.stream_id(code))

    def define() -> None:
        post.define(act(), code=code, organ=f"{COUNTY}.government", organ_place=COUNTY, kind=kind, place=place(unit))

    if unit in FITS[kind]:
        define()
        assert isinstance(happened(post)[0], e.PostDefined)
    else:
        with pytest.raises(WrongPlace):
            define()


def test_the_place_lies_within_the_organs() -> None:
    post = Post(Post.stream_id(OFFICER))

    with pytest.raises(WrongPlace):
        post.define(
            act(), code=OFFICER, organ=f"{TOWN}.office", organ_place=TOWN, kind="officer", place=place("county")
        )


@pytest.mark.parametrize(
    "code",
    [f"{TOWN}.office/leader", f"{TOWN}.command/officer", f"{TOWN}.office", f"{TOWN}.office/officer-0", "officer"],
)
def test_the_code_says_the_organ_and_the_kind(code: str) -> None:
    post = Post(Post.stream_id(code))

    with pytest.raises(Malformed):
        post.define(act(), code=code, organ=f"{TOWN}.office", organ_place=TOWN, kind="officer", place=place("town"))


def test_the_same_post_again_records_nothing_and_another_under_its_code_is_refused() -> None:
    post = office()

    post.define(act(), code=OFFICER, organ=f"{TOWN}.office", organ_place=TOWN, kind="officer", place=place("town"))

    assert happened(post) == []
    with pytest.raises(CodeTaken):
        post.define(
            act(), code=OFFICER, organ=f"{TOWN}.office", organ_place=TOWN, kind="officer", place=place("village")
        )


# who holds it


def test_a_person_holds_a_post_from_the_time_of_the_act_on() -> None:
    post = office()

    post.assign(act(1), person="li")

    assert (holders(post, 0.9), holders(post, 1)) == ([], [("li", "sole")])


def test_a_person_holds_a_post_for_a_term() -> None:
    post = office()

    post.assign(act(0), person="li", since=FIRST_DAY + timedelta(days=2), until=FIRST_DAY + timedelta(days=4))

    assert [bool(holders(post, day)) for day in (1, 2, 3, 4)] == [False, True, True, False]


@pytest.mark.parametrize("day", [0, 1])
def test_a_term_does_not_end_before_it_begins(day: float) -> None:
    with pytest.raises(TermEmpty):
        office().assign(act(1), person="li", until=FIRST_DAY + timedelta(days=day))


def test_assigning_the_same_again_records_nothing() -> None:
    post = held()

    post.assign(act(1), person="li")

    assert happened(post) == []


@pytest.mark.parametrize("mode", ["sole", "A"])
def test_no_two_hold_a_post_at_once(mode: e.HoldingMode) -> None:
    with pytest.raises(PostTaken):
        held().assign(act(1), person="wang", mode=mode)


def test_two_terms_do_not_overlap_even_by_an_instant() -> None:
    post = office()
    post.assign(act(), person="li", since=FIRST_DAY + timedelta(days=5))

    post.assign(act(), person="wang", until=FIRST_DAY + timedelta(days=5))

    with pytest.raises(PostTaken):
        post.assign(act(), person="zhao", until=FIRST_DAY + timedelta(days=5, microseconds=1))


def test_beside_the_holder_there_is_one_substitute() -> None:
    post = held()

    post.assign(act(1), person="wang", mode="B")

    assert holders(post, 1) == [("li", "sole"), ("wang", "B")]
    with pytest.raises(PostTaken):
        post.assign(act(2), person="zhao", mode="B")


def test_nobody_is_his_own_substitute() -> None:
    with pytest.raises(PostTaken):
        held().assign(act(1), person="li", mode="B")


def test_who_is_relieved_holds_the_post_no_more_and_the_substitute_stays() -> None:
    post = held(substitute="wang")

    post.relieve(act(1), person="li")

    assert (holders(post, 0.9), holders(post, 1)) == ([("li", "sole"), ("wang", "B")], [("wang", "B")])


def test_a_term_not_begun_is_dropped_with_the_relief() -> None:
    post = office()
    post.assign(act(), person="li", since=FIRST_DAY + timedelta(days=5))

    post.relieve(act(1), person="li")

    assert post.state.terms == ()


def test_only_who_holds_a_post_is_relieved() -> None:
    with pytest.raises(NotHeld):
        held().relieve(act(1), person="wang")


# hand-over


def test_a_post_is_handed_to_a_successor_with_the_cases_bound_to_the_person() -> None:
    post = held()

    post.hand_over(act(1), successor="zhao", cases=["c1", "c2"])

    (event,) = happened(post)
    assert isinstance(event, e.PostHandedOver)
    assert (event.person, event.successor, event.mode, event.cases) == ("li", "zhao", "sole", ("c1", "c2"))
    assert (holders(post, 0.9), holders(post, 1)) == ([("li", "sole")], [("zhao", "sole")])


def test_without_a_successor_the_substitute_takes_over() -> None:
    post = held(substitute="wang")

    post.hand_over(act(1))

    assert holders(post, 1) == [("wang", "sole")]


def test_without_successor_and_substitute_nothing_is_handed_over() -> None:
    with pytest.raises(NobodyToHandOverTo):
        held().hand_over(act(1))


def test_a_substitute_hands_over_to_another_substitute() -> None:
    post = held(substitute="wang")

    post.hand_over(act(1), person="wang", successor="zhao")

    assert holders(post, 1) == [("li", "sole"), ("zhao", "B")]


def test_the_holder_is_not_handed_the_place_of_the_substitute() -> None:
    with pytest.raises(PostTaken):
        held(substitute="wang").hand_over(act(1), person="li", successor="li")


def test_a_post_nobody_holds_is_not_handed_over() -> None:
    with pytest.raises(NotHeld):
        office().hand_over(act(1), successor="zhao")
    with pytest.raises(NotHeld):
        held().hand_over(act(1), person="wang", successor="zhao")


@pytest.mark.parametrize("kind", [kind for kind in POST_KINDS if kind != "admin"])
def test_only_an_administrator_assigns(kind: PostKind) -> None:
    with pytest.raises(NoRight):
        office().assign(act(kind=kind), person="li")


def test_every_term_is_kept() -> None:
    post = held(substitute="wang")
    post.relieve(act(1), person="wang")
    post.hand_over(act(2), successor="zhao")

    assert [(t.person, t.mode, t.until) for t in post.state.terms] == [
        ("li", "sole", FIRST_DAY + timedelta(days=2)),
        ("wang", "B", FIRST_DAY + timedelta(days=1)),
        ("zhao", "sole", None),
    ]
