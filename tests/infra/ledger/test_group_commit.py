from collections.abc import Callable, Sequence
from threading import Barrier, Event, Thread, get_ident
from typing import Any

import pytest

from infra.ledger import group_commit as module
from infra.ledger.group_commit import GroupCommit


class Office:
    """Commits jobs by adding one; keeps the batches it got and the threads it ran in. It may be held shut."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.threads: list[int] = []
        self.open = Event()
        self.open.set()
        self.entered = Event()

    def commit(self, jobs: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(jobs))
        self.threads.append(get_ident())
        self.entered.set()
        self.open.wait()
        if 13 in jobs:
            message = "disk full"
            raise OSError(message)
        return [ValueError(job) if job < 0 else job + 1 for job in jobs]


class Caller(Thread):
    def __init__(self, group: GroupCommit[int, int], job: int) -> None:
        super().__init__(daemon=True)
        self.group, self.job = group, job
        self.outcome: Any = None

    def run(self) -> None:
        try:
            self.outcome = self.group.submit(self.job)
        except Exception as error:  # noqa: BLE001 - it is the outcome
            self.outcome = error


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def group(office: Office) -> GroupCommit[int, int]:
    return GroupCommit(office.commit)


def queued(group: GroupCommit[int, int], many: int) -> None:
    while len(group._queue) < many:
        Event().wait(0.001)


def behind_a_shut_door(
    office: Office, group: GroupCommit[int, int], jobs: Sequence[int]
) -> tuple[Caller, list[Caller]]:
    """Start one caller who leads, and others who queue up behind in the order of their jobs."""
    office.open.clear()
    leader = Caller(group, 0)
    leader.start()
    office.entered.wait()
    callers = [Caller(group, job) for job in jobs]
    for number, caller in enumerate(callers, start=1):
        caller.start()
        queued(group, number)
    return leader, callers


def let_in(office: Office, *callers: Caller) -> list[Any]:
    office.open.set()
    for caller in callers:
        caller.join()
    return [caller.outcome for caller in callers]


def test_a_lone_caller_commits_at_once_in_its_own_thread(office: Office, group: GroupCommit[int, int]) -> None:
    assert [group.submit(job) for job in (1, 2, 3)] == [2, 3, 4]
    assert office.batches == [[1], [2], [3]]
    assert office.threads == [get_ident()] * 3


def test_who_comes_during_a_commit_shares_the_next_one(office: Office, group: GroupCommit[int, int]) -> None:
    leader, callers = behind_a_shut_door(office, group, [1, 2, 3, 4])

    assert let_in(office, leader, *callers) == [1, 2, 3, 4, 5]
    assert office.batches == [[0], [1, 2, 3, 4]]
    assert office.threads[1] == callers[0].ident


def test_an_exception_reaches_its_own_caller_only(office: Office, group: GroupCommit[int, int]) -> None:
    leader, callers = behind_a_shut_door(office, group, [1, -2, 3])

    _, first, second, third = let_in(office, leader, *callers)

    assert (first, third) == (2, 4)
    assert isinstance(second, ValueError)


def test_a_commit_that_fails_as_a_whole_fails_all_its_callers_and_none_after(
    office: Office, group: GroupCommit[int, int]
) -> None:
    leader, callers = behind_a_shut_door(office, group, [1, 13])

    outcomes = let_in(office, leader, *callers)

    assert outcomes[0] == 1
    assert [str(outcome) for outcome in outcomes[1:]] == ["disk full"] * 2
    assert group.submit(5) == 6


def test_a_batch_has_a_limit(office: Office, group: GroupCommit[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    leader, callers = behind_a_shut_door(office, group, [1, 2, 3, 4, 5])

    assert let_in(office, leader, *callers) == [1, 2, 3, 4, 5, 6]
    assert office.batches == [[0], [1, 2], [3, 4], [5]]


class Gone(BaseException):
    """Stands for a signal that ends a caller's wait."""


class LockThatEnds:
    """Stands for the lock a caller waits on: the wait ends with a signal, before or after the caller was called."""

    def __init__(self, before: Callable[[], None]) -> None:
        self.before, self.released = before, False

    def acquire(self) -> None:
        self.before()
        raise Gone

    def release(self) -> None:
        self.released = True

    def locked(self) -> bool:
        return not self.released


def leave(group: GroupCommit[int, int], monkeypatch: pytest.MonkeyPatch, before: Callable[[], Any]) -> None:
    """Queue up with job 7, and leave when this was done."""
    made = module._Ticket

    def ticket(job: int) -> Any:
        leaving = made(job)
        leaving.turn = LockThatEnds(before)
        return leaving

    monkeypatch.setattr(module, "_Ticket", ticket)
    with pytest.raises(Gone):
        group.submit(7)
    monkeypatch.setattr(module, "_Ticket", made)


def test_a_caller_who_leaves_takes_its_job_along(
    office: Office, group: GroupCommit[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, callers = behind_a_shut_door(office, group, [1, 2])

    leave(group, monkeypatch, before=lambda: None)

    assert let_in(office, leader, *callers) == [1, 2, 3]
    assert office.batches == [[0], [1, 2]]


def test_a_caller_who_leaves_when_it_should_lead_hands_the_lead_on(
    office: Office, group: GroupCommit[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, _ = behind_a_shut_door(office, group, [])

    leave(group, monkeypatch, before=lambda: let_in(office, leader))

    assert group.submit(8) == 9
    assert office.batches == [[0], [8]]


def test_many_callers_all_get_their_own_answer(group: GroupCommit[int, int]) -> None:
    start = Barrier(32)
    answers: list[bool] = []

    def call(caller: int) -> None:
        start.wait()
        answers.extend(group.submit(caller * 1000 + number) == caller * 1000 + number + 1 for number in range(100))

    threads = [Thread(target=call, args=(caller,)) for caller in range(1, 33)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 3200
