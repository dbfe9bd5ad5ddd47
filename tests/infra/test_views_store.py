"""The store of the views: migrations that are never changed, values that are bound, refusals that say what to do."""

from pathlib import Path

import pytest

from infra.clickhouse.client import ClickHouse
from infra.clickhouse.migrations import FOLDER, migrate, statements
from projections.projection import ViewsAway, ViewsCorrupt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in FOLDER.glob("*.sql"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    return tmp_path


@pytest.mark.servers
def test_migrations_run_once(store: ClickHouse) -> None:
    assert migrate(store) == []


@pytest.mark.servers
def test_a_migration_that_was_changed_afterwards_is_named(store: ClickHouse, folder: Path) -> None:
    changed = folder / "0001_progress.sql"
    changed.write_text(changed.read_text("utf-8") + "-- more\n", "utf-8")
    with pytest.raises(ViewsCorrupt, match=r"0001_progress\.sql .* changed"):
        migrate(store, folder)


@pytest.mark.servers
def test_views_of_a_later_release_are_not_touched(store: ClickHouse, folder: Path) -> None:
    newest = max(folder.glob("*.sql"))
    newest.unlink()
    with pytest.raises(ViewsCorrupt, match=f"migration {newest.name[:4]}"):
        migrate(store, folder)


def test_the_statements_of_a_file_end_at_the_end_of_a_line() -> None:
    text = "-- a; comment;\nCREATE TABLE a (b String DEFAULT ';x')\nORDER BY b;\n\nSELECT 1;\n-- the end\n"
    assert statements(text) == ["CREATE TABLE a (b String DEFAULT ';x')\nORDER BY b", "SELECT 1"]


def test_every_statement_of_a_migration_may_be_repeated() -> None:
    for path in FOLDER.glob("*.sql"):
        for statement in statements(path.read_text("utf-8")):
            assert "IF NOT EXISTS" in statement


@pytest.mark.servers
def test_what_the_engine_refuses_is_one_line(store: ClickHouse) -> None:
    with pytest.raises(ViewsAway) as refused:
        store.query("SELECT nonsense")
    assert "\n" not in str(refused.value)


@pytest.mark.servers
@pytest.mark.parametrize(
    "text", ["it's", "a\\b", "\t\n\r", "中文〔2026〕", "{ledger:String}", "", "'; DROP TABLE cases"]
)
def test_a_bound_value_comes_back_as_it_was(store: ClickHouse, text: str) -> None:
    sql = "SELECT {text:String} AS one, {texts:Array(String)} AS many"
    assert store.query(sql, {"text": text, "texts": [text, text]}) == [{"one": text, "many": [text, text]}]


@pytest.mark.servers
def test_a_closed_store_says_so(store: ClickHouse) -> None:
    other = ClickHouse(store._connect)
    other.close()
    with pytest.raises(ViewsAway, match="closed"):
        other.query("SELECT 1")
