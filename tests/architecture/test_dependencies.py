"""Every dependency is used, and everything used is declared."""

import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.house import ROOT, TREES, imports, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NOT_IMPORTED = {
    "chdb": "the engine that clickhouse-connect loads by name",
    "pyarrow": "the format in which chDB gives its results",
    "tzdata": "zoneinfo reads it where the system has no zones",
    "mypy": "a program",
    "pytest-socket": "a plug-in",
    "pytest-timeout": "a plug-in",
    "pytest-xdist": "a plug-in",
    "pycryptodome": "the published suites of eventsourcing import it",
    "ruff": "a program",
    "setuptools": "the build back end",
}
"""Dependencies that no module of ours imports, and why they are there."""
BROUGHT = {"starlette": "fastapi", "markupsafe": "jinja2", "pydantic_core": "pydantic", "packaging": "pytest"}
"""Modules that belong to a declared dependency's own interface."""
OURS = {*TREES, "support", "scripts"}


def declared() -> set[str]:
    """Return the names of all dependencies of pyproject.toml."""
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return {canonicalize_name(Requirement(text).name) for group in groups for text in group}


def imported() -> set[str]:
    """Return the top-level modules of others that ours import."""
    found = {one.target.partition(".")[0] for module in modules(*OURS, "tests") for one in imports(module)}
    return found - set(sys.stdlib_module_names) - OURS


def owners(module: str) -> set[str]:
    """Return the distributions that a module may come from."""
    return {canonicalize_name(name) for name in packages_distributions().get(BROUGHT.get(module, module), [])}


def test_every_dependency_is_used() -> None:
    used = {name for module in imported() for name in owners(module)}

    assert declared() - used - NOT_IMPORTED.keys() == set()
    assert NOT_IMPORTED.keys() - declared() == set()
    assert NOT_IMPORTED.keys() & used == set()


def test_everything_used_is_declared() -> None:
    assert {module for module in imported() if not owners(module) & declared()} == set()
