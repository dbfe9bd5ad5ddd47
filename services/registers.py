"""The registers (名册) that every decision looks up, kept up to the ledger's head."""

import threading
from functools import lru_cache

from domain.shared.stream import Recorded
from infra.ledger.ledger import Ledger
from projections.register.register import Register

_BATCH = 5_000


class Registers:
    """Units, organs, posts, people, categories and policies, as recorded up to now or up to a position.

    A register handed out never changes: news make a new one, so that readers in other threads see one state.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._history: list[Recorded] = []
        self._current = Register()
        self._seen = 0
        self._lock = threading.Lock()
        self._past = lru_cache(maxsize=16)(self._build)

    def current(self) -> Register:
        """Return the register with everything recorded so far."""
        head = self._ledger.head().position
        if self._seen < head:
            with self._lock:
                self._catch_up(head)
        return self._current

    def as_of(self, position: int) -> Register:
        """Return the register as it stood at a ledger position."""
        current = self.current()
        return current if position >= self._seen else self._past(position)

    def _catch_up(self, head: int) -> None:
        after, register = self._seen, None
        while batch := self._ledger.read(after, _BATCH, reference=True):
            register = register or self._current.copy()
            for recorded in batch:
                register.apply(recorded)
            self._history.extend(batch)
            after = batch[-1].position
        self._current = register or self._current
        self._seen = max(head, after)

    def _build(self, position: int) -> Register:
        return Register.of(self._history, position)
