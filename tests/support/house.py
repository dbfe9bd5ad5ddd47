"""The project as data: its modules with their syntax trees, and its texts. What the tests of the architecture read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TREES = ("domain", "projections", "services", "infra")
"""The top-level packages of the project."""
NOT_OURS = {".git", ".venv", ".servers", "__pycache__", "vendor", "data", "build", "node_modules"}
TEXTS = {".py", ".md", ".toml", ".lock", ".yml", ".yaml", ".sql", ".html", ".css", ".js", ".json", ".csv", ".sh", ""}


@dataclass(frozen=True)
class Module:
    """A Python file: its dotted name, its path in the project, its text and its syntax tree."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Module":
        """Return the module of a path such as `domain/shared/act.py`, with any text."""
        dotted = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return cls(dotted, path, text, ast.parse(text))

    @property
    def is_package(self) -> bool:
        """Whether it is an `__init__.py`."""
        return self.path.endswith("__init__.py")


@dataclass(frozen=True)
class Import:
    """One imported name: `import a.b` is a.b; `from a import b` is a.b where that is a module, else a."""

    target: str
    line: int


Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> Iterator[Path]:
    """Yield the project's text files; what others wrote and what is made anew is left out."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
        if path.is_file() and path.suffix in TEXTS and not hidden and not NOT_OURS.intersection(parts):
            if any(part.endswith(".egg-info") for part in parts):
                continue
            yield path


def modules(*trees: str) -> list[Module]:
    """Return the modules of the given top-level folders."""
    found = (path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in trees)
    return [Module.of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in found]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def imports(module: Module, known: frozenset[str] = frozenset()) -> Iterator[Import]:
    """Yield what a module imports, wherever in it; `known` are the dotted names of modules."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, node.module] if node.module else up)
            for alias in node.names:
                deeper = f"{base}.{alias.name}"
                yield Import(deeper if deeper in known else base, node.lineno)
