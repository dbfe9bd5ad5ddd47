"""The register as recorded at a position is the fold of that prefix; what it answers agrees with a plain search."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from support.administration import (
    BANQIAO,
    COUNTY,
    FIRST_DAY,
    GEOMETRY,
    TOWN,
    VILLAGE,
    act,
    box,
    edition,
    grids_of_banqiao,
    recorded,
    ruicheng,
)

from domain.organs.organ import Organ
from domain.organs.post import Post
from domain.organs.rules import Place, holder_at
from domain.shared.errors import Refusal
from domain.shared.place import UnitKind
from domain.shared.stream import Recorded
from domain.territory import events as e
from domain.territory.divisions import Divisions
from domain.territory.grids import Grids
from domain.territory.rules import Worker
from projections.register.register import Register

DESK = f"{TOWN}.command/desk"
CODES = [*(f"{VILLAGE}-{n:02}" for n in range(1, 4)), f"{VILLAGE}-01-01", f"{VILLAGE}-01-02"]
DAYS = st.integers(0, 20)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "worker", "release", "close", "retire", "merge", "split", "define"]),
        st.sampled_from(CODES),
        st.sampled_from(CODES),
    ),
    max_size=25,
)


def live(steps: Sequence[tuple[str, str, str]]) -> list[Recorded]:
    """What is recorded when these things are tried one after the other, each on a day of its own."""
    grids = Grids(Grids.stream_id(VILLAGE))
    for day, (verb, code, other) in enumerate(steps):
        try:
            _try(grids, day, verb, code, other)
        except Refusal:
            continue
    divisions = Divisions(Divisions.stream_id(COUNTY))
    base = [(COUNTY, "county", None), (TOWN, "town", COUNTY), (VILLAGE, "village", TOWN)]
    for code, kind, parent in base:
        divisions.define(act(), edition(), code=code, name=f"名{code}", kind=kind, parent=parent)  # type: ignore[arg-type]
    return recorded([divisions, grids])


def _try(grids: Grids, day: int, verb: str, code: str, other: str) -> None:
    on = act(day)
    match verb:
        case "define":
            kind: UnitKind = "grid" if code.count("-") == 1 else "sub_grid"
            grids.define(on, BANQIAO, GEOMETRY, code=code, kind=kind, name=code, parent=code[:-3])
        case "rename":
            grids.rename(on, code=code, name=f"第{day}日")
        case "worker":
            grids.assign_worker(on, BANQIAO, code=code, worker=Worker(f"w{day}", "grid_worker", VILLAGE))
        case "release":
            worker = grids.tree.units[code].responsible if code in grids.tree.units else None
            grids.release_worker(on, code=code, worker=worker or "nobody")
        case "close":
            grids.begin_closing(on, code=code)
        case "retire":
            grids.retire(on, code=code, open_cases=0)
        case "merge":
            grids.merge(on, GEOMETRY, code=code, into=other, open_cases=0)
        case "split":
            below = tuple(unit.code for unit in grids.tree.below(code))
            parts = [
                e.Part(code=f"{code[:-3]}-{50 + 2 * day + n}", name=f"{n}", children=below if n else ()) for n in (0, 1)
            ]
            grids.split(on, BANQIAO, GEOMETRY, code=code, parts=parts, workers=(), open_cases=0)


def answers(register: Register, day: float) -> list[object]:
    """Everything the register says of the village at a moment."""
    at = FIRST_DAY + timedelta(days=day)
    known = [code for code in CODES if register.unit(code, at) is not None]
    return [
        register.children(VILLAGE, at),
        register.counts(COUNTY, at),
        [(register.unit(code, at), register.standing(code, at), register.aliases(code, at)) for code in known],
    ]


@given(STEPS, st.integers(0, 40), DAYS)
@settings(max_examples=60, deadline=None)
def test_as_recorded_at_a_position_is_the_fold_of_the_prefix(
    steps: list[tuple[str, str, str]], position: int, day: int
) -> None:
    history = live(steps)

    register = Register.of(history, position)

    step_by_step = Register()
    for one in history[:position]:
        answers(step_by_step, day)
        step_by_step.apply(one)
    assert register.position == position
    assert answers(register, day) == answers(step_by_step, day)


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_the_last_state_is_the_one_that_the_commands_see(steps: list[tuple[str, str, str]]) -> None:
    history = live(steps)
    register = Register.of(history)
    grids = Grids(Grids.stream_id(VILLAGE)).replay(
        one for one in history if one.originator_id == Grids.stream_id(VILLAGE)
    )

    for unit in grids.tree.units.values():
        view = register.unit(unit.code)
        assert view is not None
        assert (view.name, view.status, view.worker, view.in_force) == (
            unit.name,
            unit.status,
            unit.responsible,
            unit.in_force,
        )
        if unit.in_force:
            assert register.standing(unit.code).path[3:] == tuple(grids.tree.path(unit.code))
    for code in (VILLAGE, *grids.tree.units):
        below = [unit.code for unit in grids.tree.below(code)]
        assert [view.code for view in register.children(code)] == sorted(below)


@given(STEPS, st.integers(0, 30))
@settings(max_examples=30, deadline=None)
def test_a_copy_goes_its_own_way(steps: list[tuple[str, str, str]], position: int) -> None:
    history = live(steps)
    register = Register.of(history, position)
    before = answers(register, 30)

    copy = register.copy()
    for one in history[position:]:
        copy.apply(one)

    assert answers(register, 30) == before
    assert answers(copy, 30) == answers(Register.of(history), 30)


def test_events_seen_already_change_nothing() -> None:
    history = live([("define", CODES[0], ""), ("rename", CODES[0], "")])
    register = Register.of(history)

    for one in history:
        register.apply(one)

    assert register.position == len(history)
    assert answers(register, 5) == answers(Register.of(history), 5)


TERMS = st.lists(
    st.tuples(st.sampled_from(["assign", "B", "relieve", "hand-over"]), st.sampled_from(["li", "wang", "zhao"]), DAYS),
    max_size=15,
)


@given(TERMS, DAYS)
@settings(max_examples=100, deadline=None)
def test_who_held_a_post_when_agrees_with_the_posts_own_history(steps: list[tuple[str, str, int]], asked: int) -> None:
    organ, post = Organ(Organ.stream_id(f"{TOWN}.command")), Post(Post.stream_id(DESK))
    organ.define(
        act(), code=f"{TOWN}.command", name="室", name_en="Room", short_name="西陌", place=TOWN, kind="command"
    )
    place = Place(path=(COUNTY, TOWN), kind="town")
    post.define(act(), code=DESK, organ=f"{TOWN}.command", organ_place=TOWN, kind="desk", place=place)
    for verb, person, day in steps:
        try:
            match verb:
                case "assign" | "B":
                    post.assign(act(day), person=person, mode="B" if verb == "B" else "sole")
                case "relieve":
                    post.relieve(act(day), person=person)
                case _:
                    post.hand_over(act(day), successor=person)
        except Refusal:
            continue
    terms, divisions = post.state.terms, ruicheng_events()
    register = Register.of(recorded([divisions, organ, post]))
    at = FIRST_DAY + timedelta(days=asked)

    held = [holder_at(terms, at, substitute=substitute) for substitute in (False, True)]
    assert [(h.person, h.mode) for h in register.holders(DESK, at)] == [(t.person, t.mode) for t in held if t]
    assert ("town" in register.standing(VILLAGE, at).desks) == any(held)
    for person in ("li", "wang", "zhao"):
        assert bool(register.posts_of(person, at)) == any(t is not None and t.person == person for t in held)


def ruicheng_events() -> Divisions:
    """The county not yet recorded."""
    divisions = Divisions(Divisions.stream_id(COUNTY))
    for code, kind, parent in ((COUNTY, "county", None), (TOWN, "town", COUNTY), (VILLAGE, "village", TOWN)):
        divisions.define(act(), edition(), code=code, name=f"名{code}", kind=kind, parent=parent)  # type: ignore[arg-type]
    return divisions


def test_a_point_lies_in_the_deepest_unit_and_falls_back_up() -> None:
    divisions, grids = ruicheng_events(), Grids(Grids.stream_id(VILLAGE))
    divisions.set_boundary(act(), edition(), GEOMETRY, code=VILLAGE, boundary=box(0, 0, 8, 8))
    for number, west in ((1, 0), (2, 4)):
        grids.define(
            act(),
            BANQIAO,
            GEOMETRY,
            code=f"{VILLAGE}-0{number}",
            kind="grid",
            name="网格",
            parent=VILLAGE,
            boundary=box(west, 0, west + 4, 4),
        )
    grids.begin_closing(act(1), code=f"{VILLAGE}-02")
    grids.retire(act(2), code=f"{VILLAGE}-02", open_cases=0)
    register = Register.of(recorded([divisions, grids]))

    def deepest(lon: float, lat: float, day: float) -> str | None:
        path = register.locate(lon, lat, FIRST_DAY + timedelta(days=day))
        return path[-1] if path is not None else None

    assert deepest(1, 1, 3) == f"{VILLAGE}-01"
    assert deepest(4, 1, 1) == f"{VILLAGE}-01"
    assert deepest(5, 1, 1) == f"{VILLAGE}-02"
    assert deepest(5, 1, 3) == VILLAGE
    assert deepest(5, 5, 1) == VILLAGE
    assert deepest(9, 9, 1) is None


def test_a_closing_unit_and_what_lies_below_take_no_cases() -> None:
    grids = grids_of_banqiao()
    for code, kind in ((f"{VILLAGE}-01", "grid"), (f"{VILLAGE}-01-01", "sub_grid")):
        grids.define(act(), BANQIAO, GEOMETRY, code=code, kind=kind, name="网", parent=code[:-3])  # type: ignore[arg-type]
    grids.begin_closing(act(2), code=f"{VILLAGE}-01")
    register = Register.of(recorded([ruicheng_events(), grids]))

    def standing(day: float) -> tuple[bool, bool]:
        at, code = FIRST_DAY + timedelta(days=day), f"{VILLAGE}-01-01"
        return register.standing(code, at).closing, register.unit(code, at).takes_cases  # type: ignore[union-attr]

    assert standing(1) == (False, True)
    assert standing(2) == (True, False)


def test_the_county_is_known_by_its_first_code() -> None:
    divisions = ruicheng()
    divisions.recode(act(), edition(), code=COUNTY, new_code="140899")
    history = recorded([ruicheng_events()])
    change = divisions.collect_events()[0]
    history.append(Recorded(4, change.originator_id, 6, FIRST_DAY, change.event, change.meta))

    register = Register.of(history)

    assert register.first_code("140899") == COUNTY
    assert register.standing(TOWN, FIRST_DAY).path == ("140899", TOWN)
