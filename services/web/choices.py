"""What people choose from on a form: words of a vocabulary, categories, organs, units of their place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from domain.shared.place import LEVELS, Level
from projections.register.entries import UnitView
from services.web.labels import Labels

MOST_UNITS = 3000
"""Units in one list; in a larger place the smallest kinds are left out, and a location says more."""


class Choice(NamedTuple):
    """One thing to choose: its value, its words, and the group it is listed in."""

    value: str
    words: str
    group: str = ""


def of_words(labels: Labels, kind: str) -> list[Choice]:
    """Return a fixed vocabulary."""
    return [Choice(value, words) for value, words in labels.options(kind)]


def categories(labels: Labels) -> list[Choice]:
    """Return the catalogue in force, by class."""
    return [
        Choice(each.code, labels.text(each.name_zh, each.name_en), labels.word("category_class", each.class_))
        for each in sorted(labels.register.categories, key=lambda each: each.class_)
    ]


def organs(labels: Labels, standing: Mapping[str, Level], up_to: Level) -> list[Choice]:
    """Return the organs on the way from a unit up to a level, the nearest first."""
    within = [(LEVELS.index(level), code) for code, level in standing.items()]
    return [
        Choice(code, labels.organ(code), labels.word("level", LEVELS[rank]))
        for rank, code in sorted(within)
        if rank <= LEVELS.index(up_to)
    ]


def units(labels: Labels, place: str, moment: datetime) -> list[Choice]:
    """Return a place and the units in it that take cases, each indented below the one it lies in."""
    found = list(_below(labels, place, moment))
    deepest = max((depth for depth, _, _ in found), default=0)
    while len(found) > MOST_UNITS and deepest > 0:
        deepest -= 1
        found = [each for each in found if each[0] <= deepest]
    return [Choice(unit.code, "\u3000" * depth + unit.name, group) for depth, unit, group in found if unit.takes_cases]


def _below(
    labels: Labels, code: str, moment: datetime, depth: int = 0, group: str = ""
) -> Iterator[tuple[int, UnitView, str]]:
    unit = labels.register.unit(code, moment)
    if unit is None:
        return
    group = unit.name if unit.kind == "village" else group
    yield depth, unit, group
    for child in labels.register.children(code, moment):
        yield from _below(labels, child.code, moment, depth + 1, group)


def yes_or_no(yes: str, no: str) -> list[Choice]:
    """Return the two answers of a question."""
    return [Choice("yes", yes), Choice("no", no)]


def only(choices: Iterable[Choice], values: Iterable[str]) -> list[Choice]:
    """Return those of the choices whose values are given."""
    wanted = set(values)
    return [choice for choice in choices if choice.value in wanted]
