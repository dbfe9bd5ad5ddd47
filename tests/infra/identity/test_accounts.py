from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from argon2 import PasswordHasher
from support.ledgers import NOON, Clock

from domain.shared.errors import Missing
from infra.identity import accounts as module
from infra.identity.accounts import (
    ATTEMPTS_COUNT_FOR,
    ATTEMPTS_OF_ACCOUNT,
    ATTEMPTS_OF_SOURCE,
    SESSION_LASTS,
    Account,
    AccountNameTaken,
    Accounts,
    NewAccount,
    Session,
    TooManyAttempts,
    WrongPassword,
)
from infra.ledger.sqlite import SqliteLedger

pytestmark = pytest.mark.servers

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HERE = "127.0.0.1"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    SqliteLedger(tmp_path / "ledger.db", Clock()).close()
    accounts = Accounts(tmp_path / "ledger.db", CHEAP)
    accounts.add("desk.town", PASSWORD, "person-1")
    yield accounts
    accounts.close()


PASSWORD = "correct horse"


def log_in(accounts: Accounts, username: str = "desk.town", password: str = PASSWORD, **more) -> Session:  # noqa: ANN003
    return accounts.log_in(username, password, more.get("source", HERE), more.get("now", NOON))


def fails(accounts: Accounts, times: int, **more) -> None:  # noqa: ANN003
    for _ in range(times):
        with pytest.raises(WrongPassword):
            log_in(accounts, password="wrong", **more)


def test_a_session_lasts_from_log_in_to_its_end(accounts: Accounts) -> None:
    session = log_in(accounts)

    assert (session.person, session.expires_at) == ("person-1", NOON + SESSION_LASTS)
    assert accounts.session(session.token, NOON) == "person-1"
    assert accounts.session(session.token, session.expires_at - timedelta(seconds=1)) == "person-1"
    assert accounts.session(session.token, session.expires_at) is None
    assert accounts.session("no token", NOON) is None


def test_logging_out_ends_one_session(accounts: Accounts) -> None:
    one, other = log_in(accounts), log_in(accounts)
    accounts.log_out(one.token)

    assert accounts.session(one.token, NOON) is None
    assert accounts.session(other.token, NOON) == "person-1"


@pytest.mark.parametrize(("username", "password"), [("desk.town", "wrong"), ("desk.town", ""), ("nobody", PASSWORD)])
def test_a_refusal_does_not_say_what_was_wrong(accounts: Accounts, username: str, password: str) -> None:
    with pytest.raises(WrongPassword) as refused:
        log_in(accounts, username, password)
    assert refused.value.facts == {}


def test_an_unknown_name_is_hashed_like_a_known_one(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    monkeypatch.setattr(Accounts, "_fits", lambda _self, stored, _password: verified.append(stored) or False)

    for name in ("desk.town", "nobody"):
        with pytest.raises(WrongPassword):
            log_in(accounts, name)

    assert [stored.startswith("$argon2id$") for stored in verified] == [True, True]
    assert CHEAP.check_needs_rehash(verified[1]) is False


@pytest.mark.parametrize("name", ["desk.town", " Desk.Town ", "ｄｅｓｋ.ｔｏｗｎ"])
def test_a_name_is_one_in_every_spelling(accounts: Accounts, name: str) -> None:
    assert log_in(accounts, name).person == "person-1"
    with pytest.raises(AccountNameTaken):
        accounts.add(name, "other", "person-2")


def test_several_accounts_are_made_all_or_none(accounts: Accounts) -> None:
    with pytest.raises(AccountNameTaken):
        accounts.add_many([NewAccount("leader", "x", "person-2"), NewAccount("desk.town", "x", "person-3")])
    accounts.add_many([NewAccount(f"worker-{i}", "shared", f"person-{i}") for i in range(30)])

    assert len(accounts.list()) == 31
    assert accounts.list()[0] == Account("desk.town", "person-1", disabled=False)
    assert log_in(accounts, "worker-7", "shared").person == "person-7"


def test_a_disabled_account_is_out_at_once(accounts: Accounts) -> None:
    session = log_in(accounts)
    accounts.disable("desk.town")

    assert accounts.session(session.token, NOON) is None
    with pytest.raises(WrongPassword):
        log_in(accounts)
    assert accounts.list() == [Account("desk.town", "person-1", disabled=True)]
    with pytest.raises(Missing):
        accounts.disable("nobody")


def test_an_account_with_too_many_failures_waits(accounts: Accounts) -> None:
    accounts.add("other", PASSWORD, "person-2")
    fails(accounts, ATTEMPTS_OF_ACCOUNT)

    with pytest.raises(TooManyAttempts) as refused:
        log_in(accounts, now=NOON + timedelta(minutes=1))
    assert refused.value.facts == {"seconds": 14 * 60 + 1}
    assert log_in(accounts, "other").person == "person-2"
    assert log_in(accounts, now=NOON + ATTEMPTS_COUNT_FOR).person == "person-1"


def test_a_source_with_too_many_failures_waits(accounts: Accounts) -> None:
    for i in range(ATTEMPTS_OF_SOURCE):
        with pytest.raises(WrongPassword):
            log_in(accounts, f"guess-{i}")

    with pytest.raises(TooManyAttempts):
        log_in(accounts)
    assert log_in(accounts, source="10.0.0.7").person == "person-1"


def test_log_ins_that_succeed_are_not_counted(accounts: Accounts) -> None:
    for _ in range(ATTEMPTS_OF_ACCOUNT * 2):
        log_in(accounts)


def test_guesses_at_once_do_not_slip_through(accounts: Accounts) -> None:
    judged: list[type[Exception]] = []

    def guess() -> None:
        try:
            log_in(accounts, password="wrong")
        except (WrongPassword, TooManyAttempts) as refusal:
            judged.append(type(refusal))

    threads = [Thread(target=guess) for _ in range(ATTEMPTS_OF_ACCOUNT + 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert judged.count(WrongPassword) == ATTEMPTS_OF_ACCOUNT
    assert judged.count(TooManyAttempts) == 10


def test_attempts_are_counted_across_a_restart(accounts: Accounts, tmp_path: Path) -> None:
    fails(accounts, ATTEMPTS_OF_ACCOUNT)
    again = Accounts(tmp_path / "ledger.db", CHEAP)

    with pytest.raises(TooManyAttempts):
        log_in(again)
    again.close()


@pytest.mark.usefixtures("accounts")
def test_a_hash_of_another_cost_is_renewed_at_log_in(tmp_path: Path) -> None:
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    again = Accounts(tmp_path / "ledger.db", dearer)
    log_in(again)

    with again._database.reading() as connection:
        (stored,) = connection.execute("SELECT password_hash FROM account").fetchone()
    assert not dearer.check_needs_rehash(stored)
    assert log_in(again).person == "person-1"
    again.close()


def test_neither_password_nor_token_stands_in_the_file_or_a_repr(accounts: Accounts, tmp_path: Path) -> None:
    session = log_in(accounts)
    accounts.close()

    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert PASSWORD.encode() not in files
    assert session.token.encode() not in files
    assert session.token not in repr(session)
    assert "secret" not in repr(NewAccount("a", "secret", "p"))


def test_a_password_hash_is_dear_by_default() -> None:
    hasher = PasswordHasher()

    assert hasher.memory_cost >= 19_456, "OWASP: at least 19 MiB"
    assert hasher.time_cost >= 2
    assert timedelta(hours=12) >= module.SESSION_LASTS
