"""A value that changes over time."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time
from typing import Generic, Self, TypeVar

from domain.shared.time import SHANGHAI

T = TypeVar("T")

LAST = datetime.max.replace(tzinfo=UTC)
"""After everything that is recorded, changes that lie in the future included."""


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins, in Asia/Shanghai."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI).astimezone(UTC)


class Timeline(Generic[T]):
    """A value from each of its instants on, until the next. Immutable, so that registers can share it."""

    __slots__ = ("_since", "_values")

    def __init__(self, since: tuple[datetime, ...] = (), values: tuple[T, ...] = ()) -> None:
        self._since = since
        self._values = values

    def put(self, since: datetime, value: T) -> Self:
        """Return it with the value from an instant on; of two for one instant the later recorded holds."""
        index = bisect_right(self._since, since)
        return type(self)(
            (*self._since[:index], since, *self._since[index:]), (*self._values[:index], value, *self._values[index:])
        )

    def get(self, at: datetime) -> T | None:
        """Return the value in force at a moment, or None before the first."""
        index = bisect_right(self._since, at)
        return self._values[index - 1] if index else None

    def nearest(self, at: datetime) -> T | None:
        """Return the value in force at a moment, or the first one where the moment lies before it."""
        if not self._values:
            return None
        return self._values[max(bisect_right(self._since, at) - 1, 0)]
