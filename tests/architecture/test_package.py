"""An installed gridgov holds every file of its four trees: code, migrations, templates, styles, data."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.house import ROOT, TREES

pytestmark = pytest.mark.servers


def test_the_wheel_holds_every_file_of_the_trees(tmp_path: Path) -> None:
    source = tmp_path / "source"
    without = shutil.ignore_patterns("__pycache__")
    for tree in TREES:
        shutil.copytree(ROOT / tree, source / tree, ignore=without)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    wanted = {
        path.relative_to(source).as_posix() for tree in TREES for path in (source / tree).rglob("*") if path.is_file()
    }

    build = "from setuptools import build_meta; print(build_meta.build_wheel('dist'))"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)

    [wheel] = (source / "dist").glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == wanted
