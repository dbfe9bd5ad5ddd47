"""The document of the command line, from the commands themselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from services.cli import app

HEAD = """# The command line

`gridgov COMMAND --help` says the same. Exit codes: 0 done, 1 failed (a sentence says why), 2 wrong usage. Every command
takes `--data DIR`, the data folder. Made from the code by `make docs`.
"""


def leaves(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with the words that call it, such as `users add`."""
    command = typer.main.get_command(app) if command is None else command
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, sub in inner.items():
        yield from leaves(sub, (*path, name))


def _options(command: Any) -> Iterator[str]:
    for option in command.params:
        if option.name not in ("help", "data"):
            shown = option.default not in (None, False, "") and not option.required
            default = f" Default: `{option.default}`." if shown else ""
            yield f"| `{_words(option)}` | {(option.help or '').rstrip('.')}.{default} |"


def _words(option: Any) -> str:
    if option.param_type_name == "argument":
        return f"{option.name.upper()}{' ...' * (option.nargs == -1)}"
    kind = option.type_descriptor.annotation
    value = "" if option.is_flag else f" {option.metavar or {int: 'N', Path: 'PATH'}.get(kind, 'TEXT')}"
    return ", ".join(option.opts) + value


def commands() -> str:
    """Return every command with its arguments and options."""
    lines = [HEAD]
    for path, command in leaves():
        lines += [f"## gridgov {' '.join(path)}", "", " ".join((command.help or "").split()), ""]
        options = list(_options(command))
        if options:
            lines += ["| argument or option | meaning |", "|---|---|", *options, ""]
    return "\n".join(lines).rstrip() + "\n"
