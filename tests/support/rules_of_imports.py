"""Who may import whom. Each rule takes a module and returns what breaks it, as `path:line: sentence`."""

import ast
import sys
from collections.abc import Iterable, Mapping

from support.house import TREES, Module, functions, imports

CLIENTS = frozenset({"sqlite3", "clickhouse_connect", "chdb", "kafka", "psycopg", "psycopg_pool"})
"""Clients of databases and of Kafka."""
IMPURE = frozenset({"os", "io", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "asyncio", "time"})
"""What the domain does not take from the standard library: clocks, chance, files, sockets, threads."""
KNOWN_TO_ALL = frozenset({"shared"})
"""Contexts of the domain that all others may import."""


def _top(dotted: str) -> str:
    return dotted.partition(".")[0]


def _context(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else None


def domain_is_pure(module: Module) -> list[str]:
    """The domain imports the standard library without I/O, msgspec and itself."""
    allowed = (sys.stdlib_module_names - CLIENTS - IMPURE) | {"msgspec", "domain"}
    return [
        f"{module.path}:{found.line}: the domain does not import {found.target}"
        for found in imports(module)
        if _top(found.target) not in allowed
    ]


def domain_has_no_clock_and_no_chance(module: Module) -> list[str]:
    """The time and new ids come into the domain as arguments."""
    called = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [
        f"{module.path}:{call.lineno}: the domain gets it as an argument, it does not call {name}()"
        for call in called
        if (name := getattr(call.func, "attr", getattr(call.func, "id", "")))
        in {"now", "utcnow", "today", "uuid1", "uuid4"}
    ]


def contexts_know_each_other_by_id_only(module: Module) -> list[str]:
    """A context of the domain imports itself and `shared`; the catalogue alone names them all."""
    own = _context(module.name)
    if own == "catalogue":
        return []
    return [
        f"{module.path}:{found.line}: {own} knows {other} by id only"
        for found in imports(module)
        if _top(found.target) == "domain" and (other := _context(found.target)) not in {own, None} | KNOWN_TO_ALL
    ]


def projections_are_pure(module: Module) -> list[str]:
    """Projections import the domain, and no client of a database or of Kafka."""
    return _without(module, CLIENTS | {"services", "infra"})


def services_talk_through_infra(module: Module) -> list[str]:
    """Services never import a client of a database or of Kafka; the composition root may."""
    return [] if module.name == "services.bootstrap" else _without(module, CLIENTS)


def infra_does_not_know_services(module: Module) -> list[str]:
    """Infra never imports services."""
    return _without(module, frozenset({"services"}))


def _without(module: Module, forbidden: frozenset[str]) -> list[str]:
    return [
        f"{module.path}:{found.line}: {_top(module.name)} do not import {found.target}"
        for found in imports(module)
        if _top(found.target) in forbidden
    ]


def no_import_inside_a_function(module: Module) -> list[str]:
    """All imports stand at the head of the module, where a cycle shows at once."""
    return [
        f"{module.path}:{node.lineno}: an import inside {function.name}()"
        for function in functions(module.tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def init_is_a_docstring(module: Module) -> list[str]:
    """`__init__.py` holds a docstring and nothing else: most cycles begin in one that imports."""
    if not module.is_package or (ast.get_docstring(module.tree) and len(module.tree.body) == 1):
        return []
    return [f"{module.path}:1: holds a docstring and nothing else"]


def cycles(house: Iterable[Module]) -> list[str]:
    """Return the import cycles, each as `a -> b -> a`."""
    known = {module.name: module for module in house}
    names = frozenset(known)
    graph = {
        name: sorted({found.target for found in imports(module, names)} & names - {name})
        for name, module in known.items()
    }
    found: list[str] = []
    done: set[str] = set()
    for start in graph:
        _walk(start, graph, [], done, found)
    return found


def _walk(name: str, graph: Mapping[str, list[str]], way: list[str], done: set[str], found: list[str]) -> None:
    if name in way:
        found.append(" -> ".join([*way[way.index(name) :], name]))
    elif name not in done:
        for target in graph[name]:
            _walk(target, graph, [*way, name], done, found)
        done.add(name)


RULES = {
    "domain": (domain_is_pure, domain_has_no_clock_and_no_chance, contexts_know_each_other_by_id_only),
    "projections": (projections_are_pure,),
    "services": (services_talk_through_infra,),
    "infra": (infra_does_not_know_services,),
}
"""The rules of each tree."""
EVERYWHERE = (no_import_inside_a_function, init_is_a_docstring)


def broken(module: Module) -> list[str]:
    """Return all that breaks a rule in one module of ours."""
    tree = _top(module.name)
    rules = (*RULES[tree], *EVERYWHERE) if tree in TREES else (no_import_inside_a_function,)
    return [line for rule in rules for line in rule(module)]
