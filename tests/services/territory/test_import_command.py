"""`gridgov import divisions|grids|categories`, into the ledger of a server that is running."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.house import ROOT
from support.registers import Registry
from typer.testing import CliRunner, Result

from services.cli import app

pytestmark = pytest.mark.servers

VILLAGE = "140830103206"
HEAD = "code,kind,name,parent_code,worker,boundary\n"
DIVISIONS = "code,name,level,parent_code\n"


def run(registry: Registry, *arguments: str | Path) -> Result:
    data = registry.office.bureau.settings.data
    return CliRunner().invoke(app, ["import", *map(str, arguments), "--data", str(data)])


def told(result: Result) -> dict[str, Any]:
    return dict(json.loads(result.stdout.splitlines()[-1]))


def file(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_grids_are_seen_by_the_running_server_at_once(registry: Registry, tmp_path: Path) -> None:
    grids = file(tmp_path, f"{HEAD}{VILLAGE}-80,grid,东片,{VILLAGE},,\n{VILLAGE}-80-01,sub_grid,一组,{VILLAGE}-80,,\n")
    first = run(registry, "grids", grids)
    again = run(registry, "grids", grids)

    assert (first.exit_code, told(first)) == (0, {"rows": 2, "changed": 2, "unchanged": 0, "rejected": 0})
    assert (again.exit_code, told(again)) == (0, {"rows": 2, "changed": 0, "unchanged": 2, "rejected": 0})
    shown = registry["grid"].get(f"/territory/units/{VILLAGE}-80").json()
    assert [one["code"] for one in shown["children"]] == [f"{VILLAGE}-80-01"]


def test_the_importer_stands_in_the_meta(registry: Registry, tmp_path: Path) -> None:
    head = registry.head
    run(registry, "grids", file(tmp_path, f"{HEAD}{VILLAGE}-81,grid,西片,{VILLAGE},,\n"))
    [recorded] = registry.office.bureau.ledger.read(head, 10)

    assert (recorded.meta.person, recorded.meta.rule) == ("importer", "administrator")


def test_a_line_that_is_refused_is_named_and_the_others_are_taken(registry: Registry, tmp_path: Path) -> None:
    text = f"{HEAD}{VILLAGE}-82,grid,南片,{VILLAGE},,\n{VILLAGE}-83,town,北片,{VILLAGE},,\n"
    result = run(registry, "grids", file(tmp_path, text))

    assert (result.exit_code, told(result)["rejected"]) == (1, 1)
    assert "line 3 rejected: kind" in result.stderr
    assert registry["grid"].get(f"/territory/units/{VILLAGE}-82").status_code == 200
    assert registry["grid"].get(f"/territory/units/{VILLAGE}-83").status_code == 404


def test_an_edition_of_the_divisions_renames_from_its_date_on(registry: Registry, tmp_path: Path) -> None:
    divisions = file(tmp_path, f"{DIVISIONS}{VILLAGE},新名村委会,village,140830103\n")
    result = run(registry, "divisions", divisions, "--edition", "2026-01-01", "--source", "民政局")

    assert told(result)["changed"] == 1
    assert registry["grid"].get(f"/territory/units/{VILLAGE}").json()["name"] == "新名村委会"


def test_the_catalogue_that_comes_with_the_project_is_there_already(registry: Registry) -> None:
    result = run(registry, "categories", ROOT / "services/reference/categories.csv")

    assert (result.exit_code, told(result)["changed"]) == (0, 0)
    assert registry["grid"].get("/categories").json()["version"] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00\x00", "UTF-16"),
        (b"code,kind\n", "lacks the columns"),
        (b"", "lacks the columns"),
        (b'{"type": "Feature"', "GeoJSON"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(
    registry: Registry, tmp_path: Path, content: bytes, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    head = registry.head
    result = run(registry, "grids", path)

    assert result.exit_code == 1
    assert sentence in str(result.exception) + result.stderr + capsys.readouterr().err
    assert registry.head == head


def test_a_date_that_is_none_and_a_file_that_is_missing_are_wrong_usage(registry: Registry, tmp_path: Path) -> None:
    divisions = file(tmp_path, DIVISIONS)

    assert run(registry, "divisions", divisions, "--edition", "1.1.2026", "--source", "x").exit_code == 2
    assert run(registry, "divisions", divisions, "--edition", "2026-01-01").exit_code == 2
    assert run(registry, "grids", tmp_path / "none.csv").exit_code == 2
