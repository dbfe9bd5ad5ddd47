"""fresh: from the moment a command is answered until the view of the unit shows it.

Commands come at an even rate. A reader does what a page does after a command: waits until the view holds the last
position answered, then reads the unit; everything up to that position is visible when the reading is there.
"""

import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from time import perf_counter, sleep

from infra.clock import system_clock
from infra.settings import Settings
from projections.units.queries import VIEW, Named, unit_view
from services.bench.cases import PATH, command_of, reported_case
from services.bench.figures import Figure, Run, alone, percentile
from services.bootstrap import open_office
from services.commands import entries_of
from services.office import Office

ROUNDS = 3
SECONDS = 8
"""How long a round lasts."""
RATES = (20, 200)
"""Commands a second."""
PATIENCE_SECONDS = 30.0
COUNTY = Named(code=PATH[0], name="", kind="county", codes=())


class NotVisible(Exception):  # noqa: N818 - it is an answer
    """What was answered did not become visible, so there is nothing to measure."""


def fresh(run: Run) -> Iterator[Figure]:
    """Measure 20 and 200 commands a second."""
    with open_office(Settings.model_construct(data=run.folder / "office")) as office:
        for rate in RATES:
            rounds = []
            for turn in range(ROUNDS):
                run.tell(f"fresh, {rate}/s: {turn + 1}/{ROUNDS}")
                rounds.append(_round(office, rate, run.sized(rate * SECONDS, 10)))
            for percent in (50, 99):
                measured = [percentile(delays, percent) for delays in rounds]
                yield alone("fresh", f"{rate} events/s, p{percent}", "ms", measured)


def _round(office: Office, rate: int, commands: int) -> list[float]:
    """Return the seconds from answer to sight of so many commands."""
    answered: SimpleQueue[tuple[int, float]] = SimpleQueue()
    writer = threading.Thread(target=_write, args=(office, rate, commands, answered))
    writer.start()
    delays: list[float] = []
    while len(delays) < commands:
        batch = [answered.get(timeout=PATIENCE_SECONDS), *_all_of(answered)]
        position = batch[-1][0]
        if not office.views.wait(VIEW, position, PATIENCE_SECONDS):
            raise NotVisible(f"position {position} is not in the view after {PATIENCE_SECONDS:.0f} s")
        _read(office, position)
        now = perf_counter()
        delays += [now - at for _, at in batch]
    writer.join()
    return delays


def _write(office: Office, rate: int, commands: int, answered: SimpleQueue[tuple[int, float]]) -> None:
    started = perf_counter()
    for number in range(commands):
        sleep(max(0.0, started + number / rate - perf_counter()))
        case = reported_case(system_clock())
        receipt = office.bureau.ledger.append(entries_of([case]), command_of(case))
        answered.put((receipt.position, perf_counter()))


def _all_of(queue: SimpleQueue[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """Yield what a queue holds now."""
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return


def _read(office: Office, position: int) -> None:
    """Read the county, in which every case of this ledger lies: one an event."""
    shown = unit_view(office.views, COUNTY, [], {}, moment=system_clock())
    if sum(shown.incidents.by_level.values()) < position:
        raise NotVisible(f"the unit shows fewer cases than the {position} that were answered")
