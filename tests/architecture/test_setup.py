"""On a machine without what is needed: a sentence that says what to install."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.servers

TOO_OLD = """#!/bin/sh
exit 1
"""
WITHOUT_VENV = """#!/bin/sh
case "$*" in
*ensurepip*) exit 1 ;;
--version) echo "Python 3.13.0" ;;
*) exit 0 ;;
esac
"""


def only(folder: Path, *tools: str, **programs: str) -> dict[str, str]:
    """Return an environment whose PATH holds some tools of the system and the given programs, and nothing else."""
    for tool in tools:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return {**{name: value for name, value in os.environ.items() if name != "CI"}, "PATH": str(folder)}


def venv_script(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/venv where the only Python on the PATH is the given one."""
    names = ("python3", "python3.11", "python3.12", "python3.13", "python3.14")
    environment = only(folder, "dirname", **dict.fromkeys(names, python))
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts/venv"], env=environment, capture_output=True, text=True, check=False
    )


def servers_script(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `scripts/servers install` as an ordinary user who has no Chromium."""
    tools = ("bash", "cat")
    environment = only(folder, *tools, id="#!/bin/sh\necho 1000\n", python3=TOO_OLD)
    command = ["/bin/bash", ROOT / "scripts/servers", "install"]
    return subprocess.run(command, env={**environment, **more}, capture_output=True, text=True, check=False)


def test_without_a_python_that_is_new_enough_it_says_which_one_it_needs(tmp_path: Path) -> None:
    result = venv_script(tmp_path, TOO_OLD)

    assert result.returncode == 1
    assert "Python 3.11 or later" in result.stderr


def test_without_venv_it_says_what_to_install(tmp_path: Path) -> None:
    result = venv_script(tmp_path, WITHOUT_VENV)

    assert result.returncode == 1
    assert result.stderr == "Python 3.13.0 has no venv. On Debian: apt-get install python3-venv\n"


def test_an_ordinary_user_is_told_what_is_missing_and_goes_on(tmp_path: Path) -> None:
    result = servers_script(tmp_path)

    assert result.returncode == 0
    assert (
        "Missing: chromium, for the tests of the pages. On Debian, as root: apt-get install chromium" in result.stderr
    )


def test_in_ci_what_is_missing_is_a_failure(tmp_path: Path) -> None:
    assert servers_script(tmp_path, CI="true").returncode == 1
