"""The document of all events, from their classes."""

import ast
import inspect
import re
from collections.abc import Iterator
from textwrap import dedent

from domain.catalogue import EVENTS
from domain.shared.meta import Meta
from domain.shared.stream import Event


def fields(struct: type) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and meaning of each field, those of the bases first, as they stand in the source."""
    for base in reversed(struct.__mro__):
        if base in (object, Event) or base.__module__.startswith("msgspec"):
            continue
        [definition] = ast.parse(dedent(inspect.getsource(base))).body
        body = definition.body if isinstance(definition, ast.ClassDef) else []
        for step, after in zip(body, [*body[1:], None], strict=True):
            if isinstance(step, ast.AnnAssign) and isinstance(step.target, ast.Name) and not _is_class_var(step):
                yield step.target.id, ast.unparse(step.annotation), _text(after)


def _is_class_var(step: ast.AnnAssign) -> bool:
    return ast.unparse(step.annotation).startswith("ClassVar")


def _text(step: ast.stmt | None) -> str:
    said = isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant) and step.value.value
    return " ".join(str(said).split()) if said else ""


def _table(struct: type) -> Iterator[str]:
    rows = list(fields(struct))
    if not rows:
        return
    yield from ("| field | type | meaning |", "|---|---|---|")
    for name, kind, meaning in rows:
        escaped = kind.replace("|", "\\|")
        yield f"| `{name}` | `{escaped}` | {meaning} |"
    yield ""


def events() -> str:
    """Return the catalogue of all events."""
    lines = [
        "# Events",
        "",
        "Every event that the ledger may hold, under the stable name it is stored by. Made from the code by",
        "`make docs`. An event of the registers (units, organs, posts, categories, policies) is marked *reference*.",
        "Types are those of the source; `Sealed` is a text that only a reader with the right may open.",
        "",
    ]
    context = ""
    for name, event in EVENTS.items():
        if (prefix := name.partition(".")[0]) != context:
            context = prefix
            lines += [f"## {context}", ""]
        marks = [f"schema {event.SCHEMA}"] * (event.SCHEMA > 1) + ["reference"] * event.REFERENCE
        lines += [f"### {name}" + (f" ({', '.join(marks)})" if marks else ""), "", inspect.getdoc(event) or "", ""]
        lines += _table(event)
    lines += ["## The meta of every event", "", inspect.getdoc(Meta) or "", "", *_table(Meta)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
