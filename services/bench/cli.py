"""`gridgov bench`: figures on standard output, the environment and how far it is on standard error."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from services.bench.figures import Figure
from services.bench.suite import chosen, environment, run

console = Console()
aside = Console(stderr=True, highlight=False)


def bench(names: Sequence[str], folder: Path, scale: float, *, as_json: bool) -> None:
    """Run benchmarks and print a table, or a JSON object a line. Raises `Malformed`."""
    names = chosen(names)
    facts = msgspec.structs.asdict(environment())
    aside.print("  ".join(f"{name} {value}" for name, value in facts.items()), soft_wrap=True)
    figures = []
    with aside.status("…") as line:
        for figure in run(names, folder, scale, line.update):
            figures.append(figure)
            if as_json:
                print(msgspec.json.encode(figure).decode(), flush=True)  # noqa: T201 - the result, unwrapped
    if not as_json:
        console.print(_table(figures))


def _table(figures: Sequence[Figure]) -> Table:
    table = Table("benchmark", "variant", box=SIMPLE)
    for column in ("ours", "raw", "unit", "ratio", "min – max"):
        table.add_column(column, justify="left" if column == "unit" else "right")
    for figure in figures:
        table.add_row(
            figure.name,
            figure.variant,
            _number(figure.ours),
            _number(figure.raw),
            figure.unit,
            _number(figure.ratio),
            f"{_number(figure.min)} – {_number(figure.max)}",
        )
    return table


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits say enough
