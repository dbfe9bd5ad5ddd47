"""Nothing left for later, no error swallowed, no folder of a machine and no registry's name in any text."""

import ast

import pytest
from support.house import ROOT, TREES, files, modules
from support.rules_of_texts import left_for_later, machine, swallowed

TEXTS = [(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in files()]


def test_nothing_is_left_for_later() -> None:
    assert [line for path, text in TEXTS for line in left_for_later(path, text)] == []


def test_no_text_names_a_registry_or_a_folder_of_a_machine() -> None:
    assert [line for path, text in TEXTS for line in machine(path, text)] == []


def test_no_error_is_swallowed() -> None:
    assert [
        line for module in modules(*TREES, "scripts", "tests") for line in swallowed(module.path, module.tree)
    ] == []


@pytest.mark.parametrize("text", ["# TO" + "DO: later", "a  # FIX" + "ME"])
def test_a_mark_for_later_is_named(text: str) -> None:
    assert len(left_for_later("a.py", text)) == 1


@pytest.mark.parametrize(
    "text",
    ["see https://py" + "pi.org/simple", "files.python" + "hosted.org", "cd /wo" + "rk/main", "`/ho" + "me/a/b`"],
)
def test_a_registry_or_a_folder_is_named(text: str) -> None:
    assert len(machine("a.md", text)) == 1


@pytest.mark.parametrize("text", ["./work/x", "the api/work/b", "docs/home/x", "/api/v1/people"])
def test_other_paths_are_left_alone(text: str) -> None:
    assert machine("a.md", text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("try:\n    f()\nexcept Exception:\n    pass", 1),
        ("try:\n    f()\nexcept:\n    ...", 1),
        ("try:\n    f()\nexcept ValueError:\n    pass", 0),
        ("try:\n    f()\nexcept Exception:\n    raise", 0),
    ],
)
def test_a_swallowed_error_is_named(text: str, named: int) -> None:
    assert len(swallowed("a.py", ast.parse(text))) == named
