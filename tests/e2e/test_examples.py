"""The examples, against a real server in a process of its own: the story through HTTP, and an import beside it."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from support.county import PASSWORD
from support.serving import REPOSITORY, Served, gridgov, served

pytestmark = [pytest.mark.servers, pytest.mark.slow]

RECEIPT_MAPPING = REPOSITORY / "examples" / "receipt-mapping.json"
RECEIPT = (
    "case:concept:name,concept:name,time:timestamp,org:resource,concept:instance,case:startdate,case:enddate,"
    "case:deadline,case:channel\n"
    "case-7,Confirmation of receipt,2011-10-11 13:45:40+02:00,Resource21,task-1,2011-10-11 13:42:22+02:00,"
    "2011-12-06 13:41:31+01:00,2011-12-06 13:41:30+01:00,Internet\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("examples") / "data", "--demo", "--demo-days", "1") as server:
        yield server


def tell_story(server: Served, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(REPOSITORY / "examples" / "incident.sh")],
        env={**os.environ, "BASE": server.url, "PASSWORD": PASSWORD, **changes},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_story_of_an_incident_goes_as_it_should(server: Served) -> None:
    told = tell_story(server)

    assert told.returncode == 0, told.stdout + told.stderr
    assert "close                  -> closed" in told.stdout
    assert "== Done: 板桥〔" in told.stdout


def test_a_surprise_ends_the_story_with_the_answer_that_was_not_expected(server: Served) -> None:
    told = tell_story(server, PASSWORD="not-the-password")

    assert told.returncode == 1
    assert "SURPRISE: POST /sessions answered 401, not 201" in told.stderr


def test_past_cases_imported_beside_a_server_are_seen_by_the_county(server: Served, tmp_path: Path) -> None:
    file = tmp_path / "receipt.csv"
    file.write_text(RECEIPT, encoding="utf-8")
    folder = server.log.parent / "data"
    before = ask(server, "/views/units/140830")["position"]

    done = gridgov("import", "cases", str(file), "--mapping", str(RECEIPT_MAPPING), "--json", folder=folder)

    assert done.stdout == '{"rows":1,"cases":1,"closed":1,"closed_late":1,"skipped":0,"rejected":0}\n'
    found = ask(server, "/incidents", at_least=before + 3, to="2012-01-01T00:00:00Z")["items"]
    assert [case["number"] for case in found] == ["case-7"]


def ask(server: Served, path: str, **params: Any) -> Any:
    """Ask as the county's desk."""
    api = f"{server.url}/api/v1"
    session = httpx2.post(f"{api}/sessions", json={"username": "county", "password": PASSWORD}, timeout=20)
    headers = {"Authorization": f"Bearer {session.json()['token']}"}
    answer = httpx2.get(f"{api}{path}", params=params, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()
