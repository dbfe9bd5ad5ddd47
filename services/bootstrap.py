"""The composition root: the only place that wires the stores in. Production and tests call the same functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from infra.attachments.store import Attachments
from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import migrate
from infra.clickhouse.projector import Projector
from infra.clock import Clock, system_clock
from infra.crypto.key_store import KeyStore
from infra.crypto.master_key import read_or_make_master_key
from infra.folder import prepare
from infra.identity.accounts import Accounts
from infra.ledger.repository import Repository
from infra.ledger.sqlite import SqliteLedger
from infra.settings import Settings
from projections.registry import VIEWS
from services.commands import Commands
from services.office import Bureau, Office
from services.registers import Registers


@contextmanager
def open_ledger(settings: Settings, clock: Clock = system_clock, *, each_on_disk: bool = True) -> Iterator[Bureau]:
    """Open the ledger with its keys and accounts, for whatever writes without reading views.

    It may stand beside a running server. `each_on_disk=False`: what is recorded is on disk once this ends, not before;
    for a demo, which is simply begun anew. Raises `LedgerAway`, `LedgerCorrupt`, `MasterKeyRefused`, `FolderUnusable`.
    """
    prepare(settings.data)
    ledger = SqliteLedger(settings.ledger_path, clock, each_on_disk=each_on_disk)
    try:
        keys = KeyStore(settings.keys_path, read_or_make_master_key(settings.master_key_path, settings.keys_path))
        try:
            bureau = _bureau(settings, clock, ledger, keys)
            try:
                yield bureau
            finally:
                bureau.repository.close()
                bureau.accounts.close()
                bureau.attachments.close()
        finally:
            keys.close()
    finally:
        ledger.close()


@contextmanager
def open_office(settings: Settings, clock: Clock = system_clock) -> Iterator[Office]:
    """Open everything, with the views following the ledger.

    Raises what `open_ledger` raises, and `ViewsInUse`, `ViewsCorrupt`.
    """
    with open_ledger(settings, clock) as bureau:
        store = ClickHouse.embedded(settings.views_path)
        try:
            migrate(store)
            with follow(bureau, store, settings.county) as office:
                yield office
        finally:
            store.close()


@contextmanager
def follow(bureau: Bureau, store: ClickHouse, name: str) -> Iterator[Office]:
    """Let the views of a store follow a bureau's ledger, under that ledger's name."""
    projector = Projector(store, bureau.ledger, name, VIEWS, bureau.clock)
    projector.start()
    try:
        yield Office(bureau=bureau, views=projector)
    finally:
        projector.stop()


def _bureau(settings: Settings, clock: Clock, ledger: SqliteLedger, keys: KeyStore) -> Bureau:
    return Bureau(
        settings=settings,
        clock=clock,
        ledger=ledger,
        repository=Repository(ledger, ledger.snapshots),
        keys=keys,
        accounts=Accounts(settings.ledger_path, lasts=timedelta(hours=settings.session_hours)),
        registers=Registers(ledger),
        commands=Commands(ledger, keys),
        attachments=Attachments(settings.attachments_path, settings.ledger_path, keys),
    )
