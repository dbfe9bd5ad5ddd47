"""What the documents point at is there: links, decisions with all their parts, commands."""

import re
from pathlib import Path

import pytest
from support.house import ROOT, files
from support.markdown import anchor, broken_links, commands, headings, links

from scripts.documents.commands import leaves

MARKDOWN = [path for path in files() if path.suffix == ".md"]
INDEX = ROOT / "docs/README.md"
DECISIONS = sorted((ROOT / "docs/adr").glob("*.md"))
PARTS = ["Status", "Context", "Decision", "Consequences", "Rejected", "Check"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert broken_links(path) == []


def test_every_document_stands_in_the_index() -> None:
    listed = set(links(INDEX.read_text("utf-8")))

    assert [
        path.name for path in sorted((ROOT / "docs").glob("*.md")) if path != INDEX and path.name not in listed
    ] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_all_its_parts_and_fits_on_a_screen(path: Path) -> None:
    number = re.match(r"(\d{4})-[a-z0-9-]+\.md$", path.name)
    assert number, "NNNN-title.md"
    title, *parts = headings(path.read_text("utf-8"))
    assert title.startswith(f"{int(number.group(1))}. ")
    assert parts == PARTS
    assert len(path.read_text("utf-8").splitlines()) <= 80


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_names_the_tests_that_keep_it(path: Path) -> None:
    check = path.read_text("utf-8").partition("## Check")[2]
    named = re.findall(r"`(tests/[^`]+)`", check)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def unknown_commands(text: str) -> list[str]:
    """Return the commands of a document that the project does not have."""
    return [" ".join(words) for words in commands(text) if not known(words)]


def known(words: list[str]) -> bool:
    """Tell whether a command line is none of ours, or one that the project has."""
    program = words[0].removeprefix(".venv/bin/")
    if program == "make":
        return known_target(words[1])
    if program == "gridgov":
        return known_command(words[1:])
    return "/" not in program or "=" in program or (ROOT / program).exists()


def known_command(words: list[str]) -> bool:
    """Tell whether the command line has such a command, with such options."""
    for path, command in leaves():
        if tuple(words[: len(path)]) == path:
            options = {option for parameter in command.params for option in parameter.opts}
            return all(word in options for word in words if word.startswith("--"))
    return False


def known_target(name: str) -> bool:
    return re.search(rf"(?m)^{name}:.*## ", MAKEFILE) is not None


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_is_there(path: Path) -> None:
    assert unknown_commands(path.read_text("utf-8")) == []


def test_the_commands_that_the_documents_name_have_a_line_of_help() -> None:
    assert all(known_target(name) for name in ("run", "test", "check", "fmt", "docs"))


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# One two\n", "utf-8")
    page = tmp_path / "a.md"
    page.write_text("[1](b.md) [2](b.md#one-two) [3](b.md#three) [4](c.md) [5](#here) `[6](d.md)`\n## Here\n", "utf-8")

    assert broken_links(page) == ["b.md#three", "c.md"]


def test_a_command_that_is_not_there_is_named() -> None:
    text = (
        "```\nmake run   # fine\nmake coffee\n$ scripts/servers install\nscripts/nothing\n```\n```json\nmake no\n```\n"
    )

    assert unknown_commands(text) == ["make coffee", "scripts/nothing"]


def test_an_anchor_is_made_as_viewers_make_it() -> None:
    assert anchor("A tour, in 5 minutes: 巡查") == "a-tour-in-5-minutes-巡查"
