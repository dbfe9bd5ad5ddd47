"""Several processes on one ledger, and some of them killed: nothing is lost, nothing doubled, nothing missed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.ledgers import command, parcel_mapper, weighing

from domain.shared.stream import named_id
from infra.ledger.ledger import CommandReused
from infra.ledger.sqlite import SqliteLedger

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parents[3]


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a writer or reader of `support.ledger_process`; whatever still runs afterwards is ended."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    with ExitStack() as running:

        def begin(*arguments: object) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "support.ledger_process", *map(str, arguments)]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
            running.enter_context(process)
            running.callback(process.kill)
            return process

        yield begin


def opened(file: Path) -> SqliteLedger:
    return SqliteLedger(file, lambda: datetime.now(UTC), parcel_mapper())


@pytest.mark.slow
def test_eight_writers_one_killed_and_a_reader_that_misses_nothing(tmp_path: Path, start: Start) -> None:
    file, events = tmp_path / "ledger.db", 40_000
    ledger = opened(file)
    reader = start("tail", file, events)
    writers = [start("write", file, writer, events // 8) for writer in range(8)]

    assert ledger.wait(events // 4, 60)
    writers[3].kill()
    assert writers[3].wait() == -9
    writers[3] = start("write", file, 3, events // 8)

    assert [writer.wait(60) for writer in writers] == [0] * 8
    seen = json.loads(reader.communicate(timeout=60)[0])
    assert seen == {"position": events, "gaps": 0, "backwards": 0}
    assert ledger.head().position == events
    for writer in range(8):
        stream = ledger.stream(named_id("parcel", str(writer)))
        assert [recorded.originator_version for recorded in stream] == list(range(1, events // 8 + 1))
    ledger.close()


def test_killed_in_the_middle_of_a_hundred_appends_all_acknowledged_are_there_and_none_twice(
    tmp_path: Path, start: Start
) -> None:
    crowd = start("crowd", tmp_path / "ledger.db", 100)
    assert crowd.stdout is not None
    acknowledged = [crowd.stdout.readline().strip() for _ in range(500)]
    crowd.kill()
    acknowledged += [line.strip() for line in crowd.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    crowd.wait()

    ledger = opened(tmp_path / "ledger.db")
    recorded = ledger.read(0, 1_000_000)
    assert [each.position for each in recorded] == list(range(1, len(recorded) + 1))
    streams = [each.originator_id for each in recorded]
    assert len(set(streams)) == len(streams)
    assert {named_id("parcel", name) for name in acknowledged} <= set(streams)
    for name in acknowledged:
        caller = int(name.split("-")[0])
        assert ledger.append([weighing(named_id("parcel", name), 0, caller)], command(name)).repeated
    assert ledger.head().position == len(recorded)
    ledger.close()


def test_a_command_is_known_in_every_process(tmp_path: Path, start: Start) -> None:
    writer = start("write", tmp_path / "ledger.db", "w", 1)
    assert writer.wait(30) == 0
    ledger = opened(tmp_path / "ledger.db")

    receipt = ledger.append([weighing(named_id("parcel", "w"), 0, 1)], command("w-0"))

    assert (receipt.position, receipt.answer, receipt.repeated) == (1, command("w-0").answer, True)
    with pytest.raises(CommandReused):
        ledger.append([weighing(named_id("parcel", "w"), 1, 1)], command("w-0", body=b"another"))
    ledger.close()
