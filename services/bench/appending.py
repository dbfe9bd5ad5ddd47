"""append-one, append-many: commands into the ledger, each on disk before its caller goes on.

Ours: the case is made and folded, its event encoded, its version checked, its row and its command's row written. Raw:
prepared inserts of those very rows, one transaction a command, by one caller, since SQLite has one writer; as many of
them as one caller writes a round.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from infra.bench.raw_sqlite import RawLog, rows_after
from infra.clock import system_clock
from infra.ledger.sqlite import SqliteLedger
from services.bench.cases import command_of, reported_case
from services.bench.figures import ROUNDS, Figure, Run, compared
from services.commands import entries_of

COMMANDS = 300
"""Commands a round by one caller; many callers share eight times as many."""


def append_one(run: Run) -> Iterator[Figure]:
    """Measure one caller."""
    yield _append(run, "append-one", callers=1, commands=run.sized(COMMANDS))


def append_many(run: Run) -> Iterator[Figure]:
    """Measure 8 and 64 callers at once."""
    for callers in (8, 64):
        yield _append(run, "append-many", callers=callers, commands=run.sized(8 * COMMANDS, callers))


def _append(run: Run, name: str, *, callers: int, commands: int) -> Figure:
    variant = f"sqlite, {callers} caller{'s' * (callers > 1)}"
    path = run.folder / f"{name}-{callers}.db"
    ledger, raw = SqliteLedger(path, system_clock), RawLog(run.folder / f"{name}-{callers}-raw.db")
    rounds = []
    try:
        for number in range(ROUNDS):
            run.tell(f"{name}, {variant}: {number + 1}/{ROUNDS}")
            before = ledger.head().position
            ours = _ours(ledger, callers, commands // callers)
            rows = rows_after(path, before)[: run.sized(COMMANDS)]
            started = perf_counter()
            raw.write(rows)
            rounds.append((ours, len(rows) / (perf_counter() - started)))
    finally:
        raw.close()
        ledger.close()
    return compared(name, variant, "commands/s", rounds)


def _ours(ledger: SqliteLedger, callers: int, each: int) -> float:
    """Return how many commands a second the ledger took from so many callers."""

    def call(_caller: int) -> None:
        for _ in range(each):
            case = reported_case(system_clock())
            command = command_of(case)
            ledger.append(entries_of([case]), command)

    with ThreadPoolExecutor(callers) as pool:
        started = perf_counter()
        list(pool.map(call, range(callers)))
        return callers * each / (perf_counter() - started)
