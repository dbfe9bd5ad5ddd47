"""`gridgov import cases`: past cases from a file; it may run beside a server."""

from pathlib import Path

import msgspec
import typer

from infra.settings import Settings
from services.bootstrap import open_ledger
from services.incidents.importing import import_cases
from services.incidents.past_cases_file import read_mapping
from services.tables import Rejected


def import_from(settings: Settings, file: Path, mapping: Path, *, only_json: bool) -> None:
    """Import past cases and tell, in the last line as JSON, what became of them.

    Raises `MappingRefused`, `UnreadableFile`, `ColumnsMissing`, `Busy`.
    """
    columns = read_mapping(mapping.read_bytes())
    with open_ledger(settings) as bureau:
        outcome = import_cases(
            bureau, file.read_bytes(), columns, rejected=_tell_rejected, recorded=_silent if only_json else _tell_done
        )
    if not only_json:
        typer.echo(
            f"{outcome.rows} 行，{outcome.cases} 件，办结 {outcome.closed} 件，其中超期 {outcome.closed_late} 件；"
            f"已有 {outcome.skipped} 行，退回 {outcome.rejected} 行。"
        )
        typer.echo(
            f"{outcome.rows} rows, {outcome.cases} cases, {outcome.closed} closed, {outcome.closed_late} of them late; "
            f"{outcome.skipped} rows were there already, {outcome.rejected} were rejected."
        )
    typer.echo(msgspec.json.encode(outcome).decode())


def _tell_rejected(line: Rejected) -> None:
    typer.echo(f"第 {line.line} 行退回：{line.zh} / line {line.line} rejected: {line.en}", err=True)


def _tell_done(done: int, cases: int) -> None:
    typer.echo(f"已导入 {done}/{cases} 件 / {done} of {cases} cases recorded", err=True)


def _silent(_done: int, _cases: int) -> None:
    return
