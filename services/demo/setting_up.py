"""Setting up the demo county in an empty ledger: units, organs, posts, people, and accounts for them."""

from domain.shared.errors import Refusal
from infra.geo.boundaries import Boundaries
from infra.identity.accounts import NewAccount
from services.demo.county import build_county
from services.office import Bureau


class LedgerNotEmpty(Refusal):
    """The demo county goes into an empty ledger only (账本非空)."""

    zh = "账本里已有 {position} 条记录，演示县只能建在空账本里。请用 --data 另选一个目录。"
    en = (
        "The ledger holds {position} events; the demo county goes into an empty one. Choose another folder with --data."
    )


def set_up(bureau: Bureau, password: str) -> None:
    """Set up the demo county and its accounts. Raises `LedgerNotEmpty`."""
    position = bureau.ledger.head().position
    if position:
        raise LedgerNotEmpty(position=position)
    county = build_county(bureau.keys.seal, Boundaries())
    bureau.ledger.append_many([(entries, None) for entries in county.appends])
    bureau.accounts.add_many([NewAccount(each.username, password, each.person) for each in county.accounts])
