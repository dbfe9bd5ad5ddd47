"""What happens to real installations: cut power, a second start, damaged files; and what must never leak."""

import asyncio
import sqlite3
import uuid
from collections import Counter
from pathlib import Path

import httpx2
import pytest
from support.county import PASSWORD, report_body
from support.serving import Served, gridgov, served

pytestmark = [pytest.mark.servers, pytest.mark.slow]

DEMO = ("--demo", "--demo-days", "0")


def log_in(server: Served, username: str) -> dict[str, str]:
    answer = httpx2.post(f"{server.url}/api/v1/sessions", json={"username": username, "password": PASSWORD}, timeout=20)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def events_of(folder: Path, kind: str) -> Counter[bytes]:
    with sqlite3.connect(folder / "ledger.db") as ledger:
        rows = ledger.execute("SELECT stream_id FROM event WHERE type = ?", (kind,)).fetchall()
        positions = [position for (position,) in ledger.execute("SELECT position FROM event ORDER BY position")]
    ledger.close()
    assert positions == list(range(1, len(positions) + 1))
    return Counter(stream for (stream,) in rows)


async def report_until_cut(server: Served, headers: dict[str, str], told: list[str], cut_after: int) -> list[str]:
    """A hundred phones report at once; when some have their answer, the power goes. Return what was sent."""
    sent = [str(uuid.uuid4()) for _ in range(100)]
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=100), timeout=20) as http:

        async def report(case: str) -> None:
            try:
                answer = await http.post(
                    f"{server.url}/api/v1/incidents",
                    json=report_body(id=case, occurred_at="2026-11-01T08:00:00+08:00"),
                    headers={**headers, "Idempotency-Key": case},
                )
            except httpx2.TransportError:
                return
            if answer.status_code == 201:
                told.append(case)
            if len(told) == cut_after:
                server.kill()

        await asyncio.gather(*(report(case) for case in sent))
    return sent


def test_killed_amid_a_hundred_reports_it_keeps_what_it_acknowledged_and_takes_the_rest_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    told: list[str] = []
    with served(folder, *DEMO) as server:
        sent = asyncio.run(report_until_cut(server, log_in(server, "grid"), told, 30))
    kept = events_of(folder, "incident.reported")
    assert len(told) >= 30
    assert {uuid.UUID(case).bytes for case in told} <= kept.keys()
    with served(folder) as server:
        headers = log_in(server, "grid")
        for case in sent:
            answer = httpx2.post(
                f"{server.url}/api/v1/incidents",
                json=report_body(id=case, occurred_at="2026-11-01T08:00:00+08:00"),
                headers={**headers, "Idempotency-Key": case},
                timeout=20,
            )
            assert answer.status_code == 201, answer.text
        after = events_of(folder, "incident.reported")
        assert after == Counter(uuid.UUID(case).bytes for case in sent)
        position = answer.json()["position"]
        unit = httpx2.get(f"{server.url}/api/v1/views/units/140830", params={"at_least": position}, headers=headers)
        assert unit.json()["incidents"]["by_status"] == {"reported": 100}
        assert gridgov("rebuild", folder=folder).returncode == 0
        again = httpx2.get(f"{server.url}/api/v1/views/units/140830", headers=headers)
        assert again.json()["incidents"] == unit.json()["incidents"]


def test_a_second_serve_on_the_folder_is_told_so_and_status_asks_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with served(folder, *DEMO):
        second = gridgov("serve", "--port", "0", folder=folder)
        assert second.returncode == 1
        assert "already serves" in second.stderr
        asked = gridgov("status", folder=folder)
        assert (asked.returncode, "cases" in asked.stdout) == (0, True)


@pytest.mark.parametrize("name", ["ledger.db", "keys.db", "master.key"])
def test_a_damaged_file_stops_the_start_with_a_sentence(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "data"
    assert gridgov("migrate", folder=folder).returncode == 0
    (folder / name).write_bytes(b"not what it was" * 1000)
    for wal in folder.glob("*-wal"):
        wal.unlink()
    damaged = gridgov("migrate", folder=folder)
    assert damaged.returncode == 1
    assert "Traceback" not in damaged.stderr
    assert damaged.stderr.strip()


def test_an_unknown_setting_and_a_wrong_use_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gridgov("serve", "--port", "many", folder=tmp_path).returncode == 2
    assert gridgov("serve", "--demo", "--host", "0.0.0.0", folder=tmp_path).returncode == 1  # noqa: S104 - refused
    monkeypatch.setenv("GRIDGOV_COLOUR", "red")
    unknown = gridgov("status", folder=tmp_path)
    assert (unknown.returncode, "GRIDGOV_COLOUR" in unknown.stderr) == (1, True)


PLANTED = ("欧阳翠花", "13912345678", "140830199001011234", "井盖下面藏着三只黑猫", "办结说明里的秘密")


def test_names_phones_and_free_text_are_nowhere_in_clear(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    name, phone, number, text, note = PLANTED
    with served(folder, *DEMO) as server:
        grid, village = log_in(server, "grid"), log_in(server, "village")
        reporter = {"name": name, "phone": phone, "id_number": number}
        body = report_body(description=text, reporter=reporter)
        case = httpx2.post(f"{server.url}/api/v1/incidents", json=body, headers=grid).json()["id"]
        url = f"{server.url}/api/v1/incidents/{case}"
        assert httpx2.post(f"{url}/register", json={}, headers=village).status_code == 200
        reason = {"category": "environment.water", "reason": note}
        answer = httpx2.post(f"{url}/reclassify", json=reason, headers=village)
        assert answer.status_code == 200, answer.text
        refused = httpx2.post(f"{url}/close", json={"outcome": "resolved", "note": note}, headers=grid)
        malformed = httpx2.post(f"{url}/register", json={"category": text}, headers=village)
        at_least = {"at_least": answer.json()["position"]}
        trail = httpx2.get(f"{server.url}/api/v1/views/audit", params=at_least, headers=village)
        listed = httpx2.get(f"{server.url}/api/v1/incidents", params=at_least, headers=village)
        told = refused.text + malformed.text + trail.text + listed.text
        assert httpx2.get(url, headers=village).json()["description"] == text
        server.stop()
    for planted in PLANTED:
        assert planted not in told
        for path in [*folder.rglob("*"), server.log]:
            if path.is_file():
                assert planted.encode() not in path.read_bytes(), path
