"""Each benchmark runs from the command line, says what it measured, and leaves nothing behind. None is timed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.bench.suite import BENCHMARKS

pytestmark = [pytest.mark.servers, pytest.mark.slow]

VARIANTS = {
    "append-one": ["sqlite, 1 caller"],
    "append-many": ["sqlite, 8 callers", "sqlite, 64 callers"],
    "http": ["8 connections", "64 connections"],
    "rebuild": ["row by row", "ready batches"],
    "views": [f"{unit}, p{percent}" for unit in ("village", "town", "county") for percent in (50, 99)],
    "fresh": [f"{rate} events/s, p{percent}" for rate in (20, 200) for percent in (50, 99)],
}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_it_prints_an_object_a_figure(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services", "bench", name, "--json", "--scale", "0.001", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "python 3." in done.stderr
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert [figure["variant"] for figure in figures] == VARIANTS[name]
    for figure in figures:
        assert list(figure) == ["name", "variant", "ours", "raw", "unit", "ratio", "min", "max"]
        assert figure["name"] == name
        assert figure["ours"] > 0
        compared = figure["raw"] is not None
        assert (figure["ratio"] is not None) == compared == (name != "fresh")
        assert figure["min"] <= (figure["ratio"] if compared else figure["ours"]) <= figure["max"]
    assert list(tmp_path.iterdir()) == []
