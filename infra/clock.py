"""Clocks: the one place that reads the time of the machine."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the time now, aware, in UTC."""


def system_clock() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)


class SimulatedClock:
    """A clock that is moved by hand, for the demo county and for tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """Return the simulated time."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Set the time; it never goes back."""
        self._now = max(self._now, moment)
