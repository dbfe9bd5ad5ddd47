"""`gridgov users`: accounts, at the ledger's file; it may run beside a server."""

import sys

import typer

from domain.shared.errors import Malformed, Missing
from infra.identity.accounts import AccountNameTaken
from infra.settings import Settings
from services.bootstrap import open_ledger
from services.organs.first import appoint_first_administrator

SHORTEST_PASSWORD = 8
"""Characters. Source: OWASP ASVS 5.0, 6.2.1."""


def add(settings: Settings, username: str, person: str | None, administrator: str | None) -> None:
    """Add an account for a person of the register, or for the first administrator, who is registered by it.

    Raises `Missing`, `Malformed`, `AccountNameTaken`, `DivisionsFirst`, `PostTaken`.
    """
    password = _password()
    with open_ledger(settings) as bureau:
        if any(account.username == username for account in bureau.accounts.list()):
            raise AccountNameTaken(username=username)
        if administrator is not None:
            person = appoint_first_administrator(bureau, administrator)
        if person is None or bureau.registers.current().person(person) is None:
            raise Missing(what=f"person {person}")
        bureau.accounts.add(username, password, person)
    typer.echo(f"已建立账号 / account added: {username}")


def _password() -> str:
    if sys.stdin.isatty():
        password = str(typer.prompt("口令 / Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        raise Malformed(
            field="password",
            why_zh=f"口令至少 {SHORTEST_PASSWORD} 个字符",
            why_en=f"a password has at least {SHORTEST_PASSWORD} characters",
        )
    return password


def disable(settings: Settings, username: str) -> None:
    """Disable an account and end its sessions. Raises `Missing`."""
    with open_ledger(settings) as bureau:
        bureau.accounts.disable(username)
    typer.echo(f"已停用账号 / account disabled: {username}")


def show(settings: Settings) -> None:
    """List the accounts."""
    with open_ledger(settings) as bureau:
        for account in bureau.accounts.list():
            typer.echo(
                f"{account.username}\t{account.person}\t{'停用 disabled' if account.disabled else '在用 active'}"
            )
