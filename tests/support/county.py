"""The demo county as a running office, for tests that go through HTTP; one an engine's process, as chDB wants it."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from infra.clickhouse.client import ClickHouse
from infra.identity.accounts import Accounts
from infra.settings import Settings
from services.bootstrap import follow, open_ledger
from services.demo.setting_up import set_up
from services.office import Office
from services.web.app import create_app

PASSWORD = "gridgov-demo"
MICRO = "140830103201-01-02-003"
VILLAGE, TOWN, COUNTY = "140830103201", "140830103", "140830"


@contextmanager
def demo_office(folder: Path, store: ClickHouse, name: str) -> Iterator[Office]:
    """The demo county without cases; password hashes are cheap ones."""
    with open_ledger(Settings(data=folder)) as opened:
        cheap = Accounts(opened.settings.ledger_path, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        bureau = dataclasses.replace(opened, accounts=cheap)
        set_up(bureau, PASSWORD)
        with follow(bureau, store, name) as office:
            assert office.views.wait("cases", bureau.ledger.head().position, 60)
            assert office.views.wait("audit", bureau.ledger.head().position, 60)
            yield office
        cheap.close()


class Person:
    """Somebody who is logged in."""

    def __init__(self, http: TestClient, username: str) -> None:
        self.http = http
        answer = http.post("/api/v1/sessions", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        self.headers = {"Authorization": f"Bearer {answer.json()['token']}"}

    def get(self, path: str, **params: Any) -> Any:
        return self.http.get(f"/api/v1{path}", params=params, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.http.post(f"/api/v1{path}", json=body or {}, headers={**self.headers, **headers})

    def report(self, **changes: Any) -> dict[str, Any]:
        """Report an incident; return the answer's body."""
        answer = self.post("/incidents", report_body(**changes))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


def report_body(**changes: Any) -> dict[str, Any]:
    """What a grid worker reports."""
    found = datetime.now(UTC) - timedelta(minutes=5)
    body = {
        "category": "environment.water",
        "description": "沟渠排出黑水",
        "channel": "grid_worker",
        "occurred_at": found.isoformat(),
        "place": {"unit": MICRO},
    }
    return {**body, **changes}


class Town:
    """Everybody of the demo county, logged in when first asked for."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.http = TestClient(create_app(office), raise_server_exceptions=False)
        self._people: dict[str, Person] = {}

    def __getitem__(self, username: str) -> Person:
        if username not in self._people:
            self._people[username] = Person(self.http, username)
        return self._people[username]

    def do(self, username: str, case: str, verb: str, body: Any = None, **headers: str) -> Any:
        return self[username].post(f"/incidents/{case}/{verb}", body, **headers)
