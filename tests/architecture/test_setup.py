"""`make run` on a machine without what it needs: a sentence that says what to install, and exit code 1."""

import os
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


def venv_script(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/venv where the only Python on the PATH is the given one."""
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (folder / name).write_text(python)
        (folder / name).chmod(0o755)
    (folder / "dirname").symlink_to("/usr/bin/dirname")
    environment = {**os.environ, "PATH": str(folder)}
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts/venv"], env=environment, capture_output=True, text=True, check=False
    )


def test_without_a_python_that_is_new_enough_it_says_which_one_it_needs(tmp_path: Path) -> None:
    result = venv_script(tmp_path, TOO_OLD)

    assert result.returncode == 1
    assert "Python 3.11 or later" in result.stderr


def test_without_venv_it_says_what_to_install(tmp_path: Path) -> None:
    result = venv_script(tmp_path, WITHOUT_VENV)

    assert result.returncode == 1
    assert result.stderr == "Python 3.13.0 has no venv. On Debian: apt-get install python3-venv\n"
