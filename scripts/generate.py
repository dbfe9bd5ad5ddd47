"""Write the documents that are made from the code: `make docs`. A test compares them with the code."""

from collections.abc import Callable
from pathlib import Path

from scripts.documents.commands import commands
from scripts.documents.events import events
from scripts.documents.problems import problems
from scripts.documents.rights import rights
from scripts.documents.settings import settings

ROOT = Path(__file__).parent.parent
DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/cli.md": commands,
    "docs/events.md": events,
    "docs/problems.md": problems,
    "docs/rights.md": rights,
    "docs/settings.md": settings,
}
"""Each document with the function that makes it."""


def main() -> None:
    """Write every document, and say which ones have changed."""
    for name, made in DOCUMENTS.items():
        path, text = ROOT / name, made()
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"{name} written")


if __name__ == "__main__":
    main()
