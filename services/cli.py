"""The command line: `gridgov`. Exit codes: 0 done, 1 failed, 2 wrong usage."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.shared.errors import Refusal
from infra.folder import FolderTaken, FolderUnusable
from infra.settings import SettingsRefused, load_settings
from infra.stores import StoreTrouble
from projections.projection import RebuildFailed, ViewsAway, ViewsCorrupt, ViewsInUse
from services import serving, upkeep
from services.bench import cli as benchmarks
from services.bench.suite import BENCHMARKS
from services.demo import cli as demo_county
from services.incidents import cli as incidents
from services.reference import cli as reference
from services.sessions import cli as users
from services.territory import cli as territory

app = typer.Typer(
    name="gridgov",
    help="基层网格治理的官方账本 / The official memory of grassroots governance.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Data = Annotated[Path | None, typer.Option("--data", help="The data folder (default ./data).", show_default=False)]

TOLD = (
    FolderTaken,
    FolderUnusable,
    RebuildFailed,
    SettingsRefused,
    StoreTrouble,
    ViewsAway,
    ViewsCorrupt,
    ViewsInUse,
)
"""What stops a command with a sentence and exit code 1."""


@app.command()
def serve(
    data: Data = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Set up the demo county in an empty ledger.")] = False,
    demo_password: Annotated[str, typer.Option(help="The password of all demo accounts.")] = demo_county.DEMO_PASSWORD,
    demo_days: Annotated[int, typer.Option(help="Days of cases in the demo county.", min=0, max=366)] = 7,
) -> None:
    """Run all roles in one process."""
    chosen = serving.Demo(demo_password, demo_days) if demo else None
    serving.serve(load_settings(data), host, port, chosen)


@app.command()
def demo(
    days: Annotated[int, typer.Option(help="Days of cases, about 100 incidents each.", min=0, max=366)] = 30,
    seed: Annotated[int, typer.Option(help="The same seed and day make the same county.")] = 1,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day at whose start it ends (default today).")
    ] = None,
    demo_password: Annotated[str, typer.Option(help="The password of all demo accounts.")] = demo_county.DEMO_PASSWORD,
    data: Data = None,
) -> None:
    """Set up the demo county with synthetic cases, through the real commands; into an empty ledger only."""
    last = until.date() if until else None
    demo_county.run(load_settings(data), days=days, seed=seed, until=last, password=demo_password)


@app.command()
def replay(
    case: Annotated[str, typer.Argument(help="Id or number of the case.")],
    as_of: Annotated[str | None, typer.Option(help="As recorded by this time (RFC 3339).")] = None,
    version: Annotated[int | None, typer.Option(help="Up to this version.", min=1)] = None,
    data: Data = None,
) -> None:
    """Tell a case as it stood, step by step, from the ledger alone."""
    incidents.replay(load_settings(data), case, as_of, version)


@app.command()
def migrate(data: Data = None) -> None:
    """Bring the schemas of ledger and views up to date; safe to run again."""
    for line in upkeep.migrate(load_settings(data)):
        typer.echo(line)


@app.command()
def status(data: Data = None) -> None:
    """Tell positions, lag and last error; exit 1 when something stands still."""
    report = upkeep.status(load_settings(data))
    upkeep.print_status(report)
    if not report["ready"]:
        raise typer.Exit(1)


@app.command()
def rebuild(
    views: Annotated[list[str] | None, typer.Argument(help="The views; all where none is named.")] = None,
    data: Data = None,
) -> None:
    """Build views anew beside the ones in use, check them, and swap."""
    upkeep.rebuild(load_settings(data), views or [])


@app.command()
def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Of {', '.join(BENCHMARKS)}; all where none is named.")
    ] = None,
    data: Data = None,
    scale: Annotated[float, typer.Option(help="The size, as a part or a multiple.", min=0.001, max=100)] = 1.0,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a figure and line.")] = False,
) -> None:
    """Measure beside the raw stores, on the disk of the data folder; its data are not touched."""
    benchmarks.bench(names or [], load_settings(data).data, scale, as_json=as_json)


import_app = typer.Typer(help="Files into the ledger; it may run beside a server.", no_args_is_help=True)
app.add_typer(import_app, name="import")
File = Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)]


@import_app.command("divisions")
def import_divisions(
    file: File,
    edition: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="From when on it holds.")],
    source: Annotated[str, typer.Option(help="Where it was published.")],
    data: Data = None,
) -> None:
    """Import an edition of the divisions: CSV `code,name,level,parent_code`."""
    territory.divisions(load_settings(data), file, edition.date(), source)


@import_app.command("grids")
def import_grids(file: File, data: Data = None) -> None:
    """Import grid units: CSV `code,kind,name,parent_code,worker,boundary`, or GeoJSON with the same properties."""
    territory.grids(load_settings(data), file)


@import_app.command("categories")
def import_categories(file: File, data: Data = None) -> None:
    """Import the next version of the catalogue: `code,name_zh,name_en,class,lead,due_hours,evidence_required`."""
    reference.categories(load_settings(data), file)


@import_app.command("cases")
def import_cases(
    file: File,
    mapping: Annotated[Path, typer.Option(help="Which column says what (JSON).", exists=True, dir_okay=False)],
    data: Data = None,
    *,
    only_json: Annotated[bool, typer.Option("--json", help="Only the last line, which is JSON.")] = False,
) -> None:
    """Import past cases of another system, CSV or JSON lines, one line an act; again, it adds nothing."""
    incidents.import_from(load_settings(data), file, mapping, only_json=only_json)


users_app = typer.Typer(help="Accounts.", no_args_is_help=True)
config_app = typer.Typer(help="Settings.", no_args_is_help=True)
app.add_typer(users_app, name="users")
app.add_typer(config_app, name="config")


@users_app.command("add")
def users_add(
    username: Annotated[str, typer.Argument(help="The account's name.")],
    person: Annotated[str | None, typer.Option(help="Id of the person, as in GET /people.")] = None,
    administrator: Annotated[
        str | None, typer.Option(help="Name of the county's first administrator, who is registered by this.")
    ] = None,
    data: Data = None,
) -> None:
    """Add an account; the password is asked for, or read from standard input."""
    if (person is None) == (administrator is None):
        raise typer.BadParameter("give --person, or --administrator")
    users.add(load_settings(data), username, person, administrator)


@users_app.command("disable")
def users_disable(username: Annotated[str, typer.Argument(help="The account's name.")], data: Data = None) -> None:
    """Disable an account and end its sessions."""
    users.disable(load_settings(data), username)


@users_app.command("list")
def users_list(data: Data = None) -> None:
    """List the accounts."""
    users.show(load_settings(data))


@config_app.command("show")
def config_show(data: Data = None) -> None:
    """Show the effective settings, secrets masked."""
    upkeep.print_settings(load_settings(data))


def run(command: Callable[[], object]) -> int:
    """Run the command line; whatever is expected to go wrong ends with a sentence, not with a trace."""
    try:
        command()
    except TOLD as told:
        typer.echo(str(told), err=True)
        return 1
    except Refusal as refusal:
        typer.echo(f"{refusal.sentence_zh} / {refusal.sentence_en}", err=True)
        return 1
    return 0


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(app))
