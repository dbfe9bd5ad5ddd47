"""A file has at most 400 lines, a function at most 40: what is longer is two things."""

import pytest
from support.house import TREES, Module, functions, modules

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40


def too_long(module: Module) -> list[str]:
    """Return the file and the functions in it that are too long; a function is counted without decorators."""
    lines_of_file = len(module.text.splitlines())
    sizes = ((function, (function.end_lineno or 0) - function.lineno + 1) for function in functions(module.tree))
    return [f"{module.path}:1: {lines_of_file} lines"] * (lines_of_file > LINES_OF_A_FILE) + [
        f"{module.path}:{function.lineno}: {function.name}() has {lines} lines"
        for function, lines in sizes
        if lines > LINES_OF_A_FUNCTION
    ]


def test_no_file_and_no_function_is_too_long() -> None:
    assert [line for module in modules(*TREES, "tests", "scripts") for line in too_long(module)] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a = 1\n" * 400, 0),
        ("a = 1\n" * 401, 1),
        ("def f():\n" + "    a = 1\n" * 39, 0),
        ("def f():\n" + "    a = 1\n" * 40, 1),
        ("class C:\n    async def f(self):\n" + "        a = 1\n" * 40, 1),
    ],
)
def test_what_is_longer_is_named(text: str, named: int) -> None:
    assert len(too_long(Module.of("infra/a.py", text))) == named
