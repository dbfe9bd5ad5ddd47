"""`gridgov demo`, and the demo county that `gridgov serve --demo` starts with."""

from datetime import date
from time import perf_counter

from rich.console import Console

from infra.settings import Settings
from services.demo.playing import play

DEMO_PASSWORD = "gridgov-demo"  # noqa: S105 - printed at the start, and accepted on loopback only
SEED = 1
"""What the demo county of `serve --demo` is made from."""
console = Console(stderr=True)


def run(settings: Settings, *, days: int, seed: int, until: date | None, password: str) -> None:
    """Set up the demo county in an empty ledger, play its days, and tell how many.

    Raises `LedgerNotEmpty`, `DayInTheFuture`.
    """
    console.print(f"正在建立演示县（{days} 天）…… Setting up the demo county ({days} days) …")
    started = perf_counter()
    with console.status("") as status:
        played = play(
            settings,
            days=days,
            seed=seed,
            until=until,
            password=password,
            told=lambda day: status.update(f"演示县 demo county: {day.isoformat()}"),
        )
    seconds = perf_counter() - started
    console.print(
        f"演示县已建立（合成数据）：{days} 天，{played.incidents} 件，{played.position} 条记录，{seconds:.0f} 秒。\n"
        f"The demo county is set up (synthetic): {days} days, {played.incidents} incidents, {played.position} events, "
        f"{seconds:.0f} s.",
        soft_wrap=True,
    )
