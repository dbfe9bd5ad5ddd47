"""A projector that is killed anywhere ends up with the views that one builds from nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.house import ROOT

pytestmark = [pytest.mark.servers, pytest.mark.slow]
COMMAND = [sys.executable, "-m", "support.projecting_process"]
PATHS = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "tests")))}


def start(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([*COMMAND, str(folder)], stdout=subprocess.PIPE, text=True, env=PATHS)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def finish(folder: Path) -> list[str]:
    process = start(folder)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.splitlines()


def test_killed_anywhere_it_ends_as_if_built_from_nothing(tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    interrupted = 0
    for seconds in (0.3, 1.7, 1.9, 0.6):
        process = start(killed)
        time.sleep(seconds)
        interrupted += process.poll() is None
        process.kill()
        process.communicate()
    assert interrupted
    assert finish(killed) == finish(tmp_path / "fresh")


def test_rows_lost_to_a_damaged_disk_are_noticed_and_built_anew(tmp_path: Path) -> None:
    whole = finish(tmp_path)
    parts = [path for path in tmp_path.glob("store/**/data.bin") if path.stat().st_size > 5000]
    assert parts
    for part in parts:
        os.truncate(part, part.stat().st_size // 2)
    assert finish(tmp_path) == whole
    assert not list(tmp_path.glob("store/**/broken*"))


def test_a_process_that_ends_without_stopping_ends_well(tmp_path: Path) -> None:
    source = ENDS_AT_ONCE.format(folder=str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False, env=PATHS)
    assert ended.returncode == 3
    assert "egmentation" not in ended.stderr


ENDS_AT_ONCE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from support.lives import county
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import migrate
from infra.clickhouse.projector import Projector
from projections.registry import VIEWS
store = ClickHouse.embedded(Path({folder!r}))
migrate(store)
Projector(store, county(7, cases=60), "c", VIEWS, lambda: datetime.now(UTC)).start()
sys.exit(3)
"""


def test_a_second_process_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    first = start(tmp_path)
    second = subprocess.run(
        [*COMMAND, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60, env=PATHS
    )
    first.communicate(timeout=60)
    assert second.returncode == 1
    assert "Another process holds the views" in second.stderr
    assert first.returncode == 0
