"""The document of all refusals, from their classes."""

import importlib
import pkgutil
from collections.abc import Iterator

import domain
import infra
import projections
import services
from domain.shared.errors import Refusal

TREES = (domain, infra, projections, services)
HEAD = """# Refusals

What the API answers instead of doing what was asked, as `application/problem+json`: `type` is `/problems/` and the name
below, `status` the figure, `detail` the sentence in Chinese and English with its facts filled in. The command line says
the same sentences. Made from the code by `make docs`.

| type | status | 中文 | English |
|---|---|---|---|
"""


def refusals() -> list[type[Refusal]]:
    """Return every refusal of the project, by name; all modules are imported to find them."""
    for tree in TREES:
        for module in pkgutil.walk_packages(tree.__path__, f"{tree.__name__}."):
            importlib.import_module(module.name)
    names = {tree.__name__ for tree in TREES}
    own = (each for each in _below(Refusal) if each.__module__.partition(".")[0] in names)
    return sorted(own, key=lambda each: each.slug())


def _below(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in base.__subclasses__():
        yield each
        yield from _below(each)


def problems() -> str:
    """Return the table of all refusals."""
    rows = [f"| `{each.slug()}` | {each.answer.value} | {each.zh} | {each.en} |" for each in refusals()]
    return HEAD + "\n".join(rows) + "\n"
