"""`gridgov import cases` and `gridgov replay`: at the ledger's file; both may run beside a server."""

from datetime import datetime
from pathlib import Path

import msgspec
import typer

from domain.incidents.sentences import LEVEL_NAMES
from domain.incidents.words import STATUSES
from domain.shared.errors import Malformed
from domain.shared.time import SHANGHAI
from infra.settings import Settings
from services.bootstrap import open_ledger
from services.incidents.importing import import_cases
from services.incidents.past_cases_file import read_mapping
from services.incidents.replaying import Step, find_case
from services.incidents.replaying import replay as replay_case
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


def replay(settings: Settings, name: str, as_of: str | None, version: int | None) -> None:
    """Print a case as it stood, a step for each act. Raises `Missing`, `SeveralCases`, `Malformed`."""
    moment = _moment(as_of) if as_of else None
    with open_ledger(settings) as bureau:
        case = find_case(bureau, name)
        typer.echo(f"{case}")
        for step in replay_case(bureau, case, as_of=moment, version=version):
            typer.echo(_told(step))


def _moment(text: str) -> datetime:
    """Return a time; one without an offset is meant in Asia/Shanghai. Raises `Malformed`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(
            field="--as-of",
            why_zh="应为时间，例如 2026-11-20T08:15:00+08:00",
            why_en="must be a time, for example 2026-11-20T08:15:00+08:00",
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _told(step: Step) -> str:
    """Return a step as a few lines: when, what, who under which rule, and the case after it."""
    recorded, actor, state = step.recorded, step.actor, step.state
    status, level = STATUSES[state.status], LEVEL_NAMES[state.level]
    who = " ".join(part for part in (actor["name"], actor["post"] or actor["person"]) if part)
    external = f" ({recorded.meta.external_actor})" if recorded.meta.external_actor else ""
    number, due = state.number or "–", _local(state.due_at) if state.due_at else "–"
    at, known = _local(recorded.meta.occurred_at), _local(recorded.recorded_at)
    return (
        f"{recorded.originator_version}. {at}  记录 recorded {known} #{recorded.position}\n"
        f"   {step.sentence.zh}\n   {step.sentence.en}\n"
        f"   {who}{external} · 依据 rule: {recorded.meta.rule or '–'}\n"
        f"   → {status.zh} {status.en} · {level.zh} {level.en} · 编号 number: {number}"
        f" · 主办 lead: {state.lead or '–'} · 时限 due: {due}"
    )


def _local(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
