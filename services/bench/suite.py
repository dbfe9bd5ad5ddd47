"""The benchmarks by name, and one after the other."""

import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from domain.shared.errors import Malformed
from infra.bench import raw_sqlite, raw_views
from infra.folder import prepare
from services.bench.appending import append_many, append_one
from services.bench.figures import Figure, Run
from services.bench.freshness import fresh
from services.bench.reading import views
from services.bench.rebuilding import rebuild
from services.bench.reporting import http

BENCHMARKS: dict[str, Callable[[Run], Iterator[Figure]]] = {
    "append-one": append_one,
    "append-many": append_many,
    "http": http,
    "rebuild": rebuild,
    "views": views,
    "fresh": fresh,
}
"""Every benchmark, one line each; each module says what it compares."""


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured on."""

    python: str
    cpus: int
    load: float
    """Processes that wanted a processor in the last minute: more than a few tenths, and others were busy too."""
    sqlite: str
    chdb: str
    system: str


def environment() -> Environment:
    """Return what this run is measured on."""
    return Environment(
        python=platform.python_version(),
        cpus=os.cpu_count() or 1,
        load=round(os.getloadavg()[0], 2),
        sqlite=raw_sqlite.version(),
        chdb=raw_views.version(),
        system=f"{platform.system()} {platform.machine()}",
    )


def chosen(names: Sequence[str]) -> list[str]:
    """Return the benchmarks of these names, all where none is given. Raises `Malformed`."""
    if unknown := set(names) - BENCHMARKS.keys():
        known = ", ".join(BENCHMARKS)
        raise Malformed(
            field=min(unknown),
            why_zh=f"没有这项测试，可选：{known}",
            why_en=f"there is no such benchmark; there are: {known}",
        )
    return list(names) or list(BENCHMARKS)


def run(names: Sequence[str], folder: Path, scale: float, tell: Callable[[str], None]) -> Iterator[Figure]:
    """Run benchmarks, each in a folder of its own on the disk of the data folder; yield each figure as it is there."""
    for name in names:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=prepare(folder)) as own:
            yield from BENCHMARKS[name](Run(Path(own), scale, tell))
