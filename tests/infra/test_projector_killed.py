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


def test_a_second_process_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    first = start(tmp_path)
    second = subprocess.run(
        [*COMMAND, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60, env=PATHS
    )
    first.communicate(timeout=60)
    assert second.returncode == 1
    assert "Another process holds the views" in second.stderr
    assert first.returncode == 0
