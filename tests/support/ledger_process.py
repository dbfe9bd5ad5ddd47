"""Processes that write or read a ledger, for the tests that kill them: `python -m support.ledger_process ROLE FILE`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from support.ledgers import command, parcel_mapper, weighing

from domain.shared.stream import named_id
from infra.ledger.sqlite import SqliteLedger


def opened(file: str) -> SqliteLedger:
    return SqliteLedger(Path(file), lambda: datetime.now(UTC), parcel_mapper())


def write(file: str, writer: str, events: str) -> None:
    """Append so many events in appends of 1 to 19, each with its command; whoever starts it again goes on."""
    ledger, stream, written, number = opened(file), named_id("parcel", writer), 0, 0
    while written < int(events):
        size = min(1 + number * 7 % 19, int(events) - written)
        ledger.append([weighing(stream, None, *range(size))], command(f"{writer}-{number}"))
        written, number = written + size, number + 1
    ledger.close()


def tail(file: str, events: str) -> None:
    """Follow the ledger up to so many events and print what was seen."""
    ledger, position, gaps, backwards, recorded_at = opened(file), 0, 0, 0, datetime.min.replace(tzinfo=UTC)
    while position < int(events):
        ledger.wait(position, 5)
        for recorded in ledger.read(position, 500):
            gaps += recorded.position != position + 1
            backwards += recorded.recorded_at < recorded_at
            position, recorded_at = recorded.position, recorded.recorded_at
    sys.stdout.write(json.dumps({"position": position, "gaps": gaps, "backwards": backwards}))
    ledger.close()


def crowd(file: str, callers: str) -> None:
    """Let so many threads append again and again, printing each append that was acknowledged, until killed."""
    ledger = opened(file)

    def call(caller: int) -> None:
        for number in range(1_000_000):
            name = f"{caller}-{number}"
            ledger.append([weighing(named_id("parcel", name), 0, caller)], command(name))
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()

    for caller in range(int(callers)):
        Thread(target=call, args=(caller,)).start()


if __name__ == "__main__":
    {"write": write, "tail": tail, "crowd": crowd}[sys.argv[1]](*sys.argv[2:])
