"""requirements.lock covers pyproject.toml, with hashes, and names no host."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MADE_ANEW = "run scripts/lock"


def locked() -> dict[str, list[tuple[str, str, int]]]:
    """Return for each package its locked versions: version, marker, number of hashes."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for block in re.split(r"\n(?=[a-z0-9])", LOCK):
        match = re.match(r"([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)(?: ; ([^\\\n]+))?", block)
        if match:
            name, version, marker = match.groups()
            found.setdefault(canonicalize_name(name), []).append((version, marker or "", block.count("--hash=sha256:")))
    return found


def asked_for() -> list[Requirement]:
    """Return every requirement of pyproject.toml: the project's, its extras' and its build's."""
    project = PROJECT["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    return [Requirement(text) for text in project["dependencies"] + extras + PROJECT["build-system"]["requires"]]


def test_every_requirement_is_locked_at_a_version_it_allows() -> None:
    versions = locked()
    for requirement in asked_for():
        name = canonicalize_name(requirement.name)
        assert name in versions, f"{name} is not locked: {MADE_ANEW}"
        for version, _, _ in versions[name]:
            assert requirement.specifier.contains(version, prereleases=True), (
                f"{requirement} has {version}: {MADE_ANEW}"
            )


def test_every_locked_package_has_hashes() -> None:
    for name, versions in locked().items():
        assert all(hashes for _, _, hashes in versions), name


def test_the_lock_names_no_host_and_no_folder() -> None:
    assert "://" not in LOCK
    assert not re.search(r"(?m)^\s*-", LOCK.replace("    --hash", "")), (
        "no option, and no `-e .`, which pip refuses beside hashes"
    )
    assert "/" not in re.sub(r"(?m)^#.*", "", LOCK)
