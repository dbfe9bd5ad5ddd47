import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from infra.sqlite.database import Database, Store
from infra.sqlite.migrating import Migration, migrate, migrations_in
from infra.stores import StoreCorrupt

pytestmark = pytest.mark.servers

STORE = Store("the shelf", "书架", 4711)
FIRST = Migration(1, "books", "-- why\nCREATE TABLE book (title TEXT);\n")
SECOND = Migration(
    2,
    "no_burning",
    "CREATE TRIGGER kept BEFORE DELETE ON book\nBEGIN\n  SELECT RAISE(ABORT, 'kept; all');\nEND;\n"
    "INSERT INTO book VALUES ('a;b');\n",
)


@pytest.fixture
def shelf(tmp_path: Path) -> Database:
    return Database(tmp_path / "shelf.db", STORE)


def titles(shelf: Database) -> list[str]:
    with shelf.reading() as connection:
        return [title for (title,) in connection.execute("SELECT title FROM book")]


def test_migrations_are_applied_once_in_order(shelf: Database) -> None:
    assert migrate(shelf, "books", [FIRST]) == 1
    assert migrate(shelf, "books", [FIRST, SECOND]) == 1
    assert migrate(shelf, "books", [FIRST, SECOND]) == 0
    assert titles(shelf) == ["a;b"]


def test_families_are_numbered_apart(shelf: Database) -> None:
    migrate(shelf, "books", [FIRST])

    assert migrate(shelf, "readers", [Migration(1, "readers", "CREATE TABLE reader (name TEXT);")]) == 1


def test_a_migration_that_fails_leaves_nothing(shelf: Database) -> None:
    broken = Migration(1, "broken", "CREATE TABLE book (title TEXT);\nCREATE TABLE book (title TEXT);\n")

    with pytest.raises(Exception, match="the shelf"):
        migrate(shelf, "books", [broken])
    assert migrate(shelf, "books", [FIRST]) == 1


def test_an_edited_migration_is_refused(shelf: Database) -> None:
    migrate(shelf, "books", [FIRST])

    with pytest.raises(StoreCorrupt, match="书架的第1号迁移") as refused:
        migrate(shelf, "books", [Migration(1, "books", "CREATE TABLE book (name TEXT);")])
    assert "Migration 1 of the shelf is not the one applied" in refused.value.en


def test_a_file_of_a_newer_release_is_refused(shelf: Database) -> None:
    migrate(shelf, "books", [FIRST, SECOND])

    with pytest.raises(StoreCorrupt, match="newer release"):
        migrate(shelf, "books", [FIRST])


def test_another_programs_database_is_refused(tmp_path: Path, shelf: Database) -> None:
    foreign = sqlite3.connect(tmp_path / "shelf.db")
    foreign.execute("CREATE TABLE cookies (name TEXT)")
    foreign.commit()
    foreign.close()

    with pytest.raises(StoreCorrupt, match="not the shelf"):
        migrate(shelf, "books", [FIRST])


def test_several_that_open_a_new_file_at_once_make_it_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def open_it() -> None:
        try:
            migrate(Database(tmp_path / "shelf.db", STORE), "books", [FIRST, SECOND])
        except Exception as error:  # noqa: BLE001 - any failure fails the test
            failures.append(error)

    openers = [Thread(target=open_it) for _ in range(8)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()

    assert failures == []
    assert titles(Database(tmp_path / "shelf.db", STORE)) == ["a;b"]


def test_numbers_leave_no_gap(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text("SELECT 1;")
    (tmp_path / "0003_c.sql").write_text("SELECT 1;")

    with pytest.raises(ValueError, match="not numbered 1, 2, 3"):
        migrations_in(tmp_path)
