"""The tour of README.md: every command is played against a demo county, and answers what is written there."""

import os
import shlex
import sys
from itertools import chain
from pathlib import Path

import pytest
from support.serving import served

from scripts.readme_tour import ADDRESS, README, alike, play, steps, written

pytestmark = [pytest.mark.servers, pytest.mark.slow]


def test_the_tour_answers_what_is_written(tmp_path: Path) -> None:
    told = steps(README.read_text("utf-8"))
    with served(tmp_path / "data", "--demo", "--demo-days", "0") as county:
        gridgov = f"{shlex.quote(sys.executable)} -m services"
        here = {**os.environ, "GRIDGOV_DATA": str(tmp_path / "data")}
        answered = play(told, here, {ADDRESS: county.url, ".venv/bin/gridgov": gridgov})

    assert told
    for step, answer in zip(chain(*told), chain(*answered), strict=True):
        assert alike(answer.answer) == alike(step.answer), step.command


def test_what_is_written_is_what_was_answered() -> None:
    text = "# A\n```console\n$ echo 1 \\\n  2\nold\n$ true\n```\nend\n"

    [[first, second]] = steps(text)
    assert first.command == "echo 1 \\\n  2"
    assert (first.answer, second.answer) == ("old", "")
    assert "1 2\n$ true\n```\nend" in written(text, play([[first, second]], {"PATH": "/usr/bin:/bin"}, {}))
