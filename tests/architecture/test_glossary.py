"""Every term that a class of the domain defines stands in the glossary; refusals say theirs themselves."""

import ast
import re
from collections.abc import Iterator

from support.house import ROOT, Module, modules

TERM = re.compile(r"\(([\u4e00-\u9fff]{2,})[,)]")
"""A Chinese term in brackets after the English one, as docstrings give it."""


def terms(module: Module) -> Iterator[str]:
    """Yield the terms that the docstrings of a module's classes define, in their first paragraph."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield from TERM.findall((ast.get_docstring(node) or "").partition("\n\n")[0])


def test_every_defined_term_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    defining = [module for module in modules("domain") if not module.name.endswith((".rules", ".refusals"))]
    missing = {f"{term} ({module.path})" for module in defining for term in terms(module) if term not in glossary}

    assert sorted(missing) == [], "add a line to docs/glossary.md"


def test_a_defined_term_is_found() -> None:
    module = Module.of("domain/x/events.py", 'class Reported:\n    """It was reported (上报), at once (x)."""')

    assert list(terms(module)) == ["上报"]
