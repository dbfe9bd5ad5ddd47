"""A figure of a benchmark: ours beside the raw store's.

Both take turns, round by round, so that what the machine does meanwhile falls on both.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec

ROUNDS = 5
"""Rounds in which both sides take turns; an odd number has a median that was measured."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the result.

    `ours`, `raw` and `ratio` (ours / raw) are medians over the rounds; `min` and `max` are the extremes of the ratio,
    or of `ours` where there is nothing to compare with. Of a rate more is better, of milliseconds less.
    """

    name: str
    variant: str
    ours: float
    raw: float | None
    unit: str
    ratio: float | None
    min: float
    max: float


class Run(NamedTuple):
    """What a benchmark is given: a folder of its own, its size, and whom to tell how far it is."""

    folder: Path
    scale: float
    tell: Callable[[str], None]

    def sized(self, number: int, least: int = 1) -> int:
        """Return a number of things, at the scale of this run."""
        return max(least, round(number * self.scale))


def compared(name: str, variant: str, unit: str, rounds: Iterable[tuple[float, float]]) -> Figure:
    """Return the figure of rounds of (ours, raw)."""
    pairs = list(rounds)
    ratios = [ours / raw for ours, raw in pairs]
    return Figure(
        name=name,
        variant=variant,
        ours=median(ours for ours, _ in pairs),
        raw=median(raw for _, raw in pairs),
        unit=unit,
        ratio=median(ratios),
        min=min(ratios),
        max=max(ratios),
    )


def alone(name: str, variant: str, unit: str, rounds: Sequence[float]) -> Figure:
    """Return the figure of what no raw store does."""
    return Figure(
        name=name,
        variant=variant,
        ours=median(rounds),
        raw=None,
        unit=unit,
        ratio=None,
        min=min(rounds),
        max=max(rounds),
    )


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Return the milliseconds within which so many percent were done."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
