"""What no text of the project holds. Each rule takes a path and a text and returns what breaks it."""

import ast
import re

REGISTRY = re.compile(
    r"(pypi|pythonhosted|npmjs|jsdelivr|unpkg|maven|crates)\.(org|com|io|net)|repo1?\.maven", re.IGNORECASE
)
FOLDER = re.compile(r"(?<![\w.~/-])/(?:work|root|home|Users|mnt)/\w")
LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
EXEMPT = {"tests/support/rules_of_texts.py", "LICENSE"}


def left_for_later(path: str, text: str) -> list[str]:
    """Say what a text leaves for later: such marks are never read again."""
    return _lines(path, text, LATER, "left for later")


def machine(path: str, text: str) -> list[str]:
    """Say where a text names a package registry or a folder of somebody's machine."""
    return _lines(path, text, REGISTRY, "names a registry") + _lines(path, text, FOLDER, "names a folder of a machine")


def swallowed(path: str, tree: ast.AST) -> list[str]:
    """Say where an error of any kind is caught and forgotten."""
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return [
        f"{path}:{handler.lineno}: swallows every error"
        for handler in handlers
        if _catches_all(handler)
        and all(isinstance(step, ast.Pass | ast.Continue) or _is_text(step) for step in handler.body)
    ]


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"}


def _is_text(step: ast.stmt) -> bool:
    return isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)


def _lines(path: str, text: str, pattern: re.Pattern[str], what: str) -> list[str]:
    if path in EXEMPT:
        return []
    return [
        f"{path}:{number}: {what}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]
