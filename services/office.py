"""What use cases work with, wired once by `services.bootstrap`: a bureau writes, an office reads views too."""

import dataclasses
from datetime import datetime

from infra.attachments.store import Attachments
from infra.clock import Clock
from infra.crypto.key_store import KeyStore
from infra.identity.accounts import Accounts
from infra.ledger.ledger import Ledger
from infra.ledger.repository import Repository
from infra.settings import Settings
from projections.projection import Upkeep
from projections.register.register import Register
from services.commands import Commands
from services.registers import Registers
from services.web.problems import ViewBehind

WAIT_FOR_VIEW_SECONDS = 2.0


@dataclasses.dataclass(frozen=True)
class Bureau:
    """What commands need: the ledger, keys, accounts and registers. `import` and `users` stop here."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    repository: Repository
    keys: KeyStore
    accounts: Accounts
    registers: Registers
    commands: Commands
    attachments: Attachments


@dataclasses.dataclass(frozen=True)
class Moment:
    """A moment of the record: a ledger position, the time asked for, and the register as it stood then."""

    position: int | None
    """None: now."""
    judged_at: datetime
    """The time at which `overdue` is judged."""
    register: Register


@dataclasses.dataclass(frozen=True)
class Office:
    """The bureau, and the views."""

    bureau: Bureau
    views: Upkeep

    def moment(self, as_of: datetime | None, at_least: int | None, *views: str) -> Moment:
        """Return the moment a reader asks about, now or what had been recorded by a time, once these views hold it.

        Raises `ViewBehind`.
        """
        if as_of is None:
            moment = Moment(None, self.bureau.clock(), self.bureau.registers.current())
        else:
            position = self.bureau.ledger.position_at(as_of)
            moment = Moment(position, as_of, self.bureau.registers.as_of(position))
        for view in views:
            self.await_view(view, max(at_least or 0, moment.position or 0))
        return moment

    @staticmethod
    def is_county(register: Register, code: str) -> bool:
        """Tell whether a unit is the county: what lies in no unit counts there."""
        unit = register.unit(code)
        return unit is not None and unit.kind == "county"

    def await_view(self, view: str, at_least: int) -> None:
        """Wait until a view has reached a position, two seconds at most. Raises `ViewBehind`."""
        if not self.views.wait(view, at_least, WAIT_FOR_VIEW_SECONDS):
            raise ViewBehind(position=at_least, actual=self.views.position(view))
