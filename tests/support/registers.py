"""The demo county with its ledger and without views, for tests of what the administrator keeps."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from argon2 import PasswordHasher
from support.county import PASSWORD, Town

from infra.identity.accounts import Accounts
from infra.ledger.ledger import Ledger
from infra.settings import Settings
from projections.projection import Upkeep
from services.bootstrap import open_ledger
from services.demo.setting_up import set_up
from services.office import Office


class Counted:
    """A view that is always at the ledger's end, or never, and counts as many open cases as it is told."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.open_cases = 0
        self.behind = False
        self.asked: list[Mapping[str, object]] = []

    def query(self, sql: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the count."""
        self.asked.append({"sql": sql, **params})
        return [{"total": self.open_cases}]

    def position(self, *views: str) -> int:  # noqa: ARG002 - the port's signature
        """Return the end of the ledger."""
        return 0 if self.behind else self._ledger.head().position

    def wait(self, view: str, position: int, timeout: float) -> bool:  # noqa: ARG002
        """Tell whether it is that far."""
        return self.position(view) >= position


class Registry(Town):
    """Everybody of the demo county, and the view of cases."""

    def __init__(self, office: Office, views: Counted) -> None:
        super().__init__(office)
        self.views = views

    @property
    def head(self) -> int:
        """The end of the ledger."""
        return self.office.bureau.ledger.head().position


@contextmanager
def open_registry(folder: Path) -> Iterator[Registry]:
    """Set up the demo county, with cheap password hashes."""
    with open_ledger(Settings(data=folder)) as opened:
        cheap = Accounts(opened.settings.ledger_path, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        bureau = dataclasses.replace(opened, accounts=cheap)
        set_up(bureau, PASSWORD)
        views = Counted(bureau.ledger)
        yield Registry(Office(bureau=bureau, views=cast("Upkeep", views)), views)
        cheap.close()
