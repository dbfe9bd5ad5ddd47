"""Waiting for what is recorded next, by this process or another."""

from collections.abc import Callable
from threading import Condition
from time import monotonic

POLL_SECONDS = 0.05
"""How soon what another process has recorded is seen by one that waits; a look takes some ten microseconds."""


class News:
    """Wakes those who wait for a position. `head` looks up the last one recorded by anybody.

    It looks again and again, so that no lost signal can keep anybody waiting.
    """

    def __init__(self, head: Callable[[], int]) -> None:
        self._head = head
        self._changed = Condition()
        self._told = 0
        self._closed = False

    def tell(self, position: int) -> None:
        """Wake those who wait for this position; this process has recorded it."""
        with self._changed:
            self._told = max(self._told, position)
            self._changed.notify_all()

    def wait(self, after: int, timeout: float, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Wait for something after a position, until the seconds have passed, it is stopped or closed; tell which."""
        deadline = monotonic() + timeout
        while not (self._closed or stopped()):
            if self._told > after or self._head() > after:
                return True
            left = deadline - monotonic()
            if left <= 0:
                return False
            with self._changed:
                if self._told <= after and not self._closed:
                    self._changed.wait(min(left, POLL_SECONDS))
        return False

    def close(self) -> None:
        """End every wait, now and from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
