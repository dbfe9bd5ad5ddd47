"""Files of the registers into the ledger, from the command line; a running server sees them at once."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import typer

from domain.shared.act import Act, Actor
from infra.settings import Settings
from projections.register.register import Register
from services.bootstrap import open_ledger
from services.commands import Decision, Envelope
from services.office import Bureau
from services.tables import Imported, Report
from services.workspace import Load

IMPORTER = "importer"
"""Who it was, in the meta of the events: somebody at the machine of the deployment, with the administrator's right."""


class Source(NamedTuple):
    """What a reader of files is given."""

    content: bytes
    act: Act
    register: Register
    load: Load


def import_file(settings: Settings, file: Path, read: Callable[[Source], Imported]) -> None:
    """Record what a file changes, all in one append, and tell what became of its lines.

    The last line is JSON: `{"rows","changed","unchanged","rejected"}`. Ends with exit code 1 where a line was refused.
    Raises what `read` raises, and `Busy`.
    """
    with open_ledger(settings) as bureau:
        report = take(bureau, file.read_bytes(), read)
    for line in report.rejected:
        typer.echo(f"第 {line.line} 行退回：{line.zh} / line {line.line} rejected: {line.en}", err=True)
    typer.echo(f"{report.rows} 行：变更 {report.changed}，不变 {report.unchanged}，退回 {len(report.rejected)}。")
    typer.echo(
        f"{report.rows} rows: {report.changed} changed, {report.unchanged} as before, {len(report.rejected)} rejected."
    )
    typer.echo(msgspec.json.encode({**msgspec.structs.asdict(report), "rejected": len(report.rejected)}).decode())
    if report.rejected:
        raise typer.Exit(1)


def take(bureau: Bureau, content: bytes, read: Callable[[Source], Imported]) -> Report:
    """Record what a file changes, all in one append, read anew where somebody else has changed it meanwhile."""
    reports: list[Report] = []

    def decide() -> Decision:
        now, county = bureau.clock(), bureau.settings.county
        actor = Actor(
            person=IMPORTER, post=f"{county}.admin/admin", kind="admin", organ=f"{county}.admin", place=county
        )
        source = Source(content, Act(actor=actor, at=now, now=now), bureau.registers.current(), bureau.repository.load)
        imported = read(source)
        reports.append(imported.report)
        return Decision(imported.streams, {})

    bureau.commands.run(Envelope(IMPORTER), decide)
    return reports[-1]
