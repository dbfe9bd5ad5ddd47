"""`gridgov import divisions` and `gridgov import grids`; they may run beside a server."""

from datetime import date
from pathlib import Path

from infra.geo.boundaries import Boundaries
from infra.settings import Settings
from services.imports import import_file
from services.territory.divisions_file import import_divisions
from services.territory.grids_file import import_grids


def divisions(settings: Settings, file: Path, edition: date, source: str) -> None:
    """Import an edition of the divisions. Raises `UnreadableFile`, `ColumnsMissing`, `Busy`."""
    import_file(
        settings,
        file,
        lambda given: import_divisions(
            given.content, edition=edition, source=source, act=given.act, register=given.register, load=given.load
        ),
    )


def grids(settings: Settings, file: Path) -> None:
    """Import grid units, from CSV or GeoJSON. Raises `UnreadableFile`, `ColumnsMissing`, `Busy`."""
    geometry = Boundaries()
    import_file(
        settings,
        file,
        lambda given: import_grids(
            given.content, act=given.act, register=given.register, geometry=geometry, load=given.load
        ),
    )
