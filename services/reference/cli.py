"""`gridgov import categories`; it may run beside a server."""

from pathlib import Path

from infra.settings import Settings
from services.imports import import_file
from services.reference.categories_file import import_categories


def categories(settings: Settings, file: Path) -> None:
    """Import a catalogue as its next version. Raises `UnreadableFile`, `ColumnsMissing`, `Malformed`, `Busy`."""
    import_file(settings, file, lambda given: import_categories(given.content, act=given.act, load=given.load))
