"""Keeping the house: migrations, status, rebuilding; in this process, or by asking a running `serve`."""

import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from infra.control import NobodyServes, Question, ask
from infra.ledger.ledger import LedgerAway
from infra.settings import Settings
from projections.projection import Progress as Advance
from projections.projection import RebuildFailed, Upkeep, ViewsAway
from services.bootstrap import open_office
from services.office import Office

console = Console()


def describe(office: Office) -> dict[str, Any]:
    """Return positions, lag and last error of every view, and whether all of them move."""
    head = office.bureau.ledger.head()
    views = office.views.status()
    return {
        "ready": not any(view.stands_still for view in views),
        "ledger": {"position": head.position, "recorded_at": head.recorded_at and head.recorded_at.isoformat()},
        "views": [
            {
                "view": view.view,
                "position": view.position,
                "lag": view.lag,
                "stands_still": view.stands_still,
                "rebuilding": view.rebuilding,
                "error": view.error,
                "last_batch_at": view.last_batch_at and view.last_batch_at.isoformat(),
                "last_batch_seconds": view.last_batch_seconds,
            }
            for view in views
        ],
    }


def answer(office: Office, question: Question) -> Iterator[dict[str, Any]]:
    """Answer what a second process asks of this server."""
    match question:
        case {"ask": "status"}:
            yield describe(office)
        case {"ask": "rebuild", "views": list(views)}:
            yield from _rebuild(office.views, [str(view) for view in views])
        case _:
            yield {"error": "unknown question"}


def _rebuild(views: Upkeep, names: list[str]) -> Iterator[dict[str, Any]]:
    """Rebuild in a thread of its own; yield each advance as it comes, then the end or the error."""
    steps: SimpleQueue[dict[str, Any] | None] = SimpleQueue()

    def work() -> None:
        try:
            for name in names or [view.view for view in views.status()]:
                views.rebuild([name], lambda advance: steps.put(msgspec.to_builtins(advance)))
                steps.put({"view": name, "done": True})
        except (RebuildFailed, ViewsAway, LedgerAway) as error:
            steps.put({"error": str(error)})
        finally:
            steps.put(None)

    thread = threading.Thread(target=work, name="rebuild")
    thread.start()
    while (step := steps.get()) is not None:
        yield step
    thread.join()


def migrate(settings: Settings) -> Iterator[str]:
    """Open everything once, which brings every schema up to date; yield a line a store."""
    with open_office(settings) as office:
        yield f"账本已就绪 / ledger ready: {settings.ledger_path} ({office.bureau.ledger.head().position})"
        yield f"视图已就绪 / views ready: {settings.views_path}"


def status(settings: Settings) -> dict[str, Any]:
    """Return the status, from a running server where there is one."""
    try:
        report = next(iter(ask(settings.socket_path, {"ask": "status"})))
    except NobodyServes:
        with open_office(settings) as office:
            return describe(office)
    else:
        return report


def print_status(report: dict[str, Any]) -> None:
    """Print the status as a table."""
    console.print(f"账本 ledger: {report['ledger']['position']}  {report['ledger']['recorded_at'] or ''}")
    table = Table("view", "position", "lag", "last batch", "state")
    for view in report["views"]:
        state = (
            "停止 stands still" if view["stands_still"] else "重建 rebuilding" if view["rebuilding"] else "正常 moves"
        )
        trouble = f": {view['error']}" if view["error"] else ""
        batch = f"{view['last_batch_seconds'] * 1000:.0f} ms"
        table.add_row(view["view"], str(view["position"]), str(view["lag"]), batch, state + trouble)
    console.print(table)


def rebuild(settings: Settings, views: list[str]) -> None:
    """Build views anew with a progress bar, inside a running server where there is one. Raises `RebuildFailed`."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rate]:,.0f} events/s"),
        TimeRemainingColumn(),
    ) as bar:
        try:
            _follow(bar, ask(settings.socket_path, {"ask": "rebuild", "views": views}))
        except NobodyServes:
            with open_office(settings) as office:
                _follow(bar, _rebuild(office.views, views))


def _follow(bar: Progress, steps: Iterator[dict[str, Any]]) -> None:
    tasks: dict[str, Any] = {}
    for step in steps:
        if "error" in step:
            raise RebuildFailed(step["error"])
        task = tasks.setdefault(step["view"], None) or bar.add_task(step["view"], rate=0.0)
        tasks[step["view"]] = task
        if step.get("done"):
            bar.update(task, total=1, completed=1)
        else:
            advance = msgspec.convert(step, Advance)
            bar.update(task, total=advance.head, completed=advance.position, rate=advance.events_per_second)


def print_settings(settings: Settings) -> None:
    """Print the effective settings; there is no secret among them, only where secrets lie."""
    for name in type(settings).model_fields:
        console.print(
            f"GRIDGOV_{name.upper()}={getattr(settings, name) if getattr(settings, name) is not None else ''}"
        )
