import sqlite3
from pathlib import Path

import pytest

from infra.sqlite import database as module
from infra.sqlite.database import Database, Store
from infra.stores import StoreAway, StoreCorrupt

pytestmark = pytest.mark.servers

STORE = Store("the shelf", "书架", 4711)


@pytest.fixture
def shelf(tmp_path: Path) -> Database:
    shelf = Database(tmp_path / "shelf.db", STORE)
    with shelf.writing() as connection:
        connection.execute("CREATE TABLE book (title TEXT UNIQUE)")
    return shelf


def add(shelf: Database, title: str) -> None:
    with shelf.writing() as connection:
        connection.execute("INSERT INTO book VALUES (?)", (title,))


def add_all(shelf: Database, *added: str, then: type[Exception] | None = None) -> None:
    with shelf.writing() as connection:
        connection.executemany("INSERT INTO book VALUES (?)", [(title,) for title in added])
        if then is not None:
            raise then


def titles(shelf: Database) -> list[str]:
    with shelf.reading() as connection:
        return [title for (title,) in connection.execute("SELECT title FROM book ORDER BY title")]


def test_a_block_that_raises_is_undone(shelf: Database) -> None:
    with pytest.raises(LookupError):
        add_all(shelf, "a", then=LookupError)

    add(shelf, "b")
    assert titles(shelf) == ["b"]


def test_a_broken_constraint_stays_itself_and_is_undone(shelf: Database) -> None:
    add(shelf, "a")
    with pytest.raises(sqlite3.IntegrityError):
        add_all(shelf, "b", "a")

    assert titles(shelf) == ["a"]


def test_a_full_disk_is_away_and_nothing_is_recorded(shelf: Database) -> None:
    with shelf.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreAway, match=r"磁盘已满.*the disk is full"):
        add(shelf, "x" * 100_000)

    assert titles(shelf) == []
    add(shelf, "room again")
    assert titles(shelf) == ["room again"]


def test_a_lock_that_another_process_keeps_is_away(shelf: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(shelf.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    shelf = Database(shelf.path, STORE)

    with pytest.raises(StoreAway, match="locked by another process"):
        add(shelf, "a")

    holder.execute("ROLLBACK")
    add(shelf, "a")
    assert titles(shelf) == ["a"]
    holder.close()


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "shelf.db").write_bytes(b"once upon a time " * 1000)

    with pytest.raises(StoreCorrupt, match=r"不是数据库文件.*is not a database; put back its last backup"):
        titles(Database(tmp_path / "shelf.db", STORE))


def test_a_damaged_file_says_so(shelf: Database) -> None:
    for i in range(200):
        add(shelf, f"{i:04d}" * 100)
    shelf.close()
    content = bytearray(shelf.path.read_bytes())
    content[4096 * 2 : 4096 * 8] = b"\xaa" * (4096 * 6)
    shelf.path.write_bytes(content)

    with pytest.raises(StoreCorrupt, match="is damaged"):
        titles(Database(shelf.path, STORE))


def test_a_folder_that_is_not_there_is_away(tmp_path: Path) -> None:
    with pytest.raises(StoreAway, match="cannot be opened"):
        titles(Database(tmp_path / "nowhere" / "shelf.db", STORE))


def test_a_closed_database_refuses(shelf: Database) -> None:
    shelf.close()

    with pytest.raises(StoreAway, match="is closed"):
        titles(shelf)
    with pytest.raises(StoreAway, match="is closed"):
        add(shelf, "a")
