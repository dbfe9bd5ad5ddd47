"""`gridgov users`, from an empty folder to an administrator who logs in and registers the others."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient
from support.house import ROOT
from support.registers import Counted
from typer.testing import CliRunner, Result

from infra.settings import Settings
from projections.projection import Upkeep
from services.bootstrap import open_ledger
from services.cli import app
from services.office import Office
from services.web.app import create_app

pytestmark = pytest.mark.servers

PASSWORD = "a long password"


def run(data: Path, *arguments: str, password: str = PASSWORD) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)], input=f"{password}\n")


def told(result: Result) -> str:
    return str(result.exception) + result.stdout + result.stderr


def divisions(data: Path) -> Result:
    file = ROOT / "services/demo/divisions.csv"
    return run(data, "import", "divisions", str(file), "--edition", "2023-06-30", "--source", "统计用区划代码")


@pytest.fixture
def county(tmp_path: Path) -> Iterator[TestClient]:
    """A county with divisions and an administrator, served beside the command line."""
    assert divisions(tmp_path).exit_code == 0
    assert run(tmp_path, "users", "add", "admin", "--administrator", "李雷").exit_code == 0
    with open_ledger(Settings(data=tmp_path)) as bureau:
        yield TestClient(create_app(Office(bureau=bureau, views=cast("Upkeep", Counted(bureau.ledger)))))


def log_in(http: TestClient, username: str) -> dict[str, str]:
    answer = http.post("/api/v1/sessions", json={"username": username, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_the_first_administrator_registers_the_others(county: TestClient, tmp_path: Path) -> None:
    headers = log_in(county, "admin")
    for path, body in (
        (
            "/organs",
            {
                "code": "140830103.command",
                "name": "西陌镇指挥室",
                "name_en": "Ximo command room",
                "short_name": "西陌",
                "place": "140830103",
                "kind": "command",
            },
        ),
        (
            "/posts",
            {
                "code": "140830103.command/desk",
                "organ": "140830103.command",
                "kind": "desk",
                "place": "140830103",
            },
        ),
        ("/people", {"id": "p-1", "name": "韩梅梅"}),
        ("/posts/140830103.command/desk/assign", {"person": "p-1"}),
    ):
        assert county.post(f"/api/v1{path}", json=body, headers=headers).status_code in {200, 201}
    assert run(tmp_path, "users", "add", "desk", "--person", "p-1").exit_code == 0

    assert log_in(county, "desk")
    assert run(tmp_path, "users", "list").stdout.count("active") == 2


def test_there_is_one_first_administrator(county: TestClient, tmp_path: Path) -> None:  # noqa: ARG001 - it stands
    again = run(tmp_path, "users", "add", "another", "--administrator", "王五")

    assert again.exit_code == 1
    assert "is held since" in told(again)


def test_a_disabled_account_logs_in_no_more(county: TestClient, tmp_path: Path) -> None:
    headers = log_in(county, "admin")
    assert run(tmp_path, "users", "disable", "admin").exit_code == 0

    assert county.get("/api/v1/people", headers=headers).status_code == 401
    answer = county.post("/api/v1/sessions", json={"username": "admin", "password": PASSWORD})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-password")


def test_without_divisions_there_is_nothing_to_administer(tmp_path: Path) -> None:
    result = run(tmp_path, "users", "add", "admin", "--administrator", "李雷")

    assert result.exit_code == 1
    assert "gridgov import divisions" in told(result)


@pytest.mark.parametrize("password", ["", "short"])
def test_a_password_that_is_too_short_is_refused_before_anything_is_recorded(tmp_path: Path, password: str) -> None:
    assert divisions(tmp_path).exit_code == 0
    refused = run(tmp_path, "users", "add", "admin", "--administrator", "李雷", password=password)

    assert (refused.exit_code, "at least 8" in told(refused)) == (1, True)
    assert run(tmp_path, "users", "add", "admin", "--administrator", "李雷").exit_code == 0


def test_a_person_who_is_not_registered_gets_no_account(tmp_path: Path) -> None:
    result = run(tmp_path, "users", "add", "x", "--person", "nobody")

    assert (result.exit_code, "nobody was not found" in told(result)) == (1, True)


def test_neither_or_both_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path, "users", "add", "x").exit_code == 2
    assert run(tmp_path, "users", "add", "x", "--person", "a", "--administrator", "b").exit_code == 2
