"""`gridgov users`: accounts, at the ledger's file; it may run beside a server."""

import sys

import typer

from domain.shared.errors import Missing
from infra.settings import Settings
from services.bootstrap import open_ledger


def add(settings: Settings, username: str, person: str) -> None:
    """Add an account for a person of the register. Raises `Missing`, `AccountNameTaken`."""
    with open_ledger(settings) as bureau:
        if bureau.registers.current().person(person) is None:
            raise Missing(what=f"person {person}")
        if sys.stdin.isatty():
            password = typer.prompt("口令 / Password", hide_input=True, confirmation_prompt=True)
        else:
            password = sys.stdin.readline().rstrip("\n")
        bureau.accounts.add(username, password, person)
    typer.echo(f"已建立账号 / account added: {username}")


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
