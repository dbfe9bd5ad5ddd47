"""docs/operations.md, Backup: what is copied beside a running server is the whole county, without its views."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import httpx2
import pytest
from support.county import PASSWORD, VILLAGE, report_body
from support.serving import Served, served

pytestmark = pytest.mark.servers


def ask(server: Served, username: str, path: str, body: Any = None) -> dict[str, Any]:
    api = f"{server.url}/api/v1"
    token = httpx2.post(f"{api}/sessions", json={"username": username, "password": PASSWORD}).json()["token"]
    answer = httpx2.request(
        "GET" if body is None else "POST", api + path, json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.is_success, answer.text
    return dict(answer.json())


def copied(source: Path, target: Path) -> None:
    """Copy a store as SQLite's `.backup` does, beside its writers."""
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


def test_a_county_is_restored_from_a_copy_without_its_views(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    backup.mkdir(mode=0o700)
    with served(data, "--demo", "--demo-days", "0") as server:
        reported = ask(server, "grid", "/incidents", report_body(description="沟渠堵塞"))
        before = ask(server, "village", f"/views/units/{VILLAGE}?at_least={reported['position']}")
        for store in ("ledger.db", "keys.db"):
            copied(data / store, backup / store)
        shutil.copy2(data / "master.key", backup)

    with served(backup) as server:
        assert ask(server, "village", f"/incidents/{reported['id']}")["description"] == "沟渠堵塞"
        assert ask(server, "village", f"/views/units/{VILLAGE}") == before
