"""Events are stored for ever: their names and shapes are held in a golden file, and changed with care only."""

import json
from typing import ClassVar

import pytest

from domain.catalogue import EVENTS
from domain.shared.stream import Event
from scripts.catalogue import GOLDEN, Shapes, accepted, differences, shapes, written


class Before(Event, frozen=True, kw_only=True):
    """An event as it was."""

    NAME: ClassVar[str] = "example.happened"
    case: str


class Wider(Before, frozen=True, kw_only=True):
    """The same event with another field, and the same number."""

    amount: int = 0


class Raised(Wider, frozen=True, kw_only=True):
    """The same with a number of its own."""

    SCHEMA: ClassVar[int] = 2


def of(event: type[Event]) -> Shapes:
    return shapes({event.NAME: event})


def test_every_event_has_the_shape_it_is_stored_in() -> None:
    kept = json.loads(GOLDEN.read_text("utf-8"))
    told = differences(kept, shapes(EVENTS))
    assert told == [], "events have changed. When that is meant: python -m scripts.catalogue (it says what it takes)"


def test_names_are_stable_dotted_and_in_the_context_that_lists_them() -> None:
    for name, event in EVENTS.items():
        assert name == event.NAME
        context, _, happened = name.partition(".")
        assert context.isidentifier()
        assert happened.isidentifier()
        assert name.islower()


def test_another_shape_under_the_same_number_is_refused() -> None:
    [told] = differences(of(Before), of(Wider))

    assert told.startswith("example.happened/1 has another shape under the same number (with amount): raise its SCHEMA")
    with pytest.raises(SystemExit, match="raise its SCHEMA"):
        accepted(of(Before), of(Wider), before_release=False)


def test_a_raised_number_is_accepted_and_the_old_shape_kept() -> None:
    kept = accepted(of(Before), of(Raised), before_release=False)

    assert {"example.happened/1", "example.happened/2"} < kept.keys()


def test_a_name_that_is_gone_is_refused() -> None:
    assert differences(of(Before), shapes({})) == [
        "example.happened/1 is gone: stored events of that name would be unknown"
    ]


def test_what_is_written_is_what_is_read() -> None:
    assert json.loads(written(of(Wider))) == of(Wider)


class Described(Before, frozen=True, kw_only=True):
    """The same event with fields that are called like the notes of a schema."""

    title: str
    description: str


def test_a_field_counts_whatever_its_name() -> None:
    assert of(Described)["example.happened/1"]["fields"].keys() == {"case", "title", "description"}
