"""Group commit: many callers share one transaction and its one wait for the disk.

The first caller commits in its own thread, at once: nobody alone ever waits for a group. Whoever comes while a commit
runs queues up; when it is done, the first in the queue leads the next one for all who wait. A caller that leaves its
wait takes its work out of the queue.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

MOST = 256
"""Jobs that share one transaction at most, so that the first of them is not kept waiting by an endless queue."""


class _Ticket(Generic[Job, Result]):
    """A caller's place in the queue."""

    __slots__ = ("done", "job", "outcome", "turn")

    outcome: Result | Exception

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done = False
        self.turn = Lock()
        """Held while the caller has to wait; let go when its outcome is there, or when it is to lead."""
        self.turn.acquire()


class GroupCommit(Generic[Job, Result]):
    """Gathers the jobs of many threads for a function that does several at once.

    `commit` gets the jobs in the order they came and returns, for each, its result or the exception for its caller.
    """

    def __init__(self, commit: Callable[[Sequence[Job]], Sequence[Result | Exception]]) -> None:
        self._commit = commit
        self._lock = Lock()
        self._queue: list[_Ticket[Job, Result]] = []
        self._led = False

    def submit(self, job: Job) -> Result:
        """Do the job, together with those of other callers; return its result or raise its exception."""
        ticket: _Ticket[Job, Result] = _Ticket(job)
        with self._lock:
            self._queue.append(ticket)
            leads, self._led = not self._led, True
        if not leads:
            try:
                ticket.turn.acquire()
            except BaseException:
                self._leave(ticket)
                raise
        if not ticket.done:
            self._lead()
        if isinstance(ticket.outcome, Exception):
            raise ticket.outcome
        return ticket.outcome

    def _lead(self) -> None:
        """Commit the head of the queue, the leader's own job among it, then hand the lead on."""
        with self._lock:
            batch, self._queue = self._queue[:MOST], self._queue[MOST:]
        outcomes: Sequence[Result | Exception] = [RuntimeError("the commit was interrupted")] * len(batch)
        try:
            outcomes = self._commit([ticket.job for ticket in batch])
        except Exception as error:  # noqa: BLE001 - it is raised in every caller
            outcomes = [error] * len(batch)
        finally:
            for ticket, outcome in zip(batch, outcomes, strict=True):
                ticket.outcome, ticket.done = outcome, True
                ticket.turn.release()
            self._hand_on()

    def _hand_on(self) -> None:
        with self._lock:
            if self._queue:
                self._queue[0].turn.release()
            else:
                self._led = False

    def _leave(self, ticket: _Ticket[Job, Result]) -> None:
        """Take a ticket out of the queue; if its caller had just been called to lead, the next one leads."""
        with self._lock:
            if ticket not in self._queue:
                return
            called = self._queue[0] is ticket and not ticket.turn.locked()
            self._queue.remove(ticket)
        if called:
            self._hand_on()
